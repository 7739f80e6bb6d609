"""Makes .venv with the pinned requirements and the project itself; run by any Python from 3.11 on."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"


def pip(*arguments: str) -> None:
    python = HOME / "bin" / "python"
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-q", *arguments]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    if not (HOME / "bin" / "python").exists():
        print("Making .venv …", flush=True)
        venv.create(HOME, with_pip=True)
    print("Installing the pinned requirements …", flush=True)
    pip("--require-hashes", "-r", "requirements-dev.txt")
    pip("--no-deps", "--no-build-isolation", "-e", ".")


if __name__ == "__main__":
    main()

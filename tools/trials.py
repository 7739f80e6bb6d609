"""Puts what is in requirements-trials.txt into build/trials: Caddy, Litestream, Patroni, for the tests that try them.

They are no part of the product and stay out of .venv. Nothing happens when they are there.
"""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME, PINS = ROOT / "build" / "trials", ROOT / "requirements-trials.txt"


def main() -> None:
    stamp = HOME / "pins"
    if stamp.exists() and stamp.read_text() == PINS.read_text():
        return
    print("Installing Caddy, Litestream and Patroni for the trials …", flush=True)
    venv.create(HOME, with_pip=True)
    pip = [str(HOME / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True, cwd=ROOT)
    stamp.write_text(PINS.read_text())


if __name__ == "__main__":
    sys.exit(main())

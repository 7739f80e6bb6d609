"""Sets up the servers that `make bench` measures beside this one, from the registries, at the versions of the pins.

Kinto gets a virtual environment of its own; PouchDB's servers come from npm, and nothing that comes with them is run
while installing. Both live in folders that git does not see.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from npm import run

PEERS = Path(__file__).resolve().parent.parent / "bench" / "peers"
KINTO, PINS = PEERS / ".venv", PEERS / "requirements-kinto.txt"
NODE = PEERS / "node"


def fresh(stamp: Path, source: Path) -> bool:
    """Whether what the stamp stands for was made from this very source."""
    return stamp.exists() and stamp.read_text() == digest(source)


def digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def main() -> None:
    stamp = KINTO / ".gocua-stamp"
    if not fresh(stamp, PINS):
        print("Installing Kinto …", flush=True)
        venv.create(KINTO, with_pip=True)
        pip = [str(KINTO / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True, env=environ)
        stamp.write_text(digest(PINS))
    stamp, lock = NODE / "node_modules/.gocua-stamp", NODE / "package-lock.json"
    if not fresh(stamp, lock):
        print("Installing PouchDB's servers …", flush=True)
        code = run("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", folder=NODE)
        if code:
            sys.exit(code)
        stamp.write_text(digest(lock))


if __name__ == "__main__":
    main()

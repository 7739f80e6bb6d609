"""Sets up what is measured beside ours, from the registries, at the versions of the pins.

Without a word the servers of `make bench`: Kinto gets a virtual environment of its own, PouchDB's come from npm. With
`phone` the apps of `make bench-phone`: Enketo's form engine and PouchDB, with the server that they send to. Nothing
that comes with a package of npm is run while installing. All live in folders that git does not see.
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


def fresh(stamp: Path, source: Path) -> bool:
    """Whether what the stamp stands for was made from this very source."""
    return stamp.exists() and stamp.read_text() == digest(source)


def digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def kinto() -> None:
    stamp = KINTO / ".gocua-stamp"
    if fresh(stamp, PINS):
        return
    print("Installing Kinto …", flush=True)
    venv.create(KINTO, with_pip=True)
    pip = [str(KINTO / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True, env=environ)
    stamp.write_text(digest(PINS))


def node(folder: Path, what: str) -> None:
    stamp, lock = folder / "node_modules/.gocua-stamp", folder / "package-lock.json"
    if fresh(stamp, lock):
        return
    print(f"Installing {what} …", flush=True)
    code = run("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", folder=folder)
    if code:
        sys.exit(code)
    stamp.write_text(digest(lock))


def main() -> None:
    if sys.argv[1:] == ["phone"]:
        node(PEERS / "phone", "an Enketo form and PouchDB")
    else:
        kinto()
    node(PEERS / "node", "PouchDB's servers")


if __name__ == "__main__":
    main()

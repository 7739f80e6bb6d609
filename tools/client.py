"""Installs the client's packages and builds client/dist, each only when what it rests on has changed."""

import hashlib
import sys
from pathlib import Path

from npm import run

ROOT = Path(__file__).resolve().parent.parent
CLIENT = ROOT / "client"
SOURCES = ("index.html", "vite.config.ts", "package-lock.json", "tsconfig.json")


def digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(CLIENT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def fresh(stamp: Path, want: str) -> bool:
    return stamp.exists() and stamp.read_text() == want


def main() -> None:
    installed = CLIENT / "node_modules" / ".gocua-stamp"
    want = digest([CLIENT / "package-lock.json"])
    if not fresh(installed, want):
        print("Installing the client's packages …", flush=True)
        if code := run("ci", "--no-audit", "--no-fund", "--loglevel=error"):
            sys.exit(code)
        installed.write_text(want)
    files = [CLIENT / name for name in SOURCES if (CLIENT / name).exists()]
    files += [path for folder in ("src", "static") for path in (CLIENT / folder).rglob("*") if path.is_file()]
    built = CLIENT / "dist" / ".gocua-stamp"
    want = digest(files)
    if not fresh(built, want):
        print("Building the client …", flush=True)
        if code := run("run", "build"):
            sys.exit(code)
        built.write_text(want)


if __name__ == "__main__":
    main()

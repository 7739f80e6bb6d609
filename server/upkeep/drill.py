"""`gocua restore FILE --test`: whether a backup could be put back, tried out beside the running server.

The backup is restored by the same command into an empty home of its own, with this installation's keys, and every
figure in it is recounted from its ops; then that home is deleted. On PostgreSQL it needs an empty database to do so in.
Promises: the database in use is only read from to write one line into its trail: what was tested and what came of it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from server.clock import instant, now_ms
from server.config import Settings, SettingsError, checked_database
from server.upkeep import archive
from server.upkeep.archive import Manifest, Progress
from server.upkeep.noting import note

_LONGEST = 200  # of what is kept of a problem


@dataclass(frozen=True, slots=True)
class Tested:
    """What a test came to; `problem` None when the backup could be put back and its figures agree."""

    manifest: Manifest
    seconds: int
    problem: str | None


def test(app: Flask, path: Path, scratch: str | None, tell: Progress) -> Tested:
    """Tries a backup out and writes down what came of it.

    Args:
        scratch: URL of an empty PostgreSQL database; it is emptied again.

    Raises:
        SettingsError: the file is no whole backup, or there is nowhere to put it.
    """
    settings: Settings = app.extensions["gocua.settings"]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=".gocua-test-", dir=settings.home) as folder:
        home = Path(folder)
        manifest = archive.unpack(path, home / "content")
        (home / "content").unlink()
        with _database(settings, scratch) as url:
            (home / "keys").symlink_to(settings.keys)
            problem = _tried(home, url, path, tell)
    seconds = int(time.monotonic() - began)
    details = {
        "made_at": manifest.made_at,
        "tested_at": instant(now_ms()),
        "ok": problem is None,
        "problem": problem,
        "seconds": seconds,
        "head": sum(one["head"] for one in manifest.campaigns),
    }
    note(app, "backup.test", path.name, details, tell)
    return Tested(manifest, seconds, problem)


def _tried(home: Path, url: str, path: Path, tell: Progress) -> str | None:
    """Restores and recounts by the commands themselves, in processes of their own; the first thing that is wrong."""
    environ = {**os.environ, "GOCUA_HOME": str(home), "DATABASE_URL": url, "GOCUA_ENV": "development"}
    for name in ("GOCUA_PUBLIC_URL", "GOCUA_BIND"):
        environ.pop(name, None)
    for words in (("restore", str(path.absolute())), ("totals", "check")):
        tell(f"testing: gocua {words[0]}")
        command = [sys.executable, "-m", "server", *words]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            told = lines[-1].removeprefix("Error: ") if lines else f"{words[0]}: exit code {done.returncode}"
            return told[:_LONGEST]
    return None


@contextmanager
def _database(settings: Settings, scratch: str | None) -> Iterator[str]:
    """Where to put it: empty for a file in the test's own home, or the scratch database, emptied afterwards."""
    if settings.sqlite:
        yield ""
        return
    if scratch is None:
        raise SettingsError("on PostgreSQL name an empty database to test in: --scratch postgresql://…/gocua_test")
    url = make_url(checked_database(scratch, os.environ)).set(drivername="postgresql+psycopg")
    # no pool: a connection that is kept open counts as somebody who uses the database
    engine = create_engine(url, poolclass=NullPool)
    try:
        if inspect(engine).get_table_names() or len(inspect(engine).get_schema_names()) > 2:
            # nothing but `public` and PostgreSQL's own: all schemas are dropped afterwards
            raise SettingsError(f"the database {url.database} is not empty; name one that is")
        try:
            yield url.render_as_string(hide_password=False)
        finally:
            with engine.begin() as connection:
                names = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before\\_%' OR nspname = 'public'"
                for name in connection.execute(text(names)).scalars().all():
                    connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))
                connection.execute(text("CREATE SCHEMA public"))
    finally:
        engine.dispose()

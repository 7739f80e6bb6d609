"""`gocua backup FILE`: the database as of one instant, while the server goes on taking pushes.

SQLite: the online backup interface inside one read transaction, so it neither blocks the writer nor starts again
when something is written. PostgreSQL: pg_dump on an exported snapshot, with the heads read in the same snapshot.
"""

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine, make_url

from server.clock import instant, now_ms
from server.config import Settings, SettingsError
from server.database import writer_engine
from server.keys import Keys
from server.upkeep import archive, pgtools
from server.upkeep.archive import Manifest, Progress

_PAGES = 5000  # of 4 KiB, between two words about progress
_CAMPAIGNS = "SELECT * FROM campaign ORDER BY code"
_MIGRATION = "SELECT version_num FROM alembic_version"


def make(app: Flask, path: Path, tell: Progress) -> Manifest:
    """Writes a new backup of the installation.

    Raises:
        SettingsError: the file is there already, its folder is not, the disk is full, or a tool is missing.
    """
    settings: Settings = app.extensions["gocua.settings"]
    path = path.absolute()
    if path.exists():
        raise SettingsError(f"{path} is there already; name another file")
    if not path.parent.is_dir():
        raise SettingsError(f"there is no folder {path.parent}")
    made_at = instant(now_ms())
    try:
        with tempfile.TemporaryDirectory(prefix=".gocua-backup-", dir=path.parent) as folder:
            content = Path(folder) / ("gocua.db" if settings.sqlite else "gocua.dump")
            with app.app_context():
                if settings.sqlite:
                    campaigns, migration = _copy_sqlite(settings, content, tell)
                else:
                    campaigns, migration = _dump_postgresql(writer_engine(), settings.database_url, content)
            manifest = Manifest(
                made_at=made_at,
                engine="sqlite" if settings.sqlite else "postgresql",
                migration=migration,
                keys=_secrets(app.extensions["gocua.keys"], campaigns),
                campaigns=campaigns,
                content=content.name,
                bytes=content.stat().st_size,
                sha256=archive.digest(content),
            )
            archive.write(path, manifest, content)
    except OSError as error:
        raise SettingsError(f"the backup cannot be written: {error.strerror or error}") from error
    return manifest


def sqlite_path(settings: Settings) -> Path:
    return Path(make_url(settings.database_url).database or "")


def _copy_sqlite(settings: Settings, content: Path, tell: Progress) -> tuple[list[dict[str, Any]], str | None]:
    source_path = sqlite_path(settings)
    if not source_path.exists():
        raise SettingsError(f"there is no database at {source_path}")

    def progress(_status: int, remaining: int, total: int) -> None:
        if total > _PAGES:
            tell(f"copied {100 * (total - remaining) // total} %")

    source = sqlite3.connect(f"file:{source_path}?mode=rw", uri=True, isolation_level=None, timeout=20)
    try:
        # a reader that never checkpoints: see the note on SQLite and WAL in server.database
        for pragma in ("wal_autocheckpoint=0", "query_only=ON"):
            source.execute(f"PRAGMA {pragma}")
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM campaign").fetchone()  # from here on one snapshot
        with closing(sqlite3.connect(content, isolation_level=None)) as copy:
            os.chmod(content, 0o600)
            source.backup(copy, pages=_PAGES, progress=progress)
            copy.execute("PRAGMA journal_mode=DELETE")
            return _look(copy)
    except sqlite3.Error as error:
        raise SettingsError(f"the database cannot be copied: {error}") from error
    finally:
        # closing may checkpoint: not while somebody writes
        with open(settings.home / "write.lock", "a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            source.close()


def _look(copy: sqlite3.Connection) -> tuple[list[dict[str, Any]], str | None]:
    """Campaigns and migration of a copy that holds together; SettingsError when it does not."""
    word = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if word != "ok":
        raise SettingsError(f"the database is damaged: {word}")
    rows = copy.execute(_CAMPAIGNS)
    campaigns = [_campaign(dict(zip((one[0] for one in rows.description), row, strict=True))) for row in rows]
    managed = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = copy.execute(_MIGRATION).fetchone() if managed else None
    return campaigns, row[0] if row else None


def _dump_postgresql(engine: Engine, url: str, content: Path) -> tuple[list[dict[str, Any]], str | None]:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        campaigns = [_campaign({**row}) for row in connection.execute(text(_CAMPAIGNS)).mappings()]
        managed = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
        migration = connection.execute(text(_MIGRATION)).scalar() if managed else None
        pgtools.dump(url, major_of(connection), content, snapshot)
    return campaigns, migration


def major_of(connection: Connection) -> int:
    """Major version of a PostgreSQL server."""
    return int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000


def _campaign(row: Mapping[str, Any]) -> dict[str, Any]:
    # tables that were not migrated yet have one secret; a campaign that is purged has no codes any more
    secret = None if row["purged_at"] else row.get("phone_secret", 1)
    return {**{name: row[name] for name in ("code", "head", "epoch")}, "phone": secret}


def _secrets(keys: Keys, campaigns: list[dict[str, Any]]) -> str:
    numbers = sorted({one["phone"] for one in campaigns} - {None}) or [keys.making["phone"]]
    if set(numbers) - keys.phones.keys():
        raise SettingsError("a campaign's key of numbers is not here; put it back into the keys folder first")
    return ",".join(archive.fingerprint(keys, number) for number in numbers)

"""`gocua restore FILE`: an earlier state of the database in place of the present one, under a new epoch.

With the new epoch phones ask what is missing and send it again, so that nothing is lost that a living phone still
holds; what was erased on request is erased again. The present database is kept aside, and its audit trail goes on in
the restored one (`carrying`). Promises: a file that does not match its manifest changes nothing; a restore that fails
leaves the present database in place; never under a running server.
"""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from server.campaign.models import Campaign
from server.clock import now_ms
from server.config import MIGRATIONS, Settings, SettingsError
from server.database import writer_engine, writing
from server.desk import erasures
from server.extensions import db
from server.people import audit
from server.upkeep import archive, carrying, pgtools, rights, start
from server.upkeep.archive import Manifest, Progress
from server.upkeep.backup import major_of, sqlite_path


def apply(app: Flask, path: Path, tell: Progress) -> tuple[Manifest, str]:
    """Restores a backup; its manifest, and where the database that was in place is now.

    Raises:
        SettingsError: the file is no whole backup, of another engine, of other keys or of a later version, or a
            server is running on this home.
    """
    settings: Settings = app.extensions["gocua.settings"]
    content = settings.home / "restoring"
    with app.app_context(), _alone(settings):
        manifest = archive.unpack(path, content)
        try:
            _check(app, settings, manifest)
            tell(f"checked: made {manifest.made_at}, {manifest.bytes:,} bytes")
            aside = _swap_sqlite(settings, content) if settings.sqlite else _swap_postgresql(settings, content)
        finally:
            content.unlink(missing_ok=True)
        if manifest.migration is not None:
            start.make_tables()
        _write_down(settings, manifest, aside)
        erasures.apply_again(app.extensions["gocua.keys"], settings.home)
    return manifest, _told(settings, aside)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """No server on this home meanwhile; SettingsError when there is one."""
    with open(settings.home / "serve.lock", "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(f"a server is running on {settings.home}; stop it first") from None
        _let_go()
        yield


def _let_go() -> None:
    """Closes this process's own connections."""
    for engine in db.engines.values():
        engine.dispose()


def _check(app: Flask, settings: Settings, manifest: Manifest) -> None:
    engine = "sqlite" if settings.sqlite else "postgresql"
    if manifest.engine != engine:
        raise SettingsError(f"the backup is of {manifest.engine}, this installation uses {engine}")
    if not archive.fits(app.extensions["gocua.keys"], manifest.keys):
        raise SettingsError(
            "the backup belongs to other keys: with these, a number would no longer be the same phone;"
            " put the keys of that installation in place first"
        )
    if manifest.migration is not None:
        scripts = Config()
        scripts.set_main_option("script_location", str(MIGRATIONS))
        try:
            ScriptDirectory.from_config(scripts).get_revision(manifest.migration)
        except CommandError:
            raise SettingsError("the backup was made by a later version of Gõ Cửa") from None


def _stamp() -> str:
    return datetime.fromtimestamp(now_ms() / 1000, UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]


def _swap_sqlite(settings: Settings, content: Path) -> str:
    with closing(sqlite3.connect(content, isolation_level=None)) as copy:
        word = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if word != "ok":
            raise SettingsError(f"the backup's database is damaged: {word}")
        # before it is in place: no phone may ever meet this state under the old epoch
        for (campaign_id,) in copy.execute("SELECT id FROM campaign").fetchall():
            copy.execute("UPDATE campaign SET epoch = ? WHERE id = ?", (secrets.token_hex(16), campaign_id))
    with open(settings.home / "write.lock", "a") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)  # other commands on this home
        return _exchange(sqlite_path(settings), content)


def _exchange(present: Path, content: Path) -> str:
    """Puts the content in place; where the database that was there is now, empty when there was none."""
    aside = present.with_name(f"{present.name}.before-{_stamp()}")
    # the log goes along under its database's new name: beside another database it would be read into it
    for ending in ("-shm", "-wal", ""):
        old = Path(f"{present}{ending}")
        if old.exists():
            os.rename(old, f"{aside}{ending}")
    os.rename(content, present)
    return str(aside) if aside.exists() else ""


def _swap_postgresql(settings: Settings, content: Path) -> str:
    aside = f"before_{_stamp().lower()}"
    with writer_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if _others(connection):
            raise SettingsError("somebody is connected to the database; stop server and worker first")
        connection.execute(text(f'ALTER SCHEMA public RENAME TO "{aside}"'))
        try:
            pgtools.load(settings.database_url, major_of(connection), content)
            rights.give_again(connection, rights.serving(connection, aside))
            rows = connection.execute(text("SELECT id FROM campaign")).scalars().all()
            for campaign_id in rows:
                values = {"epoch": secrets.token_hex(16), "id": campaign_id}
                connection.execute(text("UPDATE campaign SET epoch = :epoch WHERE id = :id"), values)
        except Exception:
            connection.execute(text("DROP SCHEMA IF EXISTS public CASCADE"))
            connection.execute(text(f'ALTER SCHEMA "{aside}" RENAME TO public'))
            raise
    _let_go()
    return aside


def _others(connection: Connection) -> int:
    query = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    """
    return connection.execute(text(query)).scalar_one()


def _told(settings: Settings, aside: str) -> str:
    if not aside:
        return "nowhere (there was none)"
    return aside if settings.sqlite else f"schema {aside}"


def _write_down(settings: Settings, manifest: Manifest, aside: str) -> None:
    """What was done since the backup, then the restore itself, in the audit trail of each campaign."""
    with writing() as session:
        if not aside:
            carried = 0
        elif settings.sqlite:
            carried = carrying.from_file(session, Path(aside))
        else:
            carried = carrying.from_schema(session, aside)
        for campaign in session.scalars(select(Campaign)):
            details = {"made_at": manifest.made_at, "head": campaign.head, "lines": carried}
            audit.record(
                session, "backup.restore", campaign.code, campaign_id=campaign.id, actor_id=None, details=details
            )

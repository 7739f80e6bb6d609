"""When a commit may be answered for: it is on the disk and, where PostgreSQL has to wait for one, on a standby's.

SQLite goes on as if nothing had been after a sync that failed. Then nothing is written until all that the log holds
has been written to the database file anew and that could be synced (`regain`). PostgreSQL waits for its standby without
end; `limited` ends such a commit unanswered. Whoever was not answered sends again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, SQLAlchemyError

from server import logs

COMMIT_SECONDS = 10.0
_SYNCS = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})
_log = logs.get("database")


def away(error: DBAPIError) -> bool:
    """Whether an error says that the database cannot be written just now: locked, full, restarting, a standby."""
    return isinstance(error, OperationalError) or (
        isinstance(error, InternalError) and isinstance(error.orig, psycopg.errors.ReadOnlySqlTransaction)
    )


def sync_failed(error: DBAPIError) -> bool:
    """Whether SQLite could not bring to the disk what it had written."""
    return getattr(error.orig, "sqlite_errorcode", None) in _SYNCS


def regain(connection: Connection) -> bool:
    """Writes all of SQLite's log to the database file and syncs it; False when somebody still reads an older state.

    Raises:
        OperationalError: the disk does not take it.
    """
    busy, pages, written = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
    return not busy and pages == written


@contextmanager
def limited(driver: Any, other: Engine) -> Iterator[None]:
    """Ends a driver's connection when the commit within takes longer than a standby may need.

    No timeout of PostgreSQL's reaches a commit that waits for its standby, and one that is cancelled ends as a success:
    only the end of its connection leaves it unanswered, and lets go of its locks.

    Args:
        other: whose connections do not commit.
    """
    timer = Timer(COMMIT_SECONDS, _end, (driver.info.backend_pid, other))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(process: int, other: Engine) -> None:
    _log.warning("commit.waits", seconds=COMMIT_SECONDS)
    try:
        with other.connect() as connection:
            connection.exec_driver_sql("SELECT pg_terminate_backend(%s)", (process,))
    except SQLAlchemyError as error:
        _log.warning("database.unavailable", code=type(error).__name__)

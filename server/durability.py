"""When a commit may be answered for: it is on the disk and, where PostgreSQL has to wait for one, on a standby's.

SQLite goes on as if nothing had been after a sync that failed. Then nothing is written until all that the log holds
has been written to the database file anew and that could be synced (`regain`). PostgreSQL waits for its standby without
end; `limited` ends such a commit unanswered. Whoever was not answered sends again.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


class _Watch:
    """Ends commits that are late, with one thread for all of a process, while there are any: a timer for each, which
    is a thread, took more than the rest of a commit does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: dict[int, tuple[float, Engine]] = {}  # by the process of PostgreSQL that commits
        self._thread: threading.Thread | None = None

    def begin(self, process: int, other: Engine) -> None:
        with self._lock:
            self._due[process] = (time.monotonic() + COMMIT_SECONDS, other)
            if self._thread is None or not self._thread.is_alive():  # a thread does not survive a fork
                self._thread = threading.Thread(target=self._look, name="commits", daemon=True)
                self._thread.start()

    def end(self, process: int) -> None:
        with self._lock:
            self._due.pop(process, None)

    def _look(self) -> None:
        while True:
            time.sleep(COMMIT_SECONDS / 20)
            now = time.monotonic()
            with self._lock:
                if not self._due:
                    self._thread = None
                    return
                late = {process: self._due.pop(process)[1] for process, (at, _) in list(self._due.items()) if at <= now}
            for process, other in late.items():
                _end(process, other)


_watch = _Watch()


@contextmanager
def limited(driver: Any, other: Engine) -> Iterator[None]:
    """Ends a driver's connection when the commit within takes longer than a standby may need.

    No timeout of PostgreSQL's reaches a commit that waits for its standby, and one that is cancelled ends as a success:
    only the end of its connection leaves it unanswered, and lets go of its locks.

    Args:
        other: whose connections do not commit.
    """
    process = driver.info.backend_pid
    _watch.begin(process, other)
    try:
        yield
    finally:
        _watch.end(process)


def _end(process: int, other: Engine) -> None:
    _log.warning("commit.waits", seconds=COMMIT_SECONDS)
    try:
        with other.connect() as connection:
            connection.exec_driver_sql("SELECT pg_terminate_backend(%s)", (process,))
    except SQLAlchemyError as error:
        _log.warning("database.unavailable", code=type(error).__name__)

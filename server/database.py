"""Reading and writing the database, the same way on SQLite and PostgreSQL.

`reading()` gives a session that sees one snapshot and never writes, `looked_up()` what a statement says that stands
alone, at a fraction of the price; `writing()` gives the one
write transaction: BEGIN IMMEDIATE under a file lock on SQLite, an ordinary transaction on PostgreSQL. Both roll
back on any exception; `writing()` commits at the end. Whoever changes rows of a campaign locks it first with
`campaign.store.lock`.

Besides the tables' own columns this module holds the two column types that every room uses.
"""

import fcntl
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import BINARY, Connection, Engine, Uuid, event, types
from sqlalchemy.dialects.sqlite import BLOB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server import durability
from server.config import Settings
from server.errors import Problem
from server.extensions import db


class Id(types.TypeDecorator[uuid.UUID]):
    """A UUID: the native type on PostgreSQL, 16 bytes on SQLite (text would double the size of every index)."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BLOB(16))
        return dialect.type_descriptor(Uuid(as_uuid=True))

    def process_bind_param(self, value: uuid.UUID | None, dialect: Any) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Any) -> uuid.UUID | None:
        if value is None or isinstance(value, uuid.UUID):
            return value
        return uuid.UUID(bytes=bytes(value))


T = TypeVar("T")
Bytes = BINARY().with_variant(types.LargeBinary(), "postgresql").with_variant(BLOB(), "sqlite")


def engine_settings(settings: Settings) -> dict[str, Any]:
    """Flask-SQLAlchemy's configuration: a reading engine and, under the bind `writer`, a writing one."""
    if settings.sqlite:
        reader: dict[str, Any] = {"url": settings.database_url, "pool_size": 8, "max_overflow": 8}
        # one writer connection in a process, and of several processes one at a time (`_file_lock`): SQLite before
        # 3.51.3 can lose commits when two connections write and checkpoint at the same instant
        writer: dict[str, Any] = {
            "url": settings.database_url,
            "pool_size": 1,
            "max_overflow": 0,
            "pool_timeout": 25,
        }
    else:
        options = "-c statement_timeout=30000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=30000"
        # plans prepared while a table was empty scan it for ever after; jit costs more than it saves here
        options += " -c enable_seqscan=off -c jit=off -c timezone=UTC"
        arguments = {"options": options, "connect_timeout": 5, "tcp_user_timeout": 20_000}
        shared = {"url": settings.database_url, "connect_args": arguments}
        reading = {"isolation_level": "AUTOCOMMIT", "pool_size": 4, "max_overflow": 4, "pool_timeout": 10}
        reader = {**shared, **reading}
        writer = {**shared, "pool_size": 4, "max_overflow": 0, "pool_timeout": 20}
    return {
        "SQLALCHEMY_ENGINE_OPTIONS": reader,
        "SQLALCHEMY_BINDS": {"writer": writer},
        "SQLALCHEMY_RECORD_QUERIES": False,
    }


def init_app(app: Flask, settings: Settings) -> None:
    """Binds Flask-SQLAlchemy to the app and gives SQLite its pragmas."""
    app.config.update(engine_settings(settings))
    db.init_app(app)
    app.extensions["gocua.lockfile"] = settings.home / "write.lock"
    app.extensions[_UNSYNCED] = False
    if settings.sqlite:
        with app.app_context():
            event.listen(db.engine, "connect", _reader_pragmas)
            event.listen(db.engines["writer"], "connect", _writer_pragmas)


def _pragmas(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None  # sqlite3's own BEGIN is deferred; transactions are begun explicitly below
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "busy_timeout=20000", "synchronous=FULL", *pragmas):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _reader_pragmas(connection: Any, _record: Any) -> None:
    _pragmas(connection, "wal_autocheckpoint=0", "query_only=ON", "cache_size=-16000", "mmap_size=268435456")


def _writer_pragmas(connection: Any, _record: Any) -> None:
    _pragmas(connection, "journal_mode=WAL", "wal_autocheckpoint=16000", "cache_size=-64000", "mmap_size=268435456")


@contextmanager
def reading() -> Iterator[Session]:
    """A session that reads one snapshot; never commits."""
    engine = db.engine
    begin = "BEGIN" if engine.dialect.name == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ"
    with Session(engine, autoflush=False) as session:
        _begin(session, begin)
        yield session
        # not a ROLLBACK, for which psycopg forgets what it has prepared: each query would be planned anew
        _driver(session).commit()


def _driver(session: Session) -> Any:
    return session.connection().connection.driver_connection


def _begin(session: Session, statement: str, **options: str) -> None:
    """Begins a transaction explicitly: that shows whether the connection is alive, at no price.

    When it was of a database that is gone, as in `looked_up`, a new one is begun.
    """
    try:
        session.connection(execution_options=options).exec_driver_sql(statement)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        session.rollback()
        session.connection(execution_options=options).exec_driver_sql(statement)


def looked_up(ask: Callable[[Connection], T]) -> T:
    """What one statement says that stands alone: no transaction is begun for it.

    It is asked again when the connection was of a database that is gone: after a restart or a failover all of the pool
    are, and the first that shows it has them all made anew.
    """
    try:
        with db.engine.connect() as connection:
            return ask(connection)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    with db.engine.connect() as connection:
        return ask(connection)


_WRITERS = threading.Lock()
_UNSYNCED = "gocua.unsynced"  # True after a sync that failed, until what is kept is on the disk for certain


@contextmanager
def writing() -> Iterator[Session]:
    """The write transaction; commits when the block ends, rolls back when it raises.

    Raises:
        Problem: `server.busy` (503) when the database cannot be written just now (locked, full, restarting), or a
            commit is not certain to last.
    """
    engine = db.engines["writer"]
    try:
        if engine.dialect.name == "sqlite":
            with _WRITERS, _file_lock(), Session(engine) as session:
                if current_app.extensions[_UNSYNCED]:
                    _regain_trust(session)
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
                yield session
                session.commit()
        else:
            with Session(engine) as session:
                _begin(session, "BEGIN", isolation_level="AUTOCOMMIT")
                yield session
                with durability.limited(_driver(session), db.engine):
                    session.commit()
    except DBAPIError as error:
        if not durability.away(error):
            raise
        if durability.sync_failed(error):
            current_app.extensions[_UNSYNCED] = True
        raise Problem("server.busy") from error


def _regain_trust(session: Session) -> None:
    if not durability.regain(session.connection()):
        raise Problem("server.busy")
    current_app.extensions[_UNSYNCED] = False


def trusted() -> bool:
    """Whether all that has been written is on the disk for certain, as far as this process knows."""
    return not current_app.extensions[_UNSYNCED]


def distrust() -> None:
    """Another process had a sync that failed: nothing is written until all is on the disk."""
    current_app.extensions[_UNSYNCED] = True


def write_back() -> None:
    """Brings SQLite's log into the file before a server's first write.

    What a server left that ended after a failed sync looks whole in memory and may not be on the disk.
    """
    if db.engine.dialect.name != "sqlite":
        return
    with _WRITERS, _file_lock(), Session(db.engines["writer"]) as session:
        try:
            durability.regain(session.connection())  # as far as a command that reads for long allows it
        except DBAPIError:
            current_app.extensions[_UNSYNCED] = True  # the disk is full, or worse: reading goes on


@contextmanager
def _file_lock() -> Iterator[None]:
    """The lock that server and command line share, so that never two processes write SQLite at once."""
    with open(current_app.extensions["gocua.lockfile"], "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def writer_engine() -> Engine:
    return db.engines["writer"]

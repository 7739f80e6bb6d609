"""Sets of rows to and from the database by the driver, the same way on SQLite and PostgreSQL.

SQLAlchemy's own execution costs more than the statements of a push, so they go to the driver's cursor inside the
session's transaction. SQL is written once with `?`, `{ids}` for a list of UUIDs, `{keys}` for a list of bytes,
`{u:column}` for a UUID column that is read, and `{by:index}` where SQLite, which has no statistics, would scan.
Inside sync a UUID is its 16 bytes.

Promises: one call is one statement, whatever the number of rows (SQLite: a few of up to 128 rows, or `executemany`
of one); what the driver raises when the database is away, locked or full comes as SQLAlchemy's OperationalError, as
from elsewhere.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, count
from typing import Any

import psycopg
from sqlalchemy import BigInteger, Boolean, Integer, SmallInteger, String, Table, Text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from server.database import Id

_READ_ID = re.compile(r"\{u:([a-z_.]+)\}")
_BY_INDEX = re.compile(r" \{by:([a-z_]+)\}")
_PG_TYPES: tuple[tuple[type, str], ...] = (
    (Id, "uuid"),
    (Boolean, "boolean"),
    (SmallInteger, "smallint"),
    (BigInteger, "bigint"),
    (Integer, "integer"),
    (Text, "text"),
    (String, "text"),
)


def _pg_type(column_type: TypeEngine[Any]) -> str:
    return next((name for kind, name in _PG_TYPES if isinstance(column_type, kind)), "bytea")


def _bytea(value: bytes) -> str:
    return '"\\\\x' + value.hex() + '"'


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_SPELLED: dict[str, Callable[[Any], str]] = {"uuid": bytes.hex, "bytea": _bytea, "text": _text}


def _array(spell: Callable[[Any], str], column: Sequence[Any]) -> str:
    """A column as PostgreSQL spells an array."""
    if None in column:
        return "{" + ",".join(["NULL" if value is None else spell(value) for value in column]) + "}"
    return "{" + ",".join(map(spell, column)) + "}"


class _Rows:
    """Columns of a table in the order in which rows are given, and how PostgreSQL reads many rows as few parameters."""

    def __init__(self, table: Table, names: Sequence[str]):
        self.names = [str(name) for name in names]
        kinds = [_pg_type(table.columns[name].type) for name in names]
        given, columns = ", ".join(f"%s::{kind}[]" for kind in kinds), ", ".join(f'"{name}"' for name in names)
        self.source = f"unnest({given}) AS r({columns})"
        self._spelled = [_SPELLED.get(kind, str) for kind in kinds]

    def given(self, rows: Sequence[Sequence[Any]]) -> list[str]:
        """The parameters of `source`: an array for each column: cheaper on both sides than a JSON list of rows."""
        return list(map(_array, self._spelled, zip(*rows, strict=True)))


class Lines(_Rows):
    """Rows to insert: all columns of a table in its order, or those that are named."""

    def __init__(self, table: Table, *columns: str, conflict: str = ""):
        """`conflict` is what follows ON CONFLICT, empty for a plain insert."""
        super().__init__(table, columns or tuple(column.name for column in table.columns))
        listed = ", ".join(f'"{name}"' for name in self.names)
        tail = f" ON CONFLICT {conflict}" if conflict else ""
        self.plain = not conflict
        self._marks = f"({','.join('?' * len(self.names))})"
        # FAIL: an error ends the transaction anyway, and SQLite need not copy each page to undo one statement
        verb = "INSERT OR FAIL" if self.plain else "INSERT"
        self.sqlite = f'{verb} INTO "{table.name}" ({listed}) VALUES {self._marks}{tail}'
        self._several: dict[int, str] = {}
        self.postgresql = f'INSERT INTO "{table.name}" ({listed}) SELECT {listed} FROM {self.source}{tail}'

    def several(self, count: int) -> str:
        """A plain insert of so many rows, for SQLite."""
        if count not in self._several:
            self._several[count] = self.sqlite + f",{self._marks}" * (count - 1)
        return self._several[count]


class Gone(_Rows):
    """Rows to delete, by their primary key."""

    def __init__(self, table: Table):
        super().__init__(table, tuple(column.name for column in table.primary_key.columns))
        match = " AND ".join(f'"{name}" = ?' for name in self.names)
        joined = " AND ".join(f't."{name}" = r."{name}"' for name in self.names)
        self.sqlite = f'DELETE FROM "{table.name}" WHERE {match}'
        self.postgresql = f'DELETE FROM "{table.name}" t USING {self.source} WHERE {joined}'


_CHUNK = 1000
_ROWS = 128  # of a statement on SQLite
_STREAMS = count(1)
_AWAY = (
    *(sqlite3.OperationalError, psycopg.OperationalError, psycopg.InterfaceError),
    psycopg.errors.ReadOnlySqlTransaction,
)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except _AWAY as error:
        raise OperationalError("sync", None, error) from error


class Bulk:
    """The driver's cursor of a session's transaction."""

    def __init__(self, session: Session):
        connection = session.connection()
        self.sqlite = connection.dialect.name == "sqlite"
        self._driver: Any = connection.connection.driver_connection
        self._cursor: Any = self._driver.cursor() if self.sqlite else self._driver.cursor(binary=True)

    @contextmanager
    def in_one_go(self) -> Iterator[Callable[[], object]]:
        """Within the block writes are sent without waiting for each other's answer (PostgreSQL); a read waits for all.

        Gives what waits for all that were sent. What one of them raises comes then, or when the block ends.
        """
        if self.sqlite:
            yield lambda: None
            return
        with _translated(), self._driver.pipeline() as pipeline:
            yield pipeline.sync

    def take_time(self) -> None:
        """Lifts the session's limits until the end of the transaction: they are for requests."""
        if not self.sqlite:
            self._cursor.execute("SET LOCAL statement_timeout = 0")
            self._cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

    def uid(self, value: bytes) -> Any:
        """A UUID as a parameter."""
        return value if self.sqlite else value.hex()

    def rows(
        self, sql: str, *params: Any, ids: Sequence[bytes] | None = None, keys: Sequence[bytes] | None = None
    ) -> list[tuple[Any, ...]]:
        """All rows of a query; `{ids}` and `{keys}` in it stand after IN and take their place after the params."""
        values = list(params)
        if self.sqlite:
            wanted = ids if ids is not None else keys
            if wanted is not None:
                # few lengths of the list, so that few statements are prepared
                room = 1 << (len(wanted) - 1).bit_length() if wanted else 1
                values.extend(wanted)
                values.extend([wanted[-1] if wanted else b""] * (room - len(wanted)))
                sql = _sqlite(sql, room)
            else:
                sql = _sqlite(sql, 0)
        else:
            if ids is not None:
                values.append(_array(bytes.hex, ids))
            if keys is not None:
                values.append(_array(_bytea, keys))
            sql = _postgresql(sql)
        with _translated():
            self._cursor.execute(sql, values)
            return self._cursor.fetchall()

    def stream(self, sql: str, *params: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query that may be long, in constant memory."""
        with _translated():
            if self.sqlite:
                cursor: Any = self._driver.cursor()
                cursor.execute(_sqlite(sql, 0), params)
            else:
                # this reads for minutes, and in order
                self.take_time()
                self._cursor.execute("SET LOCAL enable_seqscan = on")
                cursor = self._driver.cursor(name=f"stream_{next(_STREAMS)}", binary=True)
                cursor.execute(_postgresql(sql), params)
        try:
            while rows := cursor.fetchmany(_CHUNK):
                yield from rows
        finally:
            cursor.close()

    def run(self, sql: str, *params: Any) -> None:
        """One statement without rows."""
        with _translated():
            self._cursor.execute(_sqlite(sql, 0) if self.sqlite else _postgresql(sql), params)

    def insert(self, lines: Lines, rows: Sequence[Sequence[Any]]) -> None:
        """Writes rows of the table, none when there are none."""
        if self.sqlite and lines.plain:
            self._several(lines, rows)
        else:
            self._many(lines.sqlite, lines.postgresql, lines, rows)

    def _several(self, lines: Lines, rows: Sequence[Sequence[Any]]) -> None:
        """Few statements, of few lengths: each has its price, and gives the interpreter to another thread."""
        begin = 0
        with _translated():
            while left := len(rows) - begin:
                end = begin + min(_ROWS, 1 << (left.bit_length() - 1))
                self._cursor.execute(lines.several(end - begin), list(chain.from_iterable(rows[begin:end])))
                begin = end

    def delete(self, gone: Gone, rows: Sequence[Sequence[Any]]) -> None:
        """Deletes the rows with these keys."""
        self._many(gone.sqlite, gone.postgresql, gone, rows)

    def _many(self, sqlite: str, postgresql: str, shape: _Rows, rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        with _translated():
            if self.sqlite:
                self._cursor.executemany(sqlite, rows)
            else:
                self._cursor.execute(postgresql, shape.given(rows))


@cache
def _sqlite(sql: str, room: int) -> str:
    marks = "(" + ",".join("?" * room) + ")"
    sql = _BY_INDEX.sub(r" INDEXED BY \1", _READ_ID.sub(r"\1", sql))
    return sql.replace("{ids}", marks).replace("{keys}", marks).replace("{uuid}", "?")


@cache
def _postgresql(sql: str) -> str:
    sql = sql.replace("IN {ids}", "= ANY(?::uuid[])").replace("IN {keys}", "= ANY(?::bytea[])")
    sql = _BY_INDEX.sub("", _READ_ID.sub(r"uuid_send(\1)", sql))
    return sql.replace("{uuid}", "?::uuid").replace("%", "%%").replace("?", "%s")

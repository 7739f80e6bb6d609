"""The least that keeps an op: one table, one upsert for each batch, nothing checked, credited or counted.

The SQL of the floor behind Flask and of the databases' own limit; durable as our server is.
"""

import os
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import orjson
import psycopg

HEAD = ("record_id", "op_id", "n", "rev", "anchor", "happened_at")
BODY = ("area", "mode", "outcome")
COLUMNS = (*HEAD, *BODY)
_NAMES = ", ".join(COLUMNS)
_CHANGED = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])

SQLITE_TABLE = (
    "CREATE TABLE op (seq INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, op_id TEXT, n INT, rev INT,"
    " anchor TEXT, happened_at TEXT, area TEXT, mode TEXT, outcome TEXT)"
)
SQLITE_UPSERT = (
    f"INSERT INTO op ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"
    f" ON CONFLICT (record_id) DO UPDATE SET {_CHANGED} WHERE excluded.rev > op.rev"
)
POSTGRESQL_TABLE = (
    "CREATE TABLE op (record_id uuid PRIMARY KEY, op_id uuid, n bigint, rev int, anchor text,"
    " happened_at timestamptz, area text, mode text, outcome text,"
    " seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE)"
)
POSTGRESQL_UPSERT = (
    f"INSERT INTO op ({_NAMES}) SELECT {', '.join(HEAD)}, {', '.join(f'''body->>'{name}' ''' for name in BODY)}"
    " FROM json_to_recordset(%s::json) AS x(record_id uuid, op_id uuid, n bigint, rev int, anchor text,"
    " happened_at timestamptz, body json)"
    f" ON CONFLICT (record_id) DO UPDATE SET {_CHANGED} WHERE excluded.rev > op.rev"
)
PAGE_OF = f"SELECT seq, {_NAMES} FROM op WHERE seq > {{}} ORDER BY seq LIMIT {{}}"
_own = threading.local()


def prepare(url: str) -> None:
    """The table in an empty database; a path is one of SQLite."""
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(POSTGRESQL_TABLE)
        return
    connection = _sqlite(url)
    connection.execute(SQLITE_TABLE)
    connection.close()


def _sqlite(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


class Store:
    """A database of one thread: keeps batches of JSON, gives pages of JSON."""

    def __init__(self, url: str):
        self.keep: Callable[[bytes], int]
        self.rows: Callable[[int, int], list[Any]]
        if url.startswith("postgres"):
            self._postgresql = psycopg.connect(url, autocommit=True, prepare_threshold=1)
            self.keep, self.rows, self.close = self._keep_postgresql, self._rows_postgresql, self._postgresql.close
        else:
            self._connection = _sqlite(url)
            self.keep, self.rows, self.close = self._keep_sqlite, self._rows_sqlite, self._connection.close

    def _keep_sqlite(self, raw: bytes) -> int:
        rows = [[*(op[name] for name in HEAD), *(op["body"][name] for name in BODY)] for op in orjson.loads(raw)]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(SQLITE_UPSERT, rows)
        self._connection.execute("COMMIT")
        return len(rows)

    def _keep_postgresql(self, raw: bytes) -> int:
        return self._postgresql.execute(POSTGRESQL_UPSERT, (raw.decode(),)).rowcount

    def _rows_sqlite(self, after: int, limit: int) -> list[Any]:
        return self._connection.execute(PAGE_OF.format("?", "?"), (after, limit)).fetchall()

    def _rows_postgresql(self, after: int, limit: int) -> list[Any]:
        return self._postgresql.execute(PAGE_OF.format("%s", "%s"), (after, limit)).fetchall()

    def page(self, after: int, limit: int) -> bytes:
        """`{"rows": [...], "cursor": n}` as JSON."""
        rows = self.rows(after, limit)
        named = [dict(zip(("seq", *COLUMNS), row, strict=True)) for row in rows]
        return orjson.dumps({"rows": named, "cursor": rows[-1][0] if rows else after})


def store() -> Store:
    """This thread's database, that of FLOOR_DATABASE."""
    if not hasattr(_own, "store"):
        _own.store = Store(os.environ["FLOOR_DATABASE"])
    return _own.store

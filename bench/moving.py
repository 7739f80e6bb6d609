"""A filled SQLite installation brought into PostgreSQL, row by row: so that one filling serves both databases.

Every table is copied as it is, derived ones too. Promises: the same campaign to the last row; `gocua totals check` on
the copy recounts it from the ops.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import JSON, Boolean, Integer, String, Table

from server import models  # noqa: F401  every table is known
from server.app import create_app
from server.config import from_environment
from server.database import Id
from server.extensions import db
from server.upkeep import start
from tests.faults.live import Live


def move(source: Path, target: Path, url: str, tell: Callable[[str], Any] = print) -> Live:
    """Copies the installation of a home on SQLite into an empty PostgreSQL database, with a home of its own."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("gocua.db*", "high-water-*"))
    live = Live(target, url)
    app = create_app(from_environment(live.env()))
    with app.app_context():
        start.make_tables()
        for engine in db.engines.values():
            engine.dispose()
    rows = sqlite3.connect(f"file:{source / 'gocua.db'}?mode=ro", uri=True)
    with psycopg.connect(url) as there:
        for table in db.metadata.sorted_tables:
            tell(f"{table.name}: {_copy(rows, there, table):,} rows")
            there.commit()
        for table in db.metadata.sorted_tables:
            _count_on(there, table)
        there.commit()
        there.autocommit = True
        there.execute("VACUUM ANALYZE")
    rows.close()
    return live


def _copy(rows: sqlite3.Connection, there: psycopg.Connection[Any], table: Table) -> int:
    count = 0
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    with there.cursor() as cursor, cursor.copy(statement) as copying:
        for piece in _pieces(rows, table):
            count += piece.count("\n")
            copying.write(piece)
    return count


def _pieces(rows: sqlite3.Connection, table: Table) -> Iterator[str]:
    """The rows as COPY reads them, spelled by SQLite: in Python it would take minutes."""
    tab = "||char(9)||"
    lines = tab.join(_spelled(column.name, column.type) for column in table.columns)
    cursor = rows.execute(f'SELECT {lines}||char(10) FROM "{table.name}"')
    while found := cursor.fetchmany(2000):
        yield "".join(line for (line,) in found)


def _spelled(name: str, kind: Any) -> str:
    quoted = f'"{name}"'
    if isinstance(kind, Id):
        told = f"hex({quoted})"
    elif isinstance(kind, Boolean | Integer):
        told = quoted
    elif isinstance(kind, String | JSON):
        told = quoted
        for raw, spelled in (("char(92)", "\\\\"), ("char(9)", "\\t"), ("char(10)", "\\n"), ("char(13)", "\\r")):
            told = f"replace({told}, {raw}, '{spelled}')"
    else:
        told = f"CASE WHEN typeof({quoted}) = 'blob' THEN '\\\\x'||hex({quoted}) ELSE {quoted} END"
    return f"CASE WHEN {quoted} IS NULL THEN '\\N' ELSE {told} END"


def _count_on(there: psycopg.Connection[Any], table: Table) -> None:
    """Numbers that the database gives out go on after the copied ones."""
    (key, *more) = table.primary_key.columns
    if more or not isinstance(key.type, Integer):
        return
    found: Any = there.execute("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', key.name)).fetchone()
    if found[0] is not None:
        greatest = sql.SQL("SELECT setval(%s, (SELECT coalesce(max({}), 0) + 1 FROM {}), false)")
        there.execute(greatest.format(sql.Identifier(key.name), sql.Identifier(table.name)), (found[0],))

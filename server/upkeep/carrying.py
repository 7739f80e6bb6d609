"""The trail goes on over a restore: what staff did after the backup was made is not undone by putting it back.

Rests on the database that a restore keeps aside, and on both being of the same keys (the restore has checked that).
Promises: lines keep their ids, so that what was exported of them still agrees; when the database that was in place is
not a continuation of the backup nothing is taken over, and it stays aside with its own trail.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from server.people.models import Audit

_COLUMNS = ("id", "campaign_id", "at", "actor_id", "act", "subject", "details")
_LISTED = ", ".join(_COLUMNS)
_CHUNK = 1000


def from_file(session: Session, aside: Path) -> int:
    """Takes over the lines of a SQLite database kept aside; how many."""
    with closing(sqlite3.connect(f"file:{aside}?mode=rw", uri=True)) as old:
        if not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit'").fetchone():
            return 0  # an empty database was in place
        last, mark = _last(session)
        known = old.execute(f"SELECT {_LISTED} FROM audit WHERE id = ?", (last,)).fetchone()  # noqa: S608
        if last and (known is None or _read(known)["at"] != mark):
            return 0
        rows = old.execute(f"SELECT {_LISTED} FROM audit WHERE id > ? ORDER BY id", (last,))  # noqa: S608
        return _add(session, (_read(row) for row in rows))


def from_schema(session: Session, aside: str) -> int:
    """Takes over the lines of a PostgreSQL schema kept aside; how many."""
    last, mark = _last(session)
    old = f'"{aside}".audit'
    if session.execute(text("SELECT to_regclass(:name)"), {"name": old}).scalar() is None:
        return 0  # an empty database was in place
    known = session.execute(text(f"SELECT at FROM {old} WHERE id = :id"), {"id": last}).scalar()  # noqa: S608
    if last and known != mark:
        return 0
    query = f"INSERT INTO audit ({_LISTED}) SELECT {_LISTED} FROM {old} WHERE id > :id ORDER BY id"  # noqa: S608
    count: int = session.execute(text(query), {"id": last}).rowcount  # type: ignore[attr-defined]
    if count:
        session.execute(text("SELECT setval(pg_get_serial_sequence('audit', 'id'), (SELECT max(id) FROM audit))"))
    return count


def _last(session: Session) -> tuple[int, int]:
    """Id and instant of the newest line that the backup had; 0 when it had none."""
    row = session.execute(select(Audit.id, Audit.at).order_by(Audit.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, 0)


def _read(row: tuple[Any, ...]) -> dict[str, Any]:
    values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    actor = values["actor_id"]
    values["actor_id"] = uuid.UUID(bytes=actor) if actor is not None else None
    values["details"] = json.loads(values["details"])
    return values


def _add(session: Session, rows: Iterator[dict[str, Any]]) -> int:
    count, chunk = 0, []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            session.execute(insert(Audit), chunk)
            count, chunk = count + len(chunk), []
    if chunk:
        session.execute(insert(Audit), chunk)
    return count + len(chunk)

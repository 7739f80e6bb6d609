"""The trail as a file: the lines of a query as rows, read in chunks while they are sent."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Flask

from server.database import reading
from server.people.service import Caller
from server.people.trail import Selection
from server.totals.sheet import Cell

COLUMNS = ("id", "at", "person", "person_name", "act", "subject", "subject_name", "details")
_CHUNK = 1000


def rows(app: Flask, caller: Caller, query: Mapping[str, Any]) -> Iterator[Sequence[Cell]]:
    """Newest first; read after the request is over, so each chunk brings its own application context."""
    before: int | None = None
    while True:
        with app.app_context(), reading() as session:
            lines = Selection(session, caller, query).lines(session, before, _CHUNK)
        for one in lines:
            yield _cells(one)
        if len(lines) < _CHUNK:
            return
        before = lines[-1]["id"]


def _cells(one: Mapping[str, Any]) -> Sequence[Cell]:
    actor = one["actor"] or {"id": None, "name": None}
    person = None if actor["id"] is None else str(actor["id"])
    details = json.dumps(one["details"], ensure_ascii=False, sort_keys=True) if one["details"] else None
    return (
        one["id"], one["at"], person, actor["name"], one["act"], one["subject"], one["subject_name"], details,
    )  # fmt: skip

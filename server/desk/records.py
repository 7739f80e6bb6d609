"""Records for the desk: lists to drill down from a figure, and the same as a file.

In the caller's scope. Never a number, a key, or whether a record is credited; a correction is the record's present
state, its history is not shown.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.service import book
from server.clock import day_of, instant, now_ms
from server.database import reading
from server.desk import export_tables, store
from server.errors import Problem
from server.people.scope import Scope, areas_under, scope_of
from server.people.service import Caller
from server.sync.grains import MODE_NUMBERS, MODES
from server.sync.models import RECORD_COUNTS, RECORD_ERASED, RECORD_VOID, Record
from server.totals.layout import Layout
from server.totals.sheet import Cell

_FIRST = date(1970, 1, 1)
_CHUNK = 1_000


class Selection:
    """What a query asks for, within the caller's scope.

    Raises:
        Problem: `not_found` for an area or organisation that is unknown or out of scope; `outcome.unknown`.
    """

    def __init__(self, session: Session, caller: Caller, query: Mapping[str, Any]):
        self.book = book(session, caller.campaign_id)
        self.scope = scope_of(session, caller)
        self.conditions: list[ColumnElement[bool]] = store.record_conditions(self.scope)
        today = day_of(now_ms(), self.book.tz)
        direct = query.get("direct")
        if "within" in query:
            areas = narrowed(self.book, self.scope, query["within"], today)
            if direct == "area":
                areas &= _directly_at(self.book, query["within"], today)
            self.conditions.append(Record.area_id.in_(areas))
        if "organisation" in query:
            units = self._units(query["organisation"], direct == "organisation")
            self.conditions.append(Record.organisation_id.in_(units))
        if "person" in query:
            self.conditions.append(Record.person_id == query["person"])
        if "since" in query:
            self.conditions.append(Record.day >= (query["since"] - _FIRST).days)
        if "until" in query:
            self.conditions.append(Record.day <= (query["until"] - _FIRST).days)
        if "mode" in query:
            self.conditions.append(Record.mode == MODE_NUMBERS[query["mode"]])
        if "outcome" in query:
            outcome = self.book.outcome_of(query["outcome"])
            if outcome is None:
                raise Problem("outcome.unknown", {"outcome": [query["outcome"]]})
            self.conditions.append(Record.outcome_id == outcome.id)
        self.conditions += store.in_state(query["state"])

    def _units(self, code: str, alone: bool) -> frozenset[int]:
        unit = self.book.organisation_of(code)
        if unit is None or (self.scope.organisation_ids is not None and unit.id not in self.scope.organisation_ids):
            raise Problem("not_found")
        return frozenset((unit.id,)) if alone else self.book.organisation_subtree(unit.id)


def _directly_at(book: Book, code: str, today: date) -> frozenset[int]:
    """Areas whose records stand in the totals' row of the area itself: which part of it they lie in is not known."""
    layout = Layout(book, today)
    area_id = layout.today(book.resolve(code, today) or book.root)
    homes = layout.homes.items()
    return frozenset(one for one, home in homes if (home.hamlet or home.commune or book.root) == area_id)


def narrowed(book: Book, scope: Scope, code: str, today: date) -> frozenset[int]:
    """Ids of the area of a code and all below it; Problem `not_found` when it is unknown or out of scope."""
    area_id = book.resolve(code, today)
    if area_id is None or (scope.area_ids is not None and area_id not in scope.area_ids):
        raise Problem("not_found")
    return areas_under(book, area_id, today)


def page(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A page of records, the latest change first; `next` is the `after` of the following one."""
    after: str | None = query["after"]
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 18):
        raise Problem("request.invalid", {"after": ["not a page"]})
    limit: int = query["limit"]
    with reading() as session:
        selection = Selection(session, caller, query)
        rows = store.records(session, selection.conditions, int(after) if after else None, limit + 1)
        revs = store.review_revs(session, caller.campaign_id, {record.record_id for record, _ in rows[:limit]})
        items = [
            {
                **line(selection.book, record, name, language),
                "review_rev": revs.get((record.record_id, record.person_id), 0),
            }
            for record, name in rows[:limit]
        ]
    return {"items": items, "next": str(items[-1]["seq"]) if len(rows) > limit else None}


def line(book: Book, record: Record, name: str, language: str) -> dict[str, Any]:
    """One record as the wire shows it."""
    area, outcome = book.area(record.area_id), book.outcome(record.outcome_id)
    unit = book.organisations.get(record.organisation_id or 0)
    commune = book.commune_of(record.area_id)
    review = record.review_void
    return {
        "record_id": str(record.record_id),
        "person": str(record.person_id),
        "person_name": name,
        "rev": record.rev,
        "seq": record.seq,
        "area": area.code,
        "area_name": area.name,
        "commune": None if commune is None else book.area(commune).code,
        "organisation": unit.code if unit else None,
        "organisation_name": unit.name if unit else None,
        "mode": MODES[record.mode - 1],
        "outcome": outcome.code,
        "outcome_name": outcome.name_en if language == "en" else outcome.name_vi,
        "happened_at": instant(record.happened_at),
        "eff": instant(record.eff),
        "day": (_FIRST + timedelta(days=record.day)).isoformat(),
        "household": None if record.household is None else str(record.household),
        "revisit_on": None if record.revisit_on is None else (_FIRST + timedelta(days=record.revisit_on)).isoformat(),
        "note": record.note,
        "void": bool(record.bits & RECORD_VOID),
        "has_number": record.phone_key is not None,
        "counts": bool(record.bits & RECORD_COUNTS),
        "erased": bool(record.bits & RECORD_ERASED),
        "review": None
        if review is None
        else {
            "verdict": "void" if review else "ok",
            "reason": record.review_reason,
            "seen_rev": record.review_seen_rev,
        },
    }


def rows_of_file(app: Flask, caller: Caller, query: Mapping[str, Any]) -> Iterator[Sequence[Cell]]:
    """All records of a query as rows of `export_tables.RECORDS`, by their id.

    Read in chunks, so that no reader stays open for minutes. By id, which never changes: one that is corrected while
    the file goes out is in it once, as it is when its turn comes. It is read after the request is over, so each chunk
    brings its own application context.
    """
    after: tuple[uuid.UUID, uuid.UUID] | None = None
    while True:
        with app.app_context(), reading() as session:
            selection = Selection(session, caller, query)
            rows = store.records_by_id(session, selection.conditions, after, _CHUNK)
            book = selection.book
            lines = [export_tables.record(line(book, record, name, "vi"), book.sample) for record, name in rows]
            after = (rows[-1][0].record_id, rows[-1][0].person_id) if rows else None
        yield from lines
        if len(lines) < _CHUNK:
            return

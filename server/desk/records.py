"""Records for the desk: lists to drill down from a figure, and the same as a file.

In the caller's scope. Never a number, a key, or whether a record is credited; a correction is the record's present
state, its history is not shown.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask

from server.campaign.book import Book
from server.clock import instant
from server.database import reading
from server.desk import export_tables, store
from server.desk.finding import areas_of
from server.desk.selection import Selection
from server.errors import Problem
from server.people.service import Caller
from server.sync.grains import MODES
from server.sync.models import RECORD_COUNTS, RECORD_ERASED, RECORD_VOID, Record
from server.totals.sheet import Cell

_FIRST = date(1970, 1, 1)
_CHUNK = 1_000


def page(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A page of records, the latest change first; `next` is the `after` of the following one."""
    after: str | None = query["after"]
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 18):
        raise Problem("request.invalid", {"after": ["not a page"]})
    limit: int = query["limit"]
    with reading() as session:
        selection = Selection(session, caller, query)
        areas = areas_of(session, selection)
        before = int(after) if after else None
        if areas is None:
            rows = store.records(session, selection.conditions(), before, limit + 1)
        else:
            by_place = selection.conditions(areas)
            rows = store.sorted_records(session, caller.campaign_id, by_place, before, limit + 1)
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
            rows = store.records_by_id(session, selection.conditions(), after, _CHUNK)
            book = selection.book
            lines = [export_tables.record(line(book, record, name, "vi"), book.sample) for record, name in rows]
            after = (rows[-1][0].record_id, rows[-1][0].person_id) if rows else None
        yield from lines
        if len(lines) < _CHUNK:
            return

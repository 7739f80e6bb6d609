"""The ledger between two states of the figures: then + late + new + corrected + voided = now, with the records of each.

Rests on the totals for both ends and on the ops between them for what lies between; the two are found in different
ways, so what they do not agree on is shown (`unexplained`, always 0 unless something is broken). A report of another
epoch has no seq here: then only the figures are compared. Unique phones move between records when others change, so
they stand at both ends and have no parts.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant, now_ms
from server.database import reading
from server.desk import store
from server.errors import Problem
from server.people.scope import scope_of
from server.people.service import Caller
from server.reports.figures import COMMUNE, DISTRICT, form_of
from server.reports.models import Report
from server.reports.stating import Desk
from server.reports.submitting import may_read
from server.sync.bulk import Bulk
from server.sync.changes import NEW, PARTS, Change, Side, Span, arrivals, changes
from server.sync.work import rules_of
from server.totals.past import Past
from server.totals.question import Question
from server.totals.service import Totals

MEASURES = ("records", "assists")
SHOWN = (*MEASURES, "unique")


@dataclass(slots=True)
class Part:
    """What one kind of change did to a row: how many records it concerns, and by how much the measures moved."""

    touched: int = 0
    records: int = 0
    assists: int = 0

    def add(self, sign: int, side: Side) -> None:
        self.records += sign
        self.assists += sign * side.assist

    def come(self, count: int, side: Side) -> None:
        """So many records more, each a change of its own."""
        self.touched += count
        self.records += count
        self.assists += count * side.assist

    def shown(self) -> dict[str, int]:
        return {"touched": self.touched, "records": self.records, "assists": self.assists}


@dataclass(slots=True)
class Row:
    """The parts of one row of the table."""

    parts: dict[str, Part] = field(default_factory=lambda: {name: Part() for name in PARTS})


# both ends of a span lie in the past, so what lies between never changes
_past: Past[tuple[dict[str, Row], Row]] = Past(32)


class Ledger:
    """Two states of one question, on one snapshot of the database.

    Attributes:
        comparable: both states have a place in the same history; else there are no parts between them.

    Raises:
        Problem: `not_found` for an area, organisation or report out of scope; `request.invalid` when the first state
            comes after the second.
    """

    def __init__(self, session: Session, caller: Caller, query: Mapping[str, Any], language: str):
        self.session, self.caller = session, caller
        self.campaign = session.get_one(Campaign, caller.campaign_id)
        self.book = book_of(session, self.campaign)
        self.scope = scope_of(session, caller)
        self.bulk = Bulk(session)
        self.report = self._report(query.get("report"))
        self.comparable = self.report is None or self.report.epoch == self.campaign.epoch
        place = Question(query["by"], query.get("within"), query.get("organisation"))
        if self.report is not None:
            place = self._place(place, self.report)
        now = now_ms()

        def at(kind: str, value: int | None) -> Totals:
            moment = replace(place, as_of=value) if kind == "as_of" else replace(place, as_of_at=value)
            return Totals(session, self.campaign, self.scope, caller, moment, now, language)

        first: tuple[str, int] = query.get("from_", ("as_of", 0))
        last: tuple[str, int | None] = query.get("until", ("as_of", None))
        if self.report is not None:
            first = "as_of", self.report.seq
        self.later = at(*last)
        self.earlier = at(*first) if self.comparable else None
        if self.earlier is not None and self.earlier.seq > self.later.seq:
            raise Problem("request.invalid", {"from": ["after until"]})
        self.moment = self._moment(query.get("from_"))

    def _report(self, report_id: uuid.UUID | None) -> Report | None:
        if report_id is None:
            return None
        row = self.session.get(Report, (self.caller.campaign_id, report_id))
        desk = Desk(self.session, self.book, self.caller, self.scope)
        if row is None or not may_read(desk, self.book.organisation(row.organisation_id)):
            raise Problem("not_found")
        return row

    def _place(self, asked: Question, report: Report) -> Question:
        """What the report's figures are of, unless something narrower was asked for."""
        unit = self.book.organisation(report.organisation_id)
        if form_of(self.book, unit) not in (COMMUNE, DISTRICT):
            return replace(asked, organisation=asked.organisation or unit.code)
        return (
            asked if unit.area_id is None else replace(asked, within=asked.within or self.book.area(unit.area_id).code)
        )

    def _moment(self, asked: tuple[str, int] | None) -> int:
        """The instant of the earlier state, ms: what happened before it and is not in it came late."""
        if self.report is not None:
            return self.report.received_at
        if asked is not None and asked[0] == "as_of_at":
            return asked[1]
        return store.committed_at(self.session, self.campaign.id, self.earlier.seq if self.earlier else 0)

    # --- what lies between ---

    def _span(self, earlier: Totals) -> Span:
        return Span(earlier.seq, self.later.seq, self.moment)

    def changes(self, part: str | None = None, beyond: int = 0) -> Iterator[Change]:
        """Changes of what both states show; without a part those of records that have more than one op."""
        if self.earlier is None:
            return
        rules = rules_of(self.session, self.campaign.id, self.campaign.epoch, self.campaign.figures_rev)
        span, areas = self._span(self.earlier), self.later.view.areas
        for change in changes(self.bulk, self.campaign.id, rules, span, part, areas, beyond):
            before, after = self._seen(change.before), self._seen(change.after)
            if before != after:
                yield replace(change, before=before, after=after)

    def _seen(self, side: Side | None) -> Side | None:
        view = self.later.view
        if side is None or (view.areas is not None and side.area_id not in view.areas):
            return None
        return side if view.organisations is None or side.organisation_id in view.organisations else None

    def _parts(self) -> tuple[dict[str, Row], Row]:
        """The parts of each row by its code, and of all of it."""
        row_of, total = self.later.lines.row_key(), Row()
        rows: dict[str, Row] = {}
        if self.earlier is None:
            return rows, total
        span = self._span(self.earlier)

        def code(side: Side) -> str:
            return self.book.area(row_of(side.area_id)).code

        for part, side, count in arrivals(self.bulk, self.campaign.id, span):
            if self._seen(side) is not None:
                for row in (rows.setdefault(code(side), Row()), total):
                    row.parts[part].come(count, side)
        for change in self.changes():
            sides = [(sign, side) for sign, side in ((-1, change.before), (+1, change.after)) if side is not None]
            for touched in {code(side) for _, side in sides}:
                rows.setdefault(touched, Row()).parts[change.part].touched += 1
            total.parts[change.part].touched += 1
            for sign, side in sides:
                rows[code(side)].parts[change.part].add(sign, side)
                total.parts[change.part].add(sign, side)
        return rows, total

    # --- the answer ---

    def answer(self) -> dict[str, Any]:
        """The table: a row for each area, and the total."""
        later = self.later.answer()
        if self.earlier is None:
            return {**self._ends(), "rows": [], "total": self._of_report(later["total"])}
        earlier = self.earlier.answer()
        span = self._span(self.earlier)
        state = (self.campaign.id, self.campaign.epoch, self.campaign.figures_rev, span, self.later.view)
        parts, whole = _all_new(later) if span.from_nothing else _past.get(state, self._parts)
        then = {row["code"]: row for row in earlier["rows"]}
        rows = [_row(row, then.get(row["code"]), parts.get(row["code"], Row())) for row in later["rows"]]
        return {**self._ends(), "rows": rows, "total": _row(later["total"], earlier["total"], whole)}

    def _ends(self) -> dict[str, Any]:
        first = self.report.seq if self.report else self.earlier.seq if self.earlier else None
        return {
            "by": self.later.view.by,
            "comparable": self.comparable,
            "from": {"seq": first, "at": instant(self.moment)},
            "until": {
                "seq": self.later.seq,
                "at": instant(store.committed_at(self.session, self.campaign.id, self.later.seq)),
            },
        }

    def _of_report(self, later: Mapping[str, Any]) -> dict[str, Any]:
        """Across epochs the seq of the report means nothing any more: its own figures stand beside those of now."""
        told: Mapping[str, Any] = self.report.figures["total"] if self.report else {}
        return {
            "code": later["code"],
            "name": later["name"],
            "then": _counts(told),
            "now": _counts(later),
            "parts": None,
        }

    def records(self, part: str, beyond: int, limit: int) -> list[Change]:
        """Changes of one part, after the record with a seq; at most `limit`."""
        return list(islice((one for one in self.changes(part, beyond) if one.part == part), limit))


def _all_new(later: Mapping[str, Any]) -> tuple[dict[str, Row], Row]:
    """The parts since the beginning: whatever stands came since then. Nothing is left to hold against anything."""
    rows, total = {row["code"]: Row() for row in later["rows"]}, Row()
    for row, parts in [*((row, rows[row["code"]]) for row in later["rows"]), (later["total"], total)]:
        parts.parts[NEW] = Part(row["records"], row["records"], row["assists"])
    return rows, total


def _counts(row: Mapping[str, Any] | None) -> dict[str, int | None]:
    return {name: 0 if row is None else row.get(name) for name in SHOWN}


def _row(now: Mapping[str, Any], then: Mapping[str, Any] | None, row: Row) -> dict[str, Any]:
    before, after = _counts(then), _counts(now)
    between = {name: sum(getattr(part, name) for part in row.parts.values()) for name in MEASURES}
    return {
        "code": now["code"],
        "name": now["name"],
        "then": before,
        "now": after,
        "parts": {name: part.shown() for name, part in row.parts.items()},
        "unexplained": {name: (after[name] or 0) - (before[name] or 0) - between[name] for name in MEASURES},
    }


def table(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The ledger of a question by a caller."""
    with reading() as session:
        return Ledger(session, caller, query, language).answer()


def page(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The records of one part, oldest change first; `next` is the `after` of the following page."""
    after: str | None = query["after"]
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 18):
        raise Problem("request.invalid", {"after": ["not a page"]})
    limit: int = query["limit"]
    with reading() as session:
        ledger = Ledger(session, caller, query, language)
        found = ledger.records(query["part"], int(after) if after else 0, limit + 1)
        names = store.names(session, {uuid.UUID(bytes=one.person_id) for one in found})
        items = [_item(ledger.book, one, names, language) for one in found[:limit]]
    return {"items": items, "next": str(items[-1]["seq"]) if len(found) > limit else None}


def _item(book: Book, change: Change, names: Mapping[uuid.UUID, str], language: str) -> dict[str, Any]:
    person = uuid.UUID(bytes=change.person_id)
    return {
        "record_id": str(uuid.UUID(bytes=change.record_id)),
        "person": str(person),
        "person_name": names.get(person, ""),
        "seq": change.seq,
        "part": change.part,
        "eff": instant(change.eff),
        "before": _shown(book, change.before, language),
        "after": _shown(book, change.after, language),
    }


def _shown(book: Book, side: Side | None, language: str) -> dict[str, Any] | None:
    if side is None:
        return None
    area, outcome = book.area(side.area_id), book.outcome(side.outcome_id)
    unit = book.organisations.get(side.organisation_id or 0)
    return {
        "area": area.code,
        "area_name": area.name,
        "organisation": unit.code if unit else None,
        "organisation_name": unit.name if unit else None,
        "outcome": outcome.code,
        "outcome_name": outcome.name_en if language == "en" else outcome.name_vi,
        "assist": side.assist,
    }

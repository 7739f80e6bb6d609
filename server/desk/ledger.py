"""The ledger between two states of the figures: then + late + new + corrected + voided = now, with the records of each.

Rests on the totals for both ends and on the ops between them for what lies between; the two are found in different
ways, so what they do not agree on is shown (`unexplained`, always 0 unless something is broken). Where more than FAR
ops lie between, the arrivals are what the log of the rollups says, less what became of the records that were there
before. A report of another epoch has no seq here: then only the figures are compared. Unique phones move between
records when others change, so they stand at both ends and have no parts.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant, now_ms, start_of
from server.database import reading
from server.desk import store
from server.desk.parts import Part, Parts, Row
from server.desk.steps import Fate, Steps
from server.errors import Problem
from server.people.scope import scope_of
from server.people.service import Caller
from server.reports.figures import COMMUNE, DISTRICT, form_of
from server.reports.models import Report
from server.reports.stating import Desk
from server.reports.submitting import may_read
from server.sync.bulk import Bulk
from server.sync.changes import CORRECTED, LATE, NEW, VOIDED, Change, Side, Span, arrivals, arrivals_before, changes
from server.sync.work import rules_of
from server.totals import store as totals_store
from server.totals.past import Past
from server.totals.question import Question, day_of_number, number_of
from server.totals.service import Totals

MEASURES = ("records", "assists")
SHOWN = (*MEASURES, "unique")


FAR = 10_000  # ops: so many are looked at again in a tenth of a second
FEW = 10_000  # records of an area: so many, too

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
        self.steps = Steps(session, self.campaign, self.book)
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
        span, areas = self._span(self.earlier), self.later.view.areas
        if part in (CORRECTED, VOIDED) and self._far(span):
            yield from (one for one in self._changed(self.steps.of_earlier(span)) if one.seq > beyond)
            return
        rules = rules_of(self.session, self.campaign.id, self.campaign.epoch, self.campaign.figures_rev)
        for change in changes(self.bulk, self.campaign.id, rules, span, part, areas, beyond, self._few(span)):
            before, after = self._seen(change.before), self._seen(change.after)
            if before != after:
                yield replace(change, before=before, after=after)

    def _far(self, span: Span) -> bool:
        """Whether so much was logged since the first state that it is not looked at again."""
        return self.campaign.head - span.first > FAR and self.steps.kept

    def _few(self, span: Span) -> bool:
        """Whether arrivals are found sooner by place: in an area with few records, of a span up to now."""
        view = replace(self.later.view, organisations=None)
        if view.areas is None or span.last < self.campaign.head:
            return False
        return sum(cell[2] for cell in totals_store.cells_now(self.session, self.campaign.id, view, "hamlet")) <= FEW

    def _changed(self, fates: Iterable[Fate]) -> Iterator[Change]:
        """Changes of records that were there at the first state."""
        for fate in fates:
            before, after = self._seen(fate.before), self._seen(fate.after)
            if before != after:
                part, eff = (VOIDED, fate.began) if fate.after is None else (CORRECTED, fate.ended)
                yield Change(fate.seq, fate.record_id, fate.person_id, part, eff, before, after)

    def _seen(self, side: Side | None) -> Side | None:
        view = self.later.view
        if side is None or (view.areas is not None and side.area_id not in view.areas):
            return None
        return side if view.organisations is None or side.organisation_id in view.organisations else None

    def _parts(self) -> tuple[dict[str, Row], Row]:
        """The parts of each row by its code, and of all of it."""
        row_of = self.later.lines.row_key()
        parts = Parts(lambda area_id: self.book.area(row_of(area_id)).code)
        if self.earlier is None:
            return parts.rows, parts.total
        span = self._span(self.earlier)
        if self._far(span):
            self._from_log(parts, self.earlier, span)
            return parts.rows, parts.total
        for part, side, count in arrivals(self.bulk, self.campaign.id, span):
            if self._seen(side) is not None:
                parts.come(part, side.area_id, count, count * side.assist)
        for change in self.changes():
            parts.change(change)
        return parts.rows, parts.total

    def _from_log(self, parts: Parts, earlier: Totals, span: Span) -> None:
        """The same where the ends are far apart: what the log says has come, less what became of earlier records, are
        the arrivals; those of the first moment's own day are told apart by looking at that day's records."""
        day = number_of(self.book.day(span.moment))
        begins, ends = (start_of(day_of_number(one), self.book.tz) for one in (day, day + 1))
        moved: dict[tuple[int, int], list[int]] = {}
        for when, (area_id, _, records, assists, *_) in earlier.moved_to(self.later, day):
            counts = moved.setdefault((area_id, when), [0, 0])
            counts[0] += records
            counts[1] += assists
        fates = self.steps.of_earlier(span)
        for fate in fates:
            for sign, side, eff in ((+1, fate.before, fate.began), (-1, fate.after, fate.ended)):
                if side is not None and self._seen(side) is not None:
                    when = -1 if eff < begins else 0 if eff < ends else 1
                    counts = moved.setdefault((side.area_id, when), [0, 0])
                    counts[0] += sign
                    counts[1] += sign * side.assist
        for change in self._changed(fates):
            parts.change(change)
        early = self._before_the_moment(span, day, begins)
        for area_id in {area_id for area_id, _ in moved}:
            before, of_day, after = (moved.get((area_id, when), (0, 0)) for when in (-1, 0, 1))
            late = early.get(area_id, (0, 0))
            parts.come(LATE, area_id, before[0] + late[0], before[1] + late[1])
            parts.come(NEW, area_id, of_day[0] - late[0] + after[0], of_day[1] - late[1] + after[1])

    def _before_the_moment(self, span: Span, day: int, begins: int) -> dict[int, tuple[int, int]]:
        """Records and assists, by area, that came within the span and happened on the day of its first moment, before
        it."""
        view = self.later.view
        found: dict[int, tuple[int, int]] = {}

        def add(area_id: int, records: int, assists: int) -> None:
            before = found.get(area_id, (0, 0))
            found[area_id] = before[0] + records, before[1] + assists

        areas = self.book.areas if view.areas is None else view.areas
        for side, count in arrivals_before(self.bulk, self.campaign.id, span, day, areas):
            if self._seen(side) is not None:
                add(side.area_id, count, count * side.assist)
        for fate in self.steps.of_arrived(span, begins, span.moment):
            if begins <= fate.ended < span.moment and fate.after is not None and self._seen(fate.after) is not None:
                add(fate.after.area_id, 1, int(fate.after.assist))
        return found

    # --- the answer ---

    def answer(self) -> dict[str, Any]:
        """The table: a row for each area, and the total."""
        later = self.later.answer()
        if self.earlier is None:
            return {**self._ends(), "rows": [], "total": self._of_report(later["total"])}
        span = self._span(self.earlier)
        state = (self.campaign.id, self.campaign.epoch, self.campaign.figures_rev, span, self.later.view)
        parts, whole = _all_new(later) if span.from_nothing else _past.get(state, self._parts)
        earlier = self.earlier.answer()  # after its parts: the log that told them tells this state, too
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

"""What the Department published beside what was logged, over the same days: two figures that are never added.

The Department counts accounts with a number, so logged successes are the ones to hold against its change; partial
help stands beside them. Each area has its own two dates, those of its own figures. Rests on the totals and on the
published figures. Promises: nothing is guessed; an area without two figures has no change and no gap; what rests on
an estimate is marked as one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.models import Campaign
from server.clock import now_ms
from server.database import reading
from server.people.scope import scope_of
from server.people.service import Caller
from server.totals.figures import INSTALLED, Published
from server.totals.question import Question
from server.totals.service import Totals

Span = tuple[date, date]  # the dates of two figures: logged are the days after the first up to the second


@dataclass(frozen=True, slots=True)
class Pair:
    """Two official figures of an area; None where there is none."""

    first: Published | None
    last: Published | None

    @property
    def span(self) -> Span | None:
        return (self.first.as_of, self.last.as_of) if self.first and self.last else None


class Reconciliation:
    """One table by commune (of a commune: by hamlet), on one snapshot.

    Raises:
        Problem: `not_found` for an area out of scope.
    """

    def __init__(self, session: Session, caller: Caller, query: Mapping[str, Any], language: str):
        self.session, self.caller, self.language = session, caller, language
        self.campaign = session.get_one(Campaign, caller.campaign_id)
        self.scope = scope_of(session, caller)
        self.within: str | None = query.get("within")
        self.since: date | None = query.get("since")
        self.until: date | None = query.get("until")
        self.now = now_ms()
        self.present = self._totals("commune", None)
        book = self.present.book
        self.by = "hamlet" if book.area(self.present.view.root).level == 1 else "commune"
        self.groups = {row.code: row.group for row in book.outcomes.values()}
        self.answers: dict[Span, dict[str, Mapping[str, Any]]] = {}

    def _totals(self, by: str, span: Span | None) -> Totals:
        first, last = span if span else (None, None)
        question = Question(by=by, within=self.within, since=first + timedelta(days=1) if first else None, until=last)
        return Totals(self.session, self.campaign, self.scope, self.caller, question, self.now, self.language)

    def pair_of(self, area_id: int) -> Pair:
        """The latest figure up to `until`, and the latest up to `since` (else the one before it)."""
        shelf = self.present.shelf
        last = shelf.published(area_id, INSTALLED, self.until)
        if last is None:
            return Pair(None, None)
        before = self.since if self.since is not None else last.as_of - timedelta(days=1)
        first = shelf.published(area_id, INSTALLED, before)
        return Pair(first if first and first.as_of < last.as_of else None, last)

    def _logged(self, code: str, span: Span) -> dict[str, int]:
        """Records by group that were logged for the days of a span, in the row of a code; `""` is the total."""
        if span not in self.answers:
            answer = self._totals(self.by, span).answer()
            self.answers[span] = {"": answer["total"], **{row["code"]: row for row in answer["rows"]}}
        row = self.answers[span].get(code)
        found = {"success": 0, "partial": 0}
        for outcome, records in (row["outcomes"] if row else {}).items():
            if self.groups[outcome] in found:
                found[self.groups[outcome]] += records
        return found

    def answer(self) -> dict[str, Any]:
        present = self.present if self.by == "commune" else self._totals(self.by, None)
        lines = [line for line, _ in present.rows()[0]]
        root = present.book.area(present.view.root)
        rows = [self._row(line.code, line.name, line.code, line.area_id) for line in lines if line.area_id is not None]
        return {
            "by": self.by,
            "seq": present.seq,
            "rows": rows,
            "total": self._row(root.code, root.name, "", root.id),
            "latest": _latest(row["last"] for row in rows),
        }

    def _row(self, code: str, name: str, key: str, area_id: int) -> dict[str, Any]:
        pair = self.pair_of(area_id)
        row: dict[str, Any] = {"code": code, "name": name, "first": _shown(pair.first), "last": _shown(pair.last)}
        row["estimate"] = any(one.estimate for one in (pair.first, pair.last) if one)
        if pair.span is None or pair.first is None or pair.last is None:
            return {**row, "change": None, "success": None, "partial": None, "gap": None}
        logged, change = self._logged(key, pair.span), pair.last.value - pair.first.value
        return {**row, "change": change, **logged, "gap": change - logged["success"]}


def _shown(figure: Published | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "installed": figure.value,
        "as_of": figure.as_of.isoformat(),
        "source": figure.source,
        "estimate": figure.estimate,
    }


def _latest(figures: Iterable[Mapping[str, Any] | None]) -> str | None:
    return max((one["as_of"] for one in figures if one), default=None)


def table(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The reconciliation that a caller asked for."""
    with reading() as session:
        return Reconciliation(session, caller, query, language).answer()

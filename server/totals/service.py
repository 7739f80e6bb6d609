"""Answers what was reached: rollups by area, organisation, day, mode or outcome, beside published figures.

It rests on the rollups and their log, never on ops, so its cost does not grow with what was logged; what was added up
of the present is kept, and brought up to date from the log (`present`). Promises: the rows add up to the total; one
snapshot answers the whole question and `seq` names it; nobody sees more than their role may (protocol.md §5).
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import DAY_MS, instant, start_of
from server.people.scope import Scope
from server.people.service import Caller
from server.totals import store
from server.totals.cells import (
    Cell,
    Counts,
    fold,
    hide_guarded,
    keep_small_back,
    negative,
    replace_guarded,
    subtract,
    whole,
)
from server.totals.figures import Published, Shelf, aimed, shown, total_of
from server.totals.layout import Layout
from server.totals.lines import Line, Lines
from server.totals.past import Past
from server.totals.present import Present
from server.totals.question import WITHOUT_UNIQUE, Question
from server.totals.view import view_of

MINUTE_MS = 60_000
Waiting = tuple[int, int, int, int | None]

_past: Past[list[Cell]] = Past(64)
_present: Present[tuple[dict[Any, Counts], Counts]] = Present(64)
_waiting: Past[Waiting] = Past(64)
_shelves: dict[tuple[int, str, int], Shelf] = {}
_layouts: dict[tuple[int, str, int, date], Layout] = {}


def _kept(cache: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
    found = cache.get(key)
    if found is None:
        found = make()
        while len(cache) >= 16:
            cache.pop(next(iter(cache)), None)
        cache[key] = found
    return found


class Totals:
    """One question by one caller, on one snapshot of the database.

    Attributes:
        seq: the commit that the answer shows.
    """

    def __init__(
        self,
        session: Session,
        campaign: Campaign,
        scope: Scope,
        caller: Caller,
        question: Question,
        now: int,
        language: str,
    ):
        self.session, self.campaign, self.language, self.now = session, campaign, language, now
        self.book = book_of(session, campaign)
        self.today = self.book.day(now)
        key = (campaign.id, campaign.epoch, campaign.figures_rev)
        self.layout: Layout = _kept(_layouts, (*key, self.today), lambda: Layout(self.book, self.today))
        self.shelf: Shelf = _kept(_shelves, key, lambda: store.read_shelf(session, campaign.id))
        self.view = view_of(self.book, self.layout, scope, caller, question)
        self.lines = Lines(self.book, self.layout, self.view, language)
        self.seq = self._seq(question)
        self.as_of_at = self._as_of_at(question)
        self.midnight = self._midnight() if self.view.late or self.view.guarded else None
        if self.view.late and self.midnight is not None:
            self.seq = min(self.seq, self.midnight)
        self._asked = caller, question

    # --- which state ---

    def _seq(self, question: Question) -> int:
        if question.as_of is not None:
            return store.last_commit(self.session, self.campaign.id, seq=question.as_of)
        if question.as_of_at is not None:
            return store.last_commit(self.session, self.campaign.id, at=question.as_of_at)
        return self.campaign.head

    def _as_of_at(self, question: Question) -> int | None:
        """The instant of an earlier state that was asked for, ms; None for the present."""
        if question.as_of is not None:
            return store.time_of(self.session, self.campaign.id, self.seq)
        return question.as_of_at

    def _midnight(self) -> int:
        return store.last_commit(self.session, self.campaign.id, at=start_of(self.today, self.campaign.tz))

    @cached_property
    def freshness(self) -> dict[str, Any]:
        """What waits on phones, as this process saw it within the present minute: to look at every device for each
        question would cost more than the question."""
        areas, organisations = self.view.areas, self.view.organisations
        key = (self.campaign.id, self.campaign.epoch, self.now // MINUTE_MS, areas, organisations)
        devices, synced, waiting, oldest = _waiting.get(
            key,
            lambda: store.freshness(self.session, self.campaign.id, self.now - DAY_MS, areas, organisations),
        )
        return {
            "devices": devices,
            "synced_24h": synced,
            "waiting_on_phones": waiting,
            "oldest_unsent_at": None if oldest is None else instant(oldest),
        }

    @cached_property
    def etag(self) -> str:
        """Changes with anything that the answer would show, and with the minute: every process looks once in each at
        what waits on phones, so those figures would tell the processes apart."""
        caller, question = self._asked
        parts = (
            self.campaign.id, self.campaign.epoch, self.campaign.figures_rev, self.today, self.seq, self.midnight,
            self.now // MINUTE_MS, caller.role, caller.membership_id, caller.area_id,
            caller.organisation_id, question, self.language,
        )  # fmt: skip
        # weak: the envelope around it says another time at each answer
        return 'W/"' + hashlib.sha256(repr(parts).encode()).hexdigest()[:32] + '"'

    # --- counting ---

    def _cells(self, key: str, seq: int) -> list[Cell]:
        """What there was at an earlier seq."""
        head, campaign_id = self.campaign.head, self.campaign.id

        def earlier() -> list[Cell]:
            if seq < head - seq:
                return store.cells_logged(self.session, campaign_id, self.view, key, upto=seq)
            now = store.cells_now(self.session, campaign_id, self.view, key)
            return subtract(now, store.cells_logged(self.session, campaign_id, self.view, key, after=seq))

        return _past.get(self._state(key, seq), earlier)

    def _state(self, key: str, seq: int) -> tuple[Any, ...]:
        """What a state's sums are remembered by."""
        return self.campaign.id, self.campaign.epoch, self.campaign.figures_rev, seq, key, self.view

    def moved_to(self, later: "Totals", day: int) -> list[tuple[int, Cell]]:
        """Changes up to a later state of the same question by area and outcome, apart for what is of a day before
        `day` (-1), of it (0) and of a later one (1).

        The log is read once, in its shorter part: where it tells this state, too, that is remembered.
        """
        head, campaign_id, view = self.campaign.head, self.campaign.id, self.view
        if later.seq < head:
            return store.cells_by_when(self.session, campaign_id, view, day, after=self.seq, upto=later.seq)
        if self.seq < head - self.seq:
            until = store.cells_by_when(self.session, campaign_id, view, day, upto=self.seq)
            _past.get(self._state(view.by, self.seq), lambda: negative(subtract([], (cell for _, cell in until))))
            now = store.cells_by_when(self.session, campaign_id, view, day)
            return [*now, *((when, one) for when, cell in until for one in negative([cell]))]
        since = store.cells_by_when(self.session, campaign_id, view, day, after=self.seq, upto=head)
        present = store.cells_now(self.session, campaign_id, view, view.by)
        _past.get(self._state(view.by, self.seq), lambda: subtract(present, (cell for _, cell in since)))
        return since

    def _counted(self, seq: int) -> tuple[Mapping[Any, Counts], Counts]:
        """Counts by row key, and of all of it; they may be kept, and are not to be changed."""
        by = self.view.by
        rows, total = self._sums(by, seq, self.lines.row_key())
        # the grain of modes does not know outcomes
        return rows, self._sums("outcome", seq, lambda key: key)[1] if by == "mode" else total

    def _sums(self, key: str, seq: int, row_of: Callable[[Any], Any]) -> tuple[dict[Any, Counts], Counts]:
        head, session, campaign_id, view = self.campaign.head, self.session, self.campaign.id, self.view
        if seq < head:
            rows = fold(self._cells(key, seq), row_of)
            return rows, whole(rows.values())

        def anew() -> tuple[dict[Any, Counts], Counts]:
            rows = fold(store.cells_now(session, campaign_id, view, key), row_of)
            return rows, whole(rows.values())

        def onward(since: int, before: tuple[dict[Any, Counts], Counts]) -> tuple[dict[Any, Counts], Counts]:
            cells = store.cells_logged(session, campaign_id, view, key, after=since, upto=head)
            return fold(cells, row_of, before[0]), fold(cells, lambda _key: None, {None: before[1]})[None]

        return _present.get((self._state(key, 0), self.today), head, anew, onward)

    def rows(self) -> tuple[list[tuple[Line, Counts]], Counts]:
        """The rows in order of their code, and the total, as the caller may see them."""
        counted, total = self._counted(self.seq)
        total = total.copy()
        lines = self.lines.of(counted)
        counts = {line.code: counted[key].copy() if key in counted else Counts() for key, line in lines.items()}
        if self.view.guarded:
            earlier, all_of_it = self._counted(min(self.seq, self.midnight or 0))
            for key, line in lines.items():
                replace_guarded(counts[line.code], earlier.get(key))
            replace_guarded(total, all_of_it)
        ordered = dict(sorted(counts.items()))
        self._keep_back(ordered, total)
        by_code = {line.code: line for line in lines.values()}
        return [(by_code[code], one) for code, one in ordered.items()], total

    def _keep_back(self, rows: Mapping[str, Counts], total: Counts) -> None:
        if self.view.late:
            for counts in (*rows.values(), total):
                hide_guarded(counts)
        if self.view.guarded:
            if self.view.by == "hamlet":
                for counts in rows.values():
                    hide_guarded(counts)
            if self.book.area(self.view.root).level == 2:
                for counts in (*rows.values(), total):
                    hide_guarded(counts)
            keep_small_back(rows, total)
        if self.view.by in WITHOUT_UNIQUE:
            for counts in rows.values():
                hide_guarded(counts)
                counts.outcomes = counts.outcomes if self.view.by == "outcome" else None

    # --- the answer ---

    def answer(self) -> dict[str, Any]:
        """The body of protocol.md §5, without the envelope."""
        rows, total = self.rows()
        figures = [self._figures(line.area_id) for line, _ in rows]
        root = self.book.area(self.view.root)
        line = Line(root.code, root.name, root.id, ((root.id, self.view.parent),))
        own = total_of(self._figures(root.id) or {}, [one for one in figures if one])
        return {
            "seq": self.seq,
            "by": self.view.by,
            "as_of_at": None if self.as_of_at is None else instant(self.as_of_at),
            "rows": [self._shown(one, counts, of) for (one, counts), of in zip(rows, figures, strict=True)],
            "total": self._shown(line, total, own),
            "freshness": self.freshness,
        }

    def caption(self) -> list[str]:
        """What the table shows, for a sheet that leaves the screen: campaign, place, time of the data."""
        place = self.book.area(self.view.root).name
        unit = f" · {self.book.organisation(self.view.parent).name}" if self.view.parent else ""
        first, last = (one.isoformat() if one else "…" for one in (self.view.since, self.view.until))
        days = f", ngày {first} đến {last}" if self.view.dated else ""
        lines = [
            self.campaign.name,
            f"{place}{unit}{days}",
            f"Số liệu đến lượt {self.seq}, xuất lúc {instant(self.now)}",
        ]
        return [*lines, "Số liệu mẫu"] if self.campaign.sample else lines

    @cached_property
    def _figures_until(self) -> date | None:
        """The day after which a figure is not of the state that is shown."""
        days = [self.view.until, None if self.as_of_at is None else self.book.day(self.as_of_at)]
        return min((day for day in days if day is not None), default=None)

    def _figures(self, area_id: int | None) -> Mapping[str, Published | None] | None:
        return None if area_id is None else self.shelf.all_of(area_id, self._figures_until)

    def _shown(self, line: Line, counts: Counts, figures: Mapping[str, Published | None] | None) -> dict[str, Any]:
        codes = self.book.outcomes
        outcomes = counts.outcomes
        return {
            "code": line.code,
            "name": line.name,
            "records": counts.records,
            "assists": counts.assists,
            "unique": counts.unique,
            "unchecked": counts.unchecked,
            "unique_in_use": counts.in_use,
            "outcomes": None if outcomes is None else {codes[one].code: n for one, n in sorted(outcomes.items())},
            **shown(figures),
            **aimed(self.shelf.aim(line.aims, self.today), self.today),
        }

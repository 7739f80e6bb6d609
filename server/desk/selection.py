"""What a list of records is asked for: which places, organisations, people, days, ways and outcomes.

Rests on the caller's scope, which it only narrows. Promises: what is unknown or out of scope is told before anything is
read; a selection says the same as conditions of SQL, whichever way its records are looked for.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.service import book
from server.clock import day_of, now_ms
from server.desk import store
from server.errors import Problem
from server.people.scope import Scope, areas_under, scope_of
from server.people.service import Caller
from server.sync.grains import MODE_NUMBERS
from server.sync.models import Record
from server.totals.layout import Layout

_FIRST = date(1970, 1, 1)


class Selection:
    """What a query asks for, within the caller's scope.

    Attributes:
        areas, units: ids of areas and organisations whose records are asked for; None: all of them.
        persons: the only authors, all at once; none: everybody.
        first, last: days (since 1970) of the effective time; None: any.

    Raises:
        Problem: `not_found` for an area or organisation that is unknown or out of scope; `outcome.unknown`.
    """

    def __init__(self, session: Session, caller: Caller, query: Mapping[str, Any]):
        self.book = book(session, caller.campaign_id)
        self.scope = scope_of(session, caller)
        self.state: str = query["state"]
        self.areas, self.units = self.scope.area_ids, self.scope.organisation_ids
        direct = query.get("direct")
        if "within" in query:
            areas = self._areas(query["within"], direct == "area")
            self.areas = areas if self.areas is None else self.areas & areas
        if "organisation" in query:
            self.units = self._units(query["organisation"], direct == "organisation")
        self.persons = {one for one in (self.scope.person_id, query.get("person")) if one is not None}
        self.first = (query["since"] - _FIRST).days if "since" in query else None
        self.last = (query["until"] - _FIRST).days if "until" in query else None
        self.mode = MODE_NUMBERS[query["mode"]] if "mode" in query else None
        self.outcome_id: int | None = None
        if "outcome" in query:
            outcome = self.book.outcome_of(query["outcome"])
            if outcome is None:
                raise Problem("outcome.unknown", {"outcome": [query["outcome"]]})
            self.outcome_id = outcome.id

    def _areas(self, code: str, alone: bool) -> frozenset[int]:
        today = day_of(now_ms(), self.book.tz)
        areas = narrowed(self.book, self.scope, code, today)
        return areas & _directly_at(self.book, code, today) if alone else areas

    def _units(self, code: str, alone: bool) -> frozenset[int]:
        unit = self.book.organisation_of(code)
        if unit is None or (self.scope.organisation_ids is not None and unit.id not in self.scope.organisation_ids):
            raise Problem("not_found")
        units = frozenset((unit.id,)) if alone else self.book.organisation_subtree(unit.id)
        return units if self.units is None else units & self.units

    def conditions(self, areas: frozenset[int] | None = None) -> list[ColumnElement[bool]]:
        """The same as SQL.

        Args:
            areas: those in which they lie, when they are to be taken by place and day; None: any other way.
        """
        if areas is None:
            # a column to which something is added is looked up in no index
            return [Record.campaign_id == self.book.campaign_id, *self.besides(self.areas)]
        days = (self.first, self.last)
        return [*store.by_place(self.book.campaign_id, areas, days), *self.besides(None)]

    def besides(self, areas: frozenset[int] | None) -> list[ColumnElement[bool]]:
        """What is asked of a record besides its campaign, for a query that comes to it from elsewhere."""
        area, day = Record.area_id + 0, Record.day + 0
        given = (
            (area.in_(areas) if areas is not None else None),
            (Record.organisation_id.in_(self.units) if self.units is not None else None),
            (day >= self.first if self.first is not None else None),
            (day <= self.last if self.last is not None else None),
            (Record.mode == self.mode if self.mode is not None else None),
            (Record.outcome_id == self.outcome_id if self.outcome_id is not None else None),
            *(Record.person_id == one for one in self.persons),
        )
        return [*store.in_state(self.state), *(one for one in given if one is not None)]


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

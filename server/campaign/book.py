"""The campaign's dictionary: areas, organisations and outcomes as one immutable value.

It rests on nothing but its arguments: no SQL, no clock. Every question about "which area is this, what lies
under it, who covers it" is answered here, so that phones' ops, totals and lists cannot disagree.

Promises: an id that is in the campaign is always found; `resolve` never forgets a code that the campaign has
known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from server.clock import day_of

COVERS_EVERYTHING = frozenset({"teller"})  # a counter's customers come from every hamlet


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the campaign's list of areas: level 0 is the root, 1 a commune, 2 a hamlet."""

    id: int
    code: str
    name: str
    type: str
    level: int
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    successor: str | None

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation; a class (`takes_members` false) is a kind under which real ones are added."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    area_id: int | None
    takes_members: bool
    assists_residents: bool
    duties: Mapping[str, object]
    position: int


@dataclass(frozen=True, slots=True)
class Result:
    """One entry of the campaign's list of outcomes."""

    id: int
    code: str
    name_vi: str
    name_en: str
    group: str
    no_household: bool
    position: int


def _children(rows: Iterable["Place | Unit"]) -> dict[int | None, list[int]]:
    below: dict[int | None, list[int]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row.id)
    return below


def _subtrees(below: Mapping[int | None, list[int]], ids: Iterable[int]) -> dict[int, frozenset[int]]:
    trees: dict[int, frozenset[int]] = {}

    def grow(start: int) -> frozenset[int]:
        if start not in trees:
            trees[start] = frozenset({start}.union(*(grow(child) for child in below.get(start, ()))))
        return trees[start]

    for one in ids:
        grow(one)
    return trees


@dataclass(frozen=True)
class Book:
    """The dictionary of one campaign at one revision (`figures_rev`).

    Attributes:
        root: id of the root area.
        areas, organisations, outcomes: rows by id.
        settings: campaign.toml's data (consent, steps, help, map, notes).
    """

    campaign_id: int
    code: str
    name: str
    tz: str
    starts_on: date
    ends_on: date
    sample: bool
    rev: int
    root: int
    areas: Mapping[int, Place]
    organisations: Mapping[int, Unit]
    outcomes: Mapping[int, Result]
    settings: Mapping[str, object] = field(default_factory=dict)

    # --- areas ---

    @cached_property
    def _by_code(self) -> dict[str, list[Place]]:
        rows: dict[str, list[Place]] = {}
        for place in sorted(self.areas.values(), key=lambda one: (one.valid_from, one.id)):
            rows.setdefault(place.code, []).append(place)
        return rows

    @cached_property
    def _below(self) -> dict[int | None, list[int]]:
        return _children(self.areas.values())

    @cached_property
    def _subtree(self) -> dict[int, frozenset[int]]:
        return _subtrees(self._below, self.areas)

    @cached_property
    def _ancestors(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for start in self.areas:
            path: list[int] = []
            above = self.areas[start].parent_id
            while above is not None and above not in path:
                path.append(above)
                above = self.areas[above].parent_id
            found[start] = tuple(path)
        return found

    def area(self, area_id: int) -> Place:
        """KeyError when the campaign has no such area."""
        return self.areas[area_id]

    def children(self, area_id: int) -> list[Place]:
        return [self.areas[one] for one in self._below.get(area_id, ())]

    def ancestors(self, area_id: int) -> tuple[int, ...]:
        """From the parent up to the root, without the area itself."""
        return self._ancestors[area_id]

    def subtree(self, area_id: int) -> frozenset[int]:
        """The area and everything below it, closed areas included."""
        return self._subtree[area_id]

    def commune_of(self, area_id: int) -> int | None:
        """The commune that the area is or lies in; None for the root."""
        for one in (area_id, *self._ancestors[area_id]):
            if self.areas[one].level == 1:
                return one
        return None

    def resolve(self, code: str, day: date) -> int | None:
        """The area that a code stands for on a day; None for a code that the campaign has never known.

        Codes are reused over the years. In this order: the row valid on the day (the latest to begin, should
        two overlap); for a day before any row, the first to come (a hamlet is often entered after the first
        visits); else the code is closed and stands for its successor on that day, transitively. A closed code
        whose successor is not in the campaign's list stands for itself: nothing that was logged is lost.
        """
        row = self._row(code, day)
        return None if row is None else self._followed(row, day)[-1].id

    def _row(self, code: str, day: date) -> Place | None:
        """The row of a code that is nearest to a day."""
        rows = self._by_code.get(code)
        if not rows:
            return None
        for place in reversed(rows):
            if place.valid_on(day):
                return place
        begun = [place for place in rows if place.valid_from <= day]
        return begun[-1] if begun else rows[0]

    def _followed(self, place: Place, day: date) -> list[Place]:
        """A row and those that it stands for on a day, one after the other; a circle ends where it closes."""
        path = [place]
        while place.valid_to is not None and place.valid_to < day and place.successor:
            follower = self._row(place.successor, day)
            if follower is None or follower in path:
                break
            path.append(follower)
            place = follower
        return path

    def current(self, area_id: int, day: date) -> int:
        """The area that records of this one are shown under: itself, or its successor once closed."""
        return self._followed(self.areas[area_id], day)[-1].id

    def open_areas(self, day: date) -> Iterator[Place]:
        """What a list shows on a day: rows not closed by then, in order of code."""
        for place in sorted(self.areas.values(), key=lambda one: (one.code, one.valid_from)):
            if place.valid_to is None or day <= place.valid_to:
                yield place

    @cached_property
    def _reach(self) -> dict[int, frozenset[int]]:
        return {}

    def reach(self, membership_area_id: int) -> frozenset[int]:
        """The areas in which a membership may log: its area's subtree, the ancestors up to the root, and the
        same of what the area has become since it was closed."""
        if membership_area_id not in self._reach:
            found: set[int] = set()
            for place in self._followed(self.areas[membership_area_id], date.max):
                found |= self.subtree(place.id) | set(self.ancestors(place.id))
            self._reach[membership_area_id] = frozenset(found)
        return self._reach[membership_area_id]

    def covers(self, membership_area_id: int, area_id: int, role: str) -> bool:
        """Whether a membership of this role at this area covers another area (protocol §2)."""
        return role in COVERS_EVERYTHING or area_id in self.reach(membership_area_id)

    def day(self, ms: int) -> date:
        """The campaign's day on which an instant falls."""
        return day_of(ms, self.tz)

    # --- organisations ---

    @cached_property
    def _unit_by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.organisations.values()}

    @cached_property
    def _unit_below(self) -> dict[int | None, list[int]]:
        return _children(self.organisations.values())

    @cached_property
    def _unit_subtree(self) -> dict[int, frozenset[int]]:
        return _subtrees(self._unit_below, self.organisations)

    def organisation(self, organisation_id: int) -> Unit:
        """KeyError when the campaign has no such organisation."""
        return self.organisations[organisation_id]

    def organisation_of(self, code: str) -> Unit | None:
        return self._unit_by_code.get(code)

    def organisation_subtree(self, organisation_id: int) -> frozenset[int]:
        return self._unit_subtree[organisation_id]

    def organisation_children(self, organisation_id: int | None) -> list[Unit]:
        """Units directly below one, or those at the top (None), in the preset's order."""
        rows = [self.organisations[one] for one in self._unit_below.get(organisation_id, ())]
        return sorted(rows, key=lambda unit: (unit.position, unit.code))

    # --- outcomes ---

    @cached_property
    def _outcome_by_code(self) -> dict[str, Result]:
        return {row.code: row for row in self.outcomes.values()}

    def outcome(self, outcome_id: int) -> Result:
        """KeyError when the campaign has no such outcome."""
        return self.outcomes[outcome_id]

    def outcome_of(self, code: str) -> Result | None:
        return self._outcome_by_code.get(code)

"""How the campaign's areas are laid out on one day: which row of a table a record belongs to.

Pure: rests on the Book. Closed areas roll to their successor here, when figures are read. Promises: every area of
the campaign has exactly one hamlet row and one commune row on the day, and no two rows have the same code.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from server.campaign.book import Book, Place


@dataclass(frozen=True, slots=True)
class Home:
    """Where records of an area are shown; `hamlet` None is "not known which hamlet", `commune` None likewise."""

    hamlet: int | None
    commune: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table by area: `whole` when it stands for the area and all below it (then it has figures)."""

    place: Place
    whole: bool


@dataclass(frozen=True)
class Layout:
    book: Book
    day: date
    homes: dict[int, Home] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "homes", {one: self._home(one) for one in self.book.areas})

    def today(self, area_id: int) -> int:
        """The area that stands for this one on the day."""
        shown = self.book.current(area_id, self.day)
        same_code = self.book.resolve(self.book.area(shown).code, self.day)
        return shown if same_code is None else same_code

    def _home(self, area_id: int) -> Home:
        shown = self.today(area_id)
        commune = self.book.commune_of(shown)
        return Home(
            hamlet=shown if self.book.area(shown).level == 2 else None,
            commune=None if commune is None else self.today(commune),
        )

    def under(self, area_id: int) -> frozenset[int]:
        """Areas whose records are shown under this one (which must stand for itself on the day)."""
        if area_id == self.book.root:
            return frozenset(self.book.areas)
        return frozenset(one for one, home in self.homes.items() if area_id in (home.hamlet, home.commune))

    @cached_property
    def _shown(self) -> list[Place]:
        """Areas that stand for themselves and are not closed, by code."""
        places = (self.book.area(one) for one in self.book.areas if self.today(one) == one)
        open_ones = (one for one in places if one.valid_to is None or self.day <= one.valid_to)
        return sorted(open_ones, key=lambda place: place.code)

    def rows_by_hamlet(self, root: int) -> list[Row]:
        """Hamlets under the area, and one row for each commune (and the root) whose hamlet is not known."""
        level = self.book.area(root).level
        if level == 2:
            return [Row(self.book.area(root), True)]
        inside = self.under(root)
        return [Row(one, one.level == 2) for one in self._shown if one.id in inside]

    def rows_by_commune(self, root: int) -> list[Row]:
        """Communes under the area, and one row for the root whose commune is not known."""
        place = self.book.area(root)
        if place.level == 0:
            return [Row(one, one.level == 1) for one in self._shown if one.level < 2]
        commune = self.homes[root].commune
        return [Row(self.book.area(root if commune is None else commune), place.level == 1)]

    def closed_row(self, area_id: int) -> Row:
        """The row of an area that was closed without a successor and still holds records."""
        return Row(self.book.area(area_id), self.book.area(area_id).level > 0)

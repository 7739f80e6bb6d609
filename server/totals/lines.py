"""The rows of an answer before they are counted: which there are, what they are called, what belongs to them. Pure.

Promises: every cell of the rollup belongs to exactly one row, so that rows add up to the total; no two rows have the
same code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.campaign.book import Book, Unit
from server.sync.grains import MODES
from server.totals.cells import Counts
from server.totals.layout import Layout, Row
from server.totals.question import View, day_of_number

UNKNOWN = {
    "vi": {1: "Chưa rõ ấp", 0: "Chưa rõ xã", "none": "Không thuộc tổ chức nào", "self": "{name} (trực tiếp)"},
    "en": {1: "Hamlet not known", 0: "Commune not known", "none": "No organisation", "self": "{name} (directly)"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row before it is counted: what it is called, whose figures and target it has."""

    code: str
    name: str
    area_id: int | None = None
    aims: tuple[tuple[int, int | None], ...] = ()


@dataclass(frozen=True)
class Lines:
    """The rows of one view, by the key that cells have in them."""

    book: Book
    layout: Layout
    view: View
    language: str

    def row_key(self) -> Callable[[Any], Any]:
        """The row to which a cell's key belongs; None is the row for records directly on the organisation."""
        homes, root = self.layout.homes, self.book.root
        match self.view.by:
            case "hamlet":
                return lambda area: homes[area].hamlet or homes[area].commune or root
            case "commune":
                return lambda area: homes[area].commune or root
            case "organisation":
                return self._unit_rows().get
        return lambda key: key

    def _unit_rows(self) -> dict[int, int]:
        """For each organisation's id the row in which it is counted; those directly on the parent are not there."""
        return {one: head.id for head in self._heads() for one in self.book.organisation_subtree(head.id)}

    def _heads(self) -> list[Unit]:
        if self.view.parent is not None:
            return self.book.organisation_children(self.view.parent)
        return [self.book.organisation(one) for one in self.view.tops]

    def of(self, counted: Mapping[Any, Counts]) -> dict[Any, Line]:
        """Lines by row key: those of zero too, and those that only the counts know of."""
        match self.view.by:
            case "hamlet":
                return self._area_lines(self.layout.rows_by_hamlet(self.view.root), counted)
            case "commune":
                return self._area_lines(self.layout.rows_by_commune(self.view.root), counted)
            case "organisation":
                return self._unit_lines(counted)
            case "day":
                return {
                    number: Line((day := day_of_number(number).isoformat()), day)
                    for number, counts in counted.items()
                    if counts.records
                }
            case "mode":
                return {number: Line(mode, self._mode_name(mode)) for number, mode in enumerate(MODES, start=1)}
        return {
            row.id: Line(row.code, row.name_en if self.language == "en" else row.name_vi)
            for row in self.book.outcomes.values()
        }

    def _mode_name(self, mode: str) -> str:
        modes: Any = self.book.settings.get("modes", {})
        return modes.get(mode, {}).get(self.language, mode)

    def _area_lines(self, rows: Iterable[Row], counted: Mapping[int, Counts]) -> dict[int, Line]:
        found = {row.place.id: row for row in rows}
        for area_id, counts in counted.items():
            if area_id not in found and counts.records:
                found[area_id] = self.layout.closed_row(area_id)
        unit = self.view.parent
        return {
            row.place.id: Line(row.place.code, row.place.name, row.place.id, ((row.place.id, unit),))
            if row.whole
            else Line(row.place.code, self._unknown(row))
            for row in found.values()
        }

    def _unknown(self, row: Row) -> str:
        place = row.place
        if self.view.by == "commune" and place.level == 1:
            return place.name
        return UNKNOWN[self.language][place.level]

    def _unit_lines(self, counted: Mapping[Any, Counts]) -> dict[Any, Line]:
        words = UNKNOWN[self.language]
        lines: dict[Any, Line] = {unit.id: Line(unit.code, unit.name, None, self._aims(unit)) for unit in self._heads()}
        if self.view.parent is not None:
            parent = self.book.organisation(self.view.parent)
            lines[None] = Line(parent.code, words["self"].format(name=parent.name))
        elif None in counted and counted[None].records:
            lines[None] = Line("", words["none"])
        return lines

    def _aims(self, unit: Unit) -> tuple[tuple[int, int | None], ...]:
        keys = [(self.view.root, unit.id)]
        if unit.area_id is not None and self.view.root == self.book.root:
            keys.append((unit.area_id, unit.id))
        return tuple(keys)

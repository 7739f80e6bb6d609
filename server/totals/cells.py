"""Adding up cells of the rollup. Pure: no SQL, no names, no roles.

A cell is `(key, outcome_id, records, assists, unique, unchecked, in_use)`; what a row of the answer counts is the
sum of the cells that belong to it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

MEASURES = ("records", "assists", "unique", "unchecked", "in_use")
GUARDED = ("unique", "unchecked", "in_use")  # what a helper could learn from whether a number is known
LEAST = 5  # a guarded figure below this is kept back from reporters

Cell = tuple[Any, int, int, int, int, int, int]
K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class Counts:
    """Sums of one row; a guarded measure that the caller may not know is None."""

    records: int = 0
    assists: int = 0
    unique: int | None = 0
    unchecked: int | None = 0
    in_use: int | None = 0
    outcomes: dict[int, int] | None = field(default_factory=dict)

    def copy(self) -> "Counts":
        outcomes = None if self.outcomes is None else self.outcomes.copy()
        return Counts(self.records, self.assists, self.unique, self.unchecked, self.in_use, outcomes)

    def add(self, cell: Cell) -> None:
        _, outcome, records, assists, unique, unchecked, in_use = cell
        self.records += records
        self.assists += assists
        self.unique = (self.unique or 0) + unique
        self.unchecked = (self.unchecked or 0) + unchecked
        self.in_use = (self.in_use or 0) + in_use
        if self.outcomes is not None and outcome and records:
            left = self.outcomes.get(outcome, 0) + records
            if left:
                self.outcomes[outcome] = left
            else:
                del self.outcomes[outcome]

    def plus(self, other: "Counts") -> None:
        self.records += other.records
        self.assists += other.assists
        self.unique = (self.unique or 0) + (other.unique or 0)
        self.unchecked = (self.unchecked or 0) + (other.unchecked or 0)
        self.in_use = (self.in_use or 0) + (other.in_use or 0)
        if self.outcomes is not None and other.outcomes is not None:
            for outcome, records in other.outcomes.items():
                self.outcomes[outcome] = self.outcomes.get(outcome, 0) + records


def negative(cells: Iterable[Cell]) -> list[Cell]:
    """What takes the cells away."""
    return [(key, outcome, *(-value for value in values)) for key, outcome, *values in cells]  # type: ignore[misc]


def subtract(cells: Iterable[Cell], later: Iterable[Cell]) -> list[Cell]:
    """What the cells were before the later changes."""
    left = {(cell[0], cell[1]): list(cell[2:]) for cell in cells}
    for cell in later:
        now = left.setdefault((cell[0], cell[1]), [0, 0, 0, 0, 0])
        for place, value in enumerate(cell[2:]):
            now[place] -= value
    return [(key, outcome, *values) for (key, outcome), values in left.items() if any(values)]  # type: ignore[misc]


def fold(
    cells: Iterable[Cell], row_of: Callable[[Any], K], before: Mapping[K, Counts] | None = None
) -> dict[K, Counts]:
    """Sums by the row that each cell's key belongs to, on top of those of `before`."""
    rows = {} if before is None else {key: counts.copy() for key, counts in before.items()}
    for cell in cells:
        key = row_of(cell[0])
        counts = rows.get(key)
        if counts is None:
            counts = rows[key] = Counts()
        counts.add(cell)
    return rows


def whole(rows: Iterable[Counts]) -> Counts:
    """The sum of rows."""
    total = Counts()
    for counts in rows:
        total.plus(counts)
    return total


def replace_guarded(counts: Counts, other: Counts | None) -> None:
    """Takes the guarded measures of another state of the same row (None: there was nothing then)."""
    for measure in GUARDED:
        setattr(counts, measure, 0 if other is None else getattr(other, measure))


def hide_guarded(counts: Counts) -> None:
    for measure in GUARDED:
        setattr(counts, measure, None)


def keep_small_back(rows: Mapping[Any, Counts], total: Counts) -> None:
    """Guarded measures below LEAST become None, and then the next smallest of the rows too, so that a kept-back
    one does not follow from the total. Rows in order of their keys: of equals the first goes."""
    for measure in GUARDED:
        small = False
        for counts in (*rows.values(), total):
            value = getattr(counts, measure)
            if value is not None and value < LEAST:
                setattr(counts, measure, None)
                small = small or counts is not total
        known = [counts for counts in rows.values() if getattr(counts, measure) is not None]
        if small and known:
            setattr(min(known, key=lambda counts: getattr(counts, measure)), measure, None)

"""What is asked of the totals, as one value. Pure: no Flask, no SQL, no clock.

A Question comes from the query string (protocol.md §5); a View is the same question after the caller's scope has
narrowed it: which rows of the rollup may be read, and as of when.
"""

from dataclasses import dataclass
from datetime import date

BY = ("hamlet", "commune", "organisation", "day", "mode", "outcome")
BY_AREA = ("hamlet", "commune")
WITHOUT_UNIQUE = ("mode", "outcome")

_FIRST = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Question:
    """`as_of` is a seq, `as_of_at` an instant (ms); at most one of them is given."""

    by: str = "commune"
    within: str | None = None
    organisation: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: int | None = None
    as_of_at: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What one caller may read of one question.

    Attributes:
        root: the area asked for, as it is today.
        areas, organisations: ids of rollup rows that count; None is no limit.
        parent: id of the organisation whose children are listed; None is the top level.
        tops: ids of the organisations at the top of what the caller sees, when `parent` is None.
        late: everything as of the last midnight, and the unique figures kept back (volunteer, teller).
        guarded: only the unique figures as of the last midnight, small ones kept back (reporter).
    """

    by: str
    root: int
    areas: frozenset[int] | None
    organisations: frozenset[int] | None
    parent: int | None
    tops: tuple[int, ...]
    since: date | None
    until: date | None
    late: bool
    guarded: bool

    @property
    def dated(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def days(self) -> tuple[int | None, int | None]:
        """First and last day of `eff`, as the rollup spells days."""
        return (
            None if self.since is None else number_of(self.since),
            None if self.until is None else number_of(self.until),
        )


def number_of(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - _FIRST


def day_of_number(number: int) -> date:
    return date.fromordinal(number + _FIRST)

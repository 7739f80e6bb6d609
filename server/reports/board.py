"""The board of obligations: every unit × obligation × period, what was sent and whether it was in time. Pure.

The first version decides whether it was in time, by the server's receipt against the due instant that stands now: a
correction after the due instant makes nothing late. Late is accepted, marked and accounted for, never refused.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.campaign.book import Book, Unit
from server.reports.orders import Obligation, Period

OPEN, MISSING, ON_TIME, LATE, RETURNED = "open", "missing", "on_time", "late", "returned"
STATUSES = (OPEN, MISSING, ON_TIME, LATE, RETURNED)
EVERYBODY = 0  # a move without an organisation is for all


@dataclass(frozen=True, slots=True)
class Sent:
    """A submitted version without its contents, with the last decision about it. Instants are ms."""

    id: uuid.UUID
    obligation: str
    organisation_id: int
    period: date
    version: int
    zero: bool
    received_at: int
    finished_at: int | None
    on_behalf: bool
    verdict: str | None = None
    excused: bool = False
    text: str | None = None
    decided_at: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A due instant that staff moved; `due_at` None puts back what was ordered, organisation 0 is everybody.

    `by` is who moved it, by name, `at` when (ms).
    """

    obligation: str
    period: date
    organisation_id: int
    due_at: int | None
    reason: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Moves:
    """Due instants that staff moved: of one unit before those of all, the last move before earlier ones."""

    last: Mapping[tuple[str, date, int], Moved]

    @classmethod
    def of(cls, rows: Iterable[Moved]) -> "Moves":
        """Of rows in the order in which they were moved."""
        return cls({(row.obligation, row.period, row.organisation_id): row for row in rows})

    def find(self, obligation: str, period: date, organisation_id: int) -> Moved | None:
        for unit in (organisation_id, EVERYBODY):
            row = self.last.get((obligation, period, unit))
            if row is not None and row.due_at is not None:
                return row
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """One square of the board.

    Attributes:
        due_at: the first instant that is late (ms), moved or not; None: never late.
        versions: what was sent, the first version first.
    """

    obligation: Obligation
    unit: Unit
    period: Period
    due_at: int | None
    moved: Moved | None
    versions: Sequence[Sent]

    @property
    def first(self) -> Sent | None:
        return self.versions[0] if self.versions else None

    @property
    def last(self) -> Sent | None:
        return self.versions[-1] if self.versions else None

    @property
    def excuse(self) -> Sent | None:
        """The version that was accepted as in time although it came late."""
        return next((one for one in self.versions if one.excused), None)

    @property
    def late_by(self) -> int | None:
        """Milliseconds from the due instant to the receipt; None when it was not late or nothing was sent."""
        if not self.versions or self.due_at is None or self.versions[0].received_at < self.due_at:
            return None
        return self.versions[0].received_at - self.due_at

    @property
    def finished_in_time(self) -> bool:
        """Received late, but finished before by the phone's own word: what can be excused."""
        if self.late_by is None or self.due_at is None:
            return False
        at = self.versions[0].finished_at
        return at is not None and at < self.due_at

    @property
    def timing(self) -> str | None:
        if not self.versions:
            return None
        return LATE if self.late_by is not None and self.excuse is None else ON_TIME

    def status(self, now: int) -> str:
        if not self.versions:
            return MISSING if self.due_at is not None and now >= self.due_at else OPEN
        if self.versions[-1].verdict == RETURNED:
            return RETURNED
        return self.timing or OPEN

    @property
    def key(self) -> str:
        """In order of period, obligation and the preset's order of units."""
        return f"{self.period.day.isoformat()}!{self.obligation.code}!{self.unit.position:05d}!{self.unit.code}"


def entries(
    dictionary: Book,
    orders: Iterable[Obligation],
    units: Sequence[Unit],
    moves: Moves,
    sent: Iterable[Sent],
    until: int | None,
) -> Iterator[Entry]:
    """The board's squares for units, in no order.

    Args:
        sent: submitted versions of these units, of each square the first version first.
        until: leaves out periods that open after this instant (ms).
    """
    by_square: dict[tuple[str, int, date], list[Sent]] = {}
    for one in sent:
        by_square.setdefault((one.obligation, one.organisation_id, one.period), []).append(one)
    for obligation in orders:
        owing = [unit for unit in units if obligation.owed_by(dictionary, unit)]
        for period in obligation.periods:
            if until is None or period.opens_at <= until:
                for unit in owing:
                    found = by_square.get((obligation.code, unit.id, period.day), ())
                    yield entry(obligation, unit, period, moves, found)


def entry(obligation: Obligation, unit: Unit, period: Period, moves: Moves, versions: Sequence[Sent]) -> Entry:
    """One square, with the due instant that stands."""
    moved = moves.find(obligation.code, period.day, unit.id)
    return Entry(obligation, unit, period, moved.due_at if moved else period.due_at, moved, tuple(versions))

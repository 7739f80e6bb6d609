"""What the parts of a ledger come to, row by row. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from server.sync.changes import PARTS, Change, Side


@dataclass(slots=True)
class Part:
    """What one kind of change did to a row: how many records it concerns, and by how much the measures moved."""

    touched: int = 0
    records: int = 0
    assists: int = 0

    def add(self, sign: int, side: Side) -> None:
        self.records += sign
        self.assists += sign * side.assist

    def come(self, records: int, assists: int) -> None:
        """So many records more, each a change of its own, and so many of them assists."""
        self.touched += records
        self.records += records
        self.assists += assists

    def shown(self) -> dict[str, int]:
        return {"touched": self.touched, "records": self.records, "assists": self.assists}


@dataclass(slots=True)
class Row:
    """The parts of one row of the table."""

    parts: dict[str, Part] = field(default_factory=lambda: {name: Part() for name in PARTS})


@dataclass
class Parts:
    """The rows by their code, and all of it.

    Attributes:
        code: the row in which an area's records stand.
    """

    code: Callable[[int], str]
    rows: dict[str, Row] = field(default_factory=dict[str, Row])
    total: Row = field(default_factory=Row)

    def come(self, part: str, area_id: int, records: int, assists: int) -> None:
        """Records that came, all to one area."""
        for row in (self.rows.setdefault(self.code(area_id), Row()), self.total):
            row.parts[part].come(records, assists)

    def change(self, change: Change) -> None:
        """A record that counts otherwise; in each row that it concerns it is one."""
        sides = [(sign, side) for sign, side in ((-1, change.before), (+1, change.after)) if side is not None]
        for touched in {self.code(side.area_id) for _, side in sides}:
            self.rows.setdefault(touched, Row()).parts[change.part].touched += 1
        self.total.parts[change.part].touched += 1
        for sign, side in sides:
            self.rows[self.code(side.area_id)].parts[change.part].add(sign, side)
            self.total.parts[change.part].add(sign, side)

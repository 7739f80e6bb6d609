"""Published figures beside what was logged, recounted for each commune: its last two dates, and the days between.

Reads the table of figures alone; imports nothing of the server.
"""

from dataclasses import dataclass

from tests.faults.live import Live
from tests.recount import Recount


@dataclass(frozen=True)
class Pair:
    """Installs on two dates; successes and partial help logged after the first up to the last."""

    first: int
    last: int
    success: int
    partial: int

    @property
    def change(self) -> int:
        return self.last - self.first

    @property
    def gap(self) -> int:
        return self.change - self.success


def pairs(live: Live, recount: Recount) -> dict[str, Pair]:
    """By the code of each commune that has figures of two dates."""
    installs: dict[str, dict[str, int]] = {}
    for code, day, value in live.rows(
        "SELECT a.code, f.as_of, f.value FROM figure f JOIN area a ON a.id = f.area_id"
        " WHERE f.measure = 'installed' AND a.level = 1 ORDER BY f.estimate DESC, f.id"
    ):
        installs.setdefault(code, {})[str(day)] = value
    found: dict[str, Pair] = {}
    for code, by_day in installs.items():
        if len(by_day) < 2:
            continue
        first, last = sorted(by_day)[-2:]
        groups = [
            recount.place.groups[record.outcome]
            for record in recount.records
            if record.commune == code and first < record.day <= last
        ]
        found[code] = Pair(by_day[first], by_day[last], groups.count("success"), groups.count("partial"))
    return found

"""What lies between two recounts, record by record: late, corrected, voided, new. From two sets of counts alone.

Imports nothing of the server. A record that counts only later is late when it happened before the first moment; one
that counted, and counts otherwise, is corrected; one that counts no longer is voided.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tests.recount import Counted, Recount

PARTS = ("late", "corrected", "voided", "new")


@dataclass
class Part:
    """What one kind of change did: to how many records, and by how much a measure moved."""

    touched: int = 0
    moved: int = 0


def between(
    earlier: Recount, later: Recount, moment: int, place: Callable[[Counted], str], measure: str
) -> dict[str, dict[str, Part]]:
    """The parts of each place, and under "" of all of it.

    Args:
        moment: the instant of the earlier counts, ms.
        place: the row in which a record stands.
    """
    found: dict[str, dict[str, Part]] = defaultdict(lambda: {part: Part() for part in PARTS})
    before = {record.name: record for record in earlier.records}
    after = {record.name: record for record in later.records}
    for name in {*before, *after}:
        old, new = before.get(name), after.get(name)
        if _side(old) == _side(new):
            continue
        part = _part(old, new, name in earlier.shown, moment)
        sides = [(-1, old), (1, new)]
        for row in {"", *(place(record) for _, record in sides if record)}:
            found[row][part].touched += 1
        for sign, record in sides:
            if record is not None:
                for row in ("", place(record)):
                    found[row][part].moved += sign * record.values[measure]
    return found


def _side(record: Counted | None) -> tuple[object, ...] | None:
    if record is None:
        return None
    return record.area, record.organisation, record.outcome, record.values["assists"]


def _part(old: Counted | None, new: Counted | None, known: bool, moment: int) -> str:
    if new is None:
        return "voided"
    if old is not None or known:
        return "corrected"
    return "late" if new.eff < moment else "new"

"""How the wire shows a square of the board."""

from typing import Any

from server.campaign.book import Book
from server.reports.board import EVERYBODY, Entry
from server.reports.units import level_of


def square(dictionary: Book, entry: Entry, now: int) -> dict[str, Any]:
    """One unit × obligation × period as of an instant (ms)."""
    unit, moved, excuse = entry.unit, entry.moved, entry.excuse
    return {
        "unit": {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "level": level_of(dictionary, unit),
            "area": None if unit.area_id is None else dictionary.area(unit.area_id).code,
        },
        "obligation": entry.obligation.code,
        "period": entry.period.day,
        "opens_at": entry.period.opens_at,
        "due_at": entry.due_at,
        "remaining_ms": None if entry.due_at is None else entry.due_at - now,
        "moved": moved
        and {
            "due_at": moved.due_at,
            "from_at": entry.period.due_at,
            "reason": moved.reason,
            "everybody": moved.organisation_id == EVERYBODY,
        },
        "status": entry.status(now),
        "late_ms": entry.late_by,
        "finished_in_time": entry.finished_in_time,
        "excuse": excuse.text if excuse else None,
        "zero": bool(entry.last and entry.last.zero),
        "versions": list(entry.versions),
    }

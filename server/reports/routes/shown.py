"""How the wire shows a square of the board."""

from typing import Any

from server.campaign.book import Book, Unit
from server.reports.board import EVERYBODY, Entry
from server.reports.units import level_of


def unit_name(dictionary: Book, unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "level": level_of(dictionary, unit),
        "area": None if unit.area_id is None else dictionary.area(unit.area_id).code,
    }


def square(dictionary: Book, entry: Entry, now: int) -> dict[str, Any]:
    """One unit × obligation × period as of an instant (ms)."""
    moved, excuse = entry.moved, entry.excuse
    return {
        "unit": unit_name(dictionary, entry.unit),
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
            "by": moved.by,
            "at": moved.at,
        },
        "status": entry.status(now),
        "late_ms": entry.late_by,
        "finished_in_time": entry.finished_in_time,
        "excuse": excuse.text if excuse else None,
        "zero": bool(entry.last and entry.last.zero),
        "versions": list(entry.versions),
    }

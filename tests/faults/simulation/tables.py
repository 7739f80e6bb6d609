"""What the server's tables say at the end of a play, in the words of the recount."""

import uuid
from collections import defaultdict
from datetime import date
from typing import Any

from tests.faults.simulation import cast
from tests.faults.simulation.ledger import Key
from tests.faults.simulation.stage import Stage
from tests.recount import Recount

MODES = ("door", "gate", "phone", "point", "counter")
# which of day, area, organisation, mode, outcome a grain keeps, by its number
GRAINS = {
    1: (0, 1, 1, 0, 1),
    2: (0, 1, 1, 1, 0),
    3: (1, 1, 0, 0, 1),
    4: (1, 1, 1, 1, 1),
    5: (0, 1, 0, 0, 1),
    6: (0, 0, 1, 0, 1),
}
FULL = 4
_COUNTS = "records, assists, uniques, unchecked, in_use"
_CELL = "day, area_id, organisation_id, mode, outcome_id"
_RECORD = (
    "record_id, person_id, op_id, rev, area_id, mode, outcome_id, happened_at, eff, day, organisation_id, bits,"
    " phone_key, claimed_at, household, revisit_on, note, review_void, review_reason, review_seen_rev"
)
_DERIVED = {"record": _RECORD, "claim": "*", "rollup": f"grain, {_CELL}, {_COUNTS}"}
_AREAS, _OUTCOMES = tuple(cast.AREAS), tuple(cast.OUTCOMES)
Cells = dict[tuple[Any, ...], tuple[int, ...]]


def text(value: bytes) -> str:
    """A UUID as the wire spells it."""
    return str(uuid.UUID(bytes=value))


def derived(stage: Stage) -> dict[str, list[Any]]:
    """Everything that is made from the ops but the order in which they came."""
    found: dict[str, list[Any]] = {}
    for table, columns in _DERIVED.items():
        rows = [
            row for row in stage.rows.execute(f"SELECT {columns} FROM {table}") if table != "rollup" or any(row[6:])
        ]
        found[table] = sorted(rows, key=repr)
    return found


def _spelled(day: int, area: int, unit: int, mode: int, outcome: int) -> tuple[Any, ...]:
    return (
        date.fromordinal(date(1970, 1, 1).toordinal() + day).isoformat() if day else None,
        _AREAS[area - 1] if area else None,
        cast.UNITS[unit - 1] if unit else None,
        MODES[mode - 1] if mode else None,
        _OUTCOMES[outcome - 1] if outcome else None,
    )


def rollups(stage: Stage) -> Cells:
    """Counts by grain and cell that are not all nothing."""
    rows = stage.rows.execute(f"SELECT grain, {_CELL}, {_COUNTS} FROM rollup")
    return {(grain, *_spelled(*rest[:5])): tuple(rest[5:]) for grain, *rest in rows if any(rest[5:])}


def logged(stage: Stage) -> Cells:
    """The sum of the log of changes, as cells of the full grain."""
    sums = ", ".join(f"sum({name})" for name in _COUNTS.split(", "))
    rows = stage.rows.execute(f"SELECT {_CELL}, {sums} FROM rollup_log GROUP BY {_CELL}")
    return {(FULL, *_spelled(*row[:5])): tuple(row[5:]) for row in rows if any(row[5:])}


def counted(plain: Recount) -> Cells:
    """What the rollups must be."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 5)
    for one in plain.records:
        cell = (one.day, one.area, one.organisation, one.mode, one.outcome)
        for grain, mask in GRAINS.items():
            counts = found[(grain, *(part if shown else None for part, shown in zip(cell, mask, strict=True)))]
            for place, value in enumerate(one.values.values()):
                counts[place] += value
    return {key: tuple(counts) for key, counts in found.items() if any(counts)}


def records(stage: Stage) -> dict[Key, dict[str, Any]]:
    """Every record that is kept, by owner and record id."""
    names = ("person_id", "record_id", "seq", "op_id", "eff", "organisation_id", "bits", "phone_key", "review_void")
    rows = stage.rows.execute(f"SELECT {', '.join(names)} FROM record")
    return {(text(row[0]), text(row[1])): dict(zip(names, row, strict=True)) for row in rows}


def credits(stage: Stage) -> dict[bytes, Key]:
    """The record that has the credit, by phone key: the first claim of each."""
    found: dict[bytes, Key] = {}
    for key, person, record in stage.rows.execute(
        "SELECT phone_key, person_id, record_id FROM claim ORDER BY phone_key, t, tie"
    ):
        found.setdefault(key, (text(person), text(record)))
    return found

"""What a period adds: figures now − figures of the last submitted snapshot, place by place. Pure.

Promises: base + increment = now for every measure; a figure that is not known on one side stays unknown, never zero;
a place that is new counts from nothing.
"""

from collections.abc import Mapping
from typing import Any

Measures = dict[str, Any]  # nested by table, place and measure; leaves are whole numbers or None

COUNTED = ("records", "assists", "unique", "unchecked", "unique_in_use", "households_visited", "told")
STATED = ("total", "with_smartphone", "installed", "in_use")


def measures_of(figures: Mapping[str, Any]) -> Measures:
    """The numbers of a report's figures that a later one is compared with."""
    found: Measures = {"total": _counted(figures["total"])}
    for table in ("by_hamlet", "by_commune", "by_organisation"):
        if table in figures:
            found[table] = {row["code"]: _counted(row) for row in figures[table]}
    found["not_installed"] = {row["code"]: row["records"] for row in figures.get("not_installed", ())}
    found["staff"] = {row["group"]: {name: row[name] for name in STATED} for row in figures.get("staff", ())}
    return found


def _counted(row: Mapping[str, Any]) -> Measures:
    counts = {name: row[name] for name in COUNTED if name in row}
    if "official" in row:
        counts["official"] = row["official"]["installed"] if row["official"] else None
    return counts


def above(now: Measures, base: Measures) -> Measures:
    """The increment of `now` above `base`, in the shape of both together."""
    return {name: _difference(now.get(name), base.get(name)) for name in {**base, **now}}


def _difference(now: Any, base: Any) -> Any:
    if isinstance(now, dict) or isinstance(base, dict):
        return above(now or {}, base or {}) if _both(now, base) else _missing(now, base)
    return None if now is None or base is None else now - base


def _both(now: Any, base: Any) -> bool:
    return isinstance(now, dict) and isinstance(base, dict)


def _missing(now: Any, base: Any) -> Measures:
    """A place on one side only: everything is new, or everything is gone."""
    return above(now, nothing(now)) if isinstance(now, dict) else above(nothing(base), base)


def nothing(shape: Measures) -> Measures:
    """The base of a first period: zero everywhere, except for what others publish, which was not nothing."""
    return {
        name: nothing(value) if isinstance(value, dict) else None if name == "official" else 0
        for name, value in shape.items()
    }

"""Sums of statements within one group of people. Pure.

The groups overlap (a member may be staff, a worker a resident), so nothing here adds one group to another; members
are not added at all, since one person may belong to several organisations (Directive R11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

APART = frozenset({"members"})


class Stated(Protocol):
    """What a statement says in numbers."""

    total: int
    with_smartphone: int | None
    installed: int
    in_use: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What the units of one group said together; None where a unit left it open, or where nothing is added."""

    group: str
    units: int
    stated: int
    total: int | None
    with_smartphone: int | None
    installed: int | None
    in_use: int | None


def _all(values: Iterable[int | None]) -> int | None:
    """The sum, None when a part is not known."""
    found = list(values)
    return None if any(one is None for one in found) else sum(one for one in found if one is not None)


def add(group: str, owing: int, statements: Sequence[Any]) -> Sum:
    """The sum of the statements of one group; no statement at all leaves everything open.

    Args:
        owing: units that state this group.
        statements: those that stand, one a unit.
    """
    if group in APART or not statements:
        return Sum(group, owing, len(statements), None, None, None, None)
    return Sum(
        group,
        owing,
        len(statements),
        _all(one.total for one in statements),
        _all(one.with_smartphone for one in statements),
        _all(one.installed for one in statements),
        _all(one.in_use for one in statements),
    )

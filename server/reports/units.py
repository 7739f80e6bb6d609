"""Which units a caller states and reports for: the one scope filter of people, asked about organisations.

A reporter sees the organisation's subtree; a commune the units of its area, itself among them; the district all.
"""

from server.campaign.book import Book, Unit
from server.errors import Problem
from server.people.scope import Scope

LEVELS = {None: "district", 0: "district", 1: "commune", 2: "hamlet"}


def level_of(dictionary: Book, unit: Unit) -> str:
    """`district`, `commune` or `hamlet`: where a unit stands."""
    return LEVELS[None if unit.area_id is None else dictionary.area(unit.area_id).level]


def sees(scope: Scope, unit: Unit) -> bool:
    """Whether a unit is in scope."""
    return (scope.area_ids is None or unit.area_id in scope.area_ids) and (
        scope.organisation_ids is None or unit.id in scope.organisation_ids
    )


def in_scope(dictionary: Book, scope: Scope) -> list[Unit]:
    """The units that a scope sees, in the preset's order."""
    rows = (unit for unit in dictionary.organisations.values() if sees(scope, unit))
    return sorted(rows, key=lambda unit: (unit.position, unit.code))


def named(dictionary: Book, scope: Scope, code: str) -> Unit:
    """The unit of a code.

    Raises:
        Problem: `organisation.unknown`, `organisation.class`, `not_found` when it is out of scope.
    """
    unit = dictionary.organisation_of(code)
    if unit is None:
        raise Problem("organisation.unknown", {"organisation": [code]})
    if not sees(scope, unit):
        raise Problem("not_found")
    if not unit.takes_members:
        raise Problem("organisation.class", {"organisation": [code]})
    return unit


def groups_of(dictionary: Book, unit: Unit) -> tuple[str, ...]:
    """The groups of people that a unit states: its staff by the denominator of its item, and its members."""
    settings = dictionary.settings.get("statements")
    kinds = settings.get("members", []) if isinstance(settings, dict) else []
    staff = str(unit.duties.get("staff") or "none")
    return (*(() if staff == "none" else (staff,)), *(("members",) if unit.kind in kinds else ()))

"""Published figures and targets of a campaign, as a row of totals shows them. Pure: no SQL, no clock.

Figures that somebody published stand beside what was logged and are never added to it. What is not known is None,
never a guess.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from server.totals.pace import expected

DENOMINATORS = ("smartphones", "population", "households")
INSTALLED = "installed"
MEASURES = (*DENOMINATORS, INSTALLED)
SEVERAL = "Cộng từ nhiều nguồn"


@dataclass(frozen=True, slots=True)
class Published:
    value: int
    as_of: date
    source: str
    estimate: bool


_NOTHING: Mapping[str, Published | None] = dict.fromkeys(MEASURES)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of the measure `unique`."""

    value: int
    starts_on: date
    deadline: date


@dataclass(frozen=True)
class Shelf:
    """Figures by (area id, measure), the latest last; targets by (area id, organisation id or None), by deadline."""

    figures: Mapping[tuple[int, str], Sequence[Published]]
    aims: Mapping[tuple[int, int | None], Sequence[Aim]]

    def published(self, area_id: int, measure: str, until: date | None) -> Published | None:
        """The latest figure whose date is not after `until`."""
        for figure in reversed(self.figures.get((area_id, measure), ())):
            if until is None or figure.as_of <= until:
                return figure
        return None

    @cached_property
    def _areas(self) -> frozenset[int]:
        return frozenset(area_id for area_id, _measure in self.figures)

    def all_of(self, area_id: int, until: date | None) -> Mapping[str, Published | None]:
        if area_id not in self._areas:
            return _NOTHING  # most hamlets
        return {measure: self.published(area_id, measure, until) for measure in MEASURES}

    def aim(self, keys: Iterable[tuple[int, int | None]], today: date) -> Aim | None:
        """The target of the first key that has one: the next to fall due, else the last that was."""
        for key in keys:
            aims = self.aims.get(key, ())
            for aim in aims:
                if today <= aim.deadline:
                    return aim
            if aims:
                return aims[-1]
        return None


def _sum(figures: Sequence[Published]) -> Published | None:
    """Several figures as one: as old as its oldest part, an estimate when a part is."""
    if not figures:
        return None
    sources = {figure.source for figure in figures}
    return Published(
        value=sum(figure.value for figure in figures),
        as_of=min(figure.as_of for figure in figures),
        source=sources.pop() if len(sources) == 1 else SEVERAL,
        estimate=any(figure.estimate for figure in figures),
    )


def total_of(
    own: Mapping[str, Published | None], rows: Sequence[Mapping[str, Published | None]]
) -> dict[str, Published | None]:
    """Figures of the total: the area's own, else the sum over the rows that have both numerator and denominator.

    Where no row has an official numerator there is nothing to pair, and what is known of the denominator is summed.
    """
    found = dict(own)
    paired = any(row[INSTALLED] for row in rows)
    for measure in DENOMINATORS:
        if found[measure] is None:
            with_both = [row[measure] for row in rows if row[measure] and (row[INSTALLED] or not paired)]
            found[measure] = _sum([figure for figure in with_both if figure])
    if found[INSTALLED] is None:
        beside = next((one for one in DENOMINATORS if any(row[one] and row[INSTALLED] for row in rows)), None)
        with_both = [row[INSTALLED] for row in rows if row[INSTALLED] and (beside is None or row[beside])]
        found[INSTALLED] = _sum([figure for figure in with_both if figure])
    return found


def shown(figures: Mapping[str, Published | None] | None) -> dict[str, Any]:
    """The wire's fields of a row's figures; all null when the row has no area of its own."""
    fields: dict[str, Any] = {}
    for measure in DENOMINATORS:
        one = figures[measure] if figures else None
        fields[measure] = one and {
            "value": one.value,
            "as_of": one.as_of.isoformat(),
            "source": one.source,
            "estimate": one.estimate,
        }
    one = figures[INSTALLED] if figures else None
    fields["official"] = one and {
        "installed": one.value,
        "as_of": one.as_of.isoformat(),
        "source": one.source,
        "estimate": one.estimate,
    }
    return fields


def aimed(aim: Aim | None, today: date) -> dict[str, Any]:
    """The wire's `target` and `expected_by_now`."""
    if aim is None:
        return {"target": None, "expected_by_now": None}
    return {
        "target": {"value": aim.value, "deadline": aim.deadline.isoformat()},
        "expected_by_now": expected(aim.value, aim.starts_on, aim.deadline, today),
    }

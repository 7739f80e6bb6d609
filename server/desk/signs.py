"""What is unusual about how somebody's records came to be: for a spot check or a call back, never for blocking. Pure.

Nothing here says that a record is wrong: a fair with a help point makes sixty an hour, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
KINDS = ("hour", "numbers", "burst", "night", "elsewhere", "duplicates")


@dataclass(frozen=True, slots=True)
class Visit:
    """One record that counts.

    Attributes:
        eff: effective time, ms; `day`, `hour`: its day (since 1970) and hour in the campaign's zone.
        assigned: whether it lies in the hamlet that its author was given (True when none was).
        number, duplicate: it carries a number; another record has the credit for that number.
        commune: where it lies; 0 for nowhere in particular.
    """

    person: Any
    device: Any
    eff: int
    day: int
    hour: int
    assigned: bool
    number: bool
    duplicate: bool
    commune: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is told; shares are in percent."""

    an_hour: int = 60
    numbers_a_day: int = 30
    burst: int = 10
    burst_minutes: int = 10
    night: int = 3
    night_from: int = 22
    night_until: int = 5
    elsewhere: int = 10
    elsewhere_share: int = 50
    duplicates: int = 10
    duplicates_share: int = 30

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Limits":
        """Those of the campaign's table `signals`, with the above for what it leaves out."""
        return cls(**{name: int(value) for name, value in settings.items() if name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Signal:
    """Something unusual of one person on one day.

    Attributes:
        count: records that it is about, `of` all of that day's (for `numbers` and `duplicates`: those with a number).
        device: for `hour`, the device; else None.
        first, last: effective times that it spans, ms.
    """

    kind: str
    person: Any
    day: int
    count: int
    of: int
    first: int
    last: int
    device: Any = None


def signals(visits: Iterable[Visit], limits: Limits) -> list[Signal]:
    """Everything unusual, in order."""
    return in_order(one for day in _days(visits) for one in _of_day(day, limits))


def signals_by_commune(visits: Iterable[Visit], limits: Limits) -> Iterator[tuple[int, Signal]]:
    """What is unusual about all of them (under 0), and about those of each commune alone."""
    for day in _days(visits):
        whole = _of_day(day, limits)
        yield from ((0, one) for one in whole)
        communes = {visit.commune for visit in day}
        for commune in communes - {0}:
            alone = whole if len(communes) == 1 else _of_day([one for one in day if one.commune == commune], limits)
            yield from ((commune, one) for one in alone)


def _days(visits: Iterable[Visit]) -> Iterator[list[Visit]]:
    """Everybody's days, each in order of time."""
    days: dict[tuple[Any, int], list[Visit]] = defaultdict(list)
    for visit in visits:
        days[visit.person, visit.day].append(visit)
    for day in days.values():
        yield sorted(day, key=lambda visit: visit.eff)


def in_order(found: Iterable[Signal]) -> list[Signal]:
    """The newest day first, then by kind, then the most striking."""
    return sorted(
        found, key=lambda one: (-one.day, KINDS.index(one.kind), -one.count, str(one.person), str(one.device))
    )


def _of_day(visits: list[Visit], limits: Limits) -> list[Signal]:
    found = _hours(visits, limits)
    numbers = [visit for visit in visits if visit.number]
    if len(numbers) > limits.numbers_a_day:
        found.append(_signal("numbers", numbers, len(numbers)))
    if len(visits) >= limits.burst and visits[-1].eff - visits[0].eff <= limits.burst_minutes * MINUTE_MS:
        found.append(_signal("burst", visits, len(visits)))
    night = [visit for visit in visits if visit.hour >= limits.night_from or visit.hour < limits.night_until]
    if len(night) >= limits.night:
        found.append(_signal("night", night, len(visits)))
    away = [visit for visit in visits if not visit.assigned]
    if len(away) >= limits.elsewhere and len(away) * 100 >= limits.elsewhere_share * len(visits):
        found.append(_signal("elsewhere", away, len(visits)))
    again = [visit for visit in numbers if visit.duplicate]
    if len(numbers) >= limits.duplicates and len(again) * 100 >= limits.duplicates_share * len(numbers):
        found.append(_signal("duplicates", again, len(numbers)))
    return found


def _hours(visits: list[Visit], limits: Limits) -> list[Signal]:
    """For each device the fullest sixty minutes, when they hold more than the limit."""
    by_device: dict[Any, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_device[visit.device].append(visit)
    found: list[Signal] = []
    for device, own in by_device.items():
        best: list[Visit] = []
        begin = 0
        for end, visit in enumerate(own, start=1):
            while visit.eff - own[begin].eff >= HOUR_MS:
                begin += 1
            if end - begin > len(best):
                best = own[begin:end]
        if len(best) > limits.an_hour:
            found.append(_signal("hour", best, len(visits), device))
    return found


def _signal(kind: str, about: list[Visit], of: int, device: Any = None) -> Signal:
    first, last = about[0], about[-1]
    return Signal(kind, first.person, first.day, len(about), of, first.eff, last.eff, device)

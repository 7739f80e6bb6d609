"""Days of the worked example that are out of the ordinary, so that those who check find signals. Pure.

One volunteer each: a help point with more than sixty records an hour and many numbers, an evening's round written
down after ten at night, a day's round written down within minutes, numbers that others had logged before, a day
outside the assigned hamlet. None of them need be wrong: what a signal is about is for a person to find out.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from server.upkeep.fieldwork import Entry, Worker

Rounds = Callable[[Worker, int, Random], list[Entry]]
_HOUR, _MINUTE = 3_600_000, 60_000
_REASONS = ("already", "no_smartphone", "owner_absent", "os_old", "refused_other")


def _fair(worker: Worker, begins: int, rng: Random) -> list[Entry]:
    """Sixty-six at a market's help point within fifty minutes, more than thirty with a number."""
    times = sorted(begins + round(rng.uniform(8.25, 9.08) * _HOUR) for _ in range(66))
    return [_logged(worker, at, rng, "point", number=place % 2 == 0) for place, at in enumerate(times)]


def _night(worker: Worker, begins: int, rng: Random) -> list[Entry]:
    """Five houses in the evening, five more after ten."""
    times = [begins + round(hour * _HOUR) for hour in (18.1, 18.4, 18.7, 19.0, 19.2, 22.2, 22.5, 22.7, 23.1, 23.4)]
    return [_logged(worker, at, rng, "door") for at in times]


def _at_once(worker: Worker, begins: int, rng: Random) -> list[Entry]:
    """Twelve houses in eight minutes: logged from a list at home."""
    return [_logged(worker, begins + 20 * _HOUR + place * 40_000, rng, "gate") for place in range(12)]


def _again(worker: Worker, begins: int, rng: Random) -> list[Entry]:
    """Sixteen numbers, every second of which was helped with before."""
    earlier = list(worker.town.helped.get(worker.member.area, []))[:8]
    entries = [
        _logged(worker, begins + 8 * _HOUR + place * 30 * _MINUTE, rng, "door", number=True) for place in range(16)
    ]
    for entry, number in zip(entries[::2], earlier, strict=False):
        entry.number = number
    return entries


def _elsewhere(worker: Worker, begins: int, rng: Random) -> list[Entry]:
    """Fourteen houses, twelve of them in another hamlet of the commune."""
    others = [code for code in worker.hamlets if code != worker.member.hamlet] or worker.hamlets
    entries = [_logged(worker, begins + 8 * _HOUR + place * 25 * _MINUTE, rng, "door") for place in range(14)]
    for entry in entries[:12]:
        entry.body["area"] = others[0]
    return entries


def _logged(worker: Worker, at: int, rng: Random, mode: str, number: bool = False) -> Entry:
    """One phone; with a number it is installed and used, else that or a reason why not."""
    done = number or rng.random() < 0.5
    area = worker.member.hamlet or worker.member.area
    body = {"area": area, "mode": mode, "outcome": "ok_installed_used" if done else rng.choice(_REASONS)}
    entry = Entry(at, worker.id_at(at), 1, body)
    if number:
        entry.number, entry.body["consent"] = worker.number(), worker.town.consent
    return entry


_PLANS: tuple[tuple[int, Rounds], ...] = ((6, _fair), (7, _night), (5, _at_once), (8, _again), (6, _elsewhere))


class Signs:
    """Who has which day out of the ordinary.

    Args:
        workers: by their place among the people; those in `silent` are passed over.
    """

    def __init__(self, workers: Sequence[tuple[int, Worker]], silent: set[int]):
        able = [(place, one) for place, one in workers if place not in silent and one.member.role == "volunteer"]
        self.plans = dict(_assigned(able))

    def days(self) -> dict[int, tuple[int, bool]]:
        """By the place of the person: the day, and whether its records are few enough to check them all."""
        return {place: (day, rounds is not _fair) for place, (day, rounds) in self.plans.items()}

    def round(self, place: int, number: int, worker: Worker, begins: int) -> list[Entry] | None:
        """The entries of a day that is out of the ordinary; None: it is a day like others."""
        day, rounds = self.plans.get(place, (0, None))
        if rounds is None or day != number:
            return None
        return sorted(
            rounds(worker, begins, Random(f"{place} {number}")),  # noqa: S311  the same example each time
            key=lambda entry: entry.at,
        )


def _assigned(able: Sequence[tuple[int, Worker]]) -> Iterator[tuple[int, tuple[int, Rounds]]]:
    """Every sixth of them has a day; the one outside the assigned hamlet must have one, and another beside it."""
    taken: set[int] = set()
    for nth, (day, rounds) in enumerate(_PLANS):
        fits = [
            place
            for place, one in [*able[nth * 6 :], *able]
            if place not in taken and (rounds is not _elsewhere or (one.member.hamlet and len(one.hamlets) > 1))
        ]
        if fits:
            taken.add(fits[0])
            yield fits[0], (day, rounds)

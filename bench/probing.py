"""`python -m bench.probing [--pairs N] [--database sqlite|postgresql]`: does the time of an answer tell what is known?

Pairs of calls in drawn order, one about something that is known and one about something that is not: a push of one op
with a number that somebody else has logged before (once, or a hundred times), or with a new one; a sign-in with a name
that exists or does not.
Calls go straight into the application, without a network that would blur them. Prints medians, the difference with its
95 % interval (bootstrap over pairs), Mann-Whitney's p, and how often one call alone would be told right (0.5: never).
A control shows that a difference there is would be seen. Nothing is asserted: a busy machine blurs, and never sharpens.
"""

import argparse
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import orjson
from sqlalchemy import delete

from bench.push import machine
from server.database import writing
from server.people.models import LoginAttempt
from tests.batches import batch, new_id, push, put
from tests.entry import sign_in, with_password
from tests.fuzz.databases import database
from tests.site import Caller, Site

Timed = Callable[[bool, int], float]
_BOOTSTRAPS = 2_000


@dataclass(frozen=True)
class Told:
    """What the times of two kinds of call say; all times in seconds."""

    known: list[float]
    unknown: list[float]

    def lines(self, what: str, chance: Random) -> str:
        pairs = [a - b for a, b in zip(self.known, self.unknown, strict=True)]
        low, high = (end * 1000 for end in _interval(pairs, chance))
        right, p = mann_whitney(self.known, self.unknown)
        return (
            f"{what}, {len(pairs)} pairs\n"
            f"  medians          {statistics.median(self.known) * 1000:.3f} and"
            f" {statistics.median(self.unknown) * 1000:.3f} ms\n"
            f"  difference       {statistics.median(pairs) * 1000:+8.3f} ms  (95 %: {low:+.3f} … {high:+.3f})\n"
            f"  one call is told right {max(right, 1 - right):.3f} of the time; Mann-Whitney p = {p:.2g}"
        )


def mann_whitney(first: list[float], second: list[float]) -> tuple[float, float]:
    """How often one of the first is the larger, and the two-sided p of there being no difference (normal, large n)."""
    n, m = len(first), len(second)
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum((at + 1 + end) / 2 for _, which in ranked[at:end] if which == 0)
        at = end
    larger = total - n * (n + 1) / 2
    z = (larger - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return larger / (n * m), math.erfc(abs(z) / math.sqrt(2))


def _interval(pairs: list[float], chance: Random) -> tuple[float, float]:
    """The middle 95 % of medians of pairs drawn again."""
    medians = sorted(statistics.median(chance.choices(pairs, k=len(pairs))) for _ in range(_BOOTSTRAPS))
    return medians[int(_BOOTSTRAPS * 0.025)], medians[int(_BOOTSTRAPS * 0.975)]


def measure(timed: Timed, pairs: int, chance: Random) -> Told:
    """Both calls of each pair in drawn order, so that what slows the machine meets both alike."""
    told = Told([], [])
    for index in range(-pairs // 20, pairs):
        order = [True, False] if chance.random() < 0.5 else [False, True]
        for known in order:
            seconds = timed(known, index)
            if index >= 0:  # the first ones warm up
                (told.known if known else told.unknown).append(seconds)
    return told


def numbers(site: Site, pairs: int) -> Timed:
    """Pushes of one op; each known number was logged once by somebody else, and is tried once."""
    first, prober = site.person("volunteer", name="Chị A."), site.person("volunteer", name="Anh B.")
    warm = pairs // 20
    for begin in range(-warm, pairs, 200):
        push(first, *(put(caller=first, number=_known(n)) for n in range(begin, min(begin + 200, pairs))))

    def timed(known: bool, index: int) -> float:
        op = put(new_id(), caller=prober, number=_known(index) if known else _unknown(index))
        body = orjson.dumps(batch(op))
        return _time(prober, body)

    return timed


def crowded(site: Site) -> Timed:
    """As `numbers`, with numbers that a hundred records have each; a known one is tried ten times."""
    first, prober = site.person("volunteer", name="Chị D."), site.person("volunteer", name="Anh E.")
    made: set[int] = set()

    def timed(known: bool, index: int) -> float:
        which = index // 10
        if which not in made:
            made.add(which)
            push(first, *(put(caller=first, number=f"+8496{2_000_000 + which}") for _ in range(100)))
        number = f"+8496{2_000_000 + which}" if known else f"+8494{2_000_000 + index}"
        return _time(prober, orjson.dumps(batch(put(new_id(), caller=prober, number=number))))

    return timed


def control(site: Site) -> Timed:
    """Pushes with a new number or with none, which take longer for everybody to see: that this would show."""
    prober = site.person("volunteer", name="Anh C.")

    def timed(known: bool, index: int) -> float:
        op = put(new_id(), caller=prober, number=f"+8497{2_000_000 + index}") if known else put(new_id())
        return _time(prober, orjson.dumps(batch(op)))

    return timed


def _time(prober: Caller, body: bytes) -> float:
    began = time.perf_counter()
    answer = prober.call("POST", "/sync/push", data=body, content_type="application/json")
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, answer.text
    return seconds


def _known(index: int) -> str:
    return f"+8491{2_000_000 + index}"


def _unknown(index: int) -> str:
    return f"+8498{2_000_000 + index}"


def names(site: Site) -> Timed:
    """Sign-ins with a wrong password; waits are forgotten in between."""
    with_password(site.person("district"), "huyen")

    def timed(known: bool, index: int) -> float:
        with writing() as session:
            session.execute(delete(LoginAttempt))
        began = time.perf_counter()
        answer = sign_in(site, "huyen" if known else "khong", f"sai-mat-khau-{index}")
        seconds = time.perf_counter() - began
        assert answer.status_code == 401, answer.text
        return seconds

    return timed


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.probing", description=__doc__)
    options.add_argument("--pairs", type=int, default=2_000, help="of pushes; a tenth of it of sign-ins")
    options.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    chosen = options.parse_args()
    print(machine().partition("\n")[0], flush=True)
    for kind in [chosen.database] if chosen.database else ["sqlite", "postgresql"]:
        chance = Random(1)
        with database(kind) as (folder, url), Site.make(folder, url) as site:
            pushed = measure(numbers(site, chosen.pairs), chosen.pairs, chance)
            many = measure(crowded(site), chosen.pairs // 10, chance)
            seen = measure(control(site), chosen.pairs // 10, chance)
            signed = measure(names(site), chosen.pairs // 10, chance)
        print(f"\n{kind}\n{pushed.lines('push of a known number, or a new one', chance)}", flush=True)
        print(many.lines("push of a number that a hundred records have, or a new one", chance), flush=True)
        print(signed.lines("sign-in with a known name, or an unknown one", chance), flush=True)
        print(seen.lines("control: push with a number, or without one", chance), flush=True)


if __name__ == "__main__":
    main()

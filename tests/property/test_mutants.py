"""The negative control: each of these mistakes in the product's own code is caught by the properties of counting."""

import hashlib
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.sync import counting, intake, winner
from tests.property.drafts import Draft, arrivals, correcting, renumbering, reviewing, several
from tests.property.world import World
from tests.site import Site

Patch = pytest.MonkeyPatch
_arrived: dict[bytes, int] = {}


def arrival(name: bytes) -> int:
    return _arrived.setdefault(name, len(_arrived))


def first_come_first_credited(patch: Patch) -> None:
    def credited(claims: Any) -> Any:
        claims = list(claims)
        order = [(arrival(claim.person_id + claim.record_id), claim) for claim in claims]
        return (min(order)[1], any(claim.success for claim in claims)) if claims else None

    patch.setattr(counting, "credited", credited)
    # the credit is the first row of a phone's claims: that order, too, is that of arrival
    real = counting.Claim

    def claim(t: int, tie: bytes, person: bytes, record: bytes, *more: Any) -> Any:
        return real(arrival(person + record), tie, person, record, *more)

    patch.setattr(counting, "Claim", claim)


def last_arrival_wins(patch: Patch) -> None:
    def state_of(puts: Any, reviews: Any, covers: Any) -> Any:
        # new ops stand before those of history
        for put in sorted(puts, key=lambda put: -arrival(b"op" + put.order[2])):
            arrival(b"op" + put.order[2])
        latest = sorted(puts, key=lambda put: arrival(b"op" + put.order[2]))
        patch.setattr(winner, "by_order", lambda fact: latest.index(fact) if fact in latest else 0)
        return winner.state_of(puts, reviews, covers)

    patch.setattr(counting, "state_of", state_of)


def old_phone_key_forgotten_on_a_correction(patch: Patch) -> None:
    real = counting.kept_of

    def kept_of(row: Any) -> Any:
        name, kept = real(row)
        kept.claimed_at = None
        return name, kept

    patch.setattr(counting, "kept_of", kept_of)


def void_ignored(patch: Patch) -> None:
    patch.setattr(counting, "MARK_VOID", 0)


def tie_break_dropped(patch: Patch) -> None:
    # not keyed by the phone: ids could be ground to win
    patch.setattr(counting, "tie_break", lambda _key, person, record: hashlib.sha256(person + record).digest())


def eff_taken_from_the_winner(patch: Patch) -> None:
    patch.setattr(winner, "base_of", lambda puts: puts[-1])


def organisation_taken_from_the_session(patch: Patch) -> None:
    patch.setattr(intake, "standing_at", lambda ever, _at: ever[-1].standing if ever else None)


def reviews_not_looked_up_for_new_records(patch: Patch) -> None:
    real = counting.from_history

    def from_history(rules: Any, row: Any) -> Any:
        name, fact = real(rules, row)
        return (b"", b"") if isinstance(fact, winner.Review) else name, fact

    patch.setattr(counting, "from_history", from_history)


def kept_number_not_kept(patch: Patch) -> None:
    def carry(puts: Any) -> None:
        for put in puts:
            put.carried = put.number

    patch.setattr(winner, "carry_numbers", carry)


def claim_timed_by_the_first_help_of_all(patch: Patch) -> None:
    patch.setattr(winner, "claimed_at", lambda puts, _number: next(put.eff for put in puts if put.helps))


# each with the histories that provoke it soonest
MUTANTS: dict[Callable[[Patch], None], st.SearchStrategy[list[Draft]]] = {
    first_come_first_credited: several,
    last_arrival_wins: several,
    old_phone_key_forgotten_on_a_correction: correcting,
    void_ignored: several,
    tie_break_dropped: several,
    eff_taken_from_the_winner: several,
    organisation_taken_from_the_session: several,
    reviews_not_looked_up_for_new_records: reviewing,
    kept_number_not_kept: correcting,
    claim_timed_by_the_first_help_of_all: renumbering,
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_mistake_is_caught(shared: Site, mutant: Callable[[Patch], None]):
    _arrived.clear()

    @settings(
        max_examples=400, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data(), drafts=MUTANTS[mutant])
    def holds(data: st.DataObject, drafts: list) -> None:
        _arrived.clear()
        world = World.make(shared)
        ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
        for _ in world.arrive(ops, drafts, data.draw(arrivals(len(drafts)))):
            pass
        world.check()

    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        with pytest.raises((AssertionError, sqlite3.IntegrityError, psycopg.IntegrityError)):
            holds()
    _arrived.clear()

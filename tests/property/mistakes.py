"""Mistakes that the counting could have, one each: whoever holds it against its rules must see them."""

import hashlib
from typing import Any

import pytest

from server.sync import counting, intake, winner

Patch = pytest.MonkeyPatch
_arrived: dict[bytes, int] = {}


def forget_arrivals() -> None:
    _arrived.clear()


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

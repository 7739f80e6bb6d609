"""Whose help a phone counts for (protocol.md §4).

Pure. Promises: one phone has one credit, given by the set of claims alone; the tie-break is keyed by the phone, so
ids cannot be ground to win.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from server.sync.rollup import Cell


class Claim(NamedTuple):
    """An eligible record's claim on its number; the least claim of a phone is its credit.

    Attributes:
        t: effective time of the record's first helping put that carries the number, ms.
        tie: `tie_break` of phone, person and record.
        cell: where the record counts.
        success: the record's outcome is of the group success.
    """

    t: int
    tie: bytes
    person_id: bytes
    record_id: bytes
    cell: Cell
    success: bool


def tie_break(phone_key: bytes, person_id: bytes, record_id: bytes) -> bytes:
    """SHA-256 of the phone's key (32 bytes), the person and the record (16 bytes each)."""
    return hashlib.sha256(phone_key + person_id + record_id).digest()


def rank(claim: Claim) -> tuple[int, bytes]:
    """What claims are compared by: the time, then the tie-break as unsigned bytes."""
    return claim.t, claim.tie


def credited(claims: Iterable[Claim]) -> tuple[Claim, bool] | None:
    """The claim that takes the credit, and whether the phone is in use (any of its claims is a success)."""
    claims = list(claims)
    if not claims:
        return None
    return min(claims, key=rank), any(claim.success for claim in claims)

"""What the set of a record's ops makes of the record (protocol.md §4).

Pure: the same set gives the same state, in whatever order it arrived. Ops are ordered by `(rev, hash, op_id)`, never
by time of arrival. Whether a membership covers an area is asked of `covers`, so areas stay out of here.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

HELPING = frozenset({"success", "partial"})
REVISITABLE = frozenset({"partial", "blocked", "revisit"})
LOGGERS = frozenset({"volunteer", "teller"})
REVIEWERS = frozenset({"commune", "district", "admin"})

Order = tuple[int, bytes, bytes]  # rev, hash, op_id


class Standing(NamedTuple):
    """The membership that an op's effective time selects; stored with the op and never looked up again."""

    role: str
    organisation_id: int | None
    area_id: int


Covers = Callable[[int, int, str], bool]  # membership's area, other area, role


class Put(msgspec.Struct, gc=False):
    """A record.put as the counting sees it.

    Attributes:
        eff: effective time, ms; `day` is its day in the campaign's zone, in days since 1970.
        helps: not void and of a group that helps; `success`: its group is success.
        keep: it keeps the number of the greatest lower put; `number` is the one that it brings itself.
        carried: the number after `keep` has been resolved over the set.
        content: what lists show of it besides (note, household …), for whoever stores the winner.
    """

    order: Order
    eff: int
    day: int
    happened_at: int
    helps: bool
    success: bool
    void: bool
    keep: bool
    number: bytes | None
    area_id: int
    mode: int
    outcome_id: int
    standing: Standing | None
    content: Any = None
    carried: bytes | None = None


class Review(msgspec.Struct, gc=False):
    """A review.put: its reviewer's standing decides whether it competes."""

    order: Order
    void: bool
    standing: Standing | None
    content: Any = None


class State(msgspec.Struct, gc=False):
    """What a record is now.

    Attributes:
        winner: the put whose area, mode, outcome, number, household and void stand.
        base: the put that gives `eff`, day and organisation.
        counts: the membership at `eff` covers the winner's area; else it is shown and is in no figure.
        is_record: it counts and is neither withdrawn nor voided; eligible: it helps, too.
        claimed_at: t of its claim on the winner's number; None when it has none.
        several: more than one op names it.
    """

    winner: Put
    base: Put
    review: Review | None
    counts: bool
    is_record: bool
    eligible: bool
    claimed_at: int | None
    several: bool


def by_order(one: Put | Review) -> Order:
    return one.order


def carry_numbers(puts: Sequence[Put]) -> None:
    """Resolves `keep_number` over the puts of one record, which stand in their order."""
    number: bytes | None = None
    for put in puts:
        if not put.keep:
            number = put.number
        put.carried = number


def base_of(puts: Sequence[Put]) -> Put:
    """The first helping put when the winner (the last) helps, else the first of all."""
    if puts[-1].helps:
        for put in puts:
            if put.helps:
                return put
    return puts[0]


def claimed_at(puts: Sequence[Put], number: bytes) -> int | None:
    """Effective time of the first helping put that carries the number."""
    for put in puts:
        if put.helps and put.carried == number:
            return put.eff
    return None


def may_log(standing: Standing | None, area_id: int, covers: Covers) -> bool:
    """Whether a put under this membership counts in the area."""
    return standing is not None and standing.role in LOGGERS and covers(standing.area_id, area_id, standing.role)


def may_review(standing: Standing | None, area_id: int, covers: Covers) -> bool:
    """Whether a review under this membership competes for a record of the area."""
    return standing is not None and standing.role in REVIEWERS and covers(standing.area_id, area_id, standing.role)


def review_of(reviews: Iterable[Review], area_id: int, covers: Covers) -> Review | None:
    """The greatest of the reviews that compete."""
    competing = [review for review in reviews if may_review(review.standing, area_id, covers)]
    return max(competing, key=by_order, default=None)


def state_of(puts: Sequence[Put], reviews: Sequence[Review], covers: Covers) -> State:
    """The state of a record from all of its puts (one or more) and reviews, in any order."""
    if len(puts) > 1:
        puts = sorted(puts, key=by_order)
    carry_numbers(puts)
    winner = puts[-1]
    base = base_of(puts)
    review = review_of(reviews, winner.area_id, covers) if reviews else None
    counts = may_log(base.standing, winner.area_id, covers)
    is_record = counts and not winner.void and not (review is not None and review.void)
    eligible = is_record and winner.helps
    number = winner.carried
    return State(
        winner=winner,
        base=base,
        review=review,
        counts=counts,
        is_record=is_record,
        eligible=eligible,
        claimed_at=claimed_at(puts, number) if eligible and number is not None else None,
        several=len(puts) + len(reviews) > 1,
    )

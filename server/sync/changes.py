"""What the ops between two seqs made of the records that they name, record by record.

Rests on the stored ops alone: a record's state at a seq is that of its ops up to it. Promises: the counts before, plus
what all changes say, are the counts after; a constant amount in memory, whatever changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from server.sync import counting, store
from server.sync.bulk import Bulk
from server.sync.rules import Rules
from server.sync.winner import Put, Review, State, state_of

LATE, NEW, CORRECTED, VOIDED = "late", "new", "corrected", "voided"
PARTS = (LATE, NEW, CORRECTED, VOIDED)
_CHUNK = 500

Fact = tuple[int, Put | Review]  # seq


@dataclass(frozen=True, slots=True)
class Side:
    """Where a record counts, and as what."""

    area_id: int
    organisation_id: int | None
    outcome_id: int
    assist: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A record that counts otherwise after than before.

    Attributes:
        seq: of the last op that names it, up to now.
        part: `late` (happened before the first moment, came after it), `new`, `corrected`, `voided`.
        eff: effective time in the later state (in the earlier one for what no longer counts), ms.
    """

    seq: int
    record_id: bytes
    person_id: bytes
    part: str
    eff: int
    before: Side | None
    after: Side | None


def changes(
    bulk: Bulk, campaign_id: int, rules: Rules, *, first: int, last: int, moment: int, beyond: int = 0
) -> Iterator[Change]:
    """Changes from the state at seq `first` to that at seq `last`, in order of the records' own last seq.

    Args:
        moment: the instant of the earlier state (ms): what happened before it and came after it is late.
        beyond: begin after the record with this seq.
    """
    names = bulk.stream(
        "SELECT {u:record_id}, {u:person_id}, seq FROM record WHERE campaign_id = ? AND seq > ? ORDER BY seq",
        campaign_id,
        max(first, beyond),
    )
    while chunk := list(islice(names, _CHUNK)):
        facts = _facts(bulk, campaign_id, rules, chunk)
        for record_id, person_id, seq in chunk:
            found = _change(rules, facts[record_id, person_id], first, last, moment)
            if found is not None:
                part, eff, before, after = found
                yield Change(seq, record_id, person_id, part, eff, before, after)


def _facts(bulk: Bulk, campaign_id: int, rules: Rules, chunk: list[Any]) -> dict[counting.Name, list[Fact]]:
    facts: dict[counting.Name, list[Fact]] = {(record_id, person_id): [] for record_id, person_id, _ in chunk}
    rows = bulk.rows(
        f"SELECT {store.HISTORY}, seq FROM op {{by:ix_op_record}} WHERE campaign_id = ? AND record_id IN {{ids}}",
        campaign_id,
        ids=list({record_id for record_id, _, _ in chunk}),
    )
    for row in rows:
        name, fact = counting.from_history(rules, row[:-1])
        if name in facts:
            facts[name].append((row[-1], fact))
    return facts


def _change(
    rules: Rules, facts: list[Fact], first: int, last: int, moment: int
) -> tuple[str, int, Side | None, Side | None] | None:
    known = any(seq <= first and isinstance(fact, Put) for seq, fact in facts)
    # the earlier state is read out before the later one is made: numbers are carried in the puts themselves
    before, began = _side(_state(rules, facts, first))
    after, ended = _side(_state(rules, facts, last))
    if before == after:
        return None
    if after is None:
        return VOIDED, began, before, None
    if before is not None or known:
        return CORRECTED, ended, before, after
    return (LATE if ended < moment else NEW), ended, None, after


def _state(rules: Rules, facts: list[Fact], upto: int) -> State | None:
    puts = [fact for seq, fact in facts if seq <= upto and isinstance(fact, Put)]
    if not puts:
        return None
    reviews = [fact for seq, fact in facts if seq <= upto and isinstance(fact, Review)]
    return state_of(puts, reviews, rules.covers)


def _side(state: State | None) -> tuple[Side | None, int]:
    if state is None or not state.is_record:
        return None, 0
    winner = state.winner
    organisation = counting.organisation_of(state)
    return Side(winner.area_id, organisation, winner.outcome_id, state.eligible), state.base.eff

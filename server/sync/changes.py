"""What the ops between two seqs made of the records that they name, record by record or counted.

Rests on the stored ops: a record's state at a seq is that of its ops up to it. Most records came within the span and
have not changed after it: their rows tell as much. Of those with a single op the database counts (`arrivals`). Of the
others `steps` tells what each op made of them, for whoever keeps that. Promises: the counts before, plus what all
changes say, are the counts after; a constant amount in memory, whatever changed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from server.sync import counting, store
from server.sync.bulk import Bulk
from server.sync.models import KIND_PUT, RECORD_ELIGIBLE, RECORD_ERASED, RECORD_SEVERAL, RECORD_STANDS
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
class Step:
    """What an op made of a record that more than one op names, or that was erased.

    Attributes:
        came: seq of the record's first put: its first step.
        before, after: where it counted, and counts; None: in no figure.
        began, ended: effective time of the two, ms; 0 where it was in no figure.
    """

    seq: int
    came: int
    record_id: bytes
    person_id: bytes
    before: Side | None
    began: int
    after: Side | None
    ended: int


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


@dataclass(frozen=True, slots=True)
class Span:
    """From the state at one seq to that at another.

    Attributes:
        moment: the instant of the earlier state (ms): what happened before it and came after it is late.
    """

    first: int
    last: int
    moment: int

    @property
    def from_nothing(self) -> bool:
        """Whether it begins before everything: then all that stands at its end is new."""
        return self.first == 0 and self.moment == 0


def arrivals(bulk: Bulk, campaign_id: int, span: Span) -> list[tuple[str, Side, int]]:
    """How many records came within a span by their only op and stand, by part and by where they count."""
    rows = bulk.rows(
        "SELECT CASE WHEN eff < ? THEN 1 ELSE 0 END, area_id, organisation_id, outcome_id, bits & ?, count(*)"
        " FROM record {by:uq_record_seq}"
        " WHERE campaign_id = ? AND seq > ? AND seq <= ? AND bits & ? = ? GROUP BY 1, 2, 3, 4, 5",
        span.moment, RECORD_ELIGIBLE, campaign_id, span.first, span.last, RECORD_STANDS | _OTHERS, RECORD_STANDS,
    )  # fmt: skip
    return [(LATE if late else NEW, _side_of(where, assist), count) for late, *where, assist, count in rows]


def arrivals_before(
    bulk: Bulk, campaign_id: int, span: Span, day: int, areas: Collection[int]
) -> list[tuple[Side, int]]:
    """Of `arrivals` those in some areas that happened on a day (since 1970) before the span's moment."""
    listed = ",".join(str(int(one)) for one in sorted(areas)) or "NULL"
    rows = bulk.rows(
        "SELECT area_id, organisation_id, outcome_id, bits & ?, count(*) FROM record {by:ix_record_area}"
        f" WHERE campaign_id = ? AND area_id IN ({listed}) AND day = ? AND eff < ? AND seq > ? AND seq <= ?"
        " AND bits & ? = ? GROUP BY 1, 2, 3, 4",
        RECORD_ELIGIBLE, campaign_id, day, span.moment, span.first, span.last, RECORD_STANDS | _OTHERS, RECORD_STANDS,
    )  # fmt: skip
    return [(_side_of(where, assist), count) for *where, assist, count in rows]


def changes(
    bulk: Bulk,
    campaign_id: int,
    rules: Rules,
    span: Span,
    part: str | None = None,
    areas: Collection[int] | None = None,
    beyond: int = 0,
    by_place: bool = False,
) -> Iterator[Change]:
    """Changes of records over a span, in order of the records' own last seq.

    Args:
        part: leave out most of what belongs to another; None: leave out what `arrivals` counts.
        areas: leave out most of what counts elsewhere at both ends.
        beyond: begin after the record with this seq.
        by_place: look for arrivals in the areas instead of along the seqs: soon where few records lie. For a span up
            to the head.
    """
    if span.from_nothing and part not in (None, NEW):
        return
    index, wanted = _wanted(part, areas, span)
    if by_place and index == "uq_record_seq":
        index = "ix_record_area"
        wanted = f"{_came(part, areas, span)} AND day {'<=' if part == LATE else '>='} {int(rules.day(span.moment))}"
    columns = f"{{u:record_id}}, {{u:person_id}}, seq, {_by_ops(span)}, eff, bits, area_id, organisation_id, outcome_id"
    rows = bulk.stream(
        f"SELECT {columns} FROM record {{by:{index}}} WHERE campaign_id = ? AND seq > ? AND {wanted} ORDER BY seq",
        campaign_id,
        max(span.first, beyond),
    )
    if part is None:
        once = [(*name, seq, True, 0, 0, 0, 0, 0) for *name, seq, several in _erased(bulk, campaign_id, span.first)
                if not several]  # fmt: skip
        rows = chain(rows, once)
    while chunk := list(islice(rows, _CHUNK)):
        facts = _facts(bulk, campaign_id, rules, [(row[0], row[1]) for row in chunk if row[3]])
        for record_id, person_id, seq, by_ops, eff, bits, *where in chunk:
            if by_ops:
                found = _change(rules, facts[record_id, person_id], span.first, span.last, span.moment)
            elif bits & RECORD_STANDS:
                after = _side_of(where, bits & RECORD_ELIGIBLE)
                found = (LATE if eff < span.moment else NEW), eff, None, after
            else:
                found = None
            if found is not None:
                yield Change(seq, record_id, person_id, *found)


def _side_of(where: list[Any], assist: int) -> Side:
    area_id, organisation_id, outcome_id = where
    return Side(area_id, organisation_id, outcome_id, bool(assist))


_SEVERAL = f"(bits & {RECORD_SEVERAL}) <> 0"  # the very words of its index
_OTHERS = RECORD_SEVERAL | RECORD_ERASED  # the seq of an erased record is that of its erasure, which is no op


def _erased(bulk: Bulk, campaign_id: int, after: int) -> list[tuple[bytes, bytes, int, bool]]:
    """(record, person, seq, has several ops) of records that were erased after a seq, or have changed since."""
    rows = bulk.rows(
        "SELECT DISTINCT {u:r.record_id}, {u:r.person_id}, r.seq, r.bits FROM departure d JOIN record r"
        " ON r.campaign_id = d.campaign_id AND r.record_id = d.record_id AND r.person_id = d.person_id"
        f" WHERE d.campaign_id = ? AND d.seq > ? AND r.bits & {RECORD_ERASED} <> 0",
        campaign_id,
        after,
    )
    return [(record_id, person_id, seq, bool(bits & RECORD_SEVERAL)) for record_id, person_id, seq, bits in rows]


def _by_ops(span: Span) -> str:
    """Whether a record's row does not tell what became of it: it was there before, or has changed since; as SQL."""
    return (
        f"(bits & {_OTHERS} <> 0 AND (seq > {int(span.last)} OR bits & {RECORD_ERASED} <> 0 OR EXISTS ("
        "SELECT 1 FROM op o {by:ix_op_record} WHERE o.campaign_id = record.campaign_id"
        " AND o.record_id = record.record_id AND o.owner_id = record.person_id"
        f" AND o.kind = {KIND_PUT} AND o.seq <= {int(span.first)})))"
    )


def _wanted(part: str | None, areas: Collection[int] | None, span: Span) -> tuple[str, str]:
    """The index by which to look for records that may have changed as is asked for, and which they are, as SQL."""
    if part not in (LATE, NEW):
        return "ix_record_several", _SEVERAL
    return "uq_record_seq", f"((bits & {_OTHERS} <> 0 AND seq > {int(span.last)}) OR ({_came(part, areas, span)}))"


def _came(part: str | None, areas: Collection[int] | None, span: Span) -> str:
    """Records that were last named within the span and stand, by when they happened and where, as SQL."""
    came = f"seq <= {int(span.last)} AND bits & {RECORD_STANDS} <> 0"
    came += f" AND eff {'<' if part == LATE else '>='} {int(span.moment)}"
    if areas is not None:
        came += f" AND area_id IN ({','.join(str(int(one)) for one in sorted(areas)) or 'NULL'})"
    return came


def steps(bulk: Bulk, campaign_id: int, rules: Rules, after: int) -> Iterator[Step]:
    """All steps of the records that have several ops or were erased, and have changed after a seq."""
    several = bulk.stream(
        f"SELECT {{u:record_id}}, {{u:person_id}} FROM record {{by:ix_record_several}}"
        f" WHERE campaign_id = ? AND seq > ? AND {_SEVERAL} ORDER BY seq",
        campaign_id,
        after,
    )
    once = [(record_id, person_id) for record_id, person_id, _, many in _erased(bulk, campaign_id, after) if not many]
    changed = chain(several, once)
    while chunk := list(islice(changed, _CHUNK)):
        for name, facts in _facts(bulk, campaign_id, rules, chunk).items():
            yield from _steps(rules, name, facts)


def _steps(rules: Rules, name: counting.Name, facts: list[Fact]) -> Iterator[Step]:
    came = min((seq for seq, fact in facts if isinstance(fact, Put)), default=None)
    before, began = None, 0
    for seq in sorted(seq for seq, _ in facts if came is not None and seq >= came):
        after, ended = _side(_state(rules, facts, seq))
        yield Step(seq, came or 0, *name, before, began, after, ended)
        before, began = after, ended


def _facts(bulk: Bulk, campaign_id: int, rules: Rules, names: list[counting.Name]) -> dict[counting.Name, list[Fact]]:
    facts: dict[counting.Name, list[Fact]] = {name: [] for name in names}
    if not names:
        return facts
    rows = bulk.rows(
        f"SELECT {store.HISTORY}, seq FROM op {{by:ix_op_record}} WHERE campaign_id = ? AND record_id IN {{ids}}",
        campaign_id,
        ids=list({record_id for record_id, _ in names}),
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

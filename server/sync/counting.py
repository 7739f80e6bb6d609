"""From newly stored ops to records, claims and rollups: what is derived, kept in step in the same transaction.

Rests on `winner`, `credit` and `rollup` for what things mean and on `store` for rows. Promises: what is kept equals
what the whole set of ops gives, after every call; statements do not grow with ops.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from server.sync import store
from server.sync.bulk import Bulk
from server.sync.canonical import table_fields
from server.sync.credit import Claim, credited, tie_break
from server.sync.models import (
    KIND_PUT,
    MARK_KEEP,
    MARK_VOID,
    RECORD_COUNTS,
    RECORD_ELIGIBLE,
    RECORD_ERASED,
    RECORD_SEVERAL,
    RECORD_STANDS,
    RECORD_VOID,
)
from server.sync.ops import Op, day_number
from server.sync.rollup import Cell, Deltas
from server.sync.rules import Rules
from server.sync.winner import Put, Review, Standing, State, state_of
from server.sync.wire import uuid_bytes

Name = tuple[bytes, bytes]  # record_id, owner


@dataclass(slots=True)
class Kept:
    """A record as it was before: where it counted, and its claim; `erased`: everybody was told that it is gone."""

    area_id: int
    organisation_id: int | None
    cell: Cell
    stands: bool
    eligible: bool
    phone_key: bytes | None
    claimed_at: int | None
    erased: bool


@dataclass(slots=True)
class Touched:
    """A record that new ops name: all its ops, how it was kept, and the seq of the last of the new ones."""

    seq: int = 0
    puts: list[Put] = field(default_factory=list[Put])
    reviews: list[Review] = field(default_factory=list[Review])
    kept: Kept | None = None

    def add(self, fact: Put | Review) -> None:
        if isinstance(fact, Put):
            self.puts.append(fact)
        else:
            self.reviews.append(fact)


@dataclass(slots=True)
class Changes:
    """Rows to write, each in the order of its table's columns; `again`: of records that are there already."""

    records: list[store.Row] = field(default_factory=list[store.Row])
    again: list[store.Row] = field(default_factory=list[store.Row])
    departures: list[store.Row] = field(default_factory=list[store.Row])
    claims_gone: list[store.Row] = field(default_factory=list[store.Row])
    claims: list[store.Row] = field(default_factory=list[store.Row])


def put_of(rules: Rules, op: Op) -> Put:
    """A new put as the counting sees it."""
    kind = rules.kinds[op.outcome_id]
    void = bool(op.marks & MARK_VOID)
    return Put(
        (op.rev, op.hash, op.op_id), op.eff, op.day, op.happened_at, kind.helps and not void, kind.success, void,
        bool(op.marks & MARK_KEEP), op.phone_key, op.area_id, op.mode, op.outcome_id, op.standing,
        "" if op.erased else op.fields,
    )  # fmt: skip


def review_of_op(op: Op) -> Review:
    return Review((op.rev, op.hash, op.op_id), bool(op.marks & MARK_VOID), op.standing, op.fields)


def from_history(rules: Rules, row: store.Row) -> tuple[Name, Put | Review]:
    """A stored op (store.HISTORY) and the record that it names."""
    (
        op_id, _person, owner, record_id, kind, rev, digest, happened_at, eff, marks, area_id, mode, outcome_id,
        phone_key, role, organisation, member_area, raw,
    ) = row  # fmt: skip
    standing = Standing(role, organisation, member_area) if role is not None else None
    void = bool(marks & MARK_VOID)
    if kind != KIND_PUT:
        return (record_id, owner), Review((rev, digest, op_id), void, standing, raw)
    group = rules.kinds[outcome_id]
    put = Put(
        (rev, digest, op_id), eff, rules.day(eff), happened_at, group.helps and not void, group.success, void,
        bool(marks & MARK_KEEP), phone_key, area_id, mode, outcome_id, standing, raw,
    )  # fmt: skip
    return (record_id, owner), put


_SHOWN = {"record.put": ("household", "revisit_on", "note"), "review.put": ("reason", "seen_rev")}


def _fields(content: Any, kind: str) -> dict[str, Any]:
    """The table fields of a new op; of a stored one's raw text those that a record's row shows (none once erased)."""
    if not isinstance(content, str):
        return content
    if not content:
        return {}
    body = orjson.loads(content)["body"]
    return table_fields(kind, 1, {name: body[name] for name in _SHOWN[kind] if name in body})


def kept_of(row: store.Row) -> tuple[Name, Kept]:
    record_id, person, area, day, organisation, mode, outcome, bits, phone_key, claimed_at = row
    cell = (day, area, organisation or 0, mode, outcome)
    stands, eligible, erased = bool(bits & RECORD_STANDS), bool(bits & RECORD_ELIGIBLE), bool(bits & RECORD_ERASED)
    return (record_id, person), Kept(area, organisation, cell, stands, eligible, phone_key, claimed_at, erased)


def organisation_of(state: State) -> int | None:
    """Whose the record is: the organisation of the membership at its effective time."""
    return state.base.standing.organisation_id if state.base.standing is not None else None


def cell_of(state: State) -> Cell:
    """Where a record counts, if it does."""
    winner = state.winner
    return state.base.day, winner.area_id, organisation_of(state) or 0, winner.mode, winner.outcome_id


def record_row(campaign_id: int, name: Name, seq: int, state: State, rules: Rules) -> store.Row:
    """The row of a record (store.RECORD_COLUMNS)."""
    winner, base, review = state.winner, state.base, state.review
    fields = _fields(winner.content, "record.put")
    kind = rules.kinds[winner.outcome_id]
    bits = (
        (RECORD_COUNTS if state.counts else 0)
        | (RECORD_STANDS if state.is_record else 0)
        | (RECORD_ELIGIBLE if state.eligible else 0)
        | (RECORD_VOID if winner.void else 0)
        | (RECORD_ERASED if winner.content == "" else 0)
        | (RECORD_SEVERAL if state.several else 0)
    )
    said = _fields(review.content, "review.put") if review is not None else {}
    return (
        campaign_id, name[0], name[1], seq, winner.order[2], winner.order[0], winner.area_id, winner.mode,
        winner.outcome_id, winner.happened_at, base.eff, base.day,
        organisation_of(state), bits, winner.carried, state.claimed_at,
        uuid_bytes(fields.get("household")) if kind.takes_household else None,
        day_number(fields["revisit_on"]) if kind.takes_revisit and "revisit_on" in fields else None,
        fields.get("note"),
        review.void if review is not None else None,
        said.get("reason", "") if review is not None else None,
        said.get("seen_rev") if review is not None else None,
    )  # fmt: skip


def named(rules: Rules, op: Op) -> tuple[Name, int, Put | Review]:
    """The record that a new op names, its seq, and what it says."""
    fact = put_of(rules, op) if op.kind == KIND_PUT else review_of_op(op)
    return (op.record_id, op.owner_id), op.seq, fact


def gather(
    bulk: Bulk,
    campaign_id: int,
    rules: Rules,
    new: Iterable[tuple[Name, int, Put | Review]],
    before: int | None = None,
) -> dict[Name, Touched]:
    """The records that new ops name, with everything that is known of them.

    Args:
        new: names, seqs and facts of ops that are not written yet; or, with `before`, that were written as seq
            `before` and later.
    """
    touched: dict[Name, Touched] = {}
    for name, seq, fact in new:
        one = touched.get(name)
        if one is None:
            one = touched[name] = Touched()
        one.seq = max(one.seq, seq)
        one.add(fact)
    recall(bulk, campaign_id, rules, touched, before)
    return touched


def recall(bulk: Bulk, campaign_id: int, rules: Rules, touched: dict[Name, Touched], before: int | None = None) -> None:
    """Adds to records what is stored of them: their ops (those before a seq alone) and how they are kept."""
    ids = list({record_id for record_id, _ in touched})
    past = store.history(bulk, campaign_id, ids, before)
    for row in past:
        name, fact = from_history(rules, row)
        if name in touched:  # else: the same record_id of another person, which is another record
            touched[name].add(fact)
    if past:
        for row in store.records(bulk, campaign_id, ids):
            name, kept = kept_of(row)
            if name in touched:
                touched[name].kept = kept


def change(bulk: Bulk, campaign_id: int, rules: Rules, touched: dict[Name, Touched], deltas: Deltas) -> Changes:
    """What the new ops change: rows of records, departures, claims; what it is in figures goes into the deltas."""
    changes = Changes()
    gone: dict[bytes, list[Name]] = {}
    come: dict[bytes, list[tuple[Name, Claim]]] = {}
    for name, one in touched.items():
        if not one.puts:
            continue  # a review that came before its record
        state = state_of(one.puts, one.reviews, rules.covers)
        winner, kept = state.winner, one.kept
        row = record_row(campaign_id, name, one.seq, state, rules)
        (changes.records if kept is None else changes.again).append(row)
        cell = cell_of(state)
        left = _left(kept, state)
        if left is not None:
            changes.departures.append((campaign_id, one.seq, name[1], name[0], *left))
        if kept is not None:
            if kept.stands:
                deltas.record(kept.cell, -1, kept.eligible, kept.phone_key is None)
            if kept.claimed_at is not None and kept.phone_key is not None:
                gone.setdefault(kept.phone_key, []).append(name)
        if state.is_record:
            deltas.record(cell, +1, state.eligible, winner.carried is None)
        if state.claimed_at is not None and winner.carried is not None:
            tie = tie_break(winner.carried, name[1], name[0])
            claim = Claim(state.claimed_at, tie, name[1], name[0], cell, winner.success)
            come.setdefault(winner.carried, []).append((name, claim))
    _claims(bulk, campaign_id, changes, deltas, gone, come)
    return changes


def _left(kept: Kept | None, state: State) -> tuple[int, int | None] | None:
    """Where a record was that is there no longer: it moved, or was erased. A phone may hold one that we never had."""
    present = (state.winner.area_id, organisation_of(state))
    before = (kept.area_id, kept.organisation_id) if kept is not None else None
    if state.winner.content == "":
        told = kept is not None and kept.erased
        return None if told else before or present
    return before if before != present else None


def _claims(
    bulk: Bulk,
    campaign_id: int,
    changes: Changes,
    deltas: Deltas,
    gone: dict[bytes, list[Name]],
    come: dict[bytes, list[tuple[Name, Claim]]],
) -> None:
    """Claims that go and come, and the credits that move with them (perhaps of records that nobody touched)."""
    keys = list(gone.keys() | come.keys())
    if not keys:
        return
    standing: dict[bytes, dict[Name, Claim]] = {key: {} for key in keys}
    for key, t, tie, person, record_id, *cell, success in store.claims(bulk, campaign_id, keys):
        day, area, organisation, mode, outcome = cell
        claim = Claim(t, tie, person, record_id, (day, area, organisation, mode, outcome), bool(success))
        standing[key][record_id, person] = claim
    for key, claims in standing.items():
        before = credited(claims.values())
        leaving = {name: claims.pop(name) for name in gone.get(key, ()) if name in claims}
        for name, claim in come.get(key, ()):
            old = leaving.pop(name, None)
            claims[name] = claim
            if old == claim:
                continue
            if old is not None:
                changes.claims_gone.append((campaign_id, key, old.t, old.tie))
            changes.claims.append(
                (campaign_id, key, claim.t, claim.tie, claim.person_id, claim.record_id, *claim.cell, claim.success)
            )
        changes.claims_gone.extend((campaign_id, key, old.t, old.tie) for old in leaving.values())
        after = credited(claims.values())
        if before != after:
            if before is not None:
                deltas.credit(before[0].cell, -1, before[1])
            if after is not None:
                deltas.credit(after[0].cell, +1, after[1])


def write(bulk: Bulk, changes: Changes) -> None:
    """Writes what changed of records and claims."""
    bulk.insert(store.RECORDS, changes.records)
    bulk.insert(store.RECORDS_AGAIN, changes.again)
    bulk.insert(store.DEPARTURES, changes.departures)
    bulk.delete(store.CLAIMS_GONE, changes.claims_gone)
    bulk.insert(store.CLAIMS, changes.claims)


def add_up(bulk: Bulk, campaign_id: int, seq: int, deltas: Deltas) -> None:
    """Writes what changed in figures; the log of the rollup takes all of it at one seq, that of the commit."""
    grains = deltas.grains()
    bulk.insert(store.ROLLUPS, [(campaign_id, grain, *cell, *counts) for (grain, cell), counts in grains.items()])
    bulk.insert(store.LOGS, [(campaign_id, seq, *cell, *counts) for cell, counts in deltas.cells()])


def op_rows(campaign_id: int, ops: Sequence[Op], now: int) -> list[store.Row]:
    """Rows of `op` in the order of its columns."""
    return [
        (
            campaign_id, op.op_id, op.person_id, op.seq, op.device_id, op.kind, op.owner_id, op.record_id, op.rev,
            op.hash, op.digest, op.happened_at, op.eff, op.flags, op.marks,
            op.area_id or None, op.mode or None, op.outcome_id or None,
            op.phone_key, *(op.standing or (None, None, None)), now, op.imported_by, op.raw(),
        )
        for op in ops
    ]  # fmt: skip

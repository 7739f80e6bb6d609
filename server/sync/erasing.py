"""Erasing a number: everything that says whose phone an op was about goes; that somebody was helped counts on.

Rests on `counting`, so that figures stay what the ops give: an erased record has no number and is unchecked. Promises:
the ops keep their places (id, seq, hash, digest), so that they are known when they come again; every scope that held
the record is told that it is gone, and phones drop their copies; what waits for a person loses its content, too.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from server.keys import Keys
from server.sync import counting, store
from server.sync.counting import Name, Touched
from server.sync.erased import code_of
from server.sync.models import KIND_PUT, Pending
from server.sync.ops import open_number, read
from server.sync.winner import Put, by_order, carry_numbers
from server.sync.wire import element_of
from server.sync.work import Work

OpName = tuple[bytes, bytes]  # person, op id


def erase(
    session: Session,
    keys: Keys,
    campaign_id: int,
    code: bytes,
    *,
    until: int | None = None,
    ops: Collection[OpName] = (),
) -> list[OpName]:
    """Erases a number in a campaign, in the caller's write transaction; the campaign is locked here.

    Args:
        code: of the number's key (erased.code_of).
        until: ops of the number with a later effective time stay (ms); None: all go.
        ops: these go in any case.

    Returns:
        All ops that are erased now, those that were before included when they are among `ops`.

    Raises:
        Problem: `campaign.unknown`, `campaign.purged`.
    """
    work = Work(session, campaign_id)
    if work.bulk.sqlite:
        session.execute(text("PRAGMA secure_delete=ON"))  # otherwise what goes stays readable in the file
    named = _named(work, code, ops)
    touched: dict[Name, Touched] = {name: Touched() for name in named}
    counting.recall(work.bulk, campaign_id, work.rules, touched)
    gone: list[OpName] = []
    changed: list[Name] = []
    for name, one in touched.items():
        going = _going(one.puts, code, until, {op for person, op in ops if person == name[1]})
        gone += [(name[1], put.order[2]) for put in going]
        if max(one.puts, key=by_order) in going:
            changed.append(name)  # else it shows nothing of what went
    for person, op_id in gone:
        work.bulk.run(
            "UPDATE op SET phone_key = NULL, raw = '' WHERE campaign_id = ? AND op_id = {uuid} AND person_id = {uuid}",
            campaign_id, work.bulk.uid(op_id), work.bulk.uid(person),
        )  # fmt: skip
    _count_again(work, changed)
    gone += _pending(session, keys, work, code, set(ops))
    work.finish()
    return sorted({*gone, *ops})


def _named(work: Work, code: bytes, ops: Collection[OpName]) -> set[Name]:
    """The records of which an op carries the number, or is named."""
    select_names = "SELECT DISTINCT {u:record_id}, {u:owner_id} FROM op WHERE campaign_id = ? AND kind = 1"
    stream = work.bulk.stream(
        "SELECT DISTINCT phone_key FROM op WHERE campaign_id = ? AND phone_key IS NOT NULL", work.campaign_id
    )
    phones = [bytes(key) for (key,) in stream if code_of(bytes(key)) == code]
    named: set[Name] = set()
    if phones:
        named.update(work.bulk.rows(f"{select_names} AND phone_key IN {{keys}}", work.campaign_id, keys=phones))
    if ops:
        persons = {person for person, _op in ops}
        rows = work.bulk.rows(f"{select_names} AND op_id IN {{ids}}", work.campaign_id, ids=[op for _person, op in ops])
        named.update(row for row in rows if row[1] in persons)
    return {(bytes(record), bytes(person)) for record, person in named}


def _going(puts: Sequence[Put], code: bytes, until: int | None, ids: set[bytes]) -> list[Put]:
    """The puts of a record that go: those that carry the number, and its others unless it has another number now."""
    ordered = sorted(puts, key=by_order)
    carry_numbers(ordered)

    def due(put: Put) -> bool:
        return until is None or put.eff <= until

    of_number = [one for one in ordered if one.carried is not None and code_of(one.carried) == code and due(one)]
    going = [one for one in ordered if one in of_number or one.order[2] in ids]
    if of_number and (ordered[-1] in going or (ordered[-1].carried is None and due(ordered[-1]))):
        going = [one for one in ordered if one in going or (one.carried is None and due(one))]
    return [one for one in going if one.content != "" or one.number is not None]


def _count_again(work: Work, names: Collection[Name]) -> None:
    """Records, claims and rollups from the ops as they are now; each record's change has a seq of its own."""
    touched: dict[Name, Touched] = {name: Touched(work.take_seq()) for name in sorted(names)}
    if touched:
        counting.recall(work.bulk, work.campaign_id, work.rules, touched)
        counting.write(work.bulk, counting.change(work.bulk, work.campaign_id, work.rules, touched, work.deltas))


def _pending(session: Session, keys: Keys, work: Work, code: bytes, ops: Collection[OpName]) -> list[OpName]:
    """Empties what waits for a person, or did, and holds the number or is named; it can only be refused then."""
    secret = keys.phone(store.phone_secret(work.bulk, work.campaign_id))
    gone: list[OpName] = []
    for row in session.scalars(select(Pending).where(Pending.campaign_id == work.campaign_id, Pending.raw != "")):
        name = (row.person_id.bytes, row.op_id.bytes if row.op_id else b"")
        op = read(0, element_of(row.raw))
        if op.fault is None and op.kind == KIND_PUT:
            open_number(op, keys.seals, secret)
        if name not in ops and (op.phone_key is None or code_of(op.phone_key) != code):
            continue
        row.raw = ""
        if row.op_id is not None:
            gone.append(name)
        if row.settled_at is None:
            row.settled_at, row.accepted, row.seq = work.now, False, work.take_seq()
    session.flush()
    return gone

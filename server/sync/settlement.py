"""Settling what was quarantined or held: the act of a person, which gives an op its seq then (protocol.md §3).

Rests on `intake` for what an op is now and on `work` for storing it. Promises: what is settled is settled once; the
phone learns it as a verdict row; whatever the device or the membership stood against, the person in charge answers
for; what cannot be processed at all stays until it is refused.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.keys import Keys
from server.people import audit
from server.people.models import Device
from server.people.scope import scope_of
from server.people.service import Caller
from server.sync import store
from server.sync.intake import check_codes, check_membership, intervals, place
from server.sync.models import KIND_PUT, Pending
from server.sync.ops import Op, open_number, read
from server.sync.results import Result, present
from server.sync.winner import LOGGERS, Standing
from server.sync.wire import element_of
from server.sync.work import Work, read_anchors

# what a person in charge may answer for; of the others only the cause can go away (an area that is entered later)
ANSWERED_FOR = frozenset({"area.out_of_scope", "device.revoked"})


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one: its present result; `done` false when it could not be accepted."""

    id: uuid.UUID
    op_id: uuid.UUID | None
    result: Result
    done: bool


def settle(
    session: Session, keys: Keys, caller: Caller, ids: Sequence[uuid.UUID], *, accept: bool, word: str | None = None
) -> list[Settled]:
    """Accepts or refuses what waits; in the caller's write transaction, the campaign is locked here.

    Args:
        ids: of `pending` rows in the caller's scope; one that is settled already keeps its verdict.
        word: what the person says to it; shown on the phone when refused.

    Raises:
        Problem: `not_found` (404) when one of them is not in scope.
    """
    work = Work(session, caller.campaign_id)
    scope = scope_of(session, caller)
    query = select(Pending).where(Pending.campaign_id == caller.campaign_id, Pending.id.in_(ids))
    rows = {row.id: row for row in session.scalars(query)}
    for one in ids:
        row = rows.get(one)
        if row is None or not scope.sees(row.area_id or 0, row.organisation_id, row.person_id):
            raise Problem("not_found")
    waiting = [row for row in rows.values() if row.settled_at is None]
    faults: dict[uuid.UUID, str] = {}
    if accept:
        ops = {row.id: _again(session, keys, work, row) for row in waiting}
        faults = {row_id: op.fault for row_id, op in ops.items() if op.fault is not None}
        sound = [op for op in ops.values() if op.fault is None]
        work.put_in(sound)
        work.note_reviews(sound)
    for row in waiting:
        if row.id not in faults:
            _close(work, caller, row, accept, word)
    work.finish()
    session.flush()
    return [_told(rows[one], faults.get(one)) for one in ids]


def _again(session: Session, keys: Keys, work: Work, row: Pending) -> Op:
    """The op of a row as it is judged now, with a membership that the acceptance stands for where there is none."""
    op = read(0, element_of(row.raw))
    if row.loose:
        op.fail(row.code)
    if op.fault is not None:
        return op
    op.person_id, op.device_id = row.person_id.bytes, row.device_id.bytes
    op.imported_by = row.imported_by.bytes if row.imported_by else None
    secret = keys.phone(store.phone_secret(work.bulk, work.campaign_id))
    open_number(op, keys.seals, secret)  # a number that is none, or without consent, is left out
    device = session.get_one(Device, row.device_id)
    people = [op.person_id, op.owner_id] if op.owner_id else [op.person_id]
    ever = intervals(work.bulk, work.campaign_id, people)
    own = ever.get(op.person_id, [])
    place(op, work.rules, read_anchors(keys, op.person_id, [op]), device.enrolled_at, own)
    if work.rules.erased.covers(op.person_id, op.op_id, op.phone_key, op.eff):
        op.erase()
    check_codes(op, work.rules, ever)
    if op.fault is None:
        check_membership(op, work.rules, own)
    if op.fault in ANSWERED_FOR:
        op.fault = None
    if op.fault is None and op.kind == KIND_PUT:
        _stand_for(op, work, [one.standing for one in own if one.standing.role in LOGGERS])
    return op


def _stand_for(op: Op, work: Work, logging: Sequence[Standing]) -> None:
    """The membership stored with an accepted put covers its area: that is what was accepted."""
    standing = op.standing if op.standing is not None and op.standing.role in LOGGERS else logging[-1]
    if standing is not op.standing or not work.rules.covers(standing.area_id, op.area_id, standing.role):
        op.standing = Standing(standing.role, standing.organisation_id, op.area_id)


def _close(work: Work, caller: Caller, row: Pending, accept: bool, word: str | None) -> None:
    row.settled_at, row.settled_by, row.accepted, row.word = work.now, caller.person_id, accept, word or None
    row.seq = work.take_seq()
    audit.record(
        work.session,
        "op.accept" if accept else "op.refuse",
        row.op_id or row.id,
        campaign_id=work.campaign_id,
        actor_id=caller.person_id,
        details={"code": row.code, "word": word},
    )


def _told(row: Pending, fault: str | None) -> Settled:
    if fault is not None:
        return Settled(row.id, row.op_id, Result(present(row.status, row.code, None, None, None).status, fault), False)
    result = present(row.status, row.code, row.settled_at, row.accepted, row.word)
    return Settled(row.id, row.op_id, result, True)


SEALS_KEPT_MS = 30 * 86_400_000
_SEALED = '"sealed_phone"'


def with_old_seals(session: Session, now: int) -> list[int]:
    """The campaigns in which something settled more than 30 days ago still holds a sealed number."""
    return list(session.scalars(select(Pending.campaign_id).where(*_old(now)).distinct()))


def forget_seals(session: Session, campaign_id: int, now: int) -> int:
    """Takes the sealed number out of what was settled more than 30 days ago; returns how many held one."""
    found = 0
    for row in session.scalars(select(Pending).where(Pending.campaign_id == campaign_id, *_old(now))):
        element = element_of(row.raw)
        whole = element.sound and isinstance(element.value, dict) and isinstance(element.value.get("body"), dict)
        raw = read(0, element).raw() if whole else ""
        row.raw = "" if _SEALED in raw else raw  # it stands somewhere else than it should
        found += 1
    return found


def _old(now: int) -> list[ColumnElement[bool]]:
    return [Pending.settled_at < now - SEALS_KEPT_MS, Pending.raw.contains(_SEALED)]

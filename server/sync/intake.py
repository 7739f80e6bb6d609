"""What becomes of each op of a batch: stored, known already, quarantined, held or rejected (protocol.md §3).

Runs inside the transaction, on what was read for the whole batch; pure but for the reads that it asks `store` for.
Promises: the status of an op depends on the op, the memberships ever held, and the ops with its op_id; one op never
changes what becomes of another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from server.sync import store
from server.sync.anchor import Anchor
from server.sync.bulk import Bulk
from server.sync.effective import OUTSIDE, UNANCHORED, effective
from server.sync.models import KIND_PUT
from server.sync.ops import Op
from server.sync.results import DUPLICATE, FULL, STORED, TOO_LARGE, Result, present, waiting
from server.sync.rules import Rules
from server.sync.winner import LOGGERS, REVIEWERS, Standing

MOST_LOOSE = 1000  # unsettled elements of a device without a place under an op id


class Interval(NamedTuple):
    """One membership of a person: from `begin` up to, not including, `end` (ms; None: until now)."""

    standing: Standing
    begin: int
    end: int | None


@dataclass(slots=True)
class Sender:
    """Whose ops these are: owner and device come from the session (or the hand-over file), never from a body."""

    campaign_id: int
    person_id: bytes
    device_id: bytes
    imported_by: bytes | None = None


@dataclass(slots=True)
class Intake:
    """What was decided for a batch: results by index, ops to store, ops to keep for a person."""

    results: dict[int, Result] = field(default_factory=dict[int, Result])
    stored: list[Op] = field(default_factory=list[Op])
    pending: list[tuple[Op, bool]] = field(default_factory=list[tuple[Op, bool]])  # op, loose


def intervals(bulk: Bulk, campaign_id: int, persons: Sequence[bytes]) -> dict[bytes, list[Interval]]:
    """All memberships that each of the persons ever had in the campaign, oldest first."""
    found: dict[bytes, list[Interval]] = {}
    for person, role, organisation, area, begin, end in store.memberships(bulk, campaign_id, persons):
        found.setdefault(person, []).append(Interval(Standing(role, organisation, area), begin, end))
    for ever in found.values():
        ever.sort(key=lambda one: one.begin)
    return found


def standing_at(ever: Sequence[Interval], at: int) -> Standing | None:
    """The membership that an instant selects."""
    for one in reversed(ever):
        if one.begin <= at and (one.end is None or at < one.end):
            return one.standing
    return None


class Desk:
    """Looks at one batch after the other checks have been read for it."""

    def __init__(
        self,
        bulk: Bulk,
        sender: Sender,
        rules: Rules,
        anchors: Mapping[str, Anchor | None],
        enrolled_at: int,
        revoked: bool,
    ):
        self.bulk, self.sender, self.rules, self.anchors = bulk, sender, rules, anchors
        self.enrolled_at, self.revoked = enrolled_at, revoked
        self.ever: dict[bytes, list[Interval]] = {}

    def take(self, ops: Sequence[Op]) -> Intake:
        """Decides for every op of the batch."""
        persons = {self.sender.person_id, *(op.owner_id for op in ops if op.owner_id)}
        self.ever = intervals(self.bulk, self.sender.campaign_id, list(persons))
        intake = Intake()
        known = self._known(ops)
        first: dict[bytes, Op] = {}
        again: list[tuple[Op, Op]] = []
        loose: list[Op] = []
        for op in ops:
            if op.rejected:
                intake.results[op.index] = TOO_LARGE
            elif not op.op_id:
                loose.append(op)
            elif op.op_id in known:
                digest, result = known[op.op_id]
                if digest == op.digest:
                    intake.results[op.index] = result
                else:
                    self._conflict(op, loose)
            elif op.op_id in first:
                if first[op.op_id].digest == op.digest:
                    again.append((op, first[op.op_id]))
                else:
                    self._conflict(op, loose)
            else:
                first[op.op_id] = op
                self._judge(op, intake)
        if loose:
            self._loose(loose, intake)
        for op, earlier in again:
            result = intake.results[earlier.index]
            intake.results[op.index] = DUPLICATE if result is STORED else result
        return intake

    def _known(self, ops: Sequence[Op]) -> dict[bytes, tuple[bytes, Result]]:
        ids = list({op.op_id for op in ops if op.op_id and not op.rejected})
        found: dict[bytes, tuple[bytes, Result]] = {}
        if not ids:
            return found
        rows = store.known(self.bulk, self.sender.campaign_id, self.sender.person_id, ids)
        for op_id, digest, status, code, settled_at, accepted, word in rows:
            if status == 0:
                found[op_id] = (digest, DUPLICATE)
            elif op_id not in found:  # an accepted one is stored as well, and that is its present status
                found[op_id] = (digest, present(status, code, settled_at, accepted, word))
        return found

    def _conflict(self, op: Op, loose: list[Op]) -> None:
        op.fault, op.detail = "op.conflict", None
        loose.append(op)

    def _judge(self, op: Op, intake: Intake) -> None:
        """An op that is not known: codes, seal, device, membership, in this order."""
        op.person_id, op.device_id = self.sender.person_id, self.sender.device_id
        op.imported_by = self.sender.imported_by
        ever = self.ever.get(op.person_id, [])
        if op.fault is None:
            place(op, self.rules, self.anchors, self.enrolled_at, ever)
        if self.rules.erased and self.rules.erased.covers(op.person_id, op.op_id, op.phone_key, op.eff):
            op.erase()
        if op.fault is None:
            check_codes(op, self.rules, self.ever)
            if op.seal_fault is not None:
                op.fail(*op.seal_fault)
            if self.revoked:
                op.fail("device.revoked")
            check_membership(op, self.rules, ever)
        if op.fault is None:
            intake.stored.append(op)
            intake.results[op.index] = STORED
        else:
            intake.pending.append((op, False))
            intake.results[op.index] = waiting(op.fault)

    def _loose(self, loose: list[Op], intake: Intake) -> None:
        """Elements without a place under an op id: kept once per device and text, up to a limit."""
        hashes = {op.index: op.text_hash() for op in loose}
        rows = store.known_loose(self.bulk, self.sender.campaign_id, self.sender.device_id, list(set(hashes.values())))
        seen = {text_hash: present(*row) for text_hash, *row in rows}
        room = MOST_LOOSE - store.loose_count(self.bulk, self.sender.campaign_id, self.sender.device_id)
        for op in loose:
            op.person_id, op.device_id = self.sender.person_id, self.sender.device_id
            op.imported_by = self.sender.imported_by
            result = seen.get(hashes[op.index])
            if result is None and room <= 0:
                result = FULL
            elif result is None:
                result = seen[hashes[op.index]] = waiting(op.fault or "op.malformed")
                intake.pending.append((op, True))
                room -= 1
            intake.results[op.index] = result


def place(
    op: Op, rules: Rules, anchors: Mapping[str, Anchor | None], enrolled_at: int, ever: Sequence[Interval]
) -> None:
    """Gives the op its effective time, day and membership."""
    anchor = anchors.get(op.anchor) if op.anchor is not None else None
    op.eff = effective(op.happened_at, anchor.t if anchor is not None else None, enrolled_at)
    op.day = rules.day(op.eff)
    op.flags = (UNANCHORED if anchor is None else 0) | (OUTSIDE if rules.outside(op.day) else 0)
    op.standing = standing_at(ever, op.eff)


def check_codes(op: Op, rules: Rules, ever: Mapping[bytes, Sequence[Interval]]) -> None:
    """Area and outcome of a put, the owner that a review names."""
    if op.kind != KIND_PUT:
        if not ever.get(op.owner_id):
            op.fail("person.unknown")
        return
    op.owner_id = op.person_id
    area_id = rules.area(op.fields["area"], op.day)
    outcome_id = rules.outcomes.get(op.fields["outcome"])
    op.area_id, op.outcome_id = area_id or 0, outcome_id or 0
    if area_id is None:
        op.fail("area.unknown")
    elif outcome_id is None:
        op.fail("outcome.unknown")


def check_membership(op: Op, rules: Rules, ever: Sequence[Interval]) -> None:
    """Whether any membership ever held lets the person do this at all."""
    roles = LOGGERS if op.kind == KIND_PUT else REVIEWERS
    fault = "role.forbidden"
    for one in ever:
        standing = one.standing
        if standing.role in roles:
            if op.kind != KIND_PUT or rules.covers(standing.area_id, op.area_id, standing.role):
                return
            fault = "area.out_of_scope"
    op.fail(fault)

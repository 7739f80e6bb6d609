"""A batch once it is read: what it needs to be put in, here or in the process beside (`apart`), and what came of it.

Rests on `intake` (what becomes of an op) and `work` (the transaction). Promises: everything that needs a key or the
body was done before, so that what is locked is short; it goes to another process and back as it is.
"""

from collections.abc import Callable, Sequence

import msgspec

from server import failpoint
from server.errors import Problem
from server.ids import uuid7
from server.sync import store
from server.sync.anchor import Anchor
from server.sync.highwater import HighWater
from server.sync.intake import Desk, Intake, Interval, Sender
from server.sync.ops import Op
from server.sync.results import Result, status_of
from server.sync.wire import Envelope
from server.sync.work import Work


class Said(msgspec.Struct, array_like=True, gc=False):
    """What the device says of itself with a push (`wire.Envelope`)."""

    app: str | None
    client_now: int | None
    queue_len: int | None
    oldest_at: int | None
    next_n: int | None


def said_in(envelope: Envelope) -> Said:
    return Said(envelope.app, envelope.client_now, envelope.queue_len, envelope.oldest_at, envelope.next_n)


class Batch(msgspec.Struct, array_like=True):
    """Ops that were read and whose numbers were opened.

    Attributes:
        anchors: what each anchor among the ops says, None for those that are not this person's.
        said: None when the ops did not come from their own device (a hand-over file): it has not been seen.
    """

    sender: Sender
    ops: list[Op]
    anchors: dict[str, Anchor | None]
    said: Said | None

    def put_in(self, work: Work, marks: HighWater) -> Intake:
        """Decides about the ops, stores them and what they change; what was decided.

        Raises:
            Problem: `session.expired`, before anything is written.
        """
        sender = self.sender
        failpoint.reach("after_lock")
        device = store.device(work.bulk, sender.campaign_id, sender.device_id)
        if device is None or device.person_id != sender.person_id:
            raise Problem("session.expired")  # the device went to somebody else while the request was on its way
        work.notice_rewind(self.anchors.values(), marks)
        desk = Desk(work.bulk, sender, work.rules, self.anchors, device.enrolled_at, device.revoked_at is not None)
        intake = desk.take(self.ops)
        with work.bulk.in_one_go():
            work.put_in(intake.stored)
            _keep_pending(work, intake, desk.ever.get(sender.person_id, []))
            if self.said is not None:
                _see_device(work, sender, self.said, intake)
        # outside of the block above: PostgreSQL's pipeline is the driver's, this goes through SQLAlchemy
        work.note_reviews(intake.stored)
        failpoint.reach("before_commit")
        return intake


class Outcome(msgspec.Struct, array_like=True, gc=False):
    """What came of a batch, after its commit.

    Attributes:
        seq: the head after the commit.
        at: when the transaction began, ms: the time of the anchor that goes back.
        results: one for each op, in their order.
    """

    seq: int
    epoch: str
    at: int
    results: list[Result]


class Putting:
    """A batch on its way through a transaction.

    Args:
        read: gives the batch as it was sent; asked again when it has been tried, since that leaves marks on its ops.
    """

    def __init__(self, read: Callable[[], Batch], marks: HighWater):
        self._read, self._marks, self._tried = read, marks, False
        self.batch, self.intake = read(), Intake()

    def job(self) -> Callable[[Work], None]:
        if self._tried:
            self.batch = self._read()
        self._tried = True
        return self.put_in

    def put_in(self, work: Work) -> None:
        self.intake = self.batch.put_in(work, self._marks)

    def outcome(self, work: Work) -> Outcome:
        """What came of it; to be asked after the commit: the head is remembered."""
        failpoint.reach("after_commit")
        if work.bulk.sqlite:
            self._marks.raise_to(work.campaign_id, work.mark, work.head)
        results = [self.intake.results[op.index] for op in self.batch.ops]
        return Outcome(work.head, work.epoch(), work.now, results)


def _keep_pending(work: Work, intake: Intake, ever: Sequence[Interval]) -> None:
    """Keeps what a person has to look at, in the scope of whoever is in charge of the sender."""
    rows: list[store.Row] = []
    for op, loose in intake.pending:
        fault = op.fault or "op.malformed"
        # the newest membership when the op's own time selects none: somebody must see it
        standing = op.standing or (ever[-1].standing if ever else None)
        rows.append(
            (
                work.campaign_id, uuid7().bytes, op.person_id, op.device_id, op.op_id or None, loose,
                op.digest or None, op.text_hash(), status_of(fault), fault, op.detail, op.record_id or None,
                standing.area_id if standing else None, standing.organisation_id if standing else None, work.now,
                op.imported_by, op.text(), None, None, None, None, None,
            )
        )  # fmt: skip
    work.bulk.insert(store.PENDING, rows)


def _see_device(work: Work, sender: Sender, said: Said, intake: Intake) -> None:
    """Keeps what the device says of itself; what this batch took off its queue no longer waits."""
    taken = sum(1 for result in intake.results.values() if result.status != "rejected")
    waiting = None if said.queue_len is None else max(0, said.queue_len - taken)
    skew = None if said.client_now is None else said.client_now - work.now
    oldest = said.oldest_at if waiting != 0 else None
    store.seen(work.bulk, sender.device_id, work.now, (said.app, waiting, oldest, said.next_n, skew))

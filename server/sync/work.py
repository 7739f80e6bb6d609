"""One write transaction of a campaign's history: lock, epoch, rules, ops in, head on.

Rests on `store` and `counting`. Promises: seq is gapless and in commit order, because the campaign's row is locked
from the first statement to the commit; whatever ops are put in, what is derived from them is in step.
"""

import secrets
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from server import failpoint, logs
from server.campaign.service import book
from server.clock import now_ms
from server.errors import Problem
from server.keys import Keys
from server.people import audit
from server.sync import anchor, counting, store
from server.sync import epoch as epochs
from server.sync.anchor import Anchor
from server.sync.bulk import Bulk
from server.sync.highwater import HighWater
from server.sync.models import KIND_REVIEW, MARK_VOID
from server.sync.ops import Op
from server.sync.rollup import Deltas
from server.sync.rules import Rules, remember, remembered

_log = logs.get("sync")


def rules_of(session: Session, campaign_id: int, mark: str, rev: int) -> Rules:
    """The campaign's rules at a revision; statements only the first time that this process needs them."""
    found = remembered(campaign_id, mark, rev)
    if found is None:
        found = remember(mark, book(session, campaign_id), store.erased(Bulk(session), campaign_id))
    return found


def read_anchors(keys: Keys, person_id: bytes, ops: Iterable[Op]) -> dict[str, Anchor | None]:
    """What each anchor among the ops says, None for those that were not given to this person."""
    texts = {op.anchor for op in ops if op.anchor is not None}
    return {text: anchor.verify(keys.anchors, person_id, text) for text in texts}


class Work:
    """The transaction, from the lock to the last write, of one push or of several that share it.

    Attributes:
        head: seq of the last op, settlement or staff act; grows as they are put in.
        mark: the epoch as the campaign's row has it.
        now: when the transaction began, ms.

    Raises:
        Problem: `campaign.unknown`; `campaign.purged` (409).
    """

    def __init__(self, session: Session, campaign_id: int):
        self.session, self.campaign_id = session, campaign_id
        self.bulk = Bulk(session)
        locked = store.lock(self.bulk, campaign_id)
        if locked is None:
            raise Problem("campaign.unknown")
        if locked.purged_at is not None:
            raise Problem("campaign.purged")
        self.locked = locked
        self.head, self.mark = locked.head, locked.mark
        self.now = now_ms()
        self.rules: Rules = rules_of(session, campaign_id, locked.mark, locked.figures_rev)
        self.deltas = Deltas()

    def epoch(self) -> str:
        """The epoch as phones see it."""
        return epochs.public(self.mark, self.locked.system_identifier, self.locked.timeline)

    def notice_rewind(self, anchors: Iterable[Anchor | None], marks: HighWater | None) -> None:
        """A genuine anchor of this epoch, or our own mark, that has seen more than there is begins a new epoch."""
        present = anchor.mark(self.epoch())
        seen = [one.seq for one in anchors if one is not None and one.epoch == present]
        if marks is not None and self.bulk.sqlite:
            own = marks.seen(self.campaign_id, self.mark)
            seen += [] if own is None else [own]
        # the head before this transaction: what others put in with it hides nothing
        if epochs.rewound(self.locked.head, max(seen, default=None)):
            self.begin_epoch(max(seen))

    def begin_epoch(self, seen: int) -> None:
        """A new epoch, with an alert in the audit trail; what was given out in the old one no longer counts on."""
        self.mark = secrets.token_hex(16)
        store.set_mark(self.bulk, self.campaign_id, self.mark)
        audit.record(
            self.session,
            "epoch.new",
            self.campaign_id,
            campaign_id=self.campaign_id,
            actor_id=None,
            details={"head": self.head, "seen": seen},
        )
        self.session.flush()
        _log.warning("epoch.new", campaign=self.campaign_id, seq=self.head, count=seen)

    def take_seq(self) -> int:
        self.head += 1
        return self.head

    def put_in(self, ops: Sequence[Op]) -> None:
        """Stores ops, each with its seq, and what they change; nothing for no ops."""
        if not ops:
            return
        for op in ops:
            op.seq = self.take_seq()
        new = [counting.named(self.rules, op) for op in ops]
        touched = counting.gather(self.bulk, self.campaign_id, self.rules, new)
        changes = counting.change(self.bulk, self.campaign_id, self.rules, touched, self.deltas)
        self.bulk.insert(store.OPS, counting.op_rows(self.campaign_id, ops, self.now))
        failpoint.reach("mid_batch")
        counting.write(self.bulk, changes)

    def note_reviews(self, ops: Iterable[Op]) -> None:
        """What takes a record out of the figures, or changes what was said before, goes into the audit trail too.

        Without the reason, which may name somebody: the op has it, and an op can be erased.
        """
        acts = [
            audit.Act(
                "review.void" if op.marks & MARK_VOID else "review.ok",
                UUID(bytes=op.record_id),
                UUID(bytes=op.person_id),
                {"person": str(UUID(bytes=op.owner_id)), "seen_rev": op.fields.get("seen_rev")},
            )
            for op in ops
            if op.kind == KIND_REVIEW and (op.marks & MARK_VOID or op.rev > 1)
        ]
        audit.record_all(self.session, self.campaign_id, acts)

    def finish(self) -> None:
        """Writes what all of it adds to the figures, and the head with its commit, when there is anything new."""
        if self.head == self.locked.head:
            return
        with self.bulk.in_one_go():
            counting.add_up(self.bulk, self.campaign_id, self.head, self.deltas)
            self.bulk.insert(store.COMMITS, [(self.campaign_id, self.head, self.now)])
            store.move_head(self.bulk, self.campaign_id, self.head)

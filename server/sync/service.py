"""The use cases of sync: push, pull, verify, reviews, and the stamp of every answer.

A push is decoded, its ops are checked and their seals opened before the transaction; then one transaction locks the
campaign, reads what is known of the whole batch, decides, writes, and moves the head; the answer follows the commit.
Rests on `intake` (what becomes of an op), `work` (the transaction) and `feed` (what is read back).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from server import database, failpoint, logs
from server.clock import now_ms
from server.database import reading, writing
from server.errors import Problem
from server.keys import Keys
from server.people import audit
from server.people.scope import scope_of
from server.people.service import Caller
from server.sync import anchor, cursor, feed, store
from server.sync import epoch as epochs
from server.sync.apart import Apart
from server.sync.batch import Batch, Outcome, Putting, Said, said_in
from server.sync.bulk import Bulk
from server.sync.cursor import Cursor
from server.sync.highwater import HighWater
from server.sync.intake import Intake, Sender
from server.sync.opening import Opener
from server.sync.ops import Op, keep_number, read, sealed_number
from server.sync.rebuild import compare, rebuild
from server.sync.results import said
from server.sync.settlement import forget_seals, settle, with_old_seals
from server.sync.together import Groups
from server.sync.wire import Element, Envelope
from server.sync.work import Work, read_anchors, rules_of

__all__ = [
    "Receipt",
    "Sender",
    "Ways",
    "compare",
    "forgetting",
    "pull",
    "push",
    "rebuild",
    "receipt_stamp",
    "settle",
    "stamp",
    "take",
    "verify",
]

_log = logs.get("sync")
_HOUR_MS = 3_600_000


@dataclass(slots=True)
class Receipt:
    """The answer to a push: the head after its commit, the epoch, one result for each op.

    Attributes:
        at: when the transaction began, ms: the time of the anchor that goes back.
    """

    seq: int
    epoch: str
    results: list[dict[str, Any]]
    at: int


@dataclass(slots=True)
class Ways:
    """How pushes are put in: by the process beside when there is one, else by this one, together."""

    apart: Apart
    groups: Groups[Work]


def push(
    opener: Opener, marks: HighWater, ways: Ways, sender: Sender, envelope: Envelope, language: str = "vi"
) -> Receipt:
    """Takes a batch in one transaction, which may be that of other pushes that wait, too.

    Args:
        opener: with the installation's keys.
        marks: the installation's high-water marks.
        ways: the installation's.
        sender: owner and device of the ops.
        language: of the sentences in the results, `vi` or `en`.

    Raises:
        Problem: `campaign.purged` (409), `server.busy` (503).
    """
    putting = Putting(partial(_read, opener, sender, envelope.elements, said_in(envelope)), marks)
    elsewhere = ways.apart.beside.ready() and database.trusted()
    found = ways.apart.put_in(putting.batch) if elsewhere else None
    if found is None:
        found = putting.outcome(ways.groups.of(sender.campaign_id).run(putting.job))
    return _receipt(sender, envelope.elements, found, language)


def take(keys: Keys, marks: HighWater, sender: Sender, elements: Sequence[Element], language: str) -> Receipt:
    """Takes ops that did not come from their own device (a hand-over file); the device has not been seen."""
    putting = Putting(partial(_read, Opener(keys), sender, elements, None), marks)
    with writing() as session:
        work = Work(session, sender.campaign_id)
        putting.put_in(work)
        work.finish()
        _note_import(session, sender, putting.intake)
    return _receipt(sender, elements, putting.outcome(work), language)


def _note_import(session: Session, sender: Sender, intake: Intake) -> None:
    counts = Counter(result.status for result in intake.results.values())
    audit.record(
        session,
        "ops.import",
        UUID(bytes=sender.device_id),
        campaign_id=sender.campaign_id,
        actor_id=UUID(bytes=sender.imported_by) if sender.imported_by else None,
        details=dict(counts),
    )


def _read(opener: Opener, sender: Sender, elements: Sequence[Element], said: Said | None) -> Batch:
    """Reads the ops from what was sent, opens their numbers and verifies their anchors."""
    ops = [read(index, element) for index, element in enumerate(elements)]
    failpoint.reach("after_parse")
    _open_numbers(opener, sender, ops)
    return Batch(sender, ops, read_anchors(opener.keys, sender.person_id, ops), said)


def _receipt(sender: Sender, elements: Sequence[Element], found: Outcome, language: str) -> Receipt:
    counts = Counter(result.status for result in found.results)
    _log.info("push", campaign=sender.campaign_id, ops=len(elements), seq=found.seq, **counts)
    results = [
        {"index": index, "op_id": element.op_id, **said(result, language)}
        for index, (element, result) in enumerate(zip(elements, found.results, strict=True))
    ]
    return Receipt(found.seq, found.epoch, results, found.at)


def _open_numbers(opener: Opener, sender: Sender, ops: Sequence[Op]) -> None:
    """Opens the seals of ops that are not known yet: opening is the dearest part of a push."""
    sealed = {op.index: text for op in ops if (text := sealed_number(op)) is not None}
    if not sealed:
        return
    with reading() as session:
        bulk = Bulk(session)
        secret_number = store.phone_secret(bulk, sender.campaign_id)
        rows = store.known(bulk, sender.campaign_id, sender.person_id, list({ops[index].op_id for index in sealed}))
    known = {row[0] for row in rows}
    new = [ops[index] for index in sealed if ops[index].op_id not in known]
    found = opener.open([(sealed[op.index], op.record_text) for op in new], secret_number)
    for op, one in zip(new, found, strict=True):
        keep_number(op, one)


def verify(campaign_id: int, person_id: bytes, items: Sequence[bytes]) -> list[bytes]:
    """Which of the person's op ids the server does not know, in their order.

    Raises:
        Problem: `campaign.purged` (409).
    """
    with reading() as session:
        bulk = Bulk(session)
        if store.head(bulk, campaign_id).purged_at is not None:
            raise Problem("campaign.purged")
        known = {row[0] for row in store.known(bulk, campaign_id, person_id, items)} if items else set[bytes]()
    return [item for item in items if item not in known]


def stamp(keys: Keys, caller: Caller, session: Session | None = None) -> dict[str, str]:
    """`anchor` and `epoch` of an answer to this caller, as a session sees them or one of their own."""
    with reading() if session is None else nullcontext(session) as asked:
        head = store.head(Bulk(asked), caller.campaign_id)
    return _stamp(keys, caller.person_id.bytes, now_ms(), head.head, head.epoch())


def receipt_stamp(keys: Keys, person_id: bytes, receipt: Receipt) -> dict[str, str]:
    """The same of an answer to a push, without another look at the head."""
    return _stamp(keys, person_id, receipt.at, receipt.seq, receipt.epoch)


def _stamp(keys: Keys, person_id: bytes, at: int, head: int, epoch: str) -> dict[str, str]:
    return {"anchor": anchor.sign(keys.anchor, person_id, at, head, epoch), "epoch": epoch}


@dataclass(slots=True)
class Page:
    """The answer to a pull.

    Attributes:
        told: `rows`, `cursor` and `more`, or `reset`; rows are JSON already.
        stamp: of the answer, without another look at the head; None when that has moved meanwhile.
    """

    told: dict[str, Any]
    stamp: dict[str, str] | None = None


def pull(keys: Keys, caller: Caller, place: str | None, limit: int, language: str = "vi") -> Page:
    """The next page after a cursor (None: from the beginning), or what makes the phone begin again.

    Raises:
        Problem: `cursor.invalid` (400).
    """
    given = cursor.read(keys.cursors, place) if place else None
    if place and given is None:
        raise Problem("cursor.invalid")
    with reading() as session:
        bulk = Bulk(session)
        head = store.head(bulk, caller.campaign_id)
        epoch = head.epoch()
        stamp = _stamp(keys, caller.person_id.bytes, now_ms(), head.head, epoch)
        present = anchor.mark(epoch)
        scope = scope_of(session, caller)
        version = bytes.fromhex(scope.version)[:8]
        if given is not None and given.epoch != present:
            return Page({"reset": "epoch"}, stamp)
        after = given.seq if given is not None else 0
        cut = given is not None and _is_cut(bulk, caller.campaign_id, head, given)
        if given is not None and not cut and given.scope != version:
            return Page({"reset": "scope"}, stamp)
        if not cut:
            rules = rules_of(session, caller.campaign_id, head.mark, head.figures_rev)
            lines: list[feed.Line] = []
            if after < head.head:
                lines = feed.page(bulk, rules, scope, caller.person_id.bytes, after, head.head, limit, language)
            more = len(lines) > limit
            seq = lines[limit - 1].seq if more else head.head
            reached = _reached(bulk, caller.campaign_id, head, seq)
            following = cursor.make(keys.cursor, Cursor(seq, present, version, reached))
            # one note in Vietnamese would make all of it twice as wide before it is encoded
            rows = orjson.Fragment(b"[" + b",".join([line.text.encode() for line in lines[:limit]]) + b"]")
            return Page({"rows": rows, "cursor": following, "more": more}, stamp)
    if given is not None:
        _begin_anew(caller.campaign_id, given)
    return Page({"reset": "epoch"})


def _reached(bulk: Bulk, campaign_id: int, head: store.Head, seq: int) -> int:
    """When the commit was made that reached a seq, ms; 0 when there is none."""
    return head.reached or 0 if seq == head.head else store.reached(bulk, campaign_id, seq)


def _is_cut(bulk: Bulk, campaign_id: int, head: store.Head, given: Cursor) -> bool:
    """Whether a genuine cursor of the present epoch is of another history: ahead of the head, or come to otherwise."""
    if epochs.rewound(head.head, given.seq):
        return True
    # a folder copied back has been given other ops under the same numbers meanwhile
    return bool(given.reached) and _reached(bulk, campaign_id, head, given.seq) not in (0, given.reached)


def _begin_anew(campaign_id: int, given: Cursor) -> None:
    """History was cut: a new epoch, unless somebody else has begun one since."""
    with writing() as session:
        work = Work(session, campaign_id)
        head = store.head(work.bulk, campaign_id)
        if anchor.mark(head.epoch()) == given.epoch and _is_cut(work.bulk, campaign_id, head, given):
            work.begin_epoch(given.seq)


def forgetting() -> Callable[[], None]:
    """What the worker calls in every round: once an hour, sealed numbers are forgotten whose time is over."""
    last: int | None = None

    def forget() -> None:
        nonlocal last
        now = now_ms()
        if last is not None and now - last < _HOUR_MS:
            return
        with reading() as session:
            campaigns = with_old_seals(session, now)
        for campaign_id in campaigns:
            with writing() as session:
                store.lock(Bulk(session), campaign_id)
                count = forget_seals(session, campaign_id, now)
            _log.info("seals.forgotten", campaign=campaign_id, count=count)
        last = now

    return forget

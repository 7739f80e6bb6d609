"""Phones and servers that lack one rule each: every one must break an invariant, or the simulation proves little.

A mistake of the server is a patch of one of its functions; a phone's is a handset of its own; one of the operator's is
an earlier state put back without a new epoch.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from server.sync import counting, effective, feed, intake, opening, ops, work
from server.sync import epoch as epochs
from server.sync.batch import Putting
from tests.faults.phone import Lost, Op
from tests.faults.simulation.handset import Handset
from tests.faults.simulation.runs import Sum, play_all, stage
from tests.faults.simulation.stage import Stage
from tests.faults.wire import Answer
from tests.property import mistakes

Patch = pytest.MonkeyPatch
WITHIN = 200

# --- phones ---


class DeletesOnSend(Handset):
    """What was handed to the network is gone, as from a queue that removes before it sends."""

    def push_batch(self, ops: list[Op]) -> list[dict[str, Any]]:
        for op in ops:
            self.queue.pop(op["op_id"], None)
        return super().push_batch(ops)


class TrustsStatus200(Handset):
    """Whoever answers 200 has taken everything."""

    status = 0

    def _believe(self, answer: Answer) -> dict:
        self.status = answer.status
        return super()._believe(answer)

    def push_batch(self, ops: list[Op]) -> list[dict[str, Any]]:
        self.status = 0
        try:
            return super().push_batch(ops)
        except Lost:
            if self.status != 200:
                raise
            return [{"index": place, "op_id": op["op_id"], "status": "stored"} for place, op in enumerate(ops)]


class TakesResultsByPlace(Handset):
    """An answer is taken for that to the last question, its results in the order of the ops."""

    def push_batch(self, ops: list[Op]) -> list[dict[str, Any]]:
        answer = self.call("POST", "/sync/push", {"batch_id": ops[0]["op_id"] if ops else self.install_id, "ops": ops})
        return [{**result, "op_id": op["op_id"]} for op, result in zip(ops, answer["results"], strict=False)]


class KeepsNoCopies(Handset):
    """What was acknowledged is forgotten at once."""

    def prune(self) -> None:
        self.sent.clear()


class NeverAsks(Handset):
    """A new epoch is nothing to this phone."""

    def _asks(self) -> bool:
        return False


class KeepsItsListOverAReset(Handset):
    """Rows of a history that is gone stay in the list."""

    def pull(self) -> int:
        before = dict(self.view)
        pulled = super().pull()
        self.view = {**before, **self.view}
        return pulled


# --- servers ---


def no_epoch(patch: Patch) -> None:
    """An earlier state under the epoch of the later one, and nobody compares the heads."""
    real = Stage.put_back
    patch.setattr(Stage, "put_back", lambda stage, image, **_: real(stage, image))
    patch.setattr(epochs, "rewound", lambda _head, _seen: False)


def rewinds_unnoticed(patch: Patch) -> None:
    """A folder copied back is taken for the present."""
    patch.setattr(epochs, "rewound", lambda _head, _seen: False)


def plain_sequence(patch: Patch) -> None:
    """Numbers are drawn when a push arrives, not under the lock: a later one may be committed first."""
    taken, drawn = [0], list[Iterator[int]]()
    job, put_in, take_seq = Putting.job, Putting.put_in, work.Work.take_seq

    def drawing(taking: Any) -> Any:
        first = taken[0] + 1
        taken[0] += len(taking.batch.ops)
        taking.drawn = iter(range(first, taken[0] + 1))
        return job(taking)

    def putting(taking: Any, session: Any) -> Any:
        drawn.append(taking.drawn)
        try:
            return put_in(taking, session)
        finally:
            drawn.pop()

    def take(working: Any) -> int:
        if not drawn:
            return take_seq(working)
        number = max(next(drawn[-1]), 1)
        working.head = max(working.head, number)
        return number

    patch.setattr(Putting, "job", drawing)
    patch.setattr(Putting, "put_in", putting)
    patch.setattr(work.Work, "take_seq", take)
    patch.setattr(Stage, "restart", lambda stage: taken.__setitem__(0, _head(stage)))


def _head(stage: Stage) -> int:
    return stage.rows.execute("SELECT head FROM campaign").fetchone()[0]


def poison_spoils_its_batch(patch: Patch) -> None:
    """What is wrong with one op is said of those after it, too."""
    real = intake.Desk._judge

    def judge(desk: Any, op: Any, found: Any) -> None:
        if found.pending and op.fault is None:
            op.fail("op.malformed")
        real(desk, op, found)

    patch.setattr(intake.Desk, "_judge", judge)


def clock_believed(patch: Patch) -> None:
    """An op counts at whatever time its phone says."""
    patch.setattr(intake, "effective", lambda happened, _anchor, _enrolled: happened)


def clock_bounded_on_one_side(patch: Patch) -> None:
    """A phone that is set back claims what was before its last contact."""
    patch.setattr(intake, "effective", lambda happened, at, began: min(happened, (at or began) + effective.WINDOW_MS))


def spellings_told_apart(patch: Patch) -> None:
    """A number has a key for each way of writing it."""

    def opened(sealed: str, record: str, keys: Any) -> str:
        opening.spelled = found = seal_open(sealed, record, keys)  # type: ignore[attr-defined]
        return found

    seal_open, phone_key = opening.seal.open_, opening.phone.phone_key
    patch.setattr(opening.seal, "open_", opened)
    patch.setattr(opening.phone, "phone_key", lambda secret, _e164: phone_key(secret, opening.spelled))  # type: ignore[attr-defined]


def newer_keys_refused(patch: Patch) -> None:
    """An op with a key that is not in the contract is malformed."""
    real = ops._shape

    def shape(op: Any, value: dict[str, Any]) -> None:
        if "colour" in value:
            raise ValueError("colour")
        real(op, value)

    patch.setattr(ops, "_shape", shape)


def full_page_moves_to_the_head(patch: Patch) -> None:
    """A cursor that jumps over what did not fit into the page."""
    real = feed.page
    patch.setattr(feed, "page", lambda *args: real(*args)[: args[6]])


def reviews_leave_the_row_where_it_is(patch: Patch) -> None:
    """A review changes a record and not its seq: who has pulled it sees the old one."""
    real = counting.record_row

    def record_row(campaign_id: int, name: Any, seq: int, state: Any, rules: Any) -> Any:
        return real(campaign_id, name, seq if state.review is None else 0, state, rules)

    patch.setattr(counting, "record_row", record_row)


def held_for_the_post_of_today(patch: Patch) -> None:
    """Who was moved may no longer send what was done before."""
    real = intake.check_membership
    patch.setattr(intake, "check_membership", lambda op, rules, ever: real(op, rules, ever[-1:]))


@dataclass(frozen=True)
class Mutant:
    """A rule taken away: by a phone of its own, or by patches of the server."""

    name: str
    phone: type[Handset] = Handset
    patch: Callable[[Patch], None] = lambda _patch: None

    def begin(self, patch: Patch) -> None:
        """Takes the rule away, until the patches are undone."""
        mistakes.forget_arrivals()
        self.patch(patch)


_PHONES = (
    DeletesOnSend, TrustsStatus200, TakesResultsByPlace, KeepsNoCopies, NeverAsks, KeepsItsListOverAReset,
)  # fmt: skip
_SERVERS = (
    no_epoch, rewinds_unnoticed, plain_sequence, poison_spoils_its_batch, clock_believed,
    clock_bounded_on_one_side, spellings_told_apart, newer_keys_refused,
    full_page_moves_to_the_head, reviews_leave_the_row_where_it_is, held_for_the_post_of_today,
    mistakes.first_come_first_credited, mistakes.last_arrival_wins, mistakes.tie_break_dropped,
    mistakes.old_phone_key_forgotten_on_a_correction, mistakes.void_ignored, mistakes.eff_taken_from_the_winner,
    mistakes.organisation_taken_from_the_session, mistakes.reviews_not_looked_up_for_new_records,
    mistakes.kept_number_not_kept, mistakes.claim_timed_by_the_first_help_of_all,
)  # fmt: skip
MUTANTS = {
    mutant.name: mutant
    for mutant in (
        *(Mutant(phone.__name__, phone) for phone in _PHONES),
        *(Mutant(patch.__name__, patch=patch) for patch in _SERVERS),
    )
}


def hunted(name: str) -> Sum:
    """Plays a mutant, on a server of its own, from seed 0 until it is caught or the 200th seed has been played."""
    mutant = MUTANTS[name]
    with stage() as on, pytest.MonkeyPatch.context() as patch:
        mutant.begin(patch)
        return play_all(on, range(WITHIN), mutant.phone, stop=True)

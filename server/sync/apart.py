"""Batches put in by a process of its own: on SQLite, where one process serves, the second core does the writing.

The process that serves reads requests, checks ops and writes answers; this one (`-m server.sync.apart`) has the
database to itself and takes along all batches that wait. It has no keys and no port. Promises: whatever happens to
it, a batch is put in, here instead (what it had committed comes back as `duplicate`); it is begun when batches wait
for each other, so an installation that has one phone at a time never has it.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from flask import Flask
from sqlalchemy.orm import Session

from server import config, database, failpoint, logs
from server.errors import Problem
from server.sync import beside, together
from server.sync.batch import Batch, Outcome, Putting
from server.sync.beside import Beside, Lost
from server.sync.highwater import HighWater
from server.sync.together import Seat
from server.sync.work import Work

PATIENCE_S = 30.0
_log = logs.get("sync")


class _Answer(msgspec.Struct, array_like=True, gc=False):
    """What is told.

    Attributes:
        problem: its code, when the batch was not taken; neither this nor an outcome, when it could not be put in.
        unsynced: a sync has failed.
    """

    outcome: Outcome | None = None
    problem: str | None = None
    unsynced: bool = False


_encode = msgspec.msgpack.Encoder().encode
_batch = msgspec.msgpack.Decoder(Batch).decode
_answer = msgspec.msgpack.Decoder(_Answer).decode


class Apart:
    """The serving side."""

    def __init__(self) -> None:
        self.beside = Beside(__spec__.name, beside.PLACES, "writer")

    def put_in(self, batch: Batch) -> Outcome | None:
        """What came of a batch; None when it has to be put in here.

        Raises:
            Problem: `session.expired` (401), `campaign.purged` (409), `server.busy` (503) after a sync that failed.
        """
        for op in batch.ops:
            op.go_out()
        try:
            answer = _answer(self.beside.ask(_encode(batch), PATIENCE_S))
        except (Lost, ValueError, OverflowError, RecursionError):
            return None  # it is not there, or something in the batch (a lone surrogate) cannot be carried
        if answer.unsynced:
            database.distrust()
        if answer.problem == "server.busy" and not answer.unsynced:
            return None  # whoever serves decides that, as without it
        if answer.problem is not None:
            raise Problem(answer.problem)
        return answer.outcome


def answers(bodies: Sequence[bytes], marks: HighWater, over: Callable[[], bool] = lambda: False) -> list[bytes]:
    """What is answered to batches that came together, after the commits: one for each campaign.

    Args:
        over: whether the server has ended: asked with the lock, which may have come late; then nothing is written.
    """

    def begin(campaign_id: int, session: Session) -> Work:
        if over():
            os._exit(0)
        return Work(session, campaign_id)

    puttings = [Putting(partial(_batch, body), marks) for body in bodies]
    seats = [Seat(putting.job) for putting in puttings]
    campaigns = [putting.batch.sender.campaign_id for putting in puttings]
    for campaign_id in dict.fromkeys(campaigns):
        together.do(
            partial(begin, campaign_id), [s for s, of in zip(seats, campaigns, strict=True) if of == campaign_id]
        )
    return [
        _encode(_told(putting, seat, partial(begin, campaign_id)))
        for putting, seat, campaign_id in zip(puttings, seats, campaigns, strict=True)
    ]


def _told(putting: Putting, seat: Seat[Work], begin: Callable[[Session], Work]) -> _Answer:
    try:
        work = seat.outcome(begin)
    except Problem as problem:
        return _Answer(problem=problem.code, unsynced=not database.trusted())
    except Exception as error:
        # a bug: whoever asked does it again, and says so
        _log.warning("writer.failed", exception=type(error).__name__)
        return _Answer()
    return _Answer(putting.outcome(work))


def main() -> None:
    """The process, until the server has gone."""
    inbox = beside.Inbox(sys.argv[1:])
    settings = config.from_environment()
    logs.configure()
    failpoint.arm(settings)
    app = Flask("apart", static_folder=None)
    database.init_app(app, settings)
    marks = HighWater(settings.home)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    with app.app_context():
        for questions in inbox.come():
            found = answers([body for _, body in questions], marks, inbox.orphaned)
            for (place, _), answer in zip(questions, found, strict=True):
                beside.send(place, answer)
            if not database.trusted():
                return  # a sync failed: whoever serves finds out what the disk still takes


if __name__ == "__main__":
    main()

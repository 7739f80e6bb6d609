"""What the worker's jobs last did, where other processes can read it: the admin's page asks the database alone.

Rests on the table `job`. Promises: a job that fails stops no other; what it failed of is written at once, what went
well at most once a minute, so that a round that had nothing to do hardly ever writes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from server import logs
from server.clock import DAY_MS, now_ms
from server.database import writing
from server.errors import Problem
from server.notices.models import DROPPED, SENT, WAITING, Delivery, Job

WRITTEN_EVERY_MS = 60_000
SILENT_MS = 5 * 60_000  # a worker that has written nothing for so long does not run
_log = logs.get("worker")


@dataclass(slots=True)
class Run:
    """One run of a job; `error` None when it was whole."""

    name: str
    at: int
    took_ms: int
    error: str | None


def run(name: str, work: Callable[[], object]) -> Run:
    """Does a job's work; whatever it raises becomes its error."""
    began, at, error = time.monotonic(), now_ms(), None
    try:
        work()
    except Problem as problem:
        error = problem.code
    except Exception as failure:
        # only the type: a driver's text may carry values
        error = type(failure).__name__
    if error is not None:
        _log.error("job.failed", reason=name, exception=error)
    return Run(name, at, int((time.monotonic() - began) * 1000), error)


class Log:
    """What one worker writes down of its runs."""

    def __init__(self) -> None:
        self._written: dict[str, Run] = {}

    def write(self, runs: list[Run]) -> None:
        """Writes what is new of a round; a database that is away is tried again with the next one."""
        new = [one for one in runs if self._is_new(one)]
        if not new:
            return
        try:
            with writing() as session:
                for one in new:
                    _keep(session, one)
        except Exception as failure:
            _log.warning("jobs.unwritten", exception=type(failure).__name__)
            return
        self._written |= {one.name: one for one in new}

    def _is_new(self, one: Run) -> bool:
        before = self._written.get(one.name)
        if before is None or one.error is not None or before.error is not None:
            return True
        return one.at - before.at >= WRITTEN_EVERY_MS


def _keep(session: Session, one: Run) -> None:
    row = session.get(Job, one.name, with_for_update=True)
    if row is None:
        row = Job(name=one.name, ran_at=one.at, took_ms=one.took_ms, failures=0)
        session.add(row)
    row.ran_at, row.took_ms = one.at, one.took_ms
    if one.error is None:
        row.failures = 0
    else:
        row.failures, row.failed_at, row.error = row.failures + 1, one.at, one.error[:64]


@dataclass(frozen=True, slots=True)
class Queue:
    """How many sendings wait in the installation, and what became of those of the last day.

    Attributes:
        due: of those that wait, how many could go out now.
        retried: of those that wait, how many were tried in vain.
        oldest_due_at: since when the one that is due longest has been due (ms).
    """

    waiting: int
    due: int
    retried: int
    oldest_due_at: int | None
    sent: int
    dropped: int


def queue(session: Session, now: int) -> Queue:
    waits = Delivery.state == WAITING
    due = waits & (Delivery.next_at <= now)
    lately = Delivery.done_at >= now - DAY_MS
    query = select(
        func.count(case((waits, 1))),
        func.count(case((due, 1))),
        func.count(case((waits & (Delivery.tries > 0), 1))),
        func.min(case((due, Delivery.next_at))),
        func.count(case(((Delivery.state == SENT) & lately, 1))),
        func.count(case(((Delivery.state == DROPPED) & lately, 1))),
    )
    return Queue(*session.execute(query).one())


def runs(session: Session) -> list[Job]:
    return list(session.scalars(select(Job).order_by(Job.name)))

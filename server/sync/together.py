"""Group commit: pushes that wait for the same campaign's lock share one transaction and one flush to disk.

Whoever gets the turn takes along all that wait, in their order. Rests on `database.writing`. Promises: a result is
given out only after the commit; a `Problem` of one job is its own and harms no other; when anything else goes wrong
(a bug) nothing of the group is kept and each job is done again alone, by its own thread.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from server import logs
from server.database import writing
from server.errors import Problem

R = TypeVar("R")
Job = Callable[[Session], R]
_log = logs.get("sync")


class _Seat(Generic[R]):
    """A job that waits, and what became of it: `results` holds one result after the commit of its group."""

    __slots__ = ("job", "problem", "results", "taken")

    def __init__(self, job: Job[R]):
        self.job = job
        self.taken = False
        self.problem: Problem | None = None
        self.results: list[R] = []


class Group(Generic[R]):
    """The jobs of one campaign in this process."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._waiting: deque[_Seat[R]] = deque()

    def run(self, make: Callable[[], Job[R]]) -> R:
        """Does a job in a transaction, perhaps with others; its result after the commit.

        Args:
            make: makes the job; asked again when the group broke, so what it makes begins from what was sent. A job
                raises its `Problem` before it writes anything.

        Raises:
            Problem: the job's own; `server.busy` (503).
        """
        seat = _Seat(make())
        self._waiting.append(seat)
        with self._turn:
            if not seat.taken:
                self._drive([self._waiting.popleft() for _ in range(len(self._waiting))])
        if seat.problem is not None:
            raise seat.problem
        if seat.results:
            return seat.results[0]
        job = make()
        with writing() as session:
            return job(session)

    @staticmethod
    def _drive(seats: list[_Seat[R]]) -> None:
        results: list[tuple[_Seat[R], R]] = []
        for seat in seats:
            seat.taken = True
        try:
            with writing() as session:
                for seat in seats:
                    try:
                        results.append((seat, seat.job(session)))
                    except Problem as problem:
                        seat.problem = problem
        except Problem as busy:
            for seat in seats:
                seat.problem = seat.problem or busy
        except Exception:
            _log.warning("group.broken", count=len(seats))
        else:
            for seat, result in results:
                seat.results.append(result)


class Groups(Generic[R]):
    """The groups of an installation, one for each campaign: campaigns do not wait for each other's lock."""

    def __init__(self) -> None:
        self._found: dict[int, Group[R]] = {}

    def of(self, campaign_id: int) -> Group[R]:
        return self._found.setdefault(campaign_id, Group())

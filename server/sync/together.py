"""Group commit: pushes that wait for the same campaign's lock share one transaction and one flush to disk.

Whoever gets the turn takes along all that wait, in their order; what they share is begun once and finished once. Rests
on `database.writing`. Promises: a result is given out only after the commit; a `Problem` of one job is its own and
harms no other; when anything else goes wrong (a bug) nothing of the group is kept and each job is done again alone, by
its own thread.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from server import logs
from server.database import writing
from server.errors import Problem


class Shared(Protocol):
    """What the jobs of one transaction have in common."""

    def finish(self) -> None:
        """Writes what all of them left to write, before the commit."""
        ...


S = TypeVar("S", bound=Shared)
Job = Callable[[S], None]
Begin = Callable[[Session], S]
_log = logs.get("sync")


class _Seat(Generic[S]):
    """A job that waits, and what became of it: `shared` is set after the commit of its group."""

    __slots__ = ("job", "problem", "shared", "taken")

    def __init__(self, job: Job[S]):
        self.job = job
        self.taken = False
        self.problem: Problem | None = None
        self.shared: S | None = None


class Group(Generic[S]):
    """The jobs of one campaign in this process.

    Args:
        begin: makes what the jobs of a transaction share; its `Problem` is everybody's.
    """

    def __init__(self, begin: Begin[S]) -> None:
        self._begin = begin
        self._turn = threading.Lock()
        self._waiting: deque[_Seat[S]] = deque()

    def run(self, make: Callable[[], Job[S]]) -> S:
        """Does a job in a transaction, perhaps with others; what they shared, after the commit.

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
        return seat.shared if seat.shared is not None else self._alone(make())

    def _alone(self, job: Job[S]) -> S:
        with writing() as session:
            shared = self._begin(session)
            job(shared)
            shared.finish()
        return shared

    def _drive(self, seats: list[_Seat[S]]) -> None:
        for seat in seats:
            seat.taken = True
        try:
            with writing() as session:
                shared = self._begin(session)
                for seat in seats:
                    try:
                        seat.job(shared)
                    except Problem as problem:
                        seat.problem = problem
                shared.finish()
        except Problem as busy:
            for seat in seats:
                seat.problem = seat.problem or busy
        except Exception:
            _log.warning("group.broken", count=len(seats))
        else:
            for seat in seats:
                seat.shared = shared


class Groups(Generic[S]):
    """The groups of an installation, one for each campaign: campaigns do not wait for each other's lock.

    Args:
        begin: as of a group, after the campaign's id.
    """

    def __init__(self, begin: Callable[[Session, int], S]) -> None:
        self._begin = begin
        self._found: dict[int, Group[S]] = {}

    def of(self, campaign_id: int) -> Group[S]:
        found = self._found.get(campaign_id)
        if found is None:
            found = self._found.setdefault(campaign_id, Group(lambda session: self._begin(session, campaign_id)))
        return found

"""Group commit: pushes that wait for the same campaign's lock share one transaction and one flush to disk.

Whoever gets the turn takes along all that wait, in their order; what they share is begun once and finished once. Rests
on `database.writing`. Promises: a result is given out only after the commit; a `Problem` of one job is its own and
harms no other; when anything else goes wrong (a bug) nothing of the group is kept and each job is done again alone, by
its own thread.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
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


class Seat(Generic[S]):
    """A job that waits, and what became of it.

    Attributes:
        make: makes the job; asked again when the group broke, so what it makes begins from what was sent. A job
            raises its `Problem` before it writes anything.
        taken: by whoever has the turn.
    """

    __slots__ = ("job", "make", "problem", "shared", "taken")

    def __init__(self, make: Callable[[], Job[S]]):
        self.make, self.job = make, make()
        self.taken = False
        self.problem: Problem | None = None
        self.shared: S | None = None

    def outcome(self, begin: Begin[S]) -> S:
        """What the job shared with others, after their commit; alone and now when the group broke.

        Raises:
            Problem: the job's own; `server.busy` (503).
        """
        if self.problem is not None:
            raise self.problem
        if self.shared is not None:
            return self.shared
        job = self.make()
        with writing() as session:
            shared = begin(session)
            job(shared)
            shared.finish()
        return shared


def do(begin: Begin[S], seats: Sequence[Seat[S]]) -> None:
    """Does the jobs of all seats in one transaction.

    Args:
        begin: makes what they share; its `Problem` is everybody's.
    """
    for seat in seats:
        seat.taken = True
    try:
        with writing() as session:
            shared = begin(session)
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


class Group(Generic[S]):
    """The jobs of one campaign in this process; `begin` as of `do`.

    Args:
        crowded: called whenever jobs have waited for each other.
    """

    def __init__(self, begin: Begin[S], crowded: Callable[[], None] = lambda: None) -> None:
        self._begin, self._crowded = begin, crowded
        self._turn = threading.Lock()
        self._waiting: deque[Seat[S]] = deque()

    def run(self, make: Callable[[], Job[S]]) -> S:
        """Does a job (`Seat.make`) in a transaction, perhaps with others; what they shared, after the commit.

        Raises:
            Problem: the job's own; `server.busy` (503).
        """
        seat = Seat(make)
        self._waiting.append(seat)
        with self._turn:
            if not seat.taken:
                seats = [self._waiting.popleft() for _ in range(len(self._waiting))]
                do(self._begin, seats)
                if len(seats) > 1:
                    self._crowded()
        return seat.outcome(self._begin)


class Groups(Generic[S]):
    """The groups of an installation, one for each campaign: campaigns do not wait for each other's lock.

    Args:
        begin: as of a group, after the campaign's id.

    Attributes:
        crowded: as of a group.
    """

    def __init__(self, begin: Callable[[Session, int], S]) -> None:
        self._begin = begin
        self._found: dict[int, Group[S]] = {}
        self.crowded: Callable[[], None] = lambda: None

    def of(self, campaign_id: int) -> Group[S]:
        found = self._found.get(campaign_id)
        if found is None:
            group = Group(lambda session: self._begin(session, campaign_id), lambda: self.crowded())
            found = self._found.setdefault(campaign_id, group)
        return found

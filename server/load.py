"""Whether more requests wait than can be served soon: then one is refused at once, so that the others are not slow.

Rests on how many wait (told by whoever runs the server) and how long one took lately. Promises: without anybody who
tells how many wait nothing is refused; whoever is refused is told when to come again, each another time.
"""

import secrets
import threading
from collections.abc import Callable

from server.errors import Problem

LONGEST_S = 1.5  # of waiting; served within two seconds then
_SPREAD_S = 20
_WEIGHT = 0.05
_FIRST_S = 0.03  # of a request, until some have been served


class Load:
    """Of one process."""

    def __init__(self) -> None:
        self._waiting: Callable[[], int] | None = None
        self._threads = 1
        self._mean = _FIRST_S
        self._lock = threading.Lock()
        self.refused = 0

    def watch(self, waiting: Callable[[], int], threads: int) -> None:
        """From now on `waiting()` tells how many requests have no thread yet."""
        self._threads = threads
        self._waiting = waiting

    def served(self, seconds: float) -> None:
        """How long a request took that was served."""
        with self._lock:
            self._mean += (seconds - self._mean) * _WEIGHT

    def expected(self) -> float:
        """How long whoever comes now waits, in seconds."""
        return 0.0 if self._waiting is None else self._waiting() * self._mean / self._threads

    def admit(self) -> None:
        """Lets a request in.

        Raises:
            Problem: `server.busy` (503), to come again when the crowd is gone.
        """
        expected = self.expected()
        if expected > LONGEST_S:
            with self._lock:
                self.refused += 1
            raise Problem("server.busy", retry_after=round(expected) + 2 + secrets.randbelow(_SPREAD_S))

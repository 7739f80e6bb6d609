"""How many long files may leave at once: each holds a thread for as long as its reader is slow, and phones need those.

Counted in this process. Promises: a place is given back exactly once, however the file ends.
"""

import threading
from collections.abc import Callable

from server.errors import Problem

PLACES = 2


class Turnstile:
    def __init__(self, places: int = PLACES):
        self._places = threading.Semaphore(places)

    def enter(self) -> Callable[[], None]:
        """Takes a place; what comes back gives it up.

        Raises:
            Problem: `export.busy` (503) when none is free.
        """
        if not self._places.acquire(blocking=False):
            raise Problem("export.busy", retry_after=20)
        left = threading.Lock()

        def leave() -> None:
            if left.acquire(blocking=False):
                self._places.release()

        return leave

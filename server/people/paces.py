"""How fast one program may ask: some requests at once, then one a second; counted in this process.

A program in a loop must not take the threads that phones wait for. Counters in the database would make a write of
every read, so each process of the server counts by itself.
"""

import threading
import uuid

from server.clock import now_ms
from server.errors import Problem

AT_ONCE = 60
REFILL_MS = 1_000  # for one request more
_MANY = 1_000  # programs that are remembered


class Paces:
    """A bucket for each program, full at first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._full_at: dict[uuid.UUID, int] = {}  # ms at which each bucket is full again

    def take(self, program: uuid.UUID) -> None:
        """Takes one request out of a program's bucket.

        Raises:
            Problem: `request.too_many` (429) with the seconds to wait.
        """
        now = now_ms()
        with self._lock:
            full_at = max(self._full_at.get(program, 0), now)
            if full_at - now > (AT_ONCE - 1) * REFILL_MS:
                wait = full_at - now - (AT_ONCE - 1) * REFILL_MS
                raise Problem("request.too_many", retry_after=-(-wait // 1000))
            self._full_at[program] = full_at + REFILL_MS
            if len(self._full_at) > _MANY:
                self._full_at = {one: at for one, at in self._full_at.items() if at > now}

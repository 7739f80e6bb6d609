"""gunicorn's threaded worker, but a new connection goes to the process that has fewest.

Phones and the proxy in front keep their connections, and whoever wakes first takes all that wait: without this one
process can have all of them, with its one interpreter all of the work, and the others none. Promises: nobody is left
waiting: what those that have fewer do not fetch within some milliseconds is taken anyway.
"""

import mmap
import select
import struct
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

TRIES, PAUSE_S = 20, 0.0005
_PLACES = 64
_COUNT = struct.Struct("I")  # a process's connections and one; 0: there is no such process
_counts = mmap.mmap(-1, _PLACES * _COUNT.size)  # made before the fork, so that all see the same


def _place(worker: Any) -> int:
    return worker.age % _PLACES * _COUNT.size


def forget(worker: Any) -> None:
    """A process is gone, and its connections with it."""
    _COUNT.pack_into(_counts, _place(worker), 0)


class BalancedWorker(ThreadWorker):
    """Looks how many connections the others have before it takes one."""

    def run(self) -> None:
        self._tell()
        super().run()

    def accept(self, listener: Any) -> None:
        for _ in range(TRIES):
            if not self._others_have_fewer():
                break
            time.sleep(PAUSE_S)
            if not select.select([listener], [], [], 0)[0]:
                return  # somebody took it
        super().accept(listener)
        self._tell()

    def finish_request(self, conn: Any, fs: Any) -> None:
        super().finish_request(conn, fs)
        self._tell()

    def _tell(self) -> None:
        _COUNT.pack_into(_counts, _place(self), self.nr_conns + 1)

    def _others_have_fewer(self) -> bool:
        self._tell()
        return min(count for (count,) in _COUNT.iter_unpack(_counts) if count) <= self.nr_conns

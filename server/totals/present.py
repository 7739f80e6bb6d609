"""What was added up of the present, kept until something is added: then only that is added to it. Pure.

Rests on the log of changes, so that a question costs what happened since it was asked last and not what was ever
logged. Promises: what is kept is never changed, only replaced; of an older state than that which is kept, or of one far
from it, all is added up anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
FAR = 20_000  # seqs after which reading the log costs as much as adding all up


class Present(Generic[T]):
    """The last few questions with the seq up to which each was answered."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, tuple[int, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, head: int, anew: Callable[[], T], onward: Callable[[int, T], T]) -> T:
        """The sums at `head`: `onward(seq, sums)` makes them from those at an earlier seq, `anew()` from nothing."""
        with self._lock:
            seq, sums = self._kept.get(key, (None, None))
        if sums is not None and seq == head:
            return sums
        found = onward(seq, sums) if sums is not None and seq is not None and head - FAR < seq < head else anew()
        with self._lock:
            self._kept[key] = head, found
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return found

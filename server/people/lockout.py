"""Guessing is slowed down, by account, second factor and address, counted in the database that all processes share.

Nobody is locked out for ever: the wait grows from half a minute to a quarter of an hour, and an hour without a wrong
guess forgets them: the worker deletes their rows. An attempt is counted before it is judged, so that parallel guesses
are not free.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.clock import now_ms
from server.database import reading, writing
from server.errors import Problem
from server.people import store

FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 15 * 60_000
FORGOTTEN_MS = 60 * 60_000
_TIDIED_EVERY_MS = 15 * 60_000


@dataclass(frozen=True)
class Counter:
    """One thing that is guessed at; `allowed` wrong guesses are free."""

    key: str
    allowed: int


def by_account(username: str) -> Counter:
    return Counter(f"user:{_hidden(username)}", 5)


def by_address(address: str | None) -> Counter:
    """Many people can share an address (a mobile network, a counter): more is allowed."""
    return Counter(f"addr:{_hidden(address or '')}", 100)


def by_invite_address(address: str | None) -> Counter:
    """A code has 128 bits: this only keeps a guesser from making noise."""
    return Counter(f"code:{_hidden(address or '')}", 300)


def by_factor(person_id: uuid.UUID) -> Counter:
    """Codes of a second factor, tried after the right password."""
    return Counter(f"factor:{_hidden(str(person_id))}", 5)


def _hidden(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def wait_ms(failures: int, last_at: int, allowed: int, now: int) -> int:
    """How long (ms) the next attempt must wait; 0 when it need not."""
    if failures < allowed or now - last_at >= FORGOTTEN_MS:
        return 0
    pause = min(FIRST_WAIT_MS << min(failures - allowed, 10), LONGEST_WAIT_MS)
    return max(0, min(last_at + pause - now, pause))


def count(session: Session, *counters: Counter) -> None:
    """Counts an attempt on each counter before it is judged.

    Raises:
        Problem: `session.locked` (429) with the seconds to wait; nothing is counted then.
    """
    now = now_ms()
    rows = store.attempts(session, [counter.key for counter in counters])
    longest = max(wait_ms(rows[c.key].failures, rows[c.key].last_at, c.allowed, now) for c in counters)
    if longest:
        raise Problem("session.locked", retry_after=-(-longest // 1000))
    for row in rows.values():
        row.failures = 1 if now - row.last_at >= FORGOTTEN_MS else row.failures + 1
        row.last_at = now


def forgive(session: Session, *counters: Counter) -> None:
    """Takes the attempt back: it was right."""
    for row in store.attempts(session, [counter.key for counter in counters]).values():
        if row.key.startswith(("user:", "factor:")):
            row.failures = 0
        else:
            row.failures = max(0, row.failures - 1)


def forgetting() -> Callable[[], None]:
    """What the worker calls in every round: four times an hour, counters that count nothing any more are deleted."""
    last: int | None = None

    def forget() -> None:
        nonlocal last
        now = now_ms()
        if last is not None and now - last < _TIDIED_EVERY_MS:
            return
        with reading() as session:
            there = store.has_old_attempts(session, now - FORGOTTEN_MS)
        if there:
            with writing() as session:
                store.forget_attempts(session, now - FORGOTTEN_MS)
        last = now

    return forget

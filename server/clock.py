"""The server's clock: one seam, so that tests can move time.

Everything that needs the present calls `now_ms()`; nothing else reads the system's clock.
Instants inside the server are integers, milliseconds since 1970 in UTC; on the wire they are RFC 3339
with exactly three decimals and `Z` (24 characters); days are `YYYY-MM-DD` in a campaign's zone.
"""

import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MINUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

DAY_MS = 86_400_000


_moved: ContextVar[int | None] = ContextVar("moved", default=None)


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    moved = _moved.get()
    return time.time_ns() // 1_000_000 if moved is None else moved


@contextmanager
def at(ms: int) -> Generator[None]:
    """Within the block it is this instant, for this thread alone: the worked example lives through its days so."""
    token = _moved.set(ms)
    try:
        yield
    finally:
        _moved.reset(token)


def instant(ms: int) -> str:
    """`2021-08-19T05:59:59.000Z` of milliseconds since 1970 (years 1970–9999)."""
    day, rest = divmod(ms, DAY_MS)
    minute, rest = divmod(rest, 60_000)
    return f"{day_text(day)}{_MINUTES[minute]}{rest // 1000:02d}.{rest % 1000:03d}Z"


_MINUTES = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:" for minute in range(24 * 60))


@lru_cache(4096)
def day_text(day: int) -> str:
    """`2021-08-19` of days since 1970."""
    return (_EPOCH + timedelta(days=day)).date().isoformat()


def parse_instant(text: str) -> int:
    """Milliseconds of an RFC 3339 instant of exactly 24 characters; ValueError for anything else."""
    try:
        return _minute_ms(text[:16]) + _SECONDS[text[16:20]] + _MILLISECONDS[text[20:]]
    except KeyError:
        raise ValueError("no such time") from None


_SECONDS = {f":{second:02d}.": second * 1000 for second in range(60)}
_MILLISECONDS = {f"{ms:03d}Z": ms for ms in range(1000)}


@lru_cache(4096)
def _minute_ms(text: str) -> int:
    """Milliseconds of `YYYY-MM-DDTHH:MM`; ops of one phone share many minutes."""
    if not _MINUTE.fullmatch(text):
        raise ValueError("not an instant")
    hour, minute = int(text[11:13]), int(text[14:16])
    if hour > 23 or minute > 59:
        raise ValueError("no such time")
    return _day_ms(text[:10]) + (hour * 60 + minute) * 60_000


@lru_cache(4096)
def _day_ms(text: str) -> int:
    """Milliseconds of a day's first instant in UTC; ValueError for no day, or one before 1970."""
    days = date.fromisoformat(text).toordinal() - _EPOCH.toordinal()
    if days < 0:
        raise ValueError("before 1970")
    return days * DAY_MS


def day_of(ms: int, zone: str) -> date:
    """The day in the zone on which the instant falls."""
    return (_EPOCH + ms * _MILLISECOND).astimezone(ZoneInfo(zone)).date()


def hour_of(ms: int, zone: str) -> int:
    """The hour (0–23) in the zone in which the instant falls."""
    return (_EPOCH + ms * _MILLISECOND).astimezone(ZoneInfo(zone)).hour


def start_of(day: date, zone: str) -> int:
    """Milliseconds of the first instant of the day in the zone."""
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND

"""Quiet hours: nothing rings while people sleep. Pure.

Hours are those of the campaign's zone and may go over midnight (21:00 to 06:00).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_MARGIN = timedelta(minutes=10)  # what is sent before the quiet hours also arrives before them


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one time of day until another; equal ones mean that there are none."""

    begins: time
    ends: time
    tz: str

    def holds(self, ms: int) -> bool:
        """Whether an instant (ms) falls into the quiet hours."""
        clock = self._local(ms).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def after(self, ms: int) -> int:
        """The instant itself, or the end of the quiet hours in which it falls."""
        if not self.holds(ms):
            return ms
        local = self._local(ms)
        end = datetime.combine(local.date(), self.ends, local.tzinfo)
        return self._ms(end if end > local else end + timedelta(days=1))

    def before(self, ms: int) -> int:
        """The instant itself, or one shortly before the quiet hours in which it falls."""
        if not self.holds(ms):
            return ms
        local = self._local(ms)
        begin = datetime.combine(local.date(), self.begins, local.tzinfo)
        return self._ms((begin if begin <= local else begin - timedelta(days=1)) - _MARGIN)

    def _local(self, ms: int) -> datetime:
        return (_EPOCH + ms * _MS).astimezone(ZoneInfo(self.tz))

    @staticmethod
    def _ms(local: datetime) -> int:
        return (local.astimezone(UTC) - _EPOCH) // _MS


def read(settings: Mapping[str, Any], tz: str) -> Quiet:
    """The quiet hours of a campaign; none when it names none."""
    row = settings.get("reminders") or {}
    begins, ends = row.get("quiet_from", "00:00"), row.get("quiet_until", "00:00")
    return Quiet(time.fromisoformat(begins), time.fromisoformat(ends), tz)

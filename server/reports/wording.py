"""How due instants and delays read in Vietnamese. Pure.

A due instant is the first that is late, so it reads "trước …"; a midnight reads as the end of the day before, since
"before 0:00 on the 25th" is misread.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


def local(ms: int, tz: str) -> datetime:
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(ZoneInfo(tz))


def due_text(due_at: int, tz: str) -> str:
    """`trước 13:00 thứ Năm ngày 26/8/2021`, `hết ngày 24/8/2021`."""
    at = local(due_at, tz)
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        last = at - timedelta(days=1)
        return f"hết ngày {last.day}/{last.month}/{last.year}"
    return f"trước {at.hour:02d}:{at.minute:02d} {_WEEKDAYS[at.weekday()]} ngày {at.day}/{at.month}/{at.year}"


def moment_text(ms: int, tz: str) -> str:
    """`13:05 ngày 26/8/2021`."""
    at = local(ms, tz)
    return f"{at.hour:02d}:{at.minute:02d} ngày {at.day}/{at.month}/{at.year}"


def late_text(ms: int) -> str:
    """`3 ngày 4 giờ`, `12 phút`, `chưa đầy 1 phút`: how late, in its two greatest units."""
    if ms < _MINUTE:
        return "chưa đầy 1 phút"
    days, rest = divmod(ms, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    parts = [(days, "ngày"), (hours, "giờ"), (minutes, "phút")]
    named = [f"{count} {name}" for count, name in parts if count]
    return " ".join(named[:2])

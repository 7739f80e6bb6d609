"""What was ordered, as data of campaign.toml: who owes what, how often, and the first instant that is late. Pure.

A period is named by the day on which it is due. Nothing is due before the campaign begins or after it ends. Every due
instant is the first that is late: "before 13:00" (R08) is 13:00:00.000 itself, "up to and including 24/8" (R03) the
midnight that begins 25/8, "before 24/8" (R13) the one that begins 24/8, all in the campaign's zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.campaign.book import Book, Unit
from server.reports.units import level_of

WEEKLY, ONCE, AS_NEEDED = "weekly", "once", "as_needed"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """One time that something is owed: from `opens_at` until `due_at` (ms; None: never late), named by `day`."""

    day: date
    opens_at: int
    due_at: int | None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that units owe.

    Attributes:
        word: what the sender calls it, `báo cáo` or `thông tin kết quả`.
        who: (kind, level) of the units that owe it.
        rule: how its due instant reads: `before`, `inclusive`, `exclusive`, `none`.
        clock: for `before`: the time of day that is late.
        to, via: codes of the unit that receives it and of the one through which it goes.
    """

    code: str
    title: str
    title_en: str
    word: str
    repeat: str
    rule: str
    clock: time | None
    who: frozenset[tuple[str, str]]
    to: str
    via: str | None
    periods: tuple[Period, ...]

    def owed_by(self, dictionary: Book, unit: Unit) -> bool:
        return unit.takes_members and (unit.kind, level_of(dictionary, unit)) in self.who

    def period_of(self, day: date) -> Period | None:
        """The period of a day; of what is owed as needed every day has one."""
        if self.repeat == AS_NEEDED:
            return Period(day, 0, None)
        return next((one for one in self.periods if one.day == day), None)

    def before(self, day: date) -> Period | None:
        """The period before that of a day."""
        earlier = [one for one in self.periods if one.day < day]
        return earlier[-1] if earlier else None


@dataclass(frozen=True, slots=True)
class Span:
    """The campaign's own dates; `shifted` is by how many days its preset was moved."""

    tz: str
    starts_on: date
    ends_on: date
    weekly_from: date | None
    weekly_until: date | None
    shifted: int


def moment(day: date, clock: time, tz: str) -> int:
    """Milliseconds of a time of day in a zone."""
    at = datetime.combine(day, clock, ZoneInfo(tz)).astimezone(UTC)
    return round((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


def read(settings: Mapping[str, Any], span: Span) -> dict[str, Obligation]:
    """The obligations of a campaign by code, in the order of the file."""
    return {code: _read(code, row, span) for code, row in (settings.get("obligations") or {}).items()}


def _read(code: str, row: Mapping[str, Any], span: Span) -> Obligation:
    repeat = row["repeat"]
    rule, clock = "none", None
    periods: tuple[Period, ...] = ()
    if repeat == WEEKLY:
        rule, clock = "before", time.fromisoformat(row["before"])
        periods = tuple(_chain(_weeks(row, span), clock, span))
    elif repeat == ONCE:
        rule = row["due"]
        day = date.fromisoformat(row["day"]) + span.shifted * _DAY
        periods = tuple(_single(day, rule, span))
    return Obligation(
        code=code,
        title=row["title"],
        title_en=row["title_en"],
        word=row["word"],
        repeat=repeat,
        rule=rule,
        clock=clock,
        who=frozenset((one["kind"], one["level"]) for one in row["who"]),
        to=row["to"],
        via=row.get("via"),
        periods=periods,
    )


def _weeks(row: Mapping[str, Any], span: Span) -> Iterator[date]:
    first = max(span.weekly_from or span.starts_on, span.starts_on)
    last = min(span.weekly_until or span.ends_on, span.ends_on)
    day = first + (_WEEKDAYS.index(row["weekday"]) - first.weekday()) % 7 * _DAY
    while day <= last:
        yield day
        day += 7 * _DAY


def _chain(days: Iterator[date], clock: time, span: Span) -> Iterator[Period]:
    opens = moment(span.starts_on, time(), span.tz)
    for day in days:
        due = moment(day, clock, span.tz)
        yield Period(day, opens, due)
        opens = due


def _single(day: date, rule: str, span: Span) -> Iterator[Period]:
    if span.starts_on <= day <= span.ends_on:
        late_from = day + _DAY if rule == "inclusive" else day
        yield Period(day, moment(span.starts_on, time(), span.tz), moment(late_from, time(), span.tz))

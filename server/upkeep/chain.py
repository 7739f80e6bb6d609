"""The trail, day by day, as files that prove it: each day's digest has that of the day before in it. Pure.

A day's file is a header and the lines of that day; its digest is the SHA-256 of the digest before it, the day and the
lines. Whoever keeps one file elsewhere can later tell whether any line up to that day was changed, taken away or added.
Days are UTC. A line belongs to the day of the latest instant up to it in the order of the lines, so a clock that was
set back never puts a new line into a day that is over.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from server.clock import day_of, instant

KIND, VERSION = "gocua.audit", 1
FIRST = "0" * 64  # stands before the trail's first day


class Line(NamedTuple):
    """A line of the trail as the database has it."""

    id: int
    campaign_id: int | None
    at: int
    actor: str | None
    act: str
    subject: str
    details: dict[str, Any]

    def spelled(self) -> str:
        """One JSON object, always spelled the same way."""
        values = {**self._asdict(), "at": instant(self.at)}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(slots=True)
class Day:
    """One day of the trail; `lines` are spelled."""

    day: date
    previous: str
    lines: list[str] = field(default_factory=list[str])

    @property
    def digest(self) -> str:
        seen = hashlib.sha256(f"{self.previous}\n{self.day.isoformat()}\n".encode())
        for line in self.lines:
            seen.update(line.encode() + b"\n")
        return seen.hexdigest()


def days(lines: Iterable[Line], until: date) -> Iterator[Day]:
    """All days from the trail's first line to `until`, those without lines too; none for an empty trail."""
    present: Day | None = None
    latest = 0
    for line in lines:
        latest = max(latest, line.at)
        day = day_of(latest, "UTC")
        if day > until:
            break
        if present is None:
            present = Day(day, FIRST)
        while present.day < day:
            yield present
            present = _next(present)
        present.lines.append(line.spelled())
    while present is not None and present.day <= until:
        yield present
        present = _next(present)


def _next(day: Day) -> Day:
    return Day(day.day + timedelta(days=1), day.digest)


def text_of(day: Day) -> str:
    """A day's file."""
    header = {
        "kind": KIND,
        "v": VERSION,
        "day": day.day.isoformat(),
        "previous": day.previous,
        "lines": len(day.lines),
        "digest": day.digest,
    }
    return "\n".join([json.dumps(header), *day.lines]) + "\n"


def read(text: str) -> Day:
    """The day of a file whose digest is that of what it holds.

    Raises:
        ValueError: it is no such file, or was changed.
    """
    # not splitlines: a line separator inside of a text is no end of a line
    first, *lines = text.removesuffix("\n").split("\n")
    header = json.loads(first)
    if header["kind"] != KIND or header["v"] != VERSION:
        raise ValueError("another kind of file")
    day = Day(date.fromisoformat(header["day"]), header["previous"], lines)
    if (len(lines), day.digest) != (header["lines"], header["digest"]):
        raise ValueError("changed")
    return day

"""`gocua audit export` and `gocua audit verify`: the trail as files, and whether it still is what was exported.

Rests on `chain` for days and digests. Promises: a file that is there is never written over with something else; only
days that are over are exported; `verify` reads everything and changes nothing.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.clock import DAY_MS, day_of, now_ms
from server.config import SettingsError
from server.database import reading
from server.people.models import Audit
from server.upkeep import chain
from server.upkeep.chain import Day, Line

SETTLED_MS = 15 * 60_000  # longer than any transaction: a line may be committed a little after its instant
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with one exported file; `told` None when nothing is."""

    name: str
    told: str | None


def last_day() -> date:
    """The last day that is over for good."""
    return day_of(now_ms() - SETTLED_MS - DAY_MS, "UTC")


def export(folder: Path, only: date | None) -> list[Day]:
    """Writes the days that are not there yet, or one of them; those that were written.

    Raises:
        SettingsError: the day is not over or before the trail began; a file that is there says something else.
    """
    until = last_day() if only is None else only
    if until > last_day():
        raise SettingsError(f"{until.isoformat()} is not over yet; the last day that is: {last_day().isoformat()}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: list[Day] = []
    found = False
    with reading() as session:
        for day in chain.days(_lines(session), until):
            if only is not None and day.day != only:
                continue
            found = True
            if _write(folder / _name(day.day), chain.text_of(day)):
                written.append(day)
    if only is not None and not found:
        raise SettingsError(f"the trail has nothing up to {only.isoformat()}")
    return written


def verify(folder: Path) -> list[Verdict]:
    """What the exported files say of the trail as it is now, in the order of their days.

    Raises:
        SettingsError: there are no such files.
    """
    paths = sorted(folder.glob("????-??-??.jsonl")) if folder.is_dir() else []
    if not paths:
        raise SettingsError(f"no day of the trail was exported to {folder} yet")
    kept: dict[str, Day] = {}
    told: dict[str, str | None] = {}
    for path in paths:
        try:
            day = chain.read(path.read_text(encoding="utf-8"))
            if _name(day.day) != path.name:
                raise ValueError("another day's")
            kept[path.name] = day
        except (ValueError, KeyError, TypeError):
            told[path.name] = "the file itself was changed or is not whole"
    if kept:
        with reading() as session:
            for day in chain.days(_lines(session), max(one.day for one in kept.values())):
                exported = kept.pop(_name(day.day), None)
                if exported is not None:
                    told[_name(day.day)] = _compared(day, exported)
    told |= dict.fromkeys(kept, "the trail has nothing of that day any more")
    return [Verdict(name, told[name]) for name in sorted(told)]


def _compared(now: Day, then: Day) -> str | None:
    if now.lines != then.lines:
        gone, new = len(set(then.lines) - set(now.lines)), len(set(now.lines) - set(then.lines))
        return f"the trail is not what was exported: {gone} lines are gone or changed, {new} are new or changed"
    if now.previous != then.previous:
        return "its own lines agree, but a day before it was changed"
    return None


def _name(day: date) -> str:
    return f"{day.isoformat()}.jsonl"


def _lines(session: Session) -> Iterator[Line]:
    """The trail in the order of its ids, in chunks."""
    after: int | None = None
    while True:
        query = select(Audit).order_by(Audit.id).limit(_CHUNK)
        rows = session.scalars(query if after is None else query.where(Audit.id > after)).all()
        for row in rows:
            actor = str(row.actor_id) if row.actor_id is not None else None
            yield Line(row.id, row.campaign_id, row.at, actor, row.act, row.subject, row.details)
        session.expunge_all()
        if len(rows) < _CHUNK:
            return
        after = rows[-1].id


def _write(path: Path, text: str) -> bool:
    """Whether the file is new; SettingsError when it is there and says something else."""
    if path.exists():
        if path.read_text(encoding="utf-8") != text:
            raise SettingsError(f"{path} is there already and says something else; see `gocua audit verify`")
        return False
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(part, path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return True

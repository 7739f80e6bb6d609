"""Rollup rows written by hand, for tests of totals that do not need the whole way through sync.

Every call is one commit, as the sync room writes it: the four grains, the log of the full grain, the commit list and
the campaign's head. The raw entries are kept, so that a test can count them again in its own way.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from server.campaign.models import Area, Campaign, Organisation, Outcome
from server.clock import start_of
from server.database import reading, writing
from server.sync.models import (
    GRAIN_AREA,
    GRAIN_DAY,
    GRAIN_FULL,
    GRAIN_MODE,
    GRAIN_OUTCOME,
    GRAIN_UNIT,
    MODES,
    Commit,
    Rollup,
    RollupLog,
)
from tests.site import HAMLET, UNION, Site

MEASURES = ("records", "assists", "unique", "unchecked", "in_use")
TZ = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Entry:
    seq: int
    day: date
    area: str
    organisation: str
    mode: str
    outcome: str
    counts: tuple[int, int, int, int, int]


@dataclass
class Ledger:
    """Writes commits and remembers what they said."""

    site: Site
    entries: list[Entry] = field(default_factory=list)

    def add(
        self,
        area: str = HAMLET,
        organisation: str = UNION,
        day: date = date(2021, 8, 20),
        mode: str = "door",
        outcome: str = "ok_installed_used",
        counts: tuple[int, int, int, int, int] = (1, 1, 1, 0, 1),
        at: int | None = None,
    ) -> int:
        """One commit with one entry; returns its seq. `at` defaults to noon of the day."""
        when = start_of(day, TZ) + 43_200_000 if at is None else at
        return self.commit([(area, organisation, day, mode, outcome, counts)], when)

    def commit(self, changes: Iterable[tuple[str, str, date, str, str, tuple[int, ...]]], at: int) -> int:
        site = self.site
        with writing() as session:
            campaign = session.get_one(Campaign, site.campaign_id)
            campaign.head += 1
            seq = campaign.head
            ids = _ids(session, site.campaign_id)
            full: Counter[tuple[int, ...]] = Counter()
            for area, organisation, day, mode, outcome, counts in changes:
                self.entries.append(Entry(seq, day, area, organisation, mode, outcome, counts))  # type: ignore[arg-type]
                number = (day - date(1970, 1, 1)).days
                dims = (number, ids[area], ids[organisation], MODES.index(mode) + 1, ids[outcome])
                for place, value in enumerate(counts):
                    full[(*dims, place)] += value
            for dims in sorted({key[:5] for key in full}):
                values = {name: full[(*dims, place)] for place, name in enumerate(MEASURES)}
                session.add(RollupLog(campaign_id=site.campaign_id, seq=seq, **_named(dims), **values))
                for grain, key in _grains(dims):
                    _plus(session, site.campaign_id, grain, key, values)
            session.add(Commit(campaign_id=site.campaign_id, seq=seq, at=at))
        return seq


def _named(dims: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(("day", "area_id", "organisation_id", "mode", "outcome_id"), dims, strict=True))


def _grains(dims: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    day, area, organisation, mode, outcome = dims
    return [
        (GRAIN_OUTCOME, (0, area, organisation, 0, outcome)),
        (GRAIN_MODE, (0, area, organisation, mode, 0)),
        (GRAIN_DAY, (day, area, 0, 0, outcome)),
        (GRAIN_FULL, dims),
        (GRAIN_AREA, (0, area, 0, 0, outcome)),
        (GRAIN_UNIT, (0, 0, organisation, 0, outcome)),
    ]


def _plus(session: Any, campaign_id: int, grain: int, key: tuple[int, ...], values: dict[str, int]) -> None:
    row = session.get(Rollup, (campaign_id, grain, *key))
    if row is None:
        session.add(Rollup(campaign_id=campaign_id, grain=grain, **_named(key), **values))
        session.flush()
        return
    for name, value in values.items():
        setattr(row, name, getattr(row, name) + value)


def _ids(session: Any, campaign_id: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for model in (Area, Organisation, Outcome):
        found.update(
            (code, one)
            for code, one in session.execute(select(model.code, model.id).where(model.campaign_id == campaign_id))
        )
    return found


def outcome_codes(site: Site) -> set[str]:
    with reading() as session:
        return set(session.scalars(select(Outcome.code).where(Outcome.campaign_id == site.campaign_id)))

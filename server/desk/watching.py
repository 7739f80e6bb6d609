"""Signals of the whole campaign and of each commune, kept in step by the worker: who asks waits for no million records.

Each round takes the days of people that something has changed about since the last one (their records, records that
share a number with theirs, the hamlet that they were given) and looks at those anew; once a day at all of the last two
weeks, for what changes by other ways. Promises: after a round the kept signals of the last two weeks are what looking
at all records would give, but for numbers that another person took back on the same day; nobody else waits meanwhile,
since nothing but these two tables is written.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import hour_of, now_ms
from server.database import reading, writing
from server.desk import signal_store as store
from server.desk.models import SignalMark
from server.desk.signs import Limits, Signal, Visit, signals_by_commune
from server.people.scope import areas_under
from server.sync.models import Record
from server.totals.question import number_of

LATEST = 14  # days that are looked at anew once a day
OVERDUE_MS = 5 * 60_000  # a worker that is later than this does not run
SMALL = 20_000  # ops of a campaign that is looked at as it is now, in a tenth of a second
_PEOPLE = 40  # whose records are in memory at once


@dataclass(frozen=True, slots=True)
class Rules:
    """What signals are found by, besides the records.

    Attributes:
        given: the areas that each person was given, of those who were.
        communes: for each area the commune that it lies in today.
    """

    book: Book
    limits: Limits
    given: Mapping[uuid.UUID, frozenset[int]]
    communes: Mapping[int, int]

    @classmethod
    def of(cls, session: Session, campaign: Campaign) -> "Rules":
        book = book_of(session, campaign)
        hamlets = store.hamlets(session, campaign.id)
        given = {person: book.subtree(hamlet) for person, hamlet in hamlets.items()}
        return cls(book, Limits.of(campaign.settings.get("signals", {})), given, communes_of(book))

    def visits(self, session: Session, conditions: list[Any]) -> Iterator[Visit]:
        """Records as the signs see them."""
        for person, device, eff, day, area, number, duplicate in store.visits(session, conditions):
            assigned = person not in self.given or area in self.given[person]
            hour = hour_of(eff, self.book.tz)
            commune = self.communes.get(area, 0)
            yield Visit(person, device, eff, day, hour, assigned, bool(number), bool(duplicate), commune)


def communes_of(book: Book) -> dict[int, int]:
    """For each area the commune under which it is seen today."""
    today = book.day(now_ms())
    open_ones = (one.id for one in book.open_areas(today) if one.level == 1)
    return {area: commune for commune in open_ones for area in areas_under(book, commune, today)}


def key_of(campaign: Campaign, rules: Rules) -> str:
    """Changes when all that is kept is void: another history, other limits, other bounds of communes."""
    parts = (campaign.epoch, rules.limits, sorted(rules.communes.items()))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def kept(
    session: Session, campaign: Campaign, rules: Rules, areas: frozenset[int] | None, first: int, last: int
) -> list[Signal] | None:
    """Signals of days, in the whole campaign or in the areas of one commune, as the worker last found them; None when
    there is no worker that keeps them, and when the campaign has changed since and is small enough to be looked at
    anew."""
    commune = 0 if areas is None else _only_commune(rules, areas)
    mark = None if commune is None else session.get(SignalMark, campaign.id)
    if commune is None or mark is None or mark.key != key_of(campaign, rules):
        return None
    if mark.seq != campaign.head and (campaign.head < SMALL or now_ms() - mark.at > OVERDUE_MS):
        return None
    return store.kept(session, campaign.id, commune, first, last)


def _only_commune(rules: Rules, areas: frozenset[int]) -> int | None:
    """The commune that consists of these areas."""
    found = {rules.communes.get(one) for one in areas}
    if len(found) != 1:
        return None
    (commune,) = found
    return commune if areas == {one for one, other in rules.communes.items() if other == commune} else None


def refresh(campaign_id: int) -> int:
    """Brings the kept signals of a campaign up to its head; returns how many people were looked at."""
    now = now_ms()
    with reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        head = campaign.head
        rules = Rules.of(session, campaign)
        key, today = key_of(campaign, rules), number_of(rules.book.day(now))
        mark = session.get(SignalMark, campaign_id)
        if mark is not None and (mark.key, mark.seq, mark.day) == (key, head, today):
            return 0
        stale = _stale(session, campaign, rules.book, mark if mark is not None and mark.key == key else None, today)
    everybody = list(stale.items())
    for begin in range(0, len(everybody), _PEOPLE):
        _look(campaign_id, rules, dict(everybody[begin : begin + _PEOPLE]))
    with writing() as session:
        # read before the looking: what came meanwhile is looked at in the next round
        session.merge(SignalMark(campaign_id=campaign_id, seq=head, at=now, day=today, key=key))
    return len(stale)


def _stale(
    session: Session, campaign: Campaign, book: Book, mark: SignalMark | None, today: int
) -> dict[uuid.UUID, set[int] | int]:
    """People, each with the days to look at, or the first of all days to look at."""
    if mark is None or mark.day != today:
        first = 0 if mark is None else today - LATEST
        return dict.fromkeys(store.people(session, campaign.id), first)
    found: dict[uuid.UUID, set[int] | int] = {}
    days: dict[uuid.UUID, set[int]] = defaultdict(set)
    for person, day in store.touched(session, campaign.id, mark.seq, book):
        days[person].add(day)
    found |= days
    return found | dict.fromkeys(store.moved(session, campaign.id, mark.at), 0)


def _look(campaign_id: int, rules: Rules, stale: Mapping[uuid.UUID, set[int] | int]) -> None:
    """Finds the signals of some people anew and keeps them."""

    def concerns(person: uuid.UUID, day: int) -> bool:
        days = stale[person]
        return day >= days if isinstance(days, int) else day in days

    first = min(days if isinstance(days, int) else min(days) for days in stale.values())
    mine = [Record.campaign_id == campaign_id, Record.person_id.in_(stale), Record.day + 0 >= first]
    with reading() as session:
        visits = rules.visits(session, [*mine, *store.counted()])
        found = [one for one in signals_by_commune(visits, rules.limits) if concerns(one[1].person, one[1].day)]
    with writing() as session:
        store.keep(session, campaign_id, stale, found)

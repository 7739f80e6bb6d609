"""How many different households were visited: by area, and in all of what an author sees, each of them once.

The worker keeps, for every area and organisation, how many there are, and which few households are of several; so
that any sum of areas and organisations counts nobody twice. Rests on records alone. What has changed since the
worker looked is looked at when somebody asks. Promises: the same as counting all records, at any moment.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from server.campaign.models import Campaign
from server.database import writing
from server.people.scope import Scope
from server.reports import store as reports_store
from server.reports import visited_store as store
from server.reports.models import VisitedMark
from server.reports.visited_store import Cell
from server.sync.bulk import Bulk

LATE = 20_000  # changed records: so many are counted from the beginning as soon as one by one
_CHUNK = 4_000  # records of one write, some tenths of a second

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Visits:
    """Households by where and by whom they were visited, as far as somebody sees them.

    Attributes:
        counts: how many, by area and organisation.
        shared: of each household that is counted several times, where.
    """

    counts: dict[Cell, int]
    shared: list[frozenset[Cell]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, bytes]]) -> "Visits":
        """From (area, household)."""
        where: dict[bytes, set[Cell]] = {}
        counts: dict[Cell, int] = {}
        for area_id, household in pairs:
            where.setdefault(household, set()).add((area_id, 0))
        for cells in where.values():
            for cell in cells:
                counts[cell] = counts.get(cell, 0) + 1
        return cls(counts, [frozenset(cells) for cells in where.values() if len(cells) > 1])

    def by(self, row_of: Callable[[int], K]) -> dict[K, int]:
        """Different households by the row in which an area is shown."""
        found: dict[K, int] = {}
        for (area_id, _), count in self.counts.items():
            row = row_of(area_id)
            found[row] = found.get(row, 0) + count
        for cells in self.shared:
            rows = [row_of(area_id) for area_id, _ in cells]
            for row in set(rows):
                found[row] -= rows.count(row) - 1
        return found


def read(session: Session, campaign: Campaign, scope: Scope) -> Visits:
    """The households of the records in a scope that are neither withdrawn nor voided."""
    bulk, mark = Bulk(session), store.mark(session, campaign.id)
    rows = None
    if mark is not None and mark.epoch == campaign.epoch:
        rows = store.changed(bulk, campaign.id, mark.seq, LATE) if mark.seq < campaign.head else []
    if rows is None or len(rows) == LATE:
        pairs = reports_store.households(session, campaign.id, scope.area_ids, scope.organisation_ids)
        return Visits.of(pairs)
    counts, shared = store.counts(bulk, campaign.id), store.shared(bulk, campaign.id)
    if rows:
        since = store.shift(bulk, campaign.id, rows)
        for sign, cells in ((-1, since.before), (+1, since.after)):
            for mine in cells.values():
                for cell in mine:
                    counts[cell] = counts.get(cell, 0) + sign
        shared |= since.after

    def seen(cell: Cell) -> bool:
        area_id, organisation_id = cell
        return (scope.area_ids is None or area_id in scope.area_ids) and (
            scope.organisation_ids is None or organisation_id in scope.organisation_ids
        )

    mine = (frozenset(cell for cell in cells if seen(cell)) for cells in shared.values())
    return Visits({cell: n for cell, n in counts.items() if n and seen(cell)}, [one for one in mine if len(one) > 1])


def refresh(campaign_id: int) -> int:
    """Brings what is kept of a campaign up to its head; returns how many records were looked at."""
    done = 0
    while True:
        with writing() as session:
            mark = store.mark(session, campaign_id, locked=True)
            campaign = session.get_one(Campaign, campaign_id)
            if mark is None or mark.epoch != campaign.epoch:
                store.forget(session, campaign_id)
                session.expunge_all()
                mark = VisitedMark(campaign_id=campaign_id, seq=0, epoch=campaign.epoch)
                session.add(mark)
                session.flush()
            if mark.seq == campaign.head:
                return done
            bulk = Bulk(session)
            rows = store.changed(bulk, campaign_id, mark.seq, _CHUNK)
            store.keep(session, campaign_id, store.shift(bulk, campaign_id, rows))
            mark.seq = rows[-1][2] if len(rows) == _CHUNK else campaign.head
            done += len(rows)

"""SQL of the households that were visited: of which records they are, how many there are where (see `visited`).

Rows come and go as tuples; UUIDs are 16 bytes; an organisation of 0 is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.reports.models import Visited, VisitedCount, VisitedMark, VisitedShared
from server.sync.bulk import Bulk, Gone, Lines
from server.sync.models import RECORD_STANDS

Cell = tuple[int, int]  # area, organisation
Cells = dict[bytes, frozenset[Cell]]  # by household


def _table(model: Any) -> Any:
    return model.__table__


_VISITED, _VISITED_GONE = Lines(_table(Visited)), Gone(_table(Visited))
_COUNTS = Lines(
    _table(VisitedCount),
    conflict="(campaign_id, area_id, organisation_id)"
    " DO UPDATE SET households = visited_count.households + excluded.households",
)
_SHARED, _SHARED_GONE = Lines(_table(VisitedShared)), Gone(_table(VisitedShared))


@dataclass
class Shift:
    """What some records change: rows of records that go and come, and where each household concerned was and is."""

    gone: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])
    come: list[tuple[bytes, bytes, bytes, int, int]] = field(default_factory=list[tuple[bytes, bytes, bytes, int, int]])
    before: Cells = field(default_factory=Cells)
    after: Cells = field(default_factory=Cells)


def mark(session: Session, campaign_id: int, locked: bool = False) -> VisitedMark | None:
    """How far what is kept goes; `locked` until the transaction ends, so that no other worker does the same."""
    return session.get(VisitedMark, campaign_id, with_for_update=locked)


def forget(session: Session, campaign_id: int) -> None:
    """Nothing is kept any more."""
    for model in (VisitedMark, VisitedShared, VisitedCount, Visited):
        session.execute(delete(model).where(model.campaign_id == campaign_id))


def changed(bulk: Bulk, campaign_id: int, after: int, limit: int) -> list[tuple[Any, ...]]:
    """(record, person, seq, area, organisation, bits, household) of records with a later seq, in its order."""
    return bulk.rows(
        "SELECT {u:record_id}, {u:person_id}, seq, area_id, organisation_id, bits, {u:household}"
        " FROM record {by:uq_record_seq} WHERE campaign_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        campaign_id,
        after,
        limit,
    )


def shift(bulk: Bulk, campaign_id: int, rows: Sequence[tuple[Any, ...]]) -> Shift:
    """What changed records (`changed`) change in what is kept."""
    found, names = Shift(), {(row[0], row[1]) for row in rows}
    old = bulk.rows(
        "SELECT {u:record_id}, {u:person_id}, {u:household} FROM visited WHERE campaign_id = ? AND record_id IN {ids}",
        campaign_id,
        ids=list({record_id for record_id, _ in names}),
    )
    left = {(record_id, person_id): household for record_id, person_id, household in old}
    found.gone = [name for name in left if name in names]
    found.come = [
        (record_id, person_id, household, area_id, organisation_id or 0)
        for record_id, person_id, _, area_id, organisation_id, bits, household in rows
        if household is not None and bits & RECORD_STANDS
    ]
    households = {left[name] for name in found.gone} | {row[2] for row in found.come}
    kept: dict[bytes, dict[tuple[bytes, bytes], Cell]] = {household: {} for household in households}
    for record_id, person_id, household, area_id, organisation_id in bulk.rows(
        "SELECT {u:record_id}, {u:person_id}, {u:household}, area_id, organisation_id FROM visited"
        " {by:ix_visited_household} WHERE campaign_id = ? AND household IN {ids}",
        campaign_id,
        ids=list(households),
    ):
        kept[household][record_id, person_id] = area_id, organisation_id
    found.before = {household: frozenset(records.values()) for household, records in kept.items()}
    for name in found.gone:
        del kept[left[name]][name]
    for record_id, person_id, household, *cell in found.come:
        kept[household][record_id, person_id] = cell[0], cell[1]
    found.after = {household: frozenset(records.values()) for household, records in kept.items()}
    return found


def keep(session: Session, campaign_id: int, one: Shift) -> None:
    """Writes what a shift changes."""
    bulk = Bulk(session)
    bulk.delete(_VISITED_GONE, [(campaign_id, *name) for name in one.gone])
    bulk.insert(_VISITED, [(campaign_id, *row) for row in one.come])
    counts: dict[Cell, int] = {}
    for sign, cells in ((-1, one.before), (+1, one.after)):
        for mine in cells.values():
            for cell in mine:
                counts[cell] = counts.get(cell, 0) + sign
    bulk.insert(_COUNTS, [(campaign_id, *cell, count) for cell, count in counts.items() if count])
    bulk.delete(_SHARED_GONE, _several(campaign_id, one.before))
    bulk.insert(_SHARED, _several(campaign_id, one.after))


def _several(campaign_id: int, cells: Cells) -> list[tuple[int, bytes, int, int]]:
    return [(campaign_id, household, *cell) for household, mine in cells.items() if len(mine) > 1 for cell in mine]


def counts(bulk: Bulk, campaign_id: int) -> dict[Cell, int]:
    """How many households were visited in each area by each organisation."""
    rows = bulk.rows(
        "SELECT area_id, organisation_id, households FROM visited_count WHERE campaign_id = ?", campaign_id
    )
    return {(area_id, organisation_id): households for area_id, organisation_id, households in rows}


def shared(bulk: Bulk, campaign_id: int) -> Cells:
    """The households that were visited in several areas or by several organisations, with all of these."""
    found: dict[bytes, set[Cell]] = {}
    for household, area_id, organisation_id in bulk.rows(
        "SELECT {u:household}, area_id, organisation_id FROM visited_shared WHERE campaign_id = ?", campaign_id
    ):
        found.setdefault(household, set()).add((area_id, organisation_id))
    return {household: frozenset(cells) for household, cells in found.items()}

"""The way along which a list of records is looked for: from the newest change on, or by place and day.

Of a wide selection a page is found soon by walking from the newest change. In a narrow one (a quiet hamlet, days long
past, a rare outcome) that walk would pass a million records, so it is taken from the index by place and day, and
sorted. Rests on the rollups, which know beforehand how many records count, and in which areas. Promises: the records
that are found are the same either way.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from server.desk.selection import Selection
from server.totals import store
from server.totals.question import View, day_of_number

FEW = 5_000  # sorted in some milliseconds, wherever they lie
DATED = 100_000  # of some days: sorted faster than the days after them are walked through


def areas_of(session: Session, selection: Selection) -> frozenset[int] | None:
    """The areas in which the selection's records lie when they are to be taken by place; None: walk from the newest."""
    if selection.state != "counted" or selection.persons:
        return None  # few, or one person's: they have indexes of their own
    view = View(
        by="hamlet",
        root=selection.book.root,
        areas=selection.areas,
        organisations=selection.units,
        parent=None,
        tops=(),
        since=None if selection.first is None else day_of_number(selection.first),
        until=None if selection.last is None else day_of_number(selection.last),
        late=False,
        guarded=False,
    )
    if view.dated:
        found = _counted(session, selection, replace(view, organisations=None))  # days by organisation are a long read
        return frozenset(found) if sum(found.values()) <= DATED else None
    found = _counted(session, selection, view)
    return frozenset(found) if sum(found.values()) <= FEW else None


def _counted(session: Session, selection: Selection, view: View) -> dict[int, int]:
    """How many records count in each area; more than the selection's where it says more than the rollup knows."""
    found: dict[int, int] = {}
    for area_id, outcome_id, records, *_ in store.cells_now(session, selection.book.campaign_id, view, "hamlet"):
        if records and selection.outcome_id in (None, outcome_id):
            found[area_id] = found.get(area_id, 0) + records
    return found

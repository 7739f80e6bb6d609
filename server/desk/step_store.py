"""SQL of the kept steps (`steps`). Rows come and go as tuples in the order of COLUMNS; UUIDs are 16 bytes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.desk.models import KeptStep, StepMark
from server.sync.bulk import Bulk, Lines

Row = tuple[Any, ...]

_TABLE: Any = KeptStep.__table__
COLUMNS = tuple(column.name for column in _TABLE.columns if column.name != "campaign_id")
_STEPS = Lines(_TABLE, "campaign_id", *COLUMNS, conflict="DO NOTHING")
_OF_EARLIER = (
    "SELECT seq, came, {u:record_id}, {u:person_id}, was_area, was_organisation, was_outcome, was_assist, began,"
    " area_id, organisation_id, outcome_id, assist, ended FROM step"
    " WHERE campaign_id = ? AND seq > ? AND seq <= ? AND came <= ? ORDER BY seq"
)
_OF_ARRIVED = (
    "SELECT seq, came, {u:record_id}, {u:person_id}, was_area, was_organisation, was_outcome, was_assist, began,"
    " area_id, organisation_id, outcome_id, assist, ended FROM step"
    " WHERE campaign_id = ? AND seq > ? AND seq <= ? AND came > ?"
    " AND ((ended >= ? AND ended < ?) OR (began >= ? AND began < ?)) ORDER BY seq"
)


def mark(session: Session, campaign_id: int) -> StepMark | None:
    return session.get(StepMark, campaign_id)


def forget(session: Session, campaign_id: int) -> None:
    """Nothing is kept any more."""
    session.execute(delete(StepMark).where(StepMark.campaign_id == campaign_id))
    session.execute(delete(KeptStep).where(KeptStep.campaign_id == campaign_id))


def keep(session: Session, campaign_id: int, rows: Sequence[Row]) -> None:
    """Adds steps; one that is there already is the same."""
    Bulk(session).insert(_STEPS, [(campaign_id, *row) for row in rows])


def of_earlier(bulk: Bulk, campaign_id: int, first: int, last: int) -> list[Row]:
    """Steps between two seqs of records that were there at the first, in their order."""
    return bulk.rows(_OF_EARLIER, campaign_id, first, last, first)


def of_arrived(bulk: Bulk, campaign_id: int, first: int, last: int, since: int, until: int) -> list[Row]:
    """Steps between two seqs, in their order, of records that came between them, to or from a span of effective time
    (ms, without its end)."""
    return bulk.rows(_OF_ARRIVED, campaign_id, first, last, first, since, until, since, until)

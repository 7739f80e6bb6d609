"""All SQL of the desk: records as they are now, and what waits for a person."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from server.people.models import Person
from server.people.scope import Scope
from server.sync.models import RECORD_COUNTS, RECORD_STANDS, RECORD_VOID, Commit, Pending, Record


def record_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    return scope.conditions(Record.campaign_id, Record.area_id, Record.organisation_id, Record.person_id)


def in_state(state: str) -> list[ColumnElement[bool]]:
    """`counted`: in the figures; `void`: withdrawn or voided; `outside`: shown as held; `all`."""
    match state:
        case "counted":
            return [Record.bits.op("&")(RECORD_STANDS) != 0]
        case "void":
            return [(Record.bits.op("&")(RECORD_VOID) != 0) | Record.review_void.is_(True)]
        case "outside":
            return [Record.bits.op("&")(RECORD_COUNTS) == 0]
    return []


def records(
    session: Session, conditions: Sequence[ColumnElement[bool]], before: int | None, limit: int
) -> Sequence[Row[Record, str]]:
    """Records with their author's name, the latest change first, up to `limit`, before a seq."""
    query = select(Record, Person.name).join(Person, Person.id == Record.person_id).where(*conditions)
    if before is not None:
        query = query.where(Record.seq < before)
    return session.execute(query.order_by(Record.seq.desc()).limit(limit)).all()


def count_records(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    query: Any = select(func.count()).select_from(Record).where(*conditions)
    return session.scalar(query) or 0


def pending_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """Unsettled ones in scope; what has no place at all is the district's."""
    found = scope.conditions(Pending.campaign_id, Pending.area_id, Pending.organisation_id, Pending.person_id)
    return [*found, Pending.settled_at.is_(None)]


def pending(
    session: Session, conditions: Sequence[ColumnElement[bool]], after: uuid.UUID | None, limit: int
) -> Sequence[Row[Pending, str]]:
    """Pending ops with their author's name, oldest first."""
    query = select(Pending, Person.name).join(Person, Person.id == Pending.person_id).where(*conditions)
    if after is not None:
        query = query.where(Pending.id > after)
    return session.execute(query.order_by(Pending.id).limit(limit)).all()


def count_pending(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    query: Any = select(func.count()).select_from(Pending).where(*conditions)
    return session.scalar(query) or 0


def committed_at(session: Session, campaign_id: int, seq: int) -> int:
    """When the state at a seq was committed, ms; 0 for the state before anything."""
    query = select(Commit.at).where(Commit.campaign_id == campaign_id, Commit.seq <= seq)
    return session.scalar(query.order_by(Commit.seq.desc()).limit(1)) or 0


def names(session: Session, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of people by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}

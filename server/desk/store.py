"""All SQL of the desk: records as they are now, and what waits for a person."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, literal, select, tuple_
from sqlalchemy.orm import Session

from server.database import Id
from server.desk.models import SpotCheck
from server.people.models import Membership, Person
from server.people.scope import Scope
from server.sync.models import (
    KIND_REVIEW,
    RECORD_COUNTS,
    RECORD_STANDS,
    RECORD_VOID,
    Claim,
    Commit,
    Op,
    Pending,
    Record,
)


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


def records_by_id(
    session: Session, conditions: Sequence[ColumnElement[bool]], after: tuple[uuid.UUID, uuid.UUID] | None, limit: int
) -> Sequence[Row[Record, str]]:
    """Records with their author's name in order of (record, author), after one of them, up to `limit`."""
    query = select(Record, Person.name).join(Person, Person.id == Record.person_id).where(*conditions)
    if after is not None:
        given = (literal(one, Id) for one in after)
        query = query.where(tuple_(Record.record_id, Record.person_id) > tuple_(*given))
    return session.execute(query.order_by(Record.record_id, Record.person_id).limit(limit)).all()


def review_revs(
    session: Session, campaign_id: int, record_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], int]:
    """The greatest rev among the reviews of each (record, author), competing or not: the next one goes above it."""
    query = (
        select(Op.record_id, Op.owner_id, func.max(Op.rev).label("rev"))
        .where(Op.campaign_id == campaign_id, Op.record_id.in_(record_ids), Op.kind == KIND_REVIEW)
        .group_by(Op.record_id, Op.owner_id)
    )
    return {(row.record_id, row.owner_id): row.rev for row in session.execute(query)}


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


def visits(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Iterator[Any]:
    """(person, device, eff, day, area, has a number, another has its credit) of records, in constant memory."""
    credit = (
        select(Claim.record_id)
        .where(Claim.campaign_id == Record.campaign_id, Claim.phone_key == Record.phone_key)
        .order_by(Claim.t, Claim.tie)
        .limit(1)
        .correlate(Record)
        .scalar_subquery()
    )
    mine = and_(Op.campaign_id == Record.campaign_id, Op.op_id == Record.op_id, Op.person_id == Record.person_id)
    query = (
        select(
            Record.person_id,
            Op.device_id,
            Record.eff,
            Record.day,
            Record.area_id,
            Record.phone_key.is_not(None),
            and_(Record.claimed_at.is_not(None), credit != Record.record_id),
        )
        .join(Op, mine)
        .where(*conditions)
    )
    yield from session.execute(query.execution_options(yield_per=1000))


def hamlets(session: Session, campaign_id: int) -> dict[uuid.UUID, int]:
    """The hamlet that each person is given now, of those who are given one."""
    query = select(Membership.person_id, Membership.hamlet_id).where(
        Membership.campaign_id == campaign_id, Membership.until_at.is_(None), Membership.hamlet_id.is_not(None)
    )
    return {row.person_id: row.hamlet_id for row in session.execute(query) if row.hamlet_id is not None}


# --- spot checks ---


def _of_record() -> ColumnElement[bool]:
    return and_(
        SpotCheck.campaign_id == Record.campaign_id,
        SpotCheck.record_id == Record.record_id,
        SpotCheck.person_id == Record.person_id,
    )


def drawn(session: Session, campaign_id: int, draw: uuid.UUID) -> bool:
    """Whether there has been this draw."""
    query = select(SpotCheck.id).where(SpotCheck.campaign_id == campaign_id, SpotCheck.draw == draw).limit(1)
    return session.scalar(query) is not None


def undrawn(
    session: Session, conditions: Sequence[ColumnElement[bool]], count: int
) -> Sequence[Row[uuid.UUID, uuid.UUID]]:
    """(record, person) of records that were never drawn, at random, up to `count`."""
    query = select(Record.record_id, Record.person_id).outerjoin(SpotCheck, _of_record()).where(*conditions)
    return session.execute(query.where(SpotCheck.id.is_(None)).order_by(func.random()).limit(count)).all()


def checks(
    session: Session, conditions: Sequence[ColumnElement[bool]], before: uuid.UUID | None, limit: int
) -> Sequence[Row[SpotCheck, Record, str]]:
    """Checks with their record and its author's name, the latest first, before an id."""
    query = (
        select(SpotCheck, Record, Person.name)
        .join(Record, _of_record())
        .join(Person, Person.id == Record.person_id)
        .where(*conditions)
    )
    if before is not None:
        query = query.where(SpotCheck.id < before)
    return session.execute(query.order_by(SpotCheck.id.desc()).limit(limit)).all()


def results(session: Session, conditions: Sequence[ColumnElement[bool]]) -> dict[str | None, int]:
    """How many checks have which result (None: not checked yet)."""
    query = select(SpotCheck.result, func.count().label("many")).join(Record, _of_record()).where(*conditions)
    return {row.result: row.many for row in session.execute(query.group_by(SpotCheck.result))}

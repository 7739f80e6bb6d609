"""All SQL of the desk: records as they are now, and what waits for a person."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, and_, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import Session, aliased

from server.database import Id
from server.desk.models import SpotCheck
from server.people.models import Person
from server.people.scope import Scope
from server.sync.bulk import Bulk
from server.sync.models import (
    KIND_REVIEW,
    RECORD_COUNTS,
    RECORD_STANDS,
    RECORD_VOID,
    Commit,
    Pending,
    Record,
)

# few, so they have an index of their own, which is used for these very words
_APART = literal_column(f"(record.bits & {RECORD_STANDS})", Integer()) == literal_column("0", Integer())
_BESIDE = aliased(Record, name="beside")


def record_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    return scope.conditions(Record.campaign_id, Record.area_id, Record.organisation_id, Record.person_id)


def in_state(state: str) -> list[ColumnElement[bool]]:
    """`counted`: in the figures; `void`: withdrawn or voided; `outside`: shown as held; `all`."""
    match state:
        case "counted":
            return [Record.bits.op("&")(RECORD_STANDS) != 0]
        case "void":
            return [_APART, (Record.bits.op("&")(RECORD_VOID) != 0) | Record.review_void.is_(True)]
        case "outside":
            return [_APART, Record.bits.op("&")(RECORD_COUNTS) == 0]
    return []


# SQLite, which has no statistics, would rather read all of a campaign's records than go to each from an index that
# does not hold all that is asked for. Beside itself the table is read from the index alone, then row by row by its key.


def by_place(
    campaign_id: int, areas: Collection[int], days: tuple[int | None, int | None]
) -> list[ColumnElement[bool]]:
    """Records of these areas and days, the first and the last among them, by the index of places and days."""
    first, last = days
    found = [*_beside(campaign_id), _BESIDE.area_id.in_(areas)]
    if first is not None:
        found.append(_BESIDE.day >= first)
    if last is not None:
        found.append(_BESIDE.day <= last)
    return found


def by_seq(campaign_id: int, seqs: Collection[int]) -> list[ColumnElement[bool]]:
    """Records with these seqs, by the index of seqs."""
    return [*_beside(campaign_id), _BESIDE.seq.in_(seqs)]


def _beside(campaign_id: int) -> list[ColumnElement[bool]]:
    return [
        _BESIDE.campaign_id == campaign_id,
        Record.campaign_id == _BESIDE.campaign_id,
        Record.record_id == _BESIDE.record_id,
        Record.person_id == _BESIDE.person_id,
    ]


def records(
    session: Session, conditions: Sequence[ColumnElement[bool]], before: int | None, limit: int
) -> Sequence[Row[Record, str]]:
    """Records with their author's name, the latest change first, up to `limit`, before a seq."""
    query = select(Record, Person.name).join(Person, Person.id == Record.person_id).where(*conditions)
    if before is not None:
        query = query.where(Record.seq < before)
    return session.execute(query.order_by(Record.seq.desc()).limit(limit)).all()


def sorted_records(
    session: Session, campaign_id: int, conditions: Sequence[ColumnElement[bool]], before: int | None, limit: int
) -> Sequence[Row[Record, str]]:
    """The same, where all that the conditions leave is sorted instead of walked through from the latest on."""
    seq = Record.seq + 0
    latest = select(Record.seq).where(*conditions, *([] if before is None else [seq < before]))
    found = session.scalars(latest.order_by(seq.desc()).limit(limit)).all()
    query = select(Record, Person.name).join(Person, Person.id == Record.person_id)
    rows = session.execute(query.where(*by_seq(campaign_id, found))).all()
    # asked for in this order they would be looked for by walking through all of them
    return sorted(rows, key=lambda row: -row[0].seq)


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
    rows = Bulk(session).rows(
        "SELECT {u:record_id}, {u:owner_id}, max(rev) FROM op {by:ix_op_record}"
        " WHERE campaign_id = ? AND kind = ? AND record_id IN {ids} GROUP BY record_id, owner_id",
        campaign_id,
        KIND_REVIEW,
        ids=[one.bytes for one in record_ids],
    )
    return {(uuid.UUID(bytes=record), uuid.UUID(bytes=owner)): rev for record, owner, rev in rows}


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


def undrawn(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Sequence[Row[uuid.UUID, uuid.UUID, int]]:
    """(record, person, seq) of records that were never drawn."""
    query = select(Record.record_id, Record.person_id, Record.seq).outerjoin(SpotCheck, _of_record())
    return session.execute(query.where(*conditions, SpotCheck.id.is_(None))).all()


def checks(
    session: Session, conditions: Sequence[ColumnElement[bool]], before: uuid.UUID | None, limit: int | None
) -> Sequence[Row[SpotCheck, Record, str]]:
    """Checks with their record and its author's name, the latest first, before an id; without a limit all of them."""
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
    # outer: where nothing is asked of the records they are not read at all
    joined = select(SpotCheck.result, func.count().label("many")).outerjoin(Record, _of_record())
    query = joined.where(*conditions)
    return {row.result: row.many for row in session.execute(query.group_by(SpotCheck.result))}

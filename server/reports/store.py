"""All SQL of the reports room."""

import uuid
from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from server.people.models import Person
from server.reports.models import Said, Statement, UnitProfile

S = TypeVar("S", bound=Said)


def said_page(
    session: Session, kind: type[S], conditions: Sequence[ColumnElement[bool]], after: uuid.UUID | None, limit: int
) -> Sequence[Row[S, str]]:
    """Rows of one kind with the name of who typed them, in order of id."""
    query = select(kind, Person.name).join(Person, Person.id == kind.stated_by).where(*conditions)
    if after is not None:
        query = query.where(kind.id > after)
    return session.execute(query.order_by(kind.id).limit(limit)).all()


def name_of(session: Session, person_id: uuid.UUID) -> str:
    return session.scalars(select(Person.name).where(Person.id == person_id)).one()


def standing_ids(campaign_id: int) -> ColumnElement[bool]:
    """The condition that a statement stands: of its unit and group the latest day, then the one typed last."""
    place = func.row_number().over(
        partition_by=(Statement.organisation_id, Statement.group),
        order_by=(Statement.as_of.desc(), Statement.stated_at.desc(), Statement.id.desc()),
    )
    ranked = (
        select(Statement.id, place.label("place"))
        .where(Statement.campaign_id == campaign_id, Statement.withdrawn_at.is_(None))
        .subquery()
    )
    return Statement.id.in_(select(ranked.c.id).where(ranked.c.place == 1))


def standing_statements(session: Session, campaign_id: int) -> Sequence[Statement]:
    query = select(Statement).where(Statement.campaign_id == campaign_id, standing_ids(campaign_id))
    return session.scalars(query).all()


def profiles(session: Session, campaign_id: int, unit_ids: Collection[int]) -> dict[int, UnitProfile]:
    """Profiles by unit id; of a unit without one there is none."""
    query = select(UnitProfile).where(UnitProfile.campaign_id == campaign_id, UnitProfile.organisation_id.in_(unit_ids))
    return {row.organisation_id: row for row in session.scalars(query)}

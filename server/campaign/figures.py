"""Figures that somebody published about an area, and targets that somebody set; logged assists are neither.

Callers hold the campaign's lock. A figure is known by area, measure, day and source: sent again it is the same one,
with another value it is corrected. A target is known by area, organisation and measure.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.campaign import store
from server.campaign.models import Figure, Target
from server.clock import now_ms

MEASURES = ("smartphones", "population", "households", "installed")
TARGET_MEASURES = ("unique", "installed")
GREATEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as somebody states it."""

    area_id: int
    measure: str
    value: int
    as_of: date
    source: str
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as somebody sets it; value None takes it away."""

    area_id: int
    organisation_id: int | None
    measure: str
    value: int | None
    starts_on: date
    deadline: date
    source: str


def put_figure(session: Session, campaign_id: int, stated: Statement) -> tuple[Figure, int | None]:
    """Stores a figure; returns it with the value it had before, None when it is new."""
    found = session.scalars(
        select(Figure).where(
            Figure.campaign_id == campaign_id,
            Figure.area_id == stated.area_id,
            Figure.measure == stated.measure,
            Figure.as_of == stated.as_of,
            Figure.source == stated.source,
        )
    ).one_or_none()
    if found is None:
        found = Figure(
            campaign_id=campaign_id,
            id=_next(session, Figure, campaign_id),
            area_id=stated.area_id,
            measure=stated.measure,
            value=stated.value,
            as_of=stated.as_of,
            source=stated.source,
            estimate=stated.estimate,
            created_at=now_ms(),
        )
        session.add(found)
        before = None
    else:
        before = found.value
        found.value, found.estimate = stated.value, stated.estimate
    session.flush()
    store.touch(session, campaign_id)
    return found, before


def put_target(session: Session, campaign_id: int, goal: Goal) -> tuple[Target | None, int | None]:
    """Sets, changes or takes away a target; returns it and the value it had before."""
    found = session.scalars(
        select(Target).where(
            Target.campaign_id == campaign_id,
            Target.area_id == goal.area_id,
            Target.organisation_id.is_(None)
            if goal.organisation_id is None
            else Target.organisation_id == goal.organisation_id,
            Target.measure == goal.measure,
        )
    ).one_or_none()
    before = found.value if found else None
    if goal.value is None:
        if found is not None:
            session.execute(delete(Target).where(Target.campaign_id == campaign_id, Target.id == found.id))
            store.touch(session, campaign_id)
        return None, before
    if found is None:
        found = Target(
            campaign_id=campaign_id,
            id=_next(session, Target, campaign_id),
            area_id=goal.area_id,
            organisation_id=goal.organisation_id,
            measure=goal.measure,
        )
        session.add(found)
    found.value, found.starts_on, found.deadline = goal.value, goal.starts_on, goal.deadline
    found.source, found.sample = goal.source, False
    session.flush()
    store.touch(session, campaign_id)
    return found, before


def _next(session: Session, model: type[Figure] | type[Target], campaign_id: int) -> int:
    query = select(func.coalesce(func.max(model.id), 0)).where(model.campaign_id == campaign_id)
    return session.scalars(query).one() + 1

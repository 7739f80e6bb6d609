"""SQL of freshness: devices in use with their person and the latest membership, and when who was reminded.

Rests on the same devices as the totals' freshness: not revoked, of people who log or that have synced before.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from server.notices.models import Notice
from server.people.models import Device, Membership, Person
from server.people.scope import Scope
from server.totals.store import LOGGING_ROLES, MOST_WAITING

KIND = "sync.silent"


@dataclass(frozen=True, slots=True)
class InUse:
    """One device in use; `oldest_at` is of what waits on it, None when nothing does."""

    person_id: uuid.UUID
    name: str
    role: str
    area_id: int
    organisation_id: int | None
    enrolled_at: int
    synced_at: int | None
    waiting: int
    oldest_at: int | None


def devices(session: Session, scope: Scope) -> list[InUse]:
    """Devices in use in scope, each under the latest membership of its person."""
    held = aliased(Membership)
    mine = select(held.id).where(held.campaign_id == Device.campaign_id, held.person_id == Device.person_id)
    latest = mine.order_by(held.from_at.desc(), held.id.desc()).limit(1).correlate(Device).scalar_subquery()
    query = (
        select(
            Device.person_id, Person.name, Membership.role, Membership.area_id, Membership.organisation_id,
            Device.enrolled_at, Device.synced_at, Device.queue_len, Device.oldest_at,
        )
        .select_from(Device)
        .join(Membership, Membership.id == latest)
        .join(Person, Person.id == Device.person_id)
        .where(
            *scope.conditions(
                Device.campaign_id, Membership.area_id, Membership.organisation_id, Device.person_id
            ),
            Device.revoked_at.is_(None),
            Membership.role.in_(LOGGING_ROLES) | Device.synced_at.is_not(None),
        )
    )  # fmt: skip
    return [
        InUse(
            person_id=row.person_id,
            name=row.name,
            role=row.role,
            area_id=row.area_id,
            organisation_id=row.organisation_id,
            enrolled_at=row.enrolled_at,
            synced_at=row.synced_at,
            waiting=min(row.queue_len or 0, MOST_WAITING),
            oldest_at=row.oldest_at if row.queue_len else None,
        )
        for row in session.execute(query)
    ]


def reminded(session: Session, campaign_id: int, people: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """When each of these people was last reminded (ms), of those who were."""
    if not people:
        return {}
    query = (
        select(Notice.person_id, func.max(Notice.created_at).label("at"))
        .where(Notice.campaign_id == campaign_id, Notice.kind == KIND, Notice.person_id.in_(people))
        .group_by(Notice.person_id)
    )
    return {row.person_id: row.at for row in session.execute(query)}

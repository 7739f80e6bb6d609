"""All SQL of the notices room."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from server.notices.models import DROPPED, WAITING, Delivery, Notice, PushSubscription
from server.people.models import Device, Membership

# --- notices ---


def told_already(session: Session, campaign_id: int, key: str, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    query = select(Notice.person_id).where(
        Notice.campaign_id == campaign_id, Notice.key == key, Notice.person_id.in_(people)
    )
    return set(session.scalars(query))


def subscriptions_of(session: Session, campaign_id: int, people: Collection[uuid.UUID]) -> Sequence[PushSubscription]:
    """Browsers of people, the one last seen first."""
    query = select(PushSubscription).where(
        PushSubscription.campaign_id == campaign_id, PushSubscription.person_id.in_(people)
    )
    return session.scalars(query.order_by(PushSubscription.seen_at.desc(), PushSubscription.id.desc())).all()


def inbox(
    session: Session, campaign_id: int, person_id: uuid.UUID, before: uuid.UUID | None, limit: int
) -> Sequence[Notice]:
    """A person's notices, the newest first."""
    query = select(Notice).where(Notice.campaign_id == campaign_id, Notice.person_id == person_id)
    if before is not None:
        query = query.where(Notice.id < before)
    return session.scalars(query.order_by(Notice.id.desc()).limit(limit)).all()


def unread(session: Session, campaign_id: int, person_id: uuid.UUID) -> int:
    query = select(func.count()).where(
        Notice.campaign_id == campaign_id, Notice.person_id == person_id, Notice.read_at.is_(None)
    )
    return session.scalars(query).one()


def mark_read(session: Session, campaign_id: int, person_id: uuid.UUID, ids: Collection[uuid.UUID], now: int) -> None:
    query = update(Notice).where(
        Notice.campaign_id == campaign_id,
        Notice.person_id == person_id,
        Notice.id.in_(ids),
        Notice.read_at.is_(None),
    )
    session.execute(query.values(read_at=now).execution_options(synchronize_session=False))


# --- subscriptions ---


def subscription_by_endpoint(session: Session, endpoint_hash: bytes) -> PushSubscription | None:
    query = select(PushSubscription).where(PushSubscription.endpoint_hash == endpoint_hash)
    return session.scalars(query).one_or_none()


def drop_subscription(session: Session, campaign_id: int, subscription_id: uuid.UUID, now: int) -> None:
    """Forgets a browser; what still waits for it will not be sent."""
    waiting = update(Delivery).where(
        Delivery.campaign_id == campaign_id,
        Delivery.subscription_id == subscription_id,
        Delivery.state == WAITING,
    )
    session.execute(waiting.values(state=DROPPED, done_at=now).execution_options(synchronize_session=False))
    gone = delete(PushSubscription).where(
        PushSubscription.campaign_id == campaign_id, PushSubscription.id == subscription_id
    )
    session.execute(gone.execution_options(synchronize_session=False))


def lost_subscriptions(session: Session, vapids: Collection[int]) -> Sequence[PushSubscription]:
    """Browsers on devices that were revoked, of people who have left, or with a key that is none of these any more:
    nothing more is sent there."""
    query = (
        select(PushSubscription)
        .join(Device, Device.id == PushSubscription.device_id)
        .outerjoin(
            Membership,
            (Membership.campaign_id == PushSubscription.campaign_id)
            & (Membership.person_id == PushSubscription.person_id)
            & Membership.until_at.is_(None),
        )
        .where(Device.revoked_at.is_not(None) | Membership.id.is_(None) | PushSubscription.vapid.not_in(vapids))
    )
    return session.scalars(query).all()


# --- the queue ---


def due_deliveries(session: Session, now: int, limit: int) -> Sequence[Delivery]:
    query = select(Delivery).where(Delivery.state == WAITING, Delivery.next_at <= now)
    return session.scalars(query.order_by(Delivery.next_at, Delivery.notice_id).limit(limit)).all()


def _is(row: Delivery) -> list[ColumnElement[bool]]:
    return [
        Delivery.campaign_id == row.campaign_id,
        Delivery.notice_id == row.notice_id,
        Delivery.subscription_id == row.subscription_id,
        Delivery.state == WAITING,
    ]


def claim(session: Session, row: Delivery, until: int) -> bool:
    """Takes one delivery for this worker until an instant; False when another has taken it since it was read."""
    query = update(Delivery).where(*_is(row), Delivery.next_at == row.next_at)
    done: Any = session.execute(
        query.values(next_at=until, tries=Delivery.tries + 1).execution_options(synchronize_session=False)
    )
    return done.rowcount == 1


def settle(session: Session, row: Delivery, state: int, status: int | None, now: int) -> None:
    """A delivery is over: sent or dropped."""
    query = update(Delivery).where(*_is(row)).values(state=state, status=status, done_at=now)
    session.execute(query.execution_options(synchronize_session=False))


def put_off(session: Session, row: Delivery, next_at: int, status: int | None) -> None:
    query = update(Delivery).where(*_is(row)).values(next_at=next_at, status=status)
    session.execute(query.execution_options(synchronize_session=False))


@dataclass(frozen=True)
class Letter:
    """What a delivery is about, the device it goes to, and what its person is in the campaign now, if anything."""

    notice: Notice
    subscription: PushSubscription
    device: Device
    member: Membership | None


def letter(session: Session, row: Delivery) -> Letter | None:
    """A delivery's letter; None when the browser has been forgotten since."""
    query = (
        select(Notice, PushSubscription, Device, Membership)
        .join(PushSubscription, PushSubscription.campaign_id == Notice.campaign_id)
        .join(Device, Device.id == PushSubscription.device_id)
        .outerjoin(
            Membership,
            (Membership.campaign_id == Notice.campaign_id)
            & (Membership.person_id == Notice.person_id)
            & Membership.until_at.is_(None),
        )
        .where(
            Notice.campaign_id == row.campaign_id,
            Notice.id == row.notice_id,
            PushSubscription.id == row.subscription_id,
        )
    )
    found = session.execute(query).one_or_none()
    return Letter(*found) if found else None

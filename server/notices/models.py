"""Tables of the notices room. Instants are milliseconds UTC.

A notice is written in the transaction that causes it, with one delivery for each browser that its person gave; the
delivery is the queue's row. `key` makes a notice the same one however often it is caused.
`job` has a row for each thing that the worker does by the clock.
"""

import uuid

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Bytes, Id
from server.extensions import Model

WAITING, SENT, DROPPED = 0, 1, 2


class Notice(Model):
    """What one person is told: `body` in the inbox, `pushed` through push services to the person's browsers."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id", "key"),
        Index("ix_notice_inbox", "campaign_id", "person_id", "id"),
        Index("ix_notice_key", "campaign_id", "key"),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    pushed: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[int | None] = mapped_column(BigInteger)


class PushSubscription(Model):
    """A browser of a person that takes web push (RFC 8030): where to, and the keys to encrypt to (RFC 8291).

    `vapid` is the number of the key that it subscribed with: its push service takes nothing that another one signed.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (Index("ix_push_subscription_person", "campaign_id", "person_id"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    device_id: Mapped[uuid.UUID] = mapped_column(Id)
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_hash: Mapped[bytes] = mapped_column(Bytes, unique=True)
    p256dh: Mapped[str] = mapped_column(String(96))
    auth: Mapped[str] = mapped_column(String(32))
    vapid: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[int] = mapped_column(BigInteger)


class Delivery(Model):
    """One notice to one browser: the queue. Claimed by a conditional update, sent outside of any transaction."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_queue", "state", "next_at"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    notice_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    subscription_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    state: Mapped[int] = mapped_column(SmallInteger)
    next_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(Integer)
    status: Mapped[int | None] = mapped_column(Integer)
    done_at: Mapped[int | None] = mapped_column(BigInteger)


class Job(Model):
    """Something that the worker does in each round: when it last ran, and when and of what it last failed.

    `failures` counts those in a row, 0 when the last run was whole; `error` is a code or a type, never a driver's text.
    """

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    ran_at: Mapped[int] = mapped_column(BigInteger)
    took_ms: Mapped[int] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer)
    failed_at: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None] = mapped_column(String(64))

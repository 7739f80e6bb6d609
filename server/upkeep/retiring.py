"""What still hangs on a key that is to be retired, as far as the server knows.

Rests on `rotation` for the files. Promises: a secret that a campaign counts with cannot be retired before its purge,
or one number would become two phones; of all others it is said beforehand what is lost with them.
"""

from dataclasses import dataclass, field

import orjson
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.campaign.models import Campaign
from server.clock import now_ms
from server.notices.models import PushSubscription
from server.people.models import ApiToken, Device, SecondFactor
from server.rotation import Place
from server.sync.models import Pending
from server.sync.seal import SealError, decode


@dataclass(frozen=True, slots=True)
class Hold:
    """What hangs on a key.

    Attributes:
        campaigns: those that count with it: it must stay.
        lost: what is lost with it, in sentences.
    """

    campaigns: list[str] = field(default_factory=list[str])
    lost: list[str] = field(default_factory=list[str])


def look(session: Session, place: Place) -> Hold:
    """Of a key that is old; nothing hangs on one that was never begun."""
    name, number = place.file.name, place.file.number
    if name == "phone":
        return Hold(campaigns=campaigns_with(session, number))
    if place.state == "next":
        return Hold()
    since = place.superseded_at or now_ms()
    if name == "seal":
        sealed = sum(1 for raw in _sealed(session) if _sealed_to(raw) == number)
        return Hold(lost=[
            f"{sealed:,} numbers sealed to it wait for a person, and could no longer be opened",
            f"{_silent(session, since):,} phones were last heard of before its successor: what they sealed is refused",
        ])  # fmt: skip
    if name == "anchor":
        silent = f"{_silent(session, since):,} phones were last heard of before its successor"
        return Hold(lost=[f"{silent}: what they logged counts from their enrolment"])
    if name == "cursor":
        return Hold(lost=["phones that still hold a cursor of it pull once from the beginning"])
    if name == "handover":
        return Hold(lost=[
            f"{_unused(session, since):,} tokens of programs were not used since its successor, and close",
            f"{_silent(session, since):,} phones were last heard of before it: their hand-over files are refused",
            "receipts of days before it are unknown",
        ])  # fmt: skip
    if name == "factor":
        held = session.scalar(select(func.count()).where(SecondFactor.key == number)) or 0
        return Hold(lost=[f"{held:,} second factors are encrypted by it; its successor takes them over first"])
    browsers = session.scalar(select(func.count()).where(PushSubscription.vapid == number)) or 0
    return Hold(lost=[f"{browsers:,} browsers subscribed with it ring no more until they are opened again"])


def campaigns_with(session: Session, number: int) -> list[str]:
    """The campaigns that count with a phone secret, those that were purged left out."""
    query = select(Campaign.code).where(Campaign.phone_secret == number, Campaign.purged_at.is_(None))
    return list(session.scalars(query.order_by(Campaign.code)))


def _sealed(session: Session) -> list[str]:
    return list(session.scalars(select(Pending.raw).where(Pending.raw.contains('"sealed_phone"'))))


def _sealed_to(raw: str) -> int | None:
    """The seal key that an op which waits names, None when it names none."""
    try:
        body = orjson.loads(raw)["body"]
        return decode(body["sealed_phone"])[0]
    except (orjson.JSONDecodeError, SealError, KeyError, TypeError, IndexError):
        return None


def _silent(session: Session, since: int) -> int:
    seen = or_(Device.last_seen_at < since, Device.last_seen_at.is_(None))
    return session.scalar(select(func.count()).where(Device.revoked_at.is_(None), seen)) or 0


def _unused(session: Session, since: int) -> int:
    open_ = (ApiToken.revoked_at.is_(None), ApiToken.expires_at > now_ms())
    before = (ApiToken.created_at < since, or_(ApiToken.used_at < since, ApiToken.used_at.is_(None)))
    return session.scalar(select(func.count()).where(*open_, *before)) or 0

"""Admins are told when a key should be rotated: in their inbox, once a month until it is done.

Rests on the dates of the key files (`rotation`); what is told names a key, never anything of one.
"""

import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import rotation
from server.campaign import store as campaign_store
from server.clock import day_of, now_ms
from server.database import reading, writing
from server.notices.telling import Message, tell
from server.people.models import Membership

LINK = "/huyen/quan-tri/khoa"
_HOUR_MS = 3_600_000
_OF_ADMINS = (Membership.role == "admin", Membership.until_at.is_(None))


def reminding(folder: Path) -> Callable[[], None]:
    """What the worker calls in every round; it looks once an hour."""
    last: int | None = None

    def remind() -> None:
        nonlocal last
        now = now_ms()
        if last is not None and now - last < _HOUR_MS:
            return
        late = [one.file.id for one in rotation.places(folder) if one.due_at is not None and one.due_at <= now]
        if late:
            _tell_admins(late, now)
        last = now

    return remind


def _tell_admins(late: list[str], now: int) -> None:
    with reading() as session:
        campaigns = sorted(set(session.scalars(select(Membership.campaign_id).where(*_OF_ADMINS))))
    for campaign_id in campaigns:
        with writing() as session:
            campaign = campaign_store.lock(session, campaign_id)
            message = _message(late, day_of(now, campaign.tz).strftime("%Y-%m"))
            people = _admins(session, campaign_id)
            tell(session, campaign, people, message)


def _admins(session: Session, campaign_id: int) -> list[uuid.UUID]:
    query = select(Membership.person_id).where(Membership.campaign_id == campaign_id, *_OF_ADMINS)
    return list(session.scalars(query))


def _message(late: list[str], month: str) -> Message:
    return Message(
        kind="keys.due",
        key=f"keys.due|{month}",
        title="Nên đổi khóa của máy chủ",
        body=f"Đã dùng hơn một năm: {', '.join(late)}. Mở trang Khóa để xem lệnh cần chạy trên máy chủ.",
        link=LINK,
        rings=False,
    )

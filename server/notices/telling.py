"""`tell`: somebody is to know something. Written in the transaction of what causes it, sent after its commit.

Promises: the same key tells a person once, however often it is called; what is rolled back is not told. Callers hold
the campaign's lock. A text names no resident and no number: it also goes through the push service of a stranger.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.campaign.models import Campaign
from server.clock import DAY_MS, now_ms
from server.ids import uuid7
from server.notices import quiet, store
from server.notices.models import WAITING, Delivery, Notice

LONGEST_PUSHED = 300  # characters; a push service takes 4,096 bytes, encryption included
LOOK = "Mở Gõ Cửa để xem."


@dataclass(frozen=True, slots=True)
class Message:
    """What is told.

    Attributes:
        kind: what it is about, as `report.returned`.
        key: what makes it the same one.
        link: path of the page that it opens.
        expires_at: when it is no use any more to ring for it (ms); None: after a day.
        rings: whether it goes to browsers too, or waits in the inbox.
        private: the body, which holds words that somebody typed, is read in the app alone.
    """

    kind: str
    key: str
    title: str
    body: str
    link: str = "/"
    expires_at: int | None = None
    rings: bool = True
    private: bool = False

    @property
    def pushed(self) -> str:
        return LOOK if self.private or len(self.body) > LONGEST_PUSHED else self.body


def tell(session: Session, campaign: Campaign, people: Collection[uuid.UUID], message: Message) -> list[uuid.UUID]:
    """Tells people; returns those who had not been told before."""
    if not people:
        return []
    known = store.told_already(session, campaign.id, message.key, people)
    fresh = sorted(set(people) - known)
    if not fresh:
        return []
    now = now_ms()
    ids = {person: uuid7() for person in fresh}
    session.execute(
        insert(Notice),
        [
            {
                "campaign_id": campaign.id,
                "id": ids[person],
                "person_id": person,
                "kind": message.kind,
                "key": message.key,
                "title": message.title,
                "body": message.body,
                "pushed": message.pushed,
                "link": message.link,
                "created_at": now,
                "read_at": None,
            }
            for person in fresh
        ],
    )
    if message.rings:
        _queue(session, campaign, ids, message, now)
    return fresh


def untold(session: Session, campaign_id: int, people: Collection[uuid.UUID], message: Message) -> bool:
    """Whether `tell` would tell somebody."""
    return len(store.told_already(session, campaign_id, message.key, people)) < len(set(people))


def reachable(session: Session, campaign_id: int, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who gave a browser that rings."""
    return {one.person_id for one in store.subscriptions_of(session, campaign_id, people)} if people else set()


def rings_at(campaign: Campaign, now: int) -> int:
    """When what is told at an instant (ms) rings: at once, or after the quiet hours."""
    return quiet.read(campaign.settings, campaign.tz).after(now)


def _queue(session: Session, campaign: Campaign, ids: dict[uuid.UUID, uuid.UUID], message: Message, now: int) -> None:
    starts = rings_at(campaign, now)
    expires = now + DAY_MS if message.expires_at is None else message.expires_at
    rows = [
        {
            "campaign_id": campaign.id,
            "notice_id": ids[one.person_id],
            "subscription_id": one.id,
            "state": WAITING,
            "next_at": starts,
            "expires_at": expires,
            "tries": 0,
            "status": None,
            "done_at": None,
        }
        for one in store.subscriptions_of(session, campaign.id, list(ids))
    ]
    if rows:
        session.execute(insert(Delivery), rows)

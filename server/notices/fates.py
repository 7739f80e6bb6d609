"""What became of a notice: how many it told, who has read it, on whose browsers it rang."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.notices.models import SENT, WAITING, Delivery, Notice


@dataclass(slots=True)
class Fate:
    """People of the notices of one key: all, those who have read it, those whom it rang for or still waits to."""

    people: set[uuid.UUID] = field(default_factory=set)
    read: set[uuid.UUID] = field(default_factory=set)
    rung: set[uuid.UUID] = field(default_factory=set)
    waiting: set[uuid.UUID] = field(default_factory=set)


def of_keys(session: Session, campaign_id: int, keys: Collection[str]) -> dict[str, Fate]:
    """Fates by key; of a key that told nobody there is an empty one."""
    found = {key: Fate() for key in keys}
    if not found:
        return found
    query = (
        select(Notice.key, Notice.person_id, Notice.read_at, Delivery.state)
        .outerjoin(Delivery, (Delivery.campaign_id == Notice.campaign_id) & (Delivery.notice_id == Notice.id))
        .where(Notice.campaign_id == campaign_id, Notice.key.in_(found))
    )
    for key, person, read_at, state in session.execute(query):
        fate = found[key]
        fate.people.add(person)
        if read_at is not None:
            fate.read.add(person)
        if state == SENT:
            fate.rung.add(person)
        elif state == WAITING:
            fate.waiting.add(person)
    return found

"""How fresh the figures are, commune by commune: which phones were heard of, what waits on them, whom to remind.

A person is silent when none of their devices in use has synced for 24 hours (a device that never has: since it was
enrolled). Promises: rows add up to the total, which is the totals' own; the same id reminds nobody twice; who is told
hears only that records may wait, never a figure or a name.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import DAY_MS, day_of, instant, now_ms
from server.database import reading, writing
from server.desk.freshness_store import KIND, InUse, devices, reminded
from server.desk.selection import narrowed
from server.errors import Problem
from server.notices.telling import Message, reachable, rings_at, tell
from server.people import audit
from server.people.scope import Scope, scope_of
from server.people.service import Caller
from server.totals.layout import Layout
from server.totals.store import LOGGING_ROLES

SHOWN = 200  # silent people that an answer names; the rest is counted
TITLE = "Mở Gõ Cửa để gửi lượt đã ghi"
BODY = "Máy này chưa liên lạc hơn một ngày. Nếu còn lượt chưa gửi, mở Gõ Cửa lúc có mạng, lượt tự gửi đi."


class _Presence:
    """Devices in use of one area in the caller's scope, with the commune that each belongs to."""

    def __init__(self, session: Session, campaign: Campaign, caller: Caller, within: str | None, now: int):
        self.book: Book = book_of(session, campaign)
        scope: Scope = scope_of(session, caller)
        today = day_of(now, self.book.tz)
        areas = None if within is None else narrowed(self.book, scope, within, today)
        self.now = now
        self.layout = Layout(self.book, today)
        self.devices = [one for one in devices(session, scope) if areas is None or one.area_id in areas]

    def commune(self, one: InUse) -> int:
        home = self.layout.homes[one.area_id]
        return home.commune or self.book.root

    def fresh(self, one: InUse) -> bool:
        return one.synced_at is not None and one.synced_at >= self.now - DAY_MS

    def silent(self) -> dict[uuid.UUID, list[InUse]]:
        """Devices of the silent people who log, the longest silent first."""
        by_person: dict[uuid.UUID, list[InUse]] = defaultdict(list)
        for one in self.devices:
            if one.role in LOGGING_ROLES:
                by_person[one.person_id].append(one)
        found = {
            person: own for person, own in by_person.items() if all(_heard(one) < self.now - DAY_MS for one in own)
        }
        return dict(sorted(found.items(), key=lambda pair: (max(map(_heard, pair[1])), str(pair[0]))))


def _heard(one: InUse) -> int:
    return one.enrolled_at if one.synced_at is None else one.synced_at


def _seen(
    caller: Caller, within: str | None
) -> tuple[_Presence, dict[uuid.UUID, list[InUse]], Mapping[uuid.UUID, int]]:
    """Who is there now, the devices of the silent people, and when each of those was reminded last."""
    with reading() as session:
        campaign = session.get_one(Campaign, caller.campaign_id)
        there = _Presence(session, campaign, caller, within, now_ms())
        silent = there.silent()
        return there, silent, reminded(session, campaign.id, list(silent))


def page(caller: Caller, within: str | None) -> dict[str, Any]:
    """Freshness by commune, and the silent people.

    Raises:
        Problem: `not_found` for an area out of scope.
    """
    there, silent, told = _seen(caller, within)
    quiet: dict[int, list[uuid.UUID]] = defaultdict(list)
    for person, own in silent.items():
        quiet[there.commune(own[0])].append(person)
    groups: dict[int, list[InUse]] = defaultdict(list)
    for one in there.devices:
        groups[there.commune(one)].append(one)
    items = [
        {**_place(there.book, area_id), **_sums(there, own), **_silence(quiet[area_id], told)}
        for area_id, own in groups.items()
    ]
    return {
        "items": sorted(items, key=lambda item: item["code"]),
        "total": {**_sums(there, there.devices), **_silence(list(silent), told)},
        "people": [_person(there, person, own, told) for person, own in list(silent.items())[:SHOWN]],
    }


def silent_people(caller: Caller, within: str | None) -> tuple[Book, list[dict[str, Any]]]:
    """All of the silent people of an area, the longest silent first, with the campaign's book.

    Raises:
        Problem: `not_found` for an area out of scope.
    """
    there, silent, told = _seen(caller, within)
    return there.book, [_person(there, person, own, told) for person, own in silent.items()]


def _place(book: Book, area_id: int) -> dict[str, str]:
    area = book.area(area_id)
    return {"code": area.code, "name": area.name}


def _sums(there: _Presence, own: Sequence[InUse]) -> dict[str, Any]:
    oldest = [one.oldest_at for one in own if one.oldest_at is not None]
    return {
        "devices": len(own),
        "synced_24h": sum(there.fresh(one) for one in own),
        "waiting_on_phones": sum(one.waiting for one in own),
        "oldest_unsent_at": instant(min(oldest)) if oldest else None,
    }


def _silence(people: Iterable[uuid.UUID], told: Mapping[uuid.UUID, int]) -> dict[str, Any]:
    found = list(people)
    times = [told[one] for one in found if one in told]
    return {"silent": len(found), "reminded_at": instant(max(times)) if times else None}


def _person(there: _Presence, person: uuid.UUID, own: Sequence[InUse], told: Mapping[uuid.UUID, int]) -> dict[str, Any]:
    first, book = own[0], there.book
    oldest = [one.oldest_at for one in own if one.oldest_at is not None]
    synced = [one.synced_at for one in own if one.synced_at is not None]
    unit = book.organisations.get(first.organisation_id or 0)
    return {
        "id": str(person),
        "name": first.name,
        "commune": book.area(there.commune(first)).code,
        "area_name": book.area(first.area_id).name,
        "organisation_name": unit.name if unit else None,
        "synced_at": instant(max(synced)) if synced else None,
        "waiting": sum(one.waiting for one in own),
        "oldest_unsent_at": instant(min(oldest)) if oldest else None,
        "reminded_at": instant(told[person]) if person in told else None,
    }


def remind(
    caller: Caller, reminder: uuid.UUID, within: str | None, people: Sequence[uuid.UUID] | None
) -> dict[str, Any]:
    """Tells silent people of an area, or those of them that are named, to open the app.

    Raises:
        Problem: `not_found` for an area out of scope, `campaign.purged`.
    """
    with writing() as session:
        campaign = campaign_store.lock(session, caller.campaign_id)
        if campaign.purged_at is not None:
            raise Problem("campaign.purged")
        now = now_ms()
        silent = list(_Presence(session, campaign, caller, within, now).silent())
        chosen = silent if people is None else [one for one in silent if one in set(people)]
        message = Message(kind=KIND, key=f"{KIND}:{reminder}", title=TITLE, body=BODY, link="/")
        fresh = tell(session, campaign, chosen, message)
        if fresh:
            audit.record(
                session,
                "device.remind",
                within or "",
                campaign_id=caller.campaign_id,
                actor_id=caller.person_id,
                details={"people": len(fresh)},
            )
        rings = rings_at(campaign, now)
        return {
            "people": len(chosen),
            "reachable": len(reachable(session, campaign.id, chosen)),
            "later": instant(rings) if rings > now else None,
        }

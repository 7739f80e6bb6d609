"""The campaigns of the installation as they were loaded: dates, state, how much is in them, the day they are purged.

District staff see the campaign that they work in, admins every one.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.campaign import store
from server.campaign.keeping import purge_from
from server.campaign.models import Area, Campaign, Organisation
from server.clock import day_of, instant, now_ms
from server.errors import Problem
from server.people.models import Device, Membership
from server.people.service import Caller

# settings that are lists to read, not decisions: shown by how many they are
LISTS = ("steps", "help", "map", "hamlet_templates")


def seen_by(session: Session, caller: Caller) -> list[dict[str, Any]]:
    found = [one for one in store.campaigns(session) if caller.role == "admin" or one.id == caller.campaign_id]
    return [_shown(session, one) for one in found]


def one_of(session: Session, caller: Caller, code: str) -> dict[str, Any]:
    """A campaign with its settings as loaded; Problem `not_found`."""
    campaign = store.campaign_by_code(session, code)
    if campaign is None or (caller.role != "admin" and campaign.id != caller.campaign_id):
        raise Problem("not_found")
    return {**_shown(session, campaign), **settings_of(campaign.settings)}


def settings_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in settings.items() if name not in LISTS}
    return {"settings": kept, "lists": {name: len(settings.get(name) or []) for name in LISTS}}


def state_of(campaign: Campaign, now: int) -> str:
    if campaign.purged_at is not None:
        return "purged"
    today = day_of(now, campaign.tz)
    return "before" if today < campaign.starts_on else "over" if today > campaign.ends_on else "running"


def _shown(session: Session, campaign: Campaign) -> dict[str, Any]:
    now = now_ms()
    here = Area.campaign_id == campaign.id
    members = Membership.campaign_id == campaign.id
    return {
        "code": campaign.code,
        "name": campaign.name,
        "tz": campaign.tz,
        "state": state_of(campaign, now),
        "sample": campaign.sample,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "weekly_from": campaign.weekly_from,
        "weekly_until": campaign.weekly_until,
        "shifted_days": campaign.shifted_days,
        "created_at": instant(campaign.created_at),
        "purge_from": purge_from(campaign.ends_on, campaign.settings),
        "purged_at": None if campaign.purged_at is None else instant(campaign.purged_at),
        "seq": campaign.head,
        "counts": {
            "communes": _count(session, here, Area.level == 1),
            "hamlets": _count(session, here, Area.level == 2),
            "organisations": _count(session, Organisation.campaign_id == campaign.id),
            "people": _count(session, members, Membership.until_at.is_(None)),
            "devices": _count(session, Device.campaign_id == campaign.id, Device.revoked_at.is_(None)),
        },
    }


def by_phone_secret(session: Session) -> dict[int, list[str]]:
    """The campaigns that still count with each phone secret, by code."""
    found: dict[int, list[str]] = {}
    for number, code in session.execute(
        select(Campaign.phone_secret, Campaign.code).where(Campaign.purged_at.is_(None))
    ):
        found.setdefault(number, []).append(code)
    return found


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0

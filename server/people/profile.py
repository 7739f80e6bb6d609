"""What somebody is told about themselves on coming in and by /me: person, post, campaign, keys and limits."""

from typing import Any

from sqlalchemy.orm import Session

from server import base64url
from server.campaign.limits import LIMITS
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant, now_ms
from server.keys import Keys
from server.people import factor_store
from server.people.handover import handover_key
from server.people.left_behind import unsent_elsewhere
from server.people.membership import told
from server.people.models import Device, Person
from server.people.posts import Post
from server.people.service import Caller, factor_for


def profile(session: Session, keys: Keys, calling: Caller) -> dict[str, Any]:
    """The answer of enrol, session and me, without a token."""
    campaign = session.get_one(Campaign, calling.campaign_id)
    person = session.get_one(Person, calling.person_id)
    device = session.get_one(Device, calling.device_id)
    post = Post(calling.role, calling.organisation_id, calling.area_id, calling.hamlet_id)
    return {
        "device_id": calling.device_id,
        "device": {"id": device.id, "name": device.name, "enrolled_at": instant(device.enrolled_at)},
        "person": {"id": person.id, "name": person.name, "role": calling.role, "username": person.username},
        "role": calling.role,
        "membership": {**told(book_of(session, campaign), post), "since": instant(calling.member_since)},
        "campaign": {
            "code": campaign.code,
            "name": campaign.name,
            "starts_on": campaign.starts_on,
            "ends_on": campaign.ends_on,
            "tz": campaign.tz,
            "sample": campaign.sample,
            "shifted_days": campaign.shifted_days,
        },
        "seal_key": {"id": keys.seal_id, "public": base64url.encode(keys.seal_public())},
        "handover_key": base64url.encode(handover_key(keys.handover, calling.device_id)),
        "limits": LIMITS,
        "factor": {
            "active": factor_store.factor(session, calling.person_id) is not None,
            "required": calling.role in factor_for(),
        },
        "unsent_elsewhere": unsent_elsewhere(session, calling, now_ms()),
    }

"""What a phone last said that it had not sent, and that may be lost with it.

Rests on the devices' own claims, the length of their queue at the last contact. Promises: a person is told of their own
other devices alone; a device is called replaced only when it had something unsent and its person came in anew later.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.clock import DAY_MS, instant
from server.people import store
from server.people.models import Device
from server.people.service import Caller

TOLD_MS = 45 * DAY_MS  # as long as a phone keeps what it has sent: after that nobody looks for the old one


def unsent_elsewhere(session: Session, calling: Caller, now: int) -> list[dict[str, Any]]:
    """The caller's other devices in this campaign that still had something to send, the last heard of first."""
    others = [
        device
        for device in store.devices_of(session, calling.campaign_id, calling.person_id)
        if device.id != calling.device_id and device.queue_len and (device.synced_at or 0) >= now - TOLD_MS
    ]
    others.sort(key=lambda device: device.synced_at or 0, reverse=True)
    return [
        {
            "device_id": device.id,
            "name": device.name,
            "waiting": device.queue_len,
            "seen_at": instant(device.synced_at or device.enrolled_at),
        }
        for device in others
    ]


def replaced_at(session: Session, campaign_id: int, devices: Sequence[Device]) -> dict[uuid.UUID, int]:
    """When the person of a device with something unsent first came in on another one after its last contact."""
    asked = [device for device in devices if device.queue_len]
    if not asked:
        return {}
    query = select(Device.id, Device.person_id, Device.enrolled_at).where(
        Device.campaign_id == campaign_id, Device.person_id.in_({device.person_id for device in asked})
    )
    rows = session.execute(query).all()
    found: dict[uuid.UUID, int] = {}
    for device in asked:
        later = [
            row.enrolled_at
            for row in rows
            if row.person_id == device.person_id
            and row.id != device.id
            and row.enrolled_at >= (device.synced_at or device.enrolled_at)
        ]
        if later:
            found[device.id] = min(later)
    return found

"""/devices: which phones and computers there are, when they were last heard of, and revoking one."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.service import book
from server.clock import instant
from server.database import reading
from server.errors import Problem
from server.handlers import Blueprint
from server.people import membership, schemas, store
from server.people.left_behind import replaced_at
from server.people.models import Device, Membership, Person
from server.people.posts import post_of
from server.people.routes.calling import after_id, changing
from server.people.scope import Scope, scope_of
from server.people.service import Caller, caller, require

blp = Blueprint("devices", __name__, description="Devices: one per person and installation.")


@blp.route("/devices", methods=["GET"])
@require()
@blp.arguments(schemas.Page, location="query")
@blp.response(200, schemas.DevicesPage)
@blp.doc(summary="Devices in scope, in order of id: one's own, or those of the people one looks after")
def list_devices(query: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        conditions = devices_seen(session, calling)
        rows = store.devices_page(session, conditions, after_id(query["after"]), query["limit"] + 1)
        page = rows[: query["limit"]]
        replaced = replaced_at(session, calling.campaign_id, [device for device, _, _ in page])
        items = [_shown(dictionary, device, person, member, replaced.get(device.id)) for device, person, member in page]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(page) else None}


@blp.route("/devices/<uuid:device_id>/revoke", methods=["POST"])
@require()
@blp.response(200, schemas.DeviceAnswer)
@blp.doc(summary="Revoke a device: from now on it may only push, and that is held")
def revoke_device(device_id: uuid.UUID) -> dict[str, Any]:
    with changing() as desk:
        row = store.device_row(desk.session, device_id, devices_seen(desk.session, desk.caller))
        if row is None:
            raise Problem("not_found")
        device, person, member = row
        own = person.id == desk.caller.person_id
        membership.revoke(desk.session, desk.dictionary, desk.author, device, post_of(member), own)
        replaced = replaced_at(desk.session, desk.caller.campaign_id, [device])
        return _shown(desk.dictionary, device, person, member, replaced.get(device.id))


def devices_seen(session: Session, calling: Caller) -> list[Any]:
    """Conditions of devices in the caller's scope."""
    scope = scope_of(session, calling)
    if calling.role == "reporter":
        # reports for an organisation, looks after nobody's devices but their own
        scope = Scope(calling.campaign_id, person_id=calling.person_id)
    return scope.conditions(Device.campaign_id, Membership.area_id, Membership.organisation_id, Device.person_id)


def _instant(ms: int | None) -> str | None:
    return None if ms is None else instant(ms)


def _shown(
    dictionary: Book, device: Device, person: Person, member: Membership, replaced: int | None
) -> dict[str, Any]:
    return {
        "id": device.id,
        "name": device.name,
        "person": {"id": person.id, "name": person.name},
        "membership": {**membership.told(dictionary, post_of(member)), "since": instant(member.from_at)},
        "app": device.app,
        "enrolled_at": instant(device.enrolled_at),
        "last_seen_at": _instant(device.last_seen_at),
        "synced_at": _instant(device.synced_at),
        "revoked_at": _instant(device.revoked_at),
        "queue_len": device.queue_len,
        "oldest_at": _instant(device.oldest_at),
        "next_n": device.next_n,
        "replaced_at": _instant(replaced),
        "skew_ms": device.skew_ms,
    }

"""The ops, memberships and lists of an installation as a plain recount takes them, read from its SQLite file alone.

Rests on the tables' columns and on the layout of an anchor (a byte of version, then its time in ms); imports nothing
of the server. A number is not kept anywhere: its key in the op stands for it, the same key being the same number.
"""

import base64
import json
import uuid
from typing import Any

from tests.faults.live import Live
from tests.recount import Member, Place, Recount, Sent

_PUT = "record.put"


def recount_of(live: Live, until: int | None = None) -> Recount:
    """All counts of what is stored now, or was stored by an instant (ms)."""
    areas = {row[0]: (row[1], row[2]) for row in live.rows("SELECT id, code, parent_id FROM area")}
    units = {row[0]: row[1] for row in live.rows("SELECT id, code FROM organisation")}
    parents = {code: areas[parent][0] if parent else None for code, parent in areas.values()}
    groups = {row[0]: row[1] for row in live.rows('SELECT code, "group" FROM outcome')}
    members = [
        Member(id_of(person), role, areas[area][0], units.get(unit), begun, ended)
        for person, role, area, unit, begun, ended in live.rows(
            "SELECT person_id, role, area_id, organisation_id, from_at, until_at FROM membership"
        )
    ]
    enrolled = {row[0]: row[1] for row in live.rows("SELECT id, enrolled_at FROM device")}
    ops = live.rows("SELECT person_id, device_id, phone_key, raw, received_at FROM op")
    sent = [
        _sent(person, device, enrolled[device], key, json.loads(raw))
        for person, device, key, raw, received_at in ops
        if until is None or received_at <= until
    ]
    return Recount(sent, members, Place(parents, groups), b"a key that tells numbers apart!!")


def assigned(live: Live) -> dict[str, str]:
    """The hamlet that each person is given now, of those who are given one."""
    query = "SELECT m.person_id, a.code FROM membership m JOIN area a ON a.id = m.hamlet_id WHERE m.until_at IS NULL"
    return {id_of(person): code for person, code in live.rows(query)}


def tree_of(live: Live) -> dict[str, str | None]:
    """The organisation above each organisation, None at the top."""
    query = "SELECT o.code, p.code FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id"
    return dict(live.rows(query))


def id_of(value: bytes | str) -> str:
    return str(uuid.UUID(bytes=value) if isinstance(value, bytes) else uuid.UUID(value))


def _sent(person: bytes | str, device: bytes | str, enrolled_at: int, key: bytes | None, op: dict[str, Any]) -> Sent:
    number = None
    if op["kind"] == _PUT and key is not None and not op["body"].get("keep_number"):
        number = key.hex()
        op["body"]["sealed_phone"] = number
    anchor = op.get("anchor")
    return Sent(id_of(person), op, _time_of(anchor) if anchor else None, enrolled_at, number, id_of(device))


def _time_of(anchor: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(anchor + "=" * (-len(anchor) % 4))[1:9], "big")

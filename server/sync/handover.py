"""Hand-over files: a device's unsent ops, brought in by anybody in charge (protocol.md §3).

A line is believed because of its mac, made on the device with a key that only it and the server can make. Promises: a
wrong mac stores nothing; the same file may come any number of times.
"""

import hmac
import uuid
from dataclasses import dataclass
from typing import Any

from server import base64url
from server.campaign.limits import MAX_OPS
from server.clock import parse_instant
from server.database import reading
from server.errors import Problem
from server.keys import Keys
from server.people.handover import handover_key
from server.sync import store
from server.sync.bulk import Bulk
from server.sync.canonical import canonical
from server.sync.highwater import HighWater
from server.sync.intake import Sender
from server.sync.seal import SealError, decode
from server.sync.service import Receipt, take
from server.sync.wire import Element, parse, uuid_bytes

_NAMES = ("kind", "v", "device_id", "made_at", "ops", "mac")


@dataclass(slots=True)
class HandOver:
    """One line: whose ops, and what the mac has to be of (`signed`; None when it has no canonical form)."""

    device_id: bytes
    elements: list[Element]
    mac: str
    signed: bytes | None


def read_line(body: bytes) -> HandOver:
    """A line of a hand-over file.

    Raises:
        Problem: `request.malformed` (400), `request.invalid` (422), `batch.too_large` (413).
    """
    fields, elements = parse(body)
    # a name may hold a lone surrogate, which no answer can carry
    wrong = {name.encode("utf-8", "replace").decode(): ["Unknown field."] for name in fields if name not in _NAMES}
    if fields.get("kind") != "handover":
        wrong["kind"] = ["Must be handover."]
    if fields.get("v") != 1 or isinstance(fields.get("v"), bool):
        wrong["v"] = ["Must be 1."]
    device_id = uuid_bytes(fields.get("device_id"))
    if device_id is None:
        wrong["device_id"] = ["Not a valid UUID."]
    if not _is_instant(fields.get("made_at")):
        wrong["made_at"] = ["Not an instant."]
    if not isinstance(fields.get("mac"), str):
        wrong["mac"] = ["Missing."]
    if elements is None:
        wrong["ops"] = ["Not a valid list."]
    if wrong or device_id is None or elements is None:
        raise Problem("request.invalid", wrong)
    if len(elements) > MAX_OPS:
        raise Problem("batch.too_large", {"max_ops": MAX_OPS})
    rest = {**{name: fields[name] for name in _NAMES[:4]}, "ops": [element.value for element in elements]}
    return HandOver(device_id, elements, fields["mac"], _canonical(rest, elements))


def _is_instant(value: Any) -> bool:
    try:
        return isinstance(value, str) and parse_instant(value) >= 0
    except ValueError:
        return False


def _canonical(rest: dict[str, Any], elements: list[Element]) -> bytes | None:
    if not all(element.sound for element in elements):
        return None
    try:
        return canonical(rest)
    except ValueError:
        return None


def sign(keys: Keys, device_id: bytes, rest: dict[str, Any]) -> str:
    """The mac of a line without its mac, as the device makes it: base64url of HMAC-SHA-256."""
    key = handover_key(keys.handover, uuid.UUID(bytes=device_id))
    return base64url.encode(hmac.digest(key, canonical(rest), "sha256"))


def take_line(
    keys: Keys,
    marks: HighWater,
    line: HandOver,
    *,
    campaign_id: int | None = None,
    by: bytes | None = None,
    language: str = "vi",
) -> Receipt:
    """Takes the ops of a line as the device's own.

    Args:
        campaign_id: the campaign of whoever brings it; None (the command line) takes the device's.
        by: the person who brings it, kept with the ops.

    Raises:
        Problem: `handover.mac` (422): changed, of a device that is not here, or of another campaign's.
    """
    if line.signed is None or not _genuine(keys, line):
        raise Problem("handover.mac")
    with reading() as session:
        found = store.device_owner(Bulk(session), line.device_id)
    if found is None or (campaign_id is not None and found[0] != campaign_id):
        raise Problem("handover.mac")
    sender = Sender(found[0], found[1], line.device_id, by)
    return take(keys, marks, sender, line.elements, language)


def _genuine(keys: Keys, line: HandOver) -> bool:
    try:
        mac = decode(line.mac)
    except SealError:
        return False
    # the device has the key of the time when it was last told one
    device = (handover_key(secret, uuid.UUID(bytes=line.device_id)) for secret in keys.handovers)
    return any(hmac.compare_digest(hmac.digest(key, line.signed or b"", "sha256"), mac) for key in device)

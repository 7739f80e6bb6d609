"""Anchors: the server's signed time, with epoch and head, that phones give back in their ops (protocol.md §4).

Pure, keys passed in. Opaque to phones. Promises: an anchor verifies for the person to whom it was given, on any of
their devices, and for nobody else; the time in it is the server's.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterable
from typing import NamedTuple

from server import base64url

_VERSION = 1
_BODY = struct.Struct(">BQQ8s")
_MAC = 16
_SIZE = _BODY.size + _MAC
_TEXT = len(base64url.encode(bytes(_SIZE)))


class Anchor(NamedTuple):
    """What a genuine anchor says.

    Attributes:
        t: the server's time when it was given, ms.
        seq: the campaign's head then.
        epoch: `mark` of the epoch then.
    """

    t: int
    seq: int
    epoch: bytes


def mark(epoch: str) -> bytes:
    """Eight bytes that stand for an epoch inside anchors and cursors."""
    return hashlib.sha256(epoch.encode("utf-8")).digest()[:8]


def _mac(key: bytes, person_id: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"gocua/anchor|" + person_id + body, "sha256")[:_MAC]


def sign(key: bytes, person_id: bytes, t: int, seq: int, epoch: str) -> str:
    """The anchor for a person (16 bytes) at a time (ms) and head."""
    body = _BODY.pack(_VERSION, t, seq, mark(epoch))
    return base64url.encode(body + _mac(key, person_id, body))


def verify(keys: Iterable[bytes], person_id: bytes, text: str) -> Anchor | None:
    """What the anchor says when it was given to this person under one of the keys, else None."""
    data = base64url.decode(text) if len(text) == _TEXT else None
    if data is None:
        return None
    body, mac = data[: _BODY.size], data[_BODY.size :]
    if not any(hmac.compare_digest(mac, _mac(key, person_id, body)) for key in keys):
        return None
    version, t, seq, epoch = _BODY.unpack(body)
    return Anchor(t, seq, epoch) if version == _VERSION else None

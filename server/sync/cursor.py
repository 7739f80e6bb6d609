"""Cursors of pull: epoch, scope version, seq and the history that led there, under a MAC (protocol.md §3).

Pure, keys passed in. Promises: a cursor that this server did not make is recognised, and one of another epoch or
scope never gives rows; one of another history is told even when that has as many seqs.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterable
from typing import NamedTuple

from server import base64url

_MAC = 16
# those of version 1, which phones may still hold, do not say when their seq was reached
_BODIES = {1: struct.Struct(">BQ8s8s"), 2: struct.Struct(">BQ8s8sQ")}
_TEXTS = {len(base64url.encode(bytes(body.size + _MAC))): version for version, body in _BODIES.items()}


class Cursor(NamedTuple):
    """Everything up to `seq` has been seen, in this epoch (`anchor.mark`) and this scope (`scope_version`).

    Attributes:
        reached: when the commit was made that reached `seq`, ms: another history reached it at another time.
            0 where nothing was committed, None in a cursor of version 1.
    """

    seq: int
    epoch: bytes
    scope: bytes
    reached: int | None = None


def scope_version(areas: frozenset[int] | None, organisations: frozenset[int] | None, person: str | None) -> bytes:
    """Eight bytes that change when what the caller may see changes; None is everything."""
    ids = ["*" if part is None else ",".join(map(str, sorted(part))) for part in (areas, organisations)]
    return hashlib.sha256("|".join((*ids, person or "*")).encode("utf-8")).digest()[:8]


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"gocua/cursor|" + body, "sha256")[:_MAC]


def make(key: bytes, cursor: Cursor) -> str:
    if cursor.reached is None:
        body = _BODIES[1].pack(1, *cursor[:3])
    else:
        body = _BODIES[2].pack(2, *cursor)
    return base64url.encode(body + _mac(key, body))


def read(keys: Iterable[bytes], text: str) -> Cursor | None:
    """The cursor, or None when it was not made here."""
    version = _TEXTS.get(len(text))
    data = base64url.decode(text)
    if version is None or data is None:
        return None
    body, mac = data[:-_MAC], data[-_MAC:]
    if not any(hmac.compare_digest(mac, _mac(key, body)) for key in keys):
        return None
    said, *rest = _BODIES[version].unpack(body)
    return Cursor(*rest) if said == version else None

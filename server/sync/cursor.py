"""Cursors of pull: epoch, scope version and seq under a MAC (protocol.md §3).

Pure, keys passed in. Promises: a cursor that this server did not make is recognised, and one of another epoch or
scope never gives rows.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Iterable
from typing import NamedTuple

_VERSION = 1
_BODY = struct.Struct(">BQ8s8s")
_MAC = 16
_SIZE = _BODY.size + _MAC
_TEXT = len(base64.urlsafe_b64encode(bytes(_SIZE)).rstrip(b"="))


class Cursor(NamedTuple):
    """Everything up to `seq` has been seen, in this epoch (`anchor.mark`) and this scope (`scope_version`)."""

    seq: int
    epoch: bytes
    scope: bytes


def scope_version(areas: frozenset[int] | None, organisations: frozenset[int] | None, person: str | None) -> bytes:
    """Eight bytes that change when what the caller may see changes; None is everything."""
    ids = ["*" if part is None else ",".join(map(str, sorted(part))) for part in (areas, organisations)]
    return hashlib.sha256("|".join((*ids, person or "*")).encode("utf-8")).digest()[:8]


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"gocua/cursor|" + body, "sha256")[:_MAC]


def make(key: bytes, cursor: Cursor) -> str:
    body = _BODY.pack(_VERSION, cursor.seq, cursor.epoch, cursor.scope)
    return base64.urlsafe_b64encode(body + _mac(key, body)).rstrip(b"=").decode("ascii")


def read(keys: Iterable[bytes], text: str) -> Cursor | None:
    """The cursor, or None when it was not made here."""
    if len(text) != _TEXT or not text.isascii():
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    body, mac = data[: _BODY.size], data[_BODY.size :]
    if not any(hmac.compare_digest(mac, _mac(key, body)) for key in keys):
        return None
    version, seq, epoch, scope = _BODY.unpack(body)
    return Cursor(seq, epoch, scope) if version == _VERSION else None

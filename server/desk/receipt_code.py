"""The check code of a day's receipt: who, which day, how much the server had, and when, under a MAC.

Pure, key passed in. The code says all of this by itself, so nothing is stored for it; a phone shows it and cannot make
it. 16 bytes, spelled like an invite (people/tokens). Promises: a code that was not made here, or was changed in any
character, is told apart (40 bits of MAC, checked online and by staff alone).
"""

import hmac
import struct
from collections.abc import Iterable
from typing import NamedTuple

_BODY = struct.Struct(">3sHHHH")
_MAC = 5
_MOST = 0xFFFF
MINUTE_MS = 60_000


class Statement(NamedTuple):
    """What a code says.

    Attributes:
        membership_id: as whom the person worked.
        day: since 1970, in the campaign's zone.
        records, assists: that the server had of that day, withdrawn ones left out.
        minute: of the statement, counted from the day's beginning; 65535 stands for that and all later.
    """

    membership_id: int
    day: int
    records: int
    assists: int
    minute: int


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"gocua/receipt/v1|" + body, "sha256")[:_MAC]


def make(key: bytes, said: Statement) -> int:
    """The code as a number of 128 bits; figures beyond 65535 are told as that.

    Raises:
        OverflowError: a membership id of more than 24 bits.
    """
    counts = (min(max(figure, 0), _MOST) for figure in (said.records, said.assists, said.minute))
    body = _BODY.pack(said.membership_id.to_bytes(3, "big"), said.day, *counts)
    return int.from_bytes(body + _mac(key, body), "big")


def read(keys: Iterable[bytes], code: int) -> Statement | None:
    """What the code says; None when it was not made with one of these keys."""
    data = code.to_bytes(_BODY.size + _MAC, "big")
    body, mac = data[: _BODY.size], data[_BODY.size :]
    if not any(hmac.compare_digest(mac, _mac(key, body)) for key in keys):
        return None
    member, day, records, assists, minute = _BODY.unpack(body)
    return Statement(int.from_bytes(member, "big"), day, records, assists, minute)

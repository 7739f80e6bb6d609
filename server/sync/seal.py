"""Opening what phones seal: HPKE (RFC 9180), base mode, P-256, HKDF-SHA256, AES-128-GCM (protocol.md §6).

Pure, keys passed in. A sealed number is base64url of key id (1 byte) ‖ enc (65) ‖ ciphertext; it is bound to its
record, so it cannot be moved to another one.
"""

import base64
import binascii
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from server import base64url

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_INFO = b"gocua/phone/v1|"
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_POINT = 65
_TAG = 16
_LONGEST = 64  # no spelling of a number is longer


class SealError(Exception):
    """The sealed bytes cannot be opened; nothing of them is in the message."""


def decode(text: str) -> bytes:
    """Bytes of base64url without padding; SealError for anything else."""
    if not _BASE64URL.fullmatch(text):
        raise SealError("not base64url")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise SealError("not base64url") from None


def open_(sealed: str, record_id: str, keys: Mapping[int, ec.EllipticCurvePrivateKey]) -> str:
    """The text that a phone sealed for this record.

    Args:
        sealed: the field as sent.
        record_id: lower-case UUID of the record.
        keys: private keys by id.

    Raises:
        SealError: not base64url, too short or long, an unknown key, another record's, changed, or not ASCII.
    """
    data = decode(sealed)
    if not 1 + _POINT + _TAG < len(data) <= 1 + _POINT + _TAG + _LONGEST:
        raise SealError("not the length of a sealed number")
    key = keys.get(data[0])
    if key is None:
        raise SealError("sealed to a key that is not here")
    try:
        return _SUITE.decrypt(data[1:], key, info=_INFO + record_id.encode("ascii")).decode("ascii")
    except (InvalidTag, ValueError):
        raise SealError("cannot be opened") from None


def seal(text: str, record_id: str, key_id: int, public: bytes) -> str:
    """Seals as a phone does, to the public point (65 bytes) of a key."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    box = _SUITE.encrypt(text.encode("ascii"), point, info=_INFO + record_id.encode("ascii"))
    return base64url.encode(bytes([key_id]) + box)

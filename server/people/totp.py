"""Codes of a second factor (RFC 6238): six digits that change every half minute; their secret, encrypted at rest.

Rests on pyotp for the codes, on AES-256-GCM for the secret, bound to whose it is: a row that is put under another
person's name opens nothing. Knows no database and no clock.
"""

import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyotp import random_base32
from pyotp.hotp import HOTP
from pyotp.totp import TOTP

STEP_MS = 30_000
DIGITS = 6
ISSUER = "Gõ Cửa"
_DRIFT = 1  # steps that a phone's clock may be off, and a person slow
_NONCE = 12


def new_secret() -> str:
    """160 random bits, as authenticator apps take them (base32)."""
    return random_base32()


def address(secret: str, username: str) -> str:
    """What the QR code says to an authenticator app (`otpauth://…`)."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: int, after: int) -> int | None:
    """The step that a code belongs to; None when it is wrong, too old, or not newer than what was taken before.

    Args:
        at: the server's time (ms).
        after: the step of the newest code that was taken.
    """
    codes = HOTP(secret)
    middle = at // STEP_MS
    found = None
    for step in range(middle - _DRIFT, middle + _DRIFT + 1):
        # all of them are compared, whichever it is
        if hmac.compare_digest(codes.at(step), code) and step > after:
            found = step
    return found


def seal(key: bytes, person_id: uuid.UUID, secret: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, secret.encode(), person_id.bytes)


def unseal(key: bytes, person_id: uuid.UUID, sealed: bytes) -> str:
    """The secret; InvalidTag when key or person are others, or it was not sealed at all."""
    if len(sealed) <= _NONCE:
        raise InvalidTag
    return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], person_id.bytes).decode()


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"gocua second factor", "sha256"))

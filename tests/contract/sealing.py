"""Seals a number as a phone does, from the words of the contract alone (RFC 9180 by the cryptography package)."""

import base64
from typing import Any

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec

SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def seal(seal_key: dict[str, Any], record_id: str, number: str) -> str:
    """base64url of key id ‖ enc ‖ ciphertext of an E.164 number for one record."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(seal_key["public"]))
    sealed = SUITE.encrypt(number.encode(), point, info=f"gocua/phone/v1|{record_id}".encode())
    return b64(bytes([seal_key["id"]]) + sealed)

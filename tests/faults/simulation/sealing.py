"""Sealing a number with a given ephemeral key: the library draws one each time, and a seed must give the same bytes.

HPKE (RFC 9180) base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, as `phone.seal`; the server's own
library opens it, so a mistake here shows as `phone.invalid` at once.
"""

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_KEM = b"KEM" + (0x0010).to_bytes(2, "big")
_SUITE = b"HPKE" + (0x0010).to_bytes(2, "big") + (0x0001).to_bytes(2, "big") + (0x0001).to_bytes(2, "big")
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + suite + label + key, "sha256")


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    # one block of HKDF-Expand: no length here is above 32
    text = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(secret, text + b"\x01", "sha256")[:length]


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def seal(text: str, record_id: str, key_id: int, public: ec.EllipticCurvePublicKey) -> str:
    """`sealed_phone`: the text for the server's key, bound to the record; the same arguments give the same bytes."""
    drawn = int.from_bytes(hashlib.sha512(f"{text}|{record_id}".encode()).digest(), "big")
    ephemeral = ec.derive_private_key(drawn % (_ORDER - 1) + 1, ec.SECP256R1())
    enc = _point(ephemeral.public_key())
    prk = _extract(_KEM, b"", b"eae_prk", ephemeral.exchange(ec.ECDH(), public))
    shared = _expand(_KEM, prk, b"shared_secret", enc + _point(public), 32)
    info = f"gocua/phone/v1|{record_id}".encode()
    context = b"\x00" + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    secret = _extract(_SUITE, shared, b"secret", b"")
    key = _expand(_SUITE, secret, b"key", context, 16)
    nonce = _expand(_SUITE, secret, b"base_nonce", context, 12)
    box = AESGCM(key).encrypt(nonce, text.encode(), b"")
    return base64.urlsafe_b64encode(bytes([key_id]) + enc + box).decode().rstrip("=")

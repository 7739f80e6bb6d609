"""Secrets that people carry: session tokens and invite codes; the database keeps SHA-256 of them alone.

A token is opaque, 256 bit. A code is 128 bit in Crockford's base32, 26 characters without I, L, O, U, so that it can
be read out and typed; what people type is read tolerantly.
"""

import hashlib
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE_LENGTH = 26


def digest(secret: str) -> bytes:
    """What is stored of a token or a code: 32 bytes. They are random, so no salt and no slow hash is needed."""
    return hashlib.sha256(secret.encode()).digest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """26 characters, without hyphens."""
    return spell(secrets.randbits(128))


def spell(value: int) -> str:
    """128 bits as a code: 26 characters, without hyphens."""
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))


def read_code(typed: str) -> str | None:
    """The code that somebody typed: any case, hyphens and spaces anywhere, O for 0, I and L for 1; None for others."""
    code = "".join(typed.split()).replace("-", "").upper().translate(_MEANT)
    if len(code) != CODE_LENGTH or any(letter not in _ALPHABET for letter in code):
        return None
    return code


def value_of(code: str) -> int | None:
    """The 128 bits of a code that `read_code` gave; None when it spells more than that."""
    value = 0
    for letter in code:
        value = value << 5 | _ALPHABET.index(letter)
    return value if value < 1 << 128 else None


def grouped(code: str) -> str:
    """The code as pages show it: `0123-4567-…`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

"""One spelling for every Vietnamese mobile number.

Pure; rests on phone_rules.json, the same table as the phone's (a change of it is a migration with recount). Total and
idempotent: any text gets an answer, and an answer read again is itself.
"""

import hmac
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_RULES: dict[str, Any] = json.loads(Path(__file__).with_name("phone_rules.json").read_text("utf-8"))
_STRICT = re.compile(_RULES["strict"])
_LOOSE = re.compile(_RULES["loose"])
_SEPARATORS = re.compile(_RULES["separators"])
_CONVERSION: dict[str, str] = _RULES["conversion"]
_DIGITS = re.compile("[0-9]*")
_BARE_COUNTRY = re.compile("84[0-9]{9,}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that makes a key.

    Attributes:
        national: ten digits from 0.
        strict: of a prefix that is in use; else it only looks like a mobile number.
        converted: it was an 11-digit number of before 2018.
    """

    national: str
    strict: bool
    converted: bool

    @property
    def e164(self) -> str:
        return "+84" + self.national[1:]


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        char if char <= "\x7f" or (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in text
    )


def _national(text: str) -> str | None:
    rest: str | None = None
    if text.startswith("+84"):
        rest = text[3:]
    elif text.startswith("0084"):
        rest = text[4:]
    elif _BARE_COUNTRY.fullmatch(text):
        # nine digits that begin with 84 are a number of 084 without its 0
        rest = text[2:]
    digits = text if rest is None else rest
    if not _DIGITS.fullmatch(digits) or (rest is None and digits.startswith("00")):
        return None
    return digits if digits.startswith("0") else "0" + digits


def read(text: str) -> Number | None:
    """The number that a text spells, or None when it is no Vietnamese mobile number."""
    bare = _SEPARATORS.sub("", _ascii_digits(unicodedata.normalize("NFKC", text)))
    national = _national(bare) if bare else None
    if national is None:
        return None
    present = _CONVERSION.get(national[:4]) if len(national) == 11 else None
    if present is not None:
        national = present + national[4:]
    if not _LOOSE.fullmatch(national):
        return None
    return Number(national, _STRICT.fullmatch(national) is not None, present is not None)


def phone_key(secret: bytes, e164: str) -> bytes:
    """HMAC-SHA-256 of the E.164 spelling: all that is kept of a number (32 bytes)."""
    return hmac.digest(secret, e164.encode("ascii"), "sha256")

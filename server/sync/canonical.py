"""The one spelling of JSON that is hashed and signed: normalised text, RFC 8785 form, SHA-256 of an op's body.

It rests on orjson and on `schemas.clean`. Promises: a field that is absent, null or unknown changes no hash; the
fields that belong to a hash are those of the op's own schema, so a later schema changes no old hash.
"""

import hashlib
import math
from collections.abc import Mapping
from typing import Any

import orjson

from server.schemas import clean

LARGEST = 2**53  # integers beyond it are not the same number everywhere

FIELDS: dict[tuple[int, str], tuple[str, ...]] = {
    (1, "record.put"): (
        "area", "mode", "outcome", "sealed_phone", "keep_number", "consent", "household", "revisit_on", "note", "void",
    ),
    (1, "review.put"): ("person", "seen_rev", "verdict", "reason"),
}  # fmt: skip

_NAMES = {key: frozenset(names) for key, names in FIELDS.items()}
_AS_SENT = frozenset({"sealed_phone"})  # base64url: hashed as the phone sent it


def normalise(text: str) -> str:
    """NFC without controls, bidi and zero-width characters (protocol.md §1); fast for plain ASCII."""
    if text.isascii() and text.isprintable():
        return text
    return clean(text)


def table_fields(kind: str, schema: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body's fields of the contract's table that are present and not null, texts normalised."""
    names = _NAMES[schema, kind]
    found: dict[str, Any] = {}
    for name, value in body.items():
        if value is not None and name in names:
            found[name] = normalise(value) if isinstance(value, str) and name not in _AS_SENT else value
    return found


def body_hash(fields: Mapping[str, Any]) -> bytes:
    """SHA-256 of the RFC 8785 form of an op's table fields (texts, booleans and whole numbers only)."""
    # for such values orjson with sorted keys writes RFC 8785; the keys are ASCII, so byte order is code-unit order
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).digest()


def canonical(value: Any) -> bytes:
    """RFC 8785 of any JSON value; ValueError for what has no such form (lone surrogates, integers beyond 2^53)."""
    try:
        return _write(value).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("a lone surrogate has no canonical form") from None


def _write(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("an integer beyond 2^53 has no canonical form")
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return "[" + ",".join(_write(item) for item in items) + "]"
    if isinstance(value, dict):
        pairs: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        keys = sorted(pairs, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(_text(key) + ":" + _write(pairs[key]) for key in keys) + "}"
    raise ValueError("not a JSON value")


def _text(text: str) -> str:
    try:
        return orjson.dumps(text).decode("utf-8")
    except orjson.JSONEncodeError:
        raise ValueError("a lone surrogate has no canonical form") from None


def _number(value: float) -> str:
    """ECMAScript's Number::toString, which RFC 8785 prescribes."""
    if not math.isfinite(value):
        raise ValueError("not a number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    if fraction == "0":
        fraction = ""
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    size = len(digits)
    if size <= point <= 21:
        return sign + digits + "0" * (point - size)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    tail = ("+" if power >= 0 else "-") + str(abs(power))
    return sign + digits[0] + ("." + digits[1:] if size > 1 else "") + "e" + tail

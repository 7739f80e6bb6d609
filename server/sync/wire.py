"""Reading a push: bytes to an envelope and its elements, at two speeds.

orjson reads the body first. What it may have changed or hidden (duplicate keys, large integers, escapes) shows in
`dumps(loads(x)) != x`; then every element is read on its own, strictly, from its text as sent. Promises: the request
fails as a whole only for what the contract names (bad UTF-8, syntax, NaN, nesting, the envelope); whatever is wrong
inside one element marks that element alone.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # pyright: ignore[reportAttributeAccessIssue]
from typing import Any

import msgspec
import orjson

from server.campaign.limits import MAX_OPS
from server.clock import parse_instant
from server.errors import Problem
from server.nesting import too_deep
from server.sync.canonical import FIELDS, LARGEST, normalise

_LONGEST_INTEGER = 17  # characters of ±2^53 and a sign
_SPACE = re.compile(r"[ \t\n\r]*")
_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ANY_UUID = re.compile(_UUID.pattern, re.IGNORECASE)


class Element(msgspec.Struct, gc=False, array_like=True):
    """One element of `ops`.

    Attributes:
        value: as parsed; None where it cannot be trusted.
        sound: no duplicate keys, NUL, lone surrogates or numbers that do not fit.
        op_id: lower-case UUID when it has a usable one.
        sent: its text as sent, when that is not `orjson.dumps(value)`.
        name: the 16 bytes of `op_id`, empty without one.
    """

    value: Any
    sound: bool
    op_id: str | None
    sent: str | None = None
    name: bytes = b""
    spelled: str | None = None

    def spelling(self) -> str:
        """Its value as JSON."""
        if self.spelled is None:
            self.spelled = orjson.dumps(self.value).decode()
        return self.spelled

    def spelled_out(self) -> "Element":
        """The same as a text alone."""
        return Element(None, self.sound, self.op_id, self.sent, self.name, self.spelled)

    def text(self) -> str:
        """The element as sent."""
        return self.spelling() if self.sent is None else self.sent

    def size(self) -> int:
        """Bytes as sent, in UTF-8."""
        text = self.text()
        return len(text) if text.isascii() else len(text.encode())


@dataclass(slots=True)
class Envelope:
    """A push as sent; whatever stands beside `batch_id` and `ops` and does not fit is None."""

    batch_id: str
    elements: list[Element]
    app: str | None = None
    client_now: int | None = None
    queue_len: int | None = None
    oldest_at: int | None = None
    next_n: int | None = None


def uuid_bytes(text: Any) -> bytes | None:
    """The 16 bytes of a lower-case UUID, None for anything else."""
    if isinstance(text, str) and _UUID.fullmatch(text):
        return bytes.fromhex(text.replace("-", ""))
    return None


def uuid_text(data: bytes) -> str:
    """The lower-case UUID of 16 bytes."""
    h = data.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def read(body: bytes) -> Envelope:
    """The envelope of a push.

    Raises:
        Problem: `request.malformed` (400), `request.invalid` (422), `batch.too_large` (413, over 200 ops).
    """
    fields, elements = parse(body)
    return _envelope(fields, elements)


def parse(body: bytes) -> tuple[dict[str, Any], list[Element] | None]:
    """The fields of an object, and the elements of its `ops` apart; without what is there twice or does not fit.

    Raises:
        Problem: `request.malformed` (400); `request.invalid` (422) when it is no object.
    """
    return _fast(body) or _strict(body)


def element_of(text: str) -> Element:
    """An element from its text as it was sent (and was kept for a person)."""
    return _Reader(text).element(0)[0]


# --- the fast way: nothing but what our own clients send ---


def _fast(body: bytes) -> tuple[dict[str, Any], list[Element]] | None:
    """The same when orjson's reading is beyond doubt, else None."""
    if b"\\u" in body:
        return None
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict) or orjson.dumps(value) != body:
        return None
    ops = value.get("ops")
    if not isinstance(ops, list):
        return None
    elements: list[Element] = []
    for op in ops:
        if not isinstance(op, dict) or not isinstance(op.get("body"), dict):
            return None
        name = uuid_bytes(op.get("op_id"))
        elements.append(
            Element(op, _small(op), None) if name is None else Element(op, _small(op), op["op_id"], None, name)
        )
    # no brackets but those of the envelope, the list, the ops and their bodies: nothing nests deeper
    if body.count(b"{") + body.count(b"[") != 2 + 2 * len(ops):
        return None
    return value, elements


# integers under these keys are checked with the shape of the op
_KEYS = frozenset({"op_id", "n", "kind", "record_id", "rev", "schema", "anchor", "happened_at", "body"})
_BODY_KEYS = frozenset(name for names in FIELDS.values() for name in names)


def _small(op: dict[str, Any]) -> bool:
    """Whether the integers among a flat op's values are within ±2^53."""
    body: dict[str, Any] = op["body"]
    if op.keys() <= _KEYS and body.keys() <= _BODY_KEYS:
        return True
    values = [*op.values(), *body.values()]
    return not any(type(value) is int and not -LARGEST <= value <= LARGEST for value in values)


# --- the strict way: element by element, from the text ---


class _Reader:
    """The standard library's scanner with hooks that mark what is unsound instead of failing or forgetting."""

    def __init__(self, text: str):
        self.text = text
        self.unsound = False
        self.twice: set[str] = set()  # duplicate keys of the object read last: of an element, its own
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=self._int, parse_float=self._float, parse_constant=_constant
        )
        self._scan = decoder.raw_decode

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self.twice = set()
        if len(found) != len(pairs):
            self.unsound = True
            seen: set[str] = set()
            self.twice = {key for key, _ in pairs if key in seen or seen.add(key)}
        return found

    def _int(self, digits: str) -> int | None:
        if len(digits) <= _LONGEST_INTEGER:
            number = int(digits)
            if -LARGEST <= number <= LARGEST:
                return number
        self.unsound = True
        return None

    def _float(self, digits: str) -> float | None:
        number = float(digits)
        if math.isfinite(number):
            return number
        self.unsound = True
        return None

    def value(self, at: int) -> tuple[Any, int]:
        """The value that begins at a place, and where it ends; Problem `request.malformed`."""
        self.unsound, self.twice = False, set()
        try:
            value, end = self._scan(self.text, at)
        except (ValueError, RecursionError):
            raise Problem("request.malformed") from None
        if "\\u" in self.text[at:end] and not _storable(value):
            self.unsound = True
        return value, end

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def expect(self, at: int, signs: str) -> str:
        sign = self.text[at : at + 1]
        if not sign or sign not in signs:
            raise Problem("request.malformed")
        return sign

    def element(self, at: int) -> tuple[Element, int]:
        value, end = self.value(at)
        twice = self.twice if isinstance(value, dict) else set()
        op_id = value.get("op_id") if isinstance(value, dict) and "op_id" not in twice else None
        name = uuid_bytes(op_id)
        usable = op_id if name is not None else None
        return Element(value, not self.unsound, usable, self.text[at:end], name or b""), end

    def elements(self, at: int) -> tuple[list[Element], int]:
        """The elements of the list whose `[` stands at a place."""
        found: list[Element] = []
        at = self.space(at + 1)
        if self.text[at : at + 1] == "]":
            return found, at + 1
        while True:
            element, at = self.element(at)
            found.append(element)
            at = self.space(at)
            if self.expect(at, ",]") == "]":
                return found, at + 1
            at = self.space(at + 1)


def _constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _storable(value: Any) -> bool:
    """No NUL and no lone surrogate in any text."""
    for text in _strings(value):
        if "\x00" in text:
            return False
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            return False
    return True


def _decoded(body: bytes) -> str:
    if too_deep(body):
        raise Problem("request.malformed")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("request.malformed") from None


def _strict(body: bytes) -> tuple[dict[str, Any], list[Element] | None]:
    reader = _Reader(_decoded(body))
    text = reader.text
    at = reader.space(0)
    if text[at : at + 1] != "{":
        _, at = reader.value(at)
        if reader.space(at) != len(text):
            raise Problem("request.malformed")
        raise Problem("request.invalid", {"_": ["not an object"]})
    found: dict[str, Any] = {}
    unfit: set[str] = set()
    elements: list[Element] | None = None
    at = reader.space(at + 1)
    if text[at : at + 1] != "}":
        while True:
            reader.expect(at, '"')
            try:
                key, at = scanstring(text, at + 1, True)
            except ValueError:
                raise Problem("request.malformed") from None
            at = reader.space(at)
            reader.expect(at, ":")
            at = reader.space(at + 1)
            if key in found:
                unfit.add(key)
            if key == "ops" and text[at : at + 1] == "[":
                elements, at = reader.elements(at)
                found[key] = []
            else:
                found[key], at = reader.value(at)
                if reader.unsound:
                    unfit.add(key)
            at = reader.space(at)
            if reader.expect(at, ",}") == "}":
                break
            at = reader.space(at + 1)
    if reader.space(at + 1) != len(text):
        raise Problem("request.malformed")
    if "ops" in unfit:  # given twice: which of them were meant cannot be known
        elements = None
    return {key: value for key, value in found.items() if key not in unfit}, elements


# --- the envelope ---


def _envelope(value: dict[str, Any], elements: list[Element] | None) -> Envelope:
    wrong: dict[str, list[str]] = {}
    batch_id = value.get("batch_id")
    if not isinstance(batch_id, str) or not _ANY_UUID.fullmatch(batch_id):
        wrong["batch_id"] = ["Not a valid UUID."]
    if elements is None:
        wrong["ops"] = ["Not a valid list."]
    if wrong or elements is None:
        raise Problem("request.invalid", wrong)
    if len(elements) > MAX_OPS:
        raise Problem("batch.too_large", {"max_ops": MAX_OPS})
    return Envelope(
        batch_id=str(batch_id),
        elements=elements,
        app=_label(value.get("app")),
        client_now=_instant(value.get("client_now")),
        queue_len=_count(value.get("queue_len")),
        oldest_at=_instant(value.get("oldest_at")),
        next_n=_count(value.get("next_n")),
    )


def _label(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > 256:
        return None
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return normalise(value)[:32] or None


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= LARGEST else None


def _instant(value: Any) -> int | None:
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except ValueError:
        return None

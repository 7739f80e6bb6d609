"""Reading one op: an element of a push to what the transaction needs, or to the code of what is wrong with it.

Rests on msgspec for shapes and on `canonical` for texts and hashes; no database, no clock, keys passed in. Promises:
never raises for what a phone sent; the number that a phone sealed is in nothing that is kept of an op.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
import orjson
from cryptography.hazmat.primitives.asymmetric import ec

from server.campaign.limits import MAX_OP_BYTES
from server.clock import parse_instant
from server.sync.canonical import LARGEST, body_hash, table_fields
from server.sync.grains import MODE_NUMBERS
from server.sync.models import KIND_PUT, KIND_REVIEW, MARK_KEEP, MARK_VOID
from server.sync.opening import open_one
from server.sync.winner import Standing
from server.sync.wire import Element, uuid_bytes

KINDS = {"record.put": KIND_PUT, "review.put": KIND_REVIEW}
LONGEST_NOTE = 280
LAST_REV = 1000
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat takes weeks, too
_EPOCH = date(1970, 1, 1).toordinal()


class _PutBody(msgspec.Struct):
    area: str
    mode: str
    outcome: str
    sealed_phone: str | None = None
    keep_number: bool | None = None
    consent: str | None = None
    household: str | None = None
    revisit_on: str | None = None
    note: str | None = None
    void: bool | None = None


class _ReviewBody(msgspec.Struct):
    person: str
    seen_rev: Annotated[int, msgspec.Meta(ge=0, le=LAST_REV)]
    verdict: Literal["ok", "void"]
    reason: str | None = None


class _Head(msgspec.Struct):
    n: Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]
    record_id: str
    rev: Annotated[int, msgspec.Meta(ge=1, le=LAST_REV)]
    schema: Literal[1]
    happened_at: str
    anchor: str | None = None


class _PutOp(_Head, kw_only=True):
    body: _PutBody


class _ReviewOp(_Head, kw_only=True):
    body: _ReviewBody


class Op(msgspec.Struct, gc=False, array_like=True):
    """One element on its way: first what it says, then what the transaction adds.

    Attributes:
        index: place in the batch; `op_id` is empty when it has no usable one.
        fault: code of what is wrong with it, None while nothing is; `rejected` ones are not kept.
        digest: of what an op sent again must repeat (kind, record, rev, time, anchor, hash).
        seal_fault: what is wrong with its number; counts once the codes have been found good.
        fields: the body's table fields, normalised; empty when it is malformed.
        kept: the text that is stored, where it is not the element's own spelling.
        eff … seq: made by the transaction; `phone_key` by `open_number`.
        erased: it comes again, or late, after what it says was erased: stored without number and content.
    """

    index: int
    element: Element
    op_id: bytes
    fault: str | None = None
    detail: str | None = None
    rejected: bool = False
    erased: bool = False
    kept: str | None = None
    seal_fault: tuple[str, str | None] | None = None
    digest: bytes = b""
    fields: dict[str, Any] = {}
    anchor: str | None = None
    kind: int = 0
    record_id: bytes = b""
    record_text: str = ""
    owner_id: bytes = b""
    person_id: bytes = b""
    device_id: bytes = b""
    imported_by: bytes | None = None
    rev: int = 0
    hash: bytes = b""
    happened_at: int = 0
    marks: int = 0
    mode: int = 0
    area_id: int = 0
    outcome_id: int = 0
    phone_key: bytes | None = None
    eff: int = 0
    day: int = 0
    flags: int = 0
    seq: int = 0
    standing: Standing | None = None

    def fail(self, code: str, detail: str | None = None) -> None:
        """Marks what is wrong; the first fault found stands."""
        if self.fault is None:
            self.fault, self.detail = code, detail

    def raw(self) -> str:
        """The op as JSON without its sealed number: what is kept of a stored one (nothing of an erased one)."""
        if self.erased:
            return ""
        value = self.element.value
        if self.kept is None and value is not None and "sealed_phone" in value["body"]:
            body = {key: inner for key, inner in value["body"].items() if key != "sealed_phone"}
            self.kept = orjson.dumps({**value, "body": body}).decode()
        return self.element.spelling() if self.kept is None else self.kept

    def go_out(self) -> None:
        """Leaves behind what only reading needs, before it goes to another process."""
        if self.fault is None:
            self.raw()
        self.element = self.element.spelled_out()

    def erase(self) -> None:
        """Nothing that it says of a person is kept; where, when and how it ended counts on."""
        self.erased, self.phone_key, self.seal_fault = True, None, None

    def text(self) -> str:
        """As it was sent, for whoever settles it."""
        return "" if self.erased else self.element.text()

    def text_hash(self) -> bytes:
        return hashlib.sha256(self.element.text().encode()).digest()


def read(index: int, element: Element) -> Op:
    """The op of an element: size, op_id and shape are checked, nothing that needs the database or a key."""
    op = Op(index, element, element.name)
    if element.size() > MAX_OP_BYTES:
        op.fail("op.too_large")
        op.rejected = True
        return op
    _keep_anchor(op)
    if element.sound and op.op_id:
        try:
            _shape(op, element.value)
        except (msgspec.ValidationError, ValueError, KeyError) as error:
            op.fail("op.malformed", _place(error))
    else:
        op.fail("op.malformed", "element")
    op.digest = _digest(op)
    return op


def _keep_anchor(op: Op) -> None:
    """The anchor even of a malformed op: it may tell that history was cut."""
    value = op.element.value
    anchor = value.get("anchor") if isinstance(value, dict) else None
    op.anchor = anchor if isinstance(anchor, str) else None


def _place(error: Exception) -> str:
    """Which field is wrong, without its value."""
    text = str(error)
    return text.rpartition("`$.")[2].rstrip("`")[:60] if "`$." in text else text[:60] if len(text) <= 20 else "field"


def _shape(op: Op, value: dict[str, Any]) -> None:
    """Fills the op from a well-shaped value; ValueError or msgspec.ValidationError otherwise."""
    kind = value["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError("kind")
    op.kind = KINDS[kind]
    head = msgspec.convert(value, _PutOp if op.kind == KIND_PUT else _ReviewOp)
    record_id = uuid_bytes(head.record_id)
    if record_id is None:
        raise ValueError("record_id")
    op.record_id, op.record_text, op.rev = record_id, head.record_id, head.rev
    op.happened_at = parse_instant(head.happened_at)
    fields = table_fields(kind, 1, value["body"])
    if op.kind == KIND_PUT:
        _put(op, fields)
    else:
        _review(op, fields)
    op.hash = body_hash(fields)
    op.fields = fields


def _put(op: Op, fields: dict[str, Any]) -> None:
    op.mode = MODE_NUMBERS.get(fields["mode"], 0)
    if not op.mode:
        raise ValueError("mode")
    if "note" in fields and len(fields["note"]) > LONGEST_NOTE:
        raise ValueError("note")
    if "household" in fields and uuid_bytes(fields["household"]) is None:
        raise ValueError("household")
    if "revisit_on" in fields:
        day_number(fields["revisit_on"])
    if fields.get("void"):
        op.marks |= MARK_VOID
    # beside a sealed number keep_number is out of place: the number sent is meant
    if fields.get("keep_number") and "sealed_phone" not in fields:
        op.marks |= MARK_KEEP


def _review(op: Op, fields: dict[str, Any]) -> None:
    owner = uuid_bytes(fields["person"])
    if owner is None:
        raise ValueError("person")
    op.owner_id = owner
    if fields["verdict"] == "void":
        op.marks |= MARK_VOID
        if "reason" not in fields:
            raise ValueError("reason")


def day_number(text: str) -> int:
    """Days since 1970 of `YYYY-MM-DD`; ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError("revisit_on")
    return date.fromisoformat(text).toordinal() - _EPOCH


def _digest(op: Op) -> bytes:
    """What an op sent again must repeat; of a malformed one all that those fields say, or its whole text."""
    value = op.element.value
    if op.fault is None:
        said: Any = [op.kind, op.record_text, op.rev, op.happened_at, op.anchor, op.hash.hex()]
    elif op.element.sound and isinstance(value, dict):
        names = ("kind", "record_id", "rev", "happened_at", "anchor", "body")
        said = [value.get(name) for name in names]
    else:
        return op.text_hash()[:16]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()[:16]


def sealed_number(op: Op) -> str | None:
    """The op's sealed number, when it has one that may be opened; none without consent."""
    sealed = op.fields.get("sealed_phone")
    if op.fault is not None or op.kind != KIND_PUT or sealed is None:
        return None
    if not op.fields.get("consent"):
        op.seal_fault = ("phone.no_consent", None)
        return None
    return sealed


def keep_number(op: Op, found: bytes | str) -> None:
    """Keeps what came out of a sealed number (opening.open_one).

    What is wrong with it goes to `seal_fault`: unknown codes come before it.
    """
    if isinstance(found, str):
        op.seal_fault = ("phone.invalid", found)
    else:
        op.phone_key = found


def open_number(op: Op, seals: Mapping[int, ec.EllipticCurvePrivateKey], secret: bytes) -> None:
    """Opens the op's sealed number, if it has one that may be, and keeps its code."""
    sealed = sealed_number(op)
    if sealed is not None:
        keep_number(op, open_one(sealed, op.record_text, seals, secret))

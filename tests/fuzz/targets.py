"""What reads bytes of others, each as a function of bytes that must hold whatever they are.

A target raises for a finding and returns for everything else; its samples are what it reads every day. Targets rest on
the product's own readers alone, without a server or a database; those with one are in `served`.
"""

import io
import json
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
import xlsxwriter
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.campaign import tables
from server.clock import start_of
from server.desk.imports import KINDS
from server.desk.uploads import MOST_BYTES, read_upload
from server.errors import CATALOGUE, Problem
from server.handlers import inflate
from server.nesting import too_deep
from server.schemas import _REMOVED, clean
from server.sync import anchor, cursor, ops, phone, seal, wire
from server.sync.canonical import canonical, normalise
from server.sync.handover import read_line
from tests.faults.poison import BODIES, corpus

Work = Callable[[bytes], None]
_ID = "0190b1a2-0000-7000-8000-000000000001"
_KEY, _PERSON = b"k" * 32, bytes(16)


@dataclass(frozen=True)
class Target:
    """One reader: what must hold, and samples of what it reads."""

    work: Work
    samples: Callable[[], list[bytes]]


def _named(problem: Problem, *codes: str) -> None:
    """A problem that may come here, with details that can be sent."""
    assert problem.code in (codes or CATALOGUE)
    orjson.dumps(problem.details)


# --- a push: two ways to read it, then its ops ---


def push(body: bytes) -> None:
    """Both ways of reading agree; elements become ops; nothing but problems of the catalogue is raised."""
    fast = wire._fast(body)
    try:
        strict = wire._strict(body)
    except Problem as problem:
        assert fast is None, "the fast way took what the strict one refuses"
        _named(problem)
        return
    if fast is not None:
        assert _usual(*fast) == _usual(*strict)
        for quick, slow in zip(fast[1] or [], strict[1] or [], strict=True):
            assert _said(quick) == _said(slow)
    for element in strict[1] or []:
        _said(element)
        again = wire.element_of(element.text())
        assert (again.sound, again.op_id, again.size()) == (element.sound, element.op_id, element.size())
    with suppress(Problem):
        wire.read(body)


def _usual(fields: dict[str, Any], elements: list[wire.Element] | None) -> Any:
    # where a shape is known, large integers are left to the shape: `_said` compares what comes of it
    rest = {name: value for name, value in fields.items() if name != "ops"}
    return rest, None if elements is None else [(one.op_id, one.name) for one in elements]


def _said(element: wire.Element) -> Any:
    op = ops.read(0, element)
    if op.fault is None:
        json.loads(op.raw())
        return op.fault, op.hash, op.digest, op.fields, op.happened_at
    return op.fault, op.rejected


def _pushes() -> list[bytes]:
    body = {
        "area": "28135-my-tay",
        "mode": "door",
        "outcome": "already",
        "note": "Ấp Mỹ Tây",
        "revisit_on": "2021-09-01",
    }
    op = {
        "op_id": _ID, "n": 1, "kind": "record.put", "record_id": _ID, "rev": 1, "schema": 1, "anchor": None,
        "happened_at": "2021-08-20T05:00:00.000Z", "body": body,
    }  # fmt: skip
    told = {"person": _ID, "seen_rev": 1, "verdict": "void", "reason": "gọi lại không có"}
    both = [op, {**op, "kind": "review.put", "body": told}]
    whole = {"batch_id": _ID, "app": "1.0", "client_now": "2021-08-20T05:00:00.000Z", "queue_len": 2, "ops": both}
    poison = [b'{"batch_id":"%s","ops":[%s]}' % (_ID.encode(), text.encode()) for text, _, _ in corpus().values()]
    bad = [raw.replace(b"%s", _ID.encode()) for raw, _ in BODIES.values()]
    texts = [orjson.dumps(whole), json.dumps(whole, indent=1).encode()]
    return [*texts, *(one for one in (*poison, *bad) if len(one) < 4096)]


# --- text, and the numbers in it ---


def text(data: bytes) -> None:
    """Cleaned text is clean: NFC, without what is removed, the same when cleaned again, and it has a canonical form."""
    typed = data.decode("utf-8", "ignore")
    once = clean(typed)
    assert once == normalise(typed) == clean(once) == normalise(once)
    assert unicodedata.is_normalized("NFC", once)
    assert not _REMOVED.search(once)
    assert json.loads(canonical([once])) == [once]
    number = phone.read(typed)
    if number is not None:
        for spelled in (number.national, number.e164):
            again = phone.read(spelled)
            assert again is not None
            assert again.national == number.national
        assert len(phone.phone_key(_KEY, number.e164)) == 32


def _texts() -> list[bytes]:
    typed = ["Ấp Mỹ Tây", "a\u0302\u0301", "e\u200b\u0301", "\u202eabc\ufeff", "0912 345 678", "+84 (91) 234-5678"]
    typed += ["0168 123 4567", "\uff10\uff19\uff11\uff12345678", "\u0660\u0669\u0661\u0662345678", "0084912345678"]
    return [one.encode() for one in typed]


# --- what the server gave out, coming back ---


def tokens(data: bytes) -> None:
    """Anchors, cursors and sealed numbers: read or refused, and what is read is what was given."""
    given = data.decode("utf-8", "ignore")
    found = anchor.verify([_KEY], _PERSON, given)
    assert found is None or found.t == 1
    page = cursor.read([_KEY], given)
    assert page is None or page.seq == 7
    with suppress(seal.SealError):
        assert seal.open_(given, _ID, {1: _seal_key()}) == "0912345678"


@cache
def _seal_key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(12345, ec.SECP256R1())


def _tokens() -> list[bytes]:
    public = _seal_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    mark = anchor.mark("epoch")
    given = [
        anchor.sign(_KEY, _PERSON, 1, 7, "epoch"),
        cursor.make(_KEY, cursor.Cursor(7, mark, mark, 5)),
        cursor.make(_KEY, cursor.Cursor(7, mark, mark)),
        seal.seal("0912345678", _ID, 1, public),
    ]
    return [one.encode() for one in given]


# --- a line of a hand-over file ---


def handover(line: bytes) -> None:
    """Read or refused; what is signed is canonical."""
    try:
        found = read_line(line)
    except Problem as problem:
        _named(problem)
        return
    if found.signed is not None:
        assert canonical(json.loads(found.signed)) == found.signed
    with suppress(seal.SealError):
        seal.decode(found.mac)


def _lines() -> list[bytes]:
    whole = orjson.loads(_pushes()[0])
    line = {"kind": "handover", "v": 1, "device_id": _ID, "made_at": "2021-08-20T05:00:00.000Z", "ops": whole["ops"]}
    return [orjson.dumps({**line, "mac": "A" * 43}), json.dumps({**line, "mac": "A" * 43}, indent=1).encode()]


# --- what is packed ---


def packed(data: bytes) -> None:
    """Never more than the limit, never anything but a problem."""
    try:
        found = inflate(data, 4096)
    except Problem as problem:
        _named(problem, "request.malformed", "batch.too_large")
        return
    assert len(found) <= 4096
    too_deep(found)


def _packed() -> list[bytes]:
    def gzip(raw: bytes) -> bytes:
        stream = zlib.compressobj(wbits=31)
        return stream.compress(raw) + stream.flush()

    return [gzip(_pushes()[0]), gzip(b""), gzip(bytes(200_000)), gzip(b"a") + gzip(b"b")]


# --- tables of clerks ---


def table(raw: bytes) -> None:
    """CSV or XLSX: rows of clean text, or `table.invalid`; days and numbers in them are usable."""
    if len(raw) > MOST_BYTES:
        return
    columns = {name: title for kind in KINDS.values() for name, title in kind.columns.items()}
    try:
        rows = read_upload(raw, columns, ())
    except Problem as problem:
        _named(problem, "table.invalid")
        return
    for row in rows:
        for cell in row.cells.values():
            assert cell == clean(cell)
            cell.encode()
            number, day = tables.read_number(cell), tables.read_day(cell)
            assert number is None or 0 <= number < 10**12
            if day is not None:
                start_of(day, "Asia/Ho_Chi_Minh")


def _tables() -> list[bytes]:
    made: list[bytes] = []
    for kind in KINDS.values():
        for separator in (",", ";", "\t"):
            cells = ["28135", "1.234", "24/8/2021", "2021-08-24", '"a ""b"" c"', "=1+1", "Ấp"]
            line = separator.join(cells[index % len(cells)] for index in range(len(kind.columns)))
            made.append(f"\ufeff{separator.join(kind.columns.values())}\r\n{line}\r\n".encode())
        made.append(_book([list(kind.columns.values()), ["28135"] * len(kind.columns)]))
    return made


def _book(lines: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Bảng")
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, [*line, 12.5, True])
    book.close()
    return out.getvalue()


_NAMES = (
    *("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"),
    *("xl/_rels/workbook.xml.rels", "[Content_Types].xml"),
)


def part(data: bytes) -> None:
    """A workbook that is a sound zip, with one part of it made of these bytes; the first byte says which."""
    chosen = _NAMES[data[0] % len(_NAMES)] if data else _NAMES[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in _parts().items():
            book.writestr(name, data[1:] if name == chosen else content)
    table(out.getvalue())


@cache
def _parts() -> dict[str, bytes]:
    kind = next(iter(KINDS.values()))
    lines = [list(kind.columns.values()), ["28135"] * len(kind.columns)]
    with zipfile.ZipFile(io.BytesIO(_book(lines))) as book:
        return {name: book.read(name) for name in book.namelist()}


def _part_samples() -> list[bytes]:
    parts = _parts()
    return [bytes([index]) + parts[name] for index, name in enumerate(_NAMES)]


TARGETS: dict[str, Target] = {
    "push": Target(push, _pushes),
    "text": Target(text, _texts),
    "tokens": Target(tokens, _tokens),
    "handover": Target(handover, _lines),
    "packed": Target(packed, _packed),
    "table": Target(table, _tables),
    "part": Target(part, _part_samples),
}

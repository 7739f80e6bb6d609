"""The poison table: elements of `ops` that are wrong in one way each, as JSON text, and what becomes of them.

`{OP}` stands for the op's id, `{REC}` for the record's. Written as text because most of them cannot be made by an
encoder. `BODIES` are whole bodies that fail as a request.
"""

import json
import uuid

QUARANTINED, REJECTED = "quarantined", "rejected"


def element(op_id: str, record_id: str, /, **change: str) -> str:
    """An op as JSON text; `change` replaces values (JSON text) or, when empty, leaves a key out."""
    fields = {
        "op_id": f'"{op_id}"',
        "n": "1",
        "kind": '"record.put"',
        "record_id": f'"{record_id}"',
        "rev": "1",
        "schema": "1",
        "anchor": "null",
        "happened_at": '"2021-08-19T05:59:59.000Z"',
        "body": '{"area":"28135-my-tay","mode":"door","outcome":"owner_absent"}',
    }
    fields |= change
    return "{" + ",".join(f'"{key}":{value}' for key, value in fields.items() if value) + "}"


def body(**change: str) -> str:
    fields = {"area": '"28135-my-tay"', "mode": '"door"', "outcome": '"owner_absent"'} | change
    return "{" + ",".join(f'"{key}":{value}' for key, value in fields.items() if value) + "}"


def _new() -> tuple[str, str]:
    return str(uuid.uuid4()), str(uuid.uuid4())


def _case(**change: str) -> str:
    return element(*_new(), **change)


def corpus() -> dict[str, tuple[str, str, str | None]]:
    """Name → the element, its status, its code (None: any)."""
    malformed = (QUARANTINED, "op.malformed")
    twice = element(*_new())
    return {
        # text that databases or languages disagree about
        "a NUL in a note": (_case(body=body(note='"a\\u0000b"')), *malformed),
        "a NUL in a key": (_case(body=body() [:-1] + ',"a\\u0000":1}'), *malformed),
        "a lone surrogate": (_case(body=body(note='"\\ud800"')), *malformed),
        "a lone low surrogate": (_case(body=body(note='"x\\udc00y"')), *malformed),
        "a surrogate in the op_id": (_case(op_id='"\\ud800"'), *malformed),
        "a NUL as area": (_case(body=body(area='"\\u0000"')), *malformed),
        # numbers
        "n of 2^63": (_case(n="9223372036854775808"), *malformed),
        "n of 2^53+1": (_case(n="9007199254740993"), *malformed),
        "rev of 2^63": (_case(rev="9223372036854775808"), *malformed),
        "n of 5,000 digits": (_case(n="9" * 5000), *malformed),
        "n of 1e400": (_case(n="1e400"), *malformed),
        "a note of -1e400": (_case(body=body(note="-1e400")), *malformed),
        "rev 0": (_case(rev="0"), *malformed),
        "rev -1": (_case(rev="-1"), *malformed),
        "rev 1001": (_case(rev="1001"), *malformed),
        "rev true": (_case(rev="true"), *malformed),
        "rev 1.5": (_case(rev="1.5"), *malformed),
        "rev as text": (_case(rev='"1"'), *malformed),
        "rev in full-width digits": (_case(rev='"１"'), *malformed),
        # shape
        "null": ("null", *malformed),
        "a number": ("7", *malformed),
        "a text": ('"op"', *malformed),
        "a list": ("[]", *malformed),
        "an empty object": ("{}", *malformed),
        "a key twice": (twice[:-1] + ',"rev":2}', *malformed),
        "a key twice in the body": (_case(body=body()[:-1] + ',"area":"28135"}'), *malformed),
        "no op_id": (_case(op_id=""), *malformed),
        "op_id null": (_case(op_id="null"), *malformed),
        "op_id that is no uuid": (_case(op_id='"abc"'), *malformed),
        "record_id that is no uuid": (_case(record_id='"../etc"'), *malformed),
        "no record_id": (_case(record_id=""), *malformed),
        "no body": (_case(body=""), *malformed),
        "a body that is a list": (_case(body="[]"), *malformed),
        "an unknown kind": (_case(kind='"record.delete"'), *malformed),
        "a schema to come": (_case(schema="99"), *malformed),
        "no happened_at": (_case(happened_at=""), *malformed),
        "an instant without milliseconds": (_case(happened_at='"2021-08-19T05:59:59Z"'), *malformed),
        "an instant of 1969": (_case(happened_at='"1969-12-31T23:59:59.000Z"'), *malformed),
        "an instant of the year 10000": (_case(happened_at='"10000-01-01T00:00:00.000Z"'), *malformed),
        "the 30th of February": (_case(happened_at='"2021-02-30T00:00:00.000Z"'), *malformed),
        "no area": (_case(body=body(area="")), *malformed),
        "an area that is a number": (_case(body=body(area="28135")), *malformed),
        "a mode that nobody knows": (_case(body=body(mode='"boat"')), *malformed),
        "a household that is no uuid": (_case(body=body(household='"nhà số 5"')), *malformed),
        "a note that is too long": (_case(body=body(note=json.dumps("ấ" * 281))), *malformed),
        "void as text": (_case(body=body(void='"yes"')), *malformed),
        # codes
        "an unknown area": (_case(body=body(area='"00000"')), QUARANTINED, "area.unknown"),
        "an area by its name, decomposed": (_case(body=body(area='"Hòa"')), QUARANTINED, "area.unknown"),
        "an area in Arabic digits": (_case(body=body(area='"٢٨١٣٥"')), QUARANTINED, "area.unknown"),
        "an area with a line end": (_case(body=body(area='"28135\\n"')), QUARANTINED, None),
        "an unknown outcome": (_case(body=body(outcome='"won"')), QUARANTINED, "outcome.unknown"),
        "a sealed number that is none": (
            _case(body=body(sealed_phone='"AAAA"', consent='"x"')), QUARANTINED, None),
        "a sealed number without consent": (
            _case(body=body(sealed_phone='"AAAA"')), QUARANTINED, None),
        "sql": (_case(body=body(area="\"1'; DROP TABLE op;--\"")), QUARANTINED, "area.unknown"),
        # size
        "an op of 9 KiB": (_case(body=body(note=json.dumps("x" * 9200))), REJECTED, "op.too_large"),
    }  # fmt: skip


BODIES: dict[str, tuple[bytes, int]] = {
    "NaN": (b'{"batch_id":"%s","ops":[{"n":NaN}]}', 400),
    "Infinity": (b'{"batch_id":"%s","ops":[{"n":-Infinity}]}', 400),
    "nesting of 100,000": (b'{"batch_id":"%s","ops":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "nesting of 9": (b'{"batch_id":"%s","ops":[' + b"[" * 7 + b"]" * 7 + b"]}", 400),
    "bad UTF-8": (b'{"batch_id":"%s","ops":["\xff\xfe"]}', 400),
    "half a body": (b'{"batch_id":"%s","ops":[', 400),
    "not an object": (b"[1,2]", 422),
    "no ops": (b'{"batch_id":"%s"}', 422),
    "ops that are no list": (b'{"batch_id":"%s","ops":{}}', 422),
    "201 ops": (b'{"batch_id":"%s","ops":[' + b",".join([b"{}"] * 201) + b"]}", 413),
    "300 KiB": (b'{"batch_id":"%s","ops":["' + b"x" * 300 * 1024 + b'"]}', 413),
}

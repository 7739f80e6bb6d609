"""Reading a push at two speeds gives the same: what the fast way takes, the strict way takes alike."""

import json
import uuid
from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Problem
from server.sync import wire
from server.sync.canonical import LARGEST
from server.sync.ops import read as read_op

BATCH = str(uuid.UUID(int=7))
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
# where a shape is known, it refuses large integers itself: see the test with the large ones
small = scalars.filter(lambda one: not isinstance(one, int) or abs(one) <= LARGEST)
bodies = st.fixed_dictionaries(
    {}, optional={"area": small, "note": small, "void": small, "seen_rev": small, "other": scalars}
)
ops = st.fixed_dictionaries(
    {"body": bodies},
    optional={
        "op_id": st.uuids().map(str) | st.uuids().map(lambda one: str(one).upper()) | small,
        "n": small,
        "rev": small,
        "anchor": small,
        "extra": scalars | st.lists(scalars, max_size=2),
    },
)
elements = st.lists(ops | scalars | st.lists(scalars, max_size=2), max_size=5)


def read(ops_text: str) -> wire.Envelope:
    return wire.read(f'{{"batch_id":"{BATCH}","ops":{ops_text}}}'.encode())


def usual(envelope: wire.Envelope) -> list:
    return [(one.sound, one.op_id, one.name, one.value if one.sound else None) for one in envelope.elements]


@given(elements)
def test_both_ways_see_the_same(found: list):
    compact = json.dumps(found, separators=(",", ":"), ensure_ascii=False)
    spaced = json.dumps(found, separators=(" , ", "\n:\t"), ensure_ascii=True)
    assert usual(read(compact)) == usual(read(spaced))


@pytest.mark.parametrize("key", ["n", "rev", "schema", "area", "note", "void"])
def test_a_large_integer_is_malformed_whichever_way_it_is_read(key: str):
    body = {"area": "806", "mode": "door", "outcome": "already"}
    op = {
        "op_id": BATCH, "n": 1, "kind": "record.put", "record_id": BATCH, "rev": 1, "schema": 1,
        "anchor": None, "happened_at": "2020-01-01T00:00:00.000Z", "body": body,
    }  # fmt: skip
    (body if key in ("area", "note", "void") else op)[key] = LARGEST + 1
    for separators in ((",", ":"), (", ", ": ")):
        (element,) = read(json.dumps([op], separators=separators)).elements
        assert read_op(0, element).fault == "op.malformed"


def test_the_size_is_that_of_the_text_as_sent():
    compact, spaced = '[{"body":{"a":"é"}}]', '[ {"body" : {"a":"\\u00e9"}} ]'
    assert read(compact).elements[0].size() == len('{"body":{"a":"é"}}'.encode())
    assert read(spaced).elements[0].size() == len('{"body" : {"a":"\\u00e9"}}')
    assert read(spaced).elements[0].text() == '{"body" : {"a":"\\u00e9"}}'


@pytest.mark.parametrize(
    ("element", "op_id"),
    [
        ('{"op_id":"%s","op_id":"%s"}', None),
        ('{"op_id":"%s","a":1,"a":2}', BATCH),
        ('{"op_id":"%s","body":{"op_id":1,"op_id":2}}', BATCH),
        ('{"op_id":"%s","note":"\\ud800"}', BATCH),
        ('{"op_id":"%s\\u0000"}', None),
        ('{"op_id":"%s","n":1e400}', BATCH),
    ],
)
def test_an_unsound_element_keeps_the_op_id_that_can_be_trusted(element: str, op_id: str | None):
    (found,) = read("[" + element.replace("%s", BATCH) + "]").elements
    assert not found.sound
    assert found.op_id == op_id


@pytest.mark.parametrize("text", ['"\\ud83d\\ude00"', '"\\\\u0000"', '"\\u0009"'])
def test_escapes_that_mean_something_are_sound(text: str):
    (found,) = read("[" + text + "]").elements
    assert found.sound


@pytest.mark.parametrize("number", ["9007199254740992", "-9007199254740992", "0", "1e308", "-0"])
def test_numbers_that_fit_are_sound(number: str):
    (found,) = read('[{"body":{},"x":' + number + "}]").elements
    assert found.sound


@pytest.mark.parametrize("number", ["9007199254740993", "-9007199254740993", "1" * 5000, "1e309", "-1e400"])
def test_numbers_that_do_not_fit_mark_their_element(number: str):
    first, second = read('[{"body":{},"x":' + number + '},{"body":{},"x":1}]').elements
    assert not first.sound
    assert second.sound


@pytest.mark.parametrize("depth", [6, 7])
def test_nesting_is_counted_from_the_envelope(depth: int):
    text = "[" + "[" * depth + "]" * depth + "]"
    if depth == 6:
        assert len(read(text).elements) == 1
        return
    with pytest.raises(Problem) as caught:
        read(text)
    assert caught.value.code == "request.malformed"


def test_brackets_inside_texts_are_no_nesting():
    assert read('[{"body":{"a":"[[[[[[[[[{{{{{{"}}]').elements[0].sound


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_by_the_catalogue(body: bytes):
    with suppress(Problem):
        wire.read(body)


def test_what_does_not_fit_beside_the_ops_is_absent():
    text = orjson.dumps({"batch_id": BATCH, "ops": [], "queue_len": 2**60, "app": "x" * 40, "next_n": True})
    found = wire.read(text)
    assert (found.queue_len, found.app, found.next_n) == (None, "x" * 32, None)


def test_a_batch_id_is_echoed_as_it_was_sent():
    assert wire.read(b'{"batch_id":"%s","ops":[]}' % BATCH.upper().encode()).batch_id == BATCH.upper()

"""The canonical spelling is RFC 8785, whatever the value."""

import math

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from server.schemas import clean
from server.sync.canonical import LARGEST, canonical, normalise

texts = st.text(st.characters(exclude_categories=("Cs",)))
numbers = st.integers(1 - LARGEST, LARGEST - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_it_is_what_a_library_for_it_writes(value: object):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (123456.789, "123456.789"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ],
)
def test_numbers_are_written_as_ecmascript_does(value: float, text: str):
    assert canonical(value).decode() == text


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, LARGEST + 1, "\ud800", {"\udc00": 1}, object()], ids=lambda v: type(v).__name__
)
def test_what_has_no_form_is_refused(value: object):
    with pytest.raises(ValueError):
        canonical(value)


def test_keys_are_sorted_by_utf16():
    assert canonical({"\U0001f600": 1, "\ufb33": 2}).decode() == '{"\U0001f600":1,"\ufb33":2}'


@given(st.text())
@example("e\u200b\u0301")
@example("a\u202e\u0302\ufeff\u0301")
def test_normalising_twice_is_normalising_once(text: str):
    once = normalise(text)
    assert normalise(once) == clean(once) == once
    assert once == clean(text)


def test_a_mark_joins_its_letter_when_what_hid_between_them_is_gone():
    assert clean("A\u0302\u200b\u0301p") == "Ấp"

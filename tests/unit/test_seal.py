"""Sealed numbers open with the right key and record alone."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from server.base64url import encode
from server.sync.seal import SealError, decode, open_, seal

KEY, OTHER = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
RECORD = "01890000-0000-7000-8000-000000000001"
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
SEALED = seal("+84912345678", RECORD, 7, PUBLIC)


def test_it_works():
    assert open_(SEALED, RECORD, {7: KEY, 8: OTHER}) == "+84912345678"
    assert len(decode(SEALED)) == 1 + 65 + 12 + 16
    assert seal("+84912345678", RECORD, 7, PUBLIC) != SEALED


@pytest.mark.parametrize(
    ("sealed", "record", "keys"),
    [
        (SEALED, RECORD, {}),
        (SEALED, RECORD, {8: KEY}),
        (SEALED, RECORD, {7: OTHER}),
        (SEALED, RECORD[:-1] + "2", {7: KEY}),
        (SEALED + "=", RECORD, {7: KEY}),
        (SEALED + "A", RECORD, {7: KEY}),
        (SEALED[:100], RECORD, {7: KEY}),
        ("", RECORD, {7: KEY}),
        ("A", RECORD, {7: KEY}),
        (seal("x" * 300, RECORD, 7, PUBLIC), RECORD, {7: KEY}),
        (encode(b"\x07" + b"\x04" + b"\x01" * 120), RECORD, {7: KEY}),
    ],
    ids=[
        "no key", "an unknown key", "another key", "another record", "padding", "one letter more", "cut", "empty",
        "one letter", "no number", "no point",
    ],
)  # fmt: skip
def test_everything_else_is_refused_without_a_word_of_its_content(sealed: str, record: str, keys: dict):
    with pytest.raises(SealError) as caught:
        open_(sealed, record, keys)
    assert "84912" not in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_opened(data: bytes):
    with pytest.raises(SealError):
        open_(encode(b"\x07" + data), RECORD, {7: KEY})


@given(st.binary())
def test_base64url_comes_back(data: bytes):
    if data:
        assert decode(encode(data)) == data

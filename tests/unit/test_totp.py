"""Time-based codes are those of RFC 6238, and their secret opens for whose it is alone."""

import base64
import uuid

import pytest
from cryptography.exceptions import InvalidTag

from server.people import totp
from tests.factors import code_at

# appendix B of the RFC, the last six of its eight digits (SHA-1)
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
KEY = b"12345678901234567890"
SECRET = base64.b32encode(KEY).decode()
NOW = 1_629_165_600_000
STEP = NOW // 30_000


@pytest.mark.parametrize(("seconds", "code"), RFC)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str):
    assert totp.step_of(SECRET, code, seconds * 1000, 0) == seconds // 30
    assert code_at(KEY, seconds // 30) == code


@pytest.mark.parametrize(("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_off_is_near_enough(off: int, taken: bool):
    assert (totp.step_of(SECRET, code_at(KEY, STEP + off), NOW, 0) is not None) is taken


def test_neither_the_last_one_nor_an_older_one_is_taken_again():
    for off in (-1, 0):
        assert totp.step_of(SECRET, code_at(KEY, STEP + off), NOW, STEP) is None
    assert totp.step_of(SECRET, code_at(KEY, STEP + 1), NOW, STEP) == STEP + 1


def test_secrets_are_long_and_never_the_same():
    made = {totp.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(base64.b32decode(one)) for one in made} == {20}


def test_an_app_reads_whose_it_is_and_for_what():
    told = totp.address(SECRET, "van.thuong")
    assert told.startswith("otpauth://totp/G%C3%B5%20C%E1%BB%ADa:van.thuong?secret=" + SECRET)


def test_a_secret_opens_under_its_key_and_its_person_alone():
    person, key = uuid.uuid4(), b"k" * 32
    sealed = totp.seal(key, person, SECRET)
    assert SECRET.encode() not in sealed
    assert totp.unseal(key, person, sealed) == SECRET
    for other_key, other in ((b"x" * 32, person), (key, uuid.uuid4())):
        with pytest.raises(InvalidTag):
            totp.unseal(other_key, other, sealed)
    assert totp.seal(key, person, SECRET) != sealed, "two of the same look different"

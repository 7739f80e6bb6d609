"""A code of a second factor is never taken twice, whatever is typed in whatever order while time goes by."""

import base64
import uuid

from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from server.people import totp
from tests.factors import code_at

KEY = b"12345678901234567890"
SECRET = base64.b32encode(KEY).decode()
BEGAN = 54_305_520  # a step of 2021

# somebody types the code of a step near the one of now; time stands still, or goes on (or back: a clock that is set)
TRIES = st.lists(st.tuples(st.integers(-3, 40_000), st.integers(-4, 4)), max_size=60)


@given(TRIES)
def test_a_code_is_never_taken_twice(tries: list[tuple[int, int]]):
    now, last = BEGAN * totp.STEP_MS, 0
    taken: list[int] = []
    for passed, off in tries:
        now += passed
        typed = code_at(KEY, now // totp.STEP_MS + off)
        step = totp.step_of(SECRET, typed, now, last)
        if step is not None:
            assert code_at(KEY, step) == typed
            assert abs(step - now // totp.STEP_MS) <= 1
            last = step
            taken.append(step)
    assert taken == sorted(set(taken)), "each step once, and only ever later ones"


@given(st.binary(min_size=32, max_size=64), st.uuids(version=4), st.binary(max_size=80))
def test_what_was_not_sealed_here_opens_nothing(key: bytes, person: uuid.UUID, junk: bytes):
    sealed = totp.seal(key, person, SECRET)
    assert totp.unseal(key, person, sealed) == SECRET
    for wrong in (junk, sealed[:-1], sealed + b"\0", bytes([sealed[0] ^ 1]) + sealed[1:]):
        try:
            opened = totp.unseal(key, person, wrong)
        except InvalidTag:
            continue
        raise AssertionError(opened)

"""Tokens, codes, ids, user names, passwords and waits, each by itself."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Problem
from server.ids import uuid7
from server.people import lockout, passwords, tokens

codes = st.builds(lambda value: "".join(tokens._ALPHABET[value >> 5 * n & 31] for n in reversed(range(26))),
                  st.integers(0, (1 << 128) - 1))  # fmt: skip


@given(code=codes, breaks=st.lists(st.integers(0, 26), max_size=6), low=st.booleans())
def test_a_code_is_read_however_it_is_typed(code: str, breaks: list[int], low: bool):
    typed = code
    for at in sorted(breaks, reverse=True):
        typed = typed[:at] + ("-" if at % 2 else " ") + typed[at:]
    typed = typed.replace("0", "O").replace("1", "L" if low else "I")
    assert tokens.read_code(typed.lower() if low else typed) == code
    assert tokens.read_code(tokens.grouped(code)) == code


@given(st.text(max_size=60))
def test_anything_can_be_typed(typed: str):
    read = tokens.read_code(typed)
    assert read is None or len(read) == 26


def test_codes_and_tokens_are_never_the_same():
    assert len({tokens.new_code() for _ in range(1000)}) == 1000
    assert len({tokens.new_token() for _ in range(1000)}) == 1000
    assert all(tokens.read_code(code) == code for code in (tokens.new_code() for _ in range(100)))
    assert len(tokens.digest("x")) == 32


def test_ids_sort_by_time():
    made = [uuid7() for _ in range(100)]
    assert len(set(made)) == 100
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {uuid.RFC_4122}


@pytest.mark.parametrize(
    ("failures", "age_ms", "expected"),
    [
        (4, 0, 0),
        (5, 0, 30_000),
        (5, 29_999, 1),
        (5, 30_000, 0),
        (6, 0, 60_000),
        (9, 0, 480_000),
        (10, 0, 900_000),
        (500, 0, 900_000),
        (500, 3_600_000, 0),
        (5, -500_000, 30_000),
    ],
)
def test_the_wait_grows_and_ends(failures: int, age_ms: int, expected: int):
    now = 1_700_000_000_000
    assert lockout.wait_ms(failures, now - age_ms, 5, now) == expected


def test_counters_do_not_name_anybody():
    assert "huyen" not in lockout.by_account("huyen").key
    assert "10.0.0.1" not in lockout.by_address("10.0.0.1").key


def test_a_password_is_stored_slowly_and_read_back():
    stored = passwords.make("mat-khau-du-dai")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "mat-khau-du-dai")
    assert not passwords.matches(stored, "mat-khau-du-da")
    assert stored != passwords.make("mat-khau-du-dai")


@pytest.mark.parametrize("weak", ["", "123456789", "x" * 201])
def test_a_weak_password_is_refused(weak: str):
    with pytest.raises(Problem, match=r"password\.weak"):
        passwords.make(weak)


@pytest.mark.parametrize(
    "typed",
    [
        "matkhau123", "Mật khẩu 123!", "P@ssword1234", "password2021", "qwertyuiop", "1q2w3e4r5t6y", "1234567890",
        "aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "anhyeuem2000", "0918273645", "01/01/1990", "canduoc2021",
        "Bluezone@2021", "gocua12345", "LeThiMan2020", "le.thi.man.1",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_no_password(typed: str):
    with pytest.raises(Problem, match=r"password\.weak"):
        passwords.make(typed, ("le.thi.man", "Lê Thị Mận"))


@pytest.mark.parametrize(
    "typed",
    ["correcthorsebatterystaple", "CorrectHorseBatteryStaple", "nguyenvanan", "1234qwerasdf", "emyeuanhnhieulam"],
)
def test_what_has_leaked_is_no_password(typed: str):
    with pytest.raises(Problem, match=r"password\.(leaked|weak)"):
        passwords.make(typed)


def test_the_list_holds_what_the_rules_let_through():
    """The longest of the list is refused by it alone; one sign more is on no list."""
    with pytest.raises(Problem, match=r"password\.leaked"):
        passwords.make("correcthorsebatterystaple")
    assert passwords.make("correcthorsebatterystaple8")


@pytest.mark.parametrize(
    "typed",
    [
        "mat-khau-du-dai",
        "con bò vàng 1",
        "tôi thích ăn cá",
        "7f3k-9xq2-mm4d",
        "83x91k20a7",
        "8203 9911 4402 77",
        "🐄🌾" * 8 + "abx",
    ],
    ids=["words", "marks", "a sentence", "drawn", "drawn of digits mostly", "many digits", "pictures"],
)
def test_any_signs_make_a_password(typed: str):
    assert passwords.matches(passwords.make(typed), typed)
    assert not passwords.matches(passwords.make(typed), typed.swapcase() + " ")


def test_a_long_one_is_compared_to_its_end():
    typed = "mat-khau-du-dai " * 12
    assert len(typed) > 64
    assert not passwords.matches(passwords.make(typed), typed[:-1])


def test_without_a_stored_password_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch):
    worked = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            worked.append(stored.split("$")[1:4])
            return hasher.verify(stored, password)

    hasher = passwords._HASHER
    stored = passwords.make("mat-khau-du-dai")
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    assert not passwords.matches(None, "khong-ai-co-mat-khau-nay")
    assert not passwords.matches(stored, "sai")
    assert worked[0] == worked[1], "the same algorithm with the same cost"


def test_a_damaged_hash_matches_nothing():
    assert not passwords.matches("khong-phai-hash", "x")

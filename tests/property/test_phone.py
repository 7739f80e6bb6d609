"""P14: the normaliser is total and idempotent, and every spelling of a number makes one key."""

import json
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.sync.phone import phone_key, read

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "phone.json").read_text("utf-8"))
CLIENT = Path(__file__).parent.parent.parent / "client" / "src" / "core" / "phone-rules.json"
SERVER = Path(__file__).parent.parent.parent / "server" / "sync" / "phone_rules.json"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

nationals = st.from_regex("0[35789][0-9]{8}", fullmatch=True)
separators = st.sampled_from(("", " ", ".", "-", " - ", "\u00a0", "\u200b", "/"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: repr(case["input"]))
def test_the_vectors_shared_with_the_phone_hold(case: dict):
    found = read(case["input"])
    if case["national"] is None:
        assert found is None
        return
    assert found is not None
    assert found.national == case["national"]
    assert found.strict == (case["match"] == "strict")
    assert found.converted == case["converted"]


def test_phone_and_server_have_the_same_table():
    assert json.loads(CLIENT.read_text("utf-8")) == json.loads(SERVER.read_text("utf-8"))


@given(st.text())
def test_any_text_has_an_answer_that_read_again_is_itself(text: str):
    found = read(text)
    if found is not None:
        again = read(found.e164)
        assert again is not None
        assert (again.national, again.strict) == (found.national, found.strict)
        assert read(found.national) == again


@st.composite
def spellings(draw: st.DrawFn, national: str) -> str:
    digits = draw(
        st.sampled_from((national, national[1:], "+84" + national[1:], "0084" + national[1:], "84" + national[1:]))
    )
    if digits[0] not in "+0" and len(digits) == 9 and digits.startswith("84"):
        digits = national  # nine digits from 84 would be read as a number of 084: that is another spelling's place
    digits = digits.translate(draw(st.sampled_from(({}, WIDE, ARABIC))))
    return "".join(digit + draw(separators) for digit in digits)


@given(data=st.data(), national=nationals)
def test_all_spellings_of_a_number_make_one_key(data: st.DataObject, national: str):
    key = phone_key(b"k" * 32, "+84" + national[1:])
    for _ in range(3):
        found = read(data.draw(spellings(national)))
        assert found is not None
        assert phone_key(b"k" * 32, found.e164) == key


@given(national=nationals)
def test_strict_is_what_the_world_list_of_numbers_calls_a_mobile_number(national: str):
    found = read(national)
    assert found is not None
    known = phonenumbers.parse("+84" + national[1:])
    mobile = phonenumbers.number_type(known) == phonenumbers.PhoneNumberType.MOBILE
    assert found.strict == (phonenumbers.is_valid_number(known) and mobile)

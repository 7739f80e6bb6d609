"""The plain recount follows the rules of counting: small worlds whose figures are known by hand."""

import uuid

from tests.faults.phone import instant
from tests.recount import Member, Place, Recount, Sent

DAY = 86_400_000
NOON = 1_629_262_800_000  # 18 August 2021, 12:00 in Việt Nam
PLACE = Place(
    {"806": None, "1": "806", "2": "806", "1-a": "1", "2-a": "2"},
    {"ok": "success", "half": "partial", "absent": "revisit"},
)
ANH, BINH = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
MEMBERS = [Member(ANH, "volunteer", "1", "hoi", NOON - DAY), Member(BINH, "volunteer", "2", "doan", NOON - DAY)]


def put(person, record, rev, at, outcome="ok", number=None, **body):
    content = {"area": "1-a" if person == ANH else "2-a", "mode": "door", "outcome": outcome, **body}
    if number:
        content["sealed_phone"] = f"sealed {number}"
    op = {
        **{"op_id": str(uuid.uuid4()), "kind": "record.put", "record_id": str(uuid.UUID(int=record)), "rev": rev},
        **{"happened_at": instant(at), "body": content},
    }
    return Sent(person, op, NOON - DAY, NOON - DAY, number)


def review(person, owner, record, rev, verdict):
    body = {"person": owner, "seen_rev": 1, "verdict": verdict}
    op = {
        **{"op_id": str(uuid.uuid4()), "kind": "review.put", "record_id": str(uuid.UUID(int=record)), "rev": rev},
        **{"happened_at": instant(NOON), "body": body},
    }
    return Sent(person, op, NOON, NOON)


def total(*sent, members=MEMBERS):
    return tuple(Recount(sent, members, PLACE, b"k" * 32).total().values())


def test_it_works():
    one = put(ANH, 1, 1, NOON, number="+84910000001")
    assert total(one) == (1, 1, 1, 0, 1)
    assert total(one, one) == (1, 1, 1, 0, 1)


def test_one_number_is_one_phone_and_the_earliest_help_has_it():
    late, early = put(ANH, 1, 1, NOON + 5, number="+8491"), put(BINH, 2, 1, NOON, "half", number="+8491")
    count = Recount([late, early], MEMBERS, PLACE, b"k" * 32)
    assert count.total() == {"records": 2, "assists": 2, "unique": 1, "unchecked": 0, "unique_in_use": 1}
    assert count.by("organisation")["doan"]["unique"] == 1
    assert count.by("organisation")["hoi"]["unique"] == 0


def test_an_old_record_corrected_to_a_neighbours_number_takes_no_credit():
    first = put(ANH, 1, 1, NOON, number="+8491")
    helped = put(BINH, 2, 1, NOON + 5, number="+8492")
    corrected = put(ANH, 1, 2, NOON + 9, number="+8492")
    count = Recount([first, helped, corrected], MEMBERS, PLACE, b"k" * 32)
    assert count.by("organisation")["doan"]["unique"] == 1
    assert count.total()["unique"] == 1


def test_a_correction_moves_neither_day_nor_credit_but_takes_number_and_outcome():
    first = put(ANH, 1, 1, NOON, number="+8491")
    later = put(ANH, 1, 2, NOON + 2 * DAY, "half")
    count = Recount([later, first], MEMBERS, PLACE, b"k" * 32)
    assert count.by("day") == {
        "2021-08-18": {"records": 1, "assists": 1, "unique": 1, "unchecked": 1, "unique_in_use": 0}
    }


def test_absent_on_day_one_claims_nothing():
    absent, helped = put(ANH, 1, 1, NOON, "absent"), put(ANH, 1, 2, NOON + DAY)
    assert list(Recount([absent, helped], MEMBERS, PLACE, b"k" * 32).by("day")) == ["2021-08-19"]
    assert list(Recount([absent], MEMBERS, PLACE, b"k" * 32).by("day")) == ["2021-08-18"]


def test_a_kept_number_is_that_of_the_greatest_lower_put_that_settles_it():
    first = put(ANH, 1, 1, NOON, number="+8491")
    kept = put(ANH, 1, 3, NOON + 2, keep_number=True)
    dropped = put(ANH, 1, 2, NOON + 1)
    assert total(first, kept) == (1, 1, 1, 0, 1)
    assert total(first, kept, dropped) == (1, 1, 1, 1, 0)


def test_withdrawn_voided_and_out_of_scope_records_are_in_no_figure():
    one = put(ANH, 1, 1, NOON, number="+8491")
    clerk = Member(BINH, "commune", "1", "ubnd", NOON - DAY)
    assert total(one, put(ANH, 1, 2, NOON, void=True)) == (0, 0, 0, 0, 0)
    assert total(one, review(BINH, ANH, 1, 1, "void"), members=[MEMBERS[0], clerk]) == (0, 0, 0, 0, 0)
    assert (
        total(one, review(BINH, ANH, 1, 1, "void"), review(BINH, ANH, 1, 2, "ok"), members=[MEMBERS[0], clerk])[0] == 1
    )
    assert total(one, review(BINH, ANH, 1, 1, "void"))[0] == 1, "a reviewer of another commune"
    assert total(put(ANH, 1, 1, NOON, area="2-a")) == (0, 0, 0, 0, 0)


def test_a_wrong_clock_never_reaches_back_before_the_anchor_nor_a_month_beyond_it():
    anchor = NOON - DAY
    assert put(ANH, 1, 1, NOON - 400 * DAY).eff == anchor
    assert put(ANH, 1, 1, NOON + 400 * DAY).eff == anchor + 30 * DAY

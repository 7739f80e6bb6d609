"""A push costs the same number of statements for ten ops and for two hundred, whatever becomes of them."""

from typing import Any

from tests.batches import ABSENT, push, put, review
from tests.site import Caller, Site
from tests.statements import counted


def batch_of(size: int, volunteer: Caller, staff_record: list[str]) -> list[Any]:
    """New ops with and without numbers, corrections, conflicts, unknown codes, held ones and poison."""
    ops: list[Any] = []
    for place in range(size):
        match place % 5:
            case 0:
                ops.append(put(caller=volunteer, number=f"+8491{place:07d}"))
            case 1:
                ops.append(put(staff_record[place % len(staff_record)], 2 + place, outcome=ABSENT))
            case 2:
                ops.append(put(area="28108"))
            case 3:
                ops.append({**put(), "rev": 0})
            case _:
                ops.append(place)
    return ops


def test_ten_ops_and_two_hundred_take_the_same_statements(site: Site):
    volunteer = site.person()
    firsts = [put(caller=volunteer, number=f"+8498{n:07d}") for n in range(40)]
    push(volunteer, *firsts)
    records = [op["record_id"] for op in firsts]
    push(volunteer, *batch_of(10, volunteer, records[20:]))  # leaves those that the next ten correct as they are
    counts = []
    for size in (10, 200):
        batch = batch_of(size, volunteer, records)
        with counted() as seen:
            push(volunteer, *batch)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_reviews_too(site: Site):
    volunteer, staff = site.person(), site.person("district")
    firsts = [put() for _ in range(200)]
    push(volunteer, *firsts)
    counts = []
    for size in (10, 200):
        reviews = [review(volunteer.person_id, op["record_id"], rev=size) for op in firsts[:size]]
        with counted() as seen:
            push(staff, *reviews)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 25

"""The dictionary: codes over the years, subtrees, what a membership covers."""

from dataclasses import replace
from datetime import date

import pytest

from server.campaign.book import Book, Place, Unit

EARLY, CLOSED, AFTER, LATER = date(2004, 7, 8), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1)


def place(number: int, code: str, parent: int | None = 1, level: int = 1, **changes) -> Place:
    row = Place(number, code, code.upper(), "xã", level, parent, EARLY, None, None)
    return replace(row, **changes)


def unit(number: int, code: str, parent: int | None = None) -> Unit:
    return Unit(number, code, code, code, "kind", parent, None, True, True, {}, number)


def book(*places: Place, units: tuple[Unit, ...] = ()) -> Book:
    rows = (place(1, "root", None, 0), *places)
    return Book(
        campaign_id=1,
        code="c",
        name="C",
        tz="Asia/Ho_Chi_Minh",
        starts_on=date(2021, 8, 17),
        ends_on=date(2021, 9, 30),
        sample=False,
        rev=1,
        root=1,
        areas={row.id: row for row in rows},
        organisations={row.id: row for row in units},
        outcomes={},
    )


TREE = book(
    place(2, "a"),
    place(3, "b"),
    place(4, "a-1", 2, 2),
    place(5, "a-2", 2, 2),
    place(6, "b-1", 3, 2),
)
# 2025: a and b become c, which takes the code of b again; a-1 goes into a-2
REFORM = book(
    place(2, "a", valid_to=CLOSED, successor="b"),
    place(3, "b", valid_to=CLOSED, successor="b"),
    place(7, "b", valid_from=AFTER),
    place(4, "a-1", 2, 2, valid_to=date(2021, 9, 1), successor="a-2"),
    place(5, "a-2", 2, 2, valid_to=date(2021, 9, 10), successor="a-3"),
    place(8, "a-3", 2, 2),
)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("a", date(2021, 8, 20), 2),
        ("a", CLOSED, 2),
        ("a", AFTER, 7),
        ("b", CLOSED, 3),
        ("b", AFTER, 7),
        ("b", LATER, 7),
        ("a-1", date(2021, 9, 1), 4),
        ("a-1", date(2021, 9, 2), 5),
        ("a-1", date(2021, 9, 11), 8),
        ("a", date(1999, 1, 1), 2),
        ("b", date(1999, 1, 1), 3),
        ("none", LATER, None),
        ("", LATER, None),
    ],
)
def test_a_code_stands_for_the_row_of_its_day(code: str, day: date, expected: int | None):
    assert REFORM.resolve(code, day) == expected


def test_a_closed_code_without_a_successor_in_the_list_stands_for_itself():
    lost = book(place(2, "a", valid_to=CLOSED, successor="elsewhere"), place(3, "b", valid_to=CLOSED))
    assert lost.resolve("a", LATER) == 2
    assert lost.resolve("b", LATER) == 3


def test_successors_in_a_circle_end():
    circle = book(place(2, "a", valid_to=CLOSED, successor="b"), place(3, "b", valid_to=CLOSED, successor="a"))
    assert circle.resolve("a", LATER) in (2, 3)
    assert circle.reach(2) >= {2, 3}


def test_between_two_uses_a_code_stands_for_its_successor():
    gap = book(
        place(2, "a", valid_to=date(2021, 9, 1), successor="b"),
        place(3, "b"),
        place(4, "a", valid_from=date(2021, 9, 10)),
    )
    assert [gap.resolve("a", date(2021, 9, day)) for day in (1, 5, 10)] == [2, 3, 4]


def test_of_two_rows_of_a_day_the_later_begun_counts():
    double = book(place(2, "a"), place(3, "a", valid_from=date(2021, 8, 1)))
    assert double.resolve("a", date(2021, 8, 20)) == 3
    assert double.resolve("a", date(2021, 7, 1)) == 2


def test_what_is_shown_after_a_closing():
    assert REFORM.current(2, CLOSED) == 2
    assert REFORM.current(2, AFTER) == 7
    assert REFORM.current(4, date(2021, 9, 11)) == 8
    assert REFORM.current(8, LATER) == 8


def test_subtrees_and_the_way_up():
    assert TREE.subtree(1) == {1, 2, 3, 4, 5, 6}
    assert TREE.subtree(2) == {2, 4, 5}
    assert TREE.subtree(6) == {6}
    assert TREE.ancestors(4) == (2, 1)
    assert TREE.ancestors(1) == ()
    assert [TREE.commune_of(one) for one in (1, 2, 4, 6)] == [None, 2, 2, 3]
    assert [one.code for one in TREE.children(2)] == ["a-1", "a-2"]


@pytest.mark.parametrize(
    ("member", "area", "role", "expected"),
    [
        (4, 4, "volunteer", True),
        (4, 2, "volunteer", True),
        (4, 1, "volunteer", True),
        (4, 5, "volunteer", False),
        (4, 3, "volunteer", False),
        (2, 5, "volunteer", True),
        (2, 6, "volunteer", False),
        (1, 6, "volunteer", True),
        (4, 6, "teller", True),
        (2, 6, "commune", False),
        (2, 4, "commune", True),
        (1, 5, "district", True),
    ],
)
def test_a_membership_covers_its_subtree_and_the_way_up(member: int, area: int, role: str, expected: bool):
    assert TREE.covers(member, area, role) is expected


def test_a_membership_covers_what_its_area_has_become():
    assert REFORM.covers(4, 8, "volunteer")
    assert REFORM.covers(2, 7, "volunteer")
    assert not REFORM.covers(8, 4, "volunteer")


def test_areas_open_on_a_day_come_in_order_of_code():
    assert [one.id for one in REFORM.open_areas(LATER)] == [8, 7, 1]
    assert [one.code for one in REFORM.open_areas(date(2021, 8, 20))] == ["a", "a-1", "a-2", "a-3", "b", "b", "root"]


def test_organisations_by_code_and_below():
    units = (unit(1, "top"), unit(2, "mid", 1), unit(3, "low", 2), unit(4, "side", 1))
    dictionary = book(units=units)
    assert dictionary.organisation_subtree(2) == {2, 3}
    assert dictionary.organisation_subtree(1) == {1, 2, 3, 4}
    assert [one.code for one in dictionary.organisation_children(1)] == ["mid", "side"]
    assert [one.code for one in dictionary.organisation_children(None)] == ["top"]
    found = dictionary.organisation_of("low")
    assert found is not None
    assert found.id == 3
    assert dictionary.organisation_of("none") is None


def test_days_are_those_of_the_campaigns_zone():
    assert TREE.day(1_629_392_399_000) == date(2021, 8, 19)
    assert TREE.day(1_629_392_400_000) == date(2021, 8, 20)

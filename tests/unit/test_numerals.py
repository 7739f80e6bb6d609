"""Numbers, days and delays as Vietnamese documents write them."""

from datetime import date
from decimal import Decimal

import pytest

from server.reports.numerals import day, day_in_heading, number, percent, percentage, share
from server.reports.wording import due_text, late_text, moment_text
from tests.due import ZONE, when


def ms(local: str) -> int:
    return round(when(local).timestamp() * 1000)


def test_the_two_ratios_of_the_directive():
    assert share(35921, 115894) == "30,99%"
    assert share(35921, 188092) == "19,10%"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 8, "12,50%"), (1, 800, "0,13%"), (5, 100_000, "0,01%"), (4, 100_000, "0,00%"), (2005, 10_000_000, "0,02%"),
     (3, 3, "100,00%"), (0, 5, "0,00%"), (40, 42, "95,24%")],
)  # fmt: skip
def test_percentages_round_half_up(part: int, whole: int, expected: str):
    assert share(part, whole) == expected


def test_what_cannot_be_said_is_a_dash():
    assert percent(1, 0) is None
    assert percent(None, 5) is None
    assert share(3, None) == number(None) == percentage(None) == "–"


@pytest.mark.parametrize(
    ("value", "expected"), [(35921, "35.921"), (999, "999"), (1_000_000, "1.000.000"), (0, "0"), (-1200, "-1.200")]
)
def test_thousands_have_a_dot(value: int, expected: str):
    assert number(value) == expected


def test_a_percentage_has_a_comma():
    assert percentage(Decimal("30.99")) == "30,99%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2021, 8, 5), "ngày 05 tháng 8 năm 2021"),
        (date(2021, 8, 25), "ngày 25 tháng 8 năm 2021"),
        (date(2022, 2, 9), "ngày 09 tháng 02 năm 2022"),
        (date(2022, 1, 10), "ngày 10 tháng 01 năm 2022"),
        (date(2021, 10, 1), "ngày 01 tháng 10 năm 2021"),
    ],
)
def test_days_in_a_heading_have_the_zeros_of_the_decree(value: date, expected: str):
    assert day_in_heading(value) == expected


def test_days_in_text_have_none():
    assert day(date(2021, 8, 5)) == "5/8/2021"


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2021-08-26 13:00", "trước 13:00 thứ Năm ngày 26/8/2021"),
        ("2021-08-25 00:00", "hết ngày 24/8/2021"),
        ("2021-08-24 00:00", "hết ngày 23/8/2021"),
        ("2021-09-05 08:30", "trước 08:30 Chủ nhật ngày 5/9/2021"),
    ],
)
def test_a_due_instant_reads_as_it_is_meant(local: str, expected: str):
    assert due_text(ms(local), str(ZONE)) == expected


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (0, "chưa đầy 1 phút"),
        (60_000, "1 phút"),
        (3_600_000, "1 giờ"),
        (9_000_000, "2 giờ 30 phút"),
        (90_000_000, "1 ngày 1 giờ"),
        (86_460_000, "1 ngày 1 phút"),
    ],
)
def test_a_delay_reads_in_its_two_greatest_units(late: int, expected: str):
    assert late_text(late) == expected


def test_a_moment_reads_in_the_campaigns_zone():
    assert moment_text(ms("2021-08-26 13:05"), str(ZONE)) == "13:05 ngày 26/8/2021"

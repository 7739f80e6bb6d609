"""What was ordered, as data: periods and their due instants."""

import csv
import itertools
from datetime import date, timedelta

import pytest

from server.campaign.preset import PRESETS, read_preset
from server.campaign.service import book
from server.clock import instant
from server.database import reading
from server.reports import orders
from server.reports.orders import Span
from tests.site import PRESET, Site

SETTINGS = read_preset(PRESET).plan
BEGAN, ENDS = date(2021, 8, 17), date(2021, 9, 30)


def span(shifted: int = 0, **changes) -> Span:
    by = timedelta(days=shifted)
    dates = {"starts_on": BEGAN, "ends_on": ENDS, "weekly_from": date(2021, 8, 26), "weekly_until": ENDS, **changes}
    return Span("Asia/Ho_Chi_Minh", shifted=shifted, **{name: day and day + by for name, day in dates.items()})


def due(code: str, **kwargs) -> list[str]:
    return [instant(one.due_at or 0) for one in orders.read(SETTINGS, span(**kwargs))[code].periods]


def test_the_three_due_instants_of_the_directive():
    assert due("R03") == ["2021-08-24T17:00:00.000Z"], "the midnight that begins the 25th in Vietnam"
    assert due("R13") == ["2021-08-23T17:00:00.000Z"], "the midnight that begins the 24th"
    assert due("R08")[0] == "2021-08-26T06:00:00.000Z"
    assert due("R15") == []


def test_six_thursdays_and_none_outside_the_campaign():
    days = [one.day for one in orders.read(SETTINGS, span())["R08"].periods]
    assert [day.isoweekday() for day in days] == [4] * 6
    assert (days[0], days[-1]) == (date(2021, 8, 26), date(2021, 9, 30))
    assert due("R08", ends_on=date(2021, 9, 1), weekly_until=ENDS) == ["2021-08-26T06:00:00.000Z"]
    assert due("R03", ends_on=date(2021, 8, 20)) == []
    assert due("R03", starts_on=date(2021, 8, 25)) == []


def test_one_period_begins_where_the_one_before_is_due():
    periods = orders.read(SETTINGS, span())["R08"].periods
    assert instant(periods[0].opens_at) == "2021-08-16T17:00:00.000Z"
    for earlier, later in itertools.pairwise(periods):
        assert later.opens_at == earlier.due_at


@pytest.mark.parametrize("shifted", range(-10, 11))
def test_a_moved_campaign_keeps_thursdays_and_moves_the_single_days(shifted: int):
    known = orders.read(SETTINGS, span(shifted))
    assert all(one.day.weekday() == 3 for one in known["R08"].periods)
    assert len(known["R08"].periods) in (5, 6)
    assert known["R03"].periods[0].day == date(2021, 8, 24) + timedelta(days=shifted)


def test_a_day_names_its_period():
    known = orders.read(SETTINGS, span())
    assert known["R08"].period_of(date(2021, 8, 27)) is None
    before = known["R08"].before(date(2021, 9, 2))
    assert before is not None
    assert before.day == date(2021, 8, 26)
    assert known["R08"].before(date(2021, 8, 26)) is None
    needed = known["R15"].period_of(date(2021, 8, 30))
    assert needed is not None
    assert needed.due_at is None


def test_the_orders_and_the_list_of_organisations_agree(site: Site):
    with reading() as session:
        dictionary = book(session, site.campaign_id)
    known = orders.read(dictionary.settings, span())
    for unit in dictionary.organisations.values():
        duties = unit.duties
        assert known["R08"].owed_by(dictionary, unit) is duties["weekly"], unit.code
        assert known["R03"].owed_by(dictionary, unit) is (duties["due"] == "inclusive"), unit.code
        assert known["R13"].owed_by(dictionary, unit) is (duties["due"] == "exclusive"), unit.code


def test_the_days_of_the_list_are_those_of_the_orders():
    with open(PRESETS / PRESET / "organisations.csv", encoding="utf-8") as handle:
        days = {row["owes_once"] for row in csv.DictReader(handle) if row["owes_once"]}
    assert days == {SETTINGS["obligations"]["R03"]["day"]} == {SETTINGS["obligations"]["R13"]["day"]}

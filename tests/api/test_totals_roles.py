"""GET /api/v1/totals by role: nobody sees more than their place, and nobody learns whether a number is known."""

from datetime import date, timedelta

import pytest

from server.clock import day_of, now_ms, start_of
from tests.rollups import TZ, Ledger
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Site

GUARDED = ("unique", "unchecked", "unique_in_use")
YOUTH = "doan-tn-xa.28135"
FAR = "28111-xoai-doi"


@pytest.fixture
def today() -> date:
    return day_of(now_ms(), TZ)


@pytest.fixture
def ledger(site: Site, today: date) -> Ledger:
    """Yesterday's records and, after midnight, today's."""
    ledger = Ledger(site)
    yesterday, noon = today - timedelta(days=1), start_of(today, TZ) - 43_200_000
    ledger.add(HAMLET, UNION, yesterday, "door", "ok_installed_used", (40, 40, 30, 6, 20), at=noon)
    ledger.add("28135-cho-tram", UNION, yesterday, "door", "ok_installed_used", (9, 9, 7, 0, 7), at=noon + 1)
    ledger.add(HAMLET, YOUTH, yesterday, "door", "ok_installed_used", (11, 11, 10, 5, 4), at=noon + 2)
    ledger.add(FAR, "hoi-lhpn-xa.28111", yesterday, "gate", "ok_installed_used", (8, 8, 3, 0, 3), at=noon + 3)
    midnight = start_of(today, TZ)
    ledger.add(HAMLET, UNION, today, "door", "ok_installed_used", (100, 100, 90, 90, 0), at=midnight + 1)
    return ledger


def row(answer, code: str) -> dict:
    return next(one for one in answer.json["rows"] if one["code"] == code)


def guarded(found: dict) -> tuple:
    return tuple(found[name] for name in GUARDED)


@pytest.mark.parametrize("role", ["volunteer", "teller"])
def test_helpers_see_their_area_as_of_the_last_midnight(site: Site, ledger: Ledger, role: str):
    answer = site.person(role, area=COMMUNE, organisation=UNION).get("/totals?by=hamlet")
    assert answer.json["seq"] == 4
    assert row(answer, HAMLET)["records"] == 51
    assert answer.json["total"]["records"] == 60
    assert {one["code"] for one in answer.json["rows"]} == {COMMUNE, HAMLET, "28135-cho-tram"}
    assert {guarded(one) for one in (*answer.json["rows"], answer.json["total"])} == {(None, None, None)}


def test_a_volunteer_of_a_hamlet_sees_the_hamlet_alone(site: Site, ledger: Ledger):
    answer = site.person("volunteer", area=HAMLET).get("/totals")
    assert [(one["code"], one["records"]) for one in answer.json["rows"]] == [(COMMUNE, 51)]
    assert answer.json["total"]["records"] == 51
    assert answer.json["rows"][0]["population"] is None


def test_a_helper_cannot_ask_for_today_or_for_another_place(site: Site, ledger: Ledger):
    volunteer = site.person("volunteer", area=COMMUNE)
    assert volunteer.get("/totals?as_of=5").json["seq"] == 4
    assert volunteer.get("/totals?as_of=2").json["total"]["records"] == 49
    assert volunteer.get(f"/totals?within={HAMLET}").status_code == 200
    for beyond in (ROOT, "28111", FAR):
        assert volunteer.get(f"/totals?within={beyond}").status_code == 404


def test_a_commune_officer_sees_every_organisation_of_the_commune_live(site: Site, ledger: Ledger):
    officer = site.person("commune", area=COMMUNE, organisation="ubnd-xa.28135")
    answer = officer.get("/totals?by=organisation")
    assert (row(answer, "hoi-lhpn")["records"], row(answer, "doan-tn")["unique"]) == (149, 10)
    assert answer.json["total"]["records"] == 160
    assert guarded(answer.json["total"]) == (137, 101, 31)
    assert officer.get("/totals?within=28111").status_code == 404
    assert officer.get(f"/totals?within={ROOT}").status_code == 404


def test_a_reporter_sees_the_organisation_in_every_area(site: Site, ledger: Ledger):
    reporter = site.person("reporter", area=ROOT, organisation="hoi-lhpn")
    answer = reporter.get("/totals?by=organisation")
    assert [one["code"] for one in answer.json["rows"]] == ["hoi-lhpn"]
    assert answer.json["total"]["records"] == 157
    assert answer.json["seq"] == 5
    assert reporter.get(f"/totals?organisation={UNION}").json["total"]["records"] == 149
    for beyond in ("doan-tn", YOUTH, "mttq"):
        assert reporter.get(f"/totals?organisation={beyond}").status_code == 404


def test_a_reporter_learns_unique_figures_as_of_the_last_midnight(site: Site, ledger: Ledger):
    answer = site.person("reporter", area=ROOT, organisation="hoi-lhpn").get("/totals?by=commune")
    assert (answer.json["total"]["records"], answer.json["total"]["unique"]) == (157, 40)
    assert row(answer, COMMUNE)["records"] == 149


def test_small_figures_are_kept_back_and_then_the_next_smallest(site: Site, ledger: Ledger):
    answer = site.person("reporter", area=ROOT, organisation="hoi-lhpn").get(
        "/totals?by=organisation&organisation=hoi-lhpn"
    )
    own, other = row(answer, UNION), row(answer, "hoi-lhpn-xa.28111")
    assert other["unique"] is None  # 3
    assert own["unique"] is None  # 37, the next smallest: else 40 - 37 would tell
    assert answer.json["total"]["unique"] == 40
    assert (own["records"], other["records"]) == (149, 8)


def test_without_small_figures_nothing_is_kept_back(site: Site, today: date):
    ledger, noon = Ledger(site), start_of(today, TZ) - 43_200_000
    ledger.add(HAMLET, UNION, today - timedelta(days=2), counts=(9, 9, 9, 5, 6), at=noon)
    ledger.add(FAR, "hoi-lhpn-xa.28111", today - timedelta(days=1), counts=(7, 7, 7, 2, 5), at=noon + 1)
    answer = site.person("reporter", area=ROOT, organisation="hoi-lhpn").get("/totals?by=day")
    assert [one["unique"] for one in answer.json["rows"]] == [9, 7]
    assert [one["unique_in_use"] for one in answer.json["rows"]] == [6, 5]
    assert [one["unchecked"] for one in answer.json["rows"]] == [None, None]
    assert guarded(answer.json["total"]) == (16, 7, 11)


def test_a_total_below_five_is_kept_back(site: Site, ledger: Ledger):
    answer = site.person("reporter", area=ROOT, organisation="hoi-lhpn").get("/totals?within=28111")
    assert answer.json["total"]["unique"] is None
    assert answer.json["total"]["records"] == 8


def test_a_reporter_learns_no_unique_figure_of_a_hamlet(site: Site, ledger: Ledger):
    reporter = site.person("reporter", area=ROOT, organisation="hoi-lhpn")
    answer = reporter.get("/totals?by=hamlet")
    assert {guarded(one) for one in answer.json["rows"]} == {(None, None, None)}
    assert row(answer, HAMLET)["records"] == 140
    within = reporter.get(f"/totals?by=day&within={HAMLET}").json
    assert {guarded(one) for one in (*within["rows"], within["total"])} == {(None, None, None)}


@pytest.mark.parametrize("role", ["district", "admin"])
def test_the_district_sees_everything_live(site: Site, ledger: Ledger, role: str):
    answer = site.person(role).get("/totals?by=hamlet")
    assert (answer.json["seq"], answer.json["total"]["records"]) == (5, 168)
    assert guarded(row(answer, FAR)) == (3, 0, 3)


def test_what_is_shown_to_a_helper_changes_at_midnight(site: Site, ledger: Ledger, monkeypatch):
    volunteer = site.person("volunteer", area=COMMUNE)
    before = volunteer.get("/totals")
    from server.totals import routes

    monkeypatch.setattr(routes, "now_ms", lambda: now_ms() + 86_400_000)
    after = volunteer.get("/totals", headers={"If-None-Match": before.headers["ETag"]})
    assert (before.json["total"]["records"], after.json["total"]["records"]) == (60, 160)

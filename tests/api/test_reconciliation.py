"""GET /reconciliation: what the Department published beside what was logged over the same days."""

from tests.batches import ABSENT, PARTLY, push, put, statuses
from tests.due import at
from tests.site import COMMUNE, HAMLET, Caller, Site

FAR = "28111"


def publish(staff: Caller, area: str, day: str, installed: int) -> None:
    body = {"area": area, "measure": "installed", "value": installed, "as_of": day, "source": "Sở TT&TT"}
    answer = staff.call("PUT", "/figures", json={"items": [body]})
    assert answer.status_code == 200, answer.json


def logged(site: Site, day: str, *outcomes: str) -> None:
    with at(f"{day} 09:00"):
        volunteer = site.person()
        anchor = volunteer.anchor()
        answer = push(volunteer, *(put(outcome=one, anchor=anchor) for one in outcomes))
    assert set(statuses(answer)) == {"stored"}


def row_of(answer: dict, code: str) -> dict:
    return next(row for row in answer["rows"] if row["code"] == code)


def test_it_works(site: Site):
    staff = site.person("district")
    publish(staff, COMMUNE, "2021-08-18", 1_000)
    publish(staff, COMMUNE, "2021-08-25", 1_010)
    logged(site, "2021-08-18", "ok_installed_used")  # of the first figure's own day: in it already
    logged(site, "2021-08-19", "ok_installed_used", "ok_installed_used", PARTLY, ABSENT)
    logged(site, "2021-08-25", "ok_installed_used")
    logged(site, "2021-08-26", "ok_installed_used")
    answer = staff.get("/reconciliation").json
    row = row_of(answer, COMMUNE)
    assert (row["first"]["installed"], row["first"]["as_of"]) == (1_000, "2021-08-18")
    assert (row["last"]["installed"], row["last"]["as_of"]) == (1_010, "2021-08-25")
    assert (row["change"], row["success"], row["partial"], row["gap"]) == (10, 3, 1, 7)
    assert row["estimate"] is False
    assert answer["latest"] == "2021-08-25"


def test_an_area_with_one_figure_or_none_has_no_gap(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    publish(site.person("district"), HAMLET, "2021-08-18", 500)
    answer = staff.get("/reconciliation").json
    one, none = row_of(answer, HAMLET), row_of(answer, "28135-cho-tram")
    assert (one["last"]["installed"], one["first"], one["change"], one["gap"]) == (500, None, None, None)
    assert (none["first"], none["last"], none["success"]) == (None, None, None)


def test_a_gap_that_rests_on_an_estimate_is_one(site: Site):
    staff = site.person("district")
    publish(staff, COMMUNE, "2021-08-25", 5_000)
    row = row_of(staff.get("/reconciliation").json, COMMUNE)
    assert (row["first"]["estimate"], row["last"]["estimate"], row["estimate"]) == (True, False, True)


def test_days_choose_the_figures_that_are_compared(site: Site):
    staff = site.person("district")
    for day, value in (("2021-08-18", 1_000), ("2021-08-25", 1_010), ("2021-09-01", 1_030)):
        publish(staff, COMMUNE, day, value)
    changes = {
        query: row_of(staff.get(f"/reconciliation?{query}").json, COMMUNE)["change"]
        for query in ("", "since=2021-08-20", "until=2021-08-31", "since=2021-09-05")
    }
    assert changes == {"": 20, "since=2021-08-20": 30, "until=2021-08-31": 10, "since=2021-09-05": None}


def test_the_districts_own_figures_are_its_total(site: Site):
    staff = site.person("district")
    before = staff.get("/reconciliation").json["total"]["last"]
    publish(staff, "806", "2021-08-29", before["installed"] + 40)
    logged(site, before["as_of"], ABSENT)
    logged(site, "2021-08-29", "ok_installed_used")
    total = staff.get("/reconciliation").json["total"]
    assert (total["change"], total["success"], total["gap"]) == (40, 1, 39)


def test_a_commune_sees_its_hamlets_and_nothing_of_others(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    answer = staff.get("/reconciliation").json
    assert answer["by"] == "hamlet"
    assert answer["total"]["code"] == COMMUNE
    assert staff.get(f"/reconciliation?within={FAR}").status_code == 404


def test_the_days_are_those_of_the_campaigns_zone(site: Site):
    staff = site.person("district")
    publish(staff, COMMUNE, "2021-08-18", 1_000)
    publish(staff, COMMUNE, "2021-08-19", 1_001)
    with at("2021-08-19 00:10"):
        volunteer = site.person()
        push(volunteer, put(anchor=volunteer.anchor()))
    assert row_of(staff.get("/reconciliation").json, COMMUNE)["success"] == 1

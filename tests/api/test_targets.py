"""GET, PUT /targets: what is to be reached."""

import pytest

from tests.site import COMMUNE, UNION, Caller, Site


def target(**changes) -> dict:
    return {
        "area": COMMUNE,
        "value": 5000,
        "starts_on": "2021-08-17",
        "deadline": "2021-09-16",
        "source": "Huyện giao",
        **changes,
    }


def put(caller: Caller, *items: dict):
    return caller.call("PUT", "/targets", json={"items": list(items)})


def of(caller: Caller, area: str) -> list[dict]:
    return [one for one in caller.get("/targets?limit=500").json["items"] if one["area"] == area]


def test_it_works(site: Site):
    staff = site.person("district")
    answer = put(staff, target())
    assert answer.status_code == 200
    assert [(one["value"], one["deadline"], one["sample"]) for one in of(staff, COMMUNE)] == [
        (5000, "2021-09-16", False)
    ]


def test_the_sample_target_is_marked(site: Site):
    rows = site.person("district").get("/targets?limit=500").json["items"]
    assert len(rows) == 19, "one of what is logged for each area, one of what is installed for the district"
    assert all(one["sample"] for one in rows)
    whole = next(one for one in rows if one["area"] == "806")
    assert whole["value"] == 188092 * 60 // 100
    assert "60%" in whole["source"]


def test_one_is_set_per_organisation_too(site: Site):
    staff = site.person("district")
    put(staff, target(), target(organisation=UNION, value=1000))
    assert {(one["organisation"], one["value"]) for one in of(staff, COMMUNE)} == {(None, 5000), (UNION, 1000)}


def test_one_can_be_taken_away(site: Site):
    staff = site.person("district")
    put(staff, target())
    assert put(staff, target(value=None)).json["items"] == []
    assert of(staff, COMMUNE) == []
    assert put(staff, target(value=None)).status_code == 200


def test_dates_are_the_campaigns_when_none_are_given(site: Site):
    staff = site.person("district")
    shown = put(staff, {"area": COMMUNE, "value": 10}).json["items"][0]
    assert (shown["starts_on"], shown["deadline"]) == ("2021-08-17", "2021-09-30")


def test_a_commune_reads_its_own_and_sets_none(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert {one["area"] for one in staff.get("/targets").json["items"]} == {COMMUNE}
    assert put(staff, target()).status_code == 403


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": 0}, "request.invalid"),
        ({"deadline": "2021-08-01"}, "request.invalid"),
        ({"measure": "cows"}, "request.invalid"),
        ({"area": "99999"}, "area.unknown"),
        ({"organisation": "khong-co"}, "organisation.unknown"),
    ],
)
def test_what_does_not_fit_is_told(sqlite_site: Site, change: dict, code: str):
    answer = put(sqlite_site.person("district"), target(**change))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, code)

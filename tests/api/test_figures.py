"""GET, PUT /figures: what somebody published about an area."""

import pytest

from tests.site import COMMUNE, HAMLET, Caller, Site

DEPARTMENT = "Sở TT&TT"


def figure(**changes) -> dict:
    return {
        "area": COMMUNE,
        "measure": "smartphones",
        "value": 7600,
        "as_of": "2021-08-20",
        "source": "UBND xã",
        **changes,
    }


def put(caller: Caller, *items: dict):
    return caller.call("PUT", "/figures", json={"items": list(items)})


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def test_it_works(site: Site):
    staff = commune(site)
    answer = put(staff, figure(), figure(area=HAMLET, measure="households", value=410))
    assert answer.status_code == 200
    assert [one["value"] for one in answer.json["items"]] == [7600, 410]
    shown = staff.get(f"/figures?within={HAMLET}").json["items"]
    assert [(one["value"], one["as_of"], one["source"], one["estimate"]) for one in shown] == [
        (410, "2021-08-20", "UBND xã", False)
    ]


def test_the_same_statement_again_is_the_same_figure(site: Site):
    staff = commune(site)
    first = put(staff, figure()).json["items"][0]["id"]
    assert put(staff, figure(value=7650)).json["items"][0]["id"] == first
    values = [one["value"] for one in staff.get("/figures").json["items"] if one["source"] == "UBND xã"]
    assert values == [7650]


def test_the_three_figures_of_the_directive_are_there(site: Site):
    rows = site.person("district").get("/figures?within=806&limit=500").json["items"]
    real = {
        one["measure"]: one["value"]
        for one in rows
        if one["area"] == "806" and one["as_of"] == "2021-08-16" and not one["estimate"]
    }
    assert real == {"installed": 35921, "smartphones": 115894, "population": 188092}


def test_estimates_are_marked_as_such(site: Site):
    rows = site.person("district").get("/figures?limit=500").json["items"]
    guessed = [one for one in rows if one["estimate"]]
    assert len(guessed) == 51
    assert all("Ước tính" in one["source"] for one in guessed)


def test_the_departments_figure_is_the_districts_to_enter(site: Site):
    assert put(commune(site), figure(measure="installed")).status_code == 403
    assert put(site.person("district"), figure(measure="installed", source=DEPARTMENT)).status_code == 200


def test_figures_of_another_commune_do_not_exist(site: Site):
    staff = commune(site)
    assert put(staff, figure(area="28111")).status_code == 404
    assert {one["area"] for one in staff.get("/figures?limit=500").json["items"]} == {COMMUNE}
    assert staff.get("/figures?within=28111").json["items"] == []


def test_nothing_is_stored_of_a_list_with_a_mistake(site: Site):
    staff = commune(site)
    before = len(staff.get("/figures?limit=500").json["items"])
    assert put(staff, figure(), figure(area="99999")).status_code == 422
    assert len(staff.get("/figures?limit=500").json["items"]) == before


@pytest.mark.parametrize(
    "change",
    [{"value": -1}, {"value": "7600"}, {"value": 1.5}, {"measure": "cows"}, {"as_of": "20/8/2021"}, {"source": ""}],
)
def test_what_does_not_fit_is_told(sqlite_site: Site, change: dict):
    answer = put(commune(sqlite_site), figure(**change))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request.invalid")
    assert any(path.startswith("items.0.") for path in answer.json["error"]["details"])


def test_a_list_comes_in_pages(site: Site):
    staff, seen, after = site.person("district"), [], ""
    while True:
        page = staff.get(f"/figures?limit=40{after}").json
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == sorted(set(seen))
    assert len(seen) == 39 + 51

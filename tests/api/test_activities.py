"""GET, PUT /activities: what was done to inform and move people (Directive R10)."""

import uuid

import pytest

from tests.site import COMMUNE, HAMLET, UNION, Caller, Site


def activity(**changes) -> dict:
    body = {"id": str(uuid.uuid4()), "organisation": UNION, "day": "2021-08-20", "kind": "loudspeaker", "reach": 300}
    return {**body, "said_by": "chị Mận", **changes}


def put(caller: Caller, *items: dict):
    return caller.call("PUT", "/activities", json={"items": list(items)})


def test_it_works(site: Site):
    clerk = site.person("reporter", COMMUNE, UNION)
    first = activity(area=HAMLET, note="Loa ấp, mỗi sáng")
    assert put(clerk, first).status_code == 200
    assert put(clerk, first).status_code == 200
    (row,) = site.person("commune", COMMUNE, "ubnd-xa.28135").get("/activities").json["items"]
    assert (row["organisation"], row["area"], row["day"], row["kind"]) == (UNION, HAMLET, "2021-08-20", "loudspeaker")
    assert (row["reach"], row["note"], row["on_behalf"]) == (300, "Loa ấp, mỗi sáng", False)


def test_without_a_place_it_is_the_units_own(site: Site):
    clerk = site.person("reporter", COMMUNE, UNION)
    assert put(clerk, activity(reach=None)).json["items"][0]["area"] == COMMUNE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "dancing"}, "activity.kind"),
        ({"area": "28111"}, "area.out_of_scope"),
        ({"area": "99999"}, "area.unknown"),
        ({"day": "2099-01-01"}, "statement.future"),
        ({"organisation": "hoi-lhpn-xa.28111"}, "not_found"),
    ],
)
def test_what_cannot_be_is_refused(sqlite_site: Site, change: dict, code: str):
    answer = put(sqlite_site.person("reporter", COMMUNE, UNION), activity(**change))
    assert answer.json["error"]["code"] == code


def test_a_mistake_is_withdrawn(site: Site):
    clerk = site.person("reporter", COMMUNE, UNION)
    wrong = put(clerk, activity()).json["items"][0]["id"]
    assert clerk.post(f"/activities/{wrong}/withdraw", {"reason": "nhập hai lần"}).status_code == 200
    assert clerk.get("/activities").json["items"] == []
    other = site.person("reporter", "28111", "hoi-lhpn-xa.28111")
    assert other.post(f"/activities/{wrong}/withdraw", {"reason": "x"}).status_code == 404

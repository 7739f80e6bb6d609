"""GET /directory: the dictionary that a phone takes with it."""

from datetime import timedelta

import pytest

from server.campaign.areas import today
from server.campaign.service import book
from server.database import reading
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

LISTS = ("areas", "organisations", "outcomes", "modes", "steps", "help")


def test_it_works(site: Site):
    body = site.person("volunteer").get("/directory").json
    for name in LISTS:
        assert body[name], name
        for element in body[name]:
            assert element["code"], name
            assert element["name"], name
    assert {one["code"] for one in body["modes"]} == {"door", "gate", "phone", "point", "counter"}
    assert len(body["outcomes"]) == 21
    assert body["consent"]["id"] == "phone-2021-1"
    assert "Bà con có đồng ý" in body["consent"]["text"]
    absent = next(one for one in body["outcomes"] if one["code"] == "not_accessible")
    assert (absent["group"], absent["no_household"]) == ("revisit", True)


def codes(caller: Caller, name: str) -> set[str]:
    return {one["code"] for one in caller.get("/directory").json[name]}


def test_every_parent_is_in_the_list(site: Site):
    for role in ("volunteer", "teller", "reporter", "commune", "district"):
        body = site.person(role, COMMUNE).get("/directory").json
        known = {one["code"] for one in body["areas"]}
        assert {one["parent"] for one in body["areas"]} - {None} <= known, role


def test_a_volunteer_gets_where_to_log(site: Site):
    assert codes(site.person("volunteer", HAMLET), "areas") == {HAMLET, COMMUNE, ROOT}
    assert codes(site.person("volunteer", COMMUNE), "areas") == {COMMUNE, ROOT, HAMLET, "28135-cho-tram"}
    assert codes(site.person("volunteer"), "organisations") == {UNION}


def test_a_teller_gets_every_area(site: Site):
    assert len(codes(site.person("teller", COMMUNE), "areas")) == 44


def test_a_reporter_gets_the_own_subtree_and_every_area(site: Site):
    reporter = site.person("reporter", ROOT, "hoi-lhpn")
    assert len(codes(reporter, "areas")) == 44
    assert codes(reporter, "organisations") == {"hoi-lhpn"} | {
        one["code"] for one in site.person("district").get("/directory").json["organisations"]
        if one["parent"] == "hoi-lhpn"
    }  # fmt: skip


def test_what_only_the_desk_offers_is_not_sent_to_phones(site: Site):
    desk = site.person("reporter", ROOT, "hoi-lhpn").get("/directory").json
    assert {"code": "loudspeaker", "name": "Đài truyền thanh, loa", "name_en": "Loudspeakers"} in desk["activities"]
    assert {one["code"] for one in desk["hamlet_units"]} >= {"doan-tn-ap", "to-covid"}
    phone = site.person("volunteer").get("/directory").json
    assert not {"activities", "hamlet_units"} & phone.keys()


def test_a_commune_gets_its_own_areas_and_every_organisation(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert codes(staff, "areas") == {COMMUNE, ROOT, HAMLET, "28135-cho-tram"}
    assert len(codes(staff, "organisations")) == 177


def test_nothing_changed_is_304(site: Site):
    caller = site.person("volunteer")
    tag = caller.get("/directory").headers["ETag"]
    for given in (tag, tag.removeprefix("W/"), f'"x", {tag}', tag[:-1] + ':gzip"'):
        answer = caller.get("/directory", headers={"Authorization": f"Bearer {caller.token}", "If-None-Match": given})
        assert answer.status_code == 304
        assert answer.data == b""
        assert answer.headers["ETag"] == tag


def test_a_new_hamlet_changes_the_tag(site: Site):
    caller = site.person("volunteer", COMMUNE)
    before = caller.get("/directory").headers["ETag"]
    area = {"code": "28135-moi", "name": "Ấp Mới", "parent": COMMUNE}
    assert site.person("district").post("/areas", area).status_code == 201
    assert caller.get("/directory").headers["ETag"] != before
    assert "28135-moi" in codes(caller, "areas")


def test_a_closed_hamlet_is_told_apart(site: Site):
    staff = site.person("district")
    with reading() as session:
        day = today(book(session, site.campaign_id))
    closing = {"last_day": day.isoformat(), "successor": "28135-cho-tram"}
    assert staff.post(f"/areas/{HAMLET}/close", closing).status_code == 200
    assert HAMLET in codes(staff, "areas"), "its last day is today"
    import time_machine

    with time_machine.travel((day + timedelta(days=2)).isoformat()):
        later = site.person("district")
        assert HAMLET not in codes(later, "areas")
        assert HAMLET in codes(later, "closed_areas")


@pytest.mark.parametrize("role", ["volunteer", "district"])
def test_it_holds_no_secret(sqlite_site: Site, role: str):
    text = sqlite_site.person(role).get("/directory").text
    assert "token" not in text
    assert "password" not in text

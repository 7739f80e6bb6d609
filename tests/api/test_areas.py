"""GET, POST /areas, PUT /areas/<code>, POST /areas/<code>/close."""

from datetime import date, timedelta

import pytest
import time_machine

from server.campaign.areas import today
from server.campaign.service import book
from server.database import reading
from tests.site import COMMUNE, HAMLET, Caller, Site

NEW = {"code": "28135-rach-dao", "name": "Ấp Rạch Đào", "type": "ấp", "parent": COMMUNE}


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def day(site: Site) -> date:
    with reading() as session:
        return today(book(session, site.campaign_id))


def resolved(site: Site, code: str, on: date) -> str:
    with reading() as session:
        dictionary = book(session, site.campaign_id)
        found = dictionary.resolve(code, on)
        assert found is not None
        return dictionary.area(found).code


def test_it_works(site: Site):
    staff = commune(site)
    answer = staff.post("/areas", NEW)
    assert answer.status_code == 201
    assert answer.json["level"] == 2
    assert answer.json["valid_from"] == "2021-08-17"
    assert NEW["code"] in [one["code"] for one in staff.get("/areas").json["items"]]


def test_a_known_code_returns_what_is_there(site: Site):
    staff = commune(site)
    staff.post("/areas", NEW)
    again = staff.post("/areas", {**NEW, "name": "Tên khác"})
    assert (again.status_code, again.json["name"]) == (200, "Ấp Rạch Đào")


def test_everybody_sees_their_own_areas(site: Site):
    expected = {"volunteer": 1, "commune": 3, "teller": 44, "reporter": 44, "district": 44, "admin": 44}
    for role, count in expected.items():
        caller = site.person(role, COMMUNE if role == "commune" else HAMLET, "ubnd-xa.28135")
        assert len(caller.get("/areas").json["items"]) == count, role


def test_a_list_comes_in_pages(site: Site):
    staff, seen, after = site.person("district"), [], ""
    while True:
        page = staff.get(f"/areas?limit=20{after}").json
        seen += [one["code"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == sorted(seen)
    assert len(set(seen)) == 44


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"parent": "28111"}, 404, "not_found"),
        ({"parent": "806"}, 404, "not_found"),
        ({"parent": "99999"}, 422, "area.unknown"),
        ({"parent": HAMLET}, 422, "request.invalid"),
        ({"code": "có dấu"}, 422, "request.invalid"),
        ({"name": ""}, 422, "request.invalid"),
        ({"valid_from": "17/8/2021"}, 422, "request.invalid"),
    ],
)
def test_what_does_not_fit_is_told(sqlite_site: Site, change: dict, status: int, code: str):
    answer = commune(sqlite_site).post("/areas", {**NEW, **change})
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_commune_is_the_districts_to_add(site: Site):
    new = {"code": "28199", "name": "Xã Mới", "type": "xã", "parent": "806"}
    assert site.person("district").post("/areas", new).json["level"] == 1


def test_a_name_can_be_corrected(site: Site):
    staff = commune(site)
    answer = staff.call("PUT", f"/areas/{HAMLET}", json={"name": "Ấp Mỹ Tây 1"})
    assert (answer.json["name"], answer.json["type"]) == ("Ấp Mỹ Tây 1", "ấp")
    assert staff.call("PUT", "/areas/28111", json={"name": "X"}).status_code == 404
    assert staff.call("PUT", "/areas/khong-co", json={"name": "X"}).status_code == 404


def test_a_closed_code_stands_for_its_successor(site: Site):
    last = day(site) + timedelta(days=3)
    closing = {"last_day": last.isoformat(), "successor": "28135-cho-tram"}
    answer = commune(site).post(f"/areas/{HAMLET}/close", closing)
    assert (answer.status_code, answer.json["valid_to"]) == (200, last.isoformat())
    assert resolved(site, HAMLET, last) == HAMLET
    assert resolved(site, HAMLET, last + timedelta(days=1)) == "28135-cho-tram"


def test_a_code_can_be_used_again_after_it_was_closed(site: Site):
    staff, last = commune(site), day(site)
    staff.post(f"/areas/{HAMLET}/close", {"last_day": last.isoformat(), "successor": "28135-cho-tram"})
    again = {"code": HAMLET, "name": "Ấp Mỹ Tây mới", "parent": COMMUNE}
    with time_machine.travel((last + timedelta(days=2)).isoformat()):
        late = commune(site)
        early = late.post("/areas", {**again, "valid_from": last.isoformat()})
        assert early.json["error"]["code"] == "area.taken"
        begins = last + timedelta(days=2)
        assert late.post("/areas", {**again, "valid_from": begins.isoformat()}).status_code == 201
    with reading() as session:
        dictionary = book(session, site.campaign_id)
        rows = [dictionary.area(dictionary.resolve(HAMLET, on) or 0).name for on in (last, begins)]
        between = dictionary.resolve(HAMLET, last + timedelta(days=1))
    assert rows == ["Ấp Mỹ Tây", "Ấp Mỹ Tây mới"]
    assert dictionary.area(between or 0).code == "28135-cho-tram"


@pytest.mark.parametrize(
    ("code", "change", "status", "error"),
    [
        (HAMLET, {"last_day": "2021-08-20"}, 422, "request.invalid"),
        (HAMLET, {"successor": HAMLET}, 422, "area.unknown"),
        (HAMLET, {"successor": "khong-co"}, 422, "area.unknown"),
        (HAMLET, {"successor": COMMUNE}, 422, "area.unknown"),
        (HAMLET, {"successor": "28111-xoai-doi"}, 404, "not_found"),
        (COMMUNE, {}, 409, "area.not_empty"),
        ("28111-xoai-doi", {}, 404, "not_found"),
    ],
)
def test_a_closing_that_cannot_be_is_told(sqlite_site: Site, code: str, change: dict, status: int, error: str):
    body = {"last_day": day(sqlite_site).isoformat(), **change}
    answer = commune(sqlite_site).post(f"/areas/{code}/close", body)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, error)

"""GET, POST /organisations, PUT /organisations/<code>."""

import pytest

from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

FIRM = {"code": "may-mac-my-le", "name": "Công ty May mặc Mỹ Lệ", "parent": "doanh-nghiep", "area": COMMUNE}


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def codes(caller: Caller) -> list[str]:
    return [one["code"] for one in caller.get("/organisations?limit=500").json["items"]]


def test_it_works(site: Site):
    staff = commune(site)
    answer = staff.post("/organisations", FIRM)
    assert answer.status_code == 201
    assert (answer.json["kind"], answer.json["parent"], answer.json["takes_members"]) == (
        "enterprise",
        "doanh-nghiep",
        True,
    )
    assert FIRM["code"] in codes(staff)


def test_a_known_code_returns_what_is_there(site: Site):
    staff = commune(site)
    staff.post("/organisations", FIRM)
    again = staff.post("/organisations", {**FIRM, "name": "Tên khác"})
    assert (again.status_code, again.json["name"]) == (200, "Công ty May mặc Mỹ Lệ")


def test_people_can_be_members_of_the_real_one_but_not_of_the_class(site: Site):
    staff = commune(site)
    staff.post("/organisations", FIRM)
    person = {"name": "Chị Tư", "role": "reporter", "area": COMMUNE}
    ids = ["0193d6a0-0000-7000-8000-000000000001", "0193d6a0-0000-7000-8000-000000000002"]
    real = staff.post("/people", {**person, "id": ids[0], "organisation": FIRM["code"]})
    assert real.status_code == 201
    kind = staff.post("/people", {**person, "id": ids[1], "organisation": "doanh-nghiep"})
    assert kind.json["error"]["code"] == "organisation.class"


def test_a_hamlets_unit_is_made_from_its_template(site: Site):
    staff = commune(site)
    body = {"template": "doan-tn-ap", "area": HAMLET}
    answer = staff.post("/organisations", body)
    assert answer.status_code == 201
    assert answer.json["code"] == "doan-tn-ap.28135-my-tay"
    assert answer.json["name"] == "Chi đoàn ấp Mỹ Tây"
    assert answer.json["parent"] == "doan-tn-xa.28135"
    assert staff.post("/organisations", body).status_code == 200


def test_a_reporter_sees_the_own_subtree(site: Site):
    assert codes(site.person("reporter", "806", UNION)) == [UNION]
    assert len(codes(site.person("reporter", "806", "hoi-lhpn"))) == 18


def test_a_list_comes_in_pages(site: Site):
    staff = site.person("district")
    first = staff.get("/organisations?limit=100").json
    second = staff.get(f"/organisations?limit=100&after={first['next']}").json
    seen = [one["code"] for one in first["items"] + second["items"]]
    assert len(set(seen)) == 177
    assert seen == sorted(seen)
    assert second["next"] is None


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"area": None}, 422, "request.invalid"),
        ({"area": "28111"}, 404, "not_found"),
        ({"area": "99999"}, 422, "area.unknown"),
        ({"parent": "khong-co"}, 422, "organisation.unknown"),
        ({"parent": UNION}, 422, "request.invalid"),
        ({"code": "Có Dấu"}, 422, "request.invalid"),
        ({"template": "khong-co"}, 422, "organisation.unknown"),
        ({"template": "doan-tn-ap"}, 422, "request.invalid"),
    ],
)
def test_what_does_not_fit_is_told(sqlite_site: Site, change: dict, status: int, code: str):
    answer = commune(sqlite_site).post("/organisations", {**FIRM, **change})
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_names_can_be_corrected_where_one_keeps_the_list(site: Site):
    staff = commune(site)
    answer = staff.call("PUT", f"/organisations/{UNION}", json={"name": "Hội LHPN xã Mỹ Lệ"})
    assert (answer.status_code, answer.json["name"]) == (200, "Hội LHPN xã Mỹ Lệ")
    for other in ("hoi-lhpn", "hoi-lhpn-xa.28111", "khong-co"):
        assert staff.call("PUT", f"/organisations/{other}", json={"name": "X"}).status_code == 404, other

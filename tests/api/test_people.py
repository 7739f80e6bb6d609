"""GET, POST /people, GET, PUT /people/<id>, PUT /people/<id>/membership, POST /people/<id>/leave."""

import uuid

import pytest
from sqlalchemy import select

from server.database import reading
from server.people.models import Device, Membership
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

OTHER = "28111"
OTHER_UNION = "hoi-lhpn-xa.28111"


def body(**changes) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "name": "Anh Trần Văn Cội",
        "role": "volunteer",
        "organisation": UNION,
        "area": COMMUNE,
        **changes,
    }


def post(**changes) -> dict:
    return {"role": "volunteer", "organisation": UNION, "area": COMMUNE, **changes}


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def names(caller: Caller, query: str = "") -> list[str]:
    return [one["name"] for one in caller.get(f"/people{query}").json["items"]]


def test_it_works(site: Site):
    staff = commune(site)
    made = body(username="tran.van.coi")
    answer = staff.post("/people", made)
    assert answer.status_code == 201
    assert answer.json["id"] == made["id"]
    assert answer.json["username"] == "tran.van.coi"
    assert answer.json["membership"]["area"] == COMMUNE
    assert staff.get(f"/people/{made['id']}").json["name"] == "Anh Trần Văn Cội"
    assert "Anh Trần Văn Cội" in names(staff)


def test_a_known_id_returns_who_is_there(site: Site):
    staff, made = commune(site), body()
    assert staff.post("/people", made).status_code == 201
    again = staff.post("/people", {**made, "name": "Tên khác"})
    assert (again.status_code, again.json["name"]) == (200, "Anh Trần Văn Cội")
    assert names(staff).count("Anh Trần Văn Cội") == 1


def test_a_list_comes_in_pages(site: Site):
    staff = site.person("district")
    for _ in range(4):
        staff.post("/people", body())
    seen, after = [], ""
    while True:
        page = staff.get(f"/people?limit=2{after}").json
        assert len(page["items"]) <= 2
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen)


def test_a_list_can_be_narrowed(site: Site):
    staff = site.person("district", name="Huyện")
    site.person("volunteer", HAMLET, name="Ở Mỹ Tây")
    site.person("teller", OTHER, OTHER_UNION, name="Ở Long Trạch")
    assert names(staff, f"?within={COMMUNE}") == ["Ở Mỹ Tây"]
    assert names(staff, "?role=teller") == ["Ở Long Trạch"]
    assert sorted(names(staff, "?organisation=hoi-lhpn")) == ["Ở Long Trạch", "Ở Mỹ Tây"]
    assert names(staff, "?within=khong-co") == []


def test_a_commune_sees_its_own_people_alone(site: Site):
    staff = commune(site)
    theirs = site.person("volunteer", OTHER, OTHER_UNION, name="Người xã khác")
    boss = site.person("district", name="Huyện")
    assert names(staff) == ["Nguyễn Thị Mẫu"]
    for one in (theirs, boss):
        assert staff.get(f"/people/{one.person_id}").status_code == 404
        rename = staff.call("PUT", f"/people/{one.person_id}", json={"name": "X"})
        assert rename.status_code == 404


def test_people_of_another_commune_cannot_be_added_moved_or_removed(site: Site):
    staff = commune(site)
    theirs = site.person("volunteer", OTHER, OTHER_UNION)
    assert staff.post("/people", body(area=OTHER)).status_code == 404
    path = f"/people/{theirs.person_id}"
    assert staff.call("PUT", f"{path}/membership", json=post()).status_code == 404
    assert staff.post(f"{path}/leave").status_code == 404
    own = site.person("volunteer")
    away = staff.call("PUT", f"/people/{own.person_id}/membership", json=post(area=OTHER))
    assert away.status_code == 404, "nor moved out of sight"


@pytest.mark.parametrize("role", ["commune", "district", "admin"])
def test_a_commune_makes_nobody_its_equal(site: Site, role: str):
    staff = commune(site)
    answer = staff.post("/people", body(role=role, organisation="ubnd-xa.28135"))
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "role.forbidden")


def test_a_commune_makes_no_reporter_for_more_than_its_own(site: Site):
    staff = commune(site)
    assert staff.post("/people", body(role="reporter", organisation="hoi-lhpn")).status_code == 404
    assert staff.post("/people", body(role="reporter", organisation=UNION)).status_code == 201


def test_the_district_makes_no_admin(site: Site):
    assert site.person("district").post("/people", body(role="admin")).status_code == 403
    assert site.person("admin").post("/people", body(role="admin")).status_code == 201


def test_the_district_cannot_touch_an_admin(site: Site):
    admin = site.person("admin")
    answer = site.person("district").post(f"/people/{admin.person_id}/leave")
    assert answer.status_code == 403
    assert admin.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"organisation": None}, "request.invalid"),
        ({"area": None}, "request.invalid"),
        ({"organisation": "khong-co"}, "organisation.unknown"),
        ({"organisation": "ngan-hang"}, "organisation.class"),
        ({"area": "99999"}, "area.unknown"),
        ({"hamlet": "28111-xoai-doi"}, "area.unknown"),
        ({"role": "chief"}, "request.invalid"),
        ({"username": "Có Dấu"}, "username.invalid"),
        ({"name": ""}, "request.invalid"),
    ],
)
def test_what_does_not_fit_is_told(sqlite_site: Site, change: dict, code: str):
    answer = sqlite_site.person("district").post("/people", body(**change))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, code)


def test_a_user_name_is_given_once(site: Site):
    staff = site.person("district")
    assert staff.post("/people", body(username="coi")).status_code == 201
    answer = staff.post("/people", body(username="COI"))
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "username.taken")


def test_a_move_ends_one_interval_and_begins_the_next(site: Site):
    volunteer = site.person("volunteer")
    moved = site.person("district").call(
        "PUT", f"/people/{volunteer.person_id}/membership", json=post(area=OTHER, organisation=OTHER_UNION)
    )
    assert moved.status_code == 200
    assert volunteer.get("/me").json["membership"]["area"] == OTHER
    with reading() as session:
        query = select(Membership).where(Membership.person_id == volunteer.person_id).order_by(Membership.id)
        first, second = session.scalars(query).all()
    assert first.until_at == second.from_at
    assert second.until_at is None
    assert first.from_at <= first.until_at


def test_the_same_post_again_changes_nothing(site: Site):
    staff, volunteer = site.person("district"), site.person("volunteer")
    path = f"/people/{volunteer.person_id}/membership"
    for _ in range(2):
        assert staff.call("PUT", path, json=post(area=HAMLET, hamlet=HAMLET)).status_code == 200
    with reading() as session:
        query = select(Membership).where(Membership.person_id == volunteer.person_id)
        assert len(session.scalars(query).all()) == 2, "one with the preset hamlet, none for the repetition"


def test_a_name_can_be_corrected(site: Site):
    staff, volunteer = commune(site), site.person("volunteer")
    path = f"/people/{volunteer.person_id}"
    answer = staff.call("PUT", path, json={"name": "Chị Nguyễn Thị Mận", "username": "man"})
    assert (answer.status_code, answer.json["name"], answer.json["username"]) == (200, "Chị Nguyễn Thị Mận", "man")


def test_who_left_can_do_nothing_and_is_in_no_list(site: Site):
    staff, volunteer = commune(site), site.person("volunteer", name="Đi rồi")
    assert staff.post(f"/people/{volunteer.person_id}/leave").status_code == 204
    assert volunteer.get("/me").json["error"]["code"] == "device.revoked"
    assert "Đi rồi" not in names(staff)
    again = staff.post(f"/people/{volunteer.person_id}/leave")
    assert (again.status_code, again.json["error"]["code"]) == (409, "person.left")
    with reading() as session:
        assert session.get_one(Device, volunteer.device_id).revoked_at is not None


def test_names_are_cleaned(sqlite_site: Site):
    answer = sqlite_site.person("district").post("/people", body(name=" Hoa\u0300ng\u202e An\u200b "))
    assert answer.json["name"] == "Hoàng An"


def test_the_root_is_a_place_too(site: Site):
    answer = site.person("district").post("/people", body(role="district", organisation=None, area=None))
    assert answer.json["membership"]["area"] == ROOT


@pytest.mark.parametrize("role", ["district", "admin", "commune"])
def test_somebody_out_of_scope_does_not_exist_whatever_their_role(sqlite_site: Site, role: str):
    clerk = sqlite_site.person("commune", COMMUNE, "ubnd-xa.28135")
    other = sqlite_site.person(role, OTHER, "ubnd-xa.28111")
    there = f"/people/{other.person_id}"
    answers = [
        clerk.call("PUT", there, json={"name": "A"}),
        clerk.call("PUT", f"{there}/membership", json=post()),
        clerk.post(f"{there}/leave"),
        clerk.post("/invites", {"id": str(uuid.uuid4()), "person": str(other.person_id)}),
        clerk.post(f"/devices/{other.device_id}/revoke"),
    ]
    assert [(one.status_code, one.json["error"]["code"]) for one in answers] == [(404, "not_found")] * 5

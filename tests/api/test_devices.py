"""GET /devices, POST /devices/<id>/revoke."""

import uuid

from tests.batches import push
from tests.entry import as_bearer, enrol, invite
from tests.site import COMMUNE, Caller, Site


def ids(caller: Caller) -> set[str]:
    return {one["id"] for one in caller.get("/devices").json["items"]}


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def test_it_works(site: Site):
    staff, volunteer = commune(site), site.person("volunteer", name="Chị Mận")
    shown = {one["id"]: one for one in staff.get("/devices").json["items"]}[str(volunteer.device_id)]
    assert shown["person"] == {"id": str(volunteer.person_id), "name": "Chị Mận"}
    assert shown["revoked_at"] is None
    answer = staff.post(f"/devices/{volunteer.device_id}/revoke")
    assert answer.status_code == 200
    assert answer.json["revoked_at"]
    assert volunteer.get("/me").json["error"]["code"] == "device.revoked"


def test_a_second_time_changes_nothing(site: Site):
    staff, volunteer = commune(site), site.person("volunteer")
    path = f"/devices/{volunteer.device_id}/revoke"
    assert staff.post(path).json["revoked_at"] == staff.post(path).json["revoked_at"]


def test_everybody_sees_their_own(site: Site):
    volunteer = site.person("volunteer")
    second = site.device(volunteer.person_id)
    site.person("volunteer")
    assert ids(volunteer) == {str(volunteer.device_id), str(second.device_id)}


def test_a_reporter_sees_only_their_own(site: Site):
    reporter = site.person("reporter", "806", "hoi-lhpn")
    site.person("volunteer")
    assert ids(reporter) == {str(reporter.device_id)}


def test_a_lost_phone_is_revoked_by_its_owner(site: Site):
    volunteer = site.person("volunteer")
    lost = site.device(volunteer.person_id)
    assert volunteer.post(f"/devices/{lost.device_id}/revoke").status_code == 200
    assert lost.get("/me").json["error"]["code"] == "device.revoked"
    assert volunteer.get("/me").status_code == 200


def test_devices_of_others_do_not_exist_for_a_volunteer(site: Site):
    volunteer, other = site.person("volunteer"), site.person("volunteer")
    assert volunteer.post(f"/devices/{other.device_id}/revoke").status_code == 404
    assert other.get("/me").status_code == 200


def test_devices_of_another_commune_do_not_exist(site: Site):
    staff, theirs = commune(site), site.person("volunteer", "28111", "hoi-lhpn-xa.28111")
    assert str(theirs.device_id) not in ids(staff)
    assert staff.post(f"/devices/{theirs.device_id}/revoke").status_code == 404


def test_a_colleagues_device_is_not_a_communes_to_revoke(site: Site):
    staff, colleague = commune(site), commune(site)
    answer = staff.post(f"/devices/{colleague.device_id}/revoke")
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "role.forbidden")
    assert site.person("district").post(f"/devices/{colleague.device_id}/revoke").status_code == 200


def test_devices_of_who_left_are_still_listed(site: Site):
    staff, volunteer = commune(site), site.person("volunteer")
    staff.post(f"/people/{volunteer.person_id}/leave")
    assert str(volunteer.device_id) in ids(staff)


def test_staff_see_what_a_phone_kept_that_its_person_has_since_replaced(site: Site):
    """Its store was wiped, or it is lost: the person came in anew and it never sent the rest."""
    staff, wiped, spare = commune(site), site.person("volunteer"), site.person("volunteer")
    push(wiped, queue_len=30, oldest_at="2021-08-19T05:59:59.000Z", next_n=231)
    push(spare, queue_len=4, next_n=5)
    again = invite(staff, id=str(uuid.uuid4()), person=str(wiped.person_id))
    new = as_bearer(site, enrol(site, again["code"]))
    shown = {one["id"]: one for one in staff.get("/devices").json["items"]}
    gap = shown[str(wiped.device_id)]
    assert (gap["queue_len"], gap["next_n"]) == (30, 231)
    assert gap["replaced_at"] == shown[str(new.device_id)]["enrolled_at"]
    assert shown[str(new.device_id)]["replaced_at"] is None
    assert shown[str(spare.device_id)]["replaced_at"] is None, "still at work with what it has not sent"


def test_a_replaced_phone_that_sends_the_rest_has_no_gap(site: Site):
    staff, old = commune(site), site.person("volunteer")
    push(old, queue_len=2, next_n=3)
    enrol(site, invite(staff, id=str(uuid.uuid4()), person=str(old.person_id))["code"])
    push(old, queue_len=0, next_n=3)
    assert [one["replaced_at"] for one in staff.get("/devices").json["items"]] == [None] * 3


def test_a_list_comes_in_pages(site: Site):
    volunteer = site.person("volunteer")
    for _ in range(2):
        site.device(volunteer.person_id)
    first = volunteer.get("/devices?limit=2").json
    second = volunteer.get(f"/devices?limit=2&after={first['next']}").json
    seen = [one["id"] for one in first["items"] + second["items"]]
    assert len(set(seen)) == 3
    assert second["next"] is None
    assert volunteer.get("/devices?after=x").status_code == 422
    assert volunteer.get("/devices?limit=0").status_code == 422

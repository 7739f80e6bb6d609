"""POST /people/<id>/suspend and /resume: held off until told otherwise, nothing lost."""

import pytest

from server.campaign.models import Campaign
from server.clock import now_ms
from server.database import writing
from server.people.models import Membership
from tests.batches import push, put, statuses
from tests.site import COMMUNE, Caller, Site


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def told(answer) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def test_it_works(site: Site):
    staff, volunteer = commune(site), site.person()
    path = f"/people/{volunteer.person_id}"
    answer = staff.post(f"{path}/suspend")
    assert answer.status_code == 200
    assert answer.json["suspended_at"] is not None
    assert told(volunteer.get("/me")) == (401, "device.revoked")
    held = put()
    assert statuses(push(volunteer, held)) == ["held device.revoked"]
    assert staff.post(f"{path}/resume").json["suspended_at"] is None
    assert volunteer.get("/me").status_code == 200
    assert statuses(push(volunteer, put(), held)) == ["stored", "held device.revoked"]
    assert staff.get("/totals").json["total"]["records"] == 1


def test_what_was_held_meanwhile_can_be_accepted(site: Site):
    staff, volunteer = commune(site), site.person()
    staff.post(f"/people/{volunteer.person_id}/suspend")
    push(volunteer, put())
    (waiting,) = staff.get("/attention").json["items"]
    settled = staff.post("/attention/settle", {"ids": [waiting["id"]], "accept": True}).json["items"]
    assert [one["status"] for one in settled] == ["stored"]
    assert staff.get("/totals").json["total"]["records"] == 1


@pytest.mark.parametrize("act", ["suspend", "resume"])
def test_a_second_time_changes_nothing(site: Site, act: str):
    staff, volunteer = commune(site), site.person()
    path = f"/people/{volunteer.person_id}"
    staff.post(f"{path}/suspend")
    first = staff.post(f"{path}/{act}").json["suspended_at"]
    assert staff.post(f"{path}/{act}").json["suspended_at"] == first
    acts = [line["act"] for line in site.person("admin").get("/audit").json["items"]]
    assert acts.count("person.suspend") == 1
    assert acts.count("person.resume") == (1 if act == "resume" else 0)


def test_the_list_of_people_shows_it(site: Site):
    staff, volunteer = commune(site), site.person()
    staff.post(f"/people/{volunteer.person_id}/suspend")
    shown = {one["id"]: one["suspended_at"] for one in staff.get("/people").json["items"]}
    assert shown[str(volunteer.person_id)] is not None


def test_nobody_holds_off_themselves_or_their_equals(site: Site):
    staff = site.person("district")
    assert told(staff.post(f"/people/{staff.person_id}/suspend")) == (403, "role.forbidden")
    officer = commune(site)
    assert officer.post(f"/people/{staff.person_id}/suspend").status_code == 404


def test_who_has_left_is_not_held_off(site: Site):
    staff, volunteer = commune(site), site.person()
    staff.post(f"/people/{volunteer.person_id}/leave")
    assert told(staff.post(f"/people/{volunteer.person_id}/suspend")) == (409, "person.left")


def test_who_works_in_another_campaign_too_is_not_held_off_there(site: Site):
    staff, volunteer = commune(site), site.person()
    with site.app.app_context(), writing() as session:
        first = session.get_one(Campaign, site.campaign_id)
        columns = {column.name: getattr(first, column.name) for column in Campaign.__table__.columns}
        session.add(Campaign(**{**columns, "id": first.id + 1, "code": "dot-hai", "epoch": "b" * 32}))
        session.flush()
        more = {"role": "volunteer", "area_id": 1, "from_at": now_ms()}
        session.add(Membership(campaign_id=first.id + 1, person_id=volunteer.person_id, **more))
    assert told(staff.post(f"/people/{volunteer.person_id}/suspend")) == (409, "person.elsewhere")

"""POST /enrol: an invite becomes a person on a device, once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from server.clock import DAY_MS, now_ms, parse_instant
from server.database import reading
from server.people.models import Audit, Device, Invite, LoginSession, Membership, Person
from server.people.tokens import digest, grouped
from tests.batches import push
from tests.entry import as_bearer, enrol, invite, shift
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Site


def test_it_works(site: Site):
    answer = enrol(site, invite(site.person("commune", COMMUNE, "ubnd-xa.28135"))["code"])
    assert answer.status_code == 201
    body = answer.json
    assert uuid.UUID(body["device_id"])
    assert body["person"]["name"] == "Chị Lê Thị Mận"
    assert body["person"]["role"] == "volunteer"
    assert body["campaign"]["code"] == "can-duoc-bluezone-2021"
    assert {"name", "starts_on", "ends_on", "tz"} <= set(body["campaign"])
    assert body["membership"]["area"] == COMMUNE
    assert body["membership"]["hamlet"] == HAMLET
    assert body["membership"]["organisation"] == UNION
    assert len(body["seal_key"]["public"]) == 87
    assert 1 <= body["seal_key"]["id"] <= 255
    assert len(body["handover_key"]) == 43
    assert body["limits"] == {"max_ops": 200, "max_bytes": 262144, "max_op_bytes": 8192}
    assert as_bearer(site, answer).get("/me").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        grouped,
        lambda code: "  " + grouped(code).lower() + " ",
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "i"),
        lambda code: " ".join(code),
    ],
)
def test_a_code_may_be_typed_in_many_ways(sqlite_site: Site, typed):
    code = invite(sqlite_site.person("district"))["code"]
    assert enrol(sqlite_site, typed(code)).status_code == 201


def test_an_unknown_code_is_404(site: Site):
    for code in ("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "x", "không có mã này đâu nhé, xin chào", "7" * 27):
        answer = enrol(site, code)
        assert answer.status_code == 404
        assert answer.json["error"]["code"] == "invite.unknown"


def test_another_phone_cannot_use_it_again(site: Site):
    code = invite(site.person("district"))["code"]
    assert enrol(site, code).status_code == 201
    answer = enrol(site, code)
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "invite.used"


def test_the_same_phone_may_redeem_again_and_the_old_token_dies(site: Site):
    code, install_id = invite(site.person("district"))["code"], uuid.uuid4()
    first = enrol(site, code, install_id)
    second = enrol(site, code, install_id)
    assert second.status_code == 201
    assert second.json["device_id"] == first.json["device_id"]
    assert second.json["person"]["id"] == first.json["person"]["id"]
    assert second.json["token"] != first.json["token"]
    dead = as_bearer(site, first).get("/me")
    assert (dead.status_code, dead.json["error"]["code"]) == (401, "session.expired")
    assert as_bearer(site, second).get("/me").status_code == 200


def test_the_same_phone_is_too_late_after_a_day(site: Site):
    made, install_id = invite(site.person("district")), uuid.uuid4()
    assert enrol(site, made["code"], install_id).status_code == 201
    shift(Invite, Invite.id == uuid.UUID(made["id"]), used_at=now_ms() - DAY_MS)
    answer = enrol(site, made["code"], install_id)
    assert answer.json["error"]["code"] == "invite.used"


def test_an_invite_lasts_seven_days(site: Site):
    made = invite(site.person("district"))
    shift(Invite, Invite.id == uuid.UUID(made["id"]), expires_at=now_ms())
    answer = enrol(site, made["code"])
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "invite.expired")


def test_a_withdrawn_invite_is_worth_nothing(site: Site):
    staff = site.person("district")
    made = invite(staff)
    assert staff.post(f"/invites/{made['id']}/withdraw").status_code == 200
    assert enrol(site, made["code"]).json["error"]["code"] == "invite.expired"


def test_whoever_made_it_must_still_be_allowed_to(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    made = invite(staff)
    boss = site.person("district")
    moved = boss.call(
        "PUT",
        f"/people/{staff.person_id}/membership",
        json={"role": "commune", "organisation": "ubnd-xa.28111", "area": "28111"},
    )
    assert moved.status_code == 200
    assert enrol(site, made["code"]).json["error"]["code"] == "invite.expired"


def test_twenty_at_once_and_one_succeeds(site: Site):
    code = invite(site.person("district"))["code"]

    def redeem(_number: int) -> int:
        with site.app.app_context():
            return enrol(site, code).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(redeem, range(20)))
    assert statuses == [201] + [409] * 19
    with reading() as session:
        people = session.scalars(select(Person.name)).all()
    assert people.count("Chị Lê Thị Mận") == 1


def test_the_same_phone_twenty_times_at_once_is_one_device(site: Site):
    code, install_id = invite(site.person("district"))["code"], uuid.uuid4()

    def redeem(_number: int) -> str:
        with site.app.app_context():
            return enrol(site, code, install_id).json["device_id"]

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(redeem, range(20)))) == 1
    with reading() as session:
        device_ids = select(Device.id).where(Device.install_id == install_id)
        alive = select(LoginSession).where(LoginSession.device_id.in_(device_ids), LoginSession.ended_at.is_(None))
        assert len(session.scalars(alive).all()) == 1


def test_an_invite_for_somebody_who_exists_keeps_the_person(site: Site):
    volunteer = site.person("volunteer")
    made = site.person("district").post("/invites", {"id": str(uuid.uuid4()), "person": str(volunteer.person_id)})
    assert made.status_code == 201
    answer = enrol(site, made.json["code"])
    assert answer.status_code == 201
    assert answer.json["person"]["id"] == str(volunteer.person_id)
    assert answer.json["device_id"] != str(volunteer.device_id)
    assert volunteer.get("/me").status_code == 200, "the old phone stays until somebody revokes it"
    with reading() as session:
        members = select(Membership).where(Membership.person_id == volunteer.person_id)
        assert len(session.scalars(members).all()) == 1


def test_the_same_installation_of_the_same_person_is_the_same_device(site: Site):
    staff, install_id = site.person("district"), uuid.uuid4()
    first = enrol(site, invite(staff)["code"], install_id)
    again = staff.post("/invites", {"id": str(uuid.uuid4()), "person": first.json["person"]["id"]})
    second = enrol(site, again.json["code"], install_id)
    assert second.json["device_id"] == first.json["device_id"]


def test_two_people_may_share_a_phone(site: Site):
    staff, install_id = site.person("district"), uuid.uuid4()
    first = enrol(site, invite(staff)["code"], install_id)
    second = enrol(site, invite(staff)["code"], install_id)
    assert first.json["device_id"] != second.json["device_id"]
    assert first.json["person"]["id"] != second.json["person"]["id"]


def test_a_revoked_phone_does_not_come_back_by_its_old_invite(site: Site):
    staff, install_id = site.person("district"), uuid.uuid4()
    code = invite(staff)["code"]
    first = enrol(site, code, install_id)
    assert staff.post(f"/devices/{first.json['device_id']}/revoke").status_code == 200
    answer = enrol(site, code, install_id)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "device.revoked")


def test_a_revoked_phone_comes_back_by_a_new_invite(site: Site):
    staff, install_id = site.person("district"), uuid.uuid4()
    first = enrol(site, invite(staff)["code"], install_id)
    staff.post(f"/devices/{first.json['device_id']}/revoke")
    shift(Device, Device.id == uuid.UUID(first.json["device_id"]), revoked_at=now_ms() - 1000)
    again = staff.post("/invites", {"id": str(uuid.uuid4()), "person": first.json["person"]["id"]})
    second = enrol(site, again.json["code"], install_id)
    assert second.status_code == 201
    assert second.json["device_id"] == first.json["device_id"]
    assert as_bearer(site, second).get("/me").status_code == 200


def test_the_code_is_not_in_the_database(site: Site):
    made = invite(site.person("district"))
    with reading() as session:
        row = session.scalars(select(Invite).where(Invite.id == uuid.UUID(made["id"]))).one()
        assert row.code_hash == digest(made["code"])
        trail = session.scalars(select(Audit)).all()
    assert made["code"] not in repr([(line.subject, line.details) for line in trail])


def test_by_cookie_the_token_is_in_no_body(site: Site):
    answer = enrol(site, invite(site.person("district"))["code"], transport="cookie")
    assert answer.status_code == 201
    assert "token" not in answer.json
    cookie = answer.headers["Set-Cookie"]
    device = answer.json["device_id"].replace("-", "")[:12]
    assert cookie.startswith(f"gocua-{device}=")  # http on loopback: neither __Host- nor Secure
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"install_id": "x"}, "install_id"),
        ({"install_id": 7}, "install_id"),
        ({"code": 5}, "code"),
        ({"transport": "pigeon"}, "transport"),
        ({"role": "admin"}, "role"),
        ({"device_name": "x" * 101}, "device_name"),
    ],
)
def test_what_does_not_fit_is_named(sqlite_site: Site, change: dict, field: str):
    body = {"code": "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "install_id": str(uuid.uuid4()), **change}
    answer = sqlite_site.call("POST", "/enrol", json=body)
    assert answer.status_code == 422
    assert field in answer.json["error"]["details"]


def test_an_invite_for_the_root_covers_the_whole_campaign(site: Site):
    made = invite(site.person("district"), role="teller", organisation="hoi-lhpn", area=ROOT, hamlet=None)
    assert enrol(site, made["code"]).json["membership"]["area"] == ROOT


def test_a_new_phone_hears_what_the_old_one_had_not_sent(site: Site):
    """A store that the browser wiped: the person comes in again, as another installation."""
    staff, old = site.person("commune", COMMUNE, "ubnd-xa.28135"), site.person("volunteer")
    assert old.get("/me").json["unsent_elsewhere"] == []
    push(old, queue_len=30, next_n=231)
    answer = enrol(site, invite(staff, person=str(old.person_id))["code"])
    (told,) = answer.json["unsent_elsewhere"]
    assert (told["device_id"], told["waiting"]) == (str(old.device_id), 30)
    assert abs(parse_instant(told["seen_at"]) - now_ms()) < DAY_MS
    new = as_bearer(site, answer)
    assert new.get("/me").json["unsent_elsewhere"] == [told]
    assert old.get("/me").json["unsent_elsewhere"] == [], "not of itself"
    assert site.person("volunteer").get("/me").json["unsent_elsewhere"] == [], "nor to others"
    push(old, queue_len=0)
    assert new.get("/me").json["unsent_elsewhere"] == [], "it was there after all"


def test_what_an_old_phone_kept_is_not_told_for_ever(site: Site):
    old = site.person("volunteer")
    push(old, queue_len=3)
    new = site.device(old.person_id)
    assert new.get("/me").json["unsent_elsewhere"]
    shift(Device, Device.id == old.device_id, synced_at=now_ms() - 46 * DAY_MS)
    assert new.get("/me").json["unsent_elsewhere"] == []

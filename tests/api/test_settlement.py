"""Settling what was quarantined or held: the act of a person, which the phone learns as a verdict."""

import uuid

import pytest
from sqlalchemy import select

from server.campaign import store as campaign_store
from server.campaign.models import Area, Outcome
from server.clock import DAY_MS, at, now_ms
from server.database import reading, writing
from server.errors import Problem
from server.notices.worker import Worker
from server.people.models import Audit, Device
from server.people.service import Caller as Calling
from server.sync import service, settlement
from server.sync.models import Op, Pending
from tests.batches import CONSENT, push, put, review, rows, sealed, statuses
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

OTHER = "28108"


def calling(staff: Caller) -> Calling:
    """The staff member as the desk's views know them."""
    site = staff.site
    return Calling(
        person_id=staff.person_id, device_id=staff.device_id, campaign_id=site.campaign_id, campaign_code="",
        role=staff.role, organisation_id=None, area_id=site.area_id(COMMUNE), membership_id=1, token_kind="bearer",
        revoked=False, name="", hamlet_id=None, member_since=0, enrolled_at=0, token_hash=b"",
    )  # fmt: skip


def waiting() -> list[uuid.UUID]:
    with reading() as session:
        return list(session.scalars(select(Pending.id).where(Pending.settled_at.is_(None)).order_by(Pending.id)))


def settle(staff: Caller, *ids: uuid.UUID, accept: bool = True, word: str | None = None) -> list[settlement.Settled]:
    keys = staff.site.app.extensions["gocua.keys"]
    with writing() as session:
        return service.settle(session, keys, calling(staff), ids or waiting(), accept=accept, word=word)


@pytest.fixture
def staff(site: Site) -> Caller:
    return site.person("commune", area=COMMUNE)


def test_it_works(site: Site, staff: Caller):
    volunteer = site.person()
    held = put(area=OTHER)
    push(volunteer, put(), held)
    (done,) = settle(staff)
    assert (done.done, done.result.status, str(done.op_id)) == (True, "stored", held["op_id"])
    record, accepted, verdict = rows(volunteer)
    assert [record["seq"], accepted["seq"], verdict["seq"]] == [1, 2, 3]
    assert (accepted["area"], accepted["organisation"], "held" in accepted) == (OTHER, UNION, False)
    assert verdict == {
        "kind": "verdict", "op_id": held["op_id"], "seq": 3, "status": "stored", "code": None, "message": None,
    }  # fmt: skip
    assert statuses(push(volunteer, held)) == ["duplicate"]
    assert service.compare(site.campaign_id) == []


def test_a_refused_op_stays_out_and_the_phone_is_told_why(site: Site, staff: Caller):
    volunteer = site.person()
    held = put(area=OTHER)
    push(volunteer, held)
    settle(staff, accept=False, word="Nhà này thuộc thị trấn.")
    (verdict,) = rows(volunteer)
    assert (verdict["kind"], verdict["status"], verdict["code"]) == ("verdict", "held", "op.refused")
    assert verdict["message"].endswith("Nhà này thuộc thị trấn.")
    answer = push(volunteer, held)
    assert statuses(answer) == ["held op.refused"]
    assert volunteer.post("/sync/verify", {"items": [held["op_id"]]}).json["missing"] == []


def test_a_verdict_stands(site: Site, staff: Caller):
    volunteer = site.person()
    push(volunteer, put(area=OTHER))
    ids = waiting()
    settle(staff, accept=False)
    (again,) = settle(staff, *ids, accept=True)
    assert again.result.code == "op.refused"
    assert [row["kind"] for row in rows(volunteer)] == ["verdict"]


def test_the_act_is_in_the_trail(site: Site, staff: Caller):
    volunteer = site.person()
    held = put(area=OTHER)
    push(volunteer, held)
    settle(staff, word="đúng là có đi")
    with reading() as session:
        line = session.scalars(select(Audit).where(Audit.act == "op.accept")).one()
    assert (line.actor_id, line.subject) == (staff.person_id, held["op_id"])
    assert line.details == {"code": "area.out_of_scope", "word": "đúng là có đi"}


def test_an_unknown_area_is_accepted_once_it_is_entered(site: Site, staff: Caller):
    volunteer = site.person()
    push(volunteer, put(area="28135-ap-moi"), put(outcome="moi"))
    assert {done.result.code for done in settle(staff)} == {"area.unknown", "outcome.unknown"}
    assert rows(volunteer) == []
    with writing() as session:
        model = session.scalars(select(Area).where(Area.code == HAMLET)).one()
        session.add(
            Area(campaign_id=site.campaign_id, id=9001, code="28135-ap-moi", name="Ấp Mới", type="ấp", level=2,
                 parent_id=model.parent_id, valid_from=model.valid_from)
        )  # fmt: skip
        session.add(
            Outcome(campaign_id=site.campaign_id, id=9001, code="moi", name_vi="Mới", name_en="New", group="success")
        )
        campaign_store.touch(session, site.campaign_id)
    assert [done.result.status for done in settle(staff)] == ["stored", "stored"]
    assert [row["kind"] for row in rows(volunteer)] == ["record", "record", "verdict", "verdict"]
    assert service.compare(site.campaign_id) == []


def test_an_op_with_a_bad_number_is_accepted_without_it(site: Site, staff: Caller):
    volunteer = site.person()
    op = put(sealed_phone="AAAA", consent=CONSENT)
    without = put()
    without["body"]["sealed_phone"] = sealed(volunteer, "+84912345678", without["record_id"])
    push(volunteer, op, without)
    settle(staff)
    assert [row.get("has_number") for row in rows(volunteer)] == [False, False, None, None]


def test_ops_of_a_revoked_device_may_be_accepted(site: Site, staff: Caller):
    volunteer = site.person()
    with writing() as session:
        session.get_one(Device, volunteer.device_id).revoked_at = now_ms()
    push(volunteer, put(), put(area=OTHER))
    assert [done.result.status for done in settle(staff)] == ["stored", "stored"]
    assert [row["kind"] for row in rows(staff)] == ["record", "verdict", "verdict"]
    assert service.compare(site.campaign_id) == []


def test_what_cannot_be_processed_is_only_refused(site: Site, staff: Caller):
    volunteer, other = site.person(), site.person("reporter")
    one = put()
    push(volunteer, one, {**one, "rev": 2}, {"op_id": 7}, put(mode="boat"))
    push(other, review(volunteer.person_id, one["record_id"]))
    told = {done.result.code for done in settle(staff) if not done.done}
    assert told == {"op.conflict", "op.malformed", "role.forbidden"}
    assert all(done.done for done in settle(staff, accept=False))
    assert waiting() == []


def test_what_is_out_of_scope_does_not_exist(site: Site):
    volunteer = site.person()
    push(volunteer, put(area=OTHER))
    stranger = calling(site.person("commune", area=OTHER))
    elsewhere = Calling(**{**_fields(stranger), "area_id": site.area_id(OTHER)})
    with writing() as session, pytest.raises(Problem) as caught:
        service.settle(session, site.app.extensions["gocua.keys"], elsewhere, waiting(), accept=True)
    assert caught.value.code == "not_found"
    assert len(waiting()) == 1


def _fields(one: Calling) -> dict:
    return {name: getattr(one, name) for name in Calling.__slots__}


def test_sealed_numbers_are_forgotten_thirty_days_after_the_verdict(site: Site, staff: Caller):
    volunteer = site.person()
    held = put(area=OTHER, caller=volunteer, number="+84912345678")
    push(volunteer, held)
    settle(staff)
    secret = held["body"]["sealed_phone"]

    def raws() -> str:
        with reading() as session:
            return "".join([*session.scalars(select(Pending.raw)), *session.scalars(select(Op.raw))])

    assert raws().count(secret) == 1
    for days, found in ((29, 0), (31, 1), (31, 0)):
        with writing() as session:
            assert settlement.forget_seals(session, site.campaign_id, now_ms() + days * DAY_MS) == found
    assert secret not in raws()


def test_the_worker_forgets_them_wherever_they_stand(sqlite_site: Site):
    staff = sqlite_site.person("commune", area=COMMUNE)
    volunteer = sqlite_site.person()
    held = put(area=OTHER, caller=volunteer, number="+84912345678")
    stray = {**put(area=OTHER), "sealed_phone": held["body"]["sealed_phone"]}
    loose = {"body": held["body"]}
    push(volunteer, held, stray, loose)
    settle(staff, accept=False)
    worker = Worker(sqlite_site.app)

    def kept() -> int:
        with reading() as session:
            return sum(held["body"]["sealed_phone"] in raw for raw in session.scalars(select(Pending.raw)))

    worker.once()
    assert kept() == 3
    with at(now_ms() + 31 * DAY_MS):
        worker.once()
    assert kept() == 0

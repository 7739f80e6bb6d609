"""GET /audit, and that the trail is only ever added to."""

from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from server import keys
from server.app import create_app
from server.clock import at as moved
from server.clock import now_ms, parse_instant
from server.config import from_environment
from server.database import reading, writing
from server.extensions import db
from server.people import audit
from server.people.models import Audit
from server.upkeep import start
from tests.batches import new_id, push, put, review
from tests.entry import enrol, invite
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

REPLACE = "INSERT INTO audit (id, at, act, subject, details) SELECT id, at, 'x', subject, details FROM audit"


def test_it_works(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135", name="Cán bộ xã")
    made = invite(staff)
    enrol(site, made["code"])
    items = site.person("district").get("/audit").json["items"]
    assert [one["act"] for one in items] == ["invite.use", "invite.make"]
    assert items[1]["actor"] == {"id": str(staff.person_id), "name": "Cán bộ xã"}
    assert items[1]["subject"] == made["id"]
    assert items[0]["actor"]["name"] == "Chị Lê Thị Mận"


def test_a_list_comes_in_pages_newest_first(site: Site):
    staff = site.person("district")
    for _ in range(5):
        invite(staff)
    first = staff.get("/audit?limit=3").json
    second = staff.get(f"/audit?limit=3&after={first['next']}").json
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 5
    assert second["next"] is None
    assert staff.get("/audit?after=x").status_code == 422


def note(site: Site, act: str, subject: object, *, installation: bool = False, at: int | None = None) -> None:
    """A line of the command line's, at an instant."""
    campaign_id = None if installation else site.campaign_id
    with moved(now_ms() if at is None else at), writing() as session:
        audit.record(session, act, subject, campaign_id=campaign_id, actor_id=None)


def acts(caller: Caller, query: str = "") -> list[str]:
    return [one["act"] for one in caller.get(f"/audit?{query}").json["items"]]


def test_it_can_be_asked_for_one_person_one_act_or_one_object(site: Site):
    first, second = site.person("district"), site.person("district")
    person = f"/people/{site.person().person_id}"
    first.call("PUT", person, json={"name": "Tên đúng"})
    second.post(f"{person}/leave")
    made = invite(second)
    note(site, "figures.import", "so-lieu.csv")
    assert acts(first) == ["figures.import", "invite.make", "person.leave", "person.rename"]
    assert acts(first, f"person={first.person_id}") == ["person.rename"]
    assert acts(first, "person=gocua") == ["figures.import"]
    assert acts(first, "act=person") == ["person.leave", "person.rename"]
    assert acts(first, "act=person.leave") == ["person.leave"]
    assert acts(first, f"subject={made['id']}") == ["invite.make"]
    assert acts(first, f"person={second.person_id}&act=person") == ["person.leave"]


def test_a_span_of_days_is_of_the_campaigns_zone(site: Site):
    staff = site.person("district")
    for act, at in (("a.last", "2021-08-19T16:59:59.999Z"), ("b.first", "2021-08-19T17:00:00.000Z")):
        note(site, act, "x", at=parse_instant(at))
    assert acts(staff, "since=2021-08-20") == ["b.first"]
    assert acts(staff, "until=2021-08-19") == ["a.last"]
    assert acts(staff, "since=2021-08-19&until=2021-08-20") == ["b.first", "a.last"]
    assert acts(staff, "since=2021-08-21") == []


@pytest.mark.parametrize("query", ["person=x", "act=%25", "act=a.b.c", "since=1/2/2021", "ten=x", "limit=0"])
def test_a_question_that_is_none_is_refused(site: Site, query: str):
    assert site.person("district").get(f"/audit?{query}").status_code == 422


def test_what_was_done_to_the_installation_is_the_admins_to_see(site: Site):
    note(site, "keys.rotate", "seal-2", installation=True)
    note(site, "areas.import", "ap.csv")
    assert acts(site.person("district")) == ["areas.import"]
    assert acts(site.person("admin")) == ["areas.import", "keys.rotate"]


def test_another_campaigns_lines_are_nobodys_here(site: Site):
    with writing() as session:
        audit.record(session, "area.add", "x", campaign_id=site.campaign_id + 1, actor_id=None)
    assert acts(site.person("admin")) == []


def test_a_line_says_what_its_object_is_called(site: Site):
    staff, volunteer = site.person("admin"), site.person(name="Chị Mận")
    staff.post(f"/devices/{volunteer.device_id}/revoke")
    staff.call("PUT", f"/people/{volunteer.person_id}", json={"name": "Chị Lê Thị Mận"})
    staff.call("PUT", f"/areas/{HAMLET}", json={"name": "Ấp Mỹ Tây"})
    staff.call("PUT", f"/organisations/{UNION}", json={"name": "Hội LHPN"})
    note(site, "keys.rotate", "seal-2", installation=True)
    named = {one["act"]: one["subject_name"] for one in staff.get("/audit").json["items"]}
    assert named["device.revoke"].startswith("Chị Lê Thị Mận")
    assert named["person.rename"] == "Chị Lê Thị Mận"
    assert (named["area.rename"], named["organisation.rename"]) == ("Ấp Mỹ Tây", "Hội LHPN")
    assert named["keys.rotate"] is None


@pytest.mark.parametrize("act", ["update", "delete", "truncate", "replace"])
def test_no_line_is_ever_changed(site: Site, act: str):
    invite(site.person("district"))
    statements = {
        "update": update(Audit).values(act="x"),
        "delete": delete(Audit),
        "truncate": text("TRUNCATE audit" if "postgres" in site.url else "DELETE FROM audit"),
        "replace": text(
            REPLACE.replace("INSERT", "INSERT OR REPLACE")
            if "sqlite" in site.url
            else f"{REPLACE} ON CONFLICT (id) DO UPDATE SET act = 'x'"
        ),
    }
    with pytest.raises(DatabaseError, match="append-only"), writing() as session:
        session.execute(statements[act])
    with reading() as session:
        assert session.scalars(select(func.count()).select_from(Audit)).one() == 1


def test_a_migrated_database_guards_it_too(database_url: str, tmp_path: Path):
    """The tables of the other tests come from the models; those that serve come from migrations."""
    keys.make(tmp_path / "keys")
    app = create_app(from_environment({"GOCUA_HOME": str(tmp_path), "DATABASE_URL": database_url}, testing=True))
    with app.app_context():
        start.make_tables()
        with writing() as session:
            audit.record(session, "x.y", "z", campaign_id=None, actor_id=None)
        for change in (delete(Audit), text(REPLACE.replace("INSERT", "INSERT OR REPLACE"))):
            if "sqlite" in database_url or change.is_delete:
                with pytest.raises(DatabaseError, match="append-only"), writing() as session:
                    session.execute(change)
        for engine in db.engines.values():
            engine.dispose()


def test_every_staff_act_leaves_a_line(site: Site):
    staff, volunteer = site.person("district"), site.person("volunteer")
    person = f"/people/{volunteer.person_id}"
    staff.call("PUT", person, json={"name": "Tên đúng"})
    post = {"role": "volunteer", "organisation": "hoi-lhpn-xa.28111", "area": "28111"}
    staff.call("PUT", f"{person}/membership", json=post)
    staff.post(f"/devices/{volunteer.device_id}/revoke")
    staff.post(f"{person}/leave")
    staff.post("/areas", {"code": "28135-x", "name": "Ấp X", "parent": COMMUNE})
    staff.call("PUT", "/areas/28135-x", json={"name": "Ấp Y"})
    firm = {"code": "cty", "name": "Công ty", "parent": "doanh-nghiep"}
    staff.post("/organisations", firm)
    staff.call("PUT", "/organisations/cty", json={"name": "Công ty 2"})
    figure = {"area": COMMUNE, "measure": "households", "value": 1, "as_of": "2021-08-20", "source": "xã"}
    staff.call("PUT", "/figures", json={"items": [figure]})
    staff.call("PUT", "/targets", json={"items": [{"area": COMMUNE, "value": 1}]})
    acts = {one["act"] for one in staff.get("/audit").json["items"]}
    assert acts == {
        "person.rename",
        "person.move",
        "device.revoke",
        "person.leave",
        "area.add",
        "area.rename",
        "organisation.add",
        "organisation.rename",
        "figure.put",
        "target.put",
    }


def test_a_record_taken_out_by_a_review_leaves_a_line_and_so_does_taking_that_back(site: Site):
    volunteer, staff = site.person(), site.person("district")
    records = [new_id() for _ in range(3)]
    push(volunteer, *map(put, records))
    out, ok = records[:2], records[2]
    push(staff, *(review(volunteer.person_id, one) for one in out), review(volunteer.person_id, ok, "ok"))
    assert acts(staff) == ["review.void", "review.void"]
    push(staff, review(volunteer.person_id, out[0], "ok", rev=2))
    first, *_ = staff.get("/audit?act=review").json["items"]
    assert (first["act"], first["subject"]) == ("review.ok", out[0])
    assert first["actor"]["id"] == str(staff.person_id)
    assert first["details"] == {"person": str(volunteer.person_id), "seen_rev": 1}, "no reason: it may name somebody"


def test_a_review_sent_twice_leaves_one_line(site: Site):
    volunteer, staff = site.person(), site.person("district")
    record = new_id()
    push(volunteer, put(record))
    said = review(volunteer.person_id, record)
    push(staff, said)
    push(staff, said)
    assert acts(staff) == ["review.void"]


def test_a_commune_does_not_read_it(site: Site):
    assert site.person("commune", COMMUNE, "ubnd-xa.28135").get("/audit").status_code == 403

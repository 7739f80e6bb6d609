"""GET /audit, and that the trail is only ever added to."""

from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from server import keys
from server.app import create_app
from server.config import from_environment
from server.database import reading, writing
from server.extensions import db
from server.people import audit
from server.people.models import Audit
from server.upkeep import start
from tests.entry import enrol, invite
from tests.site import COMMUNE, Site


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


@pytest.mark.parametrize("act", ["update", "delete", "truncate"])
def test_no_line_is_ever_changed(site: Site, act: str):
    invite(site.person("district"))
    statements = {
        "update": update(Audit).values(act="x"),
        "delete": delete(Audit),
        "truncate": text("TRUNCATE audit" if "postgres" in site.url else "DELETE FROM audit"),
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
        with pytest.raises(DatabaseError, match="append-only"), writing() as session:
            session.execute(delete(Audit))
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


def test_a_commune_does_not_read_it(site: Site):
    assert site.person("commune", COMMUNE, "ubnd-xa.28135").get("/audit").status_code == 403

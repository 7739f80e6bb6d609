"""GET /exports/audit.csv: the trail as a file that Excel opens, with the same filters, itself noted in the trail."""

import csv
import io
import json
from typing import Any

import pytest

from server.database import writing
from server.desk.admin import trail_file
from server.people import audit
from tests.site import HAMLET, Caller, Site


def table(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    with caller.get(f"/exports/audit.csv?{query}") as answer:
        assert answer.status_code == 200
        assert answer.data.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_it_works(site: Site):
    admin = site.person("admin", name="Anh Quản")
    admin.call("PUT", f"/areas/{HAMLET}", json={"name": "=Ấp Mỹ Tây"})
    download, renamed = table(admin)
    assert tuple(renamed) == trail_file.COLUMNS
    assert (renamed["act"], renamed["person"], renamed["person_name"]) == (
        "area.rename",
        str(admin.person_id),
        "Anh Quản",
    )
    assert (renamed["subject"], renamed["subject_name"]) == (HAMLET, "'=Ấp Mỹ Tây"), "never a formula"
    assert json.loads(renamed["details"])["to"] == "=Ấp Mỹ Tây"
    assert download["act"] == "audit.download"


def test_the_filters_of_the_list_are_those_of_the_file(site: Site):
    admin, other = site.person("admin"), site.person("district")
    for caller, name in ((admin, "Một"), (other, "Hai")):
        caller.call("PUT", f"/areas/{HAMLET}", json={"name": name})
    assert len(table(admin, "act=area")) == 2
    assert [row["person"] for row in table(admin, f"act=area&person={other.person_id}")] == [str(other.person_id)]
    with admin.get("/exports/audit.csv?person=x") as answer:
        assert answer.status_code == 422


def test_a_long_trail_comes_whole_and_in_order(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(trail_file, "_CHUNK", 3)
    with writing() as session:
        audit.record_all(session, site.campaign_id, [audit.Act("x.y", number, None) for number in range(9)])
    rows = table(site.person("district"), "act=x")
    assert [row["subject"] for row in rows] == [str(number) for number in reversed(range(9))]


def test_a_district_gets_nothing_of_the_installation(site: Site):
    with writing() as session:
        audit.record(session, "keys.rotate", "seal-2", campaign_id=None, actor_id=None)
    assert "keys.rotate" not in {row["act"] for row in table(site.person("district"))}
    assert "keys.rotate" in {row["act"] for row in table(site.person("admin"))}

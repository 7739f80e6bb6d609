"""GET /exports/silent.csv and .xlsx: all of the silent people, noted in the trail; no program reads them."""

import csv
import io

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from server.database import reading
from server.desk import freshness
from server.people.models import Audit
from tests.api.test_freshness import OTHER, OTHER_UNION, commune, fresh, logged, remind
from tests.due import at
from tests.site import COMMUNE, Caller, Site


def taken(caller: Caller, query: str = "") -> list[dict[str, str]]:
    with caller.get(f"/exports/silent.csv{query}") as answer:
        assert answer.status_code == 200, answer.json
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_it_works(site: Site):
    with at("2021-08-24 09:00"):
        logged(site.person(name="Chị Im"), queue=4)
    with at("2021-08-26 09:00"):
        staff = commune(site)
        assert remind(staff, within=COMMUNE).status_code == 200
        (row,) = taken(staff)
        with staff.get("/exports/silent.xlsx") as answer:
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert (row["person_name"], row["commune"], row["waiting"], row["sample"]) == (
        "Chị Im",
        COMMUNE,
        "3",
        "số liệu mẫu",
    )
    assert row["synced_at"].startswith("2021-08-24T02:00")
    assert row["reminded_at"].startswith("2021-08-26T02:00")
    assert sheet[-1][1] == "Chị Im"


def test_all_are_in_it_however_many_the_page_names(site: Site, monkeypatch):
    monkeypatch.setattr(freshness, "SHOWN", 1)
    with at("2021-08-24 09:00"):
        for name in ("Chị Một", "Chị Hai"):
            site.person(name=name)
    with at("2021-08-26 09:00"):
        staff = commune(site)
        assert len(fresh(staff)["people"]) == 1
        assert {row["person_name"] for row in taken(staff)} == {"Chị Một", "Chị Hai"}


def test_a_commune_has_its_own_alone(site: Site):
    with at("2021-08-24 09:00"):
        site.person(name="Chị Đây")
        site.person(name="Chị Kia", area=OTHER, organisation=OTHER_UNION)
    with at("2021-08-26 09:00"):
        assert [row["person_name"] for row in taken(commune(site))] == ["Chị Đây"]
        district = site.person("district")
        assert {row["person_name"] for row in taken(district)} == {"Chị Đây", "Chị Kia"}
        assert [row["person_name"] for row in taken(district, f"?within={COMMUNE}")] == ["Chị Đây"]


def test_taking_it_is_noted(site: Site):
    staff = commune(site)
    taken(staff, f"?within={COMMUNE}")
    with reading() as session:
        row = session.scalars(select(Audit).where(Audit.act == "silent.export")).one()
    assert (row.actor_id, row.details) == (staff.person_id, {"within": COMMUNE, "file": "csv"})

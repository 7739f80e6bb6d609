"""GET /exports/people.csv and .xlsx: who is in scope and as what; nothing by which somebody gets in."""

from tests.api.test_people import OTHER, OTHER_UNION, commune
from tests.exported import csv_of, noted, sheet_of
from tests.site import COMMUNE, HAMLET, UNION, Site


def test_it_works(site: Site):
    staff = commune(site)
    volunteer = site.person("volunteer", COMMUNE, UNION, name="Chị Mận")
    post = {"role": "volunteer", "area": COMMUNE, "hamlet": HAMLET, "organisation": UNION}
    assert staff.call("PUT", f"/people/{volunteer.person_id}/membership", json=post).status_code == 200
    assert staff.post(f"/people/{volunteer.person_id}/suspend").status_code == 200
    row = next(one for one in csv_of(staff, "people") if one["person"] == str(volunteer.person_id))
    assert (row["person_name"], row["role_name"], row["organisation"]) == ("Chị Mận", "Tình nguyện viên", UNION)
    assert (row["area"], row["area_name"], row["hamlet"]) == (COMMUNE, "Xã Mỹ Lệ", HAMLET)
    assert row["hamlet_name"]
    assert row["since"]
    assert row["suspended_at"]
    assert row["sample"] == "số liệu mẫu"
    assert "Chị Mận" in {one["Người"] for one in sheet_of(staff, "people")}


def test_user_names_are_not_in_it(site: Site):
    staff = commune(site)
    body = {"name": "Anh Cội", "username": "anh.coi.my.le"}
    volunteer = site.person()
    assert staff.call("PUT", f"/people/{volunteer.person_id}", json=body).status_code == 200
    with staff.get("/exports/people.csv") as answer:
        assert "Anh Cội" in answer.text
        assert "anh.coi.my.le" not in answer.text


def test_a_commune_has_its_own_alone_and_it_can_be_narrowed(site: Site):
    site.person(name="Chị Đây")
    site.person("volunteer", OTHER, OTHER_UNION, name="Chị Kia")
    names = {one["person_name"] for one in csv_of(commune(site), "people")}
    assert "Chị Đây" in names
    assert "Chị Kia" not in names
    district = site.person("district")
    assert [one["person_name"] for one in csv_of(district, "people", f"?within={OTHER}")] == ["Chị Kia"]
    assert {one["role"] for one in csv_of(district, "people", "?role=district")} == {"district"}
    assert [one["person_name"] for one in csv_of(district, "people", f"?organisation={OTHER_UNION}")] == ["Chị Kia"]


def test_taking_it_is_noted(site: Site):
    staff = commune(site)
    csv_of(staff, "people", "?role=volunteer")
    row = noted("people.export")
    assert (row.actor_id, row.details) == (staff.person_id, {"role": "volunteer", "file": "csv"})


def test_a_name_that_looks_like_a_formula_stays_text(site: Site):
    staff = commune(site)
    site.person(name="@Mận")
    assert "'@Mận" in {one["person_name"] for one in csv_of(staff, "people")}
    assert "@Mận" in {one["Người"] for one in sheet_of(staff, "people")}

"""GET /exports/checks.csv and .xlsx: records that were drawn, and what came of them; never a number."""

from tests.api.test_spot_checks import FAR, FAR_UNION, draw, log, officer
from tests.exported import csv_of, noted, sheet_of
from tests.site import COMMUNE, Site


def test_it_works(site: Site):
    log(site.person(name="Chị Mận"), 3)
    staff = officer(site)
    first, second, _ = draw(staff, 3)
    staff.call("PUT", f"/spot-checks/{first['id']}", json={"result": "wrong", "word": "không có nhà này"})
    rows = {row["check"]: row for row in csv_of(staff, "checks")}
    assert len(rows) == 3
    row = rows[first["id"]]
    assert (row["result"], row["result_name"], row["word"]) == ("wrong", "không đúng", "không có nhà này")
    assert (row["drawn_by"], row["checked_by"], row["person_name"]) == ("Bà Sáu", "Bà Sáu", "Chị Mận")
    assert (row["record_id"], row["commune"]) == (first["record"]["record_id"], COMMUNE)
    assert (rows[second["id"]]["result"], rows[second["id"]]["checked_at"]) == ("", "")
    assert sorted(line["Kết luận"] for line in sheet_of(staff, "checks")) == ["", "", "không đúng"]


def test_all_are_in_it_however_long_a_page_is(site: Site):
    log(site.person(), 60)
    staff = officer(site)
    draw(staff, 60)
    assert len(staff.get("/spot-checks").json["items"]) == 50
    assert len(csv_of(staff, "checks")) == 60


def test_it_can_be_asked_for_those_that_are_open(site: Site):
    log(site.person(), 2)
    staff = officer(site)
    first, second = draw(staff, 2)
    staff.call("PUT", f"/spot-checks/{first['id']}", json={"result": "confirmed"})
    assert [row["check"] for row in csv_of(staff, "checks", "?open=true")] == [second["id"]]


def test_a_commune_has_its_own_alone(site: Site):
    log(site.person(), 1)
    log(site.person("volunteer", FAR, FAR_UNION), 1, area=FAR)
    district = site.person("district")
    draw(district, 2)
    assert {row["commune"] for row in csv_of(district, "checks")} == {COMMUNE, "28111"}
    assert {row["commune"] for row in csv_of(officer(site), "checks")} == {COMMUNE}


def test_no_number_is_in_it(site: Site):
    log(site.person(), 1, number="+84911234567")
    staff = officer(site)
    draw(staff, 1)
    with staff.get("/exports/checks.csv") as answer:
        assert COMMUNE in answer.text
        assert "11234567" not in answer.text


def test_taking_it_is_noted(site: Site):
    staff = officer(site)
    csv_of(staff, "checks", "?open=true")
    row = noted("checks.export")
    assert (row.actor_id, row.details) == (staff.person_id, {"open": "True", "file": "csv"})

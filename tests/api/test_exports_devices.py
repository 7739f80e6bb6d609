"""GET /exports/devices.csv and .xlsx: every device in scope, with what it last said of itself."""

from tests.api.test_devices import commune
from tests.batches import push, put
from tests.exported import csv_of, noted, sheet_of
from tests.site import COMMUNE, Site


def test_it_works(site: Site):
    volunteer = site.person(name="Chị Mận")
    push(volunteer, put(anchor=volunteer.anchor(), caller=volunteer), queue_len=4)
    staff = commune(site)
    row = next(one for one in csv_of(staff, "devices") if one["device"] == str(volunteer.device_id))
    assert (row["person"], row["person_name"], row["waiting"]) == (str(volunteer.person_id), "Chị Mận", "3")
    assert row["synced_at"]
    assert row["enrolled_at"]
    assert (row["revoked_at"], row["sample"]) == ("", "số liệu mẫu")
    assert "Chị Mận" in {one["Người"] for one in sheet_of(staff, "devices")}


def test_revoked_ones_are_in_it_and_so_are_those_of_people_who_left(site: Site):
    staff, volunteer = commune(site), site.person()
    assert staff.post(f"/people/{volunteer.person_id}/leave").status_code == 204
    row = next(one for one in csv_of(staff, "devices") if one["device"] == str(volunteer.device_id))
    assert row["revoked_at"]


def test_nothing_secret_is_in_it(site: Site):
    staff, volunteer = commune(site), site.person()
    with staff.get("/exports/devices.csv") as answer:
        assert str(volunteer.device_id) in answer.text
        assert volunteer.token not in answer.text


def test_a_commune_has_its_own_alone_and_it_can_be_narrowed(site: Site):
    here, there = site.person(), site.person("volunteer", "28111", "hoi-lhpn-xa.28111")
    ids = {one["device"] for one in csv_of(commune(site), "devices")}
    assert str(here.device_id) in ids
    assert str(there.device_id) not in ids
    district = site.person("district")
    assert [one["device"] for one in csv_of(district, "devices", "?within=28111")] == [str(there.device_id)]


def test_taking_it_is_noted(site: Site):
    staff = commune(site)
    csv_of(staff, "devices", f"?within={COMMUNE}")
    row = noted("devices.export")
    assert (row.actor_id, row.details) == (staff.person_id, {"within": COMMUNE, "file": "csv"})

"""GET /exports/signals.csv and .xlsx: what is unusual, as the page tells it; never a number."""

from tests.api.test_signals import log, signals
from tests.due import at
from tests.exported import csv_of, noted, sheet_of
from tests.site import COMMUNE, Caller, Site


def officer(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def test_it_works(site: Site):
    with at("2021-08-24 09:00"):
        log(site.person(name="Lê Thị Hoa"), 31, numbers=True)
    with at("2021-08-26 09:00"):
        staff = officer(site)
        rows, shown, sheet = csv_of(staff, "signals"), signals(staff), sheet_of(staff, "signals")
    assert [(row["kind"], row["why"], row["count"]) for row in rows] == [
        (one["kind"], one["why"], str(one["count"])) for one in shown
    ]
    assert {row["kind"] for row in rows} == {"numbers", "burst"}
    assert {(row["person_name"], row["day"], row["sample"]) for row in rows} == {
        ("Lê Thị Hoa", "2021-08-24", "số liệu mẫu")
    }
    assert "31 số điện thoại trong một ngày" in {line["Dấu hiệu"] for line in sheet}


def test_no_number_is_in_it(site: Site):
    with at("2021-08-24 09:00"):
        log(site.person(), 31, numbers=True)
    with at("2021-08-26 09:00"), officer(site).get("/exports/signals.csv") as answer:
        assert "numbers" in answer.text
        assert "91000" not in answer.text


def test_it_has_the_days_and_the_place_of_the_page(site: Site):
    with at("2021-08-24 09:00"):
        log(site.person(), 12)
    with at("2021-08-31 09:00"):
        district = site.person("district")
        assert csv_of(district, "signals") == [], "the last seven days"
        days = "since=2021-08-20&until=2021-08-24"
        assert [row["kind"] for row in csv_of(district, "signals", f"?{days}")] == ["burst"]
        assert csv_of(district, "signals", f"?{days}&within=28111") == []
        there = site.person("commune", "28111", "ubnd-xa.28111")
        assert csv_of(there, "signals", f"?{days}") == []


def test_taking_it_is_noted(site: Site):
    staff = officer(site)
    csv_of(staff, "signals", "?until=2021-08-24")
    row = noted("signals.export")
    assert (row.actor_id, row.details) == (staff.person_id, {"until": "2021-08-24", "file": "csv"})

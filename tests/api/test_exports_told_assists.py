"""GET /exports/told-assists.csv and .xlsx: what was told by mouth or paper, in a file of its own."""

from tests.api.test_told_assists import send, told
from tests.exported import csv_of, sheet_of
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

THEIR_UNION = "hoi-lhpn-xa.28111"


def officer(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135", name="Bà Sáu")


def test_it_works(site: Site):
    staff = officer(site)
    send(staff, told(paper_date="2021-08-24", note="sổ của ấp"))
    (row,) = csv_of(staff, "told-assists")
    assert (row["organisation"], row["area"], row["since"], row["until"]) == (UNION, HAMLET, "2021-08-17", "2021-08-23")
    assert (row["number"], row["note"], row["paper_date"]) == ("25", "sổ của ấp", "2021-08-24")
    assert (row["said_by"], row["on_behalf"], row["stated_by"]) == ("bác Hai, trưởng ấp", "có", "Bà Sáu")
    (line,) = sheet_of(staff, "told-assists")
    assert float(line["Số máy đã giúp cài"]) == 25


def test_they_are_not_in_the_file_of_totals(site: Site):
    staff = officer(site)
    send(staff, told())
    assert {row["assists"] for row in csv_of(staff, "totals", "?by=commune")} == {"0"}


def test_what_was_withdrawn_is_in_it_only_when_asked_for(site: Site):
    staff, wrong = officer(site), told()
    send(staff, wrong)
    assert staff.post(f"/told-assists/{wrong['id']}/withdraw", {"reason": "nhầm ấp"}).status_code == 200
    assert csv_of(staff, "told-assists") == []
    assert [row["withdrawn_reason"] for row in csv_of(staff, "told-assists", "?withdrawn=true")] == ["nhầm ấp"]


def test_each_has_the_units_of_the_own_scope(site: Site):
    district = site.person("district")
    send(district, told(), told(organisation=THEIR_UNION, area=None))
    assert {row["organisation"] for row in csv_of(district, "told-assists")} == {UNION, THEIR_UNION}
    assert [row["organisation"] for row in csv_of(officer(site), "told-assists")] == [UNION]
    clerk = site.person("reporter", COMMUNE, UNION)
    assert [row["organisation"] for row in csv_of(clerk, "told-assists")] == [UNION]

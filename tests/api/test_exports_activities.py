"""GET /exports/activities.csv and .xlsx: what units did, with the names of kinds and places."""

from tests.api.test_activities import activity, put
from tests.exported import csv_of, sheet_of
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

THEIR_UNION = "hoi-lhpn-xa.28111"


def clerk(site: Site) -> Caller:
    return site.person("reporter", COMMUNE, UNION, name="Chị Lài")


def test_it_works(site: Site):
    said = clerk(site)
    put(said, activity(area=HAMLET, note="Loa ấp, mỗi sáng", said_by=None, paper_date="2021-08-21"))
    put(said, activity(day="2021-08-22", reach=None))
    first, second = sorted(csv_of(site.person("district"), "activities"), key=lambda one: one["day"])
    assert (first["organisation"], first["area"], first["day"]) == (UNION, HAMLET, "2021-08-20")
    assert (first["kind"], first["reach"], first["note"]) == ("loudspeaker", "300", "Loa ấp, mỗi sáng")
    assert first["kind_name"] not in ("", "loudspeaker")
    assert (first["said_by"], first["stated_by"], first["paper_date"]) == ("Chị Lài", "Chị Lài", "2021-08-21")
    assert (first["sample"], second["reach"], second["area"]) == ("số liệu mẫu", "", COMMUNE)
    sheet = sheet_of(said, "activities")
    assert sorted(one["Ghi chú"] for one in sheet) == ["", "Loa ấp, mỗi sáng"]


def test_what_was_withdrawn_is_in_it_only_when_asked_for(site: Site):
    said = clerk(site)
    wrong = activity()
    put(said, wrong)
    assert said.post(f"/activities/{wrong['id']}/withdraw", {"reason": "nhập hai lần"}).status_code == 200
    assert csv_of(said, "activities") == []
    (row,) = csv_of(said, "activities", "?withdrawn=true")
    assert (row["id"], row["withdrawn_reason"]) == (wrong["id"], "nhập hai lần")
    assert row["withdrawn_at"]


def test_each_has_the_units_of_the_own_scope(site: Site):
    district = site.person("district")
    put(district, activity(), activity(organisation=THEIR_UNION))
    assert {one["organisation"] for one in csv_of(district, "activities")} == {UNION, THEIR_UNION}
    for query in (f"?organisation={THEIR_UNION}", "?within=28111"):
        assert [one["organisation"] for one in csv_of(district, "activities", query)] == [THEIR_UNION]
    assert [one["organisation"] for one in csv_of(clerk(site), "activities")] == [UNION]


def test_what_looks_like_a_formula_stays_text(site: Site):
    said = clerk(site)
    put(said, activity(note="=1+2"))
    assert csv_of(said, "activities")[0]["note"] == "'=1+2"
    assert sheet_of(said, "activities")[0]["Ghi chú"] == "=1+2"

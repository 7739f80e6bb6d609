"""GET /api/v1/records and /exports/records.csv: from a figure down to the records that it counts."""

import csv
import io

import pytest
from sqlalchemy import select

from server.clock import day_of, now_ms
from server.database import reading
from server.people.models import Audit
from tests.batches import ABSENT, PARTLY, new_id, push, put, review, statuses
from tests.rollups import TZ
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

NUMBER = "+84912345678"
FAR, FAR_UNION = "28111-xoai-doi", "doan-tn-xa.28111"


def listed(caller: Caller, query: str = "") -> list[dict]:
    answer = caller.get(f"/records{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


@pytest.fixture
def world(site: Site) -> dict:
    """Two volunteers in two communes, with records of every state."""
    near, far = site.person(), site.person("volunteer", FAR, FAR_UNION, name="Trần Văn Xa")
    officer = site.person("commune", COMMUNE, "ubnd-xa.28135")
    ids = {name: new_id() for name in ("good", "absent", "withdrawn", "reviewed", "far")}
    told = push(
        near,
        put(ids["good"], caller=near, number=NUMBER, note="nhà có cổng xanh", household=new_id()),
        put(ids["absent"], outcome=ABSENT, revisit_on="2021-08-25", mode="gate"),
        put(ids["withdrawn"], void=True),
        put(ids["reviewed"], outcome=PARTLY),
    )
    assert set(statuses(told)) == {"stored"}
    push(far, put(ids["far"], area=FAR))
    push(officer, review(near.person_id, ids["reviewed"]))
    return {"site": site, "near": near, "far": far, "officer": officer, "ids": ids}


def names(world: dict, items: list[dict]) -> set[str]:
    known = {value: name for name, value in world["ids"].items()}
    return {known[item["record_id"]] for item in items}


def test_it_works(world: dict):
    items = listed(world["site"].person("district"))
    assert names(world, items) == {"good", "absent", "far"}
    good = next(item for item in items if item["record_id"] == world["ids"]["good"])
    assert good["person"] == str(world["near"].person_id)
    assert (good["person_name"], good["area_name"], good["commune"]) == ("Nguyễn Thị Mẫu", "Ấp Mỹ Tây", COMMUNE)
    assert (good["organisation"], good["mode"], good["outcome"]) == (UNION, "door", "ok_installed_used")
    assert (good["has_number"], good["counts"], good["void"], good["review"]) == (True, True, False, None)
    assert good["day"] == day_of(now_ms(), TZ).isoformat()
    assert good["note"] == "nhà có cổng xanh"


def test_the_greatest_rev_of_the_reviews_stands_with_it_whoever_reviewed(world: dict):
    near, ids, district = world["near"], world["ids"], world["site"].person("district")
    push(district, review(near.person_id, ids["good"], "ok", rev=3))
    push(world["far"], review(near.person_id, ids["good"], rev=9))  # held: a volunteer reviews nothing
    revs = {item["record_id"]: item["review_rev"] for item in listed(district, "?state=all")}
    assert (revs[ids["good"]], revs[ids["reviewed"]], revs[ids["absent"]]) == (3, 1, 0)


def test_never_a_number_or_a_key(world: dict):
    text = world["site"].person("district").get("/records?state=all").text
    assert "912345678" not in text
    assert "phone_key" not in text
    assert "sealed" not in text


def test_a_figure_and_its_list_agree(world: dict):
    district = world["site"].person("district")
    for query in ("", f"within={COMMUNE}", f"within={HAMLET}", "organisation=doan-tn", "since=2021-08-19"):
        total = district.get(f"/totals?{query}").json["total"]["records"]
        assert len(listed(district, f"?{query}")) == total


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=all", {"good", "absent", "withdrawn", "reviewed", "far"}),
        ("state=void", {"withdrawn", "reviewed"}),
        ("state=outside", set()),
        ("mode=gate", {"absent"}),
        ("outcome=owner_absent", {"absent"}),
        (f"within={COMMUNE}", {"good", "absent"}),
        (f"within={FAR}", {"far"}),
        ("organisation=doan-tn", {"far"}),
        (f"organisation={UNION}&mode=door", {"good"}),
        ("until=2021-08-01", set()),
    ],
)
def test_a_query_narrows(world: dict, query: str, expected: set[str]):
    assert names(world, listed(world["site"].person("district"), f"?{query}")) == expected


def test_a_person_s_records(world: dict):
    district = world["site"].person("district")
    assert names(world, listed(district, f"?person={world['far'].person_id}")) == {"far"}


def test_everybody_sees_their_own_place_only(world: dict):
    site = world["site"]
    assert names(world, listed(world["near"], "?state=all")) == {"good", "absent", "withdrawn", "reviewed"}
    assert names(world, listed(world["far"])) == {"far"}
    assert names(world, listed(world["officer"])) == {"good", "absent"}
    reporter = site.person("reporter", ROOT, "doan-tn")
    assert names(world, listed(reporter)) == {"far"}
    assert listed(site.person()) == []
    for caller, query in (
        (world["officer"], "within=28111"),
        (world["officer"], f"within={ROOT}"),
        (reporter, "organisation=hoi-lhpn"),
        (world["officer"], "within=99999"),
        (world["officer"], "organisation=khong-co"),
    ):
        assert caller.get(f"/records?{query}").status_code == 404


def test_pages_follow_each_other(world: dict):
    district = world["site"].person("district")
    found, after = [], ""
    while True:
        answer = district.get(f"/records?state=all&limit=2{after}").json
        found += answer["items"]
        if answer["next"] is None:
            break
        after = f"&after={answer['next']}"
    assert [item["seq"] for item in found] == sorted((item["seq"] for item in found), reverse=True)
    assert names(world, found) == set(world["ids"])
    assert len(found) == 5


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "after=x", "state=held", "mode=mail", "since=yesterday", "person=7", "colour=red"]
)
def test_a_malformed_query_is_said(sqlite_site: Site, query: str):
    answer = sqlite_site.person("district").get(f"/records?{query}")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request.invalid")


def test_an_outcome_that_is_not_there_is_said(sqlite_site: Site):
    answer = sqlite_site.person("district").get("/records?outcome=khong-co")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "outcome.unknown")


# --- the file ---


def table(answer) -> list[dict[str, str]]:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_file_holds_the_same_records(world: dict):
    district = world["site"].person("district")
    answer = district.get("/exports/records.csv?state=all")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    rows = table(answer)
    assert names(world, rows) == set(world["ids"])
    state = {name: next(row for row in rows if row["record_id"] == key)["state"] for name, key in world["ids"].items()}
    assert state == {
        "good": "counted",
        "absent": "counted",
        "far": "counted",
        "withdrawn": "void",
        "reviewed": "void",
    }
    assert {row["sample"] for row in rows} == {"số liệu mẫu"}
    assert "912345678" not in answer.text


def test_a_long_file_is_whole(sqlite_site: Site):
    volunteer = sqlite_site.person()
    for _ in range(7):
        push(volunteer, *(put() for _ in range(170)))
    rows = table(sqlite_site.person("district").get("/exports/records.csv"))
    assert len(rows) == len({row["record_id"] for row in rows}) == 7 * 170


def test_notes_never_become_formulas(sqlite_site: Site):
    volunteer = sqlite_site.person(name="=cmd|' /C calc'!A0")
    push(volunteer, put(note='=HYPERLINK("http://x","y")'), put(note="  @SUM(1)"))
    rows = table(sqlite_site.person("district").get("/exports/records.csv"))
    assert {row["note"][0] for row in rows} == {"'"}
    assert {row["person_name"][0] for row in rows} == {"'"}


def test_taking_a_file_is_noted_in_the_trail(sqlite_site: Site):
    officer = sqlite_site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert officer.get(f"/exports/records.csv?within={HAMLET}").status_code == 200
    with reading() as session:
        row = session.scalars(select(Audit).where(Audit.act == "records.export")).one()
    assert row.actor_id == officer.person_id
    assert row.details["within"] == HAMLET


def test_a_bad_query_of_the_file_is_an_answer(sqlite_site: Site):
    officer = sqlite_site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert officer.get("/exports/records.csv?within=28111").status_code == 404
    assert officer.get("/exports/records.csv?state=x").status_code == 422
    assert sqlite_site.person().get("/exports/records.csv").status_code == 403
    assert sqlite_site.call("GET", "/exports/records.csv").status_code == 401


def test_what_is_directly_at_a_place_or_an_organisation_is_listed_alone(world: dict):
    staff = world["site"].person("district")
    push(world["near"], put(world["ids"].setdefault("no_hamlet", new_id()), area=COMMUNE))
    assert names(world, listed(staff, f"?within={COMMUNE}&direct=area")) == {"no_hamlet"}
    assert names(world, listed(staff, f"?within={HAMLET}&direct=area")) == {"good", "absent"}
    assert listed(staff, "?within=806&direct=area") == []
    assert names(world, listed(staff, f"?organisation={UNION}&direct=organisation")) == {"good", "absent", "no_hamlet"}
    kind = "hoi-lhpn"
    assert listed(staff, f"?organisation={kind}&direct=organisation") == []
    assert len(listed(staff, f"?organisation={kind}")) == 3

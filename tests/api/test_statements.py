"""GET, PUT /statements: how many of whom have the app, said by the unit or for it."""

import uuid
from datetime import timedelta

import pytest

from server.clock import day_of, now_ms
from tests.site import COMMUNE, UNION, Caller, Site

COMMITTEE = "ubnd-xa.28135"
OFFICE = "p-noi-vu"
WOMEN = "hoi-lhpn"


def stated(**changes) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "organisation": COMMITTEE,
        "group": "all_staff",
        "as_of": "2021-08-23",
        "total": 42,
        "with_smartphone": 41,
        "installed": 40,
        "in_use": 38,
        **changes,
    }


def put(caller: Caller, *items: dict):
    return caller.call("PUT", "/statements", json={"items": list(items)})


def officer(site: Site) -> Caller:
    return site.person("commune", COMMUNE, COMMITTEE, name="Lê Văn Tư")


def clerk(site: Site, organisation: str = OFFICE) -> Caller:
    return site.person("reporter", "806", organisation, name="Trần Thị Năm")


def code(answer) -> str:
    return answer.json["error"]["code"]


def test_it_works(site: Site):
    staff = officer(site)
    answer = put(staff, stated())
    assert answer.status_code == 200
    (row,) = staff.get("/statements").json["items"]
    assert row == answer.json["items"][0]
    assert (row["total"], row["with_smartphone"], row["installed"], row["in_use"]) == (42, 41, 40, 38)
    assert (row["as_of"], row["said_by"], row["on_behalf"]) == ("2021-08-23", "Lê Văn Tư", False)
    assert row["percent"] == 95.24


def test_more_installed_than_people_is_refused_with_a_sentence(site: Site):
    staff = officer(site)
    answer = put(staff, stated(installed=43, with_smartphone=None))
    assert (answer.status_code, code(answer)) == (422, "statement.installed")
    assert answer.json["error"]["message"] == "Số đã cài không thể lớn hơn tổng số người."
    assert staff.get("/statements").json["items"] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"with_smartphone": 39}, "statement.smartphones"),
        ({"with_smartphone": 43}, "statement.smartphones"),
        ({"in_use": 41}, "statement.in_use"),
        ({"total": -1}, "request.invalid"),
        ({"total": "42"}, "request.invalid"),
        ({"group": "residents"}, "request.invalid"),
        ({"group": "workers"}, "statement.group"),
        ({"group": "cadres_civil_servants"}, "statement.group"),
        ({"group": "members"}, "statement.group"),
        ({"organisation": "no-such"}, "organisation.unknown"),
        ({"organisation": "doanh-nghiep"}, "not_found"),
    ],
)
def test_what_cannot_be_is_refused(sqlite_site: Site, change: dict, expected: str):
    answer = put(officer(sqlite_site), stated(**change))
    assert code(answer) == expected
    assert answer.status_code == (404 if expected == "not_found" else 422)


def test_zero_is_a_statement(site: Site):
    staff = officer(site)
    assert put(staff, stated(total=0, with_smartphone=0, installed=0, in_use=0)).status_code == 200
    (row,) = staff.get("/statements?latest=true").json["items"]
    assert (row["total"], row["installed"], row["percent"]) == (0, 0, None)


def test_a_day_that_has_not_come_is_refused(site: Site):
    tomorrow = day_of(now_ms(), "Asia/Ho_Chi_Minh") + timedelta(days=1)
    assert code(put(officer(site), stated(as_of=tomorrow.isoformat()))) == "statement.future"


def test_the_same_id_again_returns_what_is_there(site: Site):
    staff, first = officer(site), stated()
    before = put(staff, first).json["items"]
    assert put(staff, {**first, "installed": 1}).json["items"] == before
    assert len(staff.get("/statements").json["items"]) == 1


def test_an_id_of_another_unit_is_taken(site: Site):
    first = stated(organisation=OFFICE)
    assert put(clerk(site), first).status_code == 200
    answer = put(officer(site), stated(id=first["id"]))
    assert (answer.status_code, code(answer)) == (409, "id.taken")


def test_history_is_kept_and_the_latest_day_stands(site: Site):
    staff = officer(site)
    put(staff, stated(as_of="2021-08-23", installed=40))
    put(staff, stated(as_of="2021-08-20", installed=12, in_use=None))
    put(staff, stated(as_of="2021-08-23", installed=41))
    assert len(staff.get("/statements").json["items"]) == 3
    (row,) = staff.get("/statements?latest=true").json["items"]
    assert (row["as_of"], row["installed"]) == ("2021-08-23", 41)


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_in_the_history(site: Site):
    staff = officer(site)
    put(staff, stated(as_of="2021-08-20", installed=12, in_use=None))
    wrong = put(staff, stated(as_of="2021-08-23")).json["items"][0]["id"]
    answer = staff.post(f"/statements/{wrong}/withdraw", {"reason": "nhập nhầm đơn vị"})
    assert answer.json["withdrawn_reason"] == "nhập nhầm đơn vị"
    (row,) = staff.get("/statements?latest=true").json["items"]
    assert row["installed"] == 12
    assert len(staff.get("/statements").json["items"]) == 1
    assert len(staff.get("/statements?withdrawn=true").json["items"]) == 2


def test_who_types_for_another_says_whose_word_it_is(site: Site):
    district = site.person("district", name="Phạm Văn Ba")
    answer = put(district, stated(organisation=OFFICE))
    assert answer.json["error"]["details"] == {"said_by": ["Nhập thay thì ghi rõ ai báo."]}
    row = put(district, stated(organisation=OFFICE, said_by="Bà Sáu, văn thư", paper_date="2021-08-22"))
    assert row.json["items"][0] | {"id": 0, "stated_at": 0} == row.json["items"][0] | {
        "id": 0,
        "stated_at": 0,
        "said_by": "Bà Sáu, văn thư",
        "on_behalf": True,
        "paper_date": "2021-08-22",
        "stated_by": "Phạm Văn Ba",
    }


def test_a_clerk_states_for_the_own_unit_alone(site: Site):
    own = clerk(site)
    assert put(own, stated(organisation=OFFICE)).status_code == 200
    assert put(own, stated(organisation="p-tu-phap")).status_code == 404
    assert [one["organisation"] for one in own.get("/statements").json["items"]] == [OFFICE]


def test_a_commune_states_for_its_own_units_alone(site: Site):
    staff = officer(site)
    assert put(staff, stated(organisation="ubnd-xa.28111", said_by="ông Tư")).status_code == 404
    union = stated(
        organisation=UNION, group="members", total=900, with_smartphone=700, installed=500, said_by="chị Mận"
    )
    assert put(staff, union).status_code == 200


def test_an_enterprise_states_its_workers_by_its_own_link(site: Site):
    staff = officer(site)
    body = {"code": "dn-long-cang-1", "name": "Công ty May Mẫu", "parent": "doanh-nghiep", "area": COMMUNE}
    assert staff.post("/organisations", body).status_code == 201
    company = site.person("reporter", COMMUNE, "dn-long-cang-1", name="Ông Chín, nhân sự")
    workers = stated(organisation="dn-long-cang-1", group="workers", total=1200, with_smartphone=1100, installed=900)
    assert put(company, {**workers, "in_use": 800}).status_code == 200
    (row,) = staff.get("/statements?organisation=dn-long-cang-1").json["items"]
    assert (row["percent"], row["on_behalf"], row["said_by"]) == (66.67, False, "Ông Chín, nhân sự")


def test_nothing_of_a_list_with_a_mistake_is_stored(site: Site):
    staff = officer(site)
    assert put(staff, stated(), stated(installed=99)).status_code == 422
    assert staff.get("/statements").json["items"] == []


def test_the_two_items_of_the_directive_have_denominators_of_their_own(site: Site):
    district = site.person("district")
    said = {"said_by": "văn thư"}
    put(
        district,
        stated(organisation=OFFICE, total=10, with_smartphone=10, installed=10, in_use=9, **said),
        stated(organisation="p-tu-phap", total=20, with_smartphone=None, installed=15, in_use=10, **said),
        stated(
            organisation=WOMEN, group="cadres_civil_servants", total=5, with_smartphone=5, installed=5, in_use=4, **said
        ),
        stated(organisation=WOMEN, group="members", total=7000, with_smartphone=6000, installed=5000, in_use=1, **said),
    )
    groups = {one["group"]: one for one in district.get("/statements/summary").json["groups"]}
    staff, cadres, members = groups["all_staff"], groups["cadres_civil_servants"], groups["members"]
    assert (staff["units"], staff["stated"], staff["total"], staff["installed"]) == (43, 2, 30, 25)
    assert staff["with_smartphone"] is None, "one unit left it open"
    assert (staff["percent_installed"], cadres["percent_in_use"]) == (83.33, 80.0)
    assert (cadres["total"], cadres["in_use"]) == (5, 4)
    assert (members["stated"], members["total"]) == (1, None), "a member may belong to several organisations"
    assert groups["workers"]["total"] is None, "nobody has said anything: not a zero"


def test_a_list_comes_in_pages_and_narrows(site: Site):
    staff, seen, after = officer(site), [], ""
    put(staff, *(stated(as_of=f"2021-08-{day:02d}") for day in range(17, 24)))
    while True:
        page = staff.get(f"/statements?limit=3{after}").json
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(set(seen)) == 7
    assert seen == sorted(seen)
    assert len(staff.get("/statements?group=all_staff&within=28135&organisation=ubnd-xa.28135").json["items"]) == 7
    for query in ("group=members", "within=28111", "organisation=p-noi-vu", "organisation=none"):
        assert staff.get(f"/statements?{query}").json["items"] == []


def test_every_statement_is_in_the_trail(site: Site):
    put(officer(site), stated())
    acts = [one for one in site.person("district").get("/audit").json["items"] if one["act"] == "statement.add"]
    assert acts[0]["subject"] == COMMITTEE
    assert acts[0]["details"]["installed"] == 40

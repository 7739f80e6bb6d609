"""GET /api/v1/attention and POST /attention/settle: what was sent and not counted waits for a person."""

import pytest

from tests.batches import new_id, push, put, rows, statuses
from tests.site import COMMUNE, HAMLET, Caller, Site

FAR = "28111-xoai-doi"

SOME_ID = "0190a6e4-0000-7000-8000-000000000001"


def waiting(caller: Caller, query: str = "") -> list[dict]:
    answer = caller.get(f"/attention{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_it_works(site: Site):
    volunteer = site.person(area=COMMUNE)
    bad, outside = new_id(), new_id()
    told = push(volunteer, put(bad, outcome="khong-co"), put(outside, area=FAR), put())
    assert statuses(told) == ["quarantined outcome.unknown", "held area.out_of_scope", "stored"]
    answer = site.person("district").get("/attention").json
    assert answer["waiting"] == 2
    first, second = sorted(answer["items"], key=lambda item: item["status"], reverse=True)
    assert (first["status"], first["code"], first["record_id"]) == ("quarantined", "outcome.unknown", bad)
    assert (second["status"], second["code"], second["record_id"]) == ("held", "area.out_of_scope", outside)
    assert first["message"] == "Không có kết quả này trong đợt."
    assert first["person_name"] == "Nguyễn Thị Mẫu"
    assert first["sent"]["body"]["outcome"] == "khong-co"
    assert first["device"] == str(volunteer.device_id)


def test_a_sealed_number_is_never_shown(site: Site):
    volunteer = site.person()
    op = put(caller=volunteer, number="+84912345678", outcome="khong-co")
    push(volunteer, op)
    answer = site.person("district").get("/attention")
    assert "sealed_phone" not in answer.text
    assert op["body"]["sealed_phone"] not in answer.text
    assert answer.json["items"][0]["sent"]["body"]["consent"]


def test_an_op_without_a_shape_is_listed_too(site: Site):
    volunteer = site.person()
    push(volunteer, 7, {"op_id": 5}, [{"sealed_phone": "x"}])
    items = waiting(site.person("district"))
    assert {item["code"] for item in items} == {"op.malformed"}
    assert [item["op_id"] for item in items] == [None, None, None]
    assert {"op_id": 5} in [item["sent"] for item in items]


def test_staff_see_what_is_theirs(site: Site):
    near, far = site.person(), site.person("volunteer", FAR, "doan-tn-xa.28111")
    push(near, put(outcome="khong-co"))
    push(far, put(area=FAR, outcome="khong-co"))
    officer = site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert {item["person"] for item in waiting(officer)} == {str(near.person_id)}
    assert len(waiting(site.person("district"))) == 2
    assert len(waiting(site.person("district"), f"?within={HAMLET}")) == 1
    assert officer.get("/attention?within=28111").status_code == 404


def test_status_narrows(site: Site):
    volunteer = site.person(area=COMMUNE)
    push(volunteer, put(outcome="khong-co"), put(area=FAR))
    district = site.person("district")
    assert [item["status"] for item in waiting(district, "?status=held")] == ["held"]
    assert [item["status"] for item in waiting(district, "?status=quarantined")] == ["quarantined"]


def test_pages_follow_each_other(site: Site):
    volunteer = site.person()
    push(volunteer, *(put(outcome="khong-co") for _ in range(5)))
    district = site.person("district")
    found, after = [], ""
    while True:
        answer = district.get(f"/attention?limit=2{after}").json
        assert answer["waiting"] == 5
        found += answer["items"]
        if answer["next"] is None:
            break
        after = f"&after={answer['next']}"
    assert len({item["id"] for item in found}) == len(found) == 5


@pytest.mark.parametrize("role", ["volunteer", "teller", "reporter"])
def test_others_have_no_such_list(sqlite_site: Site, role: str):
    assert sqlite_site.person(role).get("/attention").status_code == 403


@pytest.mark.parametrize("query", ["after=x", "status=stored", "limit=0"])
def test_a_malformed_query_is_said(sqlite_site: Site, query: str):
    assert sqlite_site.person("district").get(f"/attention?{query}").status_code == 422


# --- settling ---


def settle(caller: Caller, accept: bool, *ids: str, **more: object):
    return caller.post("/attention/settle", {"ids": list(ids), "accept": accept, **more})


def only(caller: Caller) -> str:
    items = waiting(caller)
    assert len(items) == 1
    return items[0]["id"]


def test_an_accepted_op_counts_from_then_on(site: Site):
    volunteer, district = site.person(area=COMMUNE), site.person("district")
    push(volunteer, put(area=FAR))
    assert district.get("/totals").json["total"]["records"] == 0
    answer = settle(district, True, only(district))
    assert answer.status_code == 200
    assert [(item["done"], item["status"]) for item in answer.json["items"]] == [(True, "stored")]
    assert district.get("/totals").json["total"]["records"] == 1
    left = district.get("/attention").json
    assert (left["items"], left["waiting"]) == ([], 0)


def test_a_refused_op_stays_out_and_the_phone_is_told(site: Site):
    volunteer, district = site.person(area=COMMUNE), site.person("district")
    op = put(area=FAR)
    push(volunteer, op)
    answer = settle(district, False, only(district), word="Ghi nhầm xã, ghi lại giúp nhé")
    assert [item["done"] for item in answer.json["items"]] == [True]
    assert waiting(district) == []
    assert district.get("/totals").json["total"]["records"] == 0
    verdicts = [row for row in rows(volunteer) if row["kind"] == "verdict"]
    assert [row["op_id"] for row in verdicts] == [op["op_id"]]
    assert verdicts[0]["message"].endswith("Ghi nhầm xã, ghi lại giúp nhé")


def test_settling_twice_changes_nothing(site: Site):
    volunteer, district = site.person(area=COMMUNE), site.person("district")
    push(volunteer, put(area=FAR))
    pending = only(district)
    first = settle(district, False, pending).json["items"]
    seq = district.get("/totals").json["seq"]
    assert settle(district, True, pending, pending).json["items"] == first
    assert district.get("/totals").json["seq"] == seq


def test_what_cannot_be_processed_is_not_accepted(site: Site):
    volunteer, district = site.person(), site.person("district")
    push(volunteer, put(outcome="khong-co"))
    answer = settle(district, True, only(district))
    assert [(item["done"], item["code"]) for item in answer.json["items"]] == [(False, "outcome.unknown")]
    assert len(waiting(district)) == 1


def test_nobody_settles_what_is_not_theirs(site: Site):
    far = site.person("volunteer", FAR, "doan-tn-xa.28111")
    push(far, put(area=FAR, outcome="khong-co"))
    pending = only(site.person("district"))
    officer = site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert settle(officer, False, pending).status_code == 404
    assert settle(officer, False, new_id()).status_code == 404
    assert settle(far, False, pending).status_code == 403
    assert len(waiting(site.person("district"))) == 1


def test_settling_is_noted_in_the_trail(site: Site):
    volunteer, district = site.person(area=COMMUNE), site.person("district")
    push(volunteer, put(area=FAR), put(area=FAR))
    first, second = (item["id"] for item in waiting(district))
    settle(district, True, first)
    settle(district, False, second)
    acts = [line["act"] for line in district.get("/audit").json["items"]]
    assert {"op.accept", "op.refuse"} <= set(acts)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": [], "accept": True},
        {"ids": ["x"], "accept": True},
        {"ids": [SOME_ID]},
        {"ids": [SOME_ID], "accept": "yes"},
        {"ids": [SOME_ID], "accept": 1},
        {"ids": [SOME_ID], "accept": True, "area": "28135"},
    ],
    ids=str,
)
def test_a_malformed_decision_is_said(sqlite_site: Site, body: dict):
    answer = sqlite_site.person("district").post("/attention/settle", body)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request.invalid")

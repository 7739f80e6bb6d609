"""GET /api/v1/attention: what was sent and not counted waits for a person, with its reason."""

import pytest

from tests.batches import new_id, push, put, statuses
from tests.site import COMMUNE, HAMLET, Caller, Site

FAR = "28111-xoai-doi"


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

"""/spot-checks: records drawn at random, and what came of checking them."""

import uuid

from tests.batches import push, put, review, statuses
from tests.site import COMMUNE, HAMLET, Caller, Site

FAR, FAR_UNION = "28111-xoai-doi", "doan-tn-xa.28111"


def log(caller: Caller, count: int, **body) -> list[str]:
    ops = [put(**body) for _ in range(count)]
    assert set(statuses(push(caller, *ops))) == {"stored"}
    return [op["record_id"] for op in ops]


def draw(staff: Caller, count: int, **body) -> list[dict]:
    answer = staff.post("/spot-checks", {"draw": str(uuid.uuid4()), "count": count, **body})
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def officer(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135", name="Bà Sáu")


def test_it_works(site: Site):
    logged, staff = log(site.person(), 8), officer(site)
    drawn = draw(staff, 3)
    assert len({one["record"]["record_id"] for one in drawn} & set(logged)) == 3
    first, second, _ = drawn
    said = staff.call("PUT", f"/spot-checks/{first['id']}", json={"result": "confirmed"})
    assert (said.status_code, said.json["result"], said.json["checked_by"]) == (200, "confirmed", "Bà Sáu")
    staff.call("PUT", f"/spot-checks/{second['id']}", json={"result": "wrong", "word": "không có nhà này"})
    page = staff.get("/spot-checks").json
    assert page["summary"] == {"drawn": 3, "open": 1, "confirmed": 1, "wrong": 1, "unreachable": 0}
    assert {one["word"] for one in page["items"]} == {None, "không có nhà này"}
    assert len(staff.get("/spot-checks?open=true").json["items"]) == 1


def test_a_draw_asked_for_again_is_the_same_one(site: Site):
    log(site.person(), 20)
    staff, body = officer(site), {"draw": str(uuid.uuid4()), "count": 5}
    first = staff.post("/spot-checks", body).json["items"]
    assert staff.post("/spot-checks", body).json["items"] == first


def test_a_record_is_drawn_once_and_then_no_more(site: Site):
    log(site.person(), 5)
    staff = officer(site)
    ids = {one["record"]["record_id"] for _ in range(3) for one in draw(staff, 2)}
    assert len(ids) == 5
    assert draw(staff, 2) == []


def test_who_draws_cannot_choose(site: Site):
    log(site.person(), 40)
    staff = site.person("district")
    draws = {frozenset(one["record"]["record_id"] for one in draw(staff, 5)) for _ in range(4)}
    newest = [one["record_id"] for one in staff.get("/records?limit=5").json["items"]]
    assert len(draws) == 4
    assert draws != {frozenset(newest)}


def test_only_counted_records_are_drawn(site: Site):
    volunteer, staff = site.person(), officer(site)
    (kept,), (voided,) = log(volunteer, 1), log(volunteer, 1)
    log(volunteer, 1, void=True)
    push(staff, review(volunteer.person_id, voided))
    assert [one["record"]["record_id"] for one in draw(staff, 9)] == [kept]


def test_a_commune_draws_and_sees_its_own_alone(site: Site):
    log(site.person(), 2)
    log(site.person("volunteer", FAR, FAR_UNION), 2, area=FAR)
    district, staff = site.person("district"), officer(site)
    assert len(draw(district, 9)) == 4
    mine = staff.get("/spot-checks").json["items"]
    assert {one["record"]["area"] for one in mine} == {HAMLET}
    theirs = next(one for one in district.get("/spot-checks").json["items"] if one["record"]["area"] == FAR)
    refused = staff.call("PUT", f"/spot-checks/{theirs['id']}", json={"result": "confirmed"})
    assert refused.status_code == 404


def test_a_result_can_be_put_right_and_the_trail_has_both(site: Site):
    log(site.person(), 1)
    staff = officer(site)
    (one,) = draw(staff, 1)
    for result in ("unreachable", "confirmed", "confirmed"):
        staff.call("PUT", f"/spot-checks/{one['id']}", json={"result": result})
    assert staff.get("/spot-checks").json["items"][0]["result"] == "confirmed"
    trail = site.person("admin").get("/audit").json["items"]
    assert [line["details"] for line in trail if line["act"] == "check.result"] == [
        {"before": "unreachable", "result": "confirmed"},
        {"before": None, "result": "unreachable"},
    ]


def test_a_result_changes_no_figure(site: Site):
    log(site.person(), 1)
    staff = officer(site)
    (one,) = draw(staff, 1)
    before = staff.get("/totals").json["total"]
    staff.call("PUT", f"/spot-checks/{one['id']}", json={"result": "wrong"})
    assert staff.get("/totals").json["total"] == before


def test_pages_follow_each_other(site: Site):
    log(site.person(), 5)
    staff = officer(site)
    draw(staff, 5)
    found, after = [], ""
    while True:
        page = staff.get(f"/spot-checks?limit=2{after}").json
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(found) == len(set(found)) == 5

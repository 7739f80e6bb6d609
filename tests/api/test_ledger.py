"""GET /ledger and /ledger/records: then + late + new + corrected + voided = now."""

import uuid
from random import Random

import pytest
from sqlalchemy import update

from server.campaign.models import Campaign
from server.clock import DAY_MS, now_ms
from server.clock import instant as spelled
from server.database import writing
from server.desk import steps
from tests.batches import ABSENT, PARTLY, new_id, push, put, review, statuses
from tests.due import at, officer, submit
from tests.site import COMMUNE, HAMLET, Caller, Site
from tests.statements import counted

OTHER_HAMLET = "28135-cho-tram"
FAR, FAR_UNION = "28111-xoai-doi", "doan-tn-xa.28111"
PARTS = ("late", "new", "corrected", "voided")
NOTHING = {"touched": 0, "records": 0, "assists": 0}


def ledger(caller: Caller, query: str = "") -> dict:
    answer = caller.get(f"/ledger?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def listed(caller: Caller, query: str) -> list[dict]:
    found: list[dict] = []
    after = ""
    while True:
        page = caller.get(f"/ledger/records?{query}{after}").json
        found += page["items"]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


def stored(caller: Caller, *ops: dict) -> int:
    answer = push(caller, *ops)
    assert set(statuses(answer)) == {"stored"}, answer
    return answer["seq"]


def head(caller: Caller) -> int:
    return caller.get("/totals").json["seq"]


def test_it_works(site: Site):
    volunteer, staff = site.person(), site.person("commune", COMMUNE, "ubnd-xa.28135")
    keep, fix, drop, undo = (new_id() for _ in range(4))
    then = stored(volunteer, *(put(one) for one in (keep, fix, drop, undo)))
    moment = now_ms()
    stored(volunteer, put(at=moment - DAY_MS, anchor=None), put(at=moment + 60_000, anchor=volunteer.anchor()))
    stored(volunteer, put(fix, rev=2, outcome=ABSENT), put(drop, rev=2, void=True))
    stored(staff, review(volunteer.person_id, undo))
    total = ledger(staff, f"from={then}")["total"]
    assert total["then"] == {"records": 4, "assists": 4, "unique": 4}
    assert total["now"] == {"records": 4, "assists": 3, "unique": 3}
    assert total["parts"]["corrected"] == {"touched": 1, "records": 0, "assists": -1}
    assert total["parts"]["voided"] == {"touched": 2, "records": -2, "assists": -2}
    assert total["parts"]["new"]["touched"] + total["parts"]["late"]["touched"] == 2
    assert total["unexplained"] == {"records": 0, "assists": 0}
    voided = listed(staff, f"from={then}&part=voided")
    assert {one["record_id"] for one in voided} == {drop, undo}
    assert all(one["after"] is None and one["before"]["area"] == HAMLET for one in voided)
    (corrected,) = listed(staff, f"from={then}&part=corrected")
    assert (corrected["before"]["assist"], corrected["after"]["assist"]) == (True, False)
    assert corrected["person_name"] == "Nguyễn Thị Mẫu"


def test_what_happened_before_the_first_state_and_came_after_it_is_late(site: Site):
    with at("2021-08-25 09:00"):
        volunteer, staff = site.person(), site.person("district")
        early = volunteer.anchor()
    with at("2021-08-26 13:00"):
        then = stored(volunteer, put(anchor=volunteer.anchor()))
    with at("2021-08-27 09:00"):
        waited = put(anchor=early)
        waited["happened_at"] = spelled(now_ms() - 2 * DAY_MS + 60_000)
        stored(volunteer, waited, put(anchor=volunteer.anchor()))
        parts = ledger(staff, f"from={then}")["total"]["parts"]
    assert parts["late"] == {"touched": 1, "records": 1, "assists": 1}
    assert parts["new"] == {"touched": 1, "records": 1, "assists": 1}


def test_a_record_that_moves_leaves_one_row_and_comes_to_another(site: Site):
    volunteer, staff = site.person("volunteer", COMMUNE), site.person("commune", COMMUNE, "ubnd-xa.28135")
    moved = new_id()
    then = stored(volunteer, put(moved))
    stored(volunteer, put(moved, rev=2, area=OTHER_HAMLET))
    answer = ledger(staff, f"by=hamlet&from={then}")
    rows = {row["code"]: row["parts"]["corrected"] for row in answer["rows"]}
    assert rows[HAMLET] == {"touched": 1, "records": -1, "assists": -1}
    assert rows[OTHER_HAMLET] == {"touched": 1, "records": 1, "assists": 1}
    assert answer["total"]["parts"]["corrected"] == {"touched": 1, "records": 0, "assists": 0}


def test_rows_add_up_whatever_was_done_between_any_two_states(site: Site):
    rng = Random(5)
    near, far = site.person("volunteer", COMMUNE), site.person("volunteer", FAR, FAR_UNION)
    staff, district = site.person("commune", COMMUNE, "ubnd-xa.28135"), site.person("district")
    records: list[tuple[Caller, str, int]] = []
    seqs = [0]
    for _ in range(25):
        who = rng.choice([near, far])
        areas = [HAMLET, OTHER_HAMLET, COMMUNE] if who is near else [FAR]
        body = {"area": rng.choice(areas), "outcome": rng.choice([ABSENT, PARTLY, "ok_installed_used"])}
        if records and rng.random() < 0.6:
            place = rng.randrange(len(records))
            who, record, rev = records[place]
            body["area"] = rng.choice([HAMLET, OTHER_HAMLET] if who is near else [FAR])
            records[place] = (who, record, rev + 1)
            if who is near and rng.random() < 0.4:
                verdict = rng.choice(["ok", "void"])
                seqs.append(stored(staff, review(who.person_id, record, verdict, rev=rev)))
                continue
            seqs.append(stored(who, put(record, rev=rev + 1, void=rng.random() < 0.3, **body)))
        else:
            record = new_id()
            records.append((who, record, 1))
            seqs.append(stored(who, put(record, **body)))
    for _ in range(12):
        first, last = sorted(rng.sample(seqs, 2))
        for by in ("hamlet", "commune"):
            answer = ledger(district, f"by={by}&from={first}&until={last}")
            for row in (*answer["rows"], answer["total"]):
                assert row["unexplained"] == {"records": 0, "assists": 0}, (first, last, row)
            for measure in ("records", "assists"):
                for end in ("then", "now"):
                    assert sum(row[end][measure] for row in answer["rows"]) == answer["total"][end][measure]
        listed_now = sum(len(listed(district, f"from={first}&until={last}&limit=3&part={part}")) for part in PARTS)
        assert listed_now == sum(part["touched"] for part in answer["total"]["parts"].values())


def test_nothing_lies_between_a_state_and_itself(site: Site):
    volunteer, staff = site.person(), site.person("district")
    stored(volunteer, put())
    total = ledger(staff, f"from={head(staff)}")["total"]
    assert total["then"] == total["now"]
    assert all(part == NOTHING for part in total["parts"].values())


def test_a_commune_sees_its_own_part_alone(site: Site):
    near, far = site.person(), site.person("volunteer", FAR, FAR_UNION)
    stored(near, put())
    stored(far, put(area=FAR))
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert ledger(staff)["total"]["now"]["records"] == 1
    assert [one["after"]["area"] for one in listed(staff, "part=new")] == [HAMLET]
    assert staff.get("/ledger?within=28111").status_code == 404


@pytest.fixture
def reported(site: Site) -> tuple[Caller, str]:
    """A commune's submitted report with one assist, and one more logged after it."""
    with at("2021-08-26 09:00"):
        volunteer = site.person()
        staff, report = officer(site), str(uuid.uuid4())
        stored(volunteer, put(anchor=volunteer.anchor()))
        assert submit(staff, report).status_code == 201
    with at("2021-08-27 09:00"):
        stored(volunteer, put(anchor=volunteer.anchor()))
    return staff, report


def test_a_submitted_report_is_a_first_state(reported: tuple[Caller, str]):
    staff, report = reported
    with at("2021-08-28 09:00"):
        answer = ledger(staff, f"report={report}")
    assert answer["comparable"] is True
    assert answer["total"]["code"] == COMMUNE
    assert (answer["total"]["then"]["records"], answer["total"]["now"]["records"]) == (1, 2)
    assert answer["total"]["parts"]["new"]["records"] == 1


def test_after_a_restore_figures_are_compared_and_no_parts_are_made_up(site: Site, reported: tuple[Caller, str]):
    staff, report = reported
    with site.app.app_context(), writing() as session:
        session.execute(update(Campaign).values(epoch="a" * 32))
    with at("2021-08-28 09:00"):
        answer = ledger(staff, f"report={report}")
    assert answer["comparable"] is False
    assert answer["rows"] == []
    assert (answer["total"]["then"]["records"], answer["total"]["now"]["records"]) == (1, 2)
    assert answer["total"]["parts"] is None


def test_a_report_out_of_scope_does_not_exist(site: Site, reported: tuple[Caller, str]):
    other = site.person("commune", "28111", "ubnd-xa.28111")
    assert other.get(f"/ledger?report={reported[1]}").status_code == 404


def test_the_first_state_must_not_come_after_the_second(site: Site):
    volunteer, staff = site.person(), site.person("district")
    first, second = stored(volunteer, put()), stored(volunteer, put())
    answer = staff.get(f"/ledger?from={second}&until={first}")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request.invalid")


def test_ends_far_apart_are_told_from_what_the_worker_keeps(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("server.desk.ledger.FAR", 2)
    volunteer, staff = site.person("volunteer", COMMUNE), site.person("district")
    keep, fix, drop = (new_id() for _ in range(3))
    then = stored(volunteer, put(keep), put(fix), put(drop))
    assert steps.refresh(site.campaign_id) == 0
    stored(volunteer, put(fix, rev=2, outcome=ABSENT), put(drop, rev=2, void=True))
    stored(volunteer, put(), put(anchor=volunteer.anchor()))
    assert steps.refresh(site.campaign_id) == 4
    stored(volunteer, put(keep, rev=2, area=OTHER_HAMLET))  # the worker has not looked at this one
    with counted() as statements:
        total = ledger(staff, f"from={then}")["total"]
    assert any("rollup_log.day" in one for one in statements), "looked at one by one"
    touched = {name: part["touched"] for name, part in total["parts"].items()}
    assert touched == {"late": 1, "new": 1, "corrected": 2, "voided": 1}
    assert total["unexplained"] == {"records": 0, "assists": 0}
    assert [one["record_id"] for one in listed(staff, f"from={then}&part=corrected&limit=1")] == [fix, keep]
    assert [one["record_id"] for one in listed(staff, f"from={then}&part=voided")] == [drop]


@pytest.mark.parametrize("far", [False, True], ids=["near", "far"])
def test_an_erased_record_came_when_it_came(site: Site, monkeypatch: pytest.MonkeyPatch, far: bool):
    monkeypatch.setattr("server.desk.ledger.FAR", 0 if far else 1000)
    volunteer, staff, other = site.person(), site.person("district"), site.person("district")
    then = stored(volunteer, put(caller=volunteer, number="+84912345678"))
    asked = staff.post("/erasures", {"id": new_id(), "phone": "0912345678", "reason": "bà gọi đến xã"}).json
    assert other.post(f"/erasures/{asked['id']}/decision", {"grant": True}).status_code == 200
    steps.refresh(site.campaign_id)
    total = ledger(staff, f"from={then}")["total"]
    assert (total["then"]["records"], total["now"]["records"]) == (1, 1)
    assert all(part == NOTHING for part in total["parts"].values())
    assert total["unexplained"] == {"records": 0, "assists": 0}
    assert ledger(staff, f"from=0&until={then}")["total"]["parts"]["new"]["records"] == 1

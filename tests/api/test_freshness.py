"""GET /freshness, POST /freshness/remind: which phones were heard of, and a word to those that were not."""

import uuid

from tests.batches import push, put, statuses
from tests.due import at
from tests.site import COMMUNE, Caller, Site

OTHER, OTHER_UNION = "28111-xoai-doi", "hoi-lhpn-xa.28111"


def logged(caller: Caller, queue: int = 1, **body) -> None:
    """One record, sent while so many wait on the phone."""
    answer = push(caller, put(anchor=caller.anchor(), caller=caller, **body), queue_len=queue)
    assert set(statuses(answer)) == {"stored"}


def fresh(caller: Caller, query: str = "") -> dict:
    answer = caller.get(f"/freshness{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def remind(caller: Caller, **body):
    return caller.post("/freshness/remind", {"id": str(uuid.uuid4()), **body})


def inbox(caller: Caller) -> list[str]:
    return [one["title"] for one in caller.get("/notices").json["items"]]


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def test_it_works(site: Site):
    with at("2021-08-24 09:00"):
        quiet, busy = site.person(name="Chị Im"), site.person(name="Chị Ghi")
        logged(quiet, queue=4)
    with at("2021-08-26 09:00"):
        logged(busy)
        found = fresh(commune(site))
    (row,) = found["items"]
    assert (row["code"], row["devices"], row["synced_24h"], row["waiting_on_phones"]) == (COMMUNE, 2, 1, 3)
    assert row["silent"] == found["total"]["silent"] == 1
    (person,) = found["people"]
    assert (person["name"], person["waiting"], person["reminded_at"]) == ("Chị Im", 3, None)


def test_it_is_the_freshness_of_the_totals(site: Site):
    with at("2021-08-24 09:00"):
        logged(site.person(), queue=7)
        logged(site.person(area=OTHER, organisation=OTHER_UNION), area=OTHER)
    with at("2021-08-26 09:00"):
        staff = site.person("district")
        total = fresh(staff)["total"]
        assert {name: total[name] for name in ("devices", "synced_24h", "waiting_on_phones", "oldest_unsent_at")} == (
            staff.get("/totals").json["freshness"]
        )
        rows = fresh(staff)["items"]
    for name in ("devices", "synced_24h", "waiting_on_phones", "silent"):
        assert sum(row[name] for row in rows) == total[name]


def test_a_person_is_heard_of_when_one_of_their_phones_is(site: Site):
    with at("2021-08-24 09:00"):
        volunteer = site.person()
        logged(volunteer)
    with at("2021-08-26 09:00"):
        logged(site.device(volunteer.person_id))
        assert fresh(commune(site))["people"] == []


def test_a_phone_that_was_never_heard_of_is_silent_a_day_after_it_came(site: Site):
    with at("2021-08-24 09:00"):
        site.person()
        assert fresh(commune(site))["total"]["silent"] == 0
    with at("2021-08-25 10:00"):
        assert fresh(commune(site))["total"]["silent"] == 1


def test_only_what_is_in_scope_is_seen_and_reminded(site: Site):
    with at("2021-08-24 09:00"):
        mine, theirs = site.person(), site.person(area=OTHER, organisation=OTHER_UNION)
    with at("2021-08-26 09:00"):
        staff = commune(site)
        assert [row["code"] for row in fresh(staff)["items"]] == [COMMUNE]
        assert remind(staff, people=[str(theirs.person_id)]).json["people"] == 0
        assert remind(staff).json["people"] == 1
        assert remind(staff, within="28111").status_code == 404
        assert (inbox(mine), inbox(theirs)) == (["Mở Gõ Cửa để gửi lượt đã ghi"], [])


def test_the_same_id_reminds_once_and_when_is_kept(site: Site):
    with at("2021-08-24 09:00"):
        mine = site.person()
    with at("2021-08-26 09:00"):
        staff, name = commune(site), str(uuid.uuid4())
        assert remind(staff, id=name).json["people"] == 1
        assert remind(staff, id=name).status_code == 200
        assert len(inbox(mine)) == 1
        assert fresh(staff)["people"][0]["reminded_at"] == "2021-08-26T02:00:00.000Z"
        trail = [one["act"] for one in site.person("district").get("/audit?limit=100").json["items"]]
    assert trail.count("device.remind") == 1


def test_who_was_heard_of_is_not_reminded(site: Site):
    with at("2021-08-26 09:00"):
        mine = site.person()
        logged(mine)
        assert remind(commune(site), people=[str(mine.person_id)]).json["people"] == 0
        assert inbox(mine) == []

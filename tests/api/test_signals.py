"""GET /signals: what is unusual, in scope, with why."""

from server.clock import instant, now_ms
from tests.batches import push, put, statuses
from tests.due import at
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

OTHER_HAMLET = "28135-cho-tram"


def log(caller: Caller, count: int, numbers: bool = False, **body) -> None:
    """Records of one person, ten seconds apart from now on."""
    anchor, begin = caller.anchor(), now_ms()
    ops = []
    for place in range(count):
        number = f"+8491{place:07d}" if numbers else None
        op = put(anchor=anchor, caller=caller, number=number, **body)
        ops.append({**op, "happened_at": instant(begin + place * 10_000)})
    assert set(statuses(push(caller, *ops))) == {"stored"}


def signals(staff: Caller, query: str = "") -> list[dict]:
    answer = staff.get(f"/signals?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_it_works(site: Site):
    with at("2021-08-24 09:00"):
        volunteer = site.person(name="Lê Thị Hoa")
        log(volunteer, 31, numbers=True)
    with at("2021-08-26 09:00"):
        staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
        found = signals(staff)
    assert {one["kind"] for one in found} == {"numbers", "burst"}
    numbers = next(one for one in found if one["kind"] == "numbers")
    assert (numbers["person_name"], numbers["day"], numbers["count"]) == ("Lê Thị Hoa", "2021-08-24", 31)
    assert numbers["why"] == "31 số điện thoại trong một ngày"


def test_numbers_that_another_had_logged_before_are_told(site: Site):
    with at("2021-08-24 09:00"):
        first, second = site.person(name="Người trước"), site.person(name="Người sau")
        log(first, 12, numbers=True)
    with at("2021-08-24 15:00"):
        log(second, 12, numbers=True)
    with at("2021-08-26 09:00"):
        again = [one for one in signals(site.person("district")) if one["kind"] == "duplicates"]
    assert [(one["person_name"], one["count"], one["of"]) for one in again] == [("Người sau", 12, 12)]


def test_records_outside_the_hamlet_that_was_given_are_told(site: Site):
    with at("2021-08-24 09:00"):
        staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
        volunteer = site.person("volunteer", COMMUNE, UNION)
        log(volunteer, 12, area=OTHER_HAMLET)
        assert [one["kind"] for one in signals(staff)] == ["burst"], "no hamlet was given, none is left"
        post = {"role": "volunteer", "area": COMMUNE, "hamlet": HAMLET, "organisation": UNION}
        moved = staff.call("PUT", f"/people/{volunteer.person_id}/membership", json=post)
        assert moved.status_code == 200, moved.json
        told = {one["kind"]: (one["count"], one["of"]) for one in signals(staff)}
    assert told["elsewhere"] == (12, 12)


def test_days_before_and_after_are_left_out(site: Site):
    with at("2021-08-24 09:00"):
        volunteer = site.person()
        log(volunteer, 12)
        staff = site.person("district")
    with at("2021-08-31 09:00"):
        assert signals(staff) == []
        assert [one["day"] for one in signals(staff, "since=2021-08-24&until=2021-08-24")] == ["2021-08-24"]


def test_a_commune_is_not_told_of_others(site: Site):
    with at("2021-08-24 09:00"):
        log(site.person(), 12)
        other = site.person("commune", "28111", "ubnd-xa.28111")
        assert signals(other) == []


def test_withdrawn_records_are_no_signal(site: Site):
    with at("2021-08-24 09:00"):
        volunteer = site.person()
        log(volunteer, 12, void=True)
        assert signals(site.person("district")) == []

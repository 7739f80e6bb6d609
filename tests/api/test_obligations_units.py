"""GET /obligations/units/{code}: one unit with all that it owes and its history."""

import uuid
from collections.abc import Iterator

import pytest

from server.reports.service import remind
from tests import pushservice
from tests.api.test_push_sending import worker
from tests.due import COMMITTEE, NEXT_THURSDAY, OFFICE, THURSDAY, WOMEN, at, clerk, instant, officer, submit, when
from tests.pushservice import PushService, subscribe
from tests.site import COMMUNE, Caller, Site


@pytest.fixture
def service() -> Iterator[PushService]:
    with pushservice.running() as service:
        yield service


def history(caller: Caller, code: str = COMMITTEE) -> dict:
    return caller.get(f"/obligations/units/{code}").json


def test_it_works(site: Site):
    with at("2021-08-26 15:00"):
        district, staff = site.person("district"), officer(site)
        submit(staff, zero=True)
        found = history(district)
    assert (found["unit"]["code"], found["unit"]["name"]) == (COMMITTEE, "UBND xã Mỹ Lệ")
    assert {one["code"] for one in found["orders"]} == {"R08", "R03"}
    squares = {(one["obligation"], one["period"]): one for one in found["squares"]}
    assert len(squares) == 7, "all periods, those ahead too"
    assert squares["R03", "2021-08-24"]["status"] == "missing"
    late = squares["R08", THURSDAY]
    assert (late["status"], late["late_ms"], late["zero"]) == ("late", 2 * 3_600_000, True)
    assert squares["R08", NEXT_THURSDAY]["status"] == "open"
    assert (found["people"], found["reachable"]) == (1, 0)
    assert found["moves"] == found["reminders"] == []


def test_it_names_whom_to_ask(site: Site):
    with at("2021-08-20 10:00"):
        staff = officer(site)
        profile = {"contact_name": "Lê Văn Tư", "contact_title": "Cán bộ VH-XH", "contact_phone": "0272 388 1234"}
        assert staff.call("PUT", f"/units/{COMMITTEE}", json=profile).status_code == 200
        found = history(staff)
    assert {name: found[name] for name in profile} == profile


def test_a_unit_for_which_nobody_reports_says_so(site: Site):
    with at("2021-08-26 13:30"):
        district = site.person("district")
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY, "organisations": [OFFICE]}
        (told,) = district.post("/obligations/remind", body).json["items"]
        found = history(district, OFFICE)
    assert (told["people"], told["reachable"]) == (0, 0)
    assert (found["people"], found["reachable"]) == (0, 0)
    (line,) = found["reminders"]
    assert (line["stage"], line["by"], line["people"]) == ("by_hand", "Nguyễn Thị Mẫu", 0)


def test_what_was_moved_stands_with_who_and_when(site: Site):
    with at("2021-09-01 08:00") as clock:
        district = site.person("district", name="Trần Văn Huyện")
        for due_at, organisation in (("2021-09-03 13:00", None), ("2021-09-03 17:00", OFFICE), (None, None)):
            body = {"due_at": due_at and instant(due_at), "reason": "Nghỉ lễ", "organisation": organisation}
            assert district.call("PUT", f"/obligations/R08/dues/{NEXT_THURSDAY}", json=body).status_code == 200
            clock.shift(60)
        moves = history(district)["moves"]
        assert [(one["due_at"], one["everybody"]) for one in moves] == [
            (None, True),
            (instant("2021-09-03 13:00"), True),
        ], "that of another unit is none of this one's"
        assert {one["by"] for one in moves} == {"Trần Văn Huyện"}
        assert moves[-1]["at"] == instant("2021-09-01 08:00")
        assert len(history(district, OFFICE)["moves"]) == 3
        assert history(clerk(site, WOMEN), WOMEN)["moves"] == [], "it does not owe R08"


def test_each_reminder_stands_with_what_became_of_it(site: Site, service: PushService):
    with at("2021-08-26 10:30") as clock:
        district, staff, second = site.person("district"), officer(site), officer(site)
        submit(staff, obligation="R03", period="2021-08-24")
        subscribe(staff)
        remind()
        loop = worker(site, service)
        loop.once()
        ids = [one["id"] for one in second.get("/notices").json["items"]]
        second.post("/notices/read", {"ids": ids})
        clock.move_to(when("2021-08-26 13:05"))
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY}
        mine = next(
            one for one in district.post("/obligations/remind", body).json["items"] if one["organisation"] == COMMITTEE
        )
        assert (mine["people"], mine["reachable"]) == (2, 1)
        by_hand, by_clock = history(district)["reminders"]
        assert (by_hand["stage"], by_hand["people"], by_hand["rung"], by_hand["waiting"]) == ("by_hand", 2, 0, 1)
        assert (by_clock["stage"], by_clock["by"]) == ("3h", None)
        assert (by_clock["people"], by_clock["read"], by_clock["rung"]) == (2, 1, 1)
        loop.once()
        assert history(district)["reminders"][-2]["rung"] == 1
        assert {one["at"] for one in history(district)["reminders"] if one["stage"] == "by_hand"} == {
            instant("2021-08-26 13:05")
        }


def test_a_bank_has_a_page_without_any_due_instant(sqlite_site: Site):
    district = sqlite_site.person("district")
    body = {"code": "ngan-hang.a", "name": "Ngân hàng A", "parent": "ngan-hang", "area": COMMUNE}
    assert district.post("/organisations", body).status_code == 201
    found = history(district, "ngan-hang.a")
    assert found["unit"]["name"] == "Ngân hàng A"
    assert found["orders"] == found["squares"] == found["reminders"] == []


def test_it_is_seen_in_scope(site: Site):
    with at("2021-08-26 10:00"):
        assert site.call("GET", f"/obligations/units/{COMMITTEE}").status_code == 401
        assert clerk(site).get(f"/obligations/units/{COMMITTEE}").status_code == 404
        assert officer(site, "28111").get(f"/obligations/units/{COMMITTEE}").status_code == 404
        assert officer(site).get("/obligations/units/none").json["error"]["code"] == "organisation.unknown"
        assert site.person().get(f"/obligations/units/{COMMITTEE}").status_code == 403

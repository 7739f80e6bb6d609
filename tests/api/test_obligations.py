"""GET /obligations: who owes what by when, and what became of it."""

import uuid
from datetime import timedelta

import pytest

from tests.due import (
    COMMITTEE,
    NEXT_THURSDAY,
    OFFICE,
    THURSDAY,
    WOMEN,
    at,
    board,
    clerk,
    instant,
    officer,
    square,
    submit,
)
from tests.site import COMMUNE, Site


def test_it_works(site: Site):
    with at("2021-08-26 10:00"):
        answer = site.person("district").get("/obligations?obligation=R08&limit=500").json
    assert len(answer["items"]) == 43
    assert answer["counts"] == {"open": 43, "missing": 0, "on_time": 0, "late": 0, "returned": 0}
    first = answer["items"][0]
    assert (first["obligation"], first["period"], first["status"]) == ("R08", THURSDAY, "open")
    assert first["due_at"] == instant("2021-08-26 13:00")
    assert first["remaining_ms"] == 3 * 3_600_000
    assert answer["countdown"] == {
        "obligation": "R08",
        "period": THURSDAY,
        "due_at": instant("2021-08-26 13:00"),
        "remaining_ms": 3 * 3_600_000,
        "open": 43,
    }


def test_forty_three_units_owe_the_weekly_report_and_six_an_information(site: Site):
    with at("2021-08-20 10:00"):
        orders = {one["code"]: one for one in site.person("district").get("/obligations").json["orders"]}
    assert {code: one["units"] for code, one in orders.items()} == {"R08": 43, "R03": 43, "R13": 6, "R15": 1}
    assert orders["R08"]["periods"] == [
        "2021-08-26", "2021-09-02", "2021-09-09", "2021-09-16", "2021-09-23", "2021-09-30",
    ]  # fmt: skip
    assert (orders["R03"]["word"], orders["R13"]["word"]) == ("báo cáo", "thông tin kết quả")
    assert (orders["R03"]["rule"], orders["R13"]["rule"]) == ("inclusive", "exclusive")
    assert (orders["R08"]["to"], orders["R08"]["via"]) == ("ubnd-huyen", "p-vhtt")


def test_a_bank_owes_nothing_and_is_never_late(site: Site):
    district = site.person("district")
    body = {"code": "ngan-hang.a", "name": "Ngân hàng A", "parent": "ngan-hang", "area": COMMUNE}
    assert district.post("/organisations", body).status_code == 201
    with at("2021-10-30 10:00"):
        units = {one["unit"]["code"] for one in board(site.person("district"), ahead="true")}
        teller = site.person("reporter", COMMUNE, "ngan-hang.a")
        assert board(teller, ahead="true") == []
        assert submit(teller, organisation="ngan-hang.a").json["error"]["code"] == "obligation.not_owed"
    assert "ngan-hang.a" not in units
    assert len(units) == 43 + 6


def test_periods_that_have_not_begun_wait(site: Site):
    with at("2021-08-20 10:00"):
        district = site.person("district")
        assert {one["period"] for one in board(district)} == {"2021-08-24", THURSDAY}
        assert {one["period"] for one in board(district, ahead="true")} >= {NEXT_THURSDAY, "2021-09-30"}


def test_who_has_not_sent_is_missing_from_the_due_instant_on(site: Site):
    with at("2021-08-26 12:59:59.999") as clock:
        district, staff = site.person("district"), officer(site)
        assert square(district)["status"] == "open"
        clock.shift(timedelta(milliseconds=1))
        assert square(district)["status"] == "missing"
        assert square(staff)["remaining_ms"] == 0
        assert len(board(district, obligation="R08", status="missing")) == 43
        assert board(district, obligation="R08", status="open", period=THURSDAY) == []


def test_the_board_is_seen_in_scope(site: Site):
    with at("2021-08-20 10:00"):
        assert {one["unit"]["code"] for one in board(officer(site))} == {COMMITTEE}
        assert {one["unit"]["code"] for one in board(clerk(site))} == {OFFICE}
        assert {one["unit"]["code"] for one in board(clerk(site, WOMEN))} == {WOMEN}
        district = site.person("district")
        assert {one["unit"]["code"] for one in board(district, within=COMMUNE)} == {COMMITTEE}
        assert {one["unit"]["code"] for one in board(district, organisation=OFFICE)} == {OFFICE}
        assert board(district, within="99999") == board(district, organisation="none") == []


def test_the_last_reminder_stands_beside_what_is_missing(site: Site):
    with at("2021-08-26 13:10") as clock:
        district = site.person("district")
        assert square(district, OFFICE)["reminded_at"] is None
        for _ in range(2):
            clock.shift(timedelta(minutes=5))
            body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY, "organisations": [OFFICE]}
            district.post("/obligations/remind", body)
        assert square(district, OFFICE)["reminded_at"] == instant("2021-08-26 13:20")
        assert square(district)["reminded_at"] is None


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("2021-08-25 10:00", "2021-08-25 13:00"),
        ("2021-08-25 13:00", "2021-08-26 10:00"),
        ("2021-08-26 10:30", "2021-08-26 12:00"),
        ("2021-08-26 12:30", "2021-08-26 13:00"),
        ("2021-08-26 13:00", None),
    ],
)
def test_it_says_when_the_clock_reminds_next(sqlite_site: Site, now: str, following: str | None):
    with at(now):
        district = sqlite_site.person("district")
        assert square(district)["next_reminder_at"] == (following and instant(following))
        submit(officer(sqlite_site))
        assert square(district)["next_reminder_at"] is None


def test_the_next_reminder_keeps_out_of_the_night(sqlite_site: Site):
    with at("2021-08-23 10:00"):
        found = square(sqlite_site.person("district"), WOMEN, "R13", "2021-08-24")
        assert found["next_reminder_at"] == instant("2021-08-23 20:50")


# --- moving a due instant ---


def move(caller, due_at: str | None, obligation: str = "R08", period: str = NEXT_THURSDAY, **changes):
    body = {"due_at": due_at and instant(due_at), "reason": "Nghỉ lễ Quốc khánh", **changes}
    return caller.call("PUT", f"/obligations/{obligation}/dues/{period}", json=body)


def test_a_holiday_changes_nothing_until_staff_move_the_due_instant(site: Site):
    with at("2021-09-01 08:00") as clock:
        district, staff = site.person("district"), officer(site)
        assert square(district, period=NEXT_THURSDAY)["due_at"] == instant("2021-09-02 13:00")
        answer = move(district, "2021-09-03 13:00")
        assert answer.json["from_at"] == instant("2021-09-02 13:00")
        found = square(staff, period=NEXT_THURSDAY)
        assert found["due_at"] == instant("2021-09-03 13:00")
        assert found["moved"] == {
            "due_at": instant("2021-09-03 13:00"),
            "from_at": instant("2021-09-02 13:00"),
            "reason": "Nghỉ lễ Quốc khánh",
            "everybody": True,
            "by": "Nguyễn Thị Mẫu",
            "at": instant("2021-09-01 08:00"),
        }
        clock.shift(timedelta(days=1, hours=6))
        assert submit(staff, period=NEXT_THURSDAY).json["status"] == "on_time"
        acts = [one for one in district.get("/audit").json["items"] if one["act"] == "due.move"]
        assert acts[0]["details"]["reason"] == "Nghỉ lễ Quốc khánh"


def test_one_unit_alone_may_be_given_time(site: Site):
    with at("2021-08-25 08:00"):
        district = site.person("district")
        assert move(district, "2021-08-27 13:00", period=THURSDAY, organisation=COMMITTEE).status_code == 200
        assert square(district)["due_at"] == instant("2021-08-27 13:00")
        assert square(district, OFFICE)["due_at"] == instant("2021-08-26 13:00")
        move(district, "2021-08-26 17:00", period=THURSDAY)
        assert square(district)["due_at"] == instant("2021-08-27 13:00"), "its own stands before that of all"
        assert square(district, OFFICE)["due_at"] == instant("2021-08-26 17:00")
        move(district, None, period=THURSDAY, organisation=COMMITTEE)
        assert square(district)["due_at"] == instant("2021-08-26 17:00")
        move(district, None, period=THURSDAY)
        assert square(district)["due_at"] == instant("2021-08-26 13:00")


def test_a_due_instant_moved_afterwards_pardons_who_was_late(site: Site):
    with at("2021-08-26 15:00"):
        district, staff = site.person("district"), officer(site)
        assert submit(staff).json["status"] == "late"
        assert move(district, "2021-08-26 17:00", period=THURSDAY).status_code == 200
        assert square(district)["status"] == "on_time"


@pytest.mark.parametrize(
    ("due_at", "changes", "code"),
    [
        ("2021-08-31 13:00", {}, "due.unmovable"),
        ("2021-09-17 13:00", {}, "due.unmovable"),
        ("2021-09-03 13:00", {"period": "2021-09-03"}, "period.unknown"),
        ("2021-09-03 13:00", {"period": "thursday"}, "period.unknown"),
        ("2021-09-03 13:00", {"obligation": "R99"}, "obligation.unknown"),
        ("2021-09-03 13:00", {"obligation": "R15"}, "obligation.unknown"),
        ("2021-09-03 13:00", {"organisation": WOMEN}, "obligation.not_owed"),
        ("2021-09-03 13:00", {"reason": ""}, "request.invalid"),
    ],
)
def test_what_cannot_be_moved_stays(sqlite_site: Site, due_at: str, changes: dict, code: str):
    with at("2021-09-01 08:00"):
        district = sqlite_site.person("district")
        assert move(district, due_at, **changes).json["error"]["code"] == code
        assert square(district, period=NEXT_THURSDAY)["moved"] is None


def test_a_due_instant_may_be_brought_forward_while_it_is_still_ahead(sqlite_site: Site):
    with at("2021-08-30 08:00"):
        district = sqlite_site.person("district")
        assert move(district, "2021-09-01 13:00").status_code == 200


def test_a_commune_moves_no_due_instant(sqlite_site: Site):
    with at("2021-08-30 08:00"):
        assert move(officer(sqlite_site), "2021-09-03 13:00").status_code == 403

"""In time or late: the server's receipt decides, to the millisecond, in the campaign's zone."""

import os
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from server.campaign import store as campaign_store
from server.database import writing
from server.reports.routes import reports as routes
from tests.due import COMMITTEE, OFFICE, THURSDAY, WOMEN, at, board, clerk, instant, later, officer, square, submit
from tests.site import Caller, Site

LAST_DAY = "2021-08-24"


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """The server's own zone, which must not matter."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("moment", "status", "late_ms"),
    [
        ("2021-08-26 12:59:59.999", "on_time", None),
        ("2021-08-26 13:00:00.000", "late", 0),
        ("2021-08-26 13:00:00.001", "late", 1),
        ("2021-08-26 23:59:59.999", "late", 39_599_999),
        ("2021-08-27 00:00:00.000", "late", 39_600_000),
        ("2021-08-19 13:00:00.000", "on_time", None),
    ],
)
def test_before_thirteen_on_thursday(sqlite_site: Site, elsewhere: str, moment: str, status: str, late_ms: int | None):
    with at(moment):
        answer = submit(officer(sqlite_site)).json
    assert (answer["status"], answer["late_ms"]) == (status, late_ms)
    assert answer["received_at"] == instant(moment)


@pytest.mark.parametrize(
    ("moment", "agency", "organisation"),
    [
        ("2021-08-23 23:59:59.999", "on_time", "on_time"),
        ("2021-08-24 00:00:00.000", "on_time", "late"),
        ("2021-08-24 23:59:59.999", "on_time", "late"),
        ("2021-08-25 00:00:00.000", "late", "late"),
    ],
)
def test_up_to_and_including_the_24th_and_before_it(
    sqlite_site: Site, elsewhere: str, moment: str, agency: str, organisation: str
):
    with at(moment):
        once = {"period": LAST_DAY}
        told = submit(clerk(sqlite_site), obligation="R03", organisation=OFFICE, **once).json
        informed = submit(clerk(sqlite_site, WOMEN), obligation="R13", organisation=WOMEN, **once).json
    assert (told["status"], told["word"]) == (agency, "báo cáo")
    assert (informed["status"], informed["word"]) == (organisation, "thông tin kết quả")


def test_the_same_instants_on_both_databases(site: Site):
    with at("2021-08-26 12:59:59.999") as clock:
        in_time = submit(officer(site)).json
        clock.shift(timedelta(milliseconds=1))
        late = submit(officer(site, "28111"), organisation="ubnd-xa.28111").json
    assert (in_time["status"], late["status"], late["late_ms"]) == ("on_time", "late", 0)


def test_late_is_accepted_marked_and_accounted_for(site: Site):
    with at("2021-08-26 15:30"):
        district = site.person("district")
        assert submit(officer(site)).status_code == 201
        found = square(district)
    assert (found["status"], found["late_ms"]) == ("late", 9_000_000)


def test_a_correction_after_the_due_instant_makes_nothing_late(site: Site):
    with at("2021-08-26 12:00") as clock:
        staff, first = officer(site), str(uuid.uuid4())
        submit(staff, first)
        clock.move_to(later("2021-08-26 12:00", hours=5))
        second = submit(staff, corrects=first).json
        assert (second["version"], second["status"], second["late_ms"]) == (2, "on_time", None)
        assert [one["version"] for one in square(staff)["versions"]] == [1, 2]


def test_what_the_phone_says_of_its_own_clock_decides_nothing(site: Site):
    with at("2021-08-26 13:00:00.000"):
        answer = submit(officer(site), finished_at=instant("2021-08-26 12:58")).json
    assert answer["status"] == "late"
    assert answer["finished_at"] == instant("2021-08-26 12:58")
    assert answer["square"]["finished_in_time"] is True


def test_finished_in_time_and_received_late_may_be_accepted_with_a_reason(site: Site):
    with at("2021-08-26 13:20"):
        district, staff, mine = site.person("district"), officer(site), str(uuid.uuid4())
        submit(staff, mine, finished_at=instant("2021-08-26 12:50"))
        assert district.post(f"/reports/{mine}/accept", {"excuse": True}).json["error"]["code"] == "request.invalid"
        answer = district.post(f"/reports/{mine}/accept", {"excuse": True, "reason": "Mất mạng cả xã"})
        assert answer.json["status"] == "on_time"
        found = square(staff)
        assert (found["excuse"], found["late_ms"]) == ("Mất mạng cả xã", 1_200_000)


@pytest.mark.parametrize("finished", [None, "2021-08-26 13:00", "2021-08-26 13:10"])
def test_what_was_not_finished_in_time_cannot_be_excused(sqlite_site: Site, finished: str | None):
    with at("2021-08-26 13:20"):
        district, mine = sqlite_site.person("district"), str(uuid.uuid4())
        submit(officer(sqlite_site), mine, finished_at=finished and instant(finished))
        answer = district.post(f"/reports/{mine}/accept", {"excuse": True, "reason": "thương"})
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "report.not_excusable")
        assert district.post(f"/reports/{mine}/accept", {}).json["status"] == "late", "accepted, and late all the same"


WAVE = 4  # requests that one server process works on at once


def test_the_last_minute_loses_nobody_and_makes_nobody_late(site: Site, monkeypatch: pytest.MonkeyPatch):
    """Sixty reports reach the server a second before the due instant, and a busy writer keeps each waiting past it."""
    arrived = threading.Semaphore(0)
    honest = routes.now_ms
    mine = threading.local()

    def noted() -> int:
        now = honest()
        if not getattr(mine, "noted", False):
            mine.noted = True
            arrived.release()
        return now

    with at("2021-08-26 12:59:59") as clock:
        senders: list[tuple[Caller, str, str, str]] = []
        district = site.person("district")
        for one in board(district, obligation="R08", period=THURSDAY):
            code, area = one["unit"]["code"], one["unit"]["area"]
            caller = officer(site, area) if area else clerk(site, code)
            senders.append((caller, code, "R08", THURSDAY))
            if area:
                senders.append((caller, code, "R03", LAST_DAY))
        assert len(senders) == 60
        monkeypatch.setattr(routes, "now_ms", noted)
        answers: dict[tuple[str, str], int] = {}

        def send(caller: Caller, code: str, obligation: str, period: str) -> None:
            with site.app.app_context():
                sent = submit(caller, organisation=code, obligation=obligation, period=period)
                answers[code, obligation] = sent.status_code

        for first in range(0, len(senders), WAVE):
            threads = [threading.Thread(target=send, args=one) for one in senders[first : first + WAVE]]
            with writing() as session:
                campaign_store.lock(session, site.campaign_id)
                for thread in threads:
                    thread.start()
                for _ in threads:
                    assert arrived.acquire(timeout=60)
                clock.move_to(later("2021-08-26 13:00", seconds=30))
            for thread in threads:
                thread.join(timeout=120)
            clock.move_to(later("2021-08-26 12:59", seconds=59))
        found = board(district, obligation="R08", period=THURSDAY)
    assert set(answers.values()) == {201}
    assert len(answers) == 60
    assert [one["status"] for one in found] == ["on_time"] * 43
    assert {one["versions"][0]["received_at"] for one in found} == {instant("2021-08-26 12:59:59")}


def test_a_unit_elsewhere_cannot_be_reported_for(site: Site):
    with at("2021-08-26 12:00"):
        assert submit(officer(site, "28111")).status_code == 404
        assert submit(clerk(site)).status_code == 404
        assert submit(clerk(site), organisation=OFFICE).status_code == 201
        assert submit(site.person("reporter", "806", COMMITTEE)).status_code == 403

"""GET /admin/jobs: the worker's jobs, its last word, and what waits to be sent."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from server.database import writing
from server.errors import Problem
from server.ids import uuid7
from server.notices.models import DROPPED, SENT, WAITING, Delivery
from server.notices.worker import Worker, every_round
from tests.site import Site

NOON = datetime(2021, 8, 20, 5, tzinfo=UTC)
NOON_MS = int(NOON.timestamp() * 1000)
JOBS = {"guesses", "seals", "reminders", "browsers", "sending", "signals", "keys", "steps", "households"}


def delivery(site: Site, state: int, next_at: int, tries: int = 0, done_at: int | None = None) -> None:
    with writing() as session:
        session.add(
            Delivery(
                campaign_id=site.campaign_id,
                notice_id=uuid7(),
                subscription_id=uuid7(),
                state=state,
                next_at=next_at,
                expires_at=NOON_MS + 3_600_000,
                tries=tries,
                done_at=done_at,
            )
        )


def test_a_worker_that_never_ran_is_silent(site: Site):
    answer = site.person("admin").get("/admin/jobs").json
    assert (answer["seen_at"], answer["silent"]) == (None, True)
    assert {one["name"] for one in answer["items"]} == JOBS
    assert {one["ran_at"] for one in answer["items"]} == {None}
    assert answer["in_server"] is site.url.startswith("sqlite")


def test_it_works(site: Site):
    def broken() -> None:
        raise Problem("server.busy")

    every_round(site.app, "broken", broken)
    with time_machine.travel(NOON, tick=False) as clock:
        admin = site.person("admin")
        Worker(site.app).once()
        clock.shift(timedelta(minutes=5))
        answer = admin.get("/admin/jobs").json
        assert (answer["seen_at"], answer["silent"]) == ("2021-08-20T05:00:00.000Z", False)
        found = {one["name"]: one for one in answer["items"]}
        assert found.keys() == JOBS | {"broken"}
        assert found["sending"] == {
            "name": "sending",
            "ran_at": "2021-08-20T05:00:00.000Z",
            "took_ms": found["sending"]["took_ms"],
            "failures": 0,
            "failed_at": None,
            "error": None,
        }
        assert (found["broken"]["failures"], found["broken"]["error"]) == (1, "server.busy")
        clock.shift(timedelta(seconds=1))
        assert admin.get("/admin/jobs").json["silent"] is True


def test_what_waits_to_be_sent_is_counted(site: Site):
    with time_machine.travel(NOON, tick=False):
        delivery(site, WAITING, NOON_MS - 60_000)
        delivery(site, WAITING, NOON_MS, tries=2)
        delivery(site, WAITING, NOON_MS + 60_000, tries=1)
        delivery(site, SENT, 0, done_at=NOON_MS - 86_400_000)
        delivery(site, SENT, 0, done_at=NOON_MS - 86_400_001)
        delivery(site, DROPPED, 0, done_at=NOON_MS)
        assert site.person("admin").get("/admin/jobs").json["queue"] == {
            "waiting": 3,
            "due": 2,
            "retried": 2,
            "oldest_due_at": "2021-08-20T04:59:00.000Z",
            "sent": 1,
            "dropped": 1,
        }


@pytest.mark.parametrize("role", ["district", "commune", "teller"])
def test_they_are_the_admins_alone(sqlite_site: Site, role: str):
    assert sqlite_site.person(role).get("/admin/jobs").json["error"]["code"] == "role.forbidden"


def test_a_job_of_an_older_version_is_still_shown(site: Site):
    with time_machine.travel(NOON, tick=False):
        every_round(site.app, "gone", lambda: None)
        Worker(site.app).once()
        site.app.extensions["gocua.ticks"].pop()
        assert "gone" in {one["name"] for one in site.person("admin").get("/admin/jobs").json["items"]}

"""`gocua worker`, and the worker inside the server on SQLite."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from click.testing import CliRunner

from server import cli
from server.database import reading
from server.errors import Problem
from server.notices import jobs
from server.notices.models import Job
from server.notices.worker import Worker, every_round
from server.sync.opening import Opener
from server.upkeep.server import Server
from tests.site import Site


def written() -> dict[str, Job]:
    with reading() as session:
        return {one.name: one for one in jobs.runs(session)}


def test_one_round_from_the_command_line(site: Site):
    result = CliRunner().invoke(cli.main, ["worker", "--once"], obj=lambda: site.app)
    assert (result.exit_code, result.output) == (0, "0 sent or tried\n")


def test_on_sqlite_each_server_process_starts_it_and_elsewhere_none_does(site: Site, monkeypatch):
    started = threading.Event()
    monkeypatch.setattr(Worker, "run", lambda self: started.set())
    settings = site.app.extensions["gocua.settings"]
    hook = Server(settings, lambda _settings: site.app).cfg.post_worker_init
    begun: list[str] = []
    monkeypatch.setattr(Opener, "start", lambda self: begun.append("opener"))
    with ThreadPoolExecutor(1) as pool:
        hook(SimpleNamespace(wsgi=site.app, tpool=pool))
        assert started.wait(30 if settings.sqlite else 0.5) is settings.sqlite
        assert site.app.extensions["gocua.load"].expected() == 0, "and it tells how many requests wait"
    second_core = settings.sqlite and (os.cpu_count() or 1) > 1
    assert begun == ["opener"] * second_core, "and opens numbers beside"


def test_each_job_is_written_down(site: Site):
    Worker(site.app).once()
    assert written().keys() == {
        "browsers",
        "guesses",
        "households",
        "keys",
        "reminders",
        "seals",
        "sending",
        "signals",
        "steps",
    }
    assert all(one.failures == 0 and one.failed_at is None for one in written().values())


def test_a_job_that_fails_stops_no_other_and_says_of_what(site: Site, monkeypatch: pytest.MonkeyPatch):
    faults: list[Exception] = [Problem("server.busy"), ValueError("a phone number")]

    def flaky() -> None:
        if faults:
            raise faults.pop(0)

    every_round(site.app, "flaky", flaky)
    sent: list[bool] = []
    loop = Worker(site.app)
    monkeypatch.setattr(loop.sender, "send_waiting", lambda: sent.append(True) or 0)
    loop.once()
    assert (loop.failed, written()["flaky"].error) == ({"flaky": "server.busy"}, "server.busy")
    loop.once()
    assert (written()["flaky"].failures, written()["flaky"].error) == (2, "ValueError")
    loop.once()
    assert (written()["flaky"].failures, written()["flaky"].error, loop.failed) == (0, "ValueError", {})
    assert len(sent) == 3


def test_a_round_that_went_well_is_written_once_a_minute(site: Site):
    loop = Worker(site.app)
    with time_machine.travel(datetime(2021, 8, 20, 5, tzinfo=UTC), tick=False) as clock:
        loop.once()
        first = written()["sending"].ran_at
        clock.shift(timedelta(seconds=45))
        loop.once()
        assert written()["sending"].ran_at == first
        clock.shift(timedelta(seconds=15))
        loop.once()
        assert written()["sending"].ran_at == first + 60_000


def test_the_command_line_says_which_job_failed(site: Site):
    def broken() -> None:
        raise Problem("server.busy")

    every_round(site.app, "broken", broken)
    result = CliRunner().invoke(cli.main, ["worker", "--once"], obj=lambda: site.app)
    assert (result.exit_code, result.output.splitlines()[-1]) == (1, "Error: failed: broken (server.busy)")

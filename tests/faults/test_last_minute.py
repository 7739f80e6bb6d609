"""Sixty reports in the last minute, by sixty people at once, against the real server: none is lost, and none is late
that the server had received in time, however long the writer kept it waiting."""

import fcntl
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.live import GOCUA, Live
from tests.faults.phone import Phone
from tests.faults.wire import Http
from tests.postgres import Cluster

pytestmark = pytest.mark.slow

WAIT = 120.0
BEGUN = 3  # days ago: whatever weekday it is, the first weekly report is due within the fortnight that it may be moved


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Live]:
    live = Live.make(tmp_path, begun=BEGUN)
    try:
        yield live.start()
    finally:
        live.kill()


@pytest.fixture
def on_postgresql(cluster: Cluster, tmp_path: Path) -> Iterator[Live]:
    with cluster.database() as url:
        live = Live.make(tmp_path, url, begun=BEGUN)
        try:
            yield live.start()
        finally:
            live.kill()


def spelled(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def board(live: Live) -> list[dict[str, Any]]:
    return live.district().call("GET", "/obligations?limit=500")["items"]


@dataclass
class Rush:
    """Sixty people, what each of them owes, and what the server answered."""

    live: Live
    senders: list[tuple[Phone, dict[str, str]]] = field(default_factory=list)
    answers: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, live: Live) -> "Rush":
        """Every unit that owes the weekly report; the communes owe the single one too."""
        rush, people = cls(live), {}
        for one in sorted(board(live), key=lambda square: square["obligation"], reverse=True):
            code, area = one["unit"]["code"], one["unit"]["area"]
            if one["obligation"] == "R13" or (one["obligation"] == "R03" and one["unit"]["level"] != "commune"):
                continue
            if code not in people:
                role = "commune" if one["unit"]["level"] == "commune" else "reporter"
                people[code] = live.phone(
                    Http(live.port, WAIT), role=role, area=area or "806", organisation=code, seed=len(people)
                )
            duty = {"obligation": one["obligation"], "organisation": code, "period": one["period"]}
            rush.senders.append((people[code], duty))
        assert len(rush.senders) == 60
        return rush

    def due(self, moment: float) -> None:
        """Moves both due instants."""
        for code, period in sorted({(duty["obligation"], duty["period"]) for _, duty in self.senders}):
            body = {"due_at": spelled(moment), "reason": "thử phút cuối"}
            self.live.district().call("PUT", f"/obligations/{code}/dues/{period}", body)

    def send(self) -> list[threading.Thread]:
        """All at once, each on a connection of its own."""
        start = threading.Barrier(len(self.senders))

        def one(phone: Phone, duty: dict[str, str]) -> None:
            start.wait(WAIT)
            body = {**duty, "narrative": {"work_done": "Đã họp dân."}}
            try:
                sent = phone.call("PUT", f"/reports/{uuid.uuid4()}", body)
            except Exception as error:
                self.failed.append(f"{duty}: {error!r}")
            else:
                self.answers[duty["obligation"], duty["organisation"]] = sent

        threads = [threading.Thread(target=one, args=each) for each in self.senders]
        for thread in threads:
            thread.start()
        return threads

    def settle(self, due: float) -> list[str]:
        """Nobody is lost, and the server's receipt alone decided; returns the statuses."""
        assert self.failed == []
        assert len(self.answers) == 60
        squares = {(one["obligation"], one["unit"]["code"]): one for one in board(self.live)}
        statuses = []
        for key, sent in self.answers.items():
            stored = squares[key]["versions"]
            assert [one["received_at"] for one in stored] == [sent["received_at"]], "there once, as it was answered"
            in_time = sent["received_at"] < spelled(due)
            assert (sent["status"], squares[key]["status"]) == (("on_time",) * 2 if in_time else ("late",) * 2)
            statuses.append(sent["status"])
        return statuses


@contextmanager
def busy_writer(live: Live) -> Iterator[None]:
    """Somebody else writes, and every report has to wait."""
    if live.url:
        with psycopg.connect(live.url) as connection:
            connection.execute("SELECT id FROM campaign FOR UPDATE")
            yield
    else:
        with open(live.home / "write.lock", "a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def test_sixty_in_the_last_minute_are_all_there_and_in_time(live: Live):
    rush = Rush.of(live)
    due = time.time() + 60
    rush.due(due)
    for thread in rush.send():
        thread.join(WAIT)
    assert set(rush.settle(due)) == {"on_time"}


def over_the_due_instant(live: Live) -> list[str]:
    """What became of sixty that were sent before the due instant and waited past it."""
    rush = Rush.of(live)
    due = time.time() + 6
    rush.due(due)
    with busy_writer(live):
        threads = rush.send()
        time.sleep(max(0.0, due + 1 - time.time()))
        assert rush.answers == {}, "each of them waits"
    for thread in threads:
        thread.join(WAIT)
    return rush.settle(due)


def test_who_was_received_in_time_is_in_time_though_the_writer_was_busy_past_the_due_instant(live: Live):
    assert "on_time" in over_the_due_instant(live), "those that the server had in hand before"


def test_a_server_that_takes_the_time_at_the_writer_makes_them_late(on_sqlite: Live):
    """Negative control: the receipt at the first line of the view is what makes it hold."""
    on_sqlite.stop()
    on_sqlite.start(program=[GOCUA[0], "-m", "tests.faults.mutant", "late-receipt"])
    assert set(over_the_due_instant(on_sqlite)) == {"late"}

"""The process beside: each question gets its own answer, and nobody waits for a process that is not there."""

import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import psutil
import pytest

from server import logs
from server.sync import beside
from server.sync.beside import Beside, Lost


@pytest.fixture
def echo() -> Iterator[Beside]:
    made = Beside("tests.echoing", 8, "echo", b"> ")
    yield made
    made.stop()


def test_it_is_given_a_greeting_and_answers(echo: Beside):
    echo.start(patience=60)
    assert echo.ask(b"one", 20) == b"> one"
    assert echo.ask(b"", 20) == b"> "
    assert echo.ask(b"x" * 1_000_000, 20) == b"> " + b"x" * 1_000_000


def test_many_who_ask_at_once_get_each_their_own_answer(echo: Beside):
    echo.start(patience=60)
    got: dict[int, list[bytes]] = {}

    def ask(who: int) -> None:
        got[who] = [echo.ask(b"%d %d" % (who, n), 20) for n in range(50)]

    threads = [threading.Thread(target=ask, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert got == {who: [b"> %d %d" % (who, n) for n in range(50)] for who in range(8)}


def test_nobody_waits_for_one_that_begins(echo: Beside):
    with pytest.raises(Lost):
        echo.ask(b"not wanted", 20)
    echo.start()
    assert echo.pid is not None
    with pytest.raises(Lost):
        echo.ask(b"too early", 20)
    echo.start(patience=60)
    assert echo.ask(b"now", 20) == b"> now"


def test_it_begins_in_a_server_with_many_connections(echo: Beside):
    """Numbers of files from 1024 on are too great for select()."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        echo.start(patience=60)
        assert echo.ask(b"one", 20) == b"> one"
        assert echo._life is not None
        assert echo._life.first.fileno() >= 1024
    finally:
        for number in held:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_killed_one_is_followed_by_another(echo: Beside):
    echo.start(patience=60)
    lost = echo.pid
    assert lost is not None
    os.kill(lost, signal.SIGKILL)
    with logs.quiet(), pytest.raises(Lost):
        echo.ask(b"one", 20)
    echo.start(patience=60)
    assert echo.pid not in (None, lost)
    assert echo.ask(b"two", 20) == b"> two"


def test_all_who_wait_learn_of_an_end(echo: Beside):
    echo.start(patience=60)
    ends: list[type[Exception]] = []

    def ask(body: bytes) -> None:
        try:
            echo.ask(body, 20)
        except Lost as error:
            ends.append(type(error))

    with logs.quiet():
        threads = [threading.Thread(target=ask, args=(body,)) for body in [b"sleep"] * 7 + [b"end"]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert Lost in ends
    assert not any(thread.is_alive() for thread in threads)


def test_a_stopped_one_is_killed_when_patience_is_over(echo: Beside):
    echo.start(patience=60)
    pid = echo.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with logs.quiet(), pytest.raises(Lost):
        echo.ask(b"one", 0.05)
    assert not psutil.pid_exists(pid)


def test_what_ends_at_once_is_begun_less_and_less_often(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beside, "BETWEEN_S", 0.01)
    ending = Beside("tests.echoing", 1, "echo", b"end")
    begun: list[float] = []
    begin = Beside._begin
    monkeypatch.setattr(Beside, "_begin", lambda self: (begun.append(time.monotonic()), begin(self)))
    with logs.quiet():
        ending.start()
        deadline = time.monotonic() + 60
        while len(begun) < 5 and time.monotonic() < deadline:
            assert not ending.ready(0.01)
    ending.stop()
    pauses = [after - before for before, after in pairwise(begun)]
    assert len(pauses) == 4
    assert pauses[-1] >= 0.08


def test_one_of_other_code_than_the_servers_is_never_asked(echo: Beside, monkeypatch: pytest.MonkeyPatch):
    """An update under a running server: messages would be read by other positions."""
    monkeypatch.setattr(beside, "CODE", bytes(32))
    with logs.quiet():
        echo.start()
        assert echo._life is not None
        echo._life.process.wait(20)
        assert not echo.ready()
        with pytest.raises(Lost):
            echo.ask(b"one", 20)


def test_one_that_hangs_while_it_begins_is_killed(echo: Beside, monkeypatch: pytest.MonkeyPatch):
    echo.start()
    pid = echo.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    assert not echo.ready()
    monkeypatch.setattr(beside, "BEGINNING_S", 0.0)
    with logs.quiet():
        assert not echo.ready()
    assert not psutil.pid_exists(pid)


def test_it_ends_when_the_server_has_gone_and_not_at_the_signals_of_a_stop(echo: Beside):
    echo.start(patience=60)
    life = echo._life
    assert life is not None
    for ending in (signal.SIGINT, signal.SIGTERM):
        os.kill(life.process.pid, ending)
    assert echo.ask(b"still", 20) == b"> still"
    life.first.close()
    while (place := life.free.get()) is not life.first:
        if place:
            place.close()
    assert life.process.wait(20) == 0


def test_a_stop_waits_for_what_has_begun(echo: Beside):
    echo.start(patience=60)
    got: list[bytes] = []
    thread = threading.Thread(target=lambda: got.append(echo.ask(b"sleep", 20)))
    thread.start()
    time.sleep(0.1)
    echo.stop(patience=20)
    thread.join(20)
    assert got == [b"> sleep"]
    assert echo.pid is None

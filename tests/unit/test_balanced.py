"""Who takes a connection: the process that has fewest, and any of them rather than none."""

import socket
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker

from server.upkeep import balanced
from server.upkeep.balanced import BalancedWorker, forget


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def caller(listener: socket.socket) -> Iterator[socket.socket]:
    """A connection that waits to be taken."""
    with socket.create_connection(listener.getsockname()) as one:
        yield one


def _worker(age: int, connections: int) -> Any:
    worker = BalancedWorker.__new__(BalancedWorker)
    worker.age, worker.nr_conns = age, connections
    return worker


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Ages of the workers that took a connection, in order; they leave it where it is."""
    ages: list[int] = []

    def accept(worker: Any, _listener: socket.socket) -> None:
        ages.append(worker.age)
        worker.nr_conns += 1

    monkeypatch.setattr(ThreadWorker, "accept", accept)
    yield ages
    for age in (1, 2):
        forget(SimpleNamespace(age=age))


def test_whoever_has_as_few_as_the_others_takes_it_at_once(
    listener: socket.socket, caller: socket.socket, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("waited"))
    one, other = _worker(1, 0), _worker(2, 0)
    one.accept(listener)
    other.accept(listener)
    assert taken == [1, 2]


def test_whoever_has_more_leaves_it_to_the_others(
    listener: socket.socket, caller: socket.socket, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, idle = _worker(1, 1), _worker(2, 0)
    idle._tell()

    def meanwhile(_seconds: float) -> None:
        idle.accept(listener)
        listener.accept()[0].close()

    monkeypatch.setattr(time, "sleep", meanwhile)
    busy.accept(listener)
    assert taken == [2]


def test_what_the_others_do_not_fetch_is_taken_by_whoever_has_more(
    listener: socket.socket, caller: socket.socket, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, asleep = _worker(1, 3), _worker(2, 0)
    asleep._tell()
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    busy.accept(listener)
    assert taken == [1]
    assert len(waits) == balanced.TRIES


def test_nobody_waits_for_a_process_that_is_gone(
    listener: socket.socket, caller: socket.socket, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("waited"))
    busy, gone = _worker(1, 3), _worker(2, 0)
    gone._tell()
    forget(gone)
    busy.accept(listener)
    assert taken == [1]

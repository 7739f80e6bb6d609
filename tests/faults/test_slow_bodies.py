"""F29: idle sockets and bodies that drip at 1 KB/s beside phones that work: these are served, nothing is locked.

In front of the server stands Caddy with deploy/Caddyfile, which reads requests whole before it passes them on.
"""

import json
import random
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.front import caddy
from tests.faults.live import Live
from tests.faults.phone import Phone
from tests.faults.wire import Http

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
IDLE, DRIPPING, RATE = 200, 10, 1024
pytestmark = pytest.mark.slow


@contextmanager
def idle(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Sockets that connect and say nothing, half of them after half a request line."""
    sockets = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(count)]
    for half in sockets[::2]:
        half.sendall(b"POST /api/v1/sync/push HTTP/1.1\r\nHost: x")
    try:
        yield sockets
    finally:
        for one in sockets:
            one.close()


class Dripping(threading.Thread):
    """One phone whose push arrives at RATE bytes a second.

    Attributes:
        answer: the first bytes of what it heard.
        sending: set when the body has begun.
    """

    def __init__(self, port: int, phone: Phone):
        super().__init__(daemon=True)
        self.port, self.phone, self.answer = port, phone, b""
        self.sending, self.seconds = threading.Event(), 0.0

    def run(self) -> None:
        ops = list(self.phone.queue.values())
        body = json.dumps({"batch_id": ops[0]["op_id"], "ops": ops}).encode()
        head = (
            f"POST /api/v1/sync/push HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.phone.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        ).encode()
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(head)
            for start in range(0, len(body), RATE // 4):
                connection.sendall(body[start : start + RATE // 4])
                self.sending.set()
                time.sleep(0.25)
            self.answer = connection.recv(64)
        self.seconds = time.monotonic() - began


def timed(phone: Phone, walk: Walk, times: int = 8) -> list[float]:
    """Seconds of as many visits with their pushes."""
    taken = []
    for _ in range(times):
        walk.act(phone)
        began = time.monotonic()
        done = phone.sync(pull=False)
        taken.append(time.monotonic() - began)
        assert not done.problem, done
    return taken


def test_it_works(live: Live, tmp_path: Path):
    """200 idle sockets, more dripping bodies than threads: another phone's pushes get through, and all count."""
    phone = live.phone(seed=1, area="28135")
    with caddy(tmp_path, live.port) as front:
        phone.transport = Http(front.port)
        beside_the_slow(live, front.port, phone)


def beside_the_slow(live: Live, port: int, phone: Phone) -> None:
    slow = [live.phone(seed=10 + i, area="28135", name=f"Chậm {i}") for i in range(DRIPPING)]
    walks = [Walk(random.Random(10 + i), AREAS) for i in range(DRIPPING)]
    for dripping, walk in zip(slow, walks, strict=True):
        for _ in range(16):
            walk.visit(dripping)
    walk = Walk(random.Random(1), AREAS)
    alone = timed(phone, walk)
    with idle(port, IDLE):
        beside_idle = timed(phone, walk)
        threads = [Dripping(port, one) for one in slow]
        for thread in threads:
            thread.start()
        for thread in threads:
            assert thread.sending.wait(20)
        beside_both = timed(phone, walk)
        overtaken = sum(thread.is_alive() for thread in threads)
        for thread in threads:
            thread.join(60)
    found = checks.harm(live, [phone, *slow])
    medians = [round(statistics.median(taken) * 1000) for taken in (alone, beside_idle, beside_both)]
    print(
        f"F29 {IDLE} idle sockets, {DRIPPING} bodies of {max(t.seconds for t in threads):.0f} s at {RATE} B/s: a push "
        f"takes {medians[0]} ms alone, {medians[1]} beside the idle, {medians[2]} beside both "
        f"(longest {max(beside_both) * 1000:.0f}), lost {len(found.lost)}"
    )
    assert overtaken == DRIPPING, "all eight pushes got through while every body was still on its way"
    assert all(thread.answer.startswith(b"HTTP/1.1 200") for thread in threads)
    assert all(kept.status == "duplicate" for one in slow for kept in one.sent.values())
    assert not found, found


def test_bodies_that_take_every_thread_still_hold_no_lock(live: Live):
    """As many dripping bodies as the server has threads: the command line, a second writer, gets through at once."""
    slow = [live.phone(seed=30 + i, area="28135", name=f"Chậm {i}") for i in range(DRIPPING)]
    for index, dripping in enumerate(slow):
        walk = Walk(random.Random(index), AREAS)
        for _ in range(16):
            walk.visit(dripping)
    threads = [Dripping(live.port, one) for one in slow]
    for thread in threads:
        thread.start()
    for thread in threads:
        assert thread.sending.wait(20)
    live.invite(role="district", name="Trần Văn Huyện")
    on_their_way = sum(thread.is_alive() for thread in threads)
    opened = 0
    if live.url:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
        opened = live.rows(f"{query} AND pid <> pg_backend_pid()")[0][0]
    for thread in threads:
        thread.join(90)
    found = checks.harm(live, slow)
    print(
        f"F29 {len(slow)} bodies at {RATE} B/s: an invite written while {on_their_way} were on their way, "
        f"{opened} transactions open, lost {len(found.lost)}"
    )
    assert on_their_way == len(slow)
    assert opened == 0
    assert not found, found

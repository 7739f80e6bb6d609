"""F7: PostgreSQL is restarted again and again, cleanly and by a crash, while phones push."""

import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.nodes import Node, place
from tests.faults.phone import Phone
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
RESTARTS = ("fast", "immediate", "fast", "immediate")
pytestmark = pytest.mark.slow


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Live, Node]]:
    """A running server and the PostgreSQL of this test alone."""
    with place() as folder:
        node = Node.primary(folder)
        node.ask("CREATE DATABASE gocua")
        live = Live.make(tmp_path, node.url("gocua"))
        try:
            yield live.start(), node
        finally:
            live.kill()
            shutil.rmtree(live.home)


def restarted_under_load(live: Live, node: Node, phones: list[Phone]) -> Counter[str]:
    """All phones push without pause while the database is restarted; what their passes ended with."""
    stop, ended = threading.Event(), Counter[str]()

    def push(index: int, phone: Phone) -> None:
        walk = Walk(random.Random(index), AREAS, pool=40)
        while not stop.is_set():
            for _ in range(5):
                walk.act(phone)
            ended[str(phone.sync(pull=index == 0).problem)] += 1

    threads = [threading.Thread(target=push, args=pair) for pair in enumerate(phones)]
    for thread in threads:
        thread.start()
    for mode in RESTARTS:
        time.sleep(2.5)
        node.restart(mode)
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join(60)
    return ended


def test_it_works(alone: tuple[Live, Node]):
    live, node = alone
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}", batch=20) for i in range(4)]
    heard = Noting(Http(live.port))
    for phone in phones:
        phone.transport = heard
    ended = restarted_under_load(live, node, phones)
    found = checks.harm(live, phones)
    made = sum(phone.next_n - 1 for phone in phones)
    print(
        f"F7 {len(RESTARTS)} restarts, {made} ops, answers {dict(heard.statuses)}, passes {dict(ended)}, "
        f"slowest {heard.slowest:.1f} s, lost {len(found.lost)}"
    )
    assert heard.statuses[503] >= 2
    assert not heard.broken()
    assert not heard.bare
    assert not heard.lost
    assert set(ended) <= {"None", "server.busy"}
    assert not found, found
    assert len(live.rows("SELECT 1 FROM op")) == made


def test_a_database_that_answers_before_it_has_written_is_caught(alone: tuple[Live, Node]):
    """Negative control: with synchronous_commit off a crash takes what was acknowledged."""
    live, node = alone
    for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
        node.ask(f"ALTER SYSTEM SET {setting}")
    node.restart("fast")
    live.wait()
    phone = live.phone(seed=1, area="28135")
    walk = Walk(random.Random(1), AREAS)
    node.ask("CHECKPOINT")
    for _ in range(20):
        walk.act(phone)
    phone.sync(pull=False)
    assert len(phone.acked) == 20
    node.restart("immediate")
    live.wait()
    lost = checks.lost_ops([phone])
    print(f"F7 negative control: lost {len(lost)} of 20")
    assert lost

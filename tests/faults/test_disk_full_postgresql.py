"""F10 on PostgreSQL: its disk is full, for tables and then for its log, which ends it. Nothing acknowledged is lost."""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.nodes import Node, place
from tests.faults.phone import Phone
from tests.faults.test_disk_full import fill, mounted, unmount
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Live, Node, Path]]:
    """A running server whose PostgreSQL is on a disk of 300 MB; that disk's folder."""
    with place() as folder:
        disk = folder / "disk"
        assert mounted(disk, "size=300m,mode=0777"), "this test has to mount a disk in memory"
        node = None
        try:
            node = Node.primary(disk)
            node.set(max_wal_size="64MB", min_wal_size="32MB")
            node.restart("fast")
            node.ask("CREATE DATABASE gocua")
            live = Live.make(tmp_path, node.url("gocua"))
            try:
                yield live.start(), node, disk
            finally:
                live.kill()
        finally:
            if node:
                node.stop("immediate")
            unmount(disk)


def work(phones: list[Phone], walks: list[Walk], ops: int = 10) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        phone.sync(pull=False)


def end_by_a_full_log(node: Node) -> bool:
    """Asks for new pieces of the log, for which there is no room, until PostgreSQL ends itself."""
    for _ in range(40):
        try:
            node.ask("SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000)), pg_switch_wal()")
        except psycopg.OperationalError:
            return True
    return False


def test_it_works(small: tuple[Live, Node, Path]):
    live, node, disk = small
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(2)]
    walks = [Walk(random.Random(i), AREAS, pool=30) for i in range(2)]
    heard = Noting(Http(live.port, timeout=60))
    for phone in phones:
        phone.transport = heard
    work(phones, walks)
    acknowledged = [len(phone.acked) for phone in phones]
    fill(disk / "ballast")
    for _ in range(10):
        work(phones, walks, ops=40)
    full = heard.statuses[503]
    ended = end_by_a_full_log(node)
    work(phones, walks)
    refused = heard.statuses[503]

    (disk / "ballast").unlink()
    with suppress(AssertionError):
        node.start()  # systemd and Patroni do so; it may have come back by itself
    work(phones, walks, ops=1)
    found = checks.harm(live, phones)
    print(
        f"F10 PostgreSQL: {full} pushes refused while tables had no room, {refused - full} after its log had none"
        f" (ended itself: {ended}), {sum(len(one.acked) for one in phones)} acknowledged, lost {len(found.lost)}"
    )
    assert acknowledged == [10, 10]
    assert ended
    assert refused > full
    assert not heard.broken()
    assert not heard.bare
    assert not found, found

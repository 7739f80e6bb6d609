"""F11 on PostgreSQL: a sync of its log fails; it ends itself, reads its log again, and has what was acknowledged."""

import random
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.nodes import Node, place
from tests.faults.phone import Phone
from tests.faults.strace import injected
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Live, Node]]:
    """A running server and the PostgreSQL of this test alone that it writes to."""
    with place() as folder:
        node = Node.primary(folder)
        node.ask("CREATE DATABASE gocua")
        live = Live.make(tmp_path, node.url("gocua"))
        try:
            yield live.start(), node
        finally:
            live.kill()


def processes(node: Node) -> list[int]:
    """PostgreSQL's own: the first and its children."""
    main = int((node.data / "postmaster.pid").read_text().split()[0])
    listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, text=True, check=True)
    return [main, *(int(word) for word in listing.stdout.split())]


def work(phone: Phone, walk: Walk, ops: int = 5) -> None:
    for _ in range(ops):
        walk.act(phone)
    phone.sync(pull=False)


def test_it_works(alone: tuple[Live, Node], tmp_path: Path):
    live, node = alone
    phone, walk = live.phone(seed=1, area="28135"), Walk(random.Random(1), AREAS, pool=30)
    phone.transport = heard = Noting(Http(live.port, timeout=60))
    work(phone, walk)
    before = len(phone.acked)
    with injected(processes(node), "fdatasync,fsync", "error=EIO", tmp_path / "strace.log") as count:
        for _ in range(4):
            work(phone, walk)
        eio = count()
    acknowledged = len(phone.acked)

    with suppress(AssertionError):
        node.start()  # systemd and Patroni do so; it may have come back by itself
    node.until_writable()
    work(phone, walk, ops=1)
    found = checks.harm(live, [phone])
    panics = (node.data / "log").read_text(errors="replace").count("PANIC")
    print(
        f"F11 PostgreSQL: {eio} EIO, {panics} times it ended itself, {heard.statuses[503]} pushes refused, "
        f"{len(phone.acked)} acknowledged, lost {len(found.lost)}"
    )
    assert eio
    assert panics
    assert acknowledged == before, "no sync, no answer"
    assert heard.statuses[503]
    assert not heard.broken()
    assert not heard.bare
    assert not found, found

"""F11: a sync fails. What was not brought to the disk is not acknowledged, and nothing is until the disk takes it."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import GOCUA, Live
from tests.faults.phone import Phone
from tests.faults.strace import injected
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


@contextmanager
def syncs_fail(live: Live, when: str) -> Iterator[Callable[[], int]]:
    """The server's syncs fail with EIO: `1` the next one of each thread, `1+` all; gives how many did."""
    assert live.process is not None
    pids = [live.process.pid, *live.workers()]
    with injected(pids, "fdatasync,fsync", f"error=EIO:when={when}", live.home / "strace.log") as count:
        yield count


def on_disk(live: Live, folder: Path) -> int:
    """How many ops are in the database file alone, without its log."""
    copy = Path(shutil.copy(live.home / "gocua.db", folder / "alone.db"))
    connection = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    try:
        return connection.execute("SELECT count(*) FROM op").fetchone()[0]
    finally:
        connection.close()


def work(phone: Phone, walk: Walk, ops: int = 10) -> None:
    for _ in range(ops):
        walk.act(phone)
    phone.sync(pull=False)


def volunteer(live: Live, seed: int) -> tuple[Phone, Walk, Noting]:
    phone = live.phone(seed=seed, area="28135", name=f"Người {seed}")
    phone.transport = heard = Noting(Http(live.port))
    return phone, Walk(random.Random(seed), AREAS, pool=30), heard


def test_it_works(on_sqlite: Live, tmp_path: Path):
    """One sync fails: that push is refused; the next is taken when the whole log is on the disk in the file as well."""
    phone, walk, heard = volunteer(on_sqlite, 1)
    work(phone, walk)
    before = len(phone.acked)
    with syncs_fail(on_sqlite, "1") as failed:
        for _ in range(12):  # each thread of the server counts its own
            work(phone, walk, ops=2)
        eio = failed()
    refused = heard.statuses[503]
    safe = on_disk(on_sqlite, tmp_path)
    found = checks.harm(on_sqlite, [phone])
    print(f"F11 {eio} EIO, one of each thread: refused {refused}, in the file alone {safe}, lost {len(found.lost)}")
    assert refused >= 1
    assert safe >= before
    assert not heard.broken()
    assert not found, found


def test_a_disk_that_takes_nothing_stops_all_writing_until_it_does(on_sqlite: Live):
    """Every sync fails: nothing is acknowledged, reading goes on; with the disk back it goes on by itself."""
    phone, walk, heard = volunteer(on_sqlite, 2)
    work(phone, walk)
    before, district = len(phone.acked), on_sqlite.district()
    with syncs_fail(on_sqlite, "1+") as failed:
        for _ in range(5):
            work(phone, walk, ops=5)
        assert district.call("GET", "/totals?by=commune")["total"]["records"] > 0
        eio = failed()
    assert len(phone.acked) == before
    work(phone, walk, ops=1)
    assert not phone.queue
    found = checks.harm(on_sqlite, [phone])
    print(f"F11 {eio} EIO, every sync: refused {heard.statuses[503]} of 5, lost {len(found.lost)}")
    assert heard.statuses[503] == 5
    assert not heard.broken()
    assert not heard.bare
    assert not found, found


def test_a_server_that_goes_on_after_a_failed_sync_is_caught(on_sqlite: Live, tmp_path: Path):
    """Negative control: without the rule it acknowledges the next push while the file lacks what was acknowledged."""
    on_sqlite.stop()
    on_sqlite.start(program=[GOCUA[0], "-m", "tests.faults.mutant", "trusting"])
    phone, walk, heard = volunteer(on_sqlite, 3)
    work(phone, walk)
    before = len(phone.acked)
    with syncs_fail(on_sqlite, "1"):
        for _ in range(12):
            work(phone, walk, ops=2)
    safe = on_disk(on_sqlite, tmp_path)
    print(f"F11 negative control: refused {heard.statuses[503]}, in the file alone {safe} of {before} and more")
    assert heard.statuses[503] >= 1
    assert safe < before

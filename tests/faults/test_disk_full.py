"""F10: the disk is full. Pushes are refused with 503, nothing acknowledged is lost, with room again all goes on."""

import ctypes
import errno
import os
import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import GOCUA, Live
from tests.faults.phone import Phone
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
DISK = "size=24m"
_libc = ctypes.CDLL(None, use_errno=True)


def mounted(folder: Path, size: str = DISK) -> bool:
    """A small disk of its own on the folder, where this process may mount; in memory."""
    folder.mkdir()
    return _libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, size.encode()) == 0


def unmount(folder: Path) -> None:
    _libc.umount2(str(folder).encode(), 2)  # MNT_DETACH


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path | None]:
    """A small disk; None where mounting is refused."""
    folder = tmp_path / "disk"
    if not mounted(folder):
        yield None
        return
    try:
        yield folder
    finally:
        unmount(folder)


@pytest.fixture
def small(disk: Path | None, sqlite_home: Path, tmp_path: Path) -> Iterator[Live]:
    """A running server whose home, with its log, is on the small disk when there is one."""
    live = Live(Path(shutil.copytree(sqlite_home, (disk or tmp_path) / "home")))
    try:
        yield live.start()
    finally:
        live.kill()


def fill(ballast: Path) -> None:
    """Writes until there is no room."""
    with open(ballast, "wb", buffering=0) as handle:
        try:
            while True:
                handle.write(bytes(4096))
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise


@contextmanager
def without_room(live: Live) -> Iterator[str]:
    """The disk full to the last byte; where nothing can be mounted, files that may not grow."""
    ballast = live.home.parent / "ballast"
    if not os.path.ismount(live.home.parent):
        with no_growth(live):
            yield "files may not grow"
        return
    fill(ballast)
    try:
        yield "disk full"
    finally:
        ballast.unlink()


@contextmanager
def no_growth(live: Live) -> Iterator[None]:
    """No file of the server's processes may grow beyond the log as it is now."""
    assert live.process is not None
    largest = (live.home / "gocua.db-wal").stat().st_size
    pids = [live.process.pid, *live.workers()]
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def volunteers(live: Live) -> tuple[list[Phone], list[Walk]]:
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(2)]
    walks = [Walk(random.Random(i), AREAS, pool=30) for i in range(2)]
    return phones, walks


def work(phones: list[Phone], walks: list[Walk], ops: int = 10) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        phone.sync(pull=False)


def filled_and_freed(live: Live, times: int = 2) -> tuple[checks.Harm, Noting, str]:
    """Phones push on while the disk fills, is full, and has room again."""
    phones, walks = volunteers(live)
    heard, ways = Noting(Http(live.port)), set[str]()
    for phone in phones:
        phone.transport = heard
    for _ in range(times):
        work(phones, walks)
        before = checks.lost_ops(phones)
        with without_room(live) as way:
            ways.add(way)
            for _ in range(4):
                work(phones, walks, ops=30)
            assert live.district().call("GET", "/totals?by=commune")["total"]["records"] > 0, "reading goes on"
            assert checks.lost_ops(phones) == before == []
        work(phones, walks, ops=1)
        assert not any(phone.queue for phone in phones), "with room again the next push goes through"
    return checks.harm(live, phones), heard, ", ".join(ways)


def test_it_works(small: Live):
    """Full twice while two phones push: 503 with Retry-After, figures equal the recount, no restart needed."""
    assert small.process is not None
    pid, workers = small.process.pid, small.workers()
    found, heard, way = filled_and_freed(small)
    print(f"F10 {way}: pushes refused {heard.statuses[503]}, other errors {heard.broken()}, lost {len(found.lost)}")
    assert heard.statuses[503] >= 6
    assert not heard.broken()
    assert not heard.bare, "a 503 says when to come again"
    assert not found, found
    assert (small.process.pid, small.workers()) == (pid, workers)


@pytest.mark.slow
def test_files_that_may_not_grow_are_as_a_full_disk(on_sqlite: Live):
    """What stands in where nothing can be mounted is itself tried everywhere."""
    found, heard, way = filled_and_freed(on_sqlite)
    print(f"F10 {way}: pushes refused {heard.statuses[503]}, lost {len(found.lost)}")
    assert heard.statuses[503] >= 6
    assert not heard.broken()
    assert not found, found


@pytest.mark.slow
def test_a_server_that_does_not_hear_the_disk_is_caught(small: Live):
    """Negative control: it acknowledges a commit that failed."""
    phone, walk = volunteers(small)[0][0], Walk(random.Random(9), AREAS)
    small.stop()
    small.start(program=[GOCUA[0], "-m", "tests.faults.mutant", "deaf-commit"])
    with without_room(small):
        for _ in range(6):  # the first may find room in the log as it is
            work([phone], [walk], ops=60)
        lost = checks.lost_ops([phone])
    print(f"F10 negative control: lost {len(lost)} of {len(phone.sent)}")
    assert lost

"""The process that puts batches in on SQLite dies, hangs or is not there: nothing is lost, nothing counts twice."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import GOCUA, Live
from tests.faults.strace import injected, ptrace_works

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
PHONES, KILLS = 6, 3


def writer(live: Live) -> int | None:
    """The process beside, None while there is none."""
    assert live.process is not None
    for one in psutil.Process(live.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # or it has been killed a moment ago
            if "server.sync.apart" in one.cmdline():
                return one.pid
    return None


class Crowd:
    """Phones that walk and send at once, each in a thread of its own."""

    def __init__(self, live: Live):
        self.live = live
        self.problems: list[str] = []
        self.phones = [live.phone(seed=i, area="28135", batch=10, name=f"Người {i}") for i in range(PHONES)]

    def send_until(self, over: Callable[[], bool], seconds: float = 60.0) -> None:
        """All of them, again and again; AssertionError when it is not over in time."""
        deadline = time.monotonic() + seconds
        stop = threading.Event()
        threads = [threading.Thread(target=self._walk, args=(i, stop)) for i in range(PHONES)]
        for thread in threads:
            thread.start()
        while not (ended := over()) and time.monotonic() < deadline:
            time.sleep(0.02)
        stop.set()
        for thread in threads:
            thread.join(60)
        assert ended, self.live.log()[-3000:]

    def _walk(self, index: int, stop: threading.Event) -> None:
        phone = self.phones[index]
        walk = Walk(random.Random(len(phone.acked) + index), AREAS, pool=40)
        while not stop.is_set():
            for _ in range(10):
                walk.act(phone)
            problem = phone.sync(pull=False).problem
            if problem:
                self.problems.append(problem)

    def harm(self) -> checks.Harm:
        return checks.harm(self.live, self.phones)


def works(pid: int | None) -> bool:
    """Whether it has put in something: it has the log of the database open."""
    with suppress(psutil.NoSuchProcess):
        return pid is not None and any(one.path.endswith("gocua.db-wal") for one in psutil.Process(pid).open_files())
    return False


def found(live: Live) -> int:
    pid = writer(live)
    assert pid is not None, live.log()[-3000:]
    return pid


@pytest.fixture
def crowd(on_sqlite: Live) -> Crowd:
    """Phones whose batches have waited for each other, so that there is such a process, and it works."""
    crowd = Crowd(on_sqlite)
    crowd.send_until(lambda: works(writer(on_sqlite)))
    return crowd


def killing(live: Live, times: int) -> Callable[[], bool]:
    """Kills each one a moment after it has begun to work; says when there have been so many."""
    killed: set[int] = set()

    def kill() -> bool:
        pid = writer(live)
        if pid is not None and pid not in killed and works(pid):
            time.sleep(0.4)
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)
        return len(killed) == times

    return kill


def test_it_works(crowd: Crowd, on_sqlite: Live):
    assert not crowd.problems
    assert not crowd.harm()
    assert len(on_sqlite.rows("SELECT 1 FROM op")) == sum(phone.next_n - 1 for phone in crowd.phones)


def test_killed_again_and_again_while_phones_send(crowd: Crowd, on_sqlite: Live):
    """Nobody is told of it: what it had not answered is put in by the process that serves."""
    crowd.send_until(killing(on_sqlite, KILLS))
    harm = crowd.harm()
    print(f"F1 the process beside: killed {KILLS} times, lost {len(harm.lost)}")
    assert not crowd.problems
    assert not harm, harm


@pytest.mark.parametrize(
    ("calls", "nth"), [("fdatasync", 2), *(pytest.param("pwrite64", n, marks=pytest.mark.slow) for n in (5, 60))]
)
def test_killed_in_the_midst_of_a_commit(crowd: Crowd, on_sqlite: Live, calls: str, nth: int):
    """At a sync, or between the writes of the log; without tracing, wherever it is just then."""
    pid = found(on_sqlite)
    if ptrace_works():
        what = f"signal=KILL:when={nth}"
        log = on_sqlite.home / "strace.log"
        with injected([pid], calls, what, log, sign="killed by SIGKILL", patience=5) as killed:
            crowd.send_until(lambda: not psutil.pid_exists(pid))
        assert killed() == 1
    else:
        os.kill(pid, signal.SIGKILL)
        crowd.send_until(lambda: not psutil.pid_exists(pid))
    assert not crowd.problems
    harm = crowd.harm()
    assert not harm, harm


@pytest.mark.slow
def test_a_sync_that_fails_in_it_is_not_answered_as_one_that_did_not(crowd: Crowd, on_sqlite: Live):
    """F11: those batches are refused for now, it ends, and the server brings all to the disk before it goes on."""
    pid = found(on_sqlite)
    with injected([pid], "fdatasync,fsync", "error=EIO:when=1", on_sqlite.home / "strace.log") as failed:
        crowd.send_until(lambda: not psutil.pid_exists(pid))
        assert failed() == 1
    assert set(crowd.problems) == {"server.busy"}
    assert len(crowd.problems) <= PHONES
    crowd.problems.clear()
    crowd.send_until(lambda: works(writer(on_sqlite)))
    assert not crowd.problems
    harm = crowd.harm()
    assert not harm, harm


def test_it_ends_with_the_process_that_serves(crowd: Crowd, on_sqlite: Live):
    pid = found(on_sqlite)
    [serving] = on_sqlite.workers()
    os.kill(serving, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)
    on_sqlite.wait()
    harm = crowd.harm()
    assert not harm, harm
    crowd.send_until(lambda: writer(on_sqlite) is not None)
    pid = found(on_sqlite)
    on_sqlite.stop()
    assert not psutil.pid_exists(pid)


def test_a_server_that_takes_a_lost_batch_for_stored_is_caught(crowd: Crowd, on_sqlite: Live):
    """Negative control: the same kill and the same check, on a server that does not put in what got lost."""
    on_sqlite.stop()
    on_sqlite.start(program=[GOCUA[0], "-m", "tests.faults.mutant", "lost-is-stored"])
    crowd.send_until(killing(on_sqlite, KILLS))
    on_sqlite.stop()
    on_sqlite.start()
    lost = checks.lost_ops(crowd.phones)
    print(f"F1 the process beside, negative control: lost {len(lost)}")
    assert lost

"""F1, F2: the server dies at any point of a commit; nothing that was acknowledged is lost, nothing counts twice."""

import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from server import failpoint
from tests.faults import checks, starter
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import GOCUA, Live
from tests.faults.phone import Phone
from tests.faults.strace import injected, ptrace_works
from tests.faults.wire import Http

BATCHES, MAX_POINTS = 3, 40
STRIDE = int(os.environ.get("GOCUA_KILL_STRIDE", "40"))  # 1: at every write of the log


def traced(pids: list[int], calls: str, nth: int, path: Path) -> AbstractContextManager[Callable[[], int]]:
    """SIGKILL at the n-th call of a kind by any of the processes; they have to end within the block."""
    return injected(pids, calls, f"signal=KILL:when={nth}", path, sign="killed by SIGKILL", patience=5)


@contextmanager
def killer(live: Live, calls: str, nth: int) -> Iterator[Counter[str]]:
    """SIGKILL at the n-th call of a kind by any of the server's processes; afterwards the whole server is killed."""
    assert live.process is not None
    seen = Counter[str]()
    with traced([live.process.pid, *live.workers()], calls, nth, live.home / "strace.log") as killed:
        try:
            yield seen
            seen["killed"] = killed()
        finally:
            live.kill()


def work(phone: Phone, walk: Walk, ops: int = 12) -> None:
    """One batch of work and one attempt to send it."""
    for _ in range(ops):
        walk.act(phone)
    phone.sync(pull=False)


def volunteer(live: Live, seed: int) -> tuple[Phone, Walk]:
    phone = live.phone(seed=seed, area="28135", name=f"Người {seed}")
    walk = Walk(random.Random(seed), [code for code, parent in HAMLETS.items() if parent == "28135"], pool=40)
    return phone, walk


def killed_everywhere(live: Live, sweeps: dict[str, int]) -> tuple[checks.Harm, Counter[str]]:
    """Kills the server at the 1st, 2nd … call of each kind until it survives all batches.

    Each time another server takes over what was left. strace counts the calls of each thread by itself.

    Args:
        sweeps: by kind of call, the step from one point to the next.
    """
    phone, walk = volunteer(live, 1)
    found, seen = checks.Harm(), Counter[str]()
    for calls, step in sweeps.items():
        for nth in range(1, MAX_POINTS * step, step):
            with killer(live, calls, nth) as killed:
                for _ in range(BATCHES):
                    work(phone, walk)
                    if phone.queue:
                        break  # whoever takes over is killed at its own n-th call, at its start already
            look(live, phone, found, seen)
            if not killed["killed"]:
                break
            seen[f"{calls}: points"] += 1
    after = checks.harm(live, [phone])
    after.lost += found.lost
    after.figures += found.figures
    return after, seen


def look(live: Live, phone: Phone, found: checks.Harm, seen: Counter[str]) -> None:
    """At a home whose server was killed; then starts another one and asks it for what was acknowledged."""
    stored = {row[0] for row in live.rows("SELECT hex(op_id) FROM op")}
    seen["committed, not acknowledged"] += any(op.replace("-", "").upper() in stored for op in phone.queue)
    found.figures += checks.sound(live)
    live.start()
    found.lost += checks.lost_ops([phone])


def killed_at_failpoints(live: Live) -> tuple[checks.Harm, Counter[str]]:
    """The same where tracing is refused: the process ends itself at each named point of each batch."""
    phone, walk = volunteer(live, 1)
    found, seen = checks.Harm(), Counter[str]()
    for point in failpoint.POINTS:
        live.stop()
        live.start(GOCUA_FAILPOINT=f"{point}:exit:2")
        for _ in range(BATCHES):
            work(phone, walk)
        live.kill()
        seen["failpoints: points"] += (live.home / f"failpoint.{point}").exists()
        look(live, phone, found, seen)
    after = checks.harm(live, [phone])
    after.lost += found.lost
    after.figures += found.figures
    return after, seen


def command_killed(live: Live, nth: int) -> bool:
    """Runs `gocua invite` and kills it at its n-th sync, or after n × 60 ms where tracing is refused."""
    words = ["invite", "--role", "district", "--name", "Trần Văn Huyện"]
    if ptrace_works():
        process = starter.start(words, live.env(), live.home / "command.log", held=True)
        with traced([process.pid], "fdatasync,fsync", nth, live.home / "strace.log") as killed:
            os.kill(process.pid, signal.SIGCONT)
            process.wait(60)
        return killed() > 0
    started = subprocess.Popen([*GOCUA, *words], env=live.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return started.wait(nth * 0.06) != 0
    except subprocess.TimeoutExpired:
        started.kill()
        return started.wait() != 0


def test_it_works(on_sqlite):
    """Killed at every fdatasync of the pushes, and between the writes of them (failpoints where ptrace is refused)."""
    if ptrace_works():
        found, seen = killed_everywhere(on_sqlite, {"fdatasync,fsync": 1, "pwrite64": STRIDE})
    else:
        found, seen = killed_at_failpoints(on_sqlite)
    print(f"F1 {dict(seen)}, lost {len(found.lost)}")
    assert sum(n for name, n in seen.items() if name.endswith("points")) >= 3
    assert not found, found


def test_every_failpoint_of_a_commit(on_sqlite):
    """What stands in for tracing where it is refused is itself tried everywhere."""
    found, seen = killed_at_failpoints(on_sqlite)
    print(f"F1 by failpoints {dict(seen)}, lost {len(found.lost)}")
    assert seen["failpoints: points"] == len(failpoint.POINTS)
    assert not found, found


def test_a_command_killed_while_it_writes_back_the_log_loses_nothing(on_sqlite):
    """Killed at every sync of `gocua invite` on the log that a killed server left: recovery, commit, checkpoint."""
    phone, walk = volunteer(on_sqlite, 2)
    for _ in range(3):
        work(phone, walk)
    on_sqlite.kill()
    points = 0
    for nth in range(1, MAX_POINTS):
        killed = command_killed(on_sqlite, nth)
        assert not checks.sound(on_sqlite)
        if not killed:
            break
        points += 1
    on_sqlite.start()
    found = checks.harm(on_sqlite, [phone])
    print(f"F1 command killed at {points} points, lost {len(found.lost)}")
    assert points >= 1
    assert not found, found


@pytest.mark.slow
@pytest.mark.parametrize("point", failpoint.POINTS)
def test_a_worker_that_dies_at_a_failpoint_is_replaced_and_nothing_is_lost(live, point):
    """F2: one worker ends at the point; the arbiter makes another; the phone sends again."""
    live.stop()
    live.start(GOCUA_FAILPOINT=f"{point}:exit:2")
    phone, walk = volunteer(live, 3)
    heard = [bool(work(phone, walk) or not phone.queue) for _ in range(6)]
    live.wait(10)
    found = checks.harm(live, [phone])
    print(f"F2 {point}: {heard.count(False)} of {len(heard)} pushes unheard, lost {len(found.lost)}")
    assert (live.home / f"failpoint.{point}").exists()
    assert not found, found


def test_a_server_that_answers_before_it_commits_is_caught(on_sqlite):
    """Negative control: the same kill and the same check, on a server that breaks the promise."""
    phone, walk = volunteer(on_sqlite, 4)
    on_sqlite.stop()
    on_sqlite.start(program=[GOCUA[0], "-m", "tests.faults.mutant", "late-commit"])
    for _ in range(BATCHES):
        work(phone, walk)
    assert phone.sent
    on_sqlite.kill()
    on_sqlite.start()
    lost = checks.lost_ops([phone])
    print(f"F1 negative control: lost {len(lost)} of {len(phone.sent)}")
    assert lost


def test_a_killed_server_that_is_started_again_answers_within_its_time(on_sqlite):
    """A home that a killed server left is taken over without repair, and a second server on it is refused."""
    second = Live(on_sqlite.home, port=0)
    run = subprocess.run([*GOCUA, "serve"], env=second.env(GOCUA_BIND="127.0.0.1:1"), capture_output=True, check=False)
    assert run.returncode == 1
    assert b"another server" in run.stderr
    on_sqlite.kill()
    on_sqlite.start()
    assert Http(on_sqlite.port).send("GET", "/healthz", {}, None).status == 200

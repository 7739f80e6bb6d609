"""Servers that start at once: one process has imported all that serving needs, and forks for each server.

`python -m tests.faults.starter` reads one line of JSON for each (words of the command, environment, log) and answers
with the process id. What it forks is `gocua …` with a session of its own; importing takes five times as long as the
rest.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NEEDED = (
    "server.app", "server.upkeep.server", "gunicorn.arbiter", "gunicorn.workers.gthread", "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql.psycopg", *(f"server.{room}.routes" for room in
    ("people", "notices", "sync", "totals", "reports", "desk")),
)  # fmt: skip


class Started:
    """A process of `gocua`, as `subprocess.Popen` would tell of it; its parent is the starter."""

    def __init__(self, pid: int):
        self.pid = pid
        try:
            self.handle = os.pidfd_open(pid)
        except ProcessLookupError:
            self.handle = -1

    def __del__(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)

    def poll(self) -> int | None:
        """None as long as it runs."""
        return self._ended(0)

    def wait(self, seconds: float) -> int:
        ended = self._ended(seconds)
        if ended is None:
            raise subprocess.TimeoutExpired("gocua", seconds)
        return ended

    def terminate(self) -> None:
        if self.handle >= 0:
            signal.pidfd_send_signal(self.handle, signal.SIGTERM)

    def _ended(self, seconds: float) -> int | None:
        if self.handle >= 0 and not select.select([self.handle], [], [], seconds)[0]:
            return None
        return 0


class _Starter:
    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.starter"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        atexit.register(self.end)

    def start(self, order: dict[str, Any]) -> Started:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        return Started(int(self.process.stdout.readline()))

    def end(self) -> None:
        self.process.communicate()


_STARTERS: list[_Starter] = []


def start(words: list[str], environ: dict[str, str], log: Path, *, held: bool = False) -> Started:
    """`gocua` with these words as a process of its own; its lines are added to the log.

    Args:
        held: stopped before it does anything; a SIGCONT lets it go.
    """
    if not _STARTERS:
        _STARTERS.append(_Starter())
    started = _STARTERS[0].start({"words": words, "environ": environ, "log": str(log), "held": held})
    while held and Path(f"/proc/{started.pid}/stat").read_text().rpartition(") ")[2][0] != "T":
        time.sleep(0.005)
    return started


def _become(order: dict[str, Any]) -> None:
    """In the forked process: the command, until it ends."""
    from server import cli

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(order["environ"])
    if order["held"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    cli.main(order["words"], prog_name="gocua")


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that have ended
    for name in NEEDED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin.buffer:
        pid = os.fork()
        if pid:
            print(pid, flush=True)
            continue
        code = 1
        try:
            _become(json.loads(line))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)


if __name__ == "__main__":
    main()

"""Errors and signals put into the system calls of running processes, by strace."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def ptrace_works() -> bool:
    """Whether a process of ours may be traced here: containers often refuse it."""
    strace = shutil.which("strace")
    if strace is None:
        return False
    probe = subprocess.run([strace, "-f", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return probe.returncode == 0


@contextmanager
def injected(pids: list[int], calls: str, what: str, path: Path) -> Iterator[Callable[[], int]]:
    """strace on processes with what it injects into calls; they go on without it afterwards.

    Gives how many calls were met. Asked to let go, strace may wait for ever for a thread; when it is killed, the
    kernel lets go of all.
    """
    attach = [part for pid in pids for part in ("-p", str(pid))]
    command = ["strace", "-f", "-e", f"trace={calls}", "-e", f"inject={calls}:{what}", *attach]
    with open(path, "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 20
        while path.read_text().count("attached") < len(pids):
            assert time.monotonic() < deadline, path.read_text()
            assert process.poll() is None, path.read_text()
            time.sleep(0.02)
        yield lambda: path.read_text().count("(INJECTED)")
    finally:
        process.kill()
        process.wait(5)

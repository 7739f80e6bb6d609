"""Errors and signals put into the system calls of running processes, by strace."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def ptrace_works() -> bool:
    """Whether a process of ours may be traced here: containers often refuse it."""
    strace = shutil.which("strace")
    if strace is None:
        return False
    probe = subprocess.run([strace, "-f", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return probe.returncode == 0


@contextmanager
def injected(
    pids: list[int], calls: str, what: str, path: Path, *, sign: str = "(INJECTED)", patience: float = 0
) -> Iterator[Callable[[], int]]:
    """strace on processes with what it injects into calls; those that live go on without it afterwards.

    Gives how often the sign stands in its lines. Asked to let go, strace may wait for ever for a thread; without
    tracees it ends by itself, and when it is killed the kernel lets go of all.

    Args:
        patience: seconds to wait at the end until it ends by itself, for when the processes have died.
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
        yield lambda: path.read_text().count(sign)
    finally:
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        process.kill()
        process.wait(5)

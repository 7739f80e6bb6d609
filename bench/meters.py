"""What processes have used: CPU seconds to the nanosecond, and memory; also of a PostgreSQL on this machine."""

import os
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

_TICK = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def processor(processes: list[psutil.Process]) -> float:
    """CPU seconds of the processes, threads and children that have ended included."""
    seconds = 0.0
    for process in processes:
        with suppress(OSError, psutil.NoSuchProcess):
            # the kernel's clock of a process: those of /proc count in hundredths of a second
            seconds += time.clock_gettime((~process.pid << 3) | 2)
            waited = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            seconds += (int(waited[13]) + int(waited[14])) / _TICK
    return seconds


def memory(processes: list[psutil.Process]) -> float:
    """MiB resident, summed over the processes: what they share is counted for each."""
    return sum(process.memory_info().rss for process in processes) / 2**20


def shared_memory(processes: list[psutil.Process]) -> float:
    """MiB in which what several processes share is counted once."""
    found = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            found += process.memory_full_info().pss
    return found / 2**20


def postmaster(url: str) -> int:
    """Process id of the PostgreSQL of a URL, which has to be on this machine."""
    with psycopg.connect(url) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    return int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])

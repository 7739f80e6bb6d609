"""Check, rebuild, check again and backup of a filled installation: speed, CPU, memory, and what a person sees of it.

Each is a command of its own (`gocua …`) at a terminal of its own, stopped servers around it. Times are wall time for a
million ops, start-up included; CPU is counted by the kernel, so that other work beside changes it less.
"""

import os
import pty
import re
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from bench import meters
from bench.peers.ours import GOCUA
from tests.faults.live import Live

Figures = dict[str, Any]
TOLD = re.compile(rb"(\d+)%")  # of a progress bar
EVERY = 0.1


def kept_up(live: Live) -> Iterator[Figures]:
    """One command after the other; AssertionError when one fails, as check does when figures differ."""
    stored = live.rows("SELECT head FROM campaign")[0][0]
    for name, words in (
        ("check", ["totals", "check"]),
        ("rebuild", ["totals", "rebuild"]),
        ("again", ["totals", "check"]),
    ):
        yield {name: _command(live, words, stored)}
    with tempfile.TemporaryDirectory(dir=live.home.parent) as folder:
        path = Path(folder) / "gocua.backup"
        figures = _command(live, ["backup", str(path)], stored)
        yield {"backup": {**figures, "bytes": path.stat().st_size / stored}}


def _command(live: Live, words: list[str], stored: int) -> Figures:
    """Also the most memory of its own, how often it told how far it is, and the longest time between two of these."""
    served = meters.processor(_database(live))
    ours, theirs = pty.openpty()
    began = time.perf_counter()
    process = psutil.Popen(
        [str(GOCUA), *words], env=live.env(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    most = used = silence = 0.0
    told: set[bytes] = set()
    last = began
    while process.poll() is None:
        with suppress(OSError, psutil.NoSuchProcess, IndexError):  # it ends between two looks
            most = max(most, _own(process.pid))
            used = max(used, meters.processor([process]))
        if new := set(TOLD.findall(_shown(ours))) - told:
            told |= new
            silence, last = max(silence, time.perf_counter() - last), time.perf_counter()
    ended = time.perf_counter()
    os.close(ours)
    assert process.wait() == 0, f"gocua {' '.join(words)} failed"
    millions = stored / 1e6
    return {
        "rate": stored / (ended - began),
        "seconds": (ended - began) / millions,
        "processor": used / millions,
        "database": (meters.processor(_database(live)) - served) / millions,
        "memory": most,
        "told": len(told),
        "silence": max(silence, ended - last),
    }


def _shown(terminal: int) -> bytes:
    """What was written to a terminal meanwhile, waiting a little."""
    if not select.select([terminal], [], [], EVERY)[0]:
        return b""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # nobody writes there any more
        time.sleep(EVERY)
        return b""


def _own(pid: int) -> float:
    """MiB that a process has for itself: pages of the database's file that it maps are the system's."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("RssAnon:")[2].split()[0]) / 1024


def _database(live: Live) -> list[psutil.Process]:
    return meters.tree(meters.postmaster(live.url)) if live.url else []

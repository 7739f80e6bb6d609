"""`python -m bench.push [--quick] [--database sqlite|postgresql]`: how fast a real server takes ops and gives totals.

Eight devices enrolled through invites push batches of 100 new ops at once to `gocua serve` on each database, without
numbers, with half and with all of the ops carrying a sealed one; then totals by commune are timed at 1,000 ops and at
1,000,000 (in the full bench, all of them pushed). Prints a table of plain text with machine and date. Below the goal
it also prints where the time goes.
"""

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Self

import psutil

from bench import inside
from bench.load import Measured, push_all, requests, time_get
from bench.machine import settle
from tests import postgres
from tests.faults.live import Live

CLIENTS, SIZE = 8, 100
GOAL = 8_000  # ops a second below which the profile is printed
TOTALS = "/totals?by=commune"


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.push", description=__doc__)
    options.add_argument("--quick", action="store_true", help="8,000 ops a run, no million")
    options.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    chosen = options.parse_args()
    print(machine(), end="\n\n", flush=True)
    with Databases() as databases:
        names = [chosen.database] if chosen.database else ["sqlite", "postgresql"]
        slow = [name for name in names if measure(databases, name, chosen.quick) < GOAL]
        for name in slow:
            with databases.empty(name) as url:
                print(f"\nwhere the time goes, {name}:\n{inside.profile(url)}")


def machine() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')} · {os.cpu_count()} × {model[1] if model else platform.machine()} · "
        f"{memory:.0f} GiB · {platform.system()} {platform.release()} · Python {platform.python_version()}\n"
        f"{CLIENTS} clients × batches of {SIZE} new ops, uuid7 ids, over HTTP; the generator shares the cores"
    )


class Databases:
    """Empty databases; one PostgreSQL for all of the bench, started when first asked for."""

    def __init__(self) -> None:
        self.cluster: postgres.Cluster | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self.cluster is not None:
            self.cluster.stop()

    @contextmanager
    def empty(self, name: str) -> Iterator[str]:
        """The URL of an empty database; an empty text for SQLite."""
        if name == "sqlite":
            yield ""
            return
        self.cluster = self.cluster or postgres.start(durable=True)
        with self.cluster.database() as url:
            yield url


def measure(databases: Databases, name: str, quick: bool) -> float:
    """Prints the rows of one database; returns ops a second without numbers."""
    with databases.empty(name) as url, tempfile.TemporaryDirectory(prefix="gocua-bench-") as folder:
        live = Live.make(Path(folder), url)
        try:
            live.start()
            rate = _measure(live, name, quick)
        finally:
            live.stop()
    with databases.empty(name) as url:
        print(f"{name:12} statements per push, by ops in it: {inside.statements(url)}\n", flush=True)
    return rate


def processor_seconds(live: Live) -> float:
    """What the server's processes have used so far, those of its PostgreSQL (of this machine) included."""
    server = psutil.Process(live.process.pid) if live.process else psutil.Process()
    trees = [server, *server.children(recursive=True)]
    if live.url:
        trees += [one for one in psutil.process_iter() if one.name() == "postgres"]
    seconds = 0.0
    for process in trees:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            seconds += times.user + times.system
    return seconds


def _measure(live: Live, name: str, quick: bool) -> float:
    phones = [live.phone(seed=i, area="806", organisation="doan-tn", name=f"Máy {i}") for i in range(CLIENTS)]
    rounds = 10 if quick else 40
    print(f"{name:12} {'run':28} {'ops':>9} {'ops/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'CPU µs/op':>10}", flush=True)

    def run(label: str, batches: int, sealed: float, seed: int, *, scattered: bool = False) -> Measured:
        queues = [
            list(requests(phone, batches, SIZE, Random(seed + i), sealed, scattered=scattered))
            for i, phone in enumerate(phones)
        ]
        used = processor_seconds(live)
        result = push_all(live.port, queues)
        cost = (processor_seconds(live) - used) / result.ops * 1e6
        p50, p95 = result.percentile(0.5), result.percentile(0.95)
        print(
            f"{name:12} {label:28} {result.ops:9,} {result.rate:8,.0f} {p50:8.1f} {p95:8.1f} {cost:10.1f}", flush=True
        )
        return result

    push_all(live.port, [list(requests(phones[0], 10, SIZE, Random(1)))])  # the first thousand
    figures(live, name)
    run("warm-up", 3, 0.0, 100)
    settle()
    plain = run("push, no numbers", rounds, 0.0, 1_000)
    run("push, half with a number", rounds, 0.5, 2_000)
    run("push, all with a number", rounds, 1.0, 3_000)
    run("push, no numbers, scattered", rounds, 0.0, 4_000, scattered=True)
    if not quick:
        missing = 1_000_000 - stored(live)
        for step in range(max(0, missing) // (CLIENTS * SIZE * 50) + 1):
            run(f"towards a million, {stored(live):,}", 50, 0.0, 10_000 + 100 * step)
    figures(live, name)
    return plain.rate


def stored(live: Live) -> int:
    return live.counted()["records"]


def figures(live: Live, name: str) -> None:
    """Totals by commune, whole and not modified, in milliseconds."""
    district = live.district()
    taken, head, _body = time_get(live.port, district, TOTALS, 30)
    etag = re.search(rb"\r\netag:\s*([^\r]+)", head, re.IGNORECASE)
    again, count = 0.0, stored(live)
    if etag:
        again = time_get(live.port, district, TOTALS, 30, f"If-None-Match: {etag[1].decode()}\r\n")[0]
    print(f"{name:12} totals by commune at {count:,} records: {taken:.1f} ms, not modified {again:.1f} ms", flush=True)


if __name__ == "__main__":
    sys.exit(main())

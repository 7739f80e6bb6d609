"""`python -m bench.province`: one evening of one province against one server, compressed, over real HTTP on loopback.

Volunteers share some hundred enrolled devices (enrolling ten thousand takes longer than the run), volunteer i the
device i modulo their number; ops, batches, connections and waits are each one's own. Arrivals rise to a peak of twice
the mean at 60 % of the evening. Ends with every acknowledged op looked up in the database, and `totals check`; exit
code 1 when one is not there exactly once. Bounded: it gives up --drain seconds after the evening.
"""

import argparse
import asyncio
import gc
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from bench import evening, machine, meters
from bench.peers.floor import DURABLE
from bench.peers.ours import GOCUA, worker
from tests import postgres
from tests.faults.live import Live
from tests.faults.phone import Phone

_WAL = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def main() -> None:
    wish = _options()
    seconds = wish.minutes * 60
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, wish.volunteers + 1000)), hard))
    on = machine.described()
    print(
        f"{on['date']} · {on['cores']} × {on['model']} · {on['memory_gib']} GiB · {on['system']} · load at the start"
        f" {on['load_at_start']:.1f}, others use {machine.others():.0f} % of the cores; the generator shares them\n"
        f"{wish.volunteers:,} volunteers on {wish.devices} enrolled devices, {wish.ops:,} ops in {wish.minutes:g} min,"
        f" {wish.sealed:.0%} of the ops with a sealed number, {wish.lost:.0%} of the pushes left before their answer,"
        f" {wish.boards} boards; {wish.database}: {DURABLE[wish.database]}",
        flush=True,
    )
    with _installation(wish.database) as (live, pids):
        phones = [live.phone(seed=i, name=f"Người {i}", area="806") for i in range(wish.devices)]
        began = time.perf_counter()
        sizes = (wish.smallest, wish.largest)
        made = evening.batches(phones, wish.volunteers, wish.ops, sizes, seconds, wish.sealed, Random(wish.seed))
        gc.freeze()  # else each full collection walks all that waits to be sent, in the middle of the evening
        print(
            f"{len(made):,} batches of {min(len(one.ids) for one in made)}–{max(len(one.ids) for one in made)} ops by"
            f" {len({one.volunteer for one in made}):,} volunteers, {sum(len(one.raw) for one in made) / wish.ops:.0f}"
            f" bytes an op on the wire with heads (gzip); made in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        sys.exit(0 if _run(live, pids, phones, made, wish) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.province", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10, help="into which the evening is compressed")
    parser.add_argument("--volunteers", type=int, default=10_000)
    parser.add_argument("--ops", type=int, default=200_000)
    parser.add_argument("--smallest", type=int, default=5, help="ops of a batch; 1 and 1: each op is sent alone")
    parser.add_argument("--largest", type=int, default=50)
    parser.add_argument("--devices", type=int, default=100, help="enrolled ones, shared by the volunteers")
    parser.add_argument("--boards", type=int, default=20, help="open all evening, each asks every 5 s")
    parser.add_argument("--sealed", type=float, default=0.3, help="share of the ops that carry a number")
    parser.add_argument("--lost", type=float, default=0.02, help="share of the pushes whose answer is not read")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--drain", type=float, default=180, help="seconds after the evening until it gives up")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


@contextmanager
def _installation(database: str) -> Iterator[tuple[Live, list[int]]]:
    """A running server on an empty database that waits for the disk, and the process ids that it costs."""
    with ExitStack() as stack:
        url = ""
        if database == "postgresql":
            cluster = postgres.start(durable=True)
            stack.callback(cluster.stop)
            url = stack.enter_context(cluster.database())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gocua-bench-"))
        live = Live.make(Path(folder), url, begun=3)
        stack.callback(live.stop)
        live.start(program=[str(GOCUA)])
        assert live.process is not None
        pids = [live.process.pid]
        if url:
            pids += [stack.enter_context(worker(live)), meters.postmaster(url)]
        yield live, pids


def _run(live: Live, pids: list[int], phones: list[Phone], made: list[evening.Batch], wish: argparse.Namespace) -> bool:
    def used() -> list[float]:
        return [meters.processor(meters.tree(pid)) for pid in pids]

    size = _SIZE[wish.database]
    bytes_before, used_before = live.rows(size)[0][0], used()
    wal_before = live.rows(_WAL)[0][0] if live.url else 0
    own = time.process_time()
    night = evening.Evening(live.port, phones, live.district(), wish.lost, wish.seed)
    try:
        heard = asyncio.run(night.run(made, wish.boards, wish.minutes * 60 + wish.drain))
    except TimeoutError:
        heard = night.heard
        print(f"gave up {wish.drain:.0f} s after the evening")
    spent = [after - before for before, after in zip(used_before, used(), strict=True)]
    own = time.process_time() - own
    memory = meters.shared_memory([one for pid in pids for one in meters.tree(pid)])
    grown = live.rows(size)[0][0] - bytes_before
    logged = f", {(live.rows(_WAL)[0][0] - wal_before) / wish.ops:.0f} of WAL" if live.url else ""
    print(evening.told(heard, window=max(5.0, wish.minutes * 2)))
    shares = ", ".join(
        f"{name} {one:.1f} s" for name, one in zip(("server", "worker", "PostgreSQL"), spent, strict=False)
    )
    print(
        f"CPU: {shares}; together {sum(spent) / wish.ops * 1e6:.0f} µs an op and {sum(spent) / heard.drained:.2f} of a"
        f" core on the average (generator {own / heard.drained:.2f}); {memory:.0f} MiB resident;"
        f" {grown / wish.ops:.0f} database bytes an op{logged}"
    )
    return _all_there(live, heard, {one for batch in made for one in batch.ids})


def _all_there(live: Live, heard: evening.Heard, sent: set[str]) -> bool:
    """Whether each acknowledged op is stored exactly once, nothing else is, and the figures agree with the ops."""
    stored = [_text(row[0]) for row in live.rows("SELECT op_id FROM op")]
    there = set(stored)
    lost, twice, foreign = heard.acknowledged - there, len(stored) - len(there), there - sent
    counted = live.counted()["records"]
    print(
        f"sent {len(sent):,}, acknowledged {len(heard.acknowledged):,}, refused {len(heard.refused):,}, stored"
        f" {len(stored):,}, counted {counted:,}; lost {len(lost)}, twice {twice}, not sent by anybody {len(foreign)}"
    )
    print(live.gocua("totals", "check").strip())  # AssertionError when a figure differs
    once = max(heard.stored.values(), default=1) == 1
    return once and not (lost or twice or foreign) and heard.acknowledged == sent and counted == len(sent)


def _text(found: object) -> str:
    """An op's id as phones write it; SQLite keeps it as 16 bytes."""
    plain = found.hex() if isinstance(found, bytes) else str(found).replace("-", "")
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


if __name__ == "__main__":
    main()

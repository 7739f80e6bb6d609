"""`python -m bench.beside [--rounds N] [--peers a,b] [--ops N] [--clients 1,8,32] [--out FILE] [--quick]`

Our server beside others. Each round starts every peer afresh with an empty store, one after the other and in an order
that rotates, pushes new ops in batches of 100 at 1, 8 and 32 clients, asks for all of it page by page and for the
newest hundred, and notes CPU, memory and bytes. Our server also gets ops with sealed numbers and compressed ones, and
is asked for totals while it is pushed to. All rounds go into one JSON file, of which `python -m bench.report` makes the
table and the picture.

`--quick` is for every day: three rounds of our server and of the floor on both databases at 8 clients, with the ratio
of each round. Nothing is written.
"""

import argparse
import gc
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench import machine, meters
from bench.peers.floor import Floor
from bench.peers.kinto import Kinto
from bench.peers.limit import Limit
from bench.peers.ours import Ours
from bench.peers.peer import SIZE, Page, Peer, Standing
from bench.peers.pouch import ExpressPouch, PouchServer
from bench.sockets import Answer, Measured, drive, percentile
from tests import postgres
from tests.faults.live import free_port

PEERS: dict[str, Peer | Limit] = {
    peer.name: peer
    for peer in (
        Ours("sqlite"), Ours("postgresql"), Kinto(), PouchServer(), ExpressPouch(),
        Floor("sqlite"), Floor("postgresql"), Limit("sqlite"), Limit("postgresql"),
    )
}  # fmt: skip
QUICK = ("ours-sqlite", "floor-sqlite", "ours-postgresql", "floor-postgresql")
RESULTS = Path(__file__).resolve().parent / "results" / "beside.json"
WARM_UP, INCREMENTS, VARIED = 1_000, 5, 8
CALM_S, CALM_FOR_S = 90.0, 16.0  # the worker's rounds are 15 s apart
QUIET = 10.0  # per cent of the cores that others may use between two measurements
Row = dict[str, Any]


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.beside", description="Our server beside others.")
    options.add_argument("--rounds", type=int, default=None, help="5, or 3 when quick")
    options.add_argument("--peers", default=None, help=f"of {','.join(PEERS)}")
    options.add_argument("--ops", type=int, default=None, help="new ops in each push, 20,000, or 10,000 when quick")
    options.add_argument("--clients", default=None, help="numbers of clients; 1,8,32")
    options.add_argument("--out", type=Path, default=RESULTS)
    options.add_argument("--quick", action="store_true")
    chosen = options.parse_args()
    rounds = chosen.rounds or (3 if chosen.quick else 5)
    ops = chosen.ops or (10_000 if chosen.quick else 20_000)
    names = chosen.peers.split(",") if chosen.peers else list(QUICK if chosen.quick else PEERS)
    clients = [int(one) for one in (chosen.clients or ("8" if chosen.quick else "1,8,32")).split(",")]
    cluster = postgres.start(durable=True)
    try:
        with cluster.database() as url:
            about = {"machine": machine.described(), "versions": machine.versions(url)}
        about["options"] = {"rounds": rounds, "ops": ops, "clients": clients, "size": SIZE}
        about["peers"] = {name: {"title": PEERS[name].title, "durable": PEERS[name].durable} for name in names}
        rows: list[Row] = []
        others: list[float] = []
        for turn in range(rounds):
            for name in _rotated(names, turn):
                for row in _trial(cluster, PEERS[name], ops, clients, turn, chosen.quick):
                    rows.append({"peer": name, "round": turn, **row})
                    _tell(rows[-1])
                if not chosen.quick:
                    others.append(machine.others())
                    about["machine"] |= {"others": others, "quiet": statistics.median(others) < QUIET}
                    chosen.out.parent.mkdir(exist_ok=True)
                    chosen.out.write_text(json.dumps({**about, "rows": rows}, indent=1, ensure_ascii=False) + "\n")
    finally:
        cluster.stop()
    if chosen.quick:
        _ratios(rows)


def _rotated(names: list[str], turn: int) -> list[str]:
    """Another one is first in each round, and all that follow a given one change."""
    turned = names[turn % len(names) :] + names[: turn % len(names)]
    return turned if turn % 2 == 0 else turned[::-1]


@contextmanager
def place(cluster: postgres.Cluster, peer: Peer | Limit) -> Iterator[tuple[Path, str]]:
    """A folder on disk, and the URL of an empty database when the peer uses PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="gocua-bench-") as folder:
        if not peer.postgresql:
            yield Path(folder), ""
            return
        with cluster.database() as url:
            yield Path(folder), url


def _trial(
    cluster: postgres.Cluster, peer: Peer | Limit, ops: int, clients: list[int], turn: int, quick: bool
) -> Iterator[Row]:
    """All that one peer is asked in one round; a peer that fails has a row that says so."""
    with place(cluster, peer) as (folder, url):
        try:
            if isinstance(peer, Limit):
                yield _limit(peer.measure(folder, url, ops, turn))
                return
            with peer.running(folder, free_port(), url) as standing:
                yield from _asked(peer, standing, ops, clients, turn, quick)
        except Exception as failure:  # one that fails must not end the run of the others
            yield {"kind": "failed", "why": f"{type(failure).__name__}: {failure}"[:600]}


def _asked(peer: Peer, standing: Standing, ops: int, clients: list[int], turn: int, quick: bool) -> Iterator[Row]:
    seed = 100 * turn + 1
    _push(peer, standing, WARM_UP, 4, seed, "plain")
    machine.settle()
    for place, count in enumerate(clients):
        yield _push(peer, standing, ops, count, seed + 1 + place, "plain")
    if quick:
        if "sealed" in peer.variants:
            yield _push(peer, standing, ops // 2, VARIED, seed + 50, "sealed")
        return
    for place, variant in enumerate(peer.variants[1:]):
        yield _push(peer, standing, ops, VARIED, seed + 50 + place, variant)
    if isinstance(peer, Ours):
        yield _totals(peer, standing, ops, seed + 60)
    yield {"kind": "memory", "server": meters.memory(standing.processes()),
           "database": meters.shared_memory(standing.database())}  # fmt: skip
    _calm(standing)
    yield from _pull(peer, standing, seed + 70)


def _push(peer: Peer, standing: Standing, ops: int, clients: int, seed: int, variant: str) -> Row:
    wanted = max(min(ops, peer.most or ops), clients * SIZE)
    queues = peer.pushes(standing, wanted, clients, seed, variant)
    again = standing.again
    servers, databases = standing.processes(), standing.database()
    before = meters.processor(servers), meters.processor(databases)
    measured = _quietly(standing.port, queues, lambda raw, answer: peer.taken(standing, raw, answer))
    server = meters.processor(standing.processes()) - before[0]
    database = meters.processor(standing.database()) - before[1]
    count = len(measured.taken) * SIZE
    return {
        "kind": "push", "variant": variant, "clients": clients, "ops": count, "seconds": measured.seconds,
        "rate": count / measured.seconds, "p50": measured.percentile(0.5), "p95": measured.percentile(0.95),
        "server_cpu_us": server / count * 1e6, "database_cpu_us": database / count * 1e6,
        "generator_cores": measured.processor / measured.seconds, "load": os.getloadavg()[0],
        "sent": measured.sent / count, "received": measured.received / count, "again": standing.again - again,
    }  # fmt: skip


def _quietly(port: int, queues: Any, judge: Any) -> Measured:
    """The generator without its own collection of garbage in the middle."""
    gc.collect()
    gc.disable()
    try:
        return drive(port, queues, judge)
    finally:
        gc.enable()


def _calm(standing: Standing) -> None:
    """Until a server has done what the pushes left it to do: our worker looks through them, LevelDB tidies up."""
    deadline = time.monotonic() + CALM_S
    while time.monotonic() < deadline:
        before = meters.processor(standing.processes()) + meters.processor(standing.database())
        time.sleep(CALM_FOR_S)
        used = meters.processor(standing.processes()) + meters.processor(standing.database()) - before
        if used < 0.05 * CALM_FOR_S:
            return


def _totals(peer: Ours, standing: Standing, ops: int, seed: int) -> Row:
    """How long the board's question takes while eight phones push as fast as they can; asked 20 times a second."""
    taken: list[float] = []
    over = threading.Event()
    path, headers = peer.totals(standing)

    def read() -> None:
        connection = HTTPConnection("127.0.0.1", standing.port, timeout=60)
        while not over.wait(0.05):
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - began)
            if answer.status != 200:
                raise RuntimeError(f"totals answered {answer.status}")
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        row = _push(peer, standing, ops, VARIED, seed, "plain")
    finally:
        over.set()
        reader.join()
    return {"kind": "totals", "asked": len(taken), "p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95),
            "push_rate": row["rate"], "push_p95": row["p95"]}  # fmt: skip


def _pull(peer: Peer, standing: Standing, seed: int) -> Iterator[Row]:
    """All of it, then five times the newest hundred from where that ended."""
    servers, databases = standing.processes(), standing.database()
    before = meters.processor(servers), meters.processor(databases)
    rows, cursor, measured = read(peer, standing, None)
    server, database = meters.processor(servers) - before[0], meters.processor(databases) - before[1]
    yield {
        "kind": "pull", "rows": rows, "seconds": measured.seconds, "rate": rows / measured.seconds,
        "p95": measured.percentile(0.95), "received": measured.received / rows,
        "cpu_us": (server + database) / rows * 1e6,
    }  # fmt: skip
    taken = []
    for place in range(INCREMENTS):
        _push(peer, standing, SIZE, 1, seed + place, "plain")
        rows, cursor, measured = read(peer, standing, cursor)
        if rows != SIZE:
            raise RuntimeError(f"{rows} rows after a push of {SIZE}")
        taken.append(measured.seconds * 1000)
    yield {"kind": "increment", "ms": statistics.median(taken)}


def read(
    peer: Peer, standing: Standing, cursor: str | None, see: Callable[[Answer], object] = lambda _answer: None
) -> tuple[int, str, Measured]:
    """Follows the cursor to the end on one connection: rows, where it ended, and what it took."""
    pages: list[Page] = []

    def following() -> Iterator[bytes]:
        yield peer.pull(standing, cursor)
        while pages[-1].more:
            yield peer.pull(standing, pages[-1].cursor)

    def judge(_raw: bytes, answer: Answer) -> None:
        pages.append(peer.page(standing, answer))
        see(answer)

    measured = _quietly(standing.port, [following()], judge)
    return sum(page.rows for page in pages), pages[-1].cursor, measured


def _limit(figures: dict[str, float]) -> Row:
    ops, seconds = figures["ops"], figures["seconds"]
    return {
        "kind": "limit", "ops": ops, "seconds": seconds, "rate": ops / seconds,
        "server_cpu_us": figures["server_cpu"] / ops * 1e6, "database_cpu_us": figures["database_cpu"] / ops * 1e6,
        "rows": figures["rows"], "read_rate": figures["rows"] / figures["read_seconds"],
    }  # fmt: skip


def _tell(row: Row) -> None:
    told = {name: round(value, 1) if isinstance(value, float) else value for name, value in row.items()}
    print(*(f"{name}={value}" for name, value in told.items()), flush=True)


def _ratios(rows: list[Row]) -> None:
    """Our push against the floor's of the same round, on each database; and CPU, which a busy machine changes least."""
    for database in ("sqlite", "postgresql"):
        pushes = {
            (kind, variant): {
                row["round"]: row
                for row in rows
                if row["peer"] == f"{kind}-{database}" and row["kind"] == "push" and row["variant"] == variant
            }
            for kind, variant in (("ours", "plain"), ("ours", "sealed"), ("floor", "plain"))
        }
        ours, sealed, floor = pushes.values()
        found = sorted(row["rate"] / floor[turn]["rate"] for turn, row in ours.items() if turn in floor)
        if not found:
            continue
        print(
            f"\n{database}: {_middle(ours, 'rate'):,.0f} ops/s without numbers, {_middle(sealed, 'rate'):,.0f} with; "
            f"{statistics.median(found):.2f} of the floor ({found[0]:.2f} to {found[-1]:.2f}); p95 of a batch "
            f"{_middle(ours, 'p95'):.0f} ms\nCPU per op, server + database: {_processor(ours):.0f} µs without numbers,"
            f" {_processor(sealed):.0f} with, {_processor(floor):.0f} on the floor"
        )


def _middle(pushes: dict[int, Row], name: str) -> float:
    return statistics.median(row[name] for row in pushes.values())


def _processor(pushes: dict[int, Row]) -> float:
    return statistics.median(row["server_cpu_us"] + row["database_cpu_us"] for row in pushes.values())


if __name__ == "__main__":
    main()

"""What our server is held against: Flask with one upsert and nothing else, and the databases without HTTP.

The floor runs on gunicorn with the processes and threads of our own server, and is durable as that is. The limit is
one connection in a process of its own that keeps the same batches.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

import orjson

from bench import meters
from bench.peers import upsert, work
from bench.peers.peer import HERE, PAGE, SIZE, Page, Peer, Queues, Standing, process
from bench.sockets import Answer, request

DURABLE = {"sqlite": "synced (WAL, synchronous=FULL)", "postgresql": "synced (synchronous_commit=on)"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WORKERS = {"sqlite": ("1", "8"), "postgresql": ("2", "4")}  # processes and threads, as `gocua serve` has them


class Floor(Peer):
    """Flask and one upsert on a database."""

    def __init__(self, database: str):
        self.database, self.postgresql = database, database == "postgresql"
        self.name, self.durable = f"floor-{database}", DURABLE[database]
        self.title = f"floor: Flask, one upsert, {NAMES[database]}"

    @contextmanager
    def running(self, folder: Path, port: int, url: str) -> Iterator[Standing]:
        where = url or str(folder / "floor.db")
        upsert.prepare(where)
        workers, threads = WORKERS[self.database]
        command = [
            *(Path(sys.executable).parent / "gunicorn", "--worker-class", "gthread", "--workers", workers),
            *("--threads", threads, "--keep-alive", "30", "--backlog", "512", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{port}", "--pythonpath", HERE.parents[1], "bench.peers.floor_app:app"),
        ]
        with process(command, folder, port, FLOOR_DATABASE=where) as started:
            yield Standing(port, [started.pid], meters.postmaster(url) if url else None)

    def pushes(self, standing: Standing, count: int, clients: int, seed: int, variant: str) -> Queues:
        requests = [request("POST", "/push", orjson.dumps(batch)) for batch in work.batches(count, seed)]
        return list(repeat(iter(requests), clients))

    def taken(self, standing: Standing, request: bytes, answer: Answer) -> bytes | None:
        if answer.status != 200 or answer.body != b'{"kept":%d}' % SIZE:
            raise RuntimeError(f"push answered {answer.status}: {answer.body[:300]!r}")
        return None

    def pull(self, standing: Standing, cursor: str | None) -> bytes:
        return request("GET", f"/pull?limit={PAGE}&after={cursor or 0}")

    def page(self, standing: Standing, answer: Answer) -> Page:
        if answer.status != 200:
            raise RuntimeError(f"pull answered {answer.status}: {answer.body[:300]!r}")
        rows = answer.body.count(b'"seq":')
        return Page(rows, answer.body.rpartition(b":")[2].rstrip(b"}").decode(), rows == PAGE)

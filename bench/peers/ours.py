"""Our own server: `gocua serve` on a fresh home, every client an enrolled device, on PostgreSQL with its worker.

Variants say which ops carry a number sealed to the server's key: none, every second one, all; and `gzip`, without
numbers, compressed as phones send them.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import orjson

from bench import load, meters
from bench.peers.floor import DURABLE, NAMES
from bench.peers.peer import PAGE, SIZE, Page, Peer, Queues, Standing, stop
from bench.sockets import Answer
from tests.faults.live import Live
from tests.faults.phone import API

GOCUA = Path(sys.executable).parent / "gocua"
SEALED = {"plain": 0.0, "gzip": 0.0, "half": 0.5, "sealed": 1.0}


class Ours(Peer):
    """On a database.

    Args:
        database: `sqlite` or `postgresql`.
    """

    variants = tuple(SEALED)

    def __init__(self, database: str):
        self.name, self.title, self.durable = f"ours-{database}", f"Gõ Cửa, {NAMES[database]}", DURABLE[database]
        self.postgresql = database == "postgresql"

    @contextmanager
    def running(self, folder: Path, port: int, url: str) -> Iterator[Standing]:
        live = Live.make(folder, url)
        live.port = port
        with ExitStack() as stack:
            stack.callback(live.stop)
            live.start(program=[str(GOCUA)])
            assert live.process is not None
            standing = Standing(port, [live.process.pid], meters.postmaster(url) if url else None)
            if url:
                standing.pids.append(stack.enter_context(worker(live)))
            standing.kept |= {"live": live, "phones": [], "district": live.district()}
            yield standing

    def pushes(self, standing: Standing, count: int, clients: int, seed: int, variant: str) -> Queues:
        live, phones = standing.kept["live"], standing.kept["phones"]
        while len(phones) < clients:
            index = len(phones)
            phones.append(live.phone(seed=index, area="806", organisation="doan-tn", name=f"Máy {index}"))
        each = max(1, count // SIZE // clients)
        rngs = [Random(seed * 1000 + place) for place in range(clients)]
        return [
            iter(list(load.requests(phone, each, SIZE, rngs[place], SEALED[variant], compressed=variant == "gzip")))
            for place, phone in enumerate(phones[:clients])
        ]

    def taken(self, standing: Standing, request: bytes, answer: Answer) -> bytes | None:
        if answer.status != 200 or answer.body.count(b'"status":"stored"') != SIZE:
            raise RuntimeError(f"push answered {answer.status}: {answer.body[:300]!r}")
        return None

    def pull(self, standing: Standing, cursor: str | None) -> bytes:
        header = f"X-Cursor: {cursor}\r\n" if cursor else ""
        return load.get(standing.kept["district"], f"/sync/pull?limit={PAGE}", header)

    def page(self, standing: Standing, answer: Answer) -> Page:
        cursor = re.search(rb'"cursor":"([^"]+)"', answer.body)
        if answer.status != 200 or cursor is None:
            raise RuntimeError(f"pull answered {answer.status}: {answer.body[:300]!r}")
        return Page(answer.body.count(b'"kind":"record"'), cursor[1].decode(), b'"more":true' in answer.body)

    def kept(self, answer: Answer) -> Iterator[str]:
        """Ids of the ops that an answer to a push calls stored."""
        for result in orjson.loads(answer.body)["results"] if answer.status == 200 else ():
            if result["status"] == "stored":
                yield result["op_id"]

    def given(self, answer: Answer) -> Iterator[str]:
        """Ids of the ops in an answer to a pull."""
        return (row["op_id"] for row in orjson.loads(answer.body)["rows"])

    def totals(self, standing: Standing) -> tuple[str, dict[str, str]]:
        """Path and headers of the district's question that the board asks most."""
        return f"{API}/totals?by=commune", {"Authorization": f"Bearer {standing.kept['district'].token}"}


@contextmanager
def worker(live: Live) -> Iterator[int]:
    """`gocua worker` beside a server on PostgreSQL; its process id."""
    with open(live.home / "worker.log", "ab") as log:
        started = subprocess.Popen(
            [GOCUA, "worker"], env=live.env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield started.pid
    finally:
        stop(started)

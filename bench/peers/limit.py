"""The databases' own limit: the floor's batches and pages on one connection, without HTTP.

`python -m bench.peers.limit DATABASE OPS SEED` prints as JSON what pushing and reading all of it took; the side-by-side
starts one process for each measurement, so that nothing of the generator is in it.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import orjson

from bench import meters
from bench.peers import upsert, work
from bench.peers.floor import DURABLE, NAMES
from bench.peers.peer import HERE, PAGE


class Limit:
    """A database measured without a server."""

    def __init__(self, database: str):
        self.postgresql = database == "postgresql"
        self.name, self.durable = f"limit-{database}", DURABLE[database]
        self.title = f"limit: {NAMES[database]} alone, one connection"

    def measure(self, folder: Path, url: str, count: int, seed: int) -> dict[str, float]:
        """Ops, seconds and CPU of a push, rows and seconds of a full read, on an empty database."""
        where = url or str(folder / "limit.db")
        command = [sys.executable, "-m", "bench.peers.limit", where, str(count), str(seed)]
        done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


def main(where: str, count: int, seed: int) -> None:
    batches = [orjson.dumps(batch) for batch in work.batches(count, seed)]
    warm = [orjson.dumps(batch) for batch in work.batches(1_000, seed + 1)]
    upsert.prepare(where)
    store = upsert.Store(where)
    for batch in warm:
        store.keep(batch)
    first = meters.postmaster(where) if where.startswith("postgres") else None
    database = meters.tree(first) if first else []
    held, own, began = meters.processor(database), time.process_time(), time.perf_counter()
    kept = sum(store.keep(batch) for batch in batches)
    seconds = time.perf_counter() - began
    figures = {"ops": kept, "seconds": seconds, "server_cpu": time.process_time() - own}
    figures["database_cpu"] = meters.processor(database) - held
    began, rows, after = time.perf_counter(), 0, 0
    while True:
        page = store.page(after, PAGE)
        found = page.count(b'"seq":')
        if not found:
            break
        rows, after = rows + found, int(page.rpartition(b":")[2].rstrip(b"}"))
    print(json.dumps(figures | {"rows": rows, "read_seconds": time.perf_counter() - began}))
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

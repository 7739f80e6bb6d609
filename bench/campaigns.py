"""`python -m bench.campaigns [--rounds N] [--ops N] [--processes 1,2,4] [--campaigns 1,2,4] [--out FILE]`

Several campaigns of one installation pushed to at once, on a PostgreSQL that waits for its disk: eight phones, in
batches of 100 new ops, spread over one, two and four campaigns, with one, two and four serving processes. Each
campaign has a lock of its own, so what one waits for under it the others can use. Notes ops a second, CPU of the
server, of its database and of the generator in cores, and what PostgreSQL's processes wait for, looked at every 20 ms.
At the end every campaign holds as many ops as were answered, and `gocua totals check` recounts them. Figures go to
bench/results/campaigns.json, for `python -m bench.grown`.
"""

import argparse
import gc
import json
import re
import shutil
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from bench import machine, meters
from bench.load import Measured, push_all, requests
from bench.serving import PROCESSES
from server.campaign.preset import PRESETS
from server.clock import DAY_MS, day_of, now_ms
from tests import postgres
from tests.faults.live import GOCUA, ROOT, Live
from tests.faults.phone import Phone
from tests.faults.wire import Http

PRESET = "can-duoc-bluezone-2021"
CLIENTS, SIZE, OPS, ROUNDS = 8, 100, 16_000, 3
COUNTS = "1,2,4"
RESULTS = Path(__file__).resolve().parent / "results" / "campaigns.json"
SERVING = [GOCUA[0], "-m", "bench.serving"]
# what a backend that serves is busy with: nothing that it waits for means that it has, or wants, a core
_WAITS = """SELECT coalesce(wait_event_type, 'cpu'), coalesce(wait_event, ''), count(*) FROM pg_stat_activity
    WHERE state = 'active' AND datname = current_database() AND pid <> pg_backend_pid() GROUP BY 1, 2"""


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.campaigns", description="Several campaigns at once.")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--ops", type=int, default=OPS, help="in each run, over all campaigns")
    options.add_argument("--processes", default=COUNTS)
    options.add_argument("--campaigns", default=COUNTS)
    options.add_argument("--out", type=Path, default=RESULTS)
    chosen = options.parse_args()
    processes, campaigns = ([int(one) for one in told.split(",")] for told in (chosen.processes, chosen.campaigns))
    about = {"machine": machine.described(), "ops": chosen.ops, "rounds": chosen.rounds, "clients": CLIENTS}
    began = time.perf_counter()
    cluster = postgres.start(durable=True)
    try:
        with cluster.database() as url, tempfile.TemporaryDirectory(prefix="gocua-campaigns-") as folder:
            here = _Campaigns(Live.make(Path(folder), url), max(campaigns))
            rows = []
            for count in processes:
                with here.served(count):
                    here.run(campaigns[-1], 40 * SIZE)
                    for turn in range(chosen.rounds):
                        for among in campaigns if turn % 2 == 0 else campaigns[::-1]:
                            rows.append({"processes": count, "campaigns": among, **here.run(among, chosen.ops)})
                            print(json.dumps(rows[-1]), flush=True)
            here.check()
    finally:
        cluster.stop()
    about |= {"seconds": time.perf_counter() - began, "rows": rows}
    about["machine"]["load_at_end"] = machine.load()
    chosen.out.parent.mkdir(exist_ok=True)
    chosen.out.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")


class _Campaigns:
    """An installation with several campaigns of the same preset, and eight phones in each."""

    def __init__(self, live: Live, count: int):
        self.live = live
        self.codes = [PRESET, *(self._another(number) for number in range(1, count))]
        self.phones: list[list[Phone]] = []
        self.pushed: Counter[str] = Counter()
        self.seeds = 0

    def _another(self, number: int) -> str:
        """A campaign with the preset's files and a code of its own; begun as the first one."""
        code, folder = f"dot-{number}", self.live.home.parent / f"preset-{number}"
        shutil.copytree(PRESETS / PRESET, folder)
        plan = folder / "campaign.toml"
        plan.write_text(re.sub(r'(?m)^code = ".*"$', f'code = "{code}"', plan.read_text("utf-8"), count=1), "utf-8")
        started = str(day_of(now_ms() - DAY_MS, "UTC"))
        self.live.gocua("init", "--preset", str(folder), "--starts-on", started)
        self.live.gocua("areas", "import", "--campaign", code, str(ROOT / "campaigns" / PRESET / "hamlets.csv"))
        return code

    @contextmanager
    def served(self, processes: int) -> Iterator[None]:
        """The server, with so many processes."""
        self.live.environ[PROCESSES] = str(processes)
        self.live.start(program=SERVING)
        try:
            if not self.phones:
                self.phones = [self._enrolled(code) for code in self.codes]
            yield
        finally:
            self.live.stop()

    def _enrolled(self, code: str) -> list[Phone]:
        """Volunteers' phones, invited by the campaign's own district."""
        words = ("invite", "--campaign", code, "--role", "district", "--name", "Trần Văn Huyện", "--json")
        district = Phone(Http(self.live.port), seed=900)
        district.enrol(json.loads(self.live.gocua(*words))["code"])
        found = []
        for number in range(CLIENTS):
            person = {"role": "volunteer", "area": "806", "organisation": "doan-tn", "name": f"Máy {number}"}
            phone = Phone(Http(self.live.port), seed=len(self.phones) * CLIENTS + number)
            phone.enrol(district.call("POST", "/invites", {"id": str(uuid.uuid4()), **person})["code"])
            found.append(phone)
        return found

    def run(self, among: int, count: int) -> dict[str, Any]:
        """So many ops of eight phones, which belong to so many campaigns in turn."""
        self.seeds += CLIENTS
        each = count // SIZE // CLIENTS
        phones = [(place % among, self.phones[place % among][place]) for place in range(CLIENTS)]
        queues = [list(requests(phone, each, SIZE, Random(self.seeds + n))) for n, (_, phone) in enumerate(phones)]
        for campaign, _phone in phones:
            self.pushed[self.codes[campaign]] += each * SIZE
        assert self.live.process is not None
        server, database = meters.tree(self.live.process.pid), meters.tree(meters.postmaster(self.live.url))
        gc.collect()
        with _waits(self.live.url) as waits:
            before = meters.processor(server), meters.processor(database), time.process_time()
            result: Measured = push_all(self.live.port, queues)
            # those that ended or began meanwhile are not many: connections stay
            after = meters.processor(server), meters.processor(database), time.process_time()
        used = [(new - old) / result.seconds for old, new in zip(before, after, strict=True)]
        return {
            "ops": result.ops,
            "rate": result.rate,
            "p50": result.percentile(0.5),
            "p95": result.percentile(0.95),
            "cores": dict(zip(("server", "database", "generator"), used, strict=True)),
            "processor": (used[0] + used[1]) * result.seconds / result.ops * 1e6,
            "waits": waits,
        }

    def check(self) -> None:
        """AssertionError unless each campaign has as many ops as were answered, and its figures agree with them."""
        there = dict(self.live.rows("SELECT code, head FROM campaign"))
        assert there == {code: self.pushed[code] for code in self.codes}, f"{there} instead of {self.pushed}"
        print(self.live.gocua("totals", "check"), flush=True)


@contextmanager
def _waits(url: str) -> Iterator[dict[str, float]]:
    """How many of the database's processes wait for what, on the average; filled in at the end of the block."""
    seen: Counter[str] = Counter()
    looks, over, found = 0, threading.Event(), dict[str, float]()
    with psycopg.connect(url, autocommit=True) as connection:

        def look() -> None:
            nonlocal looks
            while not over.wait(0.02):
                looks += 1
                for kind, event, count in connection.execute(_WAITS):
                    seen[f"{kind} {event}".strip()] += count

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield found
        finally:
            over.set()
            looking.join()
            found |= {name: count / max(1, looks) for name, count in seen.most_common()}


if __name__ == "__main__":
    main()

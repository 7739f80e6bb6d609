"""`python -m bench.waking`: thousands of phones wake within a minute; each sends its evening and pulls, over real HTTP.

Each phone has connections of its own and does what the client does: after 503 it waits as long as it was told, after a
lost connection a growing random time. Phones share some hundred enrolled devices (enrolling thousands takes longer than
the run); their ops are their own. Bounded: it ends when all has drained, after --limit seconds at the latest.
"""

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.load import Connection, get, requests
from tests.faults.live import Live
from tests.faults.phone import Phone

DEVICES, OPS = 100, 20


@dataclass
class Waking:
    """What became of it.

    Attributes:
        served: seconds of each request that was served, from the first byte sent.
        answers: by status; 0 for a connection that was lost or refused.
        sent: op ids that phones tried to bring; `heard` those that they have an answer for.
        drained: seconds until the last phone was done.
    """

    served: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    sent: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    drained: float = 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.served) or [0.0]
        return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]

    def line(self) -> str:
        lost = len(self.sent - self.heard)
        told = ", ".join(f"{status or 'no answer'}: {count}" for status, count in sorted(self.answers.items()))
        return (
            f"{told}; served p50 {self.percentile(0.5):.2f} s, p95 {self.percentile(0.95):.2f} s, longest"
            f" {self.percentile(1):.2f} s; drained after {self.drained:.0f} s; ops {len(self.sent)}, lost {lost}"
        )


class _Waker:
    def __init__(self, port: int, phone: Phone, rng: Random, waking: Waking):
        self.port, self.rng, self.waking = port, rng, waking
        self.push = next(iter(requests(phone, 1, OPS, rng)))
        self.pull = get(phone, "/sync/pull?limit=100")
        body = json.loads(self.push.partition(b"\r\n\r\n")[2])
        self.ops = [op["op_id"] for op in body["ops"]]
        waking.sent.update(self.ops)

    async def wake(self, after: float) -> None:
        await asyncio.sleep(after)
        connection = Connection(self.port)
        try:
            answered = await self._until_served(connection, self.push)
            found = json.loads(answered)["results"]
            self.waking.heard.update(one["op_id"] for one in found if one["status"] in ("stored", "duplicate"))
            await self._until_served(connection, self.pull)
        finally:
            connection.close()

    async def _until_served(self, connection: Connection, raw: bytes) -> bytes:
        failures = 0
        while True:
            began = time.perf_counter()
            try:
                async with asyncio.timeout(25):
                    status, head, body = await connection.send(raw)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                status, head, body = 0, b"", b""
                connection.close()
            self.waking.answers[status] += 1
            if status == 200:
                self.waking.served.append(time.perf_counter() - began)
                return body
            failures += 1
            wish = head.lower().partition(b"retry-after: ")[2].partition(b"\r\n")[0]
            jitter = self.rng.random() * min(300.0, 2.0 * 2 ** min(failures - 1, 16))
            await asyncio.sleep(max(0.25, jitter, float(wish or 0)))


def run(port: int, phones: list[Phone], count: int, within: float, limit: float, seed: int = 1) -> Waking:
    """Wakes `count` phones at random moments within so many seconds; TimeoutError when not drained in time."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 1000)), hard))
    waking, rng = Waking(), Random(seed)
    wakers = [_Waker(port, phones[index % len(phones)], Random(rng.random()), waking) for index in range(count)]

    async def all_of_them() -> None:
        async with asyncio.timeout(limit):
            await asyncio.gather(*(one.wake(rng.random() * within) for one in wakers))

    began = time.perf_counter()
    asyncio.run(all_of_them())
    waking.drained = time.perf_counter() - began
    return waking


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--phones", type=int, default=5000)
    parser.add_argument("--within", type=float, default=60)
    parser.add_argument("--limit", type=float, default=300)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        live = Live.make(Path(folder), begun=3)
        try:
            live.start()
            phones = [live.phone(seed=index, name=f"Người {index}", area="806") for index in range(DEVICES)]
            print(f"{wish.phones} phones × {OPS} ops within {wish.within:.0f} s, SQLite", flush=True)
            waking = run(live.port, phones, wish.phones, wish.within, wish.limit)
            print(waking.line())
            (stored,) = live.rows("SELECT count(*) FROM op")[0]
            print(f"stored {stored}")
        finally:
            live.kill()
    sys.exit(0 if waking.sent == waking.heard and stored == len(waking.sent) else 1)


if __name__ == "__main__":
    main()

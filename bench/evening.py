"""An evening's load: who sends how many ops when, as bytes made beforehand; phones that try again; boards that poll.

Phones do what the client does: after 503 they wait as long as they were told, after a lost answer a growing random
time, and send the same batch again. These waits are real seconds, also in an evening that is compressed.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

import orjson

from bench.load import Connection, get, ops, packed
from bench.sockets import percentile
from tests.faults.phone import Phone

PEAK = 0.6  # of the evening has passed when most arrive, twice the mean
PATIENCE_S = 25.0
POLL_S = 5.0  # as often as the desk asks that is looked at
PULL = "/sync/pull?limit=500"
BOARD = "/totals?by=commune"
_WISH = re.compile(rb"\r\nretry-after:\s*(\d+)", re.IGNORECASE)
_ETAG = re.compile(rb"\r\netag:\s*([^\r]+)", re.IGNORECASE)

Answered = tuple[int, bytes, bytes]


@dataclass
class Batch:
    """One push, of one volunteer, at its moment (seconds after the evening's beginning)."""

    volunteer: int
    at: float
    raw: bytes
    ids: list[str]


@dataclass
class Heard:
    """What became of it.

    Attributes:
        answers: pushes and pulls by status; 0 for a connection that was lost, refused or too slow.
        dropped: pushes whose answer a phone never read, on purpose.
        pushes, pulls, polls: seconds of each one that was served.
        stored: how often each op was called stored; `again`: how often duplicate.
        moments: when (seconds after the beginning) how many ops were acknowledged.
        boards: polls by status.
    """

    answers: Counter[int] = field(default_factory=Counter)
    dropped: int = 0
    pushes: list[float] = field(default_factory=list)
    pulls: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    stored: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    moments: list[tuple[float, int]] = field(default_factory=list)
    boards: Counter[int] = field(default_factory=Counter)
    drained: float = 0.0

    @property
    def acknowledged(self) -> set[str]:
        return {*self.stored, *self.again}

    def peak(self, window: float) -> float:
        """Ops a second in the best of the windows of so many seconds."""
        best = waiting = first = 0
        for at, count in self.moments:
            waiting += count
            while self.moments[first][0] < at - window:
                waiting -= self.moments[first][1]
                first += 1
            best = max(best, waiting)
        return best / window


def batches(
    phones: list[Phone], volunteers: int, total: int, sizes: tuple[int, int], seconds: float, sealed: float, rng: Random
) -> list[Batch]:
    """So many new ops in batches of these sizes, most of them small (of 5 to 50: 20 on the average), given to the
    volunteers in turn; volunteer i has phone i modulo their number, as in `bench.waking`."""
    made: list[Batch] = []
    while total:
        size = min(total, round(rng.triangular(*sizes, sizes[0])))
        volunteer = len(made) % volunteers
        phone = phones[volunteer % len(phones)]
        new = ops(phone, size, rng, sealed)
        at = rng.triangular(0, seconds, PEAK * seconds)
        made.append(Batch(volunteer, at, packed(phone, new, rng), [op["op_id"] for op in new]))
        total -= size
    return made


class Evening:
    """One evening against the server of a port.

    Args:
        lost: share of the pushes whose answer a phone does not wait for.
    """

    def __init__(self, port: int, phones: list[Phone], board: Phone, lost: float, seed: int):
        self.port, self.phones, self.board, self.lost, self.seed = port, phones, board, lost, seed
        self.heard = Heard()
        self.cursors: dict[str, str] = {}
        self.began = 0.0

    async def run(self, made: list[Batch], boards: int, limit: float) -> Heard:
        """Ends when every batch is acknowledged; TimeoutError after `limit` seconds."""
        self.began = time.perf_counter()
        polling = [asyncio.create_task(self._poll(Random(f"{self.seed} board {index}"))) for index in range(boards)]
        try:
            async with asyncio.timeout(limit), asyncio.TaskGroup() as group:
                for index, batch in enumerate(made):
                    group.create_task(self._send(batch, Random(f"{self.seed} {index}")))
        finally:
            self.heard.drained = time.perf_counter() - self.began
            for task in polling:
                task.cancel()
            ended = await asyncio.gather(*polling, return_exceptions=True)
        for one in ended:
            if isinstance(one, Exception):
                raise one
        return self.heard

    async def _send(self, batch: Batch, rng: Random) -> None:
        await asyncio.sleep(batch.at)
        connection = Connection(self.port)
        try:
            body = await self._served(connection, lambda: self._push(connection, batch, rng), rng, self.heard.pushes)
            self.learn(orjson.loads(body)["results"])
            phone = self.phones[batch.volunteer % len(self.phones)]
            body = await self._served(connection, lambda: connection.send(self._question(phone)), rng, self.heard.pulls)
            page = orjson.loads(body)
            if "cursor" in page:
                self.cursors[phone.token] = page["cursor"]
        finally:
            connection.close()

    async def _push(self, connection: Connection, batch: Batch, rng: Random) -> Answered:
        if rng.random() >= self.lost:
            return await connection.send(batch.raw)
        try:
            async with asyncio.timeout(rng.random() * 0.1):
                await connection.send(batch.raw)
        except TimeoutError:
            pass  # the network went away while the server was at it, or its answer was on the way
        self.heard.dropped += 1
        raise ConnectionResetError

    def _question(self, phone: Phone) -> bytes:
        """What is new since the last pull of whoever has the same device."""
        cursor = self.cursors.get(phone.token)
        return get(phone, PULL, f"X-Cursor: {cursor}\r\n" if cursor else "")

    async def _served(
        self, connection: Connection, ask: Callable[[], Awaitable[Answered]], rng: Random, taken: list[float]
    ) -> bytes:
        failures = 0
        while True:
            began = time.perf_counter()
            try:
                async with asyncio.timeout(PATIENCE_S):
                    status, head, body = await ask()
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                status, head, body = 0, b"", b""
                connection.close()
            self.heard.answers[status] += 1
            if status == 200:
                taken.append(time.perf_counter() - began)
                return body
            if status not in (0, 503):
                raise RuntimeError(f"answered {status}: {body[:300]!r}")
            failures += 1
            wish = _WISH.search(head)
            jitter = rng.random() * min(300.0, 2.0 * 2 ** min(failures - 1, 16))
            await asyncio.sleep(max(0.25, jitter, float(wish[1]) if wish else 0.0))

    def learn(self, results: list[dict[str, str]]) -> None:
        """What an answer says of each op."""
        kinds = {"stored": self.heard.stored, "duplicate": self.heard.again}
        for one in results:
            kinds.get(one["status"], self.heard.refused)[one["op_id"]] += 1
        self.heard.moments.append((time.perf_counter() - self.began, sum(one["status"] in kinds for one in results)))

    async def _poll(self, rng: Random) -> None:
        """A board that is open all evening: asks again and again with what it has, until it is closed."""
        connection, etag = Connection(self.port), ""
        await asyncio.sleep(rng.random() * POLL_S)
        try:
            while True:
                began = time.perf_counter()
                try:
                    async with asyncio.timeout(PATIENCE_S):
                        status, head, _body = await connection.send(
                            get(self.board, BOARD, f"If-None-Match: {etag}\r\n" if etag else "")
                        )
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    status, head = 0, b""
                    connection.close()
                self.heard.boards[status] += 1
                if status in (200, 304):
                    self.heard.polls.append(time.perf_counter() - began)
                if status == 200 and (found := _ETAG.search(head)):
                    etag = found[1].decode()
                await asyncio.sleep(POLL_S)
        finally:
            connection.close()


def told(heard: Heard, window: float) -> str:
    """The lines of the evening."""

    def line(name: str, taken: list[float]) -> str:
        p50, p95, longest = (percentile(taken or [0.0], share) for share in (0.5, 0.95, 1))
        return f"{name}: {len(taken):,} served, p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms"

    answers = ", ".join(f"{status or 'no answer'}: {count:,}" for status, count in sorted(heard.answers.items()))
    boards = ", ".join(f"{status or 'no answer'}: {count:,}" for status, count in sorted(heard.boards.items()))
    return "\n".join([
        f"answers {answers}; of these left unread on purpose {heard.dropped:,}",
        line("pushes", heard.pushes),
        line("pulls", heard.pulls),
        line("boards", heard.polls) + f" ({boards})",
        f"acknowledged {len(heard.acknowledged):,} ops, of these {len(heard.again):,} as duplicates, drained after"
        f" {heard.drained:.0f} s; at the peak {heard.peak(window):,.0f} ops/s (the best {window:.0f} s)",
    ])  # fmt: skip

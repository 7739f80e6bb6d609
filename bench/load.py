"""The load of phones: new ops and whole push requests, made before the clock starts; pushes that must all be stored.

`Connection` is for phones that wait between requests (`bench.waking`); whoever pushes as fast as can be goes through
`bench.sockets`.
"""

import asyncio
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from random import Random

from bench import sockets
from bench.sockets import percentile
from tests.faults.field import COMMUNES, GROUPS, HAMLETS, MODES, number
from tests.faults.phone import API, Phone, instant, seal, uuid7

_STATUS = re.compile(rb'"status":"(\w+)"')
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
LEVEL = 6  # that of a browser's CompressionStream
_AREAS = [*HAMLETS, *COMMUNES]
_OUTCOMES = list(GROUPS)
DOORS = 0.9  # of what is done in a day, at the door; the rest at the gate or by phone


@dataclass
class Measured:
    """What a run took.

    Attributes:
        seconds: from the first byte sent to the last answer.
        batches: seconds of each batch.
        statuses: how many results had which status.
    """

    ops: int = 0
    seconds: float = 0.0
    batches: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        return self.ops / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds per batch at this share of all batches."""
        return percentile(self.batches, share)


def ops(
    phone: Phone, count: int, rng: Random, sealed: float = 0.0, pool: int = 1_000_000, *, scattered: bool = False
) -> list[dict]:
    """New records of one phone, a share of them with a sealed number, with every outcome.

    They are what a volunteer does of a day: one hamlet, most of it at the door. Scattered ones are each of any hamlet
    and any mode, so that nearly every one of them is counted in cells of its own: the most that counting can cost.
    """
    made, now, here = [], phone.clock(), rng.choice(_AREAS)
    for index in range(count):
        record = uuid7(now + index, rng)
        area, mode = here, MODES[0] if rng.random() < DOORS else rng.choice(MODES[1:3])
        if scattered:
            area, mode = rng.choice(_AREAS), rng.choice(MODES[:3])
        body = {"area": area, "mode": mode, "outcome": rng.choice(_OUTCOMES)}
        if rng.random() < 0.5:
            body["outcome"] = "ok_installed_used"
        if rng.random() < sealed:
            body |= {
                "sealed_phone": seal(number(rng.randrange(pool)), record, phone.seal_key),
                "consent": phone.consent,
            }
        made.append(
            {"op_id": uuid7(now + index, rng), "n": phone.next_n, "kind": "record.put", "record_id": record}
            | {"rev": 1, "schema": 1, "anchor": phone.anchor, "happened_at": instant(now), "body": body}
        )
        phone.next_n += 1
    return made


def request(phone: Phone, batch: list[dict], rng: Random) -> bytes:
    """A whole push request as bytes."""
    return _posted(phone, _push(phone, batch, rng))


def packed(phone: Phone, batch: list[dict], rng: Random) -> bytes:
    """The same, its body compressed as phones send it."""
    return _posted(phone, gzip.compress(_push(phone, batch, rng), LEVEL, mtime=0), "Content-Encoding: gzip\r\n")


def _push(phone: Phone, batch: list[dict], rng: Random) -> bytes:
    return json.dumps(
        {"batch_id": uuid7(phone.clock(), rng), "app": "1.0.0", "epoch": phone.epoch, "next_n": phone.next_n}
        | {"client_now": instant(phone.clock()), "queue_len": len(batch), "oldest_at": None, "ops": batch},
        separators=(",", ":"),
    ).encode()


def _posted(phone: Phone, body: bytes, headers: str = "") -> bytes:
    head = (
        f"POST {API}/sync/push HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {phone.token}\r\n"
        f"Content-Type: application/json\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def requests(
    phone: Phone,
    count: int,
    size: int,
    rng: Random,
    sealed: float = 0.0,
    *,
    compressed: bool = False,
    scattered: bool = False,
) -> Iterator[bytes]:
    """`count` push requests of `size` new ops each."""
    make = packed if compressed else request
    for _ in range(count):
        yield make(phone, ops(phone, size, rng, sealed, scattered=scattered), rng)


def get(phone: Phone, path: str, headers: str = "") -> bytes:
    return (
        f"GET {API}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {phone.token}\r\n{headers}\r\n"
    ).encode()


class Connection:
    """One keep-alive connection; opened again when the server has closed it."""

    def __init__(self, port: int):
        self.port = port
        self.writer: asyncio.StreamWriter | None = None

    async def send(self, raw: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        self.writer.write(raw)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return int(head[9:12]), head, body

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.writer = None


def push_all(port: int, queues: list[list[bytes]]) -> Measured:
    """Sends each client's requests one after the other, all clients at once; RuntimeError when an op is not stored."""
    measured = Measured()

    def judge(_raw: bytes, answer: sockets.Answer) -> None:
        if answer.status != 200:
            raise RuntimeError(f"push answered {answer.status}: {answer.body[:300]!r}")
        measured.statuses.update(found.decode() for found in _STATUS.findall(answer.body))

    run = sockets.drive(port, [iter(queue) for queue in queues], judge)
    measured.seconds, measured.batches, measured.ops = run.seconds, run.taken, measured.statuses.total()
    if set(measured.statuses) != {"stored"}:
        raise RuntimeError(f"not all ops were stored: {dict(measured.statuses)}")
    return measured


def time_get(port: int, phone: Phone, path: str, times: int, headers: str = "") -> tuple[float, bytes, bytes]:
    """Median milliseconds of a GET on a keep-alive connection, head and body of the last answer."""
    answers: list[sockets.Answer] = []

    def judge(_raw: bytes, answer: sockets.Answer) -> None:
        if answer.status >= 400:
            raise RuntimeError(f"{path} answered {answer.status}")
        answers[:] = [answer]

    run = sockets.drive(port, [repeat(get(phone, path, headers), times)], judge)
    return percentile(run.taken, 0.5), answers[0].head, answers[0].body

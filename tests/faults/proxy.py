"""A fault proxy between phones and a server: one HTTP/1.1 request at a time, each with the fault that a plan names.

Modes: `pass` · `drop_req` (nothing gets through) · `drop_resp_after_commit` (the server answers, nobody hears it) ·
`delay` (seconds) · `dup` (the server gets it twice at once) · `reorder` (the caller is cut off, the request arrives
after the next `at` ones) · `cut_body` (only `at` bytes of the body arrive) · `blackhole` (accepted, never answered) ·
`html200`, `redirect302`, `502html` (somebody else answers) · `truncate_json` (half of the answer) · `slow` (`rate`
bytes a second both ways).

Plans are scripts or seeded draws, so a failing run can be repeated. `proxy.count` tells what was injected how often.
It reads a request whole before it passes it on. Bounded: `at_once` (64) requests at once, bodies of 1 MiB, answers of
16 MiB, 60 s for each.
"""

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

MODES = (
    *("pass", "drop_req", "drop_resp_after_commit", "delay", "dup", "reorder", "cut_body", "blackhole"),
    *("html200", "redirect302", "502html", "truncate_json", "slow"),
)
MAX_HEAD, MAX_BODY, MAX_ANSWER, DEADLINE = 65_536, 1 << 20, 16 << 20, 60.0
_PORTAL = "<!doctype html><title>Wi-Fi</title><h1>Chào mừng! Bấm để vào mạng</h1>".encode()
_CANNED = {
    "html200": (b"200 OK", _PORTAL, b""),
    "redirect302": (b"302 Found", b"", b"Location: http://login.wifi.invalid/\r\n"),
    "502html": (b"502 Bad Gateway", b"<html><h1>502 Bad Gateway</h1></html>", b""),
}


@dataclass(frozen=True)
class Fault:
    """What happens to one request.

    Attributes:
        at: bytes that get through (`cut_body`), requests to wait for (`reorder`).
        seconds: how long `delay` and `blackhole` last.
        rate: bytes a second of `slow`.
    """

    mode: str
    at: int = 1
    seconds: float = 0.2
    rate: int = 1024


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    raw: bytes
    head_length: int


Plan = Callable[[Request], Fault]
PASS = Fault("pass")


def script(faults: Iterable[Fault | str], only: str = "/api/", then: Fault = PASS) -> Plan:
    """The faults in order for requests whose path begins with `only`, `then` afterwards."""
    rest = iter([Fault(one) if isinstance(one, str) else one for one in faults])
    return lambda request: next(rest, then) if request.path.startswith(only) else PASS


def always(fault: Fault | str, only: str = "/api/") -> Plan:
    chosen = Fault(fault) if isinstance(fault, str) else fault
    return lambda request: chosen if request.path.startswith(only) else PASS


def seeded(seed: int, weights: Mapping[str, float], only: str = "/api/") -> Plan:
    """Draws by weight; the same seed and order of requests give the same faults."""
    rng = random.Random(seed)
    modes, odds = list(weights), list(weights.values())

    def draw(request: Request) -> Fault:
        if not request.path.startswith(only):
            return PASS
        mode = rng.choices(modes, odds)[0]
        body = max(1, len(request.raw) - request.head_length)
        at = rng.randrange(body) if mode == "cut_body" else rng.randint(1, 3)
        return Fault(mode, at=at, seconds=rng.uniform(0.01, 0.2), rate=rng.choice((20_000, 60_000)))

    return draw


class Proxy:
    """Runs in a thread of its own while used as a context manager; `port` is where phones connect."""

    def __init__(self, upstream: int, plan: Plan = lambda request: PASS, *, at_once: int = 64):
        self.upstream, self.plan, self.at_once = upstream, plan, at_once
        self.port = 0
        self.count: Counter[str] = Counter()
        self.refused = 0  # by the server being away, not by a plan
        self._held: list[tuple[int, bytes]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(60):
            raise RuntimeError("the proxy did not start")
        return self

    def __exit__(self, *_exc: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)
        assert not self._thread.is_alive(), "the proxy does not end"

    def flush(self) -> int:
        """Delivers now what `reorder` still holds; returns how many."""
        return asyncio.run_coroutine_threadsafe(self._deliver(everything=True), self._loop).result(DEADLINE)

    # --- inside the thread ---

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        self._stop, self._slots = asyncio.Event(), asyncio.Semaphore(self.at_once)
        self._transports: set[asyncio.WriteTransport] = set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=MAX_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        # Nobody else is taken; who was at the last moment has a transport, and a task that has begun, some turns later.
        # A server that is closed meanwhile refuses the transport, a task that is cancelled before its first step never
        # runs: either way nobody would close the connection.
        for listening in server.sockets:
            self._loop.remove_reader(listening.fileno())
        await _turns(10)
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for transport in self._transports:
            transport.abort()  # one that was closed with something left to write waits for its reader
        await _turns(10)  # and is gone some turns later

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._transports.add(writer.transport)
        try:
            async with self._slots, asyncio.timeout(DEADLINE):
                request = await _read(reader)
                fault = self.plan(request)
                if fault.mode not in MODES:
                    raise ValueError(fault.mode)
                self.count[fault.mode] += 1
                answer = await self._treat(request, fault)
                if self._held and fault.mode != "reorder":
                    await self._deliver()  # before the caller hears, so that a script is repeatable
                if answer:
                    await _trickle(writer, answer, fault.rate if fault.mode == "slow" else 0)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, EOFError):
            self.refused += 1
        except asyncio.CancelledError:
            writer.transport.abort()  # the proxy stops
        finally:
            writer.close()

    async def _treat(self, request: Request, fault: Fault) -> bytes:
        match fault.mode:
            case "pass":
                return await self._forward(request.raw)
            case "drop_req":
                return b""
            case "drop_resp_after_commit":
                await self._forward(request.raw)
                return b""
            case "delay":
                await asyncio.sleep(fault.seconds)
                return await self._forward(request.raw)
            case "dup":
                _, second = await asyncio.gather(self._forward(request.raw), self._forward(request.raw))
                return second
            case "reorder":
                self._held.append((fault.at, request.raw))
                return b""
            case "cut_body":
                await self._forward(request.raw[: request.head_length + fault.at], cut=True)
                return b""
            case "blackhole":
                await asyncio.sleep(fault.seconds)
                return b""
            case "truncate_json":
                return _halved(await self._forward(_uncompressed(request.raw)))
            case "slow":
                return await self._forward(request.raw, rate=fault.rate)
        status, body, extra = _CANNED[fault.mode]
        head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
        return head % (status, len(body), extra) + body

    async def _forward(self, raw: bytes, *, rate: int = 0, cut: bool = False) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream, limit=MAX_ANSWER)
        self._transports.add(writer.transport)
        try:
            await _trickle(writer, raw, rate)
            if cut:
                return b""
            answer = await reader.read(-1)
            if not answer:
                raise EOFError("the server hung up")
            return answer
        finally:
            writer.close()

    async def _deliver(self, everything: bool = False) -> int:
        due = [raw for wait, raw in self._held if wait <= 1 or everything]
        self._held = [] if everything else [(wait - 1, raw) for wait, raw in self._held if wait > 1]
        for raw in due:
            try:
                await self._forward(raw)
            except (OSError, EOFError):
                self.refused += 1
        return len(due)


async def _turns(count: int) -> None:
    """Lets the loop go round as often."""
    for _ in range(count):
        await asyncio.sleep(0)


async def _read(reader: asyncio.StreamReader) -> Request:
    """One request with its body; asks the server to close, so that its answer ends where the connection does."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length:\s*(\d+)", head, re.IGNORECASE)
    size = int(length[1]) if length else 0
    if size > MAX_BODY:
        raise EOFError("the body is too large")
    body = await reader.readexactly(size)
    head = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
    head = head[:-2] + b"Connection: close\r\n\r\n"
    method, path, _version = head.split(b"\r\n", 1)[0].split(b" ")
    return Request(method.decode(), path.decode(), head + body, len(head))


async def _trickle(writer: asyncio.StreamWriter, data: bytes, rate: int) -> None:
    step = max(1, rate // 20) if rate else len(data)
    for start in range(0, len(data), step):
        writer.write(data[start : start + step])
        await writer.drain()
        if rate:
            await asyncio.sleep(0.05)


def _uncompressed(raw: bytes) -> bytes:
    return re.sub(rb"\r\naccept-encoding:[^\r]*", b"", raw, count=1, flags=re.IGNORECASE)


def _halved(answer: bytes) -> bytes:
    """A whole HTTP answer whose body is the first half of what the server said."""
    head, _, body = answer.partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    head = re.sub(rb"(\r\ncontent-length:\s*)\d+", rb"\g<1>%d" % len(half), head, flags=re.IGNORECASE)
    return head + b"\r\n\r\n" + half

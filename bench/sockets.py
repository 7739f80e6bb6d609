"""The generator of the side-by-side: prepared requests over raw sockets, many clients in one loop of one thread.

It shares the cores with what it measures, so it does as little as can be: requests are bytes before the clock starts,
answers are cut by their length and not read further. Each client has one request in flight. A connection that the
server keeps open is used again; one that it closed meanwhile is opened anew, once.
"""

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 120.0  # seconds without a single byte from anybody
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection:\s*close", re.IGNORECASE)


@dataclass
class Answer:
    status: int
    head: bytes
    body: bytes


# What becomes of an answer: None when the request is done with, or what to send in its stead.
Judge = Callable[[bytes, Answer], bytes | None]


@dataclass
class Measured:
    """What a run took.

    Attributes:
        seconds: from the first byte sent to the last answer.
        taken: seconds until each request was done with, in the order of the answers.
        sent, received: bytes on the wire, heads included.
        processor: CPU seconds of the generator itself.
    """

    seconds: float = 0.0
    taken: list[float] = field(default_factory=list)
    sent: int = 0
    received: int = 0
    connections: int = 0
    processor: float = 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds at this share of all requests."""
        return percentile(self.taken, share)


def percentile(seconds: list[float], share: float) -> float:
    """Milliseconds at this share of the sorted values."""
    ordered = sorted(seconds)
    return ordered[round(share * (len(ordered) - 1))] * 1000


class Client:
    """One client: its socket, and what has come of the answer so far."""

    def __init__(self, port: int, measured: Measured):
        self.port, self.measured = port, measured
        self.socket: socket.socket | None = None
        self.request = b""
        self.left = memoryview(b"")
        self.got = bytearray()
        self.head, self.needs = b"", 0
        self.used = False  # the connection has brought an answer before
        self.began = 0.0

    def send(self, request: bytes) -> None:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), 30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.setblocking(False)
            self.measured.connections += 1
            self.used = False
        self.request, self.left = request, memoryview(request)
        self.measured.sent += len(request)
        self.got.clear()
        self.head, self.needs = b"", 0

    def write(self) -> bool:
        """Whether all of the request has been handed over."""
        assert self.socket is not None
        try:
            self.left = self.left[self.socket.send(self.left) :]
        except BlockingIOError:
            return False
        return not self.left

    def read(self) -> Answer | None:
        """The answer when all of it is there; ConnectionError when the server went away before."""
        assert self.socket is not None
        try:
            data = self.socket.recv(1 << 20)
        except BlockingIOError:
            return None
        self.measured.received += len(data)
        self.got += data
        if not self.head:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return self._ended(data)
            self.head = bytes(self.got[: end + 4])
            length = _LENGTH.search(self.head)
            if length:
                self.needs = len(self.head) + int(length[1])
            elif self.head[9:12] in (b"204", b"304"):
                self.needs = len(self.head)
            else:
                self.needs = -1  # in chunks, or until the connection ends
        if self.needs >= 0:
            return self._answer(bytes(self.got[len(self.head) :])) if len(self.got) >= self.needs else self._ended(data)
        body = self.got[len(self.head) :]
        if _CHUNKED.search(self.head):
            return self._answer(_joined(bytes(body))) if body.endswith(b"0\r\n\r\n") else self._ended(data)
        if data:
            return None
        answer = self._answer(bytes(body))
        self.close()
        return answer

    def _ended(self, data: bytes) -> None:
        if not data:
            raise ConnectionError("the server closed the connection in the middle")

    def _answer(self, body: bytes) -> Answer:
        answer = Answer(int(self.head[9:12]), self.head, body)
        self.used = True
        if _CLOSE.search(self.head) or self.head.startswith(b"HTTP/1.0"):
            self.close()
        return answer

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def _joined(chunks: bytes) -> bytes:
    parts, at = [], 0
    while True:
        end = chunks.index(b"\r\n", at)
        size = int(chunks[at:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(chunks[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


class _Loop:
    """All clients at once in one thread."""

    def __init__(self, port: int, queues: Sequence[Iterator[bytes]], judge: Judge, measured: Measured):
        self.judge, self.measured = judge, measured
        self.queues = {Client(port, measured): queue for queue in queues}
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        busy = sum([self._next(client) for client in self.queues])
        while busy:
            ready = self.selector.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"nothing came for {PATIENCE:.0f} s")
            for key, events in ready:
                client: Client = key.data
                if events & selectors.EVENT_WRITE and client.write():
                    self.selector.modify(key.fileobj, selectors.EVENT_READ, client)
                if events & selectors.EVENT_READ:
                    busy -= self._read(client, key.fileobj)

    def close(self) -> None:
        for client in self.queues:
            client.close()
        self.selector.close()

    def _ask(self, client: Client, request: bytes) -> None:
        fresh = client.socket is None
        client.send(request)
        assert client.socket is not None
        wanted = selectors.EVENT_READ if client.write() else selectors.EVENT_READ | selectors.EVENT_WRITE
        if fresh:
            self.selector.register(client.socket, wanted, client)
        else:
            self.selector.modify(client.socket, wanted, client)

    def _next(self, client: Client) -> bool:
        """Whether the client has something more to ask."""
        request = next(self.queues[client], None)
        if request is None:
            return False
        client.began = time.perf_counter()
        self._ask(client, request)
        return True

    def _read(self, client: Client, held: Any) -> bool:
        """Whether the client has come to its end."""
        try:
            answer = client.read()
        except ConnectionError:
            if not client.used or client.got:
                raise
            # closed while it was idle: once more on a new one
            self.selector.unregister(held)
            client.close()
            self._ask(client, client.request)
            return False
        if answer is None:
            return False
        if client.socket is None:
            self.selector.unregister(held)
        again = self.judge(client.request, answer)
        if again is not None:
            self._ask(client, again)
            return False
        self.measured.taken.append(time.perf_counter() - client.began)
        if self._next(client):
            return False
        if client.socket is not None:
            self.selector.unregister(held)
            client.close()
        return True


def drive(port: int, queues: Sequence[Iterator[bytes]], judge: Judge) -> Measured:
    """Sends each client's requests one after the other, all clients at once; a queue may be shared by several.

    Raises:
        TimeoutError: nothing came from anybody for a long time.
        ConnectionError: the server went away.
    """
    measured = Measured()
    loop = _Loop(port, queues, judge, measured)
    began, processor = time.perf_counter(), time.process_time()
    try:
        loop.run()
    finally:
        loop.close()
    measured.seconds = time.perf_counter() - began
    measured.processor = time.process_time() - processor
    return measured


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A whole request as bytes; underscores in names of headers stand for hyphens."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body or method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def once(port: int, request: bytes) -> Answer:
    """The answer to one request."""
    found: list[Answer] = []
    drive(port, [iter([request])], lambda _raw, answer: found.append(answer))
    return found[0]

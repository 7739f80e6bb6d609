"""How a simulated phone reaches a server: over real HTTP, in process, or through a lossy wrapper of either.

A transport raises `Lost` when there is no whole answer; whether the answer can be believed is the phone's to judge.
"""

import http.client
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

MAX_ANSWER = 16 << 20


class Lost(Exception):
    """No answer: whether the server got the request is not known."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


class Transport(Protocol):
    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer: ...


@dataclass
class Http:
    """Real HTTP on loopback, a connection for each request."""

    port: int
    timeout: float = 60.0

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            content = response.read(MAX_ANSWER)
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, content)
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from error
        finally:
            connection.close()


@dataclass
class InProcess:
    """The application itself, by its WSGI test client."""

    client: Any

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        response = self.client.open(path, method=method, headers=dict(headers), data=body)
        return Answer(response.status_code, {k.lower(): v for k, v in response.headers}, response.data)


@dataclass
class Lossy:
    """Loses, doubles and delays what passes, by seed; what is `stashed` arrives when `deliver` is called.

    Attributes:
        weights: of `pass`, `drop_req`, `drop_resp`, `dup`, `late`, `portal`.
        up: whether there is any network at the moment.
    """

    inner: Transport
    rng: random.Random
    weights: Mapping[str, float]
    count: Counter[str] = field(default_factory=Counter)
    up: Callable[[], bool] = lambda: True
    stashed: list[tuple[str, str, Mapping[str, str], bytes | None]] = field(default_factory=list)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if not self.up():
            self.count["offline"] += 1
            raise Lost("offline")
        what = self.rng.choices(list(self.weights), list(self.weights.values()))[0]
        self.count[what] += 1
        match what:
            case "drop_req":
                raise Lost(what)
            case "late":
                self.stashed.append((method, path, headers, body))
                raise Lost(what)
            case "portal":
                return Answer(200, {"content-type": "text/html"}, b"<!doctype html><title>Wi-Fi</title>")
            case "dup":
                self.inner.send(method, path, headers, body)
        answer = self.inner.send(method, path, headers, body)
        if what == "drop_resp":
            raise Lost(what)
        return answer

    def deliver(self) -> int:
        """Lets the stashed requests arrive, newest first; returns how many."""
        requests, self.stashed = self.stashed[::-1], []
        for request in requests:
            self.inner.send(*request)
        return len(requests)


@dataclass
class Noting:
    """Counts what is heard by status.

    Attributes:
        bare: answers of 503 that do not say when to come again.
        slowest: seconds of the longest request.
    """

    inner: Transport
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    bare: int = 0
    slowest: float = 0.0

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        began = time.monotonic()
        try:
            answer = self.inner.send(method, path, headers, body)
        except Lost:
            self.lost += 1
            raise
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)
        self.statuses[answer.status] += 1
        self.bare += answer.status == 503 and not answer.headers.get("retry-after", "").isdigit()
        return answer

    def broken(self) -> dict[int, int]:
        """Errors of the server that are no 503."""
        return {status: count for status, count in self.statuses.items() if status >= 500 and status != 503}

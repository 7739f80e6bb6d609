"""What the side-by-side asks of every peer, and what the ones that are processes share."""

import http.client
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench import meters
from bench.sockets import Answer

HERE = Path(__file__).resolve().parent
SIZE = 100  # ops in a batch
PAGE = 500  # rows in a page of a pull

Op = dict[str, Any]
Queues = Sequence[Iterator[bytes]]  # requests for each client; some share one


@dataclass
class Page:
    """One answer to a pull: how many rows, where to go on, whether there is more."""

    rows: int
    cursor: str
    more: bool


@dataclass
class Standing:
    """A server that runs, empty at first.

    Attributes:
        pids: the processes that were started for it, PostgreSQL aside.
        postmaster: PostgreSQL's first process, when it uses one.
        again: ops that had to be sent again, because the server wanted it so.
    """

    port: int
    pids: list[int]
    postmaster: int | None = None
    again: int = 0
    kept: dict[str, Any] = field(default_factory=dict)

    def processes(self) -> list[psutil.Process]:
        return [process for pid in self.pids for process in meters.tree(pid)]

    def database(self) -> list[psutil.Process]:
        return meters.tree(self.postmaster) if self.postmaster else []


class Peer(ABC):
    """A kind of server.

    Attributes:
        name: on the command line and in the results.
        title: in the table.
        durable: what it does before it answers that a batch is kept.
        postgresql: it needs a database of one.
        most: as many ops in one push as it gets, where it would take too long otherwise.
        variants: kinds of ops that it is pushed; `plain` is what all of them get.
    """

    name: str
    title: str
    durable: str
    postgresql = False
    most: int | None = None
    variants: tuple[str, ...] = ("plain",)

    @abstractmethod
    @contextmanager
    def running(self, folder: Path, port: int, url: str) -> Iterator[Standing]:
        """A fresh server on the port with an empty store: the URL's database, or files in the folder."""

    @abstractmethod
    def pushes(self, standing: Standing, count: int, clients: int, seed: int, variant: str) -> Queues:
        """Requests of new ops for each client, made beforehand."""

    @abstractmethod
    def taken(self, standing: Standing, request: bytes, answer: Answer) -> bytes | None:
        """None when all of the batch is kept, or what to send again; RuntimeError when it was refused."""

    @abstractmethod
    def pull(self, standing: Standing, cursor: str | None) -> bytes:
        """A request for what came after the cursor."""

    @abstractmethod
    def page(self, standing: Standing, answer: Answer) -> Page:
        """What an answer to a pull holds."""


@contextmanager
def process(
    command: Sequence[str | Path], folder: Path, port: int, path: str = "/", **environ: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that serves on the port; ended with all that it started. RuntimeError with its log when it does not."""
    log = folder / "server.log"
    with open(log, "ab") as output:
        started = subprocess.Popen(
            [str(word) for word in command], cwd=folder, env={**os.environ, **environ}, stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(started, port, path, log)
        yield started
    finally:
        stop(started)


def stop(started: subprocess.Popen[bytes]) -> None:
    """Asks a process to end; kills its group, which is its own, when it takes too long."""
    started.send_signal(signal.SIGINT)
    try:
        started.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(10)


def _wait(started: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and started.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            connection.getresponse().read()
            connection.close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"no answer on port {port}: {log.read_text(errors='replace')[-2000:]}")

"""The server of a simulation: the whole application behind WSGI, on SQLite, in virtual time, with faults inside.

Modelled are the network, the clocks, and what `gocua restore` does to the database (an older image under a new epoch);
everything from the request's bytes to the committed rows is the product's own code. Promises: the same requests
at the same times give the same answers, whatever process this is.
"""

import contextvars
import io
import random
import sqlite3
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from server import logs
from server.config import from_environment
from server.database import writing
from server.extensions import db
from server.sync.together import Groups
from server.sync.work import Work
from tests.applications import application
from tests.faults.simulation import cast
from tests.faults.wire import Answer


class Killed(BaseException):
    """The server's process ended here, without any clean-up; whatever was not committed is gone."""


@dataclass
class Clock:
    """True time, and how far the server's clock is off (ms)."""

    ms: int = cast.BEGAN + cast.HOUR
    server_error: int = 0

    def time_ns(self) -> int:
        return (self.ms + self.server_error) * 1_000_000

    @property
    def server_ms(self) -> int:
        return self.ms + self.server_error


@dataclass
class Image:
    """The database as it was, and the high-water mark beside it."""

    database: sqlite3.Connection
    mark: bytes | None


def _unarmed(_point: str) -> None:
    return None


class Stage:
    """The server.

    Attributes:
        reach: called at each failpoint of a push with its name; may raise, or let others go first.
        rows: a connection of its own that reads the database, for those who check.
    """

    def __init__(self, app: Flask, folder: Path, clock: Clock):
        self.app, self.clock = app, clock
        self.reach: Callable[[str], None] = _unarmed
        self.rng = random.Random(0)
        self.epochs = 0
        self._mark = folder / "home" / f"high-water-{cast.CAMPAIGN}"
        self.rows = sqlite3.connect(folder / "gocua.db", isolation_level=None)
        self.first = self.image()

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator["Stage"]:
        """A server in the folder, for any number of plays one after the other."""
        home = folder / "home"
        home.mkdir(mode=0o700)
        cast.write_keys(home / "keys")
        environ = {"GOCUA_HOME": str(home), "DATABASE_URL": f"sqlite:///{folder / 'gocua.db'}"}
        clock = Clock()
        with application(from_environment(environ, testing=True)) as app, pytest.MonkeyPatch.context() as patch:
            db.metadata.create_all(db.engines["writer"])
            with writing() as session:
                cast.fill(session)
            stage = cls(app, folder, clock)
            patch.setattr("server.clock.time", clock)
            patch.setattr("server.failpoint.reach", lambda point: stage.reach(point))
            patch.setattr("server.sync.work.secrets", SimpleNamespace(token_hex=stage.next_epoch))
            patch.setattr("server.sync.batch.uuid7", stage.drawn_id)
            with closing(stage.rows):
                yield stage

    def begin(self, seed: int) -> None:
        """The first morning of a play."""
        self.rng = random.Random(seed)
        self.epochs = 0
        self.reach = _unarmed
        self.clock.ms, self.clock.server_error = cast.BEGAN + cast.HOUR, 0
        self.put_back(self.first)
        self.restart()

    def next_epoch(self, _size: int = 16) -> str:
        """A new epoch. The n-th of a play has the same name in all of them: what is cached by it is the same, too."""
        self.epochs += 1
        return f"{self.epochs:032x}"

    def drawn_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.clock.server_ms << 80 | self.rng.getrandbits(62))

    # --- requests ---

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request, whole or cut short; Killed when the server died over it."""
        place, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if body is not None:
            environ["CONTENT_LENGTH"] = str(len(body))
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        head: list[tuple[int, dict[str, str]]] = []

        def start(status: str, fields: list[tuple[str, str]], _exc: Any = None) -> Any:
            head.append((int(status[:3]), {key.lower(): value for key, value in fields}))

        # a context of its own: a request may come while another one is under way
        chunks = contextvars.Context().run(self._quietly, environ, start)
        content = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        status, fields = head[-1]
        return Answer(status, fields, content)

    def _quietly(self, environ: dict[str, Any], start: Any) -> Any:
        with logs.quiet():
            return self.app.wsgi_app(environ, start)

    def restart(self) -> None:
        """What a new process knows: nothing of the pushes that were on their way."""
        self.app.extensions["gocua.groups"] = Groups(Work)

    # --- images ---

    def image(self) -> Image:
        """The database as it is now, as a backup made while nobody writes."""
        copy = sqlite3.connect(":memory:", isolation_level=None)
        self.rows.backup(copy)
        return Image(copy, self._mark.read_bytes() if self._mark.exists() else None)

    def put_back(self, image: Image, *, new_epoch: bool = False, with_mark: bool = True) -> None:
        """An earlier state in place of the present one.

        Args:
            new_epoch: as `gocua restore` and a failover do; False: a folder copied back by hand.
            with_mark: the high-water mark beside the database goes back, too.
        """
        image.database.backup(self.rows)
        if with_mark:
            self._mark.unlink(missing_ok=True)
            if image.mark is not None:
                self._mark.write_bytes(image.mark)
        if new_epoch:
            self.rows.execute("UPDATE campaign SET epoch = ?", (self.next_epoch(),))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Whatever happens to the database within the block is undone afterwards."""
        image = self.image()
        try:
            yield
        finally:
            self.put_back(image)
            image.database.close()

"""A real installation for one test: `gocua init`, `gocua serve` as a process of its own, on a free port of loopback.

Stopped by its process id; `kill` ends the whole group that this module started and nothing else. The log of all
servers of an installation is one file, so that a test can read what went wrong. Commands run inside the test's process:
a new one takes longer to start than most of them take.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest import mock

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask

import server.app
from server import cli, logs
from server.extensions import db
from tests.faults import starter
from tests.faults.phone import Phone
from tests.faults.wire import Http, Lost, Transport
from tests.once import once
from tests.site import COMMUNE, UNION

GOCUA = [sys.executable, "-m", "server"]
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on; below those that the kernel gives to callers, so it stays free over restarts."""
    while True:
        port = secrets.choice(range(12_000, 32_000))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Live:
    """One installation; `serving` is a server of it.

    Attributes:
        url: of a PostgreSQL database; empty for SQLite in the home.
        program: how `gocua` is called; a mutant for negative controls.
    """

    home: Path
    url: str = ""
    program: list[str] = field(default_factory=lambda: list(GOCUA))
    environ: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: starter.Started | subprocess.Popen[bytes] | None = None

    @classmethod
    def make(cls, folder: Path, url: str = "", *, hamlets: bool = True, begun: int = 1, **environ: str) -> Self:
        """A new installation with the preset's dates, begun some days ago so that ops fall inside the campaign."""
        live = cls(folder / "home", url, environ=environ)
        started = time.strftime("%Y-%m-%d", time.gmtime(time.time() - begun * 86_400))
        live.gocua("init", "--starts-on", started)
        if hamlets:
            live.gocua("areas", "import", str(ROOT / "campaigns/can-duoc-bluezone-2021/hamlets.csv"))
        return live

    # --- commands ---

    def env(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GOCUA_") and k != "DATABASE_URL"}
        kept |= {"GOCUA_HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1", **self.environ, **more}
        return kept | ({"DATABASE_URL": self.url} if self.url else {})

    def gocua(self, *arguments: str, stdin: str | None = None) -> str:
        """What a command printed; AssertionError with its error when it fails."""
        kept = self.env()
        environ = {**{name: None for name in os.environ if name not in kept}, **kept}
        with _applications_closed():
            run = CliRunner().invoke(cli.main, arguments, input=stdin, env=environ)
        assert run.exit_code == 0, f"gocua {' '.join(arguments)}: {run.output}{run.exception!r}"
        return run.stdout

    def invite(
        self,
        role: str = "volunteer",
        area: str = COMMUNE,
        organisation: str | None = UNION,
        name: str = "Nguyễn Thị Mẫu",
        person: str | None = None,
    ) -> str:
        """An invite's code, by the command line; with `person` for somebody who exists."""
        if person:
            return json.loads(self.gocua("invite", "--person", person, "--json"))["code"]
        options = ["--role", role, "--name", name, "--json"]
        if role not in ("district", "admin"):
            options += ["--area", area, "--organisation", str(organisation)]
        return json.loads(self.gocua("invite", *options))["code"]

    def phone(
        self,
        transport: Transport | None = None,
        *,
        seed: int = 0,
        batch: int = 100,
        role: str = "volunteer",
        area: str = COMMUNE,
        organisation: str | None = UNION,
        name: str = "Nguyễn Thị Mẫu",
        kind: type[Phone] = Phone,
    ) -> Phone:
        """A phone of a new person, invited by the district and enrolled over HTTP."""
        phone = kind(Http(self.port), seed=seed, batch=batch)
        invite = {"role": role, "area": area, "organisation": organisation, "name": name}
        phone.enrol(self.code(**({"role": role, "name": name} if role == "district" else invite)))
        phone.transport = transport or phone.transport
        return phone

    def code(self, **invite: Any) -> str:
        """An invite's code, made by the district over HTTP: `person` alone, or role, area, organisation and name."""
        answer = self.district().call("POST", "/invites", {"id": str(uuid.uuid4()), **invite})
        return answer["code"]

    def district(self) -> Phone:
        """Somebody who sees the whole campaign: one for an installation and its copies."""
        kept = self.home / "district.json"
        phone = Phone(Http(self.port), seed=900)
        if not kept.exists():
            phone.enrol(self.invite(role="district", name="Trần Văn Huyện"))
            kept.write_text(json.dumps([phone.token, phone.person_id, phone.device_id]))
        phone.token, phone.person_id, phone.device_id = json.loads(kept.read_text())
        return phone

    def prepared(self) -> Self:
        """With somebody of the district in it, who invites all others; not running."""
        self.start()
        self.district()
        self.stop()
        return self

    # --- the server ---

    def start(self, *, program: list[str] | None = None, wait: float = 60.0, **environ: str) -> Self:
        """Starts the server and waits until it answers; the port stays the same over restarts."""
        assert self.process is None or self.process.poll() is not None, "a server of this home is running"
        self.port = self.port or free_port()
        program = program or self.program
        environ = self.env(GOCUA_BIND=f"127.0.0.1:{self.port}", **environ)
        if program == GOCUA:
            self.process = starter.start(["serve"], environ, self.home / "server.log")
        else:
            with open(self.home / "server.log", "ab") as log:
                self.process = subprocess.Popen(
                    [*program, "serve"], cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True
                )
        self.wait(wait)
        return self

    def wait(self, seconds: float = 60.0) -> None:
        """Until the server answers; RuntimeError with the end of its log when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if Http(self.port, timeout=5).send("GET", "/healthz", {}, None).status == 200:
                    return
            except Lost:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"the server does not answer: {self.log()[-3000:]}")

    def stop(self) -> None:
        """Asks the server to end and waits."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def reload(self, seconds: float = 60.0) -> None:
        """SIGHUP, and waits until other workers have taken over from all of those that served."""
        assert self.process is not None
        before = set(self.workers())
        os.kill(self.process.pid, signal.SIGHUP)
        deadline = time.monotonic() + seconds
        while before & set(self.workers()):
            assert time.monotonic() < deadline, self.log()[-3000:]
            time.sleep(0.05)
        self.wait()

    def kill(self) -> None:
        """kill -9 of the server and its workers: the group that `start` made."""
        if self.process is not None:
            if self.process.poll() is None or self.workers():
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
        self.process = None

    def workers(self) -> list[int]:
        """Process ids of gunicorn's workers."""
        assert self.process is not None
        listing = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in listing.stdout.split()]

    def log(self) -> str:
        path = self.home / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    # --- what is in the database ---

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a plain query, past the server; uuids as text in both databases."""
        if self.url:
            with psycopg.connect(self.url) as connection:
                return [tuple(row) for row in connection.execute(query)]
        connection = sqlite3.connect(f"file:{self.home / 'gocua.db'}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def counted(self) -> dict[str, int]:
        """The district's total: records, assists, unique …"""
        answer = self.district().call("GET", "/totals?by=commune")
        return {k: v for k, v in answer["total"].items() if isinstance(v, int)}


@contextmanager
def _applications_closed() -> Iterator[None]:
    """Closes the connections of the applications that a command made, as the end of its process does."""
    made: list[Flask] = []
    original = server.app.create_app

    def create_app(*arguments: Any) -> Flask:
        made.append(original(*arguments))
        return made[-1]

    logs.configure()  # here, where lines go to this process: a command's own streams end with it
    with mock.patch("server.app.create_app", create_app), mock.patch("server.logs.configure"):
        try:
            yield
        finally:
            for app in made:
                with app.app_context():
                    for engine in db.engines.values():
                        engine.dispose()


def _make_prepared(folder: Path) -> None:
    Live.make(folder).prepared()


def prepared_home(factory: pytest.TempPathFactory) -> Path:
    """The home of an installation on SQLite in which only the district is, to copy; made once in a run."""
    return once(factory, "prepared-home", _make_prepared) / "home"


@contextmanager
def installation(folder: Path, url: str = "", **environ: str) -> Iterator[Live]:
    """A running installation, stopped at the end."""
    live = Live.make(folder, url, **environ)
    try:
        yield live.start()
    finally:
        live.kill()
        shutil.rmtree(live.home, ignore_errors=True)

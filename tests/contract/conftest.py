"""A real installation that the contract's tests speak to over HTTP only: they import nothing of the server."""

import http.client
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.live import Live

ROOT = Path(__file__).resolve().parents[2]


class Reply:
    """Status, headers and body of an answer."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def code(self) -> str:
        return self.json["error"]["code"]


class World:
    """The installation as an outsider sees it: the command line and the address."""

    def __init__(self, live: Live):
        self.live = live
        self.admin: Client | None = None

    def http(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.live.port, timeout=30)
        sent = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body, sent)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def invite(self, role: str = "volunteer", **options: str) -> dict[str, Any]:
        """An invite made on the command line, as `--json` prints it."""
        arguments = ["invite", "--role", role, "--name", options.pop("name", "Trần Thị Thử"), "--json"]
        if role not in ("district", "admin"):
            options = {"area": "28135", "organisation": "hoi-lhpn-xa.28135", **options}
        for key, value in options.items():
            arguments += [f"--{key}", value]
        return json.loads(self.live.gocua(*arguments))

    def enrol(self, role: str = "volunteer", **options: str) -> "Client":
        """A device of a new person; invited over HTTP by one administrator, since a command takes a second."""
        if self.admin is None:
            self.admin = self.redeem(self.invite("district")["code"])
        body = {"id": str(uuid.uuid4()), "role": role, "name": "Trần Thị Thử", **options}
        if role not in ("district", "admin"):
            body = {"area": "28135", "organisation": "hoi-lhpn-xa.28135", **body}
        reply = self.admin.post("/invites", body)
        assert reply.status == 201, reply.raw
        return self.redeem(reply.json["code"])

    def redeem(self, code: str, install_id: str | None = None) -> "Client":
        body = {
            "code": code,
            "device_name": "thử",
            "install_id": install_id or str(uuid.uuid4()),
            "transport": "bearer",
        }
        reply = self.http("POST", "/api/v1/enrol", body)
        assert reply.status == 201, reply.raw
        return Client(self, reply.json)


class Client:
    """One device with a bearer token."""

    def __init__(self, world: World, enrolled: dict[str, Any]):
        self.world = world
        self.enrolled = enrolled
        self.token = enrolled["token"]
        self.person = enrolled["person"]["id"]
        self.n = 0

    def http(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        return self.world.http(method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})

    def get(self, path: str, **headers: str) -> Reply:
        return self.http("GET", "/api/v1" + path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, body: Any) -> Reply:
        return self.http("POST", "/api/v1" + path, body)

    def anchor(self) -> str:
        return self.get("/me").json["anchor"]

    def op(self, body: dict[str, Any], record_id: str | None = None, rev: int = 1, **fields: Any) -> dict[str, Any]:
        self.n += 1
        made = {
            "op_id": str(uuid.uuid4()),
            "n": self.n,
            "kind": "record.put",
            "record_id": record_id or str(uuid.uuid4()),
            "rev": rev,
            "schema": 1,
            "anchor": None,
            "happened_at": "2020-01-01T00:00:00.000Z",
            "body": body,
        }
        return {**made, **fields}

    def push(self, *ops: Any, **envelope: Any) -> Reply:
        return self.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": list(ops), **envelope})

    def statuses(self, *ops: Any) -> list[str]:
        reply = self.push(*ops)
        assert reply.status == 200, reply.raw
        return [
            result["status"] + (f":{result['code']}" if result.get("code") else "") for result in reply.json["results"]
        ]

    def pull_all(self) -> list[dict[str, Any]]:
        """Every row in the caller's scope, from the beginning."""
        rows: list[dict[str, Any]] = []
        cursor = None
        while True:
            headers = {"X_Cursor": cursor} if cursor else {}
            page = self.get("/sync/pull?limit=7", **headers).json
            rows += page["rows"]
            cursor = page["cursor"]
            if not page["more"]:
                return rows


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp(f"contract-{request.param}")
    if request.param == "sqlite":
        yield from _serve(folder, "")
        return
    cluster = request.getfixturevalue("cluster")
    with cluster.database() as url:
        yield from _serve(folder, url)


def _serve(folder: Path, url: str) -> Iterator[World]:
    live = Live.make(folder, url)
    live.start()
    try:
        yield World(live)
    finally:
        live.stop()


def run_gocua(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """`gocua` as a person types it, on a home."""
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=ROOT,
        env={"GOCUA_HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

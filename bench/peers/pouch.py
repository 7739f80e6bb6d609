"""PouchDB's servers: pouchdb-server, and express-pouchdb on PouchDB 9; LevelDB, new documents by `_bulk_docs`.

The cheapest way in: PouchDB's own replicator asks `_revs_diff` first and is slower. Neither syncs to disk: LevelDB's
adapter leaves `sync` off, so what was answered last is lost when the machine stops.
"""

import re
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

import orjson

from bench.peers import work
from bench.peers.peer import HERE, PAGE, SIZE, Page, Peer, Queues, Standing, process
from bench.sockets import Answer, once, request
from tools.npm import node_and_npm

NODE = HERE / "node"


class Pouch(Peer):
    durable = "not synced (LevelDB, sync off)"

    @abstractmethod
    def command(self, folder: Path, port: int) -> list[str | Path]:
        """What node is started with."""

    @contextmanager
    def running(self, folder: Path, port: int, url: str) -> Iterator[Standing]:
        with process([node_and_npm()[0], *self.command(folder, port)], folder, port) as started:
            answer = once(port, request("PUT", "/ops"))
            if answer.status != 201:
                raise RuntimeError(f"a new database answered {answer.status}: {answer.body[:300]!r}")
            yield Standing(port, [started.pid])

    def pushes(self, standing: Standing, count: int, clients: int, seed: int, variant: str) -> Queues:
        requests = []
        for batch in work.batches(count, seed):
            documents = [
                {("_id" if name == "record_id" else name): value for name, value in op.items()} for op in batch
            ]
            requests.append(request("POST", "/ops/_bulk_docs", orjson.dumps({"docs": documents})))
        return list(repeat(iter(requests), clients))

    def taken(self, standing: Standing, request: bytes, answer: Answer) -> bytes | None:
        if answer.status not in (200, 201) or answer.body.count(b'"ok":true') != SIZE:
            raise RuntimeError(f"_bulk_docs answered {answer.status}: {answer.body[:300]!r}")
        return None

    def pull(self, standing: Standing, cursor: str | None) -> bytes:
        return request("GET", f"/ops/_changes?include_docs=true&limit={PAGE}&since={cursor or 0}")

    def page(self, standing: Standing, answer: Answer) -> Page:
        last = re.search(rb'"last_seq":\s*(\d+)', answer.body[-80:])
        if answer.status != 200 or last is None:
            raise RuntimeError(f"_changes answered {answer.status}: {answer.body[:300]!r}")
        rows = answer.body.count(b'"seq":')
        return Page(rows, last[1].decode(), rows == PAGE)

    def kept(self, answer: Answer) -> Iterator[str]:
        """Ids of the documents that an answer to a push calls kept."""
        return (document["id"] for document in orjson.loads(answer.body) if document.get("ok"))

    def given(self, answer: Answer) -> Iterator[str]:
        """Ids of the documents in an answer to a pull."""
        return (change["id"] for change in orjson.loads(answer.body)["results"])


class PouchServer(Pouch):
    name = "pouchdb-server"
    title = "pouchdb-server, LevelDB"

    def command(self, folder: Path, port: int) -> list[str | Path]:
        program = NODE / "node_modules/pouchdb-server/bin/pouchdb-server"
        return [program, "--port", str(port), "--dir", folder, "--config", folder / "config.json", "--no-stdout-logs"]


class ExpressPouch(Pouch):
    name = "express-pouchdb"
    title = "express-pouchdb, PouchDB 9, LevelDB"

    def command(self, folder: Path, port: int) -> list[str | Path]:
        return [NODE / "express.js", str(port), folder]

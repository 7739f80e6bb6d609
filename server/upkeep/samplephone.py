"""The phone of somebody in the worked example: seals, queues and pushes through the ordinary sync service."""

import uuid
from random import Random
from typing import Any

import orjson

from server.clock import at as at_instant
from server.clock import instant
from server.keys import Keys
from server.sync import seal, service
from server.sync.apart import Apart
from server.sync.highwater import HighWater
from server.sync.intake import Sender
from server.sync.opening import Opener
from server.sync.together import Groups
from server.sync.wire import read
from server.sync.work import Work
from server.upkeep.fieldwork import Entry

_BATCH = 100


class SamplePhone:
    """A queue of ops and the newest anchor, as a real phone has them."""

    def __init__(self, keys: Keys, marks: HighWater, sender: Sender, app: str, rng: Random):
        self.keys, self.marks, self.sender, self.app, self.rng = keys, marks, sender, app, rng
        self.opener = Opener(keys)
        self.ways = service.Ways(Apart(), Groups(Work))
        self.public = keys.seal_public()
        self.queue: list[dict[str, Any]] = []
        self.anchor: str | None = None
        self.n = 1
        self.sent = 0

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def save(self, entry: Entry) -> None:
        body = dict(entry.body)
        if entry.number is not None:
            body["sealed_phone"] = seal.seal(entry.number, entry.record_id, self.keys.seal_id, self.public)
        self._queue("record.put", entry.record_id, entry.rev, entry.at, body)

    def review(self, at: int, record_id: str, body: dict[str, Any]) -> None:
        self._queue("review.put", record_id, 1, at, body)

    def _queue(self, kind: str, record_id: str, rev: int, at: int, body: dict[str, Any]) -> None:
        op = {
            "op_id": self._uuid(),
            "n": self.n,
            "kind": kind,
            "record_id": record_id,
            "rev": rev,
            "schema": 1,
            "anchor": self.anchor,
            "happened_at": instant(at),
            "body": body,
        }
        self.n += 1
        self.queue.append(op)

    def sync(self, at: int, most: int | None = None) -> None:
        """Pushes what waits, with a heartbeat when nothing does; after `most` ops the network is gone."""
        while True:
            size = _BATCH if most is None else min(_BATCH, most)
            batch = self.queue[:size]
            self._push(at, batch)
            self.queue = self.queue[len(batch) :]
            self.sent += len(batch)
            if not self.queue or not batch or most is not None:
                return

    def _push(self, at: int, batch: list[dict[str, Any]]) -> None:
        body = {
            "batch_id": self._uuid(),
            "app": self.app,
            "epoch": None,
            "client_now": instant(at),
            "queue_len": len(self.queue),
            "oldest_at": self.queue[0]["happened_at"] if self.queue else None,
            "next_n": self.n,
            "ops": batch,
        }
        with at_instant(at):
            receipt = service.push(self.opener, self.marks, self.ways, self.sender, read(orjson.dumps(body)))
        self.anchor = service.receipt_stamp(self.keys, self.sender.person_id, receipt)["anchor"]

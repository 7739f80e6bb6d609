"""A simulated phone: the client's side of the wire contract, written from the contract alone (imports no `server`).

It saves ops with its own ids, counter and wrong clock, seals numbers, queues, pushes in batches, believes only per-op
results of answers that prove where they come from, verifies when the epoch changes and once a day, queues again what
the server misses, keeps ops 45 days after their receipt, and pulls into a view.

Everything in `queue`, `stuck`, `sent` and `attention` would be on a real phone's disk; there is no sending state.
"""

import base64
import json
import random
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tests.faults.wire import Answer, Lost, Transport

DAY = 86_400_000
KEEP_MS = 45 * DAY
API = "/api/v1"
ROUNDS = 4  # a server that changes its epoch at every answer must not hold a phone for ever
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)

Op = dict[str, Any]


def true_now() -> int:
    return time.time_ns() // 1_000_000


def instant(ms: int) -> str:
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def parse_instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000 + 0.5)


def uuid7(ms: int, rng: random.Random) -> str:
    """A time-ordered UUID of a seeded generator."""
    number = (ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return str(uuid.UUID(int=number))


def seal(number: str, record_id: str, key: Mapping[str, Any]) -> str:
    """`sealed_phone`: the E.164 number for the server's key, bound to the record (HPKE base mode)."""
    point = base64.urlsafe_b64decode(key["public"] + "==")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    sealed = _SUITE.encrypt(number.encode(), public, info=f"gocua/phone/v1|{record_id}".encode())
    return base64.urlsafe_b64encode(bytes([key["id"]]) + sealed).decode().rstrip("=")


@dataclass
class Kept:
    """An op that the server has answered for, and how."""

    op: Op
    status: str
    code: str | None
    at: int


@dataclass
class Pass:
    """What one pass of the engine did."""

    pushed: int = 0
    pulled: int = 0
    requeued: int = 0
    problem: str | None = None


class Phone:
    """One device of one person.

    Attributes:
        offset: how far its clock is off, in ms.
        batch, page, ask: how much goes into one push, one pull, one question of verify.
        numbers: true number of each op that carries one, for recounts; a real phone forgets it.
        anchors: when each anchor was given (ms), for recounts.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        token: str = "",
        person_id: str = "",
        device_id: str = "",
        seed: int = 0,
        offset: int = 0,
        now: Callable[[], int] = true_now,
        batch: int = 100,
        page: int = 500,
        ask: int = 500,
    ):
        self.transport, self.token = transport, token
        self.batch, self.page, self.ask = batch, page, ask
        self.person_id, self.device_id = person_id, device_id
        self.rng, self.offset, self._now = random.Random(seed), offset, now
        self.install_id = uuid7(now(), self.rng)
        self.seal_key: dict[str, Any] = {}
        self.consent: str | None = None
        self.next_n, self.anchor, self.epoch, self.cursor = 1, None, None, None
        self.queue: dict[str, Op] = {}
        self.sent: dict[str, Kept] = {}
        self.attention: dict[str, Kept] = {}
        self.stuck: dict[str, Op] = {}  # rejected: stays here until a person looks
        self.mine: dict[str, Op] = {}  # newest own op by record
        self.view: dict[tuple[str, str], dict[str, Any]] = {}
        self.numbers: dict[str, str] = {}
        self.anchors: dict[str, int] = {}
        self.verified_at, self.verify_due, self.resets = 0, False, 0
        self.epochs: list[str] = []

    def clock(self) -> int:
        """What the phone believes the time is, ms."""
        return self._now() + self.offset

    # --- getting in ---

    def enrol(self, code: str, name: str = "máy thử") -> dict[str, Any]:
        """Redeems an invite; the phone belongs to that person from then on. Lost when nobody answers."""
        body = {"code": code, "device_name": name, "install_id": self.install_id, "transport": "bearer"}
        answer = self.call("POST", "/enrol", body)
        if self.person_id and answer["person"]["id"] != self.person_id:
            raise ValueError("this phone holds another person's queue")
        self.token, self.device_id = answer["token"], answer["device_id"]
        self.person_id, self.seal_key = answer["person"]["id"], answer["seal_key"]
        self.learn_consent()
        return answer

    def learn_consent(self) -> None:
        self.consent = self.call("GET", "/directory")["consent"]["id"]
        if not self.seal_key:
            self.seal_key = self.call("GET", "/me")["seal_key"]

    # --- saving ---

    def save(self, number: str | None = None, *, record_id: str | None = None, rev: int = 1, **body: Any) -> str:
        """Makes one op of a whole record and queues it; returns the record's id."""
        record_id = record_id or uuid7(max(0, self.clock()), self.rng)
        if number is not None:
            body |= {"sealed_phone": self.sealed(number, record_id), "consent": self.consent}
        op_id = self.queue_op("record.put", record_id, rev, body)
        if number is not None:
            self.numbers[op_id] = number
        return record_id

    def sealed(self, number: str, record_id: str) -> str:
        return seal(number, record_id, self.seal_key)

    def correct(self, record_id: str, number: str | None = None, *, drop: tuple[str, ...] = (), **change: Any) -> None:
        """A correction: the whole record again at the next rev, the sealed bytes copied unless changed or dropped."""
        last = self.mine[record_id]
        body = {k: v for k, v in last["body"].items() if k not in drop} | change
        if "sealed_phone" in drop:
            body.pop("consent", None)
        if number is not None:
            body.pop("keep_number", None)
        op_id = last["op_id"]
        carried = self.numbers.get(op_id) if "sealed_phone" in body else None
        self.save(number, record_id=record_id, rev=last["rev"] + 1, **body)
        if number is None and carried is not None:
            self.numbers[self.mine[record_id]["op_id"]] = carried

    def correct_pulled(self, key: tuple[str, str], **change: Any) -> None:
        """A correction of an own record that this phone knows from pull only: the number stays where it is."""
        row = self.view[key]
        body = {name: row[name] for name in ("area", "mode", "household", "revisit_on", "note") if row[name]}
        body |= {"outcome": row["outcome"]} | ({"keep_number": True} if row["has_number"] else {}) | change
        self.save(record_id=key[1], rev=row["rev"] + 1, **body)

    def queue_op(self, kind: str, record_id: str, rev: int, body: Mapping[str, Any]) -> str:
        op_id = uuid7(max(0, self.clock()), self.rng)
        op = {
            **{"op_id": op_id, "n": self.next_n, "kind": kind, "record_id": record_id, "rev": rev, "schema": 1},
            **{"anchor": self.anchor, "happened_at": instant(max(0, self.clock())), "body": dict(body)},
        }
        self.next_n += 1
        self.queue[op_id] = op
        if kind == "record.put":
            self.mine[record_id] = op
        return op_id

    # --- talking ---

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> dict:
        """One call whose answer is proved to be this server's.

        Raises:
            Lost: no answer, or somebody else's.
            Refused: the server's own error.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        data = None
        if body is not None:
            data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        return self._believe(self.transport.send(method, API + path, sent, data))

    def _believe(self, answer: Answer) -> dict:
        if answer.headers.get("gocua") != "1":
            raise Lost("somebody else answered")
        if answer.status == 204:
            return {}
        try:
            content = json.loads(answer.body)
        except ValueError:
            raise Lost("half an answer") from None
        if not isinstance(content, dict) or content.get("p") != "gocua":
            raise Lost("somebody else answered")
        if "anchor" in content:
            self.anchor = content["anchor"]
            self.anchors[self.anchor] = parse_instant(content["server_now"])
        if content.get("epoch") is not None and content["epoch"] != self.epoch:
            self.verify_due |= self.epoch is not None
            self.epoch = content["epoch"]
            self.epochs.append(self.epoch)
        if answer.status >= 400:
            raise Refused(answer.status, content["error"]["code"])
        return content

    # --- one pass ---

    def sync(self, *, pull: bool = True) -> Pass:
        """Verify when due, push, pull; what fails stays for the next pass."""
        done = Pass()
        try:
            for _ in range(ROUNDS):
                may = self._verify_if_due(done)
                done.pushed += self.push()
                may = may and (not pull or self._pull_if_allowed(done))
                if not may:
                    self.push_batch([])  # all that it may do; the answer tells the epoch
                    done.problem = "device.revoked"
                if not (self.verify_due and self.acked):
                    break
        except Lost as lost:
            done.problem = f"lost: {lost}"
        except Refused as refused:
            done.problem = refused.code
        self.prune()
        return done

    def _verify_if_due(self, done: Pass) -> bool:
        """False when the device was revoked: it may not ask. After a new epoch it sends all again instead."""
        if not (self.acked and self._asks()):
            return True
        try:
            done.requeued += self.verify()
        except Refused as refused:
            if refused.code != "device.revoked":
                raise
            if self.verify_due:
                done.requeued += self._queue_again(list(self.acked))
                self.verify_due, self.verified_at = False, self.clock()
            return False
        return True

    def _pull_if_allowed(self, done: Pass) -> bool:
        try:
            done.pulled += self.pull()
        except Refused as refused:
            if refused.code != "device.revoked":
                raise
            return False
        return True

    def _asks(self) -> bool:
        """Whether verify is due: a new epoch, a day since the last time, or a clock that was set back since."""
        return self.verify_due or not 0 <= self.clock() - self.verified_at <= DAY

    def push(self) -> int:
        """Sends the queue, oldest first; returns how many ops got an answer."""
        answered, size = 0, self.batch
        while self.queue:
            ops = list(self.queue.values())[:size]
            try:
                results = self.push_batch(ops)
            except Refused as refused:
                if refused.status != 413 or size == 1:
                    raise
                size = max(1, size // 2)
                continue
            for result in results:
                self._receipt(ops, result)
            if not any(op["op_id"] not in self.queue for op in ops):
                break  # nothing was taken: another pass, another day
            answered += sum(op["op_id"] not in self.queue for op in ops)
        return answered

    def push_batch(self, ops: list[Op]) -> list[dict[str, Any]]:
        """One push; Lost unless the answer names this very batch."""
        oldest = min((op["happened_at"] for op in self.queue.values()), default=None)
        batch = {
            **{"batch_id": uuid7(max(0, self.clock()), self.rng), "app": "1.0.0", "epoch": self.epoch},
            **{"client_now": instant(max(0, self.clock())), "queue_len": len(self.queue), "oldest_at": oldest},
            **{"next_n": self.next_n, "ops": ops},
        }
        answer = self.call("POST", "/sync/push", batch)
        if answer.get("batch_id") != batch["batch_id"]:
            raise Lost("an answer to something else")
        return answer["results"]

    def _receipt(self, ops: list[Op], result: Mapping[str, Any]) -> None:
        op_id = result["op_id"] or ops[result["index"]]["op_id"]
        op = self.queue.get(op_id)
        if op is not None and result["status"] == "rejected":
            self.stuck[op_id] = self.queue.pop(op_id)
        if op is None or result["status"] not in ("stored", "duplicate", "quarantined", "held"):
            return
        kept = Kept(op, result["status"], result.get("code"), self._now())
        if result["status"] in ("stored", "duplicate"):
            self.sent[op_id] = kept
            self.attention.pop(op_id, None)
        else:
            self.attention[op_id] = kept
        del self.queue[op_id]

    def verify(self) -> int:
        """Asks for every op that the server has answered for; queues the missing ones again."""
        again, ids, epoch = 0, list(self.acked), self.epoch
        for start in range(0, len(ids), self.ask):
            again += self._queue_again(
                self.call("POST", "/sync/verify", {"items": ids[start : start + self.ask]})["missing"]
            )
        # a restore in the middle of the questions makes the first answers worthless
        self.verify_due, self.verified_at = self.epoch != epoch, self.clock()
        return again

    def _queue_again(self, op_ids: list[str]) -> int:
        for op_id in op_ids:
            kept = self.sent.pop(op_id, None) or self.attention.pop(op_id, None)
            if kept is not None:
                self.queue[op_id] = kept.op
        self.queue = dict(sorted(self.queue.items(), key=lambda item: item[1]["n"]))
        return len(op_ids)

    def pull(self) -> int:
        """Brings the view up to the server's head; returns how many rows came."""
        rows, resets = 0, 0
        while resets < 3:
            headers = {"X-Cursor": self.cursor} if self.cursor else {}
            page = self.call("GET", f"/sync/pull?limit={self.page}", headers=headers)
            if "reset" in page:
                resets, self.resets = resets + 1, self.resets + 1
                self.view, self.cursor = {}, None
                self.verify_due |= page["reset"] == "epoch"
                continue
            for row in page["rows"]:
                self._apply(row)
            rows += len(page["rows"])
            self.cursor = page["cursor"]
            if not page["more"]:
                return rows
        raise Lost("the cursor is reset again and again")

    def _apply(self, row: dict[str, Any]) -> None:
        if row["kind"] == "record":
            self.view[row["person"], row["record_id"]] = row
        elif row["kind"] == "gone":
            self.view.pop((row["person"], row["record_id"]), None)
        elif row["kind"] == "verdict" and row["op_id"] in self.attention:
            kept = self.attention[row["op_id"]]
            kept.status, kept.code = row["status"], row["code"]
            if row["status"] in ("stored", "duplicate"):
                self.sent[row["op_id"]] = self.attention.pop(row["op_id"])

    def prune(self) -> None:
        """Forgets ops 45 days after their receipt."""
        horizon = self._now() - KEEP_MS
        self.sent = {op_id: kept for op_id, kept in self.sent.items() if kept.at > horizon}

    @property
    def acked(self) -> dict[str, str]:
        """Status by op_id of every op that the server has answered for."""
        return {op_id: kept.status for op_id, kept in {**self.sent, **self.attention}.items()}


@dataclass
class Refused(Exception):
    """The server's own error answer."""

    status: int
    code: str
    details: Any = field(default=None)

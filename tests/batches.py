"""Ops and batches as phones make them, for tests of the sync room."""

import itertools
import uuid
from typing import Any

import orjson

from server.clock import instant, now_ms
from server.sync import seal
from tests.site import HAMLET, Caller

_COUNTER = itertools.count(1)
CONSENT = "phone-2021-1"
HELPED = "ok_installed_used"
PARTLY = "ok_installed_nophone"
ABSENT = "owner_absent"

Op = dict[str, Any]


def new_id() -> str:
    return str(uuid.uuid4())


def sealed(caller: Caller, number: str, record_id: str) -> str:
    """The number sealed to the site's key for a record."""
    keys = caller.site.app.extensions["gocua.keys"]
    return seal.seal(number, record_id, keys.seal_id, keys.seal_public())


def put(
    record_id: str | None = None,
    rev: int = 1,
    *,
    anchor: str | None = None,
    at: int | None = None,
    op_id: str | None = None,
    caller: Caller | None = None,
    number: str | None = None,
    **body: Any,
) -> Op:
    """A record.put that helped at a door of ấp Mỹ Tây, now; `number` is sealed for the caller's site."""
    record_id = record_id or new_id()
    full = {"area": HAMLET, "mode": "door", "outcome": HELPED, **body}
    if number is not None and caller is not None:
        full = {**full, "sealed_phone": sealed(caller, number, record_id), "consent": CONSENT, **body}
    return {
        "op_id": op_id or new_id(),
        "n": next(_COUNTER),
        "kind": "record.put",
        "record_id": record_id,
        "rev": rev,
        "schema": 1,
        "anchor": anchor,
        "happened_at": instant(now_ms() if at is None else at),
        "body": full,
    }


def review(person: Any, record_id: str, verdict: str = "void", rev: int = 1, **more: Any) -> Op:
    op = put(record_id, rev, **more)
    body = {"person": str(person), "seen_rev": 1, "verdict": verdict, "reason": "gọi lại không có"}
    return {**op, "kind": "review.put", "body": body}


def batch(*ops: Any, **more: Any) -> dict[str, Any]:
    return {
        "batch_id": new_id(),
        "app": "1.4.2",
        "epoch": None,
        "client_now": instant(now_ms()),
        "queue_len": len(ops),
        "oldest_at": None,
        "next_n": next(_COUNTER),
        "ops": list(ops),
        **more,
    }


def push(caller: Caller, *ops: Any, **more: Any) -> dict[str, Any]:
    """Pushes ops as our own phone does (compact JSON) and returns the answer."""
    body = orjson.dumps(batch(*ops, **more))
    reply = caller.call("POST", "/sync/push", data=body, content_type="application/json")
    assert reply.status_code == 200, reply.text
    return reply.json


def statuses(answer: dict[str, Any]) -> list[str]:
    """`stored`, or `held area.out_of_scope`: one word or two for each result."""
    return [" ".join(filter(None, (line["status"], line.get("code")))) for line in answer["results"]]


def rows(caller: Caller, limit: int = 500) -> list[dict[str, Any]]:
    """Everything that the caller can pull, from the beginning."""
    found: list[dict[str, Any]] = []
    headers: dict[str, str] = {}
    while True:
        page = caller.get(f"/sync/pull?limit={limit}", headers=headers).json
        assert "rows" in page, page
        found += page["rows"]
        if not page["more"]:
            return found
        headers = {"X-Cursor": page["cursor"]}

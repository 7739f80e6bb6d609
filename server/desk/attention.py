"""What waits for a person: quarantined and held ops in the caller's scope, each with its reason.

The sealed number that some of them still carry is never shown.
"""

import uuid
from collections.abc import Mapping
from typing import Any

import orjson

from server.campaign.book import Book
from server.campaign.service import book
from server.clock import day_of, instant, now_ms
from server.database import reading, writing
from server.desk import store
from server.desk.selection import narrowed
from server.errors import Problem, sentence
from server.keys import Keys
from server.people.scope import scope_of
from server.people.service import Caller
from server.sync import service
from server.sync.models import HELD, QUARANTINED, Pending
from server.sync.results import said
from server.sync.settlement import Settled

STATUS = {QUARANTINED: "quarantined", HELD: "held"}


def page(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A page of unsettled ops, oldest first, and how many wait in all.

    Raises:
        Problem: `not_found` for an area out of scope, `request.invalid` for an `after` that is none.
    """
    after: uuid.UUID | None = None
    if query["after"] is not None:
        try:
            after = uuid.UUID(query["after"])
        except ValueError:
            raise Problem("request.invalid", {"after": ["not a page"]}) from None
    limit: int = query["limit"]
    with reading() as session:
        dictionary = book(session, caller.campaign_id)
        scope = scope_of(session, caller)
        conditions = store.pending_conditions(scope)
        if "within" in query:
            today = day_of(now_ms(), dictionary.tz)
            conditions.append(Pending.area_id.in_(narrowed(dictionary, scope, query["within"], today)))
        if "status" in query:
            wanted = next(number for number, name in STATUS.items() if name == query["status"])
            conditions.append(Pending.status == wanted)
        rows = store.pending(session, conditions, after, limit + 1)
        waiting = store.count_pending(session, conditions)
        items = [_line(dictionary, row, name, language) for row, name in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None, "waiting": waiting}


def _line(book: Book, row: Pending, name: str, language: str) -> dict[str, Any]:
    unit = book.organisations.get(row.organisation_id or 0)
    return {
        "id": str(row.id),
        "op_id": None if row.op_id is None else str(row.op_id),
        "status": STATUS[row.status],
        "code": row.code,
        "message": sentence(row.code, language),
        "detail": row.detail,
        "person": str(row.person_id),
        "person_name": name,
        "device": str(row.device_id),
        "record_id": None if row.record_id is None else str(row.record_id),
        "area": None if row.area_id is None else book.area(row.area_id).code,
        "organisation": unit.code if unit else None,
        "received_at": instant(row.received_at),
        "sent": sent(row.raw),
    }


def settle(keys: Keys, caller: Caller, body: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Accepts or refuses ops that wait; one that is settled already keeps its verdict.

    Raises:
        Problem: `not_found` when one of them is not in the caller's scope; nothing is settled then.
    """
    ids: list[uuid.UUID] = list(dict.fromkeys(body["ids"]))
    with writing() as session:
        found = service.settle(session, keys, caller, ids, accept=body["accept"], word=body.get("word"))
    return {"items": [_settled(one, language) for one in found]}


def _settled(one: Settled, language: str) -> dict[str, Any]:
    told = said(one.result, language)
    return {
        "id": str(one.id),
        "op_id": None if one.op_id is None else str(one.op_id),
        "done": one.done,
        "status": told["status"],
        "code": told.get("code"),
        "message": told.get("message"),
    }


def sent(raw: str) -> dict[str, Any] | None:
    """The op as sent, without its sealed number wherever it stands; None when it is no JSON object."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return _unsealed(value) if isinstance(value, dict) else None


def _unsealed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unsealed(inner) for key, inner in value.items() if key != "sealed_phone"}
    return [_unsealed(inner) for inner in value] if isinstance(value, list) else value

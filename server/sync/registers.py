"""Lists for staff over what sync keeps: reviews. Read only, in the caller's scope."""

from typing import Any

import orjson

from server.clock import instant
from server.database import reading
from server.errors import Problem
from server.people.scope import scope_of
from server.people.service import Caller
from server.sync.bulk import Bulk
from server.sync.feed import scope_sql
from server.sync.models import KIND_REVIEW, MARK_VOID
from server.sync.wire import uuid_text


def reviews(calling: Caller, after: str | None, limit: int) -> dict[str, Any]:
    """A page of reviews of records that the caller sees, in seq order; `after` is the `next` of the page before.

    Raises:
        Problem: `request.invalid` (422) for an `after` that is none.
    """
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 18):
        raise Problem("request.invalid", {"after": ["not a page"]})
    with reading() as session:
        bulk = Bulk(session)
        condition, params = scope_sql(bulk, scope_of(session, calling), "r.")
        rows = bulk.rows(
            "SELECT {u:o.op_id}, o.seq, {u:o.owner_id}, {u:o.record_id}, {u:o.person_id}, o.marks, o.happened_at, o.raw"
            " FROM op o JOIN record r ON r.campaign_id = o.campaign_id AND r.record_id = o.record_id"
            " AND r.person_id = o.owner_id"
            f" WHERE o.campaign_id = ? AND o.kind = ? AND o.seq > ?{condition} ORDER BY o.seq LIMIT ?",
            calling.campaign_id,
            KIND_REVIEW,
            int(after or 0),
            *params,
            limit + 1,
        )
    items = [_review(row) for row in rows[:limit]]
    return {"items": items, "next": str(items[-1]["seq"]) if len(rows) > limit else None}


def _review(row: tuple[Any, ...]) -> dict[str, Any]:
    op_id, seq, owner, record_id, reviewer, marks, happened_at, raw = row
    body: dict[str, Any] = orjson.loads(raw)["body"] if raw else {}
    return {
        "op_id": uuid_text(op_id),
        "seq": seq,
        "person": uuid_text(owner),
        "record_id": uuid_text(record_id),
        "reviewer": uuid_text(reviewer),
        "seen_rev": body.get("seen_rev", 0),
        "verdict": "void" if marks & MARK_VOID else "ok",
        "reason": body.get("reason") or "",
        "happened_at": instant(happened_at),
    }

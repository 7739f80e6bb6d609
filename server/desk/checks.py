"""Spot checks: records drawn at random from the caller's scope, and what came of calling or going back.

Promises: who draws cannot choose; a record is drawn once; a draw asked for again is the same one; a result says
nothing by itself to the figures: whoever finds a record wrong reviews it as such.
"""

import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant, now_ms
from server.database import reading, writing
from server.desk import records, store
from server.desk.finding import areas_of
from server.desk.models import SpotCheck
from server.desk.selection import Selection
from server.errors import Problem
from server.ids import uuid7
from server.people import audit
from server.people.scope import Scope, scope_of
from server.people.service import Caller
from server.sync.models import Record

RESULTS = ("confirmed", "wrong", "unreachable")
MOST = 100  # records of one draw
_AT_ONCE, _THROWS = 1000, 4
_DICE = secrets.SystemRandom()


def draw(caller: Caller, body: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Draws up to `count` counted records of a selection that were never drawn.

    Args:
        body: `draw` (id), `count`, and the filter of the list of records.

    Raises:
        Problem: `not_found`, `outcome.unknown`, `campaign.purged`.
    """
    query = {**body, "state": "counted"}
    with reading() as session:  # before the campaign is locked: looking through a million takes a while
        lots = _lots(session, Selection(session, caller, query), body["count"])
    with writing() as session:
        campaign = campaign_store.lock(session, caller.campaign_id)
        if campaign.purged_at is not None:
            raise Problem("campaign.purged")
        selection = Selection(session, caller, query)
        if not store.drawn(session, caller.campaign_id, body["draw"]):
            # another draw may have been quicker, or a record has changed since
            chosen = store.undrawn(session, _of(selection, lots))
            now = now_ms()
            for record_id, person_id, _ in chosen:
                session.add(
                    SpotCheck(
                        campaign_id=caller.campaign_id,
                        id=uuid7(),
                        draw=body["draw"],
                        record_id=record_id,
                        person_id=person_id,
                        drawn_by=caller.person_id,
                        drawn_at=now,
                    )
                )
            _note(session, caller, "check.draw", body["draw"], {"count": len(chosen)})
            session.flush()
        mine = SpotCheck.campaign_id == caller.campaign_id
        conditions = [mine, SpotCheck.draw == body["draw"], *store.record_conditions(selection.scope)]
        rows = store.checks(session, conditions, None, MOST)
        return {"items": _lines(session, book_of(session, campaign), rows, language)}


def _lots(session: Session, selection: Selection, count: int) -> list[int]:
    """The seqs of up to `count` records of the selection that were never drawn, each as likely as any other.

    Seqs are thrown at the whole campaign, a thousand at a time, and those that hit are kept; where hardly any hits, the
    selection is small, and all of it is put in the hat.
    """
    head = session.get_one(Campaign, selection.book.campaign_id).head
    hits: list[int] = []
    for _ in range(_THROWS if head > _AT_ONCE * _THROWS else 0):
        thrown = {1 + secrets.randbelow(head) for _ in range(_AT_ONCE)}
        fresh = [row.seq for row in store.undrawn(session, _of(selection, thrown)) if row.seq not in hits]
        hits += _DICE.sample(fresh, len(fresh))
        if len(hits) >= count:
            return hits[:count]
        if len(hits) * _THROWS < count:
            break
    every = [row.seq for row in store.undrawn(session, selection.conditions(areas_of(session, selection)))]
    return _DICE.sample(every, min(count, len(every)))


def _of(selection: Selection, seqs: Collection[int]) -> list[Any]:
    """Those of a selection that have these seqs."""
    return [*store.by_seq(selection.book.campaign_id, seqs), *selection.besides(selection.areas)]


def page(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Drawn records in scope, the latest draw first, and how many came out how."""
    after: uuid.UUID | None = None
    if query["after"] is not None:
        try:
            after = uuid.UUID(query["after"])
        except ValueError:
            raise Problem("request.invalid", {"after": ["not a page"]}) from None
    limit: int = query["limit"]
    with reading() as session:
        selection = Selection(session, caller, {**query, "state": "all"})
        conditions = [SpotCheck.campaign_id == caller.campaign_id, *selection.besides(selection.areas)]
        counts = store.results(session, conditions)
        if query["open"]:
            conditions.append(SpotCheck.result.is_(None))
        rows = store.checks(session, conditions, after, limit + 1)
        items = _lines(session, selection.book, rows[:limit], language)
    results = {name: counts.get(name, 0) for name in RESULTS}
    summary = {"drawn": sum(counts.values()), "open": counts.get(None, 0), **results}
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None, "summary": summary}


def every(caller: Caller, query: Mapping[str, Any]) -> tuple[Book, list[dict[str, Any]]]:
    """All drawn records of a query, for a file."""
    with reading() as session:
        selection = Selection(session, caller, {**query, "state": "all"})
        conditions = [SpotCheck.campaign_id == caller.campaign_id, *selection.besides(selection.areas)]
        if query["open"]:
            conditions.append(SpotCheck.result.is_(None))
        return selection.book, _lines(session, selection.book, store.checks(session, conditions, None, None), "vi")


def settle(caller: Caller, check_id: uuid.UUID, result: str, word: str | None, language: str) -> dict[str, Any]:
    """Keeps what came of a check; said again it stands as said last, and the trail has both.

    Raises:
        Problem: `not_found`.
    """
    with writing() as session:
        campaign = campaign_store.lock(session, caller.campaign_id)
        scope: Scope = scope_of(session, caller)
        mine = (SpotCheck.campaign_id == caller.campaign_id, SpotCheck.id == check_id)
        rows = store.checks(session, [*mine, *store.record_conditions(scope)], None, 1)
        if not rows:
            raise Problem("not_found")
        check: SpotCheck = rows[0][0]
        if (check.result, check.word) != (result, word):
            _note(session, caller, "check.result", check.record_id, {"before": check.result, "result": result})
            check.result, check.word = result, word
            check.checked_by, check.checked_at = caller.person_id, now_ms()
            session.flush()
        return _lines(session, book_of(session, campaign), rows, language)[0]


def _note(session: Session, caller: Caller, act: str, subject: object, details: dict[str, Any]) -> None:
    audit.record(session, act, subject, campaign_id=caller.campaign_id, actor_id=caller.person_id, details=details)


def _lines(
    session: Session, book: Book, rows: Sequence[Row[SpotCheck, Record, str]], language: str
) -> list[dict[str, Any]]:
    people = {one for check, _, _ in rows for one in (check.drawn_by, check.checked_by) if one}
    names = store.names(session, people)
    return [
        {
            "id": str(check.id),
            "draw": str(check.draw),
            "drawn_by": names.get(check.drawn_by, ""),
            "drawn_at": instant(check.drawn_at),
            "result": check.result,
            "word": check.word,
            "checked_by": names.get(check.checked_by, "") if check.checked_by else None,
            "checked_at": None if check.checked_at is None else instant(check.checked_at),
            "record": records.line(book, record, name, language),
        }
        for check, record, name in rows
    ]

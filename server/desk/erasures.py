"""Requests of citizens to have their number erased: asked by one person, done on the word of a second.

Rests on `sync.erasing` for the erasing. Promises: no answer, list or trail tells whether the number was ever logged;
the number itself is kept nowhere, what is kept of it is a keyed code; what was granted also stands in a file outside
the database (`erasures.jsonl`), so that a restore applies it again.
"""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.models import Campaign
from server.clock import instant, now_ms
from server.database import reading, writing
from server.desk import erasures_kept, store
from server.errors import Problem
from server.keys import Keys
from server.people import audit
from server.people.service import Caller
from server.sync import erasing, phone
from server.sync.erased import code_of
from server.sync.models import Erasure

WAITING, DONE, REFUSED = STATES = ("waiting", "done", "refused")


def ask(keys: Keys, campaign_id: int, asked_by: uuid.UUID | None, body: Mapping[str, Any]) -> dict[str, Any]:
    """Keeps a request until a second person decides; asked again under its id it is what is there.

    Args:
        body: `id`, `phone` (as it was told), `reason`.

    Raises:
        Problem: `phone.invalid` (422), `id.taken` (409) for the id of somebody else's, `campaign.purged`.
    """
    number = phone.read(body["phone"])
    if number is None:
        raise Problem("phone.invalid")
    with writing() as session:
        campaign = _locked(session, campaign_id)
        code = code_of(phone.phone_key(keys.phone(campaign.phone_secret), number.e164))
        row = session.get(Erasure, (campaign_id, body["id"]))
        if row is None:
            row = Erasure(
                campaign_id=campaign_id, id=body["id"], code=code, reason=body["reason"],
                asked_by=asked_by, asked_at=now_ms(), granted=None, ops=[],
            )  # fmt: skip
            session.add(row)
            audit.record(session, "erasure.ask", row.id, campaign_id=campaign.id, actor_id=asked_by)
            session.flush()
        elif row.asked_by != asked_by:
            raise Problem("id.taken")
        return _lines(session, [row])[0]


def page(caller: Caller, query: Mapping[str, Any]) -> dict[str, Any]:
    """Requests in the campaign, the latest first; a commune sees the own ones."""
    limit: int = query["limit"]
    with reading() as session:
        rows = select(Erasure).where(Erasure.campaign_id == caller.campaign_id).order_by(Erasure.id.desc())
        if caller.role == "commune":
            rows = rows.where(Erasure.asked_by == caller.person_id)
        if query["after"] is not None:
            rows = rows.where(Erasure.id < _uuid(query["after"]))
        found = list(session.scalars(rows.limit(limit + 1)))
        items = _lines(session, found[:limit])
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Problem("request.invalid", {"after": ["not a page"]}) from None


def decide(
    keys: Keys, home: Path, campaign_id: int, decided_by: uuid.UUID | None, erasure_id: uuid.UUID, grant: bool
) -> dict[str, Any]:
    """Erases, or refuses to; the answer to a second decision is what the first one was.

    Raises:
        Problem: `not_found`; `erasure.own` (409) when it is the one who asked; `campaign.purged`.
    """
    with writing() as session:
        campaign = _locked(session, campaign_id)
        row = session.get(Erasure, (campaign_id, erasure_id))
        if row is None:
            raise Problem("not_found")
        if row.granted is None:
            if row.asked_by == decided_by:
                raise Problem("erasure.own")
            row.granted, row.decided_by, row.decided_at = grant, decided_by, now_ms()
            if grant:
                gone = erasing.erase(session, keys, campaign_id, row.code)
                row.ops = [[person.hex(), op.hex()] for person, op in gone]
                campaign_store.touch(session, campaign_id)
                # before the commit: one line too many does no harm, one too few would
                erasures_kept.add(home, _line(campaign.code, row))
            else:
                row.code = b""
            act = "erasure.grant" if grant else "erasure.refuse"
            audit.record(session, act, row.id, campaign_id=campaign_id, actor_id=decided_by)
            session.flush()
        return _lines(session, [row])[0]


def _locked(session: Session, campaign_id: int) -> Campaign:
    campaign = campaign_store.lock(session, campaign_id)
    if campaign.purged_at is not None:
        raise Problem("campaign.purged")
    return campaign


def _line(campaign_code: str, row: Erasure) -> dict[str, Any]:
    return {"campaign": campaign_code, "id": str(row.id), "code": row.code.hex(), "at": row.decided_at, "ops": row.ops}


def apply_again(keys: Keys, home: Path) -> int:
    """After a restore: erases anew what the file holds and the database does not know; returns how many requests."""
    applied = 0
    for line in erasures_kept.lines(home):
        with writing() as session:
            campaign = campaign_store.campaign_by_code(session, line["campaign"])
            if campaign is None or campaign.purged_at is not None:
                continue
            campaign_store.lock(session, campaign.id)
            key = (campaign.id, uuid.UUID(line["id"]))
            row = session.get(Erasure, key)
            if row is not None and row.granted is not None:
                continue  # refused: the line is of a grant whose commit failed
            code = bytes.fromhex(line["code"])
            ops = [(bytes.fromhex(person), bytes.fromhex(op)) for person, op in line["ops"]]
            gone = erasing.erase(session, keys, campaign.id, code, until=line["at"], ops=ops)
            row = row or session.merge(
                Erasure(campaign_id=key[0], id=key[1], code=code, reason="", asked_by=None, asked_at=line["at"])
            )
            row.granted, row.decided_at = True, line["at"]
            row.ops = [[person.hex(), op.hex()] for person, op in gone]
            campaign_store.touch(session, campaign.id)
            audit.record(session, "erasure.again", row.id, campaign_id=campaign.id, actor_id=None)
            applied += 1
    return applied


def forget(home: Path, campaign_code: str) -> None:
    """A purged campaign has nothing left that could come back."""
    erasures_kept.forget(home, campaign_code)


def _lines(session: Session, rows: list[Erasure]) -> list[dict[str, Any]]:
    names = store.names(session, {one for row in rows for one in (row.asked_by, row.decided_by) if one})
    return [
        {
            "id": str(row.id),
            "state": WAITING if row.granted is None else DONE if row.granted else REFUSED,
            "reason": row.reason,
            "asked_at": instant(row.asked_at),
            "asked_by": None if row.asked_by is None else {"id": str(row.asked_by), "name": names.get(row.asked_by)},
            "decided_at": None if row.decided_at is None else instant(row.decided_at),
            "decided_by": None
            if row.decided_by is None
            else {"id": str(row.decided_by), "name": names.get(row.decided_by)},
        }
        for row in rows
    ]

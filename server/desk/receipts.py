"""A day's receipt for who logged it, and the check of one that somebody shows.

Rests on `record` as it stands and on receipt_code. Promises: a person gets a receipt of the own day alone; a check
tells what was stated and what is there now, to staff in whose scope the person worked; nothing is stored.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.service import book
from server.clock import instant, now_ms, start_of
from server.database import reading
from server.desk import receipt_code
from server.desk.receipt_code import MINUTE_MS, Statement
from server.errors import Problem
from server.keys import Keys
from server.people import tokens
from server.people.models import Membership, Person
from server.people.scope import scope_of
from server.people.service import Caller
from server.sync import store
from server.sync.bulk import Bulk
from server.sync.models import RECORD_ELIGIBLE, RECORD_VOID

_EPOCH = date(1970, 1, 1)


def receipt(keys: Keys, calling: Caller, day: date) -> dict[str, Any]:
    """What the server has of the caller's day, with the code that proves it.

    Raises:
        Problem: `request.invalid` (422) for a day that has not begun; `campaign.purged` (409).
    """
    now = now_ms()
    with reading() as session:
        tz = book(session, calling.campaign_id).tz
        begun = start_of(day, tz)
        if day < _EPOCH or begun > now:
            raise Problem("request.invalid", {"day": ["Has not begun."]})
        records, assists = _counted(session, calling.campaign_id, calling.person_id.bytes, day)
    minute = (now - begun) // MINUTE_MS
    said = Statement(calling.membership_id, (day - _EPOCH).days, records, assists, minute)
    code = tokens.spell(receipt_code.make(keys.handover, said))
    return {"day": day, "at": instant(now), "records": records, "assists": assists, "code": code}


def check(keys: Keys, calling: Caller, typed: str) -> dict[str, Any]:
    """What a code states, of whom, and what is there now.

    Raises:
        Problem: `receipt.unknown` (404): no code of this server; `not_found` (404): of somebody out of scope;
            `campaign.purged` (409).
    """
    code = tokens.read_code(typed)
    number = tokens.value_of(code) if code is not None else None
    said = receipt_code.read(keys.handovers, number) if number is not None else None
    if said is None:
        raise Problem("receipt.unknown")
    with reading() as session:
        member = session.get(Membership, said.membership_id)
        if member is None or member.campaign_id != calling.campaign_id:
            raise Problem("not_found")
        if not scope_of(session, calling).sees(member.area_id, member.organisation_id, member.person_id):
            raise Problem("not_found")
        dictionary = book(session, calling.campaign_id)
        person = session.get_one(Person, member.person_id)
        day = _EPOCH + timedelta(days=said.day)
        records, assists = _counted(session, calling.campaign_id, member.person_id.bytes, day)
        area = dictionary.areas[member.area_id]
        unit = dictionary.organisations[member.organisation_id] if member.organisation_id is not None else None
        return {
            "day": day,
            "at": instant(start_of(day, dictionary.tz) + said.minute * MINUTE_MS),
            "records": said.records,
            "assists": said.assists,
            "now": {"records": records, "assists": assists},
            "person": {"id": person.id, "name": person.name, "role": member.role},
            "organisation": {"code": unit.code, "name": unit.name} if unit is not None else None,
            "area": {"code": area.code, "name": area.name},
        }


def _counted(session: Session, campaign_id: int, person: bytes, day: date) -> tuple[int, int]:
    """Records of a person's day that are not withdrawn, and how many of them are assists."""
    bulk = Bulk(session)
    if store.head(bulk, campaign_id).purged_at is not None:
        raise Problem("campaign.purged")
    rows = bulk.rows(
        "SELECT count(*), coalesce(sum(CASE WHEN bits & ? <> 0 THEN 1 ELSE 0 END), 0) FROM record"
        " WHERE campaign_id = ? AND person_id = {uuid} AND day = ? AND bits & ? = 0",
        RECORD_ELIGIBLE,
        campaign_id,
        bulk.uid(person),
        (day - _EPOCH).days,
        RECORD_VOID,
    )
    return int(rows[0][0]), int(rows[0][1])

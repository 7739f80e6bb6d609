"""SQL of the signals: the records that they are found in, whom something has changed about, what is kept."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.desk.models import KeptSignal
from server.desk.signs import Signal
from server.desk.store import in_state
from server.people.models import Membership
from server.sync.models import RECORD_SEVERAL, Claim, Op, Record
from server.totals.question import number_of

_NONE = uuid.UUID(int=0)


def counted() -> list[ColumnElement[bool]]:
    return in_state("counted")


def visits(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Iterator[Any]:
    """(person, device, eff, day, area, has a number, another has its credit) of records, in constant memory."""
    credit = (
        select(Claim.record_id)
        .where(Claim.campaign_id == Record.campaign_id, Claim.phone_key == Record.phone_key)
        .order_by(Claim.t, Claim.tie)
        .limit(1)
        .correlate(Record)
        .scalar_subquery()
    )
    mine = and_(Op.campaign_id == Record.campaign_id, Op.op_id == Record.op_id, Op.person_id == Record.person_id)
    query = (
        select(
            Record.person_id,
            Op.device_id,
            Record.eff,
            Record.day,
            Record.area_id,
            Record.phone_key.is_not(None),
            and_(Record.claimed_at.is_not(None), credit != Record.record_id),
        )
        .join(Op, mine)
        .where(*conditions)
    )
    yield from session.execute(query.execution_options(yield_per=1000))


def hamlets(session: Session, campaign_id: int) -> dict[uuid.UUID, int]:
    """The hamlet that each person is given now, of those who are given one."""
    query = select(Membership.person_id, Membership.hamlet_id).where(
        Membership.campaign_id == campaign_id, Membership.until_at.is_(None), Membership.hamlet_id.is_not(None)
    )
    return {row.person_id: row.hamlet_id for row in session.execute(query) if row.hamlet_id is not None}


# --- what has changed ---


def people(session: Session, campaign_id: int) -> list[uuid.UUID]:
    """Everybody who ever was in the campaign."""
    query = select(Membership.person_id).where(Membership.campaign_id == campaign_id).distinct()
    return list(session.scalars(query))


def moved(session: Session, campaign_id: int, since: int) -> list[uuid.UUID]:
    """People whose membership has begun or ended since an instant (ms)."""
    lately = or_(Membership.from_at >= since, Membership.until_at >= since)
    query = select(Membership.person_id).where(Membership.campaign_id == campaign_id, lately).distinct()
    return list(session.scalars(query))


def touched(session: Session, campaign_id: int, after: int, book: Book) -> Iterator[tuple[uuid.UUID, int]]:
    """(person, day) of records with a later seq, of their earlier ops, and of others' claims on the same numbers."""
    later = (Record.campaign_id == campaign_id, Record.seq > after)
    for row in session.execute(select(Record.person_id, Record.day).where(*later).distinct()):
        yield row.person_id, row.day
    named = and_(Op.campaign_id == Record.campaign_id, Op.record_id == Record.record_id)
    several = Record.bits.op("&")(RECORD_SEVERAL) != 0
    earlier = select(Record.person_id, Op.eff).join(Op, and_(named, Op.owner_id == Record.person_id))
    for row in session.execute(earlier.where(*later, several)):
        yield row.person_id, number_of(book.day(row.eff))
    same = and_(Claim.campaign_id == Record.campaign_id, Claim.phone_key == Record.phone_key)
    others = select(Claim.person_id, Claim.day).select_from(Record).join(Claim, same).where(*later).distinct()
    for row in session.execute(others):
        yield row.person_id, row.day


# --- what is kept ---


def kept(session: Session, campaign_id: int, commune: int, first: int, last: int) -> list[Signal]:
    """Signals of a commune alone (0: of the whole campaign) of days, the first and the last among them."""
    of_place = (KeptSignal.campaign_id == campaign_id, KeptSignal.area_id == commune)
    query = select(KeptSignal).where(*of_place, KeptSignal.day >= first, KeptSignal.day <= last)
    return [
        Signal(
            kind=row.kind,
            person=row.person_id,
            day=row.day,
            count=row.count,
            of=row.of,
            first=row.first_at,
            last=row.last_at,
            device=None if row.device_id == _NONE else row.device_id,
        )
        for row in session.scalars(query)
    ]


def keep(
    session: Session,
    campaign_id: int,
    stale: Mapping[uuid.UUID, set[int] | int],
    found: Sequence[tuple[int, Signal]],
) -> None:
    """Puts what was found, each with its commune, in the place of what was kept of these people's days."""
    for person, days in stale.items():
        of_day = KeptSignal.day >= days if isinstance(days, int) else KeptSignal.day.in_(days)
        mine = (KeptSignal.campaign_id == campaign_id, KeptSignal.person_id == person)
        session.execute(delete(KeptSignal).where(*mine, of_day))
    if found:
        session.execute(insert(KeptSignal), [_row(campaign_id, commune, one) for commune, one in found])


def _row(campaign_id: int, commune: int, one: Signal) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "area_id": commune,
        "day": one.day,
        "person_id": one.person,
        "kind": one.kind,
        "device_id": one.device or _NONE,
        "count": one.count,
        "of": one.of,
        "first_at": one.first,
        "last_at": one.last,
    }

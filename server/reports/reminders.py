"""Reminders by the clock: before a due instant and once after it.

The worker asks `pending` again and again; what is to be told follows from the board and the clock alone, so a server
that was down sends the reminder that fits now and none of those that it missed. Each is told once: its key names
obligation, period, unit, stage and due instant, so a moved due instant is reminded of anew. A reminder that would fall
into the quiet hours comes before them.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.models import Campaign
from server.clock import DAY_MS
from server.notices import quiet
from server.notices.telling import Message, tell, untold
from server.people.scope import Scope
from server.reports import board, links, responsible, store, units
from server.reports.board import MISSING, OPEN, RETURNED, Entry, Moves
from server.reports.models import Reminder
from server.reports.numerals import day as spelled
from server.reports.orders import Obligation
from server.reports.wording import due_text

HOUR_MS = 3_600_000
OVERDUE_FOR_MS = 2 * DAY_MS  # a server that was down longer does not come back with old reproaches
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to tell what; of which square at which stage, unless it is about several units."""

    people: Sequence[uuid.UUID]
    message: Message
    entry: Entry | None = None
    stage: str = ""


def wanting(entry: Entry, now: int) -> bool:
    """Whether something is still to be sent: nothing came, or it was returned."""
    return entry.status(now) in (OPEN, MISSING, RETURNED)


def stage_of(entry: Entry, settings: dict[str, Any], silence: quiet.Quiet, now: int) -> str | None:
    """The reminder that fits now: `24h`, `3h`, `1h`, `overdue`, or none.

    The last stage that has begun stands; before the first there is none.
    """
    if entry.due_at is None or not wanting(entry, now):
        return None
    if now >= entry.due_at:
        recent = now < entry.due_at + OVERDUE_FOR_MS
        return OVERDUE if recent and settings.get("overdue", False) else None
    begun = [
        hours for hours in settings.get("hours_before", ()) if now >= silence.before(entry.due_at - hours * HOUR_MS)
    ]
    return f"{min(begun)}h" if begun else None


def next_at(entry: Entry, settings: dict[str, Any], silence: quiet.Quiet, now: int) -> int | None:
    """When the clock reminds next (ms) of what is still to be sent; None when it does not any more."""
    if entry.due_at is None or not wanting(entry, now):
        return None
    ahead = [silence.before(entry.due_at - hours * HOUR_MS) for hours in settings.get("hours_before", ())]
    if settings.get("overdue", False):
        ahead.append(silence.after(entry.due_at))
    return min((moment for moment in ahead if moment > now), default=None)


def pending(
    session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int
) -> Iterator[Call]:
    """Whom to tell what at an instant, people who have been told already among them."""
    settings: dict[str, Any] = campaign.settings.get("reminders") or {}
    silence = quiet.read(campaign.settings, campaign.tz)
    overdue: list[Entry] = []
    for entry in _open_entries(session, dictionary, campaign, known, now):
        stage = stage_of(entry, settings, silence, now)
        if stage is None:
            continue
        if stage == OVERDUE:
            overdue.append(entry)
        people = responsible.people_of(session, dictionary, entry.unit)
        yield Call(people, _message(entry, stage, campaign.tz), entry, stage)
    for square in _by_due(overdue):
        yield Call(responsible.district(session, campaign.id), _overdue_message(square, campaign.tz))


def plan(session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int) -> int:
    """Tells everybody what is to be told now; returns how many people were told. Needs the campaign's lock."""
    told = 0
    for call in list(pending(session, dictionary, campaign, known, now)):
        fresh = tell(session, campaign, call.people, call.message)
        if fresh and call.entry is not None:
            keep(session, campaign.id, call.entry, call.stage, call.message.key, None, now)
        told += len(fresh)
    return told


def keep(
    session: Session, campaign_id: int, entry: Entry, stage: str, key: str, person: uuid.UUID | None, now: int
) -> bool:
    """Keeps that a unit was reminded; False when a reminder of this key is kept already. Needs the campaign's lock."""
    if store.reminder(session, campaign_id, key) is not None:
        return False
    row = Reminder(
        campaign_id=campaign_id,
        id=store.next_id(session, Reminder, campaign_id),
        key=key,
        obligation=entry.obligation.code,
        period=entry.period.day,
        organisation_id=entry.unit.id,
        stage=stage,
        due_at=entry.due_at,
        reminded_by=person,
        reminded_at=now,
    )
    session.add(row)
    session.flush()
    return True


def anything_new(
    session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int
) -> bool:
    """Whether `plan` would tell somebody: asked without a lock, so that most rounds write nothing."""
    return any(
        untold(session, campaign.id, call.people, call.message)
        for call in pending(session, dictionary, campaign, known, now)
    )


def _open_entries(
    session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int
) -> Iterator[Entry]:
    every = units.in_scope(dictionary, Scope(campaign.id))
    moves = Moves.of(store.moves(session, campaign.id))
    for entry in board.entries(dictionary, known.values(), every, moves, store.sent(session, campaign.id), now):
        if wanting(entry, now):
            yield entry


def _by_due(found: Sequence[Entry]) -> Iterator[list[Entry]]:
    groups: dict[tuple[str, Any, int | None], list[Entry]] = {}
    for entry in found:
        groups.setdefault((entry.obligation.code, entry.period.day, entry.due_at), []).append(entry)
    yield from groups.values()


def _message(entry: Entry, stage: str, tz: str) -> Message:
    due = entry.due_at or 0
    name = f"{entry.obligation.title}, kỳ {spelled(entry.period.day)}"
    if stage == OVERDUE:
        title, body = f"Đã quá hạn: {entry.obligation.title}", f"{name}: hạn {due_text(due, tz)}. Gửi ngay khi có thể."
    else:
        title, body = f"Sắp đến hạn: {entry.obligation.title}", f"{name}: hạn {due_text(due, tz)}."
    return Message(
        kind="due.overdue" if stage == OVERDUE else "due.soon",
        key=f"due:{entry.obligation.code}:{entry.period.day}:{entry.unit.code}:{stage}:{due}",
        title=title,
        body=body,
        link=links.unit_page(entry),
        # before the due instant a reminder is of no use after it
        expires_at=None if stage == OVERDUE else due,
    )


def _overdue_message(found: Sequence[Entry], tz: str) -> Message:
    first = found[0]
    return Message(
        kind="due.missing",
        key=f"due.missing:{first.obligation.code}:{first.period.day}:{first.due_at}",
        title=f"{len(found)} đơn vị chưa gửi: {first.obligation.title}",
        body=f"Kỳ {spelled(first.period.day)}, hạn {due_text(first.due_at or 0, tz)}.",
        link=f"{links.board_page(first.obligation.code, first.period.day)}&xem=thieu",
    )

"""Reminders: before a due instant, once after it, and by hand.

The worker asks `pending` again and again; what is to be told follows from the board and the clock alone, so a server
that was down sends the reminder that fits now and none of those that it missed. Each is told once: its key names
obligation, period, unit, stage and due instant, so a moved due instant is reminded of anew. A reminder that would fall
into the quiet hours comes before them.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.models import Campaign
from server.clock import DAY_MS
from server.notices import quiet
from server.notices.telling import Message, tell, untold
from server.people.scope import Scope
from server.reports import board, responsible, store, units
from server.reports.board import MISSING, OPEN, RETURNED, Entry, Moves
from server.reports.numerals import day as spelled
from server.reports.orders import Obligation
from server.reports.stating import Desk
from server.reports.wording import due_text, late_text

HOUR_MS = 3_600_000
OVERDUE_FOR_MS = 2 * DAY_MS  # a server that was down longer does not come back with old reproaches
OVERDUE = "overdue"


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


def pending(
    session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int
) -> Iterator[tuple[Sequence[uuid.UUID], Message]]:
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
        yield responsible.people_of(session, dictionary, entry.unit), _message(entry, stage, campaign.tz)
    for square in _by_due(overdue):
        yield responsible.district(session, campaign.id), _overdue_message(square, campaign.tz)


def plan(session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int) -> int:
    """Tells everybody what is to be told now; returns how many people were told. Needs the campaign's lock."""
    waiting = list(pending(session, dictionary, campaign, known, now))
    return sum(len(tell(session, campaign, people, message)) for people, message in waiting)


def anything_new(
    session: Session, dictionary: Book, campaign: Campaign, known: dict[str, Obligation], now: int
) -> bool:
    """Whether `plan` would tell somebody: asked without a lock, so that most rounds write nothing."""
    return any(
        untold(session, campaign.id, people, message)
        for people, message in pending(session, dictionary, campaign, known, now)
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
        link="/bao-cao",
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
        link="/bao-cao",
    )


# --- by hand ---


def urge(
    desk: Desk, campaign: Campaign, found: Sequence[Entry], reminder_id: uuid.UUID, now: int
) -> list[dict[str, Any]]:
    """Tells the people of units at once, and gives each unit's text; the same id tells nobody twice."""
    items = []
    for entry in found:
        people = responsible.people_of(desk.session, desk.dictionary, entry.unit)
        message = Message(
            kind="due.urged",
            key=f"due.urged:{reminder_id}:{entry.unit.code}",
            title=f"Đôn đốc: {entry.obligation.title}",
            body=text_for(entry, campaign.tz, now),
            link="/bao-cao",
        )
        fresh = tell(desk.session, campaign, people, message)
        if fresh or not people:
            details = {"obligation": entry.obligation.code, "period": entry.period.day.isoformat()}
            desk.note("due.urge", entry.unit.code, {**details, "people": len(people)})
        items.append(
            {
                "organisation": entry.unit.code,
                "name": entry.unit.name,
                "people": len(people),
                "text": text_for(entry, campaign.tz, now),
            }
        )
    return items


def text_for(entry: Entry, tz: str, now: int) -> str:
    """A text for one unit, ready for Zalo or SMS: plain, no sign that a phone cannot show."""
    due = entry.due_at
    name = f"{entry.obligation.title} kỳ {spelled(entry.period.day)}"
    if due is None:
        return f"Kính gửi {entry.unit.name}: đề nghị gửi {name}. Trân trọng."
    if now < due:
        return f"Kính gửi {entry.unit.name}: đề nghị gửi {name} {due_text(due, tz)}. Trân trọng."
    return (
        f"Kính gửi {entry.unit.name}: {name} có hạn {due_text(due, tz)}, đến nay chưa nhận được"
        f" (chậm {late_text(now - due)}). Đề nghị gửi ngay. Trân trọng."
    )


def text_for_all(found: Sequence[Entry], tz: str, now: int) -> str:
    """One text for a group chat, naming all that have not sent; empty when nobody is left."""
    if not found:
        return ""
    first = found[0]
    due = "" if first.due_at is None else f" (hạn {due_text(first.due_at, tz)})"
    names = ", ".join(entry.unit.name for entry in found)
    return (
        f"{first.obligation.title} kỳ {spelled(first.period.day)}{due}: còn {len(found)} đơn vị chưa gửi: {names}."
        " Đề nghị khẩn trương gửi. Trân trọng."
    )

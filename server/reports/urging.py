"""Reminders by hand: one tap for one unit or for all that have not sent, and a text for Zalo or SMS.

Promises: the same id tells nobody twice; a unit for which nobody reports yet is named, with its text, so that somebody
can write to it another way.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from server.campaign.models import Campaign
from server.notices.telling import Message, reachable, rings_at, tell
from server.reports import links, reminders, responsible
from server.reports.board import RETURNED, Entry
from server.reports.numerals import day as spelled
from server.reports.stating import Desk
from server.reports.wording import due_text, late_text

BY_HAND = "by_hand"


def urge(
    desk: Desk, campaign: Campaign, found: Sequence[Entry], reminder_id: uuid.UUID, now: int
) -> list[dict[str, Any]]:
    """Tells the people of units at once; says of each unit whom it reached, and gives its text."""
    items = []
    for entry in found:
        people = responsible.people_of(desk.session, desk.dictionary, entry.unit)
        text = text_for(entry, campaign.tz, now)
        message = Message(
            kind="due.urged",
            key=f"due.urged:{reminder_id}:{entry.obligation.code}:{entry.period.day}:{entry.unit.code}",
            title=f"Đôn đốc: {entry.obligation.title}",
            body=text,
            link=links.unit_page(entry),
        )
        tell(desk.session, campaign, people, message)
        if reminders.keep(desk.session, campaign.id, entry, BY_HAND, message.key, desk.caller.person_id, now):
            details = {"obligation": entry.obligation.code, "period": entry.period.day.isoformat()}
            desk.note("due.urge", entry.unit.code, {**details, "people": len(people)})
        items.append(
            {
                "organisation": entry.unit.code,
                "name": entry.unit.name,
                "people": len(people),
                "reachable": len(reachable(desk.session, campaign.id, people)),
                "text": text,
            }
        )
    return items


def later(campaign: Campaign, now: int) -> int | None:
    """When a reminder of this instant rings if not at once: after the quiet hours."""
    at = rings_at(campaign, now)
    return at if at > now else None


def text_for(entry: Entry, tz: str, now: int) -> str:
    """A text for one unit, ready for Zalo or SMS: plain, no sign that a phone cannot show."""
    due = entry.due_at
    name = f"{entry.obligation.title} kỳ {spelled(entry.period.day)}"
    if entry.status(now) == RETURNED:
        return f"Kính gửi {entry.unit.name}: {name} đã được trả lại để sửa. Đề nghị sửa và gửi lại. Trân trọng."
    if due is None:
        return f"Kính gửi {entry.unit.name}: đề nghị gửi {name}. Trân trọng."
    if now < due:
        return f"Kính gửi {entry.unit.name}: đề nghị gửi {name} {due_text(due, tz)}. Trân trọng."
    return (
        f"Kính gửi {entry.unit.name}: {name} có hạn {due_text(due, tz)}, đến nay chưa nhận được"
        f" (chậm {late_text(now - due)}). Đề nghị gửi ngay. Trân trọng."
    )


def text_for_all(found: Sequence[Entry], tz: str, now: int) -> str:
    """One text for a group chat, naming all that have not sent or must correct; empty when nobody is left."""
    if not found:
        return ""
    first = found[0]
    due = "" if first.due_at is None else f" (hạn {due_text(first.due_at, tz)})"
    back = [entry.unit.name for entry in found if entry.status(now) == RETURNED]
    missing = [entry.unit.name for entry in found if entry.status(now) != RETURNED]
    parts = [f"còn {len(missing)} đơn vị chưa gửi: {', '.join(missing)}"] if missing else []
    parts += [f"{len(back)} đơn vị cần sửa và gửi lại: {', '.join(back)}"] if back else []
    named = f"{first.obligation.title} kỳ {spelled(first.period.day)}{due}"
    return f"{named}: {'; '.join(parts)}. Đề nghị khẩn trương gửi. Trân trọng."

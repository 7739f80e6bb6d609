"""Staff move one due instant, of one unit or of all, and say why: a holiday, a flood, a server that was down."""

from datetime import date

from server.campaign.models import Campaign
from server.clock import DAY_MS, instant
from server.errors import Problem
from server.notices.telling import Message, tell
from server.reports import links, orders, responsible, store, units
from server.reports.board import EVERYBODY
from server.reports.models import DueMove
from server.reports.numerals import day as spelled
from server.reports.orders import Obligation, Period
from server.reports.stating import Desk
from server.reports.wording import due_text

FARTHEST_MS = 14 * DAY_MS


def move(
    desk: Desk,
    campaign: Campaign,
    orders_by_code: dict[str, Obligation],
    code: str,
    day: date,
    organisation: str | None,
    due_at: int | None,
    reason: str,
    now: int,
) -> tuple[Period, DueMove]:
    """Moves a due instant; `due_at` None puts back what was ordered.

    Raises:
        Problem: `obligation.unknown`, `period.unknown`, `obligation.not_owed`; `due.unmovable` for an instant that is
            neither after the ordered one nor still ahead, or more than 14 days from it; as `units.named`.
    """
    obligation = orders_by_code.get(code)
    if obligation is None or obligation.repeat == orders.AS_NEEDED:
        raise Problem("obligation.unknown", {"obligation": [code]})
    period = obligation.period_of(day)
    if period is None or period.due_at is None:
        raise Problem("period.unknown", {"period": [day.isoformat()]})
    owing = [unit for unit in units.in_scope(desk.dictionary, desk.scope) if obligation.owed_by(desk.dictionary, unit)]
    unit = units.named(desk.dictionary, desk.scope, organisation) if organisation else None
    if unit is not None and unit not in owing:
        raise Problem("obligation.not_owed", {"organisation": [organisation]})
    if due_at is not None and (
        abs(due_at - period.due_at) > FARTHEST_MS or (due_at <= period.due_at and due_at <= now)
    ):
        raise Problem("due.unmovable", {"due_at": [instant(due_at)]})
    row = DueMove(
        campaign_id=campaign.id,
        id=store.next_id(desk.session, DueMove, campaign.id),
        obligation=code,
        period=day,
        organisation_id=unit.id if unit else EVERYBODY,
        due_at=due_at,
        reason=reason,
        moved_by=desk.caller.person_id,
        moved_at=now,
    )
    desk.session.add(row)
    desk.session.flush()
    until = period.due_at if due_at is None else due_at
    details = {"period": day.isoformat(), "from": instant(period.due_at), "to": instant(until), "reason": reason}
    desk.note("due.move", code, {"organisation": organisation, **details})
    people = {
        one
        for each in ([unit] if unit else owing)
        for one in responsible.people_of(desk.session, desk.dictionary, each)
    }
    message = Message(
        kind="due.moved",
        key=f"due.moved:{row.id}",
        title=f"Đổi hạn: {obligation.title}",
        body=f"Kỳ {spelled(day)}: hạn mới {due_text(until, campaign.tz)}. Lý do: {reason}",
        link=links.owed_by(unit.code) if unit else links.board_page(code, day),
        private=True,
    )
    tell(desk.session, campaign, people - {desk.caller.person_id}, message)
    return period, row

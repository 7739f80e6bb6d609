"""`gocua purge`: what was logged in a campaign goes, 30 days after its last report, as the consent text promises.

Ops, what waited for a person, records, claims on numbers and departures are deleted, and what devices said of their
queues. Rollups, their log, published figures and reports stay: they name nobody. From then on push and verify answer
`campaign.purged`, and phones drop their copies. One write transaction under the campaign's lock: all or nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import click
from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.choosing import chosen
from server.campaign.keeping import purge_from
from server.campaign.models import Campaign
from server.clock import day_of, now_ms
from server.database import reading, writing
from server.desk.models import KeptSignal, KeptStep, SignalMark, SpotCheck, StepMark
from server.people import audit
from server.people.models import Device
from server.reports.models import Visited, VisitedCount, VisitedMark, VisitedShared
from server.sync.models import Claim, Departure, Erasure, Op, Pending, Record
from server.upkeep.archive import Progress

GOING = (
    *(SpotCheck, SignalMark, KeptSignal, StepMark, KeptStep, VisitedMark, VisitedShared, VisitedCount, Visited),
    *(Erasure, Claim, Departure, Pending, Record, Op),
)
QUEUES = "device (queues)"
_CLAIMED = ("queue_len", "oldest_at", "next_n", "app", "skew_ms")


@dataclass(frozen=True, slots=True)
class Purge:
    """What goes, or went.

    Attributes:
        rows: how many rows by table; of devices those that say something of their queue.
        from_day: the first day on which the data may go, in the campaign's zone.
        waiting: how many ops phones last said they hold unsent.
        purged_at: ms; None as long as it has not happened.
        purged_before: it was done at an earlier time, and nothing was done now.
    """

    code: str
    from_day: date
    due: bool
    rows: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    purged_at: int | None = None
    purged_before: bool = False


def look(code: str | None) -> Purge:
    """What a purge would delete now; changes nothing.

    Raises:
        ClickException, Problem: as `chosen`.
    """
    with reading() as session:
        _patient(session)
        return _planned(session, chosen(session, code))


def purge(code: str | None, early: str | None, tell: Progress) -> Purge:
    """Deletes a campaign's data, once.

    Args:
        early: why before its day.
        tell: gets a line for each table.

    Raises:
        ClickException: it is too early and no reason is given; as `chosen`.
        Problem: `campaign.unknown`, `server.busy`.
    """
    with writing() as session:
        _patient(session)
        campaign = campaign_store.lock(session, chosen(session, code).id)
        plan = _planned(session, campaign)
        if plan.purged_before:
            return plan
        if not plan.due and not early:
            told = f"{plan.code}: the data is kept until {plan.from_day.isoformat()}; earlier with --early REASON"
            raise click.ClickException(told)
        if session.get_bind().dialect.name == "sqlite":
            # otherwise deleted rows stay readable in the file's free pages
            session.execute(text("PRAGMA secure_delete=ON"))
        for model in GOING:
            tell(f"{model.__tablename__}: deleting {plan.rows[model.__tablename__]:,}")
            session.execute(delete(model).where(model.campaign_id == campaign.id))
        session.execute(update(Device).where(*_queues(campaign.id)).values(dict.fromkeys(_CLAIMED)))
        now = now_ms()
        campaign.purged_at = now
        details: dict[str, Any] = {"rows": plan.rows, "from": plan.from_day.isoformat(), "waiting": plan.waiting}
        if not plan.due:
            details["early"] = early
        audit.record(session, "campaign.purge", plan.code, campaign_id=campaign.id, actor_id=None, details=details)
        return Purge(plan.code, plan.from_day, plan.due, plan.rows, plan.waiting, now)


def _patient(session: Session) -> None:
    """A whole campaign takes longer than the statements of a request may."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))


def _planned(session: Session, campaign: Campaign) -> Purge:
    from_day = purge_from(campaign.ends_on, campaign.settings)
    due = day_of(now_ms(), campaign.tz) >= from_day
    if campaign.purged_at is not None:
        return Purge(campaign.code, from_day, due, purged_at=campaign.purged_at, purged_before=True)
    rows = {model.__tablename__: _count(session, model, model.campaign_id == campaign.id) for model in GOING}
    rows[QUEUES] = _count(session, Device, *_queues(campaign.id))
    waiting = session.scalar(select(func.sum(Device.queue_len)).where(Device.campaign_id == campaign.id))
    return Purge(campaign.code, from_day, due, rows, int(waiting or 0))


def _count(session: Session, model: Any, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def _queues(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    said = or_(*(getattr(Device, name).is_not(None) for name in _CLAIMED))
    return Device.campaign_id == campaign_id, said

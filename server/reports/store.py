"""All SQL of the reports room."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Row, Subquery, false, func, select
from sqlalchemy.orm import Session

from server.people.models import Membership, Person
from server.reports.board import Moved, Sent
from server.reports.models import (
    Activity,
    DueMove,
    Reminder,
    Report,
    ReportDecision,
    Said,
    Statement,
    ToldAssists,
    UnitProfile,
)
from server.sync.models import RECORD_STANDS, Record

S = TypeVar("S", bound=Said)


def said_page(
    session: Session,
    kind: type[S],
    conditions: Sequence[ColumnElement[bool]],
    after: uuid.UUID | None,
    limit: int | None,
) -> Sequence[Row[S, str]]:
    """Rows of one kind with the name of who typed them, in order of id; without a limit all of them."""
    query = select(kind, Person.name).join(Person, Person.id == kind.stated_by).where(*conditions)
    if after is not None:
        query = query.where(kind.id > after)
    return session.execute(query.order_by(kind.id).limit(limit)).all()


def next_entry(session: Session, kind: type[Said], campaign_id: int) -> int:
    """The number of the next row of one kind; needs the campaign's lock."""
    query = select(func.coalesce(func.max(kind.entry), 0)).where(kind.campaign_id == campaign_id)
    return session.scalars(query).one() + 1


def next_id(session: Session, kind: type[DueMove] | type[ReportDecision] | type[Reminder], campaign_id: int) -> int:
    """The id of the next move, decision or reminder: a clock may stand still, an order may not. Needs the lock."""
    query = select(func.coalesce(func.max(kind.id), 0)).where(kind.campaign_id == campaign_id)
    return session.scalars(query).one() + 1


def name_of(session: Session, person_id: uuid.UUID) -> str:
    return session.scalars(select(Person.name).where(Person.id == person_id)).one()


def standing_ids(campaign_id: int) -> ColumnElement[bool]:
    """The condition that a statement stands: of its unit and group the latest day, then the one typed last."""
    place = func.row_number().over(
        partition_by=(Statement.organisation_id, Statement.group),
        order_by=(Statement.as_of.desc(), Statement.entry.desc()),
    )
    ranked = (
        select(Statement.id, place.label("place"))
        .where(Statement.campaign_id == campaign_id, Statement.withdrawn_at.is_(None))
        .subquery()
    )
    return Statement.id.in_(select(ranked.c.id).where(ranked.c.place == 1))


def standing_statements(session: Session, campaign_id: int) -> Sequence[Statement]:
    query = select(Statement).where(Statement.campaign_id == campaign_id, standing_ids(campaign_id))
    return session.scalars(query).all()


def profiles(session: Session, campaign_id: int, unit_ids: Collection[int]) -> dict[int, UnitProfile]:
    """Profiles by unit id; of a unit without one there is none."""
    query = select(UnitProfile).where(UnitProfile.campaign_id == campaign_id, UnitProfile.organisation_id.in_(unit_ids))
    return {row.organisation_id: row for row in session.scalars(query)}


# --- due instants, reports ---


def moves(session: Session, campaign_id: int) -> list[Moved]:
    """Moved due instants, in the order in which they were moved."""
    query = (
        select(
            DueMove.obligation,
            DueMove.period,
            DueMove.organisation_id,
            DueMove.due_at,
            DueMove.reason,
            Person.name,
            DueMove.moved_at,
        )
        .join(Person, Person.id == DueMove.moved_by)
        .where(DueMove.campaign_id == campaign_id)
    )
    return [Moved(*row) for row in session.execute(query.order_by(DueMove.id))]


def reminder(session: Session, campaign_id: int, key: str) -> Reminder | None:
    query = select(Reminder).where(Reminder.campaign_id == campaign_id, Reminder.key == key)
    return session.scalars(query).one_or_none()


def last_reminders(session: Session, campaign_id: int) -> dict[tuple[str, date, int], int]:
    """When each unit was last reminded (ms), by obligation, period and unit."""
    columns = (Reminder.obligation, Reminder.period, Reminder.organisation_id)
    query = select(*columns, func.max(Reminder.reminded_at)).where(Reminder.campaign_id == campaign_id)
    return {(code, day, unit): at for code, day, unit, at in session.execute(query.group_by(*columns))}


def reminders_of(
    session: Session, campaign_id: int, organisation_id: int, limit: int
) -> list[tuple[Reminder, str | None]]:
    """How a unit was reminded, the last first, and by whom when it was by hand."""
    query = (
        select(Reminder, Person.name)
        .outerjoin(Person, Person.id == Reminder.reminded_by)
        .where(Reminder.campaign_id == campaign_id, Reminder.organisation_id == organisation_id)
    )
    return [(row, name) for row, name in session.execute(query.order_by(Reminder.id.desc()).limit(limit))]


def _last_decisions(campaign_id: int) -> Subquery:
    place = func.row_number().over(partition_by=ReportDecision.report_id, order_by=ReportDecision.id.desc())
    ranked = select(ReportDecision, place.label("place")).where(ReportDecision.campaign_id == campaign_id).subquery()
    return select(ranked).where(ranked.c.place == 1).subquery()


def sent(session: Session, campaign_id: int, *conditions: ColumnElement[bool]) -> list[Sent]:
    """Submitted versions without their contents, of each unit and period the first version first."""
    last = _last_decisions(campaign_id)
    columns = (
        Report.id,
        Report.obligation,
        Report.organisation_id,
        Report.period,
        Report.version,
        Report.zero,
        Report.received_at,
        Report.finished_at,
        Report.on_behalf,
        last.c.verdict,
        func.coalesce(last.c.excused, false()),
        last.c.text,
        last.c.decided_at,
    )
    query = (
        select(*columns)
        .outerjoin(last, last.c.report_id == Report.id)
        .where(Report.campaign_id == campaign_id, *conditions)
        .order_by(Report.period, Report.obligation, Report.organisation_id, Report.version)
    )
    return [Sent(*row) for row in session.execute(query)]


def reports_page(
    session: Session, conditions: Sequence[ColumnElement[bool]], before: tuple[int, uuid.UUID] | None, limit: int
) -> Sequence[Report]:
    """Reports in full, the last received first, after a (received_at, id)."""
    query = select(Report).where(*conditions)
    if before is not None:
        at, report_id = before
        query = query.where((Report.received_at < at) | ((Report.received_at == at) & (Report.id < report_id)))
    return session.scalars(query.order_by(Report.received_at.desc(), Report.id.desc()).limit(limit)).all()


def versions(
    session: Session, campaign_id: int, obligation: str, organisation_id: int, period: date
) -> Sequence[Report]:
    """What a unit sent for a period, the first version first."""
    query = select(Report).where(
        Report.campaign_id == campaign_id,
        Report.obligation == obligation,
        Report.organisation_id == organisation_id,
        Report.period == period,
    )
    return session.scalars(query.order_by(Report.version)).all()


def last_before(
    session: Session, campaign_id: int, obligation: str, organisation_id: int, period: date
) -> Report | None:
    """The last version of the last period before this one for which the unit sent something."""
    query = select(Report).where(
        Report.campaign_id == campaign_id,
        Report.obligation == obligation,
        Report.organisation_id == organisation_id,
        Report.period < period,
    )
    return session.scalars(query.order_by(Report.period.desc(), Report.version.desc()).limit(1)).one_or_none()


def decisions(session: Session, campaign_id: int, report_id: uuid.UUID) -> Sequence[Row[ReportDecision, str]]:
    """What was decided about a report, in order, and by whom."""
    query = (
        select(ReportDecision, Person.name)
        .join(Person, Person.id == ReportDecision.decided_by)
        .where(ReportDecision.campaign_id == campaign_id, ReportDecision.report_id == report_id)
    )
    return session.execute(query.order_by(ReportDecision.id)).all()


# --- figures that the totals do not have ---


def households(
    session: Session, campaign_id: int, area_ids: Collection[int] | None, unit_ids: Collection[int] | None
) -> list[tuple[int, bytes]]:
    """(area, household) of records that are neither withdrawn nor voided, each pair once."""
    query = select(Record.area_id, Record.household).where(
        Record.campaign_id == campaign_id,
        Record.household.is_not(None),
        Record.bits.op("&")(RECORD_STANDS) != 0,
    )
    if area_ids is not None:
        query = query.where(Record.area_id.in_(area_ids))
    if unit_ids is not None:
        query = query.where(Record.organisation_id.in_(unit_ids))
    return [(area, household.bytes) for area, household in session.execute(query.distinct()) if household]


def told(session: Session, campaign_id: int, before: int | None) -> Sequence[ToldAssists]:
    """Assists told and not withdrawn, those entered before an instant (ms) when one is given."""
    query = select(ToldAssists).where(ToldAssists.campaign_id == campaign_id, ToldAssists.withdrawn_at.is_(None))
    if before is not None:
        query = query.where(ToldAssists.stated_at < before)
    return session.scalars(query).all()


def activities(session: Session, campaign_id: int) -> Sequence[Activity]:
    query = select(Activity).where(Activity.campaign_id == campaign_id, Activity.withdrawn_at.is_(None))
    return session.scalars(query.order_by(Activity.day, Activity.id)).all()


# --- people ---


def reporting_people(
    session: Session, campaign_id: int, organisation_id: int, area_id: int | None
) -> Sequence[uuid.UUID]:
    """Who now reports for a unit: its reporters and, of a commune's committee, the commune's officers."""
    mine = (Membership.role == "reporter") & (Membership.organisation_id == organisation_id)
    if area_id is not None:
        mine |= (Membership.role == "commune") & (Membership.area_id == area_id)
    query = select(Membership.person_id).where(
        Membership.campaign_id == campaign_id, Membership.until_at.is_(None), mine
    )
    return session.scalars(query.order_by(Membership.person_id)).all()


def district_people(session: Session, campaign_id: int) -> Sequence[uuid.UUID]:
    query = select(Membership.person_id).where(
        Membership.campaign_id == campaign_id, Membership.until_at.is_(None), Membership.role == "district"
    )
    return session.scalars(query.order_by(Membership.person_id)).all()

"""Tables of the reports room. Instants are milliseconds UTC, days SQL dates, figures whole numbers.

What a unit said is never changed: a correction is a further row, a mistake is withdrawn with a reason and stays. A
submitted report is a snapshot, held so by a trigger (REPORT_GUARDS); what staff decide about it stands beside it.
"""

import uuid
from datetime import date
from typing import ClassVar

from sqlalchemy import DDL, JSON, BigInteger, Index, Integer, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from server.database import Id
from server.extensions import Model


class Said:
    """What the three kinds of statements share: who typed it when, for whom it was said, whether it was withdrawn.

    `entry` counts them in the order in which they were entered.
    """

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    entry: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int] = mapped_column(Integer)
    said_by: Mapped[str] = mapped_column(String(200))
    on_behalf: Mapped[bool]
    paper_date: Mapped[date | None]
    stated_by: Mapped[uuid.UUID] = mapped_column(Id)
    stated_at: Mapped[int] = mapped_column(BigInteger)
    withdrawn_at: Mapped[int | None] = mapped_column(BigInteger)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))

    __tablename__: ClassVar[str]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        name = cls.__tablename__
        return (
            Index(f"ix_{name}_unit", "campaign_id", "organisation_id"),
            Index(f"ix_{name}_entry", "campaign_id", "entry", unique=True),
        )


class Statement(Said, Model):
    """How many of a group of people of a unit have the app: on a day, as somebody said."""

    __tablename__ = "statement"

    group: Mapped[str] = mapped_column("people", String(32))
    as_of: Mapped[date]
    total: Mapped[int] = mapped_column(Integer)
    with_smartphone: Mapped[int | None] = mapped_column(Integer)
    installed: Mapped[int] = mapped_column(Integer)
    in_use: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(500))


class Activity(Said, Model):
    """One thing that was done to inform and move people (Directive R10)."""

    __tablename__ = "activity"

    area_id: Mapped[int] = mapped_column(Integer)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(32))
    reach: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(String(500))


class ToldAssists(Said, Model):
    """Assists told by mouth or paper: a column of their own, never added to what was logged."""

    __tablename__ = "told_assists"

    area_id: Mapped[int] = mapped_column(Integer)
    since: Mapped[date]
    until: Mapped[date]
    number: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(String(500))


class UnitProfile(Model):
    """Who leads a unit and whom to ask (Directive R01); for an enterprise, when it was asked (R04)."""

    __tablename__ = "unit_profile"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    head_name: Mapped[str] = mapped_column(String(200))
    head_title: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_title: Mapped[str] = mapped_column(String(200))
    contact_phone: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(200))
    asked_on: Mapped[date | None]
    changed_at: Mapped[int] = mapped_column(BigInteger)


class DueMove(Model):
    """Staff moved a due instant, of one unit or of all (organisation 0); the last one stands, null puts it back."""

    __tablename__ = "due_move"
    __table_args__ = (Index("ix_due_move_period", "campaign_id", "obligation", "period"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    obligation: Mapped[str] = mapped_column(String(16))
    period: Mapped[date]
    organisation_id: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(300))
    moved_by: Mapped[uuid.UUID] = mapped_column(Id)
    moved_at: Mapped[int] = mapped_column(BigInteger)


class Reminder(Model):
    """A unit was reminded of what it owes: by the clock at a stage before or after the due instant, or by hand.

    `key` is that of the notices by which its people were told; nobody is told when nobody reports for the unit yet.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("campaign_id", "key"),
        Index("ix_reminder_unit", "campaign_id", "organisation_id"),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(200))
    obligation: Mapped[str] = mapped_column(String(16))
    period: Mapped[date]
    organisation_id: Mapped[int] = mapped_column(Integer)
    stage: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[int | None] = mapped_column(BigInteger)
    reminded_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    reminded_at: Mapped[int] = mapped_column(BigInteger)


class Report(Model):
    """One version of what a unit submitted for a period: an immutable snapshot.

    `received_at` is the server's and decides whether it was in time; `finished_at` is the phone's claim. `figures`
    were true at (`epoch`, `seq`); `increment` is what they are above those of `base` (see increment.py).
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("campaign_id", "obligation", "organisation_id", "period", "version"),
        Index("ix_report_received", "campaign_id", "received_at"),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    obligation: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[int] = mapped_column(Integer)
    period: Mapped[date]
    version: Mapped[int] = mapped_column(Integer)
    corrects: Mapped[uuid.UUID | None] = mapped_column(Id)
    zero: Mapped[bool]
    narrative: Mapped[dict] = mapped_column(JSON)
    figures: Mapped[dict] = mapped_column(JSON)
    base: Mapped[dict] = mapped_column(JSON)
    increment: Mapped[dict] = mapped_column(JSON)
    epoch: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[int] = mapped_column(BigInteger)
    finished_at: Mapped[int | None] = mapped_column(BigInteger)
    due_at: Mapped[int | None] = mapped_column(BigInteger)
    submitted_by: Mapped[uuid.UUID] = mapped_column(Id)
    on_behalf: Mapped[bool]
    said_by: Mapped[str] = mapped_column(Text)


class ReportDecision(Model):
    """What staff decided about a submitted report: returned with a comment, or accepted; the last one stands.

    `excused`: finished in time and received late, and accepted as in time, for the reason given.
    """

    __tablename__ = "report_decision"
    __table_args__ = (Index("ix_report_decision_report", "campaign_id", "report_id"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    report_id: Mapped[uuid.UUID] = mapped_column(Id)
    verdict: Mapped[str] = mapped_column(String(16))
    excused: Mapped[bool]
    text: Mapped[str] = mapped_column(String(1000))
    decided_by: Mapped[uuid.UUID] = mapped_column(Id)
    decided_at: Mapped[int] = mapped_column(BigInteger)


# Statements that keep a submitted report as it was sent, by dialect; migrations run the same ones.
REPORT_GUARDS = {
    "sqlite": (
        "CREATE TRIGGER report_no_update BEFORE UPDATE ON report"
        " BEGIN SELECT RAISE(ABORT, 'a submitted report is immutable'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION report_immutable() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'a submitted report is immutable'; END $$",
        "CREATE TRIGGER report_no_update BEFORE UPDATE ON report FOR EACH ROW EXECUTE FUNCTION report_immutable()",
    ),
}
for _dialect, _statements in REPORT_GUARDS.items():
    for _statement in _statements:
        event.listen(Report.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))


class Visited(Model):
    """The household of a record that stands, as the worker last saw it; an organisation of 0 is none."""

    __tablename__ = "visited"
    __table_args__ = (Index("ix_visited_household", "campaign_id", "household"), {"sqlite_with_rowid": False})

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    household: Mapped[uuid.UUID] = mapped_column(Id)
    area_id: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int] = mapped_column(Integer)


class VisitedCount(Model):
    """How many households were visited in an area by an organisation."""

    __tablename__ = "visited_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    area_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    households: Mapped[int] = mapped_column(Integer)


class VisitedShared(Model):
    """Where a household was visited that was visited in several areas, or by several organisations."""

    __tablename__ = "visited_shared"
    __table_args__ = ({"sqlite_with_rowid": False},)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    household: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    area_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Integer, primary_key=True)


class VisitedMark(Model):
    """How far the three tables above go: records up to `seq` of the history `epoch`."""

    __tablename__ = "visited_mark"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[str] = mapped_column(String(64))

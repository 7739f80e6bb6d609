"""A unit submits what it owes: prefilled from the data, cut off at the moment of sending, kept as it was.

The server's receipt, taken by the view before anything waits for a lock, decides what is late. A PUT is repeated by
the phone until it is answered, so a known id returns what is there. A correction names the version that it corrects
and becomes the next one; nothing is ever changed.

Promises: figures, increment and base of a version are true to one snapshot (`epoch`, `seq`); base + increment =
figures.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book, Unit
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant
from server.database import reading
from server.errors import Problem
from server.notices.telling import Message, tell
from server.people.scope import scope_of
from server.people.service import Caller
from server.reports import board, figures, increment, links, responsible, store, units
from server.reports.board import Entry, Moves
from server.reports.models import Report, ReportDecision
from server.reports.numerals import day as spelled
from server.reports.orders import Obligation, Period
from server.reports.service import campaign_of, orders_of
from server.reports.stating import Desk

ACCEPTED, RETURNED = "accepted", "returned"


@dataclass(frozen=True)
class Duty:
    """One thing that one unit owes for one period."""

    obligation: Obligation
    unit: Unit
    period: Period


@dataclass(frozen=True)
class Draft:
    """What a report would say now: its figures, what they are compared with, and what is above it."""

    figures: dict[str, Any]
    base: dict[str, Any]
    increment: dict[str, Any]


def duty_of(desk: Desk, campaign: Campaign, obligation: str, organisation: str, day: date, now: int) -> Duty:
    """The duty that codes and a day name.

    Raises:
        Problem: `obligation.unknown`, `obligation.not_owed`, `period.unknown` (one that has not begun, too); as
            `units.named`; `role.forbidden` for a clerk who would report for a commune's whole area.
    """
    found = orders_of(campaign).get(obligation)
    if found is None:
        raise Problem("obligation.unknown", {"obligation": [obligation]})
    unit = units.named(desk.dictionary, desk.scope, organisation)
    if not found.owed_by(desk.dictionary, unit):
        raise Problem("obligation.not_owed", {"organisation": [organisation]})
    period = found.period_of(day)
    if period is None or period.opens_at > now:
        raise Problem("period.unknown", {"period": [day.isoformat()]})
    if not may_read(desk, unit):
        raise Problem("role.forbidden")
    return Duty(found, unit, period)


def may_read(desk: Desk, unit: Unit) -> bool:
    """Whether the caller may see the figures of a unit's reports.

    Those of a commune's committee and of the district are live and of all organisations: more than a clerk may see of
    the totals (protocol.md §5), even a clerk of that very committee.
    """
    live = figures.form_of(desk.dictionary, unit) in (figures.COMMUNE, figures.DISTRICT)
    return units.sees(desk.scope, unit) and not (live and desk.caller.role == "reporter")


def draft(session: Session, campaign: Campaign, caller: Caller, dictionary: Book, duty: Duty, now: int) -> Draft:
    """What a report of this duty says at this moment."""
    author = figures.author_of(session, dictionary, duty.unit, caller)
    source = figures.Figures(session, campaign, author, now)
    found = source.read()
    base = _base(session, campaign, source, duty, found)
    return Draft(found, base, increment.above(increment.measures_of(found), base["measures"]))


def _base(
    session: Session, campaign: Campaign, source: figures.Figures, duty: Duty, now: Mapping[str, Any]
) -> dict[str, Any]:
    """What the figures are compared with: the last snapshot sent, else the state at the last due instant, else
    nothing."""
    last = store.last_before(session, campaign.id, duty.obligation.code, duty.unit.id, duty.period.day)
    if last is not None:
        return {
            "kind": "report",
            "report": str(last.id),
            "period": last.period.isoformat(),
            "at": instant(last.received_at),
            "epoch": last.epoch,
            "seq": last.seq,
            "measures": increment.measures_of(last.figures),
        }
    before = duty.obligation.before(duty.period.day)
    if before is not None and before.due_at is not None:
        then = source.at_instant(before.due_at)
        return {
            "kind": "due",
            "report": None,
            "period": before.day.isoformat(),
            "at": instant(before.due_at),
            "epoch": campaign.epoch,
            "seq": then["seq"],
            "measures": increment.measures_of(then),
        }
    measures = increment.nothing(increment.measures_of(now))
    return {"kind": "start", "report": None, "period": None, "at": None, "epoch": None, "seq": 0, "measures": measures}


def prepare(caller: Caller, body: Mapping[str, Any], now: int) -> tuple[Duty, Draft]:
    """Duty and draft for a body's obligation, organisation and period, read from one snapshot.

    Raises:
        Problem: as `duty_of`.
    """
    with reading() as session:
        campaign = campaign_of(session, caller.campaign_id)
        desk = _reader(session, campaign, caller)
        duty = duty_of(desk, campaign, body["obligation"], body["organisation"], body["period"], now)
        return duty, draft(session, campaign, caller, desk.dictionary, duty, now)


def _reader(session: Session, campaign: Campaign, caller: Caller) -> Desk:
    return Desk(session, book_of(session, campaign), caller, scope_of(session, caller))


def known(desk: Desk, report_id: uuid.UUID) -> Report | None:
    """A report that is here already; Problem `id.taken` when it is out of scope."""
    row = desk.session.get(Report, (desk.caller.campaign_id, report_id))
    if row is not None and not may_read(desk, desk.dictionary.organisation(row.organisation_id)):
        raise Problem("id.taken")
    return row


def submit(
    desk: Desk, report_id: uuid.UUID, body: Mapping[str, Any], duty: Duty, made: Draft, received_at: int
) -> Report:
    """Keeps a version. Callers hold the campaign's lock and have asked `known`.

    Args:
        received_at: when the request reached the view (ms).

    Raises:
        Problem: `report.newer` (409) when there is a version that the body does not correct; `request.invalid`
            when somebody reports for another unit without saying whose word it is.
    """
    session, campaign = desk.session, campaign_of(desk.session, desk.caller.campaign_id)
    there = store.versions(session, campaign.id, duty.obligation.code, duty.unit.id, duty.period.day)
    latest = there[-1] if there else None
    if (latest.id if latest else None) != body["corrects"]:
        details = {"latest": str(latest.id), "version": latest.version} if latest else {"latest": None, "version": 0}
        raise Problem("report.newer", details)
    on_behalf = desk.caller.organisation_id != duty.unit.id
    said_by = body["said_by"] or ("" if on_behalf else desk.caller.name)
    if not said_by:
        raise Problem("request.invalid", {"said_by": ["Gửi thay thì ghi rõ ai báo."]})
    square = board.entry(duty.obligation, duty.unit, duty.period, Moves.of(store.moves(session, campaign.id)), ())
    row = Report(
        campaign_id=campaign.id,
        id=report_id,
        obligation=duty.obligation.code,
        organisation_id=duty.unit.id,
        period=duty.period.day,
        version=latest.version + 1 if latest else 1,
        corrects=body["corrects"],
        zero=body["zero"],
        narrative=body["narrative"],
        figures=made.figures,
        base=made.base,
        increment=made.increment,
        epoch=made.figures["epoch"],
        seq=made.figures["seq"],
        received_at=received_at,
        finished_at=body["finished_at"],
        due_at=square.due_at,
        submitted_by=desk.caller.person_id,
        on_behalf=on_behalf,
        said_by=said_by,
    )
    session.add(row)
    session.flush()
    details = {"id": str(row.id), "period": row.period.isoformat(), "version": row.version, "zero": row.zero}
    desk.note("report.submit", duty.unit.code, {"obligation": row.obligation, **details})
    _tell_district(desk, campaign, duty, row)
    return row


def _tell_district(desk: Desk, campaign: Campaign, duty: Duty, row: Report) -> None:
    version = f", bản đính chính số {row.version - 1}" if row.version > 1 else ""
    message = Message(
        kind="report.received",
        key=f"report.received:{row.id}",
        title=f"{duty.unit.name} đã gửi {duty.obligation.word}",
        body=f"{duty.obligation.title}, kỳ {spelled(row.period)}{version}.",
        link=links.report_page(row.id),
        rings=False,
    )
    others = set(responsible.district(desk.session, campaign.id)) - {desk.caller.person_id}
    tell(desk.session, campaign, others, message)


def decide(desk: Desk, report_id: uuid.UUID, verdict: str, text: str, excuse: bool, now: int) -> Report:
    """Staff return a report for correction, or accept it; late but finished in time it may be accepted as in time.

    Raises:
        Problem: `not_found`; `report.not_latest` (409) when a newer version is here; `report.not_excusable` (409).
    """
    session, campaign = desk.session, campaign_of(desk.session, desk.caller.campaign_id)
    row = session.get(Report, (campaign.id, report_id))
    if row is None or not units.sees(desk.scope, desk.dictionary.organisation(row.organisation_id)):
        raise Problem("not_found")
    square = square_of(desk, campaign, row)
    if square.last is None or square.last.id != row.id:
        raise Problem("report.not_latest", {"latest": str(square.last.id) if square.last else None})
    if excuse and not square.finished_in_time:
        raise Problem("report.not_excusable")
    session.add(
        ReportDecision(
            campaign_id=campaign.id,
            id=store.next_id(session, ReportDecision, campaign.id),
            report_id=row.id,
            verdict=verdict,
            excused=excuse,
            text=text,
            decided_by=desk.caller.person_id,
            decided_at=now,
        )
    )
    session.flush()
    desk.note(f"report.{verdict}", square.unit.code, {"id": str(row.id), "text": text, "excused": excuse})
    _tell_unit(desk, campaign, square, row, verdict, text, now)
    return row


def _tell_unit(desk: Desk, campaign: Campaign, square: Entry, row: Report, verdict: str, text: str, now: int) -> None:
    returned = verdict == RETURNED
    word = square.obligation.word[:1].upper() + square.obligation.word[1:]
    message = Message(
        kind=f"report.{verdict}",
        key=f"report.{verdict}:{row.id}:{now}",
        title=f"{word} được trả lại để sửa" if returned else f"{word} đã được nhận",
        body=f"{square.obligation.title}, kỳ {spelled(row.period)}." + (f" {text}" if text else ""),
        link=links.report_page(row.id),
        rings=returned,
        private=True,
    )
    people = set(responsible.people_of(desk.session, desk.dictionary, square.unit)) | {row.submitted_by}
    tell(desk.session, campaign, people - {desk.caller.person_id}, message)


def square_of(desk: Desk, campaign: Campaign, row: Report) -> Entry:
    """The square of the board in which a report stands."""
    obligation = orders_of(campaign)[row.obligation]
    unit = desk.dictionary.organisation(row.organisation_id)
    period = obligation.period_of(row.period) or Period(row.period, 0, row.due_at)
    versions = store.sent(
        desk.session,
        campaign.id,
        Report.obligation == row.obligation,
        Report.organisation_id == row.organisation_id,
        Report.period == row.period,
    )
    return board.entry(obligation, unit, period, Moves.of(store.moves(desk.session, campaign.id)), versions)

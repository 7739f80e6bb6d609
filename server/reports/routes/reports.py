"""/reports: previewing, submitting, reading, returning, accepting."""

import uuid
from typing import Any

from server.clock import now_ms
from server.errors import Problem
from server.handlers import Blueprint
from server.people.routes.calling import DISTRICT, STAFF
from server.people.service import caller, require
from server.reports import board, store, submitting
from server.reports.board import Moves
from server.reports.documents import making
from server.reports.models import Report
from server.reports.routes.shown import square
from server.reports.schemas import reports as schemas
from server.reports.service import campaign_of, looking, orders_of, stating
from server.reports.stating import Desk

blp = Blueprint("reports", __name__, description="Weekly reports and results: immutable snapshots, in versions.")
REPORTING = ("reporter", *STAFF)


@blp.route("/reports", methods=["GET"])
@require(*REPORTING)
@blp.arguments(schemas.ReportsQuery, location="query")
@blp.response(200, schemas.ReportsPage)
@blp.doc(summary="Submitted reports of units in scope, every version, the last received first")
def list_reports(query: dict[str, Any]) -> dict[str, Any]:
    now = now_ms()
    with looking() as desk:
        seen = {unit.id for unit in desk.dictionary.organisations.values() if submitting.may_read(desk, unit)}
        if "organisation" in query:
            unit = desk.dictionary.organisation_of(query["organisation"])
            seen &= {unit.id} if unit else set()
        conditions = [Report.campaign_id == desk.caller.campaign_id, Report.organisation_id.in_(seen)]
        if "obligation" in query:
            conditions.append(Report.obligation == query["obligation"])
        if "period" in query:
            conditions.append(Report.period == query["period"])
        rows = store.reports_page(desk.session, conditions, _place(query["after"]), query["limit"] + 1)
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        items = [_line(desk, row, submitting.square_of(desk, campaign, row), now) for row in rows[: query["limit"]]]
        last = rows[len(items) - 1] if items else None
        more = last is not None and len(rows) > len(items)
        return {"items": items, "next": f"{last.received_at}!{last.id}" if more and last else None}


def _place(after: str | None) -> tuple[int, uuid.UUID] | None:
    if after is None:
        return None
    at, _, report_id = after.partition("!")
    try:
        return int(at), uuid.UUID(report_id)
    except ValueError:
        raise Problem("request.invalid", {"after": ["not a page"]}) from None


@blp.route("/reports/preview", methods=["GET"])
@require(*REPORTING)
@blp.arguments(schemas.PreviewQuery, location="query")
@blp.response(200, schemas.PreviewAnswer)
@blp.doc(summary="What a report would say now: prefilled figures, increment, the words of the version before")
def preview_report(query: dict[str, Any]) -> dict[str, Any]:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        duty = submitting.duty_of(desk, campaign, query["obligation"], query["organisation"], query["period"], now)
        made = submitting.draft(desk.session, campaign, desk.caller, desk.dictionary, duty, now)
        there = store.versions(desk.session, campaign.id, duty.obligation.code, duty.unit.id, duty.period.day)
        moves = Moves.of(store.moves(desk.session, campaign.id))
        key = (Report.obligation == duty.obligation.code, Report.period == duty.period.day)
        sent = store.sent(desk.session, campaign.id, *key, Report.organisation_id == duty.unit.id)
        entry = board.entry(duty.obligation, duty.unit, duty.period, moves, sent)
        return {
            "square": square(desk.dictionary, entry, now),
            "word": duty.obligation.word,
            "title": duty.obligation.title,
            "title_en": duty.obligation.title_en,
            "latest": there[-1].id if there else None,
            "narrative": there[-1].narrative if there else schemas.Narrative().load({}),
            "figures": made.figures,
            "base": made.base,
            "increment": made.increment,
            "paper": making.on_paper(
                desk,
                campaign,
                duty.unit,
                duty.obligation,
                {
                    "figures": made.figures,
                    "increment": made.increment,
                    "base": made.base,
                    "zero": False,
                    "period": duty.period.day,
                    "version": len(there) + 1,
                },
                now,
                now,
            ),
        }


@blp.route("/reports/<uuid:report_id>", methods=["PUT"])
@require(*REPORTING)
@blp.arguments(schemas.ReportBody)
@blp.response(201, schemas.ReportAnswer)
@blp.alt_response(200, schema=schemas.ReportAnswer, description="It was there already")
@blp.doc(summary="Submit: the server's receipt decides, figures are those of this moment; a known id returns it (200)")
def submit_report(body: dict[str, Any], report_id: uuid.UUID) -> Any:
    received_at = now_ms()  # before anything below can wait: this decides what is late
    with looking() as desk:
        there = submitting.known(desk, report_id)
        if there is not None:
            return _shown(desk, there), 200
    duty, made = submitting.prepare(caller(), body, received_at)
    with stating() as desk:
        there = submitting.known(desk, report_id)
        if there is not None:
            return _shown(desk, there), 200
        return _shown(desk, submitting.submit(desk, report_id, body, duty, made, received_at))


@blp.route("/reports/<uuid:report_id>", methods=["GET"])
@require(*REPORTING)
@blp.response(200, schemas.ReportAnswer)
@blp.doc(summary="One submitted version as it was sent, with what was decided about it")
def read_report(report_id: uuid.UUID) -> dict[str, Any]:
    with looking() as desk:
        row = in_scope(desk, report_id)
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        unit, obligation = desk.dictionary.organisation(row.organisation_id), orders_of(campaign)[row.obligation]
        paper = making.on_paper(desk, campaign, unit, obligation, making.values_of(row), row.received_at, now_ms())
        return {**_shown(desk, row), "paper": paper}


@blp.route("/reports/<uuid:report_id>/return", methods=["POST"])
@require(*DISTRICT)
@blp.arguments(schemas.ReturnBody)
@blp.response(200, schemas.ReportAnswer)
@blp.doc(summary="Return a report for correction, with a comment; the unit is told")
def return_report(body: dict[str, Any], report_id: uuid.UUID) -> dict[str, Any]:
    with stating() as desk:
        row = submitting.decide(desk, report_id, submitting.RETURNED, body["comment"], False, now_ms())
        return _shown(desk, row)


@blp.route("/reports/<uuid:report_id>/accept", methods=["POST"])
@require(*DISTRICT)
@blp.arguments(schemas.AcceptBody)
@blp.response(200, schemas.ReportAnswer)
@blp.doc(summary="Accept a report; with `excuse` and a reason one that was finished in time and came late")
def accept_report(body: dict[str, Any], report_id: uuid.UUID) -> dict[str, Any]:
    if body["excuse"] and not body["reason"]:
        raise Problem("request.invalid", {"reason": ["Nhận là đúng hạn thì phải ghi lý do."]})
    with stating() as desk:
        row = submitting.decide(desk, report_id, submitting.ACCEPTED, body["reason"], body["excuse"], now_ms())
        return _shown(desk, row)


def in_scope(desk: Desk, report_id: uuid.UUID) -> Report:
    """A report of a unit in scope; Problem `not_found`."""
    row = desk.session.get(Report, (desk.caller.campaign_id, report_id))
    if row is None or not submitting.may_read(desk, desk.dictionary.organisation(row.organisation_id)):
        raise Problem("not_found")
    return row


def _line(desk: Desk, row: Report, entry: board.Entry, now: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "obligation": row.obligation,
        "title": entry.obligation.title,
        "title_en": entry.obligation.title_en,
        "word": entry.obligation.word,
        "organisation": entry.unit.code,
        "name": entry.unit.name,
        "period": row.period,
        "version": row.version,
        "zero": row.zero,
        "received_at": row.received_at,
        "finished_at": row.finished_at,
        "status": entry.status(now),
        "late_ms": entry.late_by,
    }


def _shown(desk: Desk, row: Report) -> dict[str, Any]:
    now = now_ms()
    entry = submitting.square_of(desk, campaign_of(desk.session, desk.caller.campaign_id), row)
    names = ("corrects", "narrative", "figures", "base", "increment", "epoch", "seq", "due_at", "on_behalf", "said_by")
    return {
        **_line(desk, row, entry, now),
        **{name: getattr(row, name) for name in names},
        "submitted_by": store.name_of(desk.session, row.submitted_by),
        "decisions": [
            {"verdict": one.verdict, "excused": one.excused, "text": one.text, "by": name, "at": one.decided_at}
            for one, name in store.decisions(desk.session, row.campaign_id, row.id)
        ],
        "square": square(desk.dictionary, entry, now),
    }

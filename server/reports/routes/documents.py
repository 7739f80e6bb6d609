"""Downloads: a report as DOCX and XLSX, the công văn of urging."""

import uuid
from typing import Any

from flask import Response
from marshmallow import fields, validate

from server.campaign.areas import today
from server.clock import now_ms
from server.errors import Problem
from server.handlers import Blueprint
from server.people.routes.calling import DISTRICT, STAFF
from server.people.service import require
from server.reports import board, reminders, store, units
from server.reports.board import Moves
from server.reports.documents import making
from server.reports.documents.heading import SIGNING
from server.reports.models import Report
from server.reports.routes.reports import in_scope
from server.reports.schemas.reports import CODE
from server.reports.service import campaign_of, looking, orders_of
from server.schemas import Day, Schema, Text

blp = Blueprint("documents", __name__, description="Documents of reports, from templates that clerks edit.")
_FILE = {200: {"description": "The file"}}


class SigningQuery(Schema):
    signer = fields.String(
        load_default="TM",
        validate=validate.OneOf(SIGNING),
        metadata={"description": "Who signs for a committee: TM. the chair, KT. the vice-chair, TL. the office."},
    )


class UrgingQuery(SigningQuery):
    obligation = Text(16, required=True)
    period = Day(required=True)
    organisation = Text(CODE, metadata={"description": "Only this unit."})


def _download(file: making.File) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, content_type=file.kind, headers=headers)


@blp.route("/reports/<uuid:report_id>/document.docx", methods=["GET"])
@require("reporter", *STAFF)
@blp.arguments(SigningQuery, location="query")
@blp.doc(summary="A submitted report as an official document (NĐ 30/2020), to be edited in Word", responses=_FILE)
def report_docx(query: dict[str, Any], report_id: uuid.UUID) -> Response:
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        return _download(making.as_docx(desk, campaign, in_scope(desk, report_id), query["signer"], now_ms()))


@blp.route("/reports/<uuid:report_id>/document.xlsx", methods=["GET"])
@require("reporter", *STAFF)
@blp.doc(summary="The tables of a submitted report as a workbook", responses=_FILE)
def report_xlsx(report_id: uuid.UUID) -> Response:
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        return _download(making.as_workbook(desk, campaign, in_scope(desk, report_id), now_ms()))


@blp.route("/obligations/urging.docx", methods=["GET"])
@require(*DISTRICT)
@blp.arguments(UrgingQuery, location="query")
@blp.doc(summary="The công văn that urges those who have not sent, each by name", responses=_FILE)
def urging_docx(query: dict[str, Any]) -> Response:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        obligation = orders_of(campaign).get(query["obligation"])
        if obligation is None:
            raise Problem("obligation.unknown", {"obligation": [query["obligation"]]})
        period = obligation.period_of(query["period"])
        if period is None:
            raise Problem("period.unknown", {"period": [query["period"].isoformat()]})
        seen = units.in_scope(desk.dictionary, desk.scope)
        if "organisation" in query:
            seen = [units.named(desk.dictionary, desk.scope, query["organisation"])]
        sent = store.sent(desk.session, campaign.id, Report.obligation == obligation.code, Report.period == period.day)
        found = board.entries(desk.dictionary, [obligation], seen, _moves(desk.session, campaign.id), sent, None)
        missing = [one for one in found if one.period.day == period.day and reminders.wanting(one, now)]
        missing.sort(key=lambda entry: entry.key)
        due_at = missing[0].due_at if missing else period.due_at
        return _download(
            making.urging(
                desk, campaign, obligation, period.day, due_at, missing, query["signer"], today(desk.dictionary)
            )
        )


def _moves(session: Any, campaign_id: int) -> Moves:
    return Moves.of(store.moves(session, campaign_id))

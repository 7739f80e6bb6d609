"""HTTP of the admin's pages: campaigns, keys, second factors, backups, jobs, and the trail as a file."""

import uuid
from typing import Any

from flask import Response, current_app

from server.clock import now_ms
from server.config import Settings
from server.database import reading, writing
from server.desk.admin import backups, campaigns, factor_reset, jobs, key_ages, schemas, trail_file
from server.handlers import Blueprint, this_app
from server.people import audit
from server.people.schemas import AuditFilter
from server.people.service import caller, require
from server.people.trail import Selection
from server.totals.sheet import csv_lines

DISTRICT = ("district", "admin")

blp = Blueprint("admin", __name__, description="What those who keep the installation look after.")


@blp.route("/admin/campaigns", methods=["GET"])
@require(*DISTRICT)
@blp.response(200, schemas.CampaignStates)
@blp.doc(summary="The campaigns: one's own for district staff, all of the installation for admins")
def list_campaigns() -> dict[str, Any]:
    with reading() as session:
        return {"items": campaigns.seen_by(session, caller())}


@blp.route("/admin/campaigns/<string:code>", methods=["GET"])
@require(*DISTRICT)
@blp.response(200, schemas.CampaignSettings)
@blp.doc(summary="A campaign with its settings as loaded")
def read_campaign(code: str) -> dict[str, Any]:
    with reading() as session:
        return campaigns.one_of(session, caller(), code)


@blp.route("/admin/keys", methods=["GET"])
@require("admin")
@blp.response(200, schemas.KeyStates)
@blp.doc(summary="The keys by name, age and state; never a key")
def list_keys() -> dict[str, Any]:
    settings: Settings = current_app.extensions["gocua.settings"]
    with reading() as session:
        counting = campaigns.by_phone_secret(session)
    return key_ages.shown(settings.keys, current_app.extensions["gocua.keys"], counting)


@blp.route("/people/<uuid:person_id>/factor/reset", methods=["POST"])
@require("admin")
@blp.response(204)
@blp.doc(summary="Take somebody's second factor away: their sessions end, and they are told in their inbox")
def reset_factor(person_id: uuid.UUID) -> None:
    factor_reset.reset(caller(), person_id)


@blp.route("/admin/backups", methods=["GET"])
@require("admin")
@blp.response(200, schemas.Backups)
@blp.doc(summary="The last backup, test of one, restore and export of the trail, and when each is time again")
def list_backups() -> dict[str, Any]:
    with reading() as session:
        return backups.shown(session, caller())


@blp.route("/admin/jobs", methods=["GET"])
@require("admin")
@blp.response(200, schemas.JobStates)
@blp.doc(summary="What the worker last did, what it last failed of, and how much waits to be sent")
def list_jobs() -> dict[str, Any]:
    with reading() as session:
        return jobs.shown(session, this_app(), now_ms())


@blp.route("/exports/audit.csv", methods=["GET"])
@require(*DISTRICT)
@blp.arguments(AuditFilter, location="query")
@blp.doc(summary="The trail as a CSV file; noted in it", responses={200: {"description": "text/csv"}})
def audit_csv(query: dict[str, Any]) -> Response:
    calling = caller()
    with reading() as session:
        Selection(session, calling, query)  # a bad query is an answer, not a broken file
    details = {name: str(value) for name, value in query.items()}
    with writing() as session:
        audit.record(
            session,
            "audit.download",
            calling.campaign_code,
            campaign_id=calling.campaign_id,
            actor_id=calling.person_id,
            details=details,
        )
    lines = csv_lines(trail_file.COLUMNS, trail_file.rows(this_app(), calling, query))
    headers = {"Content-Disposition": f'attachment; filename="dau-vet-{calling.campaign_code}.csv"'}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)

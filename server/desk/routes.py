"""HTTP of the desk: records to drill down to, what waits for a person, records as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, current_app

from server.database import reading, writing
from server.desk import (
    attention,
    erasure_routes,
    freshness_routes,
    import_routes,
    ledger_routes,
    metrics_routes,
    receipt_routes,
    records,
    review_routes,
    schemas,
)
from server.desk.admin import routes as admin_routes
from server.envelope import language
from server.handlers import Blueprint
from server.people import audit
from server.people.service import caller, require
from server.totals.sheet import csv_lines

STAFF = ("commune", "district", "admin")

blp = Blueprint("desk", __name__, description="The desk's lists.")
BLUEPRINTS = (
    blp,
    receipt_routes.blp,
    import_routes.blp,
    ledger_routes.blp,
    review_routes.blp,
    freshness_routes.blp,
    admin_routes.blp,
    erasure_routes.blp,
)


@blp.route("/records", methods=["GET"])
@require(right="records")
@blp.arguments(schemas.RecordsQuery, location="query")
@blp.response(200, schemas.RecordsPage)
@blp.doc(summary="Records in scope as they are now, the latest change first; never a number")
def list_records(query: dict[str, Any]) -> dict[str, Any]:
    return records.page(caller(), query, language())


@blp.route("/exports/records.csv", methods=["GET"])
@require("reporter", *STAFF, right="records")
@blp.arguments(schemas.RecordsFilter, location="query")
@blp.doc(summary="The same as a CSV file; noted in the trail", responses={200: {"description": "text/csv"}})
def records_csv(query: dict[str, Any]) -> Response:
    calling = caller()
    with reading() as session:
        records.Selection(session, calling, query)  # a bad query is an answer, not a broken file
    with writing() as session:
        details = {name: str(value) for name, value in query.items()}
        if calling.actor_id is None:
            details["token"] = str(calling.device_id)
        audit.record(
            session,
            "records.export",
            calling.campaign_code,
            campaign_id=calling.campaign_id,
            actor_id=calling.actor_id,
            details=details,
        )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    lines: Iterator[bytes] = csv_lines(records.COLUMNS, records.rows_of_file(app, calling, query))
    headers = {"Content-Disposition": f'attachment; filename="luot-ghi-{calling.campaign_code}.csv"'}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


@blp.route("/attention", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.AttentionQuery, location="query")
@blp.response(200, schemas.AttentionPage)
@blp.doc(summary="Quarantined and held ops in scope that wait for a person, with their reason")
def list_attention(query: dict[str, Any]) -> dict[str, Any]:
    return attention.page(caller(), query, language())


@blp.route("/attention/settle", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.Settle)
@blp.response(200, schemas.SettledAnswer)
@blp.doc(summary="Accept or refuse ops that wait; noted in the trail, told to the phones")
def settle(body: dict[str, Any]) -> dict[str, Any]:
    return attention.settle(current_app.extensions["gocua.keys"], caller(), body, language())


init_app = metrics_routes.init_app

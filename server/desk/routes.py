"""HTTP of the desk: records to drill down to, what waits for a person; its other parts have modules of their own."""

from typing import Any

from flask import Flask, current_app

from server.desk import (
    attention,
    erasure_routes,
    export_routes,
    freshness_routes,
    import_routes,
    ledger_routes,
    list_routes,
    metrics_routes,
    receipt_routes,
    records,
    review_routes,
    schemas,
    steps,
    watching,
)
from server.desk.admin import key_reminder
from server.desk.admin import routes as admin_routes
from server.envelope import language
from server.handlers import Blueprint
from server.notices.worker import every_round, in_each_campaign
from server.people.service import caller, require

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
    export_routes.blp,
    list_routes.blp,
)


@blp.route("/records", methods=["GET"])
@require(right="records")
@blp.arguments(schemas.RecordsQuery, location="query")
@blp.response(200, schemas.RecordsPage)
@blp.doc(summary="Records in scope as they are now, the latest change first; never a number")
def list_records(query: dict[str, Any]) -> dict[str, Any]:
    return records.page(caller(), query, language())


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


def init_app(app: Flask) -> None:
    """Adds /metrics, keeps how many long files are on their way; the worker keeps signals and steps, tells of keys."""
    metrics_routes.init_app(app)
    export_routes.init_app(app)
    every_round(app, "signals", in_each_campaign(watching.refresh))
    every_round(app, "steps", in_each_campaign(steps.refresh))
    every_round(app, "keys", key_reminder.reminding(app.extensions["gocua.settings"].keys))

"""HTTP of freshness: phones that were heard of, what waits on them, reminding silent people."""

from typing import Any

from server.desk import freshness
from server.desk import freshness_schemas as schemas
from server.handlers import Blueprint
from server.people.service import caller, require

STAFF = ("commune", "district", "admin")

blp = Blueprint("freshness", __name__, description="How fresh the figures are, and whom to remind.")


@blp.route("/freshness", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.FreshnessQuery, location="query")
@blp.response(200, schemas.FreshnessPage)
@blp.doc(summary="Devices in use by commune: synced within 24 h, what waits on them, and who is silent")
def read_freshness(query: dict[str, Any]) -> dict[str, Any]:
    return freshness.page(caller(), query.get("within"))


@blp.route("/freshness/remind", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.RemindBody)
@blp.response(200, schemas.RemindAnswer)
@blp.doc(summary="Remind silent people of an area to open the app; noted in the trail")
def remind_silent(body: dict[str, Any]) -> dict[str, Any]:
    return freshness.remind(caller(), body["id"], body["within"], body["people"])

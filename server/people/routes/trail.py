"""GET /audit: what staff did, page by page."""

from typing import Any

from server.database import reading
from server.handlers import Blueprint
from server.people import schemas
from server.people.routes.calling import DISTRICT, after_number
from server.people.service import caller, require
from server.people.trail import Selection

blp = Blueprint("trail", __name__, description="The trail of what staff did.")


@blp.route("/audit", methods=["GET"])
@require(*DISTRICT)
@blp.arguments(schemas.AuditQuery, location="query")
@blp.response(200, schemas.AuditPage)
@blp.doc(summary="What staff did, newest first; rows are only ever added")
def list_audit(query: dict[str, Any]) -> dict[str, Any]:
    before, limit = after_number(query["after"]), query["limit"]
    with reading() as session:
        items = Selection(session, caller(), query).lines(session, before, limit + 1)
    return {"items": items[:limit], "next": str(items[limit - 1]["id"]) if len(items) > limit else None}

"""HTTP of privacy: a number erased on the wish of whose it is, and the facts of a breach."""

import uuid
from typing import Any

from flask import current_app

from server.desk import erasure_schemas as schemas
from server.desk import erasures, privacy
from server.handlers import Blueprint
from server.people.service import caller, require

blp = Blueprint("erasures", __name__, description="Numbers erased on request; no answer tells whether one was known.")


@blp.route("/erasures", methods=["GET"])
@require("commune", "district", "admin")
@blp.arguments(schemas.ErasuresQuery, location="query")
@blp.response(200, schemas.Erasures)
@blp.doc(summary="Requests of the campaign (a commune: the own ones), the latest first; never a number")
def list_erasures(query: dict[str, Any]) -> dict[str, Any]:
    return erasures.page(caller(), query)


@blp.route("/erasures", methods=["POST"])
@require("commune", "district", "admin")
@blp.arguments(schemas.ErasureRequest)
@blp.response(201, schemas.ErasureLine)
@blp.doc(summary="Ask for a number to be erased; a second person decides")
def ask(body: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    return erasures.ask(current_app.extensions["gocua.keys"], calling.campaign_id, calling.person_id, body)


@blp.route("/erasures/<uuid:erasure_id>/decision", methods=["POST"])
@require("district", "admin")
@blp.arguments(schemas.ErasureDecision)
@blp.response(200, schemas.ErasureLine)
@blp.doc(summary="Erase, or refuse; never by the one who asked. What was erased does not come back")
def decide(body: dict[str, Any], erasure_id: uuid.UUID) -> dict[str, Any]:
    calling = caller()
    keys, home = current_app.extensions["gocua.keys"], current_app.extensions["gocua.settings"].home
    return erasures.decide(keys, home, calling.campaign_id, calling.person_id, erasure_id, body["grant"])


@blp.route("/privacy/facts", methods=["GET"])
@require("district", "admin")
@blp.response(200, schemas.PrivacyFacts)
@blp.doc(summary="What is held of whom, in counts: for the notification of a breach")
def facts() -> dict[str, Any]:
    return privacy.facts(caller())

"""HTTP of checking: what is unusual, and samples to call back."""

import uuid
from typing import Any

from server.desk import checks, signals
from server.desk import review_schemas as schemas
from server.envelope import language
from server.handlers import Blueprint
from server.people.service import caller, require

STAFF = ("commune", "district", "admin")

blp = Blueprint("review", __name__, description="Spot checks: signals and samples; nothing is blocked by them.")


@blp.route("/signals", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.SignalsQuery, location="query")
@blp.response(200, schemas.Signals)
@blp.doc(summary="What is unusual about records in scope, with why; for spot checks, never blocking")
def list_signals(query: dict[str, Any]) -> dict[str, Any]:
    return signals.page(caller(), query, language())


@blp.route("/spot-checks", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.Draw)
@blp.response(200, schemas.Drawn)
@blp.doc(summary="Draw records in scope at random, to be checked; noted in the trail")
def draw(body: dict[str, Any]) -> dict[str, Any]:
    return checks.draw(caller(), body, language())


@blp.route("/spot-checks", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.ChecksQuery, location="query")
@blp.response(200, schemas.Checks)
@blp.doc(summary="Records that were drawn, what came of them, and how many came out how")
def list_checks(query: dict[str, Any]) -> dict[str, Any]:
    return checks.page(caller(), query, language())


@blp.route("/spot-checks/<uuid:check_id>", methods=["PUT"])
@require(*STAFF)
@blp.arguments(schemas.CheckResult)
@blp.response(200, schemas.CheckLine)
@blp.doc(summary="What came of a check; changes no figure by itself")
def settle_check(body: dict[str, Any], check_id: uuid.UUID) -> dict[str, Any]:
    return checks.settle(caller(), check_id, body["result"], body["word"], language())

"""/me/factor: one's own second factor."""

from typing import Any

from server.database import reading
from server.handlers import Blueprint
from server.people import schemas, second_factor
from server.people.routes.calling import keys
from server.people.service import caller, factor_for, require

blp = Blueprint("factor", __name__, description="One's own second factor: time-based codes (RFC 6238).")


@blp.route("/me/factor", methods=["GET"])
@require(even_without_factor=True)
@blp.response(200, schemas.FactorState)
@blp.doc(summary="Whether there is one, since when, and how many recovery codes are left")
def read_factor() -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        return second_factor.state(session, calling, calling.role in factor_for())


@blp.route("/me/factor", methods=["POST"])
@require(even_without_factor=True)
@blp.arguments(schemas.Proof)
@blp.response(201, schemas.FactorOffered)
@blp.doc(summary="Offer a secret; it counts after /me/factor/confirm, within 15 minutes")
def offer_factor(body: dict[str, Any]) -> dict[str, Any]:
    offered = second_factor.begin(caller(), keys(), body["password"], body.get("factor_code"))
    return {"secret": offered.secret, "uri": offered.uri}


@blp.route("/me/factor/confirm", methods=["POST"])
@require(even_without_factor=True)
@blp.arguments(schemas.FactorCode)
@blp.response(200, schemas.RecoveryCodes)
@blp.doc(summary="Show a code of the offered secret; all other sessions of the person end")
def confirm_factor(body: dict[str, Any]) -> dict[str, Any]:
    return {"recovery_codes": second_factor.confirm(caller(), keys(), body["code"])}


@blp.route("/me/factor/codes", methods=["POST"])
@require()
@blp.arguments(schemas.Proof)
@blp.response(200, schemas.RecoveryCodes)
@blp.doc(summary="New recovery codes in place of the old ones; all other sessions of the person end")
def renew_codes(body: dict[str, Any]) -> dict[str, Any]:
    return {"recovery_codes": second_factor.renew_codes(caller(), keys(), body["password"], body.get("factor_code"))}


@blp.route("/me/factor/remove", methods=["POST"])
@require()
@blp.arguments(schemas.Proof)
@blp.response(204)
@blp.doc(summary="Take it away; all other sessions of the person end")
def remove_factor(body: dict[str, Any]) -> None:
    second_factor.remove(caller(), keys(), body["password"], body.get("factor_code"))

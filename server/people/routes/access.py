"""Coming in and what follows from it: /enrol, /session, /me, /me/password, /directory."""

import hashlib
from typing import Any

import orjson
from flask import Response, after_this_request, g, request

from server.campaign.service import book
from server.database import reading
from server.handlers import Blueprint, answer
from server.people import cookies, enrolment, schemas
from server.people.directory import directory
from server.people.enrolment import Admitted, Installation
from server.people.profile import profile
from server.people.routes.calling import keys
from server.people.service import caller, require

blp = Blueprint("access", __name__, description="Coming in, and who one is then.")


@blp.route("/enrol", methods=["POST"])
@blp.arguments(schemas.Enrol)
@blp.response(201, schemas.Admitted)
@blp.doc(summary="Redeem an invite")
def enrol(body: dict[str, Any]) -> dict[str, Any]:
    return _welcome(enrolment.enrol(body["code"], _installation(body)))


@blp.route("/session", methods=["POST"])
@blp.arguments(schemas.SignIn)
@blp.response(201, schemas.Admitted)
@blp.doc(
    summary="Sign in with a user name and a password",
    description="409 session.code_needed after the right password of an account with a second factor: again, with "
    "factor_code. Nothing is kept on the server between the two.",
)
def sign_in(body: dict[str, Any]) -> dict[str, Any]:
    chosen, code = body.get("campaign"), body.get("factor_code")
    return _welcome(enrolment.sign_in(keys(), body["username"], body["password"], chosen, code, _installation(body)))


@blp.route("/session", methods=["DELETE"])
@require(even_without_factor=True)
@blp.response(204)
@blp.doc(summary="Sign out: the token is dead at once")
def sign_out() -> None:
    calling = caller()
    enrolment.sign_out(calling)
    if calling.token_kind == cookies.KIND:

        @after_this_request
        def drop(response: Response) -> Response:
            cookies.drop(response, calling.device_id)
            return response


@blp.route("/me", methods=["GET"])
@require(even_without_factor=True)
@blp.response(200, schemas.Profile)
@blp.doc(summary="Who is calling: person, membership, campaign, seal key, limits")
def me() -> dict[str, Any]:
    with reading() as session:
        return profile(session, keys(), caller())


@blp.route("/me/password", methods=["POST"])
@require(even_without_factor=True)
@blp.arguments(schemas.NewPassword)
@blp.response(204)
@blp.doc(summary="Set a new password; all other sessions of the person end")
def change_password(body: dict[str, Any]) -> None:
    enrolment.change_password(caller(), body.get("old"), body["new"])


@blp.route("/directory", methods=["GET"])
@require()
@blp.doc(
    summary="Areas, organisations, outcomes, modes, steps, help and consent in scope; with ETag",
    responses={200: {"description": "The dictionary"}, 304: {"description": "Nothing changed"}},
)
def read_directory() -> Response:
    calling = caller()
    with reading() as session:
        found = directory(book(session, calling.campaign_id), calling)
    tag = hashlib.sha256(orjson.dumps(found, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
    # weak, because the envelope around it has the time in it; a proxy may have added the encoding to the tag
    given = (one.strip().removeprefix("W/").strip('"') for one in request.headers.get("If-None-Match", "").split(","))
    if any(one.partition(":")[0] == tag for one in given):
        return Response(status=304, headers={"ETag": f'W/"{tag}"'})
    return answer(found, headers={"ETag": f'W/"{tag}"'})


def _installation(body: dict[str, Any]) -> Installation:
    return Installation(body["install_id"], body["device_name"] or "Thiết bị", body["transport"], request.remote_addr)


def _welcome(admitted: Admitted) -> dict[str, Any]:
    calling = admitted.caller
    g.caller = calling  # from here on the answer has a session: it carries anchor and epoch
    with reading() as session:
        told = profile(session, keys(), calling)
    if calling.token_kind != cookies.KIND:
        return {**told, "token": admitted.token}

    @after_this_request
    def give(response: Response) -> Response:
        cookies.give(response, calling.device_id, admitted.token)
        return response

    return told

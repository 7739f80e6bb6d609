"""/tokens: read-only ways in for other programs, made and revoked by the district."""

import uuid
from typing import Any

from flask import Flask

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.service import book, book_of
from server.clock import instant, now_ms
from server.database import reading, writing
from server.handlers import Blueprint
from server.people import api_tokens, programs, store, token_schemas
from server.people.models import ApiToken, Person
from server.people.paces import Paces
from server.people.routes.calling import DISTRICT, after_id, author_of, changing, keys
from server.people.service import caller, require
from server.schemas import Page

blp = Blueprint("tokens", __name__, description="Tokens of programs: read-only, within a scope.")


@blp.route("/tokens", methods=["GET"])
@require(*DISTRICT)
@blp.arguments(Page, location="query")
@blp.response(200, token_schemas.TokensPage)
@blp.doc(summary="The campaign's tokens, the newest first; never what opens them")
def list_tokens(query: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        rows = store.tokens_page(session, calling.campaign_id, after_id(query["after"]), query["limit"] + 1)
        page = rows[: query["limit"]]
        items = [_shown(dictionary, row, name) for row, name in page]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(page) else None}


@blp.route("/tokens", methods=["POST"])
@require(*DISTRICT)
@blp.arguments(token_schemas.NewToken)
@blp.response(201, token_schemas.TokenAnswer)
@blp.alt_response(200, schema=token_schemas.TokenAnswer, description="It was there already")
@blp.doc(summary="Make a token; it is in this answer alone. A known id returns what is there (200)")
def make_token(body: dict[str, Any]) -> Any:
    with changing() as desk:
        made = programs.make(desk.session, desk.dictionary, keys(), desk.author, programs.Wanted(**body))
        shown = {**_shown(desk.dictionary, made.row, desk.caller.name), "token": made.secret}
    return shown if made.secret else (shown, 200)


@blp.route("/tokens/<uuid:token_id>/revoke", methods=["POST"])
@require(*DISTRICT)
@blp.response(200, token_schemas.TokenAnswer)
@blp.doc(summary="Close a token from its next request on")
def revoke_token(token_id: uuid.UUID) -> dict[str, Any]:
    calling = caller()
    with writing() as session:  # not `changing`: what is left of a purged campaign can be closed, too
        dictionary = book_of(session, campaign_store.lock(session, calling.campaign_id))
        row = programs.revoke(session, dictionary, author_of(calling), token_id)
        maker = session.get(Person, row.created_by) if row.created_by else None
        return _shown(dictionary, row, maker.name if maker else None)


def _shown(dictionary: Book, row: ApiToken, maker: str | None) -> dict[str, Any]:
    place = None if row.area_id is None else dictionary.area(row.area_id)
    unit = None if row.organisation_id is None else dictionary.organisation(row.organisation_id)
    return {
        "id": row.id,
        "name": row.name,
        "rights": api_tokens.rights_of(row),
        "area": place and place.code,
        "area_name": place and place.name,
        "organisation": unit and unit.code,
        "organisation_name": unit and unit.name,
        "state": api_tokens.state_of(row, now_ms()),
        "created_by": None if row.created_by is None else {"id": row.created_by, "name": maker or ""},
        "created_at": instant(row.created_at),
        "expires_at": instant(row.expires_at),
        "used_at": None if row.used_at is None else instant(row.used_at),
        "revoked_at": None if row.revoked_at is None else instant(row.revoked_at),
        "token": None,
    }


def init_app(app: Flask) -> None:
    """Keeps how fast each program asks."""
    app.extensions["gocua.paces"] = Paces()

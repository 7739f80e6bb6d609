"""/invites: making, listing, withdrawing."""

import uuid
from typing import Any

from flask import current_app

from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.service import book
from server.clock import instant, now_ms
from server.config import Settings
from server.database import reading
from server.handlers import Blueprint
from server.people import invites, schemas, store
from server.people.invites import Issued
from server.people.membership import told
from server.people.models import Invite
from server.people.posts import MANAGES, post_of, read_post
from server.people.routes.calling import STAFF, after_id, changing
from server.people.scope import scope_of
from server.people.service import caller, require

blp = Blueprint("invites", __name__, description="Ways in: each is used up by one installation.")


@blp.route("/invites", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.Page, location="query")
@blp.response(200, schemas.InvitesPage)
@blp.doc(summary="Invites in scope, in order of id; never their codes")
def list_invites(query: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        scope = scope_of(session, calling)
        conditions = scope.conditions(Invite.campaign_id, Invite.area_id, Invite.organisation_id, Invite.person_id)
        conditions.append(Invite.role.in_(MANAGES[calling.role]))
        rows = store.invites_page(session, conditions, after_id(query["after"]), query["limit"] + 1)
        page = rows[: query["limit"]]
        items = [_shown(dictionary, Issued(row, None)) for row in page]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(page) else None}


@blp.route("/invites", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.NewInvite)
@blp.response(201, schemas.InviteAnswer)
@blp.alt_response(200, schema=schemas.InviteAnswer, description="It was there already")
@blp.doc(summary="Make an invite; the code is in this answer alone. A known id returns what is there (200)")
def make_invite(body: dict[str, Any]) -> Any:
    with changing() as desk:
        session, dictionary = desk.session, desk.dictionary
        if "person" in body:
            issued = invites.issue_for(session, dictionary, desk.author, body["person"], body["id"])
        else:
            post = read_post(
                dictionary, today(dictionary), body["role"], body["organisation"], body["area"], body["hamlet"]
            )
            issued = invites.issue(session, dictionary, desk.author, body["name"], post, body["id"])
        shown = _shown(dictionary, issued)
    return shown if issued.code else (shown, 200)


@blp.route("/invites/<uuid:invite_id>/withdraw", methods=["POST"])
@require(*STAFF)
@blp.response(200, schemas.InviteAnswer)
@blp.doc(summary="Make an invite useless")
def withdraw_invite(invite_id: uuid.UUID) -> dict[str, Any]:
    with changing() as desk:
        row = invites.withdraw(desk.session, desk.dictionary, desk.author, invite_id)
        return _shown(desk.dictionary, Issued(row, None))


def _shown(dictionary: Book, issued: Issued) -> dict[str, Any]:
    row = issued.row
    settings: Settings = current_app.extensions["gocua.settings"]
    return {
        "id": row.id,
        "name": row.name,
        "person": row.person_id,
        **told(dictionary, post_of(row)),
        "state": _state(row),
        "created_at": instant(row.created_at),
        "expires_at": instant(row.expires_at),
        "used_at": instant(row.used_at) if row.used_at is not None else None,
        "code": issued.code,
        "url": invites.link(settings.public_url, issued.code) if issued.code else None,
    }


def _state(row: Invite) -> str:
    if row.used_at is not None:
        return "used"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "open" if now_ms() < row.expires_at else "expired"

"""/notices: a person's inbox. /push/subscriptions: the person's browsers."""

import uuid
from typing import Any

from flask import Flask, current_app

from server import base64url
from server.clock import instant, now_ms
from server.config import Settings
from server.database import reading, writing
from server.errors import Problem
from server.handlers import Blueprint
from server.keys import Keys
from server.notices import schemas, store, subscribing
from server.notices.models import Notice, PushSubscription
from server.notices.worker import every_round
from server.people import lockout
from server.people.routes.calling import after_id, changing
from server.people.service import caller, require

blp = Blueprint("notices", __name__, description="What one is told, in the app and by web push.")
BLUEPRINTS = (blp,)


def init_app(app: Flask) -> None:
    every_round(app, "guesses", lockout.forgetting())


@blp.route("/notices", methods=["GET"])
@require()
@blp.arguments(schemas.InboxQuery, location="query")
@blp.response(200, schemas.Inbox)
@blp.doc(summary="One's own notices, the newest first, and how many are unread")
def list_notices(query: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        before = after_id(query["after"])
        rows = store.inbox(session, calling.campaign_id, calling.person_id, before, query["limit"] + 1)
        unread = store.unread(session, calling.campaign_id, calling.person_id)
        items = [_notice(row) for row in rows[: query["limit"]]]
    return {"items": items, "unread": unread, "next": str(items[-1]["id"]) if len(rows) > len(items) else None}


@blp.route("/notices/read", methods=["POST"])
@require()
@blp.arguments(schemas.ReadBody)
@blp.response(200, schemas.ReadAnswer)
@blp.doc(summary="Mark notices of one's own as read; they will not ring any more")
def read_notices(body: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with writing() as session:
        store.mark_read(session, calling.campaign_id, calling.person_id, body["ids"], now_ms())
        return {"unread": store.unread(session, calling.campaign_id, calling.person_id)}


@blp.route("/push/subscriptions", methods=["GET"])
@require()
@blp.response(200, schemas.Subscriptions)
@blp.doc(summary="The key to subscribe with, and one's own browsers")
def list_subscriptions() -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        return _subscriptions(store.subscriptions_of(session, calling.campaign_id, [calling.person_id]))


@blp.route("/push/subscriptions", methods=["PUT"])
@require()
@blp.arguments(schemas.SubscriptionBody)
@blp.response(200, schemas.Subscriptions)
@blp.doc(summary="Give a browser's push subscription: of a known push service, five a person, the oldest makes room")
def put_subscription(body: dict[str, Any]) -> dict[str, Any]:
    settings: Settings = current_app.extensions["gocua.settings"]
    vapid = _vapid(body.get("key"))
    with changing() as desk:
        keys = body["keys"]
        subscribing.subscribe(
            desk.session,
            desk.caller,
            body["id"],
            body["endpoint"],
            keys["p256dh"],
            keys["auth"],
            settings.push_hosts,
            vapid,
        )
        return _subscriptions(store.subscriptions_of(desk.session, desk.caller.campaign_id, [desk.caller.person_id]))


@blp.route("/push/subscriptions/<uuid:subscription_id>", methods=["DELETE"])
@require()
@blp.response(204)
@blp.doc(summary="Take a browser of one's own back")
def delete_subscription(subscription_id: uuid.UUID) -> None:
    with changing() as desk:
        subscribing.unsubscribe(desk.session, desk.caller, subscription_id)


def _notice(row: Notice) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "body": row.body,
        "link": row.link,
        "created_at": instant(row.created_at),
        "read_at": None if row.read_at is None else instant(row.read_at),
    }


def _vapid(key: str | None) -> int:
    """The number of the key that a browser says it subscribed with; one that does not say it took what it was told.

    Raises:
        Problem: `push.keys` (422): none of this server's.
    """
    keys: Keys = current_app.extensions["gocua.keys"]
    if key is None:
        return keys.making["vapid"]
    for number in keys.vapids:
        if base64url.encode(keys.vapid_public(number)) == key:
            return number
    raise Problem("push.keys", {"key": ["not a key of this server"]})


def _subscriptions(rows: Any) -> dict[str, Any]:
    keys: Keys = current_app.extensions["gocua.keys"]
    shown: list[PushSubscription] = list(rows)
    return {
        "key": base64url.encode(keys.vapid_public()),
        "items": [{"id": one.id, "device": one.device_id, "created_at": instant(one.created_at)} for one in shown],
    }

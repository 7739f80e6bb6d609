"""HTTP of the sync room: ping, push, pull, verify, import, reviews."""

import time
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from server.campaign.limits import LIMITS, MAX_BYTES
from server.envelope import language
from server.handlers import Blueprint, answer, body_bytes
from server.keys import Keys
from server.metrics import Metrics
from server.notices.worker import every_round
from server.people import api_tokens
from server.people.service import Caller, caller, require
from server.sync import handover, registers, schemas, service
from server.sync.apart import Apart
from server.sync.highwater import HighWater
from server.sync.intake import Sender
from server.sync.opening import Opener
from server.sync.together import Groups
from server.sync.wire import read, uuid_bytes
from server.sync.work import Work

blp = Blueprint("sync", __name__, description="Operations from phones, and what comes back to them.")
BLUEPRINTS = (blp,)

STAFF = ("commune", "district", "admin")


def _keys() -> Keys:
    return current_app.extensions["gocua.keys"]


def _opener() -> Opener:
    return current_app.extensions["gocua.opener"]


def _marks() -> HighWater:
    return current_app.extensions["gocua.highwater"]


def _ways() -> service.Ways:
    return service.Ways(current_app.extensions["gocua.apart"], current_app.extensions["gocua.groups"])


def _sender(calling: Caller) -> Sender:
    return Sender(calling.campaign_id, calling.person_id.bytes, calling.device_id.bytes)


@blp.route("/ping", methods=["GET"])
@blp.response(200, schemas.Ping)
@blp.doc(summary="Whether this server answers, and how much a push may hold; no session")
def ping() -> dict[str, Any]:
    return {"limits": LIMITS}


@blp.route("/sync/push", methods=["POST"])
@require(even_revoked=True)
@blp.doc(
    summary="Hand in ops; one result for each, nothing refused as a whole for what stands inside one",
    requestBody={"required": True, "content": {"application/json": {"schema": schemas.Push}}},
    responses={200: {"description": "Results", "content": {"application/json": {"schema": schemas.Pushed}}}},
)
def push() -> Response:
    calling = caller(even_revoked=True)
    began = time.perf_counter()
    envelope = read(body_bytes(MAX_BYTES))
    receipt = service.push(_opener(), _marks(), _ways(), _sender(calling), envelope, language())
    g.stamp = service.receipt_stamp(_keys(), calling.person_id.bytes, receipt)
    counted: Metrics = current_app.extensions["gocua.metrics"]
    counted.pushed(time.perf_counter() - began, (result["status"] for result in receipt.results))
    return answer({"batch_id": envelope.batch_id, "seq": receipt.seq, "results": receipt.results})


@blp.route("/sync/pull", methods=["GET"])
@require()
@blp.arguments(schemas.PullQuery, location="query")
@blp.doc(
    summary="Rows in scope after the cursor of the header X-Cursor, in seq order",
    parameters=[{"in": "header", "name": "X-Cursor", "schema": {"type": "string"}, "required": False}],
    responses={200: {"description": "A page", "content": {"application/json": {"schema": schemas.Pulled}}}},
)
def pull(query: dict[str, Any]) -> Response:
    page = service.pull(_keys(), caller(), request.headers.get("X-Cursor"), query["limit"], language())
    g.stamp = page.stamp
    return answer(page.told)


@blp.route("/sync/verify", methods=["POST"])
@require()
@blp.arguments(schemas.Verify)
@blp.response(200, schemas.Missing)
@blp.doc(summary="Which of the own ops the server does not know")
def verify(body: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    items: list[str] = body["items"]
    known = {text: uuid_bytes(text) or b"" for text in items}
    missing = set(service.verify(calling.campaign_id, calling.person_id.bytes, list(set(known.values()))))
    return {"missing": [text for text in items if known[text] in missing]}


@blp.route("/sync/import", methods=["POST"])
@require(*STAFF)
@blp.doc(
    summary="Hand in one line of a device's hand-over file; owner and device are the file's",
    requestBody={"required": True, "content": {"application/json": {"schema": schemas.HandOver}}},
    responses={200: {"description": "Results", "content": {"application/json": {"schema": schemas.Imported}}}},
)
def import_line() -> Response:
    calling = caller()
    line = handover.read_line(body_bytes(MAX_BYTES))
    receipt = handover.take_line(
        _keys(), _marks(), line, campaign_id=calling.campaign_id, by=calling.person_id.bytes, language=language()
    )
    return answer({"seq": receipt.seq, "results": receipt.results})


@blp.route("/reviews", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.ReviewsQuery, location="query")
@blp.response(200, schemas.Reviews)
@blp.doc(summary="Reviews of records in scope, in seq order, competing or not")
def reviews(query: dict[str, Any]) -> dict[str, Any]:
    return registers.reviews(caller(), query["after"], query["limit"])


def init_app(app: Flask) -> None:
    """Hands the app what other rooms use of this one, and keeps its own: marks, pushes on their way."""
    app.extensions["gocua.highwater"] = HighWater(app.extensions["gocua.settings"].home)
    app.extensions["gocua.opener"] = Opener(app.extensions["gocua.keys"])
    app.extensions["gocua.groups"] = Groups(Work)
    app.extensions["gocua.apart"] = Apart()
    app.extensions["gocua.stamp"] = _stamp
    every_round(app, "seals", service.forgetting())


def _stamp(calling: Caller, session: Session | None = None) -> dict[str, str]:
    """The stamp of an answer, none while the database is away: the answer that says so must not fail on it.

    A program has no clock that counts: it learns the epoch, by which it knows that a seq means something else now.
    """
    try:
        stamp = service.stamp(_keys(), calling, session)
        return {"epoch": stamp["epoch"]} if calling.token_kind == api_tokens.KIND else stamp
    except (OperationalError, PoolTimeout):
        return {}

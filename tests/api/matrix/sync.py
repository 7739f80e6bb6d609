"""Scope rows of the sync room: pushing, pulling, records and what is said of them."""

import uuid

from werkzeug.test import TestResponse

from tests.api.matrix.world import EVERYBODY, NO_RECORDS, REPORTING, STAFF, THEIR_HAMLET, Row, World, named, send, today
from tests.api.test_import import line
from tests.batches import put, statuses
from tests.site import HAMLET, Caller


def _record(world: World, own: bool) -> str:
    return world.records["own" if own else "foreign"]


def _settle(world: World, caller: Caller | None, own: bool) -> TestResponse:
    """One more op that waits, of the own commune or the other, refused."""
    who = world.own if own else world.foreign
    bad = put(area=HAMLET if own else THEIR_HAMLET, outcome="khong-co")
    who.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [bad]})
    waiting = world.callers["district"].get("/attention?limit=500").json["items"]
    pending = next(item["id"] for item in waiting if item["record_id"] == bad["record_id"])
    return send(world, caller, "POST", "/attention/settle", {"ids": [pending], "accept": False})


def _push(world: World, caller: Caller | None, own: bool) -> TestResponse:
    op = put(area=HAMLET if own else THEIR_HAMLET)
    return send(world, caller, "POST", "/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [op]})


def _verify(world: World, caller: Caller | None, own: bool) -> TestResponse:
    if caller is None or not own:
        items = [world.records["foreign_op"]]
    else:
        op = put()
        caller.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [op]})
        items = [op["op_id"]]
    return send(world, caller, "POST", "/sync/verify", {"items": items})


def _import(world: World, caller: Caller | None, own: bool) -> TestResponse:
    return send(world, caller, "POST", "/sync/import", line(world.own if own else world.foreign, put()))


def _receipt_code(world: World, own: bool) -> str:
    return (world.own if own else world.foreign).get(f"/receipts?day={today()}").json["code"]


ROWS: dict[str, Row] = {
    "POST /sync/push": Row(
        EVERYBODY,
        call=_push,
        # who puts no records is told so of each op, and kept for a person to look at
        let_in=lambda w, answer: statuses(answer.json) == ["stored"],
        beyond=frozenset({"teller"}),
        outside=NO_RECORDS,
    ),
    "GET /sync/pull": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/sync/pull?limit=500"),
        seen=lambda w, own: "" if own else _record(w, False),
    ),
    "POST /sync/verify": Row(
        EVERYBODY,
        call=_verify,
        # what is held is not missing either
        let_in=lambda w, answer: answer.json["missing"] == [],
        beyond=frozenset(),
    ),
    # any coordinator may bring any phone's file: its mac says whose it is
    "POST /sync/import": Row(STAFF, call=_import, beyond=STAFF),
    "GET /reviews": Row(STAFF, **named("GET", lambda w, o: "/reviews?limit=500"), seen=lambda w, own: _record(w, own)),
    "GET /receipts": Row(
        frozenset({"volunteer", "teller"}),
        call=lambda w, c, o: send(w, c, "GET", f"/receipts?day={today()}"),
        foreign=False,
    ),
    "GET /receipts/check": Row(
        STAFF,
        call=lambda w, c, own: send(w, c, "GET", f"/receipts/check?code={_receipt_code(w, own)}"),
    ),
    "GET /records": Row(
        EVERYBODY,
        right="records",
        **named("GET", lambda w, o: "/records?limit=500"),
        seen=lambda w, own: "" if own else _record(w, False),
    ),
    "GET /exports/records.csv": Row(
        REPORTING,
        right="records",
        **named("GET", lambda w, o: "/exports/records.csv"),
        seen=lambda w, own: _record(w, own),
    ),
    "GET /exports/records.xlsx": Row(
        REPORTING,
        right="records",
        **named("GET", lambda w, o: "/exports/records.xlsx"),
        seen=lambda w, own: _record(w, own),
    ),
    "GET /attention": Row(
        STAFF,
        **named("GET", lambda w, o: "/attention?limit=500"),
        seen=lambda w, own: w.records["own_bad" if own else "foreign_bad"],
    ),
    "POST /attention/settle": Row(STAFF, call=_settle),
}

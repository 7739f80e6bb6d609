"""Scope rows of the people room: ways in, people, invites, devices."""

import uuid
from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from tests.api.matrix.world import EVERYBODY, STAFF, THEIR_HAMLET, THEIR_UNION, Row, World, here, named, send
from tests.site import HAMLET, UNION, Caller


def _person(suffix: str) -> Callable[[World, bool], str]:
    return lambda world, own: f"/people/{(world.own if own else world.foreign).person_id}{suffix}"


def _newcomer(world: World, own: bool) -> Caller:
    place = (HAMLET, UNION) if own else (THEIR_HAMLET, THEIR_UNION)
    return world.site.person("volunteer", *place)


def _new(_world: World, own: bool) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "name": "Người mới", "role": "volunteer", **here(own)}


def _device(world: World, caller: Caller | None, own: bool) -> uuid.UUID:
    """A device that may be lost: the caller's own second one, or somebody's in the other commune."""
    if own and caller is not None:
        return world.site.device(caller.person_id, caller.role).device_id
    return world.site.device(world.foreign.person_id).device_id


def _sign_out(world: World, caller: Caller | None, _own: bool) -> TestResponse:
    """By a second device, so that the caller's own session stays; a program has none."""
    if caller is not None and caller.role != "program":
        caller = world.site.device(caller.person_id, caller.role)
    return send(world, caller, "DELETE", "/session")


def _listed(table: str, ending: str) -> Callable[[World, bool], str]:
    return lambda _world, _own: f"/exports/{table}.{ending}"


ROWS: dict[str, Row] = {
    **{
        f"GET /exports/people.{ending}": Row(
            STAFF,
            **named("GET", _listed("people", ending)),
            seen=lambda w, own: str((w.own if own else w.foreign).person_id),
        )
        for ending in ("csv", "xlsx")
    },
    **{
        f"GET /exports/devices.{ending}": Row(
            STAFF,
            **named("GET", _listed("devices", ending)),
            seen=lambda w, own: str((w.own if own else w.foreign).device_id),
        )
        for ending in ("csv", "xlsx")
    },
    "POST /enrol": Row(None, **named("POST", lambda w, o: "/enrol", {})),
    "POST /session": Row(None, **named("POST", lambda w, o: "/session", {})),
    "GET /ping": Row(None, **named("GET", lambda w, o: "/ping")),
    "DELETE /session": Row(
        EVERYBODY,
        call=_sign_out,
        foreign=False,
    ),
    "GET /me": Row(EVERYBODY, **named("GET", lambda w, o: "/me"), foreign=False),
    "POST /me/password": Row(
        EVERYBODY,
        **named("POST", lambda w, o: "/me/password", {"new": "mot-mat-khau-dai"}),
        let_in=lambda w, answer: answer.json["error"]["code"] == "username.missing",
        foreign=False,
    ),
    "GET /me/factor": Row(EVERYBODY, **named("GET", lambda w, o: "/me/factor"), foreign=False),
    "POST /me/factor": Row(
        EVERYBODY,
        **named("POST", lambda w, o: "/me/factor", {"password": "mot-mat-khau-dai"}),
        let_in=lambda w, answer: answer.json["error"]["code"] == "username.missing",
        foreign=False,
    ),
    "POST /me/factor/confirm": Row(
        EVERYBODY,
        **named("POST", lambda w, o: "/me/factor/confirm", {"code": "123456"}),
        let_in=lambda w, answer: answer.json["error"]["code"] in ("factor.unasked", "session.locked"),
        foreign=False,
    ),
    "POST /me/factor/codes": Row(
        EVERYBODY,
        **named("POST", lambda w, o: "/me/factor/codes", {"password": "mot-mat-khau-dai"}),
        let_in=lambda w, answer: answer.json["error"]["code"] == "username.missing",
        foreign=False,
    ),
    "POST /me/factor/remove": Row(
        EVERYBODY,
        **named("POST", lambda w, o: "/me/factor/remove", {"password": "mot-mat-khau-dai"}),
        let_in=lambda w, answer: answer.json["error"]["code"] == "username.missing",
        foreign=False,
    ),
    "POST /people/<uuid:person_id>/factor/reset": Row(
        frozenset({"admin"}),
        **named("POST", _person("/factor/reset")),
        # within the campaign there is nobody whom an admin does not see
        let_in=lambda w, answer: answer.json["error"]["code"] == "factor.missing",
        foreign=False,
    ),
    "GET /people": Row(
        STAFF,
        **named("GET", lambda w, o: "/people?limit=500"),
        seen=lambda w, own: str((w.own if own else w.foreign).person_id),
    ),
    "POST /people": Row(STAFF, **named("POST", lambda w, o: "/people", _new)),
    "GET /people/<uuid:person_id>": Row(STAFF, **named("GET", _person(""))),
    "PUT /people/<uuid:person_id>": Row(STAFF, **named("PUT", _person(""), {"name": "Tên đúng"})),
    "PUT /people/<uuid:person_id>/membership": Row(
        STAFF, **named("PUT", _person("/membership"), lambda w, own: {"role": "volunteer", **here(own)})
    ),
    "POST /people/<uuid:person_id>/leave": Row(
        STAFF,
        # somebody new each time, since they are gone afterwards
        call=lambda w, c, own: send(w, c, "POST", f"/people/{_newcomer(w, own).person_id}/leave"),
    ),
    "POST /people/<uuid:person_id>/suspend": Row(
        STAFF, call=lambda w, c, own: send(w, c, "POST", f"/people/{_newcomer(w, own).person_id}/suspend")
    ),
    "POST /people/<uuid:person_id>/resume": Row(
        STAFF, call=lambda w, c, own: send(w, c, "POST", f"/people/{_newcomer(w, own).person_id}/resume")
    ),
    "GET /invites": Row(
        STAFF,
        **named("GET", lambda w, o: "/invites?limit=500"),
        seen=lambda w, own: w.invites["own" if own else "foreign"]["id"],
    ),
    "POST /invites": Row(STAFF, **named("POST", lambda w, o: "/invites", _new)),
    "POST /invites/<uuid:invite_id>/withdraw": Row(
        STAFF,
        **named("POST", lambda w, own: f"/invites/{w.invites['own' if own else 'foreign']['id']}/withdraw"),
    ),
    "GET /devices": Row(
        EVERYBODY,
        call=lambda w, c, o: send(w, c, "GET", "/devices?limit=500"),
        seen=lambda w, own: "" if own else str(w.foreign.device_id),
    ),
    "POST /devices/<uuid:device_id>/revoke": Row(
        EVERYBODY,
        call=lambda w, c, own: send(w, c, "POST", f"/devices/{_device(w, c, own)}/revoke"),
    ),
}

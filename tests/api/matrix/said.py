"""Scope rows of what units say of themselves: statements, activities, told assists, and the units."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from tests.api.matrix.world import REPORTING, THEIR_UNION, Row, World, named, said, send
from tests.site import UNION, Caller


def _withdraw(kind: str) -> dict[str, Any]:
    """Of something new each time, since it is withdrawn afterwards."""

    def call(world: World, caller: Caller | None, own: bool) -> TestResponse:
        made = send(world, world.callers["district"], "PUT", f"/{kind}", said(kind)(world, own))
        return send(world, caller, "POST", f"/{kind}/{made.json['items'][0]['id']}/withdraw", {"reason": "nhầm"})

    return {"call": call}


def _file(table: str, ending: str) -> Callable[[World, bool], str]:
    return lambda _world, _own: f"/exports/{table}.{ending}"


def _seen(kind: str) -> Callable[[World, bool], str]:
    return lambda world, own: world.said[own][kind]


ROWS: dict[str, Row] = {
    "GET /statements": Row(
        REPORTING,
        **named("GET", lambda w, o: "/statements?limit=500"),
        seen=lambda w, own: w.said[own]["statements"],
    ),
    "PUT /statements": Row(REPORTING, **named("PUT", lambda w, o: "/statements", said("statements"))),
    "GET /statements/summary": Row(REPORTING, **named("GET", lambda w, o: "/statements/summary"), foreign=False),
    "POST /statements/<uuid:row_id>/withdraw": Row(REPORTING, **_withdraw("statements")),
    **{
        f"GET /exports/statements.{ending}": Row(
            REPORTING,
            right="exports",
            **named("GET", _file("statements", ending)),
            seen=lambda w, own: UNION if own else THEIR_UNION,
        )
        for ending in ("csv", "xlsx")
    },
    **{
        f"GET /exports/{kind}.{ending}": Row(
            REPORTING, right="exports", **named("GET", _file(kind, ending)), seen=_seen(kind)
        )
        for kind in ("activities", "told-assists")
        for ending in ("csv", "xlsx")
    },
    "GET /activities": Row(
        REPORTING,
        **named("GET", lambda w, o: "/activities?limit=500"),
        seen=lambda w, own: w.said[own]["activities"],
    ),
    "PUT /activities": Row(REPORTING, **named("PUT", lambda w, o: "/activities", said("activities"))),
    "POST /activities/<uuid:row_id>/withdraw": Row(REPORTING, **_withdraw("activities")),
    "GET /told-assists": Row(
        REPORTING,
        **named("GET", lambda w, o: "/told-assists?limit=500"),
        seen=lambda w, own: w.said[own]["told-assists"],
    ),
    "PUT /told-assists": Row(REPORTING, **named("PUT", lambda w, o: "/told-assists", said("told-assists"))),
    "POST /told-assists/<uuid:row_id>/withdraw": Row(REPORTING, **_withdraw("told-assists")),
    "GET /units": Row(
        REPORTING,
        **named("GET", lambda w, o: "/units?limit=500"),
        seen=lambda w, own: f'"{UNION if own else THEIR_UNION}"',
    ),
    "PUT /units/<string:code>": Row(
        REPORTING,
        **named("PUT", lambda w, own: f"/units/{UNION if own else THEIR_UNION}", {"head_name": "Bà Ba"}),
    ),
}

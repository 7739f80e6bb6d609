"""Scope rows of the campaign room: areas, organisations, figures, targets, and tables of them."""

import uuid
from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from tests.api.matrix.world import (
    DISTRICT,
    EVERYBODY,
    REPORTING,
    STAFF,
    THEIR_HAMLET,
    THEIR_UNION,
    THEIRS,
    Row,
    World,
    given,
    named,
)
from tests.site import COMMUNE, HAMLET, UNION, Caller


def _area(suffix: str) -> Callable[[World, bool], str]:
    return lambda _world, own: f"/areas/{HAMLET if own else THEIR_HAMLET}{suffix}"


def _figures(_world: World, own: bool) -> dict[str, Any]:
    figure = {"measure": "households", "value": 9, "as_of": "2021-08-20", "source": "xã"}
    return {"items": [{"area": COMMUNE if own else THEIRS, **figure}]}


def _import_table(world: World, caller: Caller | None, own: bool) -> TestResponse:
    table = f"area,measure,value,as_of,source\n{COMMUNE if own else THEIRS},households,9,2021-08-20,xã\n"
    path = f"/imports/figures?id={uuid.uuid4()}"
    if caller is None:
        return world.site.call("POST", path, data=table.encode())
    return caller.call("POST", path, data=table.encode())


ROWS: dict[str, Row] = {
    "GET /directory": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/directory"),
        seen=lambda w, own: f'"{HAMLET if own else THEIR_HAMLET}"',
        beyond=DISTRICT | {"teller", "reporter"},
    ),
    "GET /areas": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/areas"),
        seen=lambda w, own: f'"{HAMLET if own else THEIR_HAMLET}"',
        beyond=DISTRICT | {"teller", "reporter"},
    ),
    "POST /areas": Row(
        STAFF,
        **named(
            "POST",
            lambda w, o: "/areas",
            lambda w, own: {"code": f"x-{uuid.uuid4()}", "name": "Ấp", "parent": COMMUNE if own else THEIRS},
        ),
    ),
    "PUT /areas/<string:code>": Row(STAFF, **named("PUT", _area(""), {"name": "Ấp đúng tên"})),
    "POST /areas/<string:code>/close": Row(
        STAFF, **named("POST", _area("/close"), {"last_day": "2099-12-31", "successor": None})
    ),
    "GET /organisations": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/organisations?limit=500"),
        seen=lambda w, own: f'"{UNION if own else THEIR_UNION}"',
        beyond=STAFF,
    ),
    "POST /organisations": Row(
        STAFF,
        **named(
            "POST",
            lambda w, o: "/organisations",
            lambda w, own: {"template": "doan-tn-ap", "area": HAMLET if own else THEIR_HAMLET},
        ),
    ),
    "PUT /organisations/<string:code>": Row(
        STAFF, **named("PUT", lambda w, own: f"/organisations/{UNION if own else THEIR_UNION}", {"name": "Hội"})
    ),
    "GET /figures": Row(
        REPORTING,
        **named("GET", lambda w, o: "/figures?limit=500"),
        seen=lambda w, own: f'"area":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "PUT /figures": Row(STAFF, **named("PUT", lambda w, o: "/figures", _figures)),
    "GET /targets": Row(
        REPORTING,
        **named("GET", lambda w, o: "/targets?limit=500"),
        seen=lambda w, own: f'"area":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "PUT /targets": Row(
        DISTRICT,
        **named(
            "PUT",
            lambda w, o: "/targets",
            lambda w, own: {"items": [{"area": COMMUNE if own else THEIRS, "value": 5}]},
        ),
    ),
    "GET /audit": Row(DISTRICT, **named("GET", lambda w, o: "/audit"), foreign=False),
    "POST /imports/<string:kind>": Row(
        STAFF,
        call=_import_table,
        let_in=given,
    ),
    "GET /imports/<string:kind>.xlsx": Row(STAFF, **named("GET", lambda w, o: "/imports/people.xlsx"), foreign=False),
}

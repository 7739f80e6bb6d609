"""Scope rows of checking: signals, spot checks, silent phones."""

import uuid
from collections.abc import Callable

from tests.api.matrix.world import DISTRICT, STAFF, THEIRS, Row, World, named
from tests.site import COMMUNE


def _place(own: bool) -> str:
    return COMMUNE if own else THEIRS


def _drawn(world: World, own: bool) -> str:
    """A check of the own commune or the other one, drawn when there is none yet."""
    district = world.callers["district"]
    district.post("/spot-checks", {"draw": str(uuid.uuid4()), "count": 100, "within": _place(own)})
    return district.get(f"/spot-checks?within={_place(own)}").json["items"][0]["id"]


def _file(table: str, ending: str) -> Callable[[World, bool], str]:
    return lambda _world, own: f"/exports/{table}.{ending}?within={_place(own)}"


ROWS: dict[str, Row] = {
    "GET /signals": Row(STAFF, **named("GET", lambda w, o: f"/signals?within={_place(o)}"), beyond=DISTRICT),
    "POST /spot-checks": Row(
        STAFF,
        **named(
            "POST",
            lambda w, o: "/spot-checks",
            lambda w, o: {"draw": str(uuid.uuid4()), "count": 1, "within": _place(o)},
        ),
        beyond=DISTRICT,
    ),
    "GET /spot-checks": Row(STAFF, **named("GET", lambda w, o: f"/spot-checks?within={_place(o)}"), beyond=DISTRICT),
    "PUT /spot-checks/<uuid:check_id>": Row(
        STAFF,
        **named("PUT", lambda w, o: f"/spot-checks/{_drawn(w, o)}", {"result": "confirmed"}),
        beyond=DISTRICT,
    ),
    "GET /freshness": Row(STAFF, **named("GET", lambda w, o: f"/freshness?within={_place(o)}"), beyond=DISTRICT),
    **{
        f"GET /exports/{table}.{ending}": Row(STAFF, **named("GET", _file(table, ending)), beyond=DISTRICT)
        for table in ("silent", "signals", "checks")
        for ending in ("csv", "xlsx")
    },
    "POST /freshness/remind": Row(
        STAFF,
        **named(
            "POST",
            lambda w, o: "/freshness/remind",
            lambda w, o: {"id": str(uuid.uuid4()), "within": _place(o)},
        ),
        beyond=DISTRICT,
    ),
}

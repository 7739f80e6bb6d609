"""Scope rows of privacy: a commune asks and sees what it asked for, the district decides for the whole campaign."""

import uuid

from werkzeug.test import TestResponse

from tests.api.matrix.world import DISTRICT, STAFF, Row, World, named, send
from tests.site import Caller

_SIGNS: dict[bool, str] = {}  # by whether it is the commune's own: the last request that was made


def _body() -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "phone": "0912 000 111", "reason": "gọi đến văn phòng"}


def _asked(world: World) -> dict[str, str]:
    return world.site.person("district").post("/erasures", _body()).json


def _sign(world: World, own: bool) -> str:
    """A request of the calling commune, or of somebody else."""
    return world.callers["commune"].post("/erasures", _body()).json["id"] if own else _asked(world)["id"]


def _list(world: World, caller: Caller | None, own: bool) -> TestResponse:
    _SIGNS[own] = _sign(world, own)
    return send(world, caller, "GET", "/erasures?limit=500")


def _decide(world: World, caller: Caller | None, own: bool) -> TestResponse:
    return send(world, caller, "POST", f"/erasures/{_asked(world)['id']}/decision", {"grant": False})


ROWS: dict[str, Row] = {
    "GET /erasures": Row(STAFF, _list, beyond=DISTRICT, seen=lambda w, o: _SIGNS[o]),
    "POST /erasures": Row(STAFF, **named("POST", lambda w, o: "/erasures", lambda w, o: _body()), foreign=False),
    "GET /privacy/facts": Row(DISTRICT, **named("GET", lambda w, o: "/privacy/facts"), foreign=False),
    "POST /erasures/<uuid:erasure_id>/decision": Row(DISTRICT, _decide, foreign=False),
}

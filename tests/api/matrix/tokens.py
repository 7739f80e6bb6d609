"""Scope rows of programs' tokens: the district's to give, of its own campaign alone."""

import uuid
from typing import Any

from werkzeug.test import TestResponse

from tests.api.matrix.world import DISTRICT, Row, World, named, send
from tests.site import Caller


def wanted(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "name": "Bảng của Sở", "rights": ["totals", "exports", "records"], **more}


def _revoke(world: World, caller: Caller | None, _own: bool) -> TestResponse:
    made = world.callers["district"].post("/tokens", wanted())
    return send(world, caller, "POST", f"/tokens/{made.json['id']}/revoke")


ROWS: dict[str, Row] = {
    "GET /tokens": Row(DISTRICT, **named("GET", lambda w, o: "/tokens"), foreign=False),
    "POST /tokens": Row(DISTRICT, **named("POST", lambda w, o: "/tokens", lambda w, o: wanted()), foreign=False),
    "POST /tokens/<uuid:token_id>/revoke": Row(DISTRICT, call=_revoke, foreign=False),
}

"""Scope rows of erasing: the district alone, for its whole campaign."""

import uuid

from werkzeug.test import TestResponse

from tests.api.matrix.world import DISTRICT, Row, World, named, send
from tests.site import Caller


def _asked(world: World) -> dict[str, str]:
    body = {"id": str(uuid.uuid4()), "phone": "0912 000 111", "reason": "gọi đến văn phòng"}
    return world.site.person("district").post("/erasures", body).json


def _decide(world: World, caller: Caller | None, own: bool) -> TestResponse:
    return send(world, caller, "POST", f"/erasures/{_asked(world)['id']}/decision", {"grant": False})


ROWS: dict[str, Row] = {
    "GET /erasures": Row(DISTRICT, **named("GET", lambda w, o: "/erasures"), foreign=False),
    "POST /erasures": Row(
        DISTRICT,
        **named(
            "POST",
            lambda w, o: "/erasures",
            lambda w, o: {"id": str(uuid.uuid4()), "phone": "0912000111", "reason": "thư"},
        ),
        foreign=False,
    ),
    "POST /erasures/<uuid:erasure_id>/decision": Row(DISTRICT, _decide, foreign=False),
}

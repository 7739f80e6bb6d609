"""Scope rows of obligations and reports."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tests.api.matrix.world import DISTRICT, REPORTING, STAFF, Row, World, given, named, owed

# a clerk of the union sees no report of the commune's committee
_NOT_ITS_UNIT = frozenset({"reporter"})


def _urged(_world: World, own: bool) -> dict[str, Any]:
    duty = owed(own)
    unit = duty.pop("organisation")
    return {"id": str(uuid.uuid4()), **duty, "organisations": [unit]}


def _board(ending: str) -> Callable[[World, bool], str]:
    return lambda _world, _own: f"/exports/obligations.{ending}?ahead=true"


ROWS: dict[str, Row] = {
    "GET /obligations": Row(
        REPORTING,
        **named("GET", lambda w, o: "/obligations?limit=500&ahead=true"),
        seen=lambda w, own: "" if own else '"ubnd-xa.28111"',
    ),
    **{
        f"GET /exports/obligations.{ending}": Row(
            REPORTING,
            right="exports",
            **named("GET", _board(ending)),
            seen=lambda w, own: "" if own else "ubnd-xa.28111",
        )
        for ending in ("csv", "xlsx")
    },
    "PUT /obligations/<string:code>/dues/<string:period>": Row(
        DISTRICT,
        **named("PUT", lambda w, o: "/obligations/R08/dues/2021-09-30", {"due_at": None, "reason": "thử"}),
        foreign=False,
    ),
    "POST /obligations/remind": Row(STAFF, **named("POST", lambda w, o: "/obligations/remind", _urged)),
    "GET /obligations/texts": Row(
        STAFF,
        **named("GET", lambda w, o: "/obligations/texts?obligation=R03&period=2021-08-24"),
        seen=lambda w, own: "" if own else '"ubnd-xa.28111"',
    ),
    "GET /obligations/units/<string:code>": Row(
        REPORTING,
        **named("GET", lambda w, own: f"/obligations/units/{owed(own)['organisation']}"),
        let_in=given,
        outside=_NOT_ITS_UNIT,
    ),
    "GET /reports": Row(
        REPORTING,
        **named("GET", lambda w, o: "/reports?limit=500"),
        seen=lambda w, own: "" if own else w.reports[False],
    ),
    "GET /reports/preview": Row(
        REPORTING,
        **named("GET", lambda w, own: f"/reports/preview?{urlencode(owed(own))}"),
        let_in=given,
        outside=_NOT_ITS_UNIT,
    ),
    "PUT /reports/<uuid:report_id>": Row(
        REPORTING,
        **named("PUT", lambda w, own: f"/reports/{w.reports[own]}", lambda w, own: owed(own)),
        let_in=given,
        outside=_NOT_ITS_UNIT,
    ),
    "GET /reports/<uuid:report_id>": Row(
        REPORTING,
        **named("GET", lambda w, own: f"/reports/{w.reports[own]}"),
        let_in=given,
        outside=_NOT_ITS_UNIT,
    ),
    "POST /reports/<uuid:report_id>/return": Row(
        DISTRICT, **named("POST", lambda w, own: f"/reports/{w.reports[own]}/return", {"comment": "thiếu"})
    ),
    "POST /reports/<uuid:report_id>/accept": Row(
        DISTRICT, **named("POST", lambda w, own: f"/reports/{w.reports[own]}/accept", {})
    ),
    "GET /reports/<uuid:report_id>/document.docx": Row(
        REPORTING,
        **named("GET", lambda w, own: f"/reports/{w.reports[own]}/document.docx"),
        let_in=given,
        outside=_NOT_ITS_UNIT,
    ),
    "GET /reports/<uuid:report_id>/document.xlsx": Row(
        REPORTING,
        **named("GET", lambda w, own: f"/reports/{w.reports[own]}/document.xlsx"),
        let_in=given,
        outside=_NOT_ITS_UNIT,
    ),
    "GET /obligations/urging.docx": Row(
        DISTRICT,
        **named("GET", lambda w, o: "/obligations/urging.docx?obligation=R08&period=2021-08-26"),
        foreign=False,
    ),
}

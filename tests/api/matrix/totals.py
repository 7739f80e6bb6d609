"""Scope rows of the totals, read and taken out as tables."""

from tests.api.matrix.world import DISTRICT, EVERYBODY, THEIRS, Row, named
from tests.site import COMMUNE

ROWS: dict[str, Row] = {
    "GET /totals": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/totals?by=commune"),
        seen=lambda w, own: f'"code":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /exports/totals.csv": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/exports/totals.csv?by=commune"),
        seen=lambda w, own: "Xã Mỹ Lệ" if own else "Xã Long Trạch",
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /exports/totals.xlsx": Row(
        EVERYBODY,
        **named("GET", lambda w, o: "/exports/totals.xlsx?by=commune"),
        seen=lambda w, own: "Xã Mỹ Lệ" if own else "Xã Long Trạch",
        beyond=DISTRICT | {"reporter"},
    ),
}

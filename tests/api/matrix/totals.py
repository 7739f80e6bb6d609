"""Scope rows of the totals, read and taken out as tables, and of the ledger between them."""

from collections.abc import Callable

from tests.api.matrix.world import DISTRICT, EVERYBODY, STAFF, THEIRS, Row, World, named
from tests.site import COMMUNE


def _file(table: str, ending: str) -> Callable[[World, bool], str]:
    return lambda _world, own: f"/exports/{table}.{ending}?within={COMMUNE if own else THEIRS}"


ROWS: dict[str, Row] = {
    "GET /totals": Row(
        EVERYBODY,
        right="totals",
        **named("GET", lambda w, o: "/totals?by=commune"),
        seen=lambda w, own: f'"code":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /exports/totals.csv": Row(
        EVERYBODY,
        right="exports",
        **named("GET", lambda w, o: "/exports/totals.csv?by=commune"),
        seen=lambda w, own: "Xã Mỹ Lệ" if own else "Xã Long Trạch",
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /exports/totals.xlsx": Row(
        EVERYBODY,
        right="exports",
        **named("GET", lambda w, o: "/exports/totals.xlsx?by=commune"),
        seen=lambda w, own: "Xã Mỹ Lệ" if own else "Xã Long Trạch",
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /ledger": Row(
        STAFF,
        **named("GET", lambda w, o: f"/ledger?within={COMMUNE if o else THEIRS}"),
        beyond=DISTRICT,
    ),
    "GET /ledger/records": Row(
        STAFF,
        **named("GET", lambda w, o: f"/ledger/records?part=new&within={COMMUNE if o else THEIRS}"),
        beyond=DISTRICT,
    ),
    "GET /reconciliation": Row(
        STAFF,
        **named("GET", lambda w, o: f"/reconciliation?within={COMMUNE if o else THEIRS}"),
        beyond=DISTRICT,
    ),
    **{
        f"GET /exports/{table}.{ending}": Row(
            STAFF,
            right="exports",
            **named("GET", _file(table, ending)),
            beyond=DISTRICT,
        )
        for table in ("ledger", "reconciliation")
        for ending in ("csv", "xlsx")
    },
}

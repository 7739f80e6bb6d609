"""Every route × every role × own and foreign objects; a route without a row here fails.

A row says who may call at all, and shows one object inside the caller's scope and one outside. Who may not is
answered 403, no session 401, and what is out of scope does not exist: 404 where one names it, absent where one lists.
"""

import io
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from server.clock import day_of, now_ms
from server.people.roles import ROLES
from tests.api.test_import import line
from tests.batches import put, review, rows, statuses
from tests.conftest import DATABASES
from tests.entry import invite
from tests.pushservice import Browser
from tests.rollups import TZ
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

THEIRS, THEIR_HAMLET, THEIR_UNION = "28111", "28111-xoai-doi", "hoi-lhpn-xa.28111"
EVERYBODY = frozenset(ROLES)
STAFF = frozenset({"commune", "district", "admin"})
DISTRICT = frozenset({"district", "admin"})
REPORTING = STAFF | {"reporter"}


@dataclass
class World:
    """Two communes with a volunteer, a device, a record, a review and an invite each."""

    site: Site
    callers: dict[str, Caller]
    own: Caller
    foreign: Caller
    records: dict[str, str] = field(default_factory=dict)
    invites: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: dict[bool, dict[str, str]] = field(default_factory=dict)
    reports: dict[bool, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What a route does for whom.

    Attributes:
        roles: who may call it; None: everybody, without a session.
        call: makes the call for a caller, about the own objects or the foreign ones.
        beyond: roles whose scope holds the foreign objects too.
        seen: for lists: what shows the own object (True) or the foreign one (False) in an answer's text.
        let_in: for answers that tell of each object by itself: whether the answer lets it in.
        foreign: whether the route has foreign objects at all.
    """

    roles: frozenset[str] | None
    call: Callable[[World, Caller | None, bool], TestResponse]
    beyond: frozenset[str] = DISTRICT
    seen: Callable[[World, bool], str] | None = None
    let_in: Callable[[World, TestResponse], bool] | None = None
    foreign: bool = True


def _send(world: World, caller: Caller | None, method: str, path: str, body: Any = None) -> TestResponse:
    if caller is None:
        return world.site.call(method, path, json=body)
    return caller.call(method, path, json=body)


def _named(method: str, path: Callable[[World, bool], str], body: Any = None, **kwargs: Any) -> dict[str, Any]:
    def call(world: World, caller: Caller | None, own: bool) -> TestResponse:
        made = body(world, own) if callable(body) else body
        return _send(world, caller, method, path(world, own), made)

    return {"call": call, **kwargs}


def _person(suffix: str) -> Callable[[World, bool], str]:
    return lambda world, own: f"/people/{(world.own if own else world.foreign).person_id}{suffix}"


def _newcomer(world: World, own: bool) -> Caller:
    place = (HAMLET, UNION) if own else (THEIR_HAMLET, THEIR_UNION)
    return world.site.person("volunteer", *place)


def _here(own: bool) -> dict[str, Any]:
    return {"organisation": UNION if own else THEIR_UNION, "area": COMMUNE if own else THEIRS}


def _new(_world: World, own: bool) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "name": "Người mới", "role": "volunteer", **_here(own)}


def _area(suffix: str) -> Callable[[World, bool], str]:
    return lambda _world, own: f"/areas/{HAMLET if own else THEIR_HAMLET}{suffix}"


def _figures(_world: World, own: bool) -> dict[str, Any]:
    figure = {"measure": "households", "value": 9, "as_of": "2021-08-20", "source": "xã"}
    return {"items": [{"area": COMMUNE if own else THEIRS, **figure}]}


def _record(world: World, own: bool) -> str:
    return world.records["own" if own else "foreign"]


def _settle(world: World, caller: Caller | None, own: bool) -> TestResponse:
    """One more op that waits, of the own commune or the other, refused."""
    who = world.own if own else world.foreign
    bad = put(area=HAMLET if own else THEIR_HAMLET, outcome="khong-co")
    who.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [bad]})
    waiting = world.callers["district"].get("/attention?limit=500").json["items"]
    pending = next(item["id"] for item in waiting if item["record_id"] == bad["record_id"])
    return _send(world, caller, "POST", "/attention/settle", {"ids": [pending], "accept": False})


def _push(world: World, caller: Caller | None, own: bool) -> TestResponse:
    op = put(area=HAMLET if own else THEIR_HAMLET)
    return _send(world, caller, "POST", "/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [op]})


def _verify(world: World, caller: Caller | None, own: bool) -> TestResponse:
    if caller is None or not own:
        items = [world.records["foreign_op"]]
    else:
        op = put()
        caller.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [op]})
        items = [op["op_id"]]
    return _send(world, caller, "POST", "/sync/verify", {"items": items})


def _import(world: World, caller: Caller | None, own: bool) -> TestResponse:
    return _send(world, caller, "POST", "/sync/import", line(world.own if own else world.foreign, put()))


def _today() -> str:
    return day_of(now_ms(), TZ).isoformat()


def _receipt_code(world: World, own: bool) -> str:
    return (world.own if own else world.foreign).get(f"/receipts?day={_today()}").json["code"]


_SAID: dict[str, dict[str, Any]] = {
    "statements": {"group": "members", "as_of": "2021-08-20", "total": 9, "installed": 8},
    "activities": {"day": "2021-08-20", "kind": "zalo"},
    "told-assists": {"since": "2021-08-18", "until": "2021-08-20", "number": 3},
}


def _said(kind: str) -> Callable[[World, bool], dict[str, Any]]:
    def body(_world: World, own: bool) -> dict[str, Any]:
        unit = {"organisation": UNION if own else THEIR_UNION, "said_by": "chị Mận"}
        return {"items": [{"id": str(uuid.uuid4()), **unit, **_SAID[kind]}]}

    return body


def _import_table(world: World, caller: Caller | None, own: bool) -> TestResponse:
    table = f"area,measure,value,as_of,source\n{COMMUNE if own else THEIRS},households,9,2021-08-20,xã\n"
    path = f"/imports/figures?id={uuid.uuid4()}"
    if caller is None:
        return world.site.call("POST", path, data=table.encode())
    return caller.call("POST", path, data=table.encode())


def _owed(own: bool) -> dict[str, Any]:
    return {"obligation": "R08", "organisation": f"ubnd-xa.{COMMUNE if own else THEIRS}", "period": "2021-08-26"}


def _urged(_world: World, own: bool) -> dict[str, Any]:
    duty = _owed(own)
    unit = duty.pop("organisation")
    return {"id": str(uuid.uuid4()), **duty, "organisations": [unit]}


def _withdraw(kind: str) -> dict[str, Any]:
    """Of something new each time, since it is withdrawn afterwards."""

    def call(world: World, caller: Caller | None, own: bool) -> TestResponse:
        made = _send(world, world.callers["district"], "PUT", f"/{kind}", _said(kind)(world, own))
        return _send(world, caller, "POST", f"/{kind}/{made.json['items'][0]['id']}/withdraw", {"reason": "nhầm"})

    return {"call": call}


ROUTES: dict[str, Row] = {
    "POST /enrol": Row(None, **_named("POST", lambda w, o: "/enrol", {})),
    "POST /session": Row(None, **_named("POST", lambda w, o: "/session", {})),
    "GET /ping": Row(None, **_named("GET", lambda w, o: "/ping")),
    "DELETE /session": Row(
        EVERYBODY,
        # by a second device, so that the caller's own session stays
        call=lambda w, c, o: _send(w, c and w.site.device(c.person_id, c.role), "DELETE", "/session"),
        foreign=False,
    ),
    "GET /me": Row(EVERYBODY, **_named("GET", lambda w, o: "/me"), foreign=False),
    "POST /me/password": Row(
        EVERYBODY,
        **_named("POST", lambda w, o: "/me/password", {"new": "mot-mat-khau-dai"}),
        let_in=lambda w, answer: answer.json["error"]["code"] == "username.missing",
        foreign=False,
    ),
    "GET /directory": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/directory"),
        seen=lambda w, own: f'"{HAMLET if own else THEIR_HAMLET}"',
        beyond=DISTRICT | {"teller", "reporter"},
    ),
    "GET /people": Row(
        STAFF,
        **_named("GET", lambda w, o: "/people"),
        seen=lambda w, own: str((w.own if own else w.foreign).person_id),
    ),
    "POST /people": Row(STAFF, **_named("POST", lambda w, o: "/people", _new)),
    "GET /people/<uuid:person_id>": Row(STAFF, **_named("GET", _person(""))),
    "PUT /people/<uuid:person_id>": Row(STAFF, **_named("PUT", _person(""), {"name": "Tên đúng"})),
    "PUT /people/<uuid:person_id>/membership": Row(
        STAFF, **_named("PUT", _person("/membership"), lambda w, own: {"role": "volunteer", **_here(own)})
    ),
    "POST /people/<uuid:person_id>/leave": Row(
        STAFF,
        # somebody new each time, since they are gone afterwards
        call=lambda w, c, own: _send(w, c, "POST", f"/people/{_newcomer(w, own).person_id}/leave"),
    ),
    "GET /invites": Row(
        STAFF,
        **_named("GET", lambda w, o: "/invites"),
        seen=lambda w, own: w.invites["own" if own else "foreign"]["id"],
    ),
    "POST /invites": Row(STAFF, **_named("POST", lambda w, o: "/invites", _new)),
    "POST /invites/<uuid:invite_id>/withdraw": Row(
        STAFF,
        **_named("POST", lambda w, own: f"/invites/{w.invites['own' if own else 'foreign']['id']}/withdraw"),
    ),
    "GET /devices": Row(
        EVERYBODY,
        call=lambda w, c, o: _send(w, c, "GET", "/devices"),
        seen=lambda w, own: "" if own else str(w.foreign.device_id),
    ),
    "POST /devices/<uuid:device_id>/revoke": Row(
        EVERYBODY,
        call=lambda w, c, own: _send(w, c, "POST", f"/devices/{_device(w, c, own)}/revoke"),
    ),
    "GET /areas": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/areas"),
        seen=lambda w, own: f'"{HAMLET if own else THEIR_HAMLET}"',
        beyond=DISTRICT | {"teller", "reporter"},
    ),
    "POST /areas": Row(
        STAFF,
        **_named(
            "POST",
            lambda w, o: "/areas",
            lambda w, own: {"code": f"x-{uuid.uuid4()}", "name": "Ấp", "parent": COMMUNE if own else THEIRS},
        ),
    ),
    "PUT /areas/<string:code>": Row(STAFF, **_named("PUT", _area(""), {"name": "Ấp đúng tên"})),
    "POST /areas/<string:code>/close": Row(
        STAFF, **_named("POST", _area("/close"), {"last_day": "2099-12-31", "successor": None})
    ),
    "GET /organisations": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/organisations?limit=500"),
        seen=lambda w, own: f'"{UNION if own else THEIR_UNION}"',
        beyond=STAFF,
    ),
    "POST /organisations": Row(
        STAFF,
        **_named(
            "POST",
            lambda w, o: "/organisations",
            lambda w, own: {"template": "doan-tn-ap", "area": HAMLET if own else THEIR_HAMLET},
        ),
    ),
    "PUT /organisations/<string:code>": Row(
        STAFF, **_named("PUT", lambda w, own: f"/organisations/{UNION if own else THEIR_UNION}", {"name": "Hội"})
    ),
    "GET /figures": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/figures?limit=500"),
        seen=lambda w, own: f'"area":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "PUT /figures": Row(STAFF, **_named("PUT", lambda w, o: "/figures", _figures)),
    "GET /targets": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/targets?limit=500"),
        seen=lambda w, own: f'"area":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "PUT /targets": Row(
        DISTRICT,
        **_named(
            "PUT",
            lambda w, o: "/targets",
            lambda w, own: {"items": [{"area": COMMUNE if own else THEIRS, "value": 5}]},
        ),
    ),
    "GET /audit": Row(DISTRICT, **_named("GET", lambda w, o: "/audit"), foreign=False),
    "POST /sync/push": Row(
        EVERYBODY,
        call=_push,
        # who puts no records is told so of each op, and kept for a person to look at
        let_in=lambda w, answer: statuses(answer.json) == ["stored"],
        beyond=frozenset({"teller"}),
    ),
    "GET /sync/pull": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/sync/pull?limit=500"),
        seen=lambda w, own: "" if own else _record(w, False),
    ),
    "POST /sync/verify": Row(
        EVERYBODY,
        call=_verify,
        let_in=lambda w, answer: answer.json["missing"] == [],
        beyond=frozenset(),
    ),
    # any coordinator may bring any phone's file: its mac says whose it is
    "POST /sync/import": Row(STAFF, call=_import, beyond=STAFF),
    "GET /reviews": Row(STAFF, **_named("GET", lambda w, o: "/reviews"), seen=lambda w, own: _record(w, own)),
    "GET /receipts": Row(
        frozenset({"volunteer", "teller"}),
        call=lambda w, c, o: _send(w, c, "GET", f"/receipts?day={_today()}"),
        foreign=False,
    ),
    "GET /receipts/check": Row(
        STAFF,
        call=lambda w, c, own: _send(w, c, "GET", f"/receipts/check?code={_receipt_code(w, own)}"),
    ),
    "GET /records": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/records?limit=500"),
        seen=lambda w, own: "" if own else _record(w, False),
    ),
    "GET /exports/records.csv": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/exports/records.csv"),
        seen=lambda w, own: _record(w, own),
    ),
    "GET /attention": Row(
        STAFF,
        **_named("GET", lambda w, o: "/attention?limit=500"),
        seen=lambda w, own: w.records["own_bad" if own else "foreign_bad"],
    ),
    "POST /attention/settle": Row(STAFF, call=_settle),
    "GET /totals": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/totals?by=commune"),
        seen=lambda w, own: f'"code":"{COMMUNE if own else THEIRS}"',
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /exports/totals.csv": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/exports/totals.csv?by=commune"),
        seen=lambda w, own: "Xã Mỹ Lệ" if own else "Xã Long Trạch",
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /exports/totals.xlsx": Row(
        EVERYBODY,
        **_named("GET", lambda w, o: "/exports/totals.xlsx?by=commune"),
        seen=lambda w, own: "Xã Mỹ Lệ" if own else "Xã Long Trạch",
        beyond=DISTRICT | {"reporter"},
    ),
    "GET /statements": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/statements?limit=500"),
        seen=lambda w, own: w.said[own]["statements"],
    ),
    "PUT /statements": Row(REPORTING, **_named("PUT", lambda w, o: "/statements", _said("statements"))),
    "GET /statements/summary": Row(REPORTING, **_named("GET", lambda w, o: "/statements/summary"), foreign=False),
    "POST /statements/<uuid:row_id>/withdraw": Row(REPORTING, **_withdraw("statements")),
    "GET /activities": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/activities?limit=500"),
        seen=lambda w, own: w.said[own]["activities"],
    ),
    "PUT /activities": Row(REPORTING, **_named("PUT", lambda w, o: "/activities", _said("activities"))),
    "POST /activities/<uuid:row_id>/withdraw": Row(REPORTING, **_withdraw("activities")),
    "GET /told-assists": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/told-assists?limit=500"),
        seen=lambda w, own: w.said[own]["told-assists"],
    ),
    "PUT /told-assists": Row(REPORTING, **_named("PUT", lambda w, o: "/told-assists", _said("told-assists"))),
    "POST /told-assists/<uuid:row_id>/withdraw": Row(REPORTING, **_withdraw("told-assists")),
    "GET /units": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/units?limit=500"),
        seen=lambda w, own: f'"{UNION if own else THEIR_UNION}"',
    ),
    "PUT /units/<string:code>": Row(
        REPORTING,
        **_named("PUT", lambda w, own: f"/units/{UNION if own else THEIR_UNION}", {"head_name": "Bà Ba"}),
    ),
    "GET /obligations": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/obligations?limit=500&ahead=true"),
        seen=lambda w, own: "" if own else '"ubnd-xa.28111"',
    ),
    "PUT /obligations/<string:code>/dues/<string:period>": Row(
        DISTRICT,
        **_named("PUT", lambda w, o: "/obligations/R08/dues/2021-09-30", {"due_at": None, "reason": "thử"}),
        foreign=False,
    ),
    "POST /obligations/remind": Row(STAFF, **_named("POST", lambda w, o: "/obligations/remind", _urged)),
    "GET /reports": Row(
        REPORTING,
        **_named("GET", lambda w, o: "/reports?limit=500"),
        seen=lambda w, own: "" if own else w.reports[False],
    ),
    "GET /reports/preview": Row(
        STAFF | {"reporter"},
        **_named("GET", lambda w, own: f"/reports/preview?{urlencode(_owed(own))}"),
        let_in=lambda w, answer: answer.status_code == 200,
        beyond=DISTRICT,
    ),
    "PUT /reports/<uuid:report_id>": Row(
        REPORTING,
        **_named("PUT", lambda w, own: f"/reports/{w.reports[own]}", lambda w, own: _owed(own)),
        let_in=lambda w, answer: answer.status_code == 200,
    ),
    "GET /reports/<uuid:report_id>": Row(
        REPORTING,
        **_named("GET", lambda w, own: f"/reports/{w.reports[own]}"),
        let_in=lambda w, answer: answer.status_code == 200,
    ),
    "POST /reports/<uuid:report_id>/return": Row(
        DISTRICT, **_named("POST", lambda w, own: f"/reports/{w.reports[own]}/return", {"comment": "thiếu"})
    ),
    "POST /reports/<uuid:report_id>/accept": Row(
        DISTRICT, **_named("POST", lambda w, own: f"/reports/{w.reports[own]}/accept", {})
    ),
    "GET /notices": Row(EVERYBODY, **_named("GET", lambda w, o: "/notices"), foreign=False),
    "POST /notices/read": Row(
        EVERYBODY, **_named("POST", lambda w, o: "/notices/read", {"ids": [str(uuid.uuid4())]}), foreign=False
    ),
    "GET /push/subscriptions": Row(EVERYBODY, **_named("GET", lambda w, o: "/push/subscriptions"), foreign=False),
    "PUT /push/subscriptions": Row(
        EVERYBODY,
        **_named("PUT", lambda w, o: "/push/subscriptions", lambda w, o: Browser().body),
        foreign=False,
    ),
    # what is another's is not there to take back: nothing happens, see test_push_subscriptions
    "DELETE /push/subscriptions/<uuid:subscription_id>": Row(
        EVERYBODY, **_named("DELETE", lambda w, o: f"/push/subscriptions/{uuid.uuid4()}"), foreign=False
    ),
    "GET /reports/<uuid:report_id>/document.docx": Row(
        REPORTING,
        **_named("GET", lambda w, own: f"/reports/{w.reports[own]}/document.docx"),
        let_in=lambda w, answer: answer.status_code == 200,
    ),
    "GET /reports/<uuid:report_id>/document.xlsx": Row(
        REPORTING,
        **_named("GET", lambda w, own: f"/reports/{w.reports[own]}/document.xlsx"),
        let_in=lambda w, answer: answer.status_code == 200,
    ),
    "GET /obligations/urging.docx": Row(
        DISTRICT,
        **_named("GET", lambda w, o: "/obligations/urging.docx?obligation=R08&period=2021-08-26"),
        foreign=False,
    ),
    "POST /imports/<string:kind>": Row(
        STAFF,
        call=_import_table,
        let_in=lambda w, answer: answer.status_code == 200,
    ),
    "GET /imports/<string:kind>.xlsx": Row(STAFF, **_named("GET", lambda w, o: "/imports/people.xlsx"), foreign=False),
}
# puts by roles that put none are held, whatever the area
# a clerk of the union sees no report of the commune's committee
_NOT_ITS_UNIT = (
    "GET /reports/preview",
    "PUT /reports/<uuid:report_id>",
    "GET /reports/<uuid:report_id>",
    "GET /reports/<uuid:report_id>/document.docx",
    "GET /reports/<uuid:report_id>/document.xlsx",
)
_NO_RECORDS = frozenset({"reporter", "commune", "district", "admin"})


def _device(world: World, caller: Caller | None, own: bool) -> uuid.UUID:
    """A device that may be lost: the caller's own second one, or somebody's in the other commune."""
    if own and caller is not None:
        return world.site.device(caller.person_id, caller.role).device_id
    return world.site.device(world.foreign.person_id).device_id


@pytest.fixture(scope="module", params=DATABASES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'gocua.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("cluster").database())
        site = stack.enter_context(Site.make(folder, url))
        callers = {role: site.person(role, COMMUNE, UNION) for role in ROLES}
        callers["volunteer"] = site.person("volunteer", HAMLET, UNION)
        made = World(site, callers, site.person("volunteer"), site.person("volunteer", THEIR_HAMLET, THEIR_UNION))
        for whose, who, area in (("own", made.own, HAMLET), ("foreign", made.foreign, THEIR_HAMLET)):
            op = put(area=area)
            sent = who.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [op]})
            assert statuses(sent.json) == ["stored"]
            made.records[whose], made.records[f"{whose}_op"] = op["record_id"], op["op_id"]
            bad = put(area=area, outcome="khong-co")
            who.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [bad]})
            made.records[f"{whose}_bad"] = bad["record_id"]
            looked = review(who.person_id, op["record_id"], "ok")
            callers["district"].post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [looked]})
            place = {"area": COMMUNE, "organisation": UNION} if whose == "own" else _here(False)
            made.invites[whose] = invite(callers["district"], hamlet=None, **place)
            for kind in _SAID:
                told = callers["district"].call("PUT", f"/{kind}", json=_said(kind)(made, whose == "own"))
                made.said.setdefault(whose == "own", {})[kind] = told.json["items"][0]["id"]
            report = callers["district"].call(
                "PUT", f"/reports/{uuid.uuid4()}", json={**_owed(whose == "own"), "said_by": "văn thư"}
            )
            assert report.status_code == 201, report.json
            made.reports[whose == "own"] = report.json["id"]
        assert len(rows(callers["district"])) == 2
        yield made


def _text(answer: TestResponse) -> str:
    if answer.mimetype.endswith("spreadsheetml.sheet"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return answer.text


def _code(answer: TestResponse) -> str:
    return answer.json["error"]["code"]


def test_every_route_has_a_row(world: World):
    there = set()
    for rule in world.site.app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and rule.rule != "/api/v1/openapi.json":
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            there |= {f"{method} {rule.rule.removeprefix('/api/v1')}" for method in methods}
    assert there == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_without_a_session_nobody_gets_in(world: World, route: str):
    row = ROUTES[route]
    answer = row.call(world, None, True)
    if row.roles is None:
        assert answer.status_code in (200, 422), "public: it gets as far as the body"
    else:
        assert (answer.status_code, _code(answer)) == (401, "session.missing")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [name for name, row in ROUTES.items() if row.roles is not None])
def test_each_role_gets_its_own_and_nothing_else(world: World, route: str, role: str):
    row, caller = ROUTES[route], world.callers[role]
    for own in (True, False) if row.foreign else (True,):
        answer = row.call(world, caller, own)
        if role not in (row.roles or ()):
            assert (answer.status_code, _code(answer)) == (403, "role.forbidden")
            continue
        expected = own or role in row.beyond
        if row.let_in is not None:
            if route == "POST /sync/push" and role in _NO_RECORDS:
                expected = False
            if route in _NOT_ITS_UNIT and role == "reporter":
                expected = False
            assert answer.status_code < 500
            if route == "POST /sync/verify" and role in _NO_RECORDS and own:
                assert answer.json["missing"] == [], "held is known too"
                continue
            assert row.let_in(world, answer) is expected
        elif row.seen is not None:
            assert answer.status_code == 200
            sign = row.seen(world, own)
            assert (sign in _text(answer)) is expected, sign
        elif expected:
            assert answer.status_code in (200, 201, 204), answer.text
        else:
            assert (answer.status_code, _code(answer)) == (404, "not_found")


def test_a_route_that_is_out_of_the_matrix_is_noticed(world: World):
    """The negative control: the comparison above is not between two empty sets."""
    assert len(ROUTES) > 30
    assert "GET /people" in ROUTES
    assert any(row.foreign and row.roles for row in ROUTES.values())

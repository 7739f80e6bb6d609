"""What the rows of the scope matrix are made of: the two communes that they call in, and how a row says what holds.

A row says who may call at all, and shows one object inside the caller's scope and one outside. The modules beside
this one hold the rows of one room each; tests/api/test_scope_matrix.py holds every row to every role.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from server.clock import day_of, now_ms
from server.people.roles import ROLES
from tests.batches import put, review, rows, statuses
from tests.entry import invite
from tests.rollups import TZ
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

THEIRS, THEIR_HAMLET, THEIR_UNION = "28111", "28111-xoai-doi", "hoi-lhpn-xa.28111"
EVERYBODY = frozenset(ROLES)
STAFF = frozenset({"commune", "district", "admin"})
DISTRICT = frozenset({"district", "admin"})
REPORTING = STAFF | {"reporter"}
NO_RECORDS = REPORTING

SAID: dict[str, dict[str, Any]] = {
    "statements": {"group": "members", "as_of": "2021-08-20", "total": 9, "installed": 8},
    "activities": {"day": "2021-08-20", "kind": "zalo"},
    "told-assists": {"since": "2021-08-18", "until": "2021-08-20", "number": 3},
}


@dataclass
class World:
    """Two communes with a volunteer, a device, a record, a review, an invite, statements and a report each."""

    site: Site
    callers: dict[str, Caller]
    own: Caller
    foreign: Caller
    records: dict[str, str] = field(default_factory=dict)
    invites: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: dict[bool, dict[str, str]] = field(default_factory=dict)
    reports: dict[bool, str] = field(default_factory=dict)

    @classmethod
    def make(cls, site: Site) -> "World":
        callers = {role: site.person(role, COMMUNE, UNION) for role in ROLES}
        callers["volunteer"] = site.person("volunteer", HAMLET, UNION)
        made = cls(site, callers, site.person("volunteer"), site.person("volunteer", THEIR_HAMLET, THEIR_UNION))
        made._fill(True)
        made._fill(False)
        assert len(rows(callers["district"])) == 2
        return made

    def _fill(self, own: bool) -> None:
        whose, who, area = ("own", self.own, HAMLET) if own else ("foreign", self.foreign, THEIR_HAMLET)
        district = self.callers["district"]
        op = put(area=area)
        assert statuses(_pushed(who, op).json) == ["stored"]
        self.records[whose], self.records[f"{whose}_op"] = op["record_id"], op["op_id"]
        bad = put(area=area, outcome="khong-co")
        _pushed(who, bad)
        self.records[f"{whose}_bad"] = bad["record_id"]
        _pushed(district, review(who.person_id, op["record_id"], "ok"))
        self.invites[whose] = invite(district, hamlet=None, **here(own))
        for kind in SAID:
            told = district.call("PUT", f"/{kind}", json=said(kind)(self, own))
            self.said.setdefault(own, {})[kind] = told.json["items"][0]["id"]
        report = district.call("PUT", f"/reports/{uuid.uuid4()}", json={**owed(own), "said_by": "văn thư"})
        assert report.status_code == 201, report.json
        self.reports[own] = report.json["id"]


@dataclass(frozen=True)
class Row:
    """What a route does for whom.

    Attributes:
        roles: who may call it; None: everybody, without a session.
        call: makes the call for a caller, about the own objects or the foreign ones.
        beyond: roles whose scope holds the foreign objects too.
        outside: roles that may call, and whose scope holds not even the own objects.
        seen: for lists: what shows the own object (True) or the foreign one (False) in an answer's text.
        let_in: for answers that tell of each object by itself: whether the answer lets it in.
        foreign: whether the route has foreign objects at all.
        right: what opens the route to a program's token; None: no token does.
    """

    roles: frozenset[str] | None
    call: Callable[[World, Caller | None, bool], TestResponse]
    beyond: frozenset[str] = DISTRICT
    outside: frozenset[str] = frozenset()
    seen: Callable[[World, bool], str] | None = None
    let_in: Callable[[World, TestResponse], bool] | None = None
    foreign: bool = True
    right: str | None = None


def send(world: World, caller: Caller | None, method: str, path: str, body: Any = None) -> TestResponse:
    if caller is None:
        return world.site.call(method, path, json=body)
    return caller.call(method, path, json=body)


def named(method: str, path: Callable[[World, bool], str], body: Any = None, **kwargs: Any) -> dict[str, Any]:
    """The call of a row whose objects stand in the path or the body."""

    def call(world: World, caller: Caller | None, own: bool) -> TestResponse:
        made = body(world, own) if callable(body) else body
        return send(world, caller, method, path(world, own), made)

    return {"call": call, **kwargs}


def given(_world: World, answer: TestResponse) -> bool:
    """For `let_in`: the answer holds what was asked for."""
    return answer.status_code == 200


def here(own: bool) -> dict[str, Any]:
    return {"organisation": UNION if own else THEIR_UNION, "area": COMMUNE if own else THEIRS}


def owed(own: bool) -> dict[str, Any]:
    """A report that the commune's committee owes."""
    return {"obligation": "R08", "organisation": f"ubnd-xa.{COMMUNE if own else THEIRS}", "period": "2021-08-26"}


def said(kind: str) -> Callable[[World, bool], dict[str, Any]]:
    """The body that puts down one row of what a unit says."""

    def body(_world: World, own: bool) -> dict[str, Any]:
        unit = {"organisation": UNION if own else THEIR_UNION, "said_by": "chị Mận"}
        return {"items": [{"id": str(uuid.uuid4()), **unit, **SAID[kind]}]}

    return body


def today() -> str:
    return day_of(now_ms(), TZ).isoformat()


def _pushed(who: Caller, op: dict[str, Any]) -> TestResponse:
    return who.post("/sync/push", {"batch_id": str(uuid.uuid4()), "ops": [op]})

"""Every route × every role and program × own and foreign objects; a route without a row in tests/api/matrix fails.

Who may not call is answered 403, no session 401, and what is out of scope does not exist: 404 where one names it,
absent where one lists.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from server.people.paces import Paces
from server.people.roles import ROLES
from tests.api.matrix import admin, campaign, erasing, notices, people, reports, review, said, sync, tokens, totals
from tests.api.matrix.world import Row, World
from tests.conftest import DATABASES, made_site
from tests.site import COMMUNE, UNION, Caller

ROOMS = (admin, people, tokens, campaign, sync, totals, said, reports, notices, review, erasing)
ROUTES = {route: row for room in ROOMS for route, row in room.ROWS.items()}


@pytest.fixture(scope="module", params=DATABASES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    with made_site(request, request.param, folder) as site:
        yield World.make(site)


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


def test_no_route_has_two_rows():
    assert len(ROUTES) == sum(len(room.ROWS) for room in ROOMS)


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
    _holds(world, ROUTES[route], world.callers[role], role)


def _holds(world: World, row: Row, caller: Caller, role: str) -> None:
    for own in (True, False) if row.foreign else (True,):
        answer = row.call(world, caller, own)
        if role not in (row.roles or ()):
            assert (answer.status_code, _code(answer)) == (403, "role.forbidden")
            continue
        expected = (own or role in row.beyond) and role not in row.outside
        if row.let_in is not None:
            assert answer.status_code < 500
            assert row.let_in(world, answer) is expected
        elif row.seen is not None:
            assert answer.status_code == 200
            sign = row.seen(world, own)
            assert (sign in _text(answer)) is expected, sign
        elif expected:
            assert answer.status_code in (200, 201, 204), answer.text
        else:
            assert (answer.status_code, _code(answer)) == (404, "not_found")


@pytest.fixture(scope="module")
def programs(world: World) -> dict[str, Caller]:
    """A token of each scope with every right that it can have, and one that may read metrics alone."""
    district, admin = world.callers["district"], world.callers["admin"]
    answers = {
        "commune": district.post("/tokens", tokens.wanted(area=COMMUNE)),
        "reporter": district.post("/tokens", tokens.wanted(organisation=UNION)),
        "district": district.post("/tokens", tokens.wanted()),
        "metrics": admin.post("/tokens", tokens.wanted(rights=["metrics"])),
    }
    return {
        sees_as: Caller(world.site, district.person_id, district.device_id, answer.json["token"], "program")
        for sees_as, answer in answers.items()
    }


@pytest.mark.parametrize("route", [name for name, row in ROUTES.items() if row.roles is not None])
def test_a_program_gets_what_its_token_opens_and_nothing_else(world: World, programs: dict[str, Caller], route: str):
    row = ROUTES[route]
    world.site.app.extensions["gocua.paces"] = Paces()  # a program that asks so often would have to wait
    for sees_as, caller in programs.items():
        if row.right is None or sees_as == "metrics":
            answer = row.call(world, caller, True)
            assert (answer.status_code, _code(answer)) == (403, "token.forbidden")
        else:
            _holds(world, row, caller, sees_as)


def test_a_route_that_is_out_of_the_matrix_is_noticed():
    """The negative control: the comparison above is not between two empty sets."""
    assert len(ROUTES) > 30
    assert "GET /people" in ROUTES
    assert any(row.foreign and row.roles for row in ROUTES.values())
    assert {row.right for row in ROUTES.values()} == {None, "totals", "exports", "records"}

"""/units: who leads a unit, whom to ask, and what it owes."""

from typing import Any

from server.campaign.book import Unit
from server.errors import Problem
from server.handlers import Blueprint
from server.people.service import require
from server.reports import stating, store, units
from server.reports.models import UnitProfile
from server.reports.orders import Obligation
from server.reports.routes.said import REPORTING, units_inside
from server.reports.schemas import statements as schemas
from server.reports.service import campaign_of, looking, orders_of
from server.reports.service import stating as writing_desk
from server.reports.stating import Desk

blp = Blueprint("units", __name__, description="Units: heads, contacts, and what they owe.")
_EMPTY = UnitProfile(head_name="", head_title="", contact_name="", contact_title="", contact_phone="", place="")


@blp.route("/units", methods=["GET"])
@require(*REPORTING)
@blp.arguments(schemas.UnitsQuery, location="query")
@blp.response(200, schemas.UnitsPage)
@blp.doc(summary="Units in scope with head, contact and what they owe, in order of code")
def list_units(query: dict[str, Any]) -> dict[str, Any]:
    with looking() as desk:
        seen = [unit for unit in units.in_scope(desk.dictionary, desk.scope) if unit.takes_members]
        if "kind" in query:
            seen = [unit for unit in seen if unit.kind == query["kind"]]
        if "within" in query:
            inside = units_inside(desk, query["within"])
            seen = [unit for unit in seen if unit.id in inside]
        rows = sorted((unit for unit in seen if unit.code > (query["after"] or "")), key=lambda unit: unit.code)
        page = rows[: query["limit"]]
        known = store.profiles(desk.session, desk.caller.campaign_id, [unit.id for unit in page])
        owed = _orders(desk)
        items = [_unit(desk, owed, unit, known.get(unit.id, _EMPTY)) for unit in page]
    return {"items": items, "next": items[-1]["code"] if len(rows) > len(items) else None}


@blp.route("/units/<string:code>", methods=["PUT"])
@require(*REPORTING)
@blp.arguments(schemas.ProfileBody)
@blp.response(200, schemas.UnitAnswer)
@blp.doc(summary="Say who leads a unit and whom to ask; for an enterprise, when it was asked")
def put_unit(body: dict[str, Any], code: str) -> dict[str, Any]:
    with writing_desk() as desk:
        if desk.caller.role == "reporter" and body.pop("asked_on") is not None:
            raise Problem("role.forbidden")  # who asked says when, not who was asked
        unit, profile = stating.describe(desk, code, body)
        return _unit(desk, _orders(desk), unit, profile)


def _orders(desk: Desk) -> list[Obligation]:
    return list(orders_of(campaign_of(desk.session, desk.caller.campaign_id)).values())


def _unit(desk: Desk, owed: list[Obligation], unit: Unit, profile: UnitProfile) -> dict[str, Any]:
    names = ("head_name", "head_title", "contact_name", "contact_title", "contact_phone", "place", "asked_on")
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "level": units.level_of(desk.dictionary, unit),
        "area": None if unit.area_id is None else desk.dictionary.area(unit.area_id).code,
        "groups": list(units.groups_of(desk.dictionary, unit)),
        "obligations": [one.code for one in owed if one.owed_by(desk.dictionary, unit)],
        **{name: getattr(profile, name) for name in names},
    }

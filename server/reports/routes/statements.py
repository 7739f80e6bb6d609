"""/statements, /activities, /told-assists and /units: what units say, and who answers for them."""

import uuid
from collections.abc import Callable
from typing import Any

from server.campaign.areas import today
from server.campaign.book import Unit
from server.clock import instant
from server.errors import Problem
from server.handlers import Blueprint
from server.people.routes.calling import STAFF, after_id
from server.people.scope import areas_under
from server.people.service import require
from server.reports import stating, store, sums, units
from server.reports.models import Activity, Said, Statement, ToldAssists, UnitProfile
from server.reports.numerals import percent
from server.reports.orders import Obligation
from server.reports.schemas import statements as schemas
from server.reports.service import campaign_of, looking, orders_of
from server.reports.service import stating as writing_desk
from server.reports.stating import Desk

blp = Blueprint("statements", __name__, description="What units say: headcounts, activities, assists told; unit heads.")
REPORTING = ("reporter", *STAFF)
_EMPTY = UnitProfile(head_name="", head_title="", contact_name="", contact_title="", contact_phone="", place="")


def _conditions(desk: Desk, kind: type[Said], query: dict[str, Any]) -> list[Any]:
    """Rows in scope; `organisation` and `within` only narrow, an unknown code matches nothing."""
    seen = {unit.id for unit in units.in_scope(desk.dictionary, desk.scope)}
    if "organisation" in query:
        unit = desk.dictionary.organisation_of(query["organisation"])
        seen &= desk.dictionary.organisation_subtree(unit.id) if unit else set()
    if "within" in query:
        seen &= _inside(desk, query["within"])
    found = [kind.campaign_id == desk.caller.campaign_id, kind.organisation_id.in_(seen)]
    if not query["withdrawn"]:
        found.append(kind.withdrawn_at.is_(None))
    return found


def _inside(desk: Desk, code: str) -> set[int]:
    day = today(desk.dictionary)
    area_id = desk.dictionary.resolve(code, day)
    under = areas_under(desk.dictionary, area_id, day) if area_id is not None else frozenset()
    return {unit.id for unit in desk.dictionary.organisations.values() if unit.area_id in under}


def _page(
    desk: Desk, kind: type[Said], conditions: list[Any], query: dict[str, Any], shown: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    rows = store.said_page(desk.session, kind, conditions, after_id(query["after"]), query["limit"] + 1)
    items = [shown(desk, row, name) for row, name in rows[: query["limit"]]]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(items) else None}


def _put(body: dict[str, Any], act: Callable[..., Said], shown: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    with writing_desk() as desk:
        rows = [act(desk, one) for one in body["items"]]
        items = [shown(desk, row, store.name_of(desk.session, row.stated_by)) for row in rows]
    return {"items": items, "next": None}


def _withdraw(kind: type[Said], row_id: uuid.UUID, reason: str, shown: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    with writing_desk() as desk:
        row = stating.withdraw(desk, kind, row_id, reason)
        return shown(desk, row, store.name_of(desk.session, row.stated_by))


# --- statements ---


@blp.route("/statements", methods=["GET"])
@require(*REPORTING)
@blp.arguments(schemas.StatementsQuery, location="query")
@blp.response(200, schemas.StatementsPage)
@blp.doc(summary="Statements of units in scope, in order of id; `latest` gives those that stand")
def list_statements(query: dict[str, Any]) -> dict[str, Any]:
    with looking() as desk:
        conditions = _conditions(desk, Statement, query)
        if "group" in query:
            conditions.append(Statement.group == query["group"])
        if query["latest"]:
            conditions.append(store.standing_ids(desk.caller.campaign_id))
        return _page(desk, Statement, conditions, query, _statement)


@blp.route("/statements", methods=["PUT"])
@require(*REPORTING)
@blp.arguments(schemas.Statements)
@blp.response(200, schemas.StatementsPage)
@blp.doc(summary="State how many have the app, for oneself or on behalf; all of a list or nothing; a known id stays")
def put_statements(body: dict[str, Any]) -> dict[str, Any]:
    return _put(body, stating.state, _statement)


@blp.route("/statements/<uuid:row_id>/withdraw", methods=["POST"])
@require(*REPORTING)
@blp.arguments(schemas.Withdrawal)
@blp.response(200, schemas.StatementAnswer)
@blp.doc(summary="Withdraw a statement made by mistake; it stays in the history with the reason")
def withdraw_statement(body: dict[str, Any], row_id: uuid.UUID) -> dict[str, Any]:
    return _withdraw(Statement, row_id, body["reason"], _statement)


@blp.route("/statements/summary", methods=["GET"])
@require(*REPORTING)
@blp.response(200, schemas.Summary)
@blp.doc(summary="Sums of the statements that stand, by group of people: the groups overlap and are never added")
def sum_statements() -> dict[str, Any]:
    with looking() as desk:
        standing = stating.in_force(desk.session, desk.caller.campaign_id)
        names: Any = desk.dictionary.settings.get("statements", {})
        seen = [unit for unit in units.in_scope(desk.dictionary, desk.scope) if unit.takes_members]
        return {"groups": [_sum(desk, names, seen, standing, group) for group in schemas.GROUPS]}


def _sum(desk: Desk, names: Any, seen: list[Unit], standing: Any, group: str) -> dict[str, Any]:
    owing = [unit for unit in seen if group in units.groups_of(desk.dictionary, unit)]
    stated = [standing[unit.id, group] for unit in owing if (unit.id, group) in standing]
    found = sums.add(group, len(owing), stated)
    return {
        "group": group,
        "name": names.get("groups", {}).get(group, {}).get("vi", group),
        "units": found.units,
        "stated": found.stated,
        "total": found.total,
        "with_smartphone": found.with_smartphone,
        "installed": found.installed,
        "in_use": found.in_use,
        "percent_installed": percent(found.installed, found.total),
        "percent_in_use": percent(found.in_use, found.total),
    }


# --- activities, told assists ---


@blp.route("/activities", methods=["GET"])
@require(*REPORTING)
@blp.arguments(schemas.SaidQuery, location="query")
@blp.response(200, schemas.ActivitiesPage)
@blp.doc(summary="Activities of units in scope, in order of id")
def list_activities(query: dict[str, Any]) -> dict[str, Any]:
    with looking() as desk:
        return _page(desk, Activity, _conditions(desk, Activity, query), query, _activity)


@blp.route("/activities", methods=["PUT"])
@require(*REPORTING)
@blp.arguments(schemas.Activities)
@blp.response(200, schemas.ActivitiesPage)
@blp.doc(summary="Say what was done to inform and move people; all of a list or nothing; a known id stays")
def put_activities(body: dict[str, Any]) -> dict[str, Any]:
    return _put(body, stating.report_activity, _activity)


@blp.route("/activities/<uuid:row_id>/withdraw", methods=["POST"])
@require(*REPORTING)
@blp.arguments(schemas.Withdrawal)
@blp.response(200, schemas.ActivityAnswer)
@blp.doc(summary="Withdraw an activity entered by mistake")
def withdraw_activity(body: dict[str, Any], row_id: uuid.UUID) -> dict[str, Any]:
    return _withdraw(Activity, row_id, body["reason"], _activity)


@blp.route("/told-assists", methods=["GET"])
@require(*REPORTING)
@blp.arguments(schemas.SaidQuery, location="query")
@blp.response(200, schemas.ToldPage)
@blp.doc(summary="Assists told by mouth or paper, in order of id; never added to what was logged")
def list_told(query: dict[str, Any]) -> dict[str, Any]:
    with looking() as desk:
        return _page(desk, ToldAssists, _conditions(desk, ToldAssists, query), query, _told)


@blp.route("/told-assists", methods=["PUT"])
@require(*REPORTING)
@blp.arguments(schemas.Told)
@blp.response(200, schemas.ToldPage)
@blp.doc(summary="Enter assists told by mouth or paper; all of a list or nothing; a known id stays")
def put_told(body: dict[str, Any]) -> dict[str, Any]:
    return _put(body, stating.tell_assists, _told)


@blp.route("/told-assists/<uuid:row_id>/withdraw", methods=["POST"])
@require(*REPORTING)
@blp.arguments(schemas.Withdrawal)
@blp.response(200, schemas.ToldAnswer)
@blp.doc(summary="Withdraw assists entered by mistake")
def withdraw_told(body: dict[str, Any], row_id: uuid.UUID) -> dict[str, Any]:
    return _withdraw(ToldAssists, row_id, body["reason"], _told)


# --- units ---


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
            inside = _inside(desk, query["within"])
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
        if body["asked_on"] is not None and desk.caller.role == "reporter":
            raise Problem("role.forbidden")  # who asked says when, not who was asked
        unit, profile = stating.describe(desk, code, body)
        return _unit(desk, _orders(desk), unit, profile)


def _orders(desk: Desk) -> list[Obligation]:
    return list(orders_of(campaign_of(desk.session, desk.caller.campaign_id)).values())


# --- as the wire shows them ---


def _said(desk: Desk, row: Said, name: str) -> dict[str, Any]:
    unit = desk.dictionary.organisation(row.organisation_id)
    return {
        "id": row.id,
        "organisation": unit.code,
        "name": unit.name,
        "said_by": row.said_by,
        "on_behalf": row.on_behalf,
        "paper_date": row.paper_date,
        "stated_by": name,
        "stated_at": instant(row.stated_at),
        "withdrawn_at": None if row.withdrawn_at is None else instant(row.withdrawn_at),
        "withdrawn_reason": row.withdrawn_reason,
    }


def _statement(desk: Desk, row: Statement, name: str) -> dict[str, Any]:
    # item 2 asks for installed and in use, item 1 for installed (Directive R02, R09)
    part = row.installed if row.group == "all_staff" else row.in_use
    names = ("group", "as_of", "total", "with_smartphone", "installed", "in_use", "reason")
    shown = {one: getattr(row, one) for one in names}
    return {**_said(desk, row, name), **shown, "percent": percent(part, row.total)}


def _activity(desk: Desk, row: Activity, name: str) -> dict[str, Any]:
    shown = {one: getattr(row, one) for one in ("day", "kind", "reach", "note")}
    return {**_said(desk, row, name), "area": desk.dictionary.area(row.area_id).code, **shown}


def _told(desk: Desk, row: ToldAssists, name: str) -> dict[str, Any]:
    shown = {one: getattr(row, one) for one in ("since", "until", "number", "note")}
    return {**_said(desk, row, name), "area": desk.dictionary.area(row.area_id).code, **shown}


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

"""/figures and /targets: what was published, what is to be reached."""

from typing import Any

from sqlalchemy import select

from server.campaign import figures, schemas
from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.figures import Goal, Statement
from server.campaign.models import Figure, Target
from server.campaign.service import book
from server.database import reading
from server.errors import Problem
from server.handlers import Blueprint
from server.people import audit
from server.people.routes.calling import DISTRICT, STAFF, Desk, after_number, changing
from server.people.scope import areas_under, scope_of
from server.people.service import caller, require
from server.schemas import Page

blp = Blueprint("lists", __name__, description="Figures and targets.")


@blp.route("/figures", methods=["GET"])
@require("reporter", *STAFF)
@blp.arguments(schemas.FiguresQuery, location="query")
@blp.response(200, schemas.FiguresPage)
@blp.doc(summary="Published figures of areas in scope, with day and source, in order of id")
def list_figures(query: dict[str, Any]) -> dict[str, Any]:
    after = after_number(query["after"]) or 0
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        wanted = select(Figure).where(Figure.campaign_id == calling.campaign_id, Figure.id > after)
        seen = scope_of(session, calling).area_ids
        if seen is not None:
            wanted = wanted.where(Figure.area_id.in_(seen))
        if "within" in query:
            day = today(dictionary)
            area_id = dictionary.resolve(query["within"], day)
            under = areas_under(dictionary, area_id, day) if area_id is not None else frozenset()
            wanted = wanted.where(Figure.area_id.in_(under))
        rows = session.scalars(wanted.order_by(Figure.id).limit(query["limit"] + 1)).all()
        items = [_figure(dictionary, row) for row in rows[: query["limit"]]]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(items) else None}


@blp.route("/figures", methods=["PUT"])
@require(*STAFF)
@blp.arguments(schemas.Figures)
@blp.response(200, schemas.FiguresPage)
@blp.doc(summary="State figures; known by area, measure, day and source, a second time corrects the value")
def put_figures(body: dict[str, Any]) -> dict[str, Any]:
    items = []
    with changing() as desk:
        for one in body["items"]:
            if one["measure"] == "installed" and desk.caller.role not in DISTRICT:
                raise Problem("role.forbidden")  # the Department's figure is the district's to enter
            area_id = _area(desk, one["area"])
            stated = Statement(area_id, one["measure"], one["value"], one["as_of"], one["source"], one["estimate"])
            row, before = figures.put_figure(desk.session, desk.caller.campaign_id, stated)
            details = {"measure": row.measure, "as_of": row.as_of.isoformat(), "from": before, "to": row.value}
            _note(desk, "figure.put", one["area"], details)
            items.append(_figure(desk.dictionary, row))
    return {"items": items, "next": None}


@blp.route("/targets", methods=["GET"])
@require("reporter", *STAFF)
@blp.arguments(Page, location="query")
@blp.response(200, schemas.TargetsPage)
@blp.doc(summary="Targets of areas in scope, in order of id")
def list_targets(query: dict[str, Any]) -> dict[str, Any]:
    after = after_number(query["after"]) or 0
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        wanted = select(Target).where(Target.campaign_id == calling.campaign_id, Target.id > after)
        seen = scope_of(session, calling).area_ids
        if seen is not None:
            wanted = wanted.where(Target.area_id.in_(seen))
        rows = session.scalars(wanted.order_by(Target.id).limit(query["limit"] + 1)).all()
        items = [_target(dictionary, row) for row in rows[: query["limit"]]]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(items) else None}


@blp.route("/targets", methods=["PUT"])
@require(*DISTRICT)
@blp.arguments(schemas.Targets)
@blp.response(200, schemas.TargetsPage)
@blp.doc(summary="Set targets; known by area, organisation and measure; value null takes one away")
def put_targets(body: dict[str, Any]) -> dict[str, Any]:
    items = []
    with changing() as desk:
        for one in body["items"]:
            goal = _goal(desk, one)
            row, before = figures.put_target(desk.session, desk.caller.campaign_id, goal)
            details = {"measure": goal.measure, "organisation": one["organisation"], "from": before, "to": goal.value}
            _note(desk, "target.put", one["area"], details)
            if row is not None:
                items.append(_target(desk.dictionary, row))
    return {"items": items, "next": None}


def _goal(desk: Desk, one: dict[str, Any]) -> Goal:
    unit = desk.dictionary.organisation_of(one["organisation"]) if one["organisation"] else None
    if one["organisation"] and unit is None:
        raise Problem("organisation.unknown", {"organisation": [one["organisation"]]})
    starts_on = one.get("starts_on") or desk.dictionary.starts_on
    deadline = one.get("deadline") or desk.dictionary.ends_on
    if deadline < starts_on:
        raise Problem("request.invalid", {"deadline": ["before starts_on"]})
    organisation_id = unit.id if unit else None
    return Goal(
        _area(desk, one["area"]), organisation_id, one["measure"], one["value"], starts_on, deadline, one["source"]
    )


def _area(desk: Desk, code: str) -> int:
    """The area of a code, in scope; Problem `area.unknown` or `not_found`."""
    area_id = desk.dictionary.resolve(code, today(desk.dictionary))
    if area_id is None:
        raise Problem("area.unknown", {"area": [code]})
    seen = scope_of(desk.session, desk.caller).area_ids
    if seen is not None and area_id not in seen:
        raise Problem("not_found")
    return area_id


def _figure(dictionary: Book, row: Figure) -> dict[str, Any]:
    return {
        "id": row.id,
        "area": dictionary.area(row.area_id).code,
        "measure": row.measure,
        "value": row.value,
        "as_of": row.as_of,
        "source": row.source,
        "estimate": row.estimate,
    }


def _target(dictionary: Book, row: Target) -> dict[str, Any]:
    unit = dictionary.organisations.get(row.organisation_id) if row.organisation_id is not None else None
    return {
        "id": row.id,
        "area": dictionary.area(row.area_id).code,
        "organisation": unit.code if unit else None,
        "measure": row.measure,
        "value": row.value,
        "starts_on": row.starts_on,
        "deadline": row.deadline,
        "source": row.source,
        "sample": row.sample,
    }


def _note(desk: Desk, act: str, subject: str, details: dict[str, Any]) -> None:
    audit.record(
        desk.session,
        act,
        subject,
        campaign_id=desk.caller.campaign_id,
        actor_id=desk.caller.person_id,
        details=details,
    )

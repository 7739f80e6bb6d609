"""/areas and /organisations: the campaign's lists in scope, and keeping them."""

from datetime import date
from typing import Any

from server.campaign import areas, organisations, schemas
from server.campaign.areas import today
from server.campaign.book import Book, Place, Unit
from server.campaign.service import book
from server.database import reading
from server.errors import Problem
from server.handlers import Blueprint
from server.people import audit, directory
from server.people.routes.calling import DISTRICT, STAFF, Desk, changing
from server.people.scope import areas_under, scope_of
from server.people.service import caller, require
from server.schemas import Page

blp = Blueprint("places", __name__, description="Areas and organisations of the campaign.")


@blp.route("/areas", methods=["GET"])
@require()
@blp.arguments(Page, location="query")
@blp.response(200, schemas.AreasPage)
@blp.doc(summary="Areas in scope, closed ones too, in order of code and validity")
def list_areas(query: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        scope = scope_of(session, calling)
    seen = scope.area_ids
    if scope.person_id is not None and calling.role != "teller":
        seen = areas_under(dictionary, calling.area_id, today(dictionary))
    rows = sorted(
        (one for one in dictionary.areas.values() if seen is None or one.id in seen),
        key=lambda one: _key(one.code, one.valid_from),
    )
    after = query["after"] or ""
    page = [one for one in rows if _key(one.code, one.valid_from) > after][: query["limit"] + 1]
    items = [directory.area(dictionary, one) for one in page[: query["limit"]]]
    last = page[len(items) - 1] if items else None
    more = last is not None and len(page) > len(items)
    return {"items": items, "next": _key(last.code, last.valid_from) if more and last else None}


def _key(code: str, valid_from: date) -> str:
    return f"{code}!{valid_from.isoformat()}"  # sorts before every sign that a code may have


@blp.route("/areas", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.NewArea)
@blp.response(201, schemas.AreaAnswer)
@blp.alt_response(200, schema=schemas.AreaAnswer, description="It was there already")
@blp.doc(summary="Add a hamlet (the district: a commune too); a code that is open returns what is there (200)")
def add_area(body: dict[str, Any]) -> Any:
    with changing() as desk:
        known = areas.open_place(desk.dictionary, body["code"])
        if known is not None:
            _check_place(desk, known)
            return directory.area(desk.dictionary, known), 200
        parent = areas.open_place(desk.dictionary, body["parent"])
        if parent is None:
            raise Problem("area.unknown", {"parent": [body["parent"]]})
        _check_place(desk, parent)
        if parent.level == 0 and desk.caller.role not in DISTRICT:
            raise Problem("role.forbidden")
        begins = body.get("valid_from") or desk.dictionary.starts_on
        source = f"{desk.caller.role}: {desk.caller.name}"
        area_id = areas.add(
            desk.session, desk.dictionary, body["code"], body["name"], body["type"], parent, begins, source
        )
        _note(desk, "area.add", body["code"], {"parent": parent.code, "name": body["name"]})
        fresh = desk.fresh()
        return directory.area(fresh, fresh.area(area_id))


@blp.route("/areas/<string:code>", methods=["PUT"])
@require(*STAFF)
@blp.arguments(schemas.AreaName)
@blp.response(200, schemas.AreaAnswer)
@blp.doc(summary="Correct the name or type of an open area")
def rename_area(body: dict[str, Any], code: str) -> dict[str, Any]:
    with changing() as desk:
        place = _open(desk, code)
        areas.rename(desk.session, desk.dictionary, place, body["name"], body.get("type", place.type))
        _note(desk, "area.rename", code, {"from": place.name, "to": body["name"]})
        fresh = desk.fresh()
        return directory.area(fresh, fresh.area(place.id))


@blp.route("/areas/<string:code>/close", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.AreaClosing)
@blp.response(200, schemas.AreaAnswer)
@blp.doc(summary="Close an area after its last day; its code stands for the successor from then on")
def close_area(body: dict[str, Any], code: str) -> dict[str, Any]:
    with changing() as desk:
        place = _open(desk, code)
        if body["successor"] is not None:
            follower = areas.open_place(desk.dictionary, body["successor"])
            if follower is not None:
                _check_place(desk, follower)
        areas.close(desk.session, desk.dictionary, place, body["last_day"], body["successor"])
        details = {"last_day": body["last_day"].isoformat(), "successor": body["successor"]}
        _note(desk, "area.close", code, details)
        fresh = desk.fresh()
        return directory.area(fresh, fresh.area(place.id))


def _open(desk: Desk, code: str) -> Place:
    place = areas.open_place(desk.dictionary, code)
    if place is None:
        raise Problem("not_found")
    _check_place(desk, place)
    return place


def _check_place(desk: Desk, place: Place) -> None:
    scope = scope_of(desk.session, desk.caller)
    if scope.area_ids is not None and place.id not in scope.area_ids:
        raise Problem("not_found")


def _note(desk: Desk, act: str, subject: str, details: dict[str, Any]) -> None:
    audit.record(
        desk.session,
        act,
        subject,
        campaign_id=desk.caller.campaign_id,
        actor_id=desk.caller.person_id,
        details=details,
    )


# --- organisations ---


@blp.route("/organisations", methods=["GET"])
@require()
@blp.arguments(Page, location="query")
@blp.response(200, schemas.OrganisationsPage)
@blp.doc(summary="Organisations in scope, in order of code")
def list_organisations(query: dict[str, Any]) -> dict[str, Any]:
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
    rows = sorted(directory.organisations_of(dictionary, calling), key=lambda unit: unit.code)
    after = query["after"] or ""
    page = [unit for unit in rows if unit.code > after][: query["limit"] + 1]
    items = [directory.organisation(dictionary, unit) for unit in page[: query["limit"]]]
    return {"items": items, "next": items[-1]["code"] if len(page) > len(items) else None}


@blp.route("/organisations", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.NewOrganisation)
@blp.response(201, schemas.OrganisationAnswer)
@blp.alt_response(200, schema=schemas.OrganisationAnswer, description="It was there already")
@blp.doc(summary="Add a real one under a class, or a hamlet's unit by template; a known code returns it (200)")
def add_organisation(body: dict[str, Any]) -> Any:
    with changing() as desk:
        place = areas.open_place(desk.dictionary, body["area"]) if body["area"] else None
        if body["area"] and place is None:
            raise Problem("area.unknown", {"area": [body["area"]]})
        if place is not None:
            _check_place(desk, place)
        elif desk.caller.role not in DISTRICT:
            raise Problem("request.invalid", {"area": ["required for this role"]})
        if "template" in body:
            if place is None:
                raise Problem("request.invalid", {"area": ["required with template"]})
            values = organisations.from_template(desk.dictionary, body["template"], place)
            known = desk.dictionary.organisation_of(values["code"])
            if known is not None:
                return directory.organisation(desk.dictionary, known), 200
            number = organisations.add_from_template(desk.session, desk.dictionary, values)
            code = values["code"]
        else:
            parent = _class_of(desk.dictionary, body)
            known = desk.dictionary.organisation_of(body["code"])
            if known is not None:
                _check_unit(desk, known)
                return directory.organisation(desk.dictionary, known), 200
            code, name = body["code"], body["name"]
            short = body.get("short_name", name)
            number = organisations.add(desk.session, desk.dictionary, code, name, short, parent, place)
        _note(desk, "organisation.add", code, {"area": place.code if place else None})
        fresh = desk.fresh()
        return directory.organisation(fresh, fresh.organisation(number))


def _class_of(dictionary: Book, body: dict[str, Any]) -> Unit:
    missing = {name: ["Missing data for required field."] for name in ("code", "name", "parent") if name not in body}
    if missing:
        raise Problem("request.invalid", missing)
    parent = dictionary.organisation_of(body["parent"])
    if parent is None:
        raise Problem("organisation.unknown", {"parent": [body["parent"]]})
    return parent


@blp.route("/organisations/<string:code>", methods=["PUT"])
@require(*STAFF)
@blp.arguments(schemas.OrganisationName)
@blp.response(200, schemas.OrganisationAnswer)
@blp.doc(summary="Correct the names of an organisation")
def rename_organisation(body: dict[str, Any], code: str) -> dict[str, Any]:
    with changing() as desk:
        unit = desk.dictionary.organisation_of(code)
        if unit is None:
            raise Problem("not_found")
        _check_unit(desk, unit)
        organisations.rename(desk.session, desk.dictionary, unit, body["name"], body.get("short_name", unit.short_name))
        _note(desk, "organisation.rename", code, {"from": unit.name, "to": body["name"]})
        fresh = desk.fresh()
        return directory.organisation(fresh, fresh.organisation(unit.id))


def _check_unit(desk: Desk, unit: Unit) -> None:
    """A commune keeps the units of its own area; those above it are the district's."""
    if desk.caller.role in DISTRICT:
        return
    if unit.area_id is None:
        raise Problem("not_found")
    _check_place(desk, desk.dictionary.area(unit.area_id))

"""/people: who is in scope, adding, moving, naming, removing."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.service import book
from server.clock import instant
from server.database import reading
from server.errors import Problem
from server.handlers import Blueprint
from server.people import factor_store, membership, schemas, store
from server.people.models import Membership, Person
from server.people.posts import post_of, read_post
from server.people.routes.calling import STAFF, after_id, changing
from server.people.scope import areas_under, scope_of
from server.people.service import caller, require

blp = Blueprint("people", __name__, description="People of the campaign and what they are in it.")


@blp.route("/people", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.PeopleQuery, location="query")
@blp.response(200, schemas.PeoplePage)
@blp.doc(summary="People in scope, in order of id")
def list_people(query: dict[str, Any]) -> dict[str, Any]:
    with reading() as session:
        dictionary = book(session, caller().campaign_id)
        conditions = [*people_seen(session), *posts_asked(dictionary, query)]
        rows = store.people_page(session, conditions, after_id(query["after"]), query["limit"] + 1)
        page = rows[: query["limit"]]
        factors = _factors(session, [person.id for person, _ in page])
        items = [_shown(dictionary, person, member, factors) for person, member in page]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(page) else None}


@blp.route("/people", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.NewPerson)
@blp.response(201, schemas.PersonAnswer)
@blp.alt_response(200, schema=schemas.PersonAnswer, description="It was there already")
@blp.doc(summary="Add a person; a known id returns who is there (200)")
def add_person(body: dict[str, Any]) -> Any:
    with changing() as desk:
        known = desk.session.get(Person, body["id"]) is not None
        post = _read(desk.dictionary, body)
        person = membership.add(
            desk.session, desk.dictionary, desk.author, body["id"], body["name"], post, body.get("username")
        )
        member = store.current_membership(desk.session, desk.dictionary.campaign_id, person.id)
        if member is None:
            raise Problem("not_found")
        shown = _shown(desk.dictionary, person, member, _factors(desk.session, [person.id]))
    return (shown, 200) if known else shown


@blp.route("/people/<uuid:person_id>", methods=["GET"])
@require(*STAFF)
@blp.response(200, schemas.PersonAnswer)
@blp.doc(summary="One person in scope")
def read_person(person_id: uuid.UUID) -> dict[str, Any]:
    with reading() as session:
        row = store.person_row(session, person_id, people_seen(session))
        if row is None:
            raise Problem("not_found")
        return _shown(book(session, caller().campaign_id), row[0], row[1], _factors(session, [person_id]))


@blp.route("/people/<uuid:person_id>", methods=["PUT"])
@require(*STAFF)
@blp.arguments(schemas.Rename)
@blp.response(200, schemas.PersonAnswer)
@blp.doc(summary="Correct a name or give a user name")
def rename_person(body: dict[str, Any], person_id: uuid.UUID) -> dict[str, Any]:
    with changing() as desk:
        membership.rename(desk.session, desk.dictionary, desk.author, person_id, body["name"], body.get("username"))
        person = desk.session.get_one(Person, person_id)
        member = store.current_membership(desk.session, desk.dictionary.campaign_id, person_id)
        if member is None:
            raise Problem("not_found")
        return _shown(desk.dictionary, person, member, _factors(desk.session, [person.id]))


@blp.route("/people/<uuid:person_id>/membership", methods=["PUT"])
@require(*STAFF)
@blp.arguments(schemas.Post)
@blp.response(200, schemas.PersonAnswer)
@blp.doc(summary="Move a person: the present interval ends now, the next one begins")
def move_person(body: dict[str, Any], person_id: uuid.UUID) -> dict[str, Any]:
    with changing() as desk:
        post = _read(desk.dictionary, body)
        member = membership.move(desk.session, desk.dictionary, desk.author, person_id, post)
        person = desk.session.get_one(Person, person_id)
        return _shown(desk.dictionary, person, member, _factors(desk.session, [person_id]))


@blp.route("/people/<uuid:person_id>/leave", methods=["POST"])
@require(*STAFF)
@blp.response(204)
@blp.doc(summary="End a membership; the person's devices are revoked")
def remove_person(person_id: uuid.UUID) -> None:
    with changing() as desk:
        membership.leave(desk.session, desk.dictionary, desk.author, person_id)


@blp.route("/people/<uuid:person_id>/suspend", methods=["POST"])
@require(*STAFF)
@blp.response(200, schemas.PersonAnswer)
@blp.doc(summary="Hold somebody off: no sign-in, and what their devices push is held")
def suspend_person(person_id: uuid.UUID) -> dict[str, Any]:
    return _suspended(person_id, True)


@blp.route("/people/<uuid:person_id>/resume", methods=["POST"])
@require(*STAFF)
@blp.response(200, schemas.PersonAnswer)
@blp.doc(summary="Let somebody who was held off go on")
def resume_person(person_id: uuid.UUID) -> dict[str, Any]:
    return _suspended(person_id, False)


def _suspended(person_id: uuid.UUID, until_told: bool) -> dict[str, Any]:
    with changing() as desk:
        person = membership.suspend(desk.session, desk.dictionary, desk.author, person_id, until_told)
        member = store.current_membership(desk.session, desk.dictionary.campaign_id, person_id)
        if member is None:
            raise Problem("not_found")
        return _shown(desk.dictionary, person, member, _factors(desk.session, [person.id]))


def _read(dictionary: Book, body: dict[str, Any]) -> Any:
    return read_post(dictionary, today(dictionary), body["role"], body["organisation"], body["area"], body["hamlet"])


def people_seen(session: Session) -> list[Any]:
    """Conditions of memberships in the caller's scope."""
    scope = scope_of(session, caller())
    return scope.conditions(
        Membership.campaign_id, Membership.area_id, Membership.organisation_id, Membership.person_id
    )


def posts_asked(dictionary: Book, query: Mapping[str, Any]) -> list[Any]:
    """Of memberships: `role`, `within` and `organisation` only narrow; an unknown code matches nobody."""
    found: list[Any] = []
    if "role" in query:
        found.append(Membership.role == query["role"])
    if "within" in query:
        area_id = dictionary.resolve(query["within"], today(dictionary))
        under = areas_under(dictionary, area_id, today(dictionary)) if area_id is not None else frozenset()
        found.append(Membership.area_id.in_(under))
    if "organisation" in query:
        unit = dictionary.organisation_of(query["organisation"])
        tree = dictionary.organisation_subtree(unit.id) if unit else frozenset()
        found.append(Membership.organisation_id.in_(tree))
    return found


def _factors(session: Session, people: Sequence[uuid.UUID]) -> set[uuid.UUID] | None:
    """Those who have a second factor; None for callers who are not told."""
    return factor_store.holders(session, people) if caller().role == "admin" else None


def _shown(dictionary: Book, person: Person, member: Membership, factors: set[uuid.UUID] | None) -> dict[str, Any]:
    post = {**membership.told(dictionary, post_of(member)), "since": instant(member.from_at)}
    suspended = None if person.disabled_at is None else instant(person.disabled_at)
    return {
        "id": person.id,
        "name": person.name,
        "username": person.username,
        "suspended_at": suspended,
        "factor": None if factors is None else person.id in factors,
        "membership": post,
    }

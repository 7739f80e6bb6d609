"""The three resources of what units say, made by one maker: a list in scope, a put, a withdrawal.

A statement, an activity, assists told by mouth or paper differ in their fields and in what the service checks; who may
see, enter and take back is the same for all. Promises: rows come in order of id, what is out of scope is absent, a put
is all of a list or nothing.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from server.campaign.areas import today
from server.campaign.book import Unit
from server.clock import instant
from server.handlers import Blueprint
from server.people.routes.calling import STAFF, after_id
from server.people.scope import areas_under
from server.people.service import require
from server.reports import stating, store, units
from server.reports.models import Said
from server.reports.schemas import statements as schemas
from server.reports.service import looking
from server.reports.service import stating as writing_desk
from server.reports.stating import Desk
from server.schemas import Answer, Schema

REPORTING = ("reporter", *STAFF)


@dataclass(frozen=True)
class Resource:
    """One kind of thing that units say.

    Attributes:
        act: the service's act for one element of a put.
        shown: what its answers add to who said it and when.
        narrowed: conditions that its own query fields add.
        summaries: of the list, the put and the withdrawal, for the API document.
    """

    path: str
    kind: type[Said]
    query: type[Schema]
    body: type[Schema]
    page: type[Answer]
    answer: type[Answer]
    act: Callable[[Desk, Mapping[str, Any]], Said]
    shown: Callable[[Desk, Any], dict[str, Any]]
    summaries: tuple[str, str, str]
    narrowed: Callable[[Desk, dict[str, Any]], list[Any]] = lambda _desk, _query: []


def add_routes(blp: Blueprint, resource: Resource) -> None:
    """Gives a blueprint the three routes of a resource."""
    name = resource.path.replace("-", "_")
    list_summary, put_summary, withdraw_summary = resource.summaries

    @blp.route(f"/{resource.path}", methods=["GET"], endpoint=f"list_{name}")
    @require(*REPORTING)
    @blp.arguments(resource.query, location="query")
    @blp.response(200, resource.page)
    @blp.doc(summary=list_summary)
    def list_said(query: dict[str, Any]) -> dict[str, Any]:
        with looking() as desk:
            conditions = [*rows_asked(desk, resource.kind, query), *resource.narrowed(desk, query)]
            return _page(desk, resource, conditions, query)

    @blp.route(f"/{resource.path}", methods=["PUT"], endpoint=f"put_{name}")
    @require(*REPORTING)
    @blp.arguments(resource.body)
    @blp.response(200, resource.page)
    @blp.doc(summary=put_summary)
    def put_said(body: dict[str, Any]) -> dict[str, Any]:
        with writing_desk() as desk:
            rows = [resource.act(desk, one) for one in body["items"]]
            items = [_shown(desk, resource, row, store.name_of(desk.session, row.stated_by)) for row in rows]
        return {"items": items, "next": None}

    @blp.route(f"/{resource.path}/<uuid:row_id>/withdraw", methods=["POST"], endpoint=f"withdraw_{name}")
    @require(*REPORTING)
    @blp.arguments(schemas.Withdrawal)
    @blp.response(200, resource.answer)
    @blp.doc(summary=withdraw_summary)
    def withdraw_said(body: dict[str, Any], row_id: uuid.UUID) -> dict[str, Any]:
        with writing_desk() as desk:
            row = stating.withdraw(desk, resource.kind, row_id, body["reason"])
            return _shown(desk, resource, row, store.name_of(desk.session, row.stated_by))


def rows_asked(desk: Desk, kind: type[Said], query: dict[str, Any]) -> list[Any]:
    """Rows in scope; `organisation` and `within` only narrow, an unknown code matches nothing."""
    seen = [unit.id for unit in units_asked(desk, query)]
    found = [kind.campaign_id == desk.caller.campaign_id, kind.organisation_id.in_(seen)]
    if not query["withdrawn"]:
        found.append(kind.withdrawn_at.is_(None))
    return found


def units_asked(desk: Desk, query: dict[str, Any]) -> list[Unit]:
    """The units in scope, narrowed by `organisation` and `within`, in the preset's order."""
    found = units.in_scope(desk.dictionary, desk.scope)
    if "organisation" in query:
        asked = desk.dictionary.organisation_of(query["organisation"])
        under = desk.dictionary.organisation_subtree(asked.id) if asked else set()
        found = [unit for unit in found if unit.id in under]
    if "within" in query:
        inside = units_inside(desk, query["within"])
        found = [unit for unit in found if unit.id in inside]
    return found


def units_inside(desk: Desk, code: str) -> set[int]:
    """Units that stand in an area or below it; none when there is no such area."""
    day = today(desk.dictionary)
    area_id = desk.dictionary.resolve(code, day)
    under = areas_under(desk.dictionary, area_id, day) if area_id is not None else frozenset()
    return {unit.id for unit in desk.dictionary.organisations.values() if unit.area_id in under}


def _page(desk: Desk, resource: Resource, conditions: list[Any], query: dict[str, Any]) -> dict[str, Any]:
    rows = store.said_page(desk.session, resource.kind, conditions, after_id(query["after"]), query["limit"] + 1)
    items = [_shown(desk, resource, row, name) for row, name in rows[: query["limit"]]]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > len(items) else None}


def _shown(desk: Desk, resource: Resource, row: Said, name: str) -> dict[str, Any]:
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
        **resource.shown(desk, row),
    }

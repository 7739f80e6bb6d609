"""What units say: how many have the app, what was done, what was told by mouth or paper, who answers for the unit.

Rows are only added. Of a unit's statements about one group of people the latest day stands, of equal days the one
that was typed last. Sums are made within one group and never across groups: the groups overlap (Directive R02, R05,
R09, R11). Zero is a statement; what was not said is null.

Promises: an id that is known returns what is there; who typed for somebody else says for whom, and it is kept.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from server.campaign.areas import today
from server.campaign.book import Book, Unit
from server.clock import now_ms
from server.errors import Problem
from server.people import audit
from server.people.scope import Scope, areas_under
from server.people.service import Caller
from server.reports import store, units
from server.reports.models import Activity, Said, Statement, ToldAssists, UnitProfile

S = TypeVar("S", bound=Said)


@dataclass(frozen=True)
class Desk:
    """Somebody about to state something: the open transaction with the campaign locked, and what they may see."""

    session: Session
    dictionary: Book
    caller: Caller
    scope: Scope

    def note(self, act: str, subject: object, details: dict[str, Any]) -> None:
        audit.record(
            self.session,
            act,
            subject,
            campaign_id=self.caller.campaign_id,
            actor_id=self.caller.person_id,
            details=details,
        )


def check_numbers(total: int, with_smartphone: int | None, installed: int, in_use: int | None) -> None:
    """in use ≤ installed ≤ with a smartphone ≤ all.

    Raises:
        Problem: `statement.installed`, `statement.smartphones` or `statement.in_use`, with the field in `details`.
    """
    if installed > total:
        raise Problem("statement.installed", {"installed": [str(installed)], "total": [str(total)]})
    if with_smartphone is not None and not installed <= with_smartphone <= total:
        raise Problem("statement.smartphones", {"with_smartphone": [str(with_smartphone)]})
    if in_use is not None and in_use > installed:
        raise Problem("statement.in_use", {"in_use": [str(in_use)], "installed": [str(installed)]})


def state(desk: Desk, body: Mapping[str, Any]) -> Statement:
    """One statement about one group of people of a unit.

    Raises:
        Problem: as `check_numbers`; `statement.group` for people whom the unit does not state; `statement.future`;
            as `units.named`; `id.taken`.
    """
    unit = units.named(desk.dictionary, desk.scope, body["organisation"])
    known = _known(desk, Statement, body["id"])
    if known is not None:
        return known
    if body["group"] not in units.groups_of(desk.dictionary, unit):
        raise Problem("statement.group", {"group": list(units.groups_of(desk.dictionary, unit))})
    check_numbers(body["total"], body["with_smartphone"], body["installed"], body["in_use"])
    _not_after_today(desk, "as_of", body["as_of"])
    names = ("group", "as_of", "total", "with_smartphone", "installed", "in_use", "reason")
    row = Statement(**_said(desk, unit, body), **{name: body[name] for name in names})
    return _added(
        desk, row, "statement.add", unit, {"group": row.group, "total": row.total, "installed": row.installed}
    )


def report_activity(desk: Desk, body: Mapping[str, Any]) -> Activity:
    """One thing that was done to inform and move people.

    Raises:
        Problem: `activity.kind`, `statement.future`, `area.unknown`; as `units.named`; `id.taken`.
    """
    unit = units.named(desk.dictionary, desk.scope, body["organisation"])
    known = _known(desk, Activity, body["id"])
    if known is not None:
        return known
    kinds = desk.dictionary.settings.get("activities") or {}
    if not isinstance(kinds, dict) or body["kind"] not in kinds:
        raise Problem("activity.kind", {"kind": list(kinds) if isinstance(kinds, dict) else []})
    _not_after_today(desk, "day", body["day"])
    values = {name: body[name] for name in ("day", "kind", "reach", "note")}
    row = Activity(**_said(desk, unit, body), area_id=_area(desk, unit, body["area"]), **values)
    return _added(desk, row, "activity.add", unit, {"kind": row.kind, "day": row.day.isoformat()})


def tell_assists(desk: Desk, body: Mapping[str, Any]) -> ToldAssists:
    """Assists that somebody told by mouth or paper, for a place and a span of days.

    Raises:
        Problem: `statement.future`, `request.invalid` for a span that ends before it begins, `area.unknown`; as
            `units.named`; `id.taken`.
    """
    unit = units.named(desk.dictionary, desk.scope, body["organisation"])
    known = _known(desk, ToldAssists, body["id"])
    if known is not None:
        return known
    if body["until"] < body["since"]:
        raise Problem("request.invalid", {"until": ["Ngày cuối không thể trước ngày đầu."]})
    _not_after_today(desk, "until", body["until"])
    values = {name: body[name] for name in ("since", "until", "number", "note")}
    row = ToldAssists(**_said(desk, unit, body), area_id=_area(desk, unit, body["area"]), **values)
    return _added(desk, row, "told.add", unit, {"number": row.number, "until": row.until.isoformat()})


def withdraw(desk: Desk, kind: type[S], row_id: uuid.UUID, reason: str) -> S:
    """Takes back what was stated by mistake; the row stays, with the reason.

    Raises:
        Problem: `not_found` when it is unknown or out of scope.
    """
    row = desk.session.get(kind, (desk.caller.campaign_id, row_id))
    if row is None or not units.sees(desk.scope, desk.dictionary.organisation(row.organisation_id)):
        raise Problem("not_found")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_reason = now_ms(), reason
        desk.note(f"{_SUBJECT[kind]}.withdraw", row.id, {"reason": reason})
    return row


_SUBJECT: dict[type[Said], str] = {Statement: "statement", Activity: "activity", ToldAssists: "told"}


def describe(desk: Desk, code: str, body: Mapping[str, Any]) -> tuple[Unit, UnitProfile]:
    """Who leads a unit and whom to ask; for an enterprise also when it was asked and where it is. What the body does
    not name stays.

    Raises:
        Problem: as `units.named`; `statement.future` for a day on which it has not been asked yet.
    """
    unit = units.named(desk.dictionary, desk.scope, code)
    if body.get("asked_on") is not None:
        _not_after_today(desk, "asked_on", body["asked_on"])
    key = (desk.caller.campaign_id, unit.id)
    row = desk.session.get(UnitProfile, key)
    if row is None:
        row = UnitProfile(campaign_id=key[0], organisation_id=key[1])
        desk.session.add(row)
    for name, value in body.items():
        setattr(row, name, value)
    row.changed_at = now_ms()
    desk.session.flush()
    asked = row.asked_on.isoformat() if row.asked_on else None
    desk.note("unit.describe", code, {"head": row.head_name, "contact": row.contact_name, "asked_on": asked})
    return unit, row


def in_force(session: Session, campaign_id: int) -> dict[tuple[int, str], Statement]:
    """The statement that stands, by unit and group of people."""
    return {(row.organisation_id, row.group): row for row in store.standing_statements(session, campaign_id)}


# --- pieces ---


def _known(desk: Desk, kind: type[S], row_id: uuid.UUID) -> S | None:
    row = desk.session.get(kind, (desk.caller.campaign_id, row_id))
    if row is not None and not units.sees(desk.scope, desk.dictionary.organisation(row.organisation_id)):
        raise Problem("id.taken")
    return row


def _said(desk: Desk, unit: Unit, body: Mapping[str, Any]) -> dict[str, Any]:
    """Who said it: the unit itself, or somebody for it, who must then name whose word it is."""
    own = desk.caller.organisation_id
    on_behalf = own is None or own != unit.id
    said_by = body["said_by"] or ("" if on_behalf else desk.caller.name)
    if not said_by:
        raise Problem("request.invalid", {"said_by": ["Nhập thay thì ghi rõ ai báo."]})
    if body["paper_date"] is not None:
        _not_after_today(desk, "paper_date", body["paper_date"])
    return {
        "campaign_id": desk.caller.campaign_id,
        "id": body["id"],
        "organisation_id": unit.id,
        "said_by": said_by,
        "on_behalf": on_behalf,
        "paper_date": body["paper_date"],
        "stated_by": desk.caller.person_id,
        "stated_at": now_ms(),
    }


def _not_after_today(desk: Desk, name: str, day: date) -> None:
    if day > today(desk.dictionary):
        raise Problem("statement.future", {name: [day.isoformat()]})


def _area(desk: Desk, unit: Unit, code: str | None) -> int:
    """The area that is meant, by default the unit's own; a commune names only areas of its own."""
    day = today(desk.dictionary)
    if code is None:
        return desk.dictionary.root if unit.area_id is None else unit.area_id
    area_id = desk.dictionary.resolve(code, day)
    if area_id is None:
        raise Problem("area.unknown", {"area": [code]})
    if desk.scope.area_ids is not None and area_id not in desk.scope.area_ids:
        raise Problem("not_found")
    if unit.area_id is not None and area_id not in areas_under(desk.dictionary, unit.area_id, day):
        raise Problem("area.out_of_scope", {"area": [code]})
    return area_id


def _added(desk: Desk, row: S, act: str, unit: Unit, details: dict[str, Any]) -> S:
    row.entry = store.next_entry(desk.session, type(row), row.campaign_id)
    desk.session.add(row)
    desk.session.flush()
    desk.note(act, unit.code, {"id": str(row.id), "on_behalf": row.on_behalf, **details})
    return row

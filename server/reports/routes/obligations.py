"""/obligations: the board, moved due instants, one click to remind."""

from collections import Counter
from datetime import date
from typing import Any

from server.campaign.areas import today
from server.campaign.models import Campaign
from server.clock import now_ms
from server.errors import Problem
from server.handlers import Blueprint
from server.notices import fates, quiet
from server.notices.telling import reachable
from server.people.routes.calling import DISTRICT, STAFF
from server.people.scope import areas_under
from server.people.service import require
from server.reports import board, moving, reminders, responsible, store, units, urging
from server.reports.board import EVERYBODY, OPEN, STATUSES, Entry, Moves
from server.reports.models import Reminder, Report
from server.reports.orders import Obligation
from server.reports.routes.shown import square, unit_name
from server.reports.schemas import obligations as schemas
from server.reports.service import campaign_of, looking, orders_of, stating
from server.reports.stating import Desk

REMINDERS_SHOWN = 100
_CONTACT = ("contact_name", "contact_title", "contact_phone")
blp = Blueprint("obligations", __name__, description="Who owes what by when, and what became of it.")


@blp.route("/obligations", methods=["GET"])
@require("reporter", *STAFF)
@blp.arguments(schemas.BoardQuery, location="query")
@blp.response(200, schemas.BoardAnswer)
@blp.doc(summary="The board: unit × obligation × period in scope, with counts of all pages and a countdown")
def list_obligations(query: dict[str, Any]) -> dict[str, Any]:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        known = orders_of(campaign)
        found = sorted(entries_of(desk, known, query, now), key=lambda entry: entry.key)
        counts = Counter(entry.status(now) for entry in found)
        if "status" in query:
            found = [entry for entry in found if entry.status(now) == query["status"]]
        rest = [entry for entry in found if entry.key > (query["after"] or "")]
        page = rest[: query["limit"]]
        return {
            "orders": [_order(desk, one) for one in known.values()],
            "items": _shown(desk, page, now),
            "counts": {status: counts[status] for status in STATUSES},
            "zero": sum(bool(entry.last and entry.last.zero) for entry in found),
            "countdown": _countdown(found, now),
            "next": page[-1].key if len(rest) > len(page) else None,
        }


def _shown(desk: Desk, found: list[Entry], now: int) -> list[dict[str, Any]]:
    campaign = campaign_of(desk.session, desk.caller.campaign_id)
    last = store.last_reminders(desk.session, campaign.id)
    settings, silence = campaign.settings.get("reminders") or {}, quiet.read(campaign.settings, campaign.tz)
    return [
        {
            **square(desk.dictionary, entry, now),
            "reminded_at": last.get((entry.obligation.code, entry.period.day, entry.unit.id)),
            "next_reminder_at": reminders.next_at(entry, settings, silence, now),
        }
        for entry in found
    ]


def entries_of(desk: Desk, known: dict[str, Obligation], query: dict[str, Any], now: int) -> list[Entry]:
    """The board's squares in scope that a query asks for, whatever their status, in no order."""
    seen = units.in_scope(desk.dictionary, desk.scope)
    if "organisation" in query:
        unit = desk.dictionary.organisation_of(query["organisation"])
        tree = desk.dictionary.organisation_subtree(unit.id) if unit else frozenset()
        seen = [one for one in seen if one.id in tree]
    if "within" in query:
        day = today(desk.dictionary)
        area_id = desk.dictionary.resolve(query["within"], day)
        under = areas_under(desk.dictionary, area_id, day) if area_id is not None else frozenset()
        seen = [one for one in seen if one.area_id in under]
    wanted = [one for one in known.values() if query.get("obligation", one.code) == one.code]
    campaign_id = desk.caller.campaign_id
    sent = store.sent(desk.session, campaign_id, Report.organisation_id.in_([one.id for one in seen]))
    moves = Moves.of(store.moves(desk.session, campaign_id))
    until = None if query["ahead"] else now
    found = board.entries(desk.dictionary, wanted, seen, moves, sent, until)
    return [entry for entry in found if query.get("period", entry.period.day) == entry.period.day]


def _order(desk: Desk, one: Obligation) -> dict[str, Any]:
    owing = [unit for unit in desk.dictionary.organisations.values() if one.owed_by(desk.dictionary, unit)]
    names = ("code", "title", "title_en", "word", "repeat", "rule", "to", "via")
    return {
        **{name: getattr(one, name) for name in names},
        "units": len(owing),
        "periods": [period.day for period in one.periods],
    }


def _countdown(found: list[Entry], now: int) -> dict[str, Any] | None:
    """The next due instant of those shown that something is still open for."""
    ahead = [entry for entry in found if entry.due_at is not None and entry.due_at > now and not entry.versions]
    if not ahead:
        return None
    first = min(ahead, key=lambda entry: (entry.due_at or 0, entry.key))
    same = [one for one in ahead if (one.obligation.code, one.period.day, one.due_at) == _name(first)]
    return {
        "obligation": first.obligation.code,
        "period": first.period.day,
        "due_at": first.due_at,
        "remaining_ms": (first.due_at or 0) - now,
        "open": sum(one.status(now) == OPEN for one in same),
    }


def _name(entry: Entry) -> tuple[str, date, int | None]:
    return entry.obligation.code, entry.period.day, entry.due_at


@blp.route("/obligations/<string:code>/dues/<string:period>", methods=["PUT"])
@require(*DISTRICT)
@blp.arguments(schemas.DueBody)
@blp.response(200, schemas.DueAnswer)
@blp.doc(summary="Move one due instant, of one unit or of all, with a reason; null puts back what was ordered")
def move_due(body: dict[str, Any], code: str, period: str) -> dict[str, Any]:
    try:
        day = date.fromisoformat(period)
    except ValueError:
        raise Problem("period.unknown", {"period": [period]}) from None
    with stating() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        found, row = moving.move(
            desk,
            campaign,
            orders_of(campaign),
            code,
            day,
            body["organisation"],
            body["due_at"],
            body["reason"],
            now_ms(),
        )
        return {
            "obligation": code,
            "period": day,
            "organisation": body["organisation"],
            "due_at": found.due_at if row.due_at is None else row.due_at,
            "from_at": found.due_at,
            "reason": row.reason,
        }


@blp.route("/obligations/remind", methods=["POST"])
@require(*STAFF)
@blp.arguments(schemas.ReminderBody)
@blp.response(200, schemas.ReminderAnswer)
@blp.doc(summary="Remind those who have not sent: a notice to their people, and a text ready for Zalo or SMS")
def remind(body: dict[str, Any]) -> dict[str, Any]:
    now = now_ms()
    with stating() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        found = _wanting(desk, campaign, body["obligation"], body["period"], now)
        if body["organisations"] is not None:
            named = {units.named(desk.dictionary, desk.scope, code).code for code in body["organisations"]}
            found = [one for one in found if one.unit.code in named]
        items = urging.urge(desk, campaign, found, body["id"], now)
        text = urging.text_for_all(found, campaign.tz, now)
        return {"items": items, "text": text, "later": urging.later(campaign, now)}


@blp.route("/obligations/texts", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.TextsQuery, location="query")
@blp.response(200, schemas.TextsAnswer)
@blp.doc(summary="What to write by Zalo or SMS to those who have not sent, each and all in one; nobody is told")
def list_texts(query: dict[str, Any]) -> dict[str, Any]:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        found = _wanting(desk, campaign, query["obligation"], query["period"], now)
        items = [
            {
                "organisation": entry.unit.code,
                "name": entry.unit.name,
                "text": urging.text_for(entry, campaign.tz, now),
            }
            for entry in found
        ]
        return {"items": items, "text": urging.text_for_all(found, campaign.tz, now)}


def _wanting(desk: Desk, campaign: Campaign, code: str, period: date, now: int) -> list[Entry]:
    """Squares of one due instant for which something is still to be sent, in the board's order."""
    known = orders_of(campaign)
    if code not in known:
        raise Problem("obligation.unknown", {"obligation": [code]})
    query = {"obligation": code, "period": period, "ahead": False}
    found = [one for one in entries_of(desk, known, query, now) if reminders.wanting(one, now)]
    return sorted(found, key=lambda entry: entry.key)


@blp.route("/obligations/units/<string:code>", methods=["GET"])
@require("reporter", *STAFF)
@blp.response(200, schemas.UnitHistory)
@blp.doc(summary="One unit: what it owes and sent, which due instants were moved, how it was reminded, whom to ask")
def read_unit(code: str) -> dict[str, Any]:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        unit = units.named(desk.dictionary, desk.scope, code)
        owed = {name: one for name, one in orders_of(campaign).items() if one.owed_by(desk.dictionary, unit)}
        moved = store.moves(desk.session, campaign.id)
        sent = store.sent(desk.session, campaign.id, Report.organisation_id == unit.id)
        found = board.entries(desk.dictionary, owed.values(), [unit], Moves.of(moved), sent, None)
        people = responsible.people_of(desk.session, desk.dictionary, unit)
        profile = store.profiles(desk.session, campaign.id, [unit.id]).get(unit.id)
        told = store.reminders_of(desk.session, campaign.id, unit.id, REMINDERS_SHOWN)
        became = fates.of_keys(desk.session, campaign.id, [row.key for row, _ in told])
        return {
            "unit": unit_name(desk.dictionary, unit),
            "orders": [_order(desk, one) for one in owed.values()],
            "people": len(people),
            "reachable": len(reachable(desk.session, campaign.id, people)),
            **{name: getattr(profile, name) if profile else "" for name in _CONTACT},
            "squares": _shown(desk, sorted(found, key=lambda entry: entry.key), now),
            "moves": [
                {
                    "obligation": one.obligation,
                    "period": one.period,
                    "due_at": one.due_at,
                    "reason": one.reason,
                    "everybody": one.organisation_id == EVERYBODY,
                    "by": one.by,
                    "at": one.at,
                }
                for one in reversed(moved)
                if one.organisation_id in (unit.id, EVERYBODY) and one.obligation in owed
            ],
            "reminders": [_reminder(row, by, became[row.key]) for row, by in told],
        }


def _reminder(row: Reminder, by: str | None, fate: fates.Fate) -> dict[str, Any]:
    return {
        "obligation": row.obligation,
        "period": row.period,
        "stage": row.stage,
        "due_at": row.due_at,
        "at": row.reminded_at,
        "by": by,
        "people": len(fate.people),
        "read": len(fate.read),
        "rung": len(fate.rung),
        "waiting": len(fate.waiting - fate.rung),
    }

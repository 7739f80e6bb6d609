"""/statements, /activities and /told-assists: what units say of themselves, or somebody says for them."""

from typing import Any

from server.campaign.book import Unit
from server.handlers import Blueprint
from server.people.service import require
from server.reports import stating, store, sums, units
from server.reports.models import Activity, Statement, ToldAssists
from server.reports.numerals import percent
from server.reports.routes.said import REPORTING, Resource, add_routes
from server.reports.schemas import statements as schemas
from server.reports.service import looking
from server.reports.stating import Desk

blp = Blueprint("statements", __name__, description="What units say: headcounts, activities, assists told.")


def _statement(_desk: Desk, row: Statement) -> dict[str, Any]:
    # item 2 asks for installed and in use, item 1 for installed (Directive R02, R09)
    part = row.installed if row.group == "all_staff" else row.in_use
    names = ("group", "as_of", "total", "with_smartphone", "installed", "in_use", "reason")
    return {**{one: getattr(row, one) for one in names}, "percent": percent(part, row.total)}


def _of_group(desk: Desk, query: dict[str, Any]) -> list[Any]:
    found: list[Any] = [Statement.group == query["group"]] if "group" in query else []
    return [*found, store.standing_ids(desk.caller.campaign_id)] if query["latest"] else found


def _activity(desk: Desk, row: Activity) -> dict[str, Any]:
    shown = {one: getattr(row, one) for one in ("day", "kind", "reach", "note")}
    return {"area": desk.dictionary.area(row.area_id).code, **shown}


def _told(desk: Desk, row: ToldAssists) -> dict[str, Any]:
    shown = {one: getattr(row, one) for one in ("since", "until", "number", "note")}
    return {"area": desk.dictionary.area(row.area_id).code, **shown}


_LIST = "all of a list or nothing; a known id stays"
add_routes(
    blp,
    Resource(
        "statements", Statement, schemas.StatementsQuery, schemas.Statements, schemas.StatementsPage,
        schemas.StatementAnswer, stating.state, _statement, (
            "Statements of units in scope, in order of id; `latest` gives those that stand",
            f"State how many have the app, for oneself or on behalf; {_LIST}",
            "Withdraw a statement made by mistake; it stays in the history with the reason",
        ), _of_group,
    ),
)  # fmt: skip
add_routes(
    blp,
    Resource(
        "activities", Activity, schemas.SaidQuery, schemas.Activities, schemas.ActivitiesPage,
        schemas.ActivityAnswer, stating.report_activity, _activity, (
            "Activities of units in scope, in order of id",
            f"Say what was done to inform and move people; {_LIST}",
            "Withdraw an activity entered by mistake",
        ),
    ),
)  # fmt: skip
add_routes(
    blp,
    Resource(
        "told-assists", ToldAssists, schemas.SaidQuery, schemas.Told, schemas.ToldPage,
        schemas.ToldAnswer, stating.tell_assists, _told, (
            "Assists told by mouth or paper, in order of id; never added to what was logged",
            f"Enter assists told by mouth or paper; {_LIST}",
            "Withdraw assists entered by mistake",
        ),
    ),
)  # fmt: skip


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

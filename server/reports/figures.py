"""The figures of a report at one moment: from the totals, the statements that stand, and what was told.

The author decides what is in it, not who pressed the button: a commune's report shows its area live; that of an
agency or an organisation what a reporter may see (unique figures as of the last midnight, small ones kept back); the
district's everything. Sets that overlap stand side by side and are never added.

Promises: everything is of one snapshot of the database, which `epoch` and `seq` name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from server.campaign.book import Book, Unit
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant
from server.people.scope import Scope, scope_of
from server.people.service import Caller
from server.reports import stating, store, units, visited
from server.reports.models import Activity, Statement, ToldAssists
from server.totals.layout import Layout
from server.totals.question import Question
from server.totals.service import Totals

COMMUNE, DISTRICT, ORGANISATION, AGENCY = "commune", "district", "organisation", "agency"
HELPING = frozenset({"success", "partial", "neutral"})
_FIELDS = ("code", "name", "records", "assists", "unique", "unchecked", "unique_in_use")
_FIGURES = ("smartphones", "population", "households", "official")


def form_of(dictionary: Book, unit: Unit) -> str:
    """What a unit's report looks like."""
    level = units.level_of(dictionary, unit)
    if unit.kind == "commune_authority" and level == "commune":
        return COMMUNE
    if unit.kind == "authority":
        return DISTRICT
    return ORGANISATION if "members" in units.groups_of(dictionary, unit) else AGENCY


@dataclass(frozen=True)
class Author:
    """A unit as the one who sees: its form, its eyes (a caller of that standing) and its scope."""

    unit: Unit
    form: str
    caller: Caller
    scope: Scope


def author_of(session: Session, dictionary: Book, unit: Unit, caller: Caller) -> Author:
    """A unit with the eyes that its report is made with."""
    form = form_of(dictionary, unit)
    area_id = dictionary.root if unit.area_id is None or form != COMMUNE else unit.area_id
    role = {COMMUNE: "commune", DISTRICT: "district"}.get(form, "reporter")
    eyes = replace(caller, role=role, organisation_id=unit.id, area_id=area_id)
    return Author(unit, form, eyes, scope_of(session, eyes))


class Figures:
    """Everything that the report of one author says in numbers, read from one session."""

    def __init__(self, session: Session, campaign: Campaign, author: Author, now: int):
        self.session, self.campaign, self.author, self.now = session, campaign, author, now
        self.book = book_of(session, campaign)
        self.layout = Layout(self.book, self.book.day(now))
        self.standing = stating.in_force(session, campaign.id)

    def read(self) -> dict[str, Any]:
        """The figures of this moment."""
        found = self._counted(None)
        found["at"] = instant(self.now)
        found["epoch"] = self.campaign.epoch
        found["staff"] = self._staff(self.author.unit)
        found["activities"] = self._activities()
        if self.author.form in (COMMUNE, DISTRICT):
            found["enterprises"] = self._stated_units("workers")
        if self.author.form == ORGANISATION:
            found["members"] = self._stated_units("members")
        if self.author.form == DISTRICT:
            found["cadres"] = self._stated_units("all_staff") + self._stated_units("cadres_civil_servants")
        return found

    def at_instant(self, ms: int) -> dict[str, Any]:
        """What was counted before an earlier instant; households and statements of then are not known any more."""
        return self._counted(ms - 1)  # the totals count what was committed at their instant, too

    # --- counted ---

    def _counted(self, as_of: int | None) -> dict[str, Any]:
        tables = {COMMUNE: ("hamlet",), DISTRICT: ("commune", "hamlet")}.get(self.author.form, ("commune",))
        answers = {table: self._totals(table, as_of) for table in tables}
        first = answers[tables[0]]
        found: dict[str, Any] = {
            "form": self.author.form,
            "seq": first["seq"],
            "freshness": first["freshness"],
            "total": self._row(first["total"]),
            "not_installed": self._reasons(first["total"]),
        }
        for table, answer in answers.items():
            found[f"by_{table}"] = [self._row(row) for row in answer["rows"]]
        if self.author.form in (COMMUNE, DISTRICT):
            found["by_organisation"] = self._organisations(as_of)
        self._visited(found, tables, as_of)
        self._told(found, tables, as_of)
        return found

    def _totals(self, by: str, as_of: int | None) -> dict[str, Any]:
        unit, form = self.author.unit, self.author.form
        organisation = unit.code if form in (ORGANISATION, AGENCY) else None
        question = Question(by=by, organisation=organisation, as_of_at=as_of)
        return Totals(
            self.session, self.campaign, self.author.scope, self.author.caller, question, self.now, "vi"
        ).answer()

    def _row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: row[name] for name in (*_FIELDS, *_FIGURES)} | {"groups": self._groups(row["outcomes"])}

    def _groups(self, counted: Mapping[str, int] | None) -> dict[str, int] | None:
        """Records that did not end with the app, by group of outcomes; None where outcomes are not shown."""
        if counted is None:
            return None
        outcomes = [one for one in self.book.outcomes.values() if one.group not in HELPING]
        found = dict.fromkeys(sorted({one.group for one in outcomes}), 0)
        for one in outcomes:
            found[one.group] += counted.get(one.code, 0)
        return found

    def _reasons(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Records that did not end with the app, by outcome, zeros too; empty where outcomes are not shown."""
        counted = row["outcomes"]
        if counted is None:
            return []
        outcomes = sorted(self.book.outcomes.values(), key=lambda one: one.position)
        return [
            {"code": one.code, "name": one.name_vi, "group": one.group, "records": counted.get(one.code, 0)}
            for one in outcomes
            if one.group not in HELPING
        ]

    def _organisations(self, as_of: int | None) -> list[dict[str, Any]]:
        """By organisation, the district's federations with what is below them; those without a record are left out."""
        rows = self._totals("organisation", as_of)["rows"]
        kinds = {unit.code: unit.kind for unit in self.book.organisations.values()}
        shorts = {unit.code: unit.short_name for unit in self.book.organisations.values()}
        return [
            {name: row[name] for name in _FIELDS}
            | {"kind": kinds.get(row["code"], "none"), "short_name": shorts.get(row["code"], row["name"])}
            for row in rows
            if row["records"]
        ]

    def _home(self, area_id: int, table: str) -> str:
        """The code of the row under which an area is shown."""
        home = self.layout.homes[area_id]
        shown = (home.hamlet or home.commune) if table == "hamlet" else home.commune
        return self.book.area(shown or self.book.root).code

    def _visited(self, found: dict[str, Any], tables: Iterable[str], as_of: int | None) -> None:
        """Different households of records, by row and in all; of an earlier state they are not known."""
        visits = visited.read(self.session, self.campaign, self.author.scope) if as_of is None else None
        for table in tables:
            by_row = visits.by(lambda area_id, table=table: self._home(area_id, table)) if visits else {}
            for row in found[f"by_{table}"]:
                row["households_visited"] = by_row.get(row["code"], 0) if visits else None
        found["total"]["households_visited"] = visits.by(lambda _: None).get(None, 0) if visits else None

    def _told(self, found: dict[str, Any], tables: Iterable[str], as_of: int | None) -> None:
        """Assists told by mouth or paper, beside what was logged."""
        said = [one for one in store.told(self.session, self.campaign.id, as_of) if self._mine(one)]
        for table in tables:
            by_row: dict[str, int] = {}
            for one in said:
                code = self._home(one.area_id, table)
                by_row[code] = by_row.get(code, 0) + one.number
            for row in found[f"by_{table}"]:
                row["told"] = by_row.get(row["code"], 0)
        found["total"]["told"] = sum(one.number for one in said)

    def _mine(self, row: ToldAssists | Activity) -> bool:
        scope = self.author.scope
        return (scope.area_ids is None or row.area_id in scope.area_ids) and (
            scope.organisation_ids is None or row.organisation_id in scope.organisation_ids
        )

    # --- stated ---

    def _staff(self, unit: Unit) -> list[dict[str, Any]]:
        """What the unit states about its own people; of a group about which nothing was said there is no row."""
        groups = units.groups_of(self.book, unit)
        rows = [self.standing[unit.id, group] for group in groups if (unit.id, group) in self.standing]
        return [_stated(row) for row in rows]

    def _stated_units(self, group: str) -> list[dict[str, Any]]:
        """Units in the author's scope that state a group, silent ones too, in the preset's order."""
        seen = [
            unit
            for unit in units.in_scope(self.book, self.author.scope)
            if unit.takes_members and group in units.groups_of(self.book, unit)
        ]
        known = store.profiles(self.session, self.campaign.id, [unit.id for unit in seen])
        return [self._stated_unit(unit, group, known) for unit in seen]

    def _stated_unit(self, unit: Unit, group: str, known: Mapping[int, Any]) -> dict[str, Any]:
        profile, row = known.get(unit.id), self.standing.get((unit.id, group))
        asked = profile.asked_on if profile else None
        return {
            "code": unit.code,
            "name": unit.name,
            "group": group,
            "area": None if unit.area_id is None else self.book.area(unit.area_id).name,
            "place": profile.place if profile else "",
            "asked_on": asked.isoformat() if asked else None,
            "statement": _stated(row) if row else None,
        }

    def _activities(self) -> list[dict[str, Any]]:
        """Activities in scope by kind: how often, and how many people they reached as far as it was said."""
        kinds: Any = self.book.settings.get("activities", {})
        found: dict[str, list[Activity]] = {}
        for one in store.activities(self.session, self.campaign.id):
            if self._mine(one):
                found.setdefault(one.kind, []).append(one)
        return [
            {"kind": kind, "name": names["vi"], "count": len(rows), "reach": _reach(rows)}
            for kind, names in kinds.items()
            if (rows := found.get(kind, []))
        ]


def _reach(rows: Sequence[Activity]) -> int | None:
    known = [row.reach for row in rows if row.reach is not None]
    return sum(known) if known else None


def _stated(row: Statement) -> dict[str, Any]:
    return {
        "group": row.group,
        "as_of": row.as_of.isoformat(),
        "total": row.total,
        "with_smartphone": row.with_smartphone,
        "installed": row.installed,
        "in_use": row.in_use,
        "reason": row.reason,
        "said_by": row.said_by,
    }

"""Importing areas and figures from a table: everything or nothing, with one line for each row that is wrong.

The caller holds the campaign's lock and commits.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from server.campaign import areas, figures
from server.campaign.book import Book, Place
from server.campaign.figures import GREATEST, MEASURES, Statement
from server.campaign.tables import BadTable, Row, read_day, read_number
from server.errors import Problem, sentence

AREA_COLUMNS = ("code", "name", "parent")
AREA_NAMES = {"local_code": "code"}
FIGURE_COLUMNS = ("area", "measure", "value", "as_of", "source")


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: int
    changed: int
    unchanged: int


def import_areas(session: Session, dictionary: Book, rows: list[Row], source: str) -> Imported:
    """Adds the areas that are new and corrects the names of those that are open; parents may stand in the same table.

    Raises:
        BadTable: one line for each wrong row; nothing is imported then.
    """
    lines: list[str] = []
    added = changed = unchanged = 0
    seen: set[str] = set()
    for row in rows:
        try:
            if row["code"] in seen:
                raise ValueError(f"code {row['code']} stands twice in the table")
            seen.add(row["code"])
            place = areas.open_place(dictionary, row["code"])
            if place is None:
                dictionary = _add(session, dictionary, row, source)
                added += 1
            elif _correct(session, dictionary, place, row):
                changed += 1
            else:
                unchanged += 1
        except (Problem, ValueError) as error:
            lines.append(_line(row, error))
    if lines:
        raise BadTable(lines)
    return Imported(added, changed, unchanged)


def _add(session: Session, dictionary: Book, row: Row, source: str) -> Book:
    """Adds one area and returns the dictionary with it, for rows that stand below it."""
    if not row["name"]:
        raise ValueError("the name is missing")
    parent = areas.open_place(dictionary, row["parent"])
    if parent is None:
        raise ValueError(f"there is no area {row['parent'] or '(empty)'} above it")
    begins = _begins(dictionary, row)
    kind = row["type"] or ("ấp" if parent.level == 1 else "xã")
    area_id = areas.add(
        session, dictionary, row["code"], row["name"][:200], kind[:32], parent, begins, row["source"] or source
    )
    place = Place(area_id, row["code"], row["name"], kind, parent.level + 1, parent.id, begins, None, None)
    return replace(dictionary, areas={**dictionary.areas, area_id: place})


def _begins(dictionary: Book, row: Row) -> date:
    if not row["valid_from"]:
        return dictionary.starts_on
    begins = read_day(row["valid_from"])
    if begins is None:
        raise ValueError(f"valid_from {row['valid_from']!r} is no day (2021-08-24 or 24/8/2021)")
    return begins


def _correct(session: Session, dictionary: Book, place: Place, row: Row) -> bool:
    name, kind = row["name"] or place.name, row["type"] or place.type
    parent = dictionary.areas.get(place.parent_id) if place.parent_id is not None else None
    if row["parent"] and (parent is None or parent.code != row["parent"]):
        raise ValueError(f"{place.code} lies in {parent.code if parent else 'nothing'}, not in {row['parent']}")
    if (name, kind) == (place.name, place.type):
        return False
    areas.rename(session, dictionary, place, name, kind)
    return True


def import_figures(session: Session, dictionary: Book, rows: list[Row]) -> Imported:
    """States the figures of a table; the same area, measure, day and source again corrects the value.

    Raises:
        BadTable: one line for each wrong row; nothing is imported then.
    """
    lines: list[str] = []
    stated: list[Statement] = []
    for row in rows:
        try:
            stated.append(_statement(dictionary, row))
        except ValueError as error:
            lines.append(_line(row, error))
    if lines:
        raise BadTable(lines)
    added = changed = unchanged = 0
    for one in stated:
        _, before = figures.put_figure(session, dictionary.campaign_id, one)
        added += before is None
        unchanged += before == one.value
        changed += before is not None and before != one.value
    return Imported(added, changed, unchanged)


def _statement(dictionary: Book, row: Row) -> Statement:
    place = dictionary.resolve(row["area"], areas.today(dictionary))
    if place is None:
        raise ValueError(f"there is no area {row['area'] or '(empty)'}")
    if row["measure"] not in MEASURES:
        raise ValueError(f"measure {row['measure']!r} is none of {', '.join(MEASURES)}")
    value = read_number(row["value"])
    if value is None or value > GREATEST:
        raise ValueError(f"value {row['value']!r} is no whole number")
    as_of = read_day(row["as_of"])
    if as_of is None:
        raise ValueError(f"as_of {row['as_of']!r} is no day (2021-08-24 or 24/8/2021)")
    if not row["source"]:
        raise ValueError("the source is missing")
    estimate = row["estimate"].lower() in ("yes", "true", "1", "có")
    return Statement(place, row["measure"], value, as_of, row["source"][:300], estimate)


def _line(row: Row, error: Exception) -> str:
    if isinstance(error, Problem):
        details = f" ({error.details})" if error.details else ""
        return f"row {row.number}: {sentence(error.code, 'en')}{details}"
    return f"row {row.number}: {error}"

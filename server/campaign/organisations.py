"""Real organisations under a class, and hamlet units made from the preset's templates when they are asked for.

Callers hold the campaign's lock. Every change is a new revision of the dictionary.
"""

import re
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.campaign import store
from server.campaign.book import Book, Place, Unit
from server.campaign.models import Organisation
from server.campaign.naming import expand
from server.errors import Problem

CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,95}")


def add(
    session: Session, dictionary: Book, code: str, name: str, short_name: str, parent: Unit, area: Place | None
) -> int:
    """Adds a real one under a class, with the kind and the duties of the class; returns its id.

    Raises:
        Problem: `request.invalid` when the code cannot be one or the parent is no class.
    """
    if not CODE.fullmatch(code):
        raise Problem("request.invalid", {"code": ["a-z, digits, dot, dash, underscore"]})
    if parent.takes_members:
        raise Problem("request.invalid", {"parent": ["a class, as doanh-nghiep or ngan-hang"]})
    values = {
        "code": code,
        "name": name,
        "short_name": short_name,
        "kind": parent.kind,
        "parent_id": parent.id,
        "area_id": area.id if area else None,
        "assists_residents": parent.assists_residents,
        "duties": dict(parent.duties),
    }
    return _insert(session, dictionary, values)


def from_template(dictionary: Book, template: str, hamlet: Place) -> dict[str, Any]:
    """What a hamlet's unit would be: `doan-tn-ap.28135-my-tay`, "Chi đoàn ấp Mỹ Tây".

    Raises:
        Problem: `organisation.unknown` for a template that the preset has not, `request.invalid` for no hamlet.
    """
    templates: Any = dictionary.settings.get("hamlet_templates", [])
    row = next((one for one in templates if one["code"] == template), None)
    if row is None:
        raise Problem("organisation.unknown", {"template": [template]})
    if hamlet.level != 2:
        raise Problem("request.invalid", {"area": ["a hamlet"]})
    commune = dictionary.areas.get(dictionary.commune_of(hamlet.id) or 0)
    above = dictionary.organisation_of(f"{row['parent']}.{commune.code}") if commune else None
    return {
        "code": f"{template}.{hamlet.code}".lower(),
        "name": expand(row["name"], hamlet=hamlet.name),
        "short_name": expand(row["short_name"], hamlet=hamlet.name),
        "kind": row["kind"],
        "parent_id": above.id if above else None,
        "area_id": hamlet.id,
        "assists_residents": row["assists_residents"] == "yes",
        "duties": {"weekly": False, "once": None, "due": None, "staff": row["staff_denominator"]},
    }


def add_from_template(session: Session, dictionary: Book, values: dict[str, Any]) -> int:
    """Adds what `from_template` described; returns its id."""
    return _insert(session, dictionary, values)


def rename(session: Session, dictionary: Book, unit: Unit, name: str, short_name: str) -> None:
    """Corrects the names of an organisation."""
    key = (Organisation.campaign_id == dictionary.campaign_id, Organisation.id == unit.id)
    query = update(Organisation).where(*key).values(name=name, short_name=short_name)
    session.execute(query.execution_options(synchronize_session=False))
    store.touch(session, dictionary.campaign_id)


def _insert(session: Session, dictionary: Book, values: dict[str, Any]) -> int:
    query = select(func.coalesce(func.max(Organisation.id), 0)).where(
        Organisation.campaign_id == dictionary.campaign_id
    )
    number = session.scalars(query).one() + 1
    session.add(
        Organisation(campaign_id=dictionary.campaign_id, id=number, position=number, takes_members=True, **values)
    )
    session.flush()
    store.touch(session, dictionary.campaign_id)
    return number

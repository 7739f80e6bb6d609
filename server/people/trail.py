"""Reading the audit trail: newest first, of one person, act, object or span of days, with names beside the ids.

Rests on the scope of whoever reads: district staff see their campaign's lines, admins those of the installation too
(keys, backups); neither sees another campaign's. Names are looked up when it is read: the trail itself holds none.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Session

from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.service import book
from server.clock import instant, start_of
from server.errors import Problem
from server.people import store
from server.people.models import Audit
from server.people.service import Caller

COMMAND = "gocua"  # stands for the person of what was done on the command line
_INSTALLATION = 0  # is no campaign's id


class Selection:
    """The lines that a query asks for, as far as the caller may see them.

    Args:
        query: `person` (an id, or `gocua` for the command line), `act` (`person.move`, or `person` for all acts upon
            people), `subject`, `since`, `until` (days in the campaign's zone), each as wished.

    Raises:
        Problem: `request.invalid`.
    """

    def __init__(self, session: Session, caller: Caller, query: Mapping[str, Any]):
        self.book = book(session, caller.campaign_id)
        # behind a function, so that no index on it is taken: nearly all lines are of one campaign, and the order of
        # ids, or the index of an act, a person or an object, finds fifty of them sooner
        whose = caller.campaign_id if caller.role == "admin" else _INSTALLATION
        self.conditions: list[ColumnElement[bool]] = [func.coalesce(Audit.campaign_id, whose) == caller.campaign_id]
        if "person" in query:
            self.conditions.append(_by(query["person"]))
        if "act" in query:
            act = query["act"]
            self.conditions.append(Audit.act == act if "." in act else Audit.act.startswith(f"{act}.", autoescape=True))
        if "subject" in query:
            self.conditions.append(Audit.subject == query["subject"])
        if "since" in query:
            self.conditions.append(Audit.at >= start_of(query["since"], self.book.tz))
        if "until" in query:
            self.conditions.append(Audit.at < start_of(query["until"] + timedelta(days=1), self.book.tz))

    def lines(self, session: Session, before: int | None, limit: int) -> list[dict[str, Any]]:
        """The newest lines older than an id, as answers show them."""
        rows = store.audit_page(session, self.conditions, before, limit)
        named = names(session, self.book, [row.subject for row, _ in rows])
        return [_shown(row, name, named) for row, name in rows]


def _by(person: str) -> ColumnElement[bool]:
    if person == COMMAND:
        return Audit.actor_id.is_(None)
    try:
        return Audit.actor_id == uuid.UUID(person)
    except ValueError:
        raise Problem("request.invalid", {"person": ["Not a valid UUID."]}) from None


def names(session: Session, dictionary: Book, subjects: Sequence[str]) -> dict[str, str]:
    """What the ids and codes among the subjects are called today; those that are gone have no name."""
    found: dict[str, str] = {}
    ids: list[uuid.UUID] = []
    day = today(dictionary)
    for one in set(subjects):
        try:
            ids.append(uuid.UUID(one))
            continue
        except ValueError:
            unit, area_id = dictionary.organisation_of(one), dictionary.resolve(one, day)
        if unit is not None:
            found[one] = unit.name
        elif area_id is not None:
            found[one] = dictionary.area(area_id).name
    return found | {str(one): name for one, name in store.names_of(session, dictionary.campaign_id, ids)}


def _shown(row: Audit, name: str | None, named: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": instant(row.at),
        "actor": {"id": row.actor_id, "name": name or ""} if row.actor_id is not None else None,
        "act": row.act,
        "subject": row.subject,
        "subject_name": named.get(row.subject),
        "details": row.details,
    }

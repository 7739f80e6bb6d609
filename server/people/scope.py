"""The one scope filter: what a caller sees, for every query of every room (protocol §2).

A scope is at most three restrictions, all of which must hold: areas, organisations, one person. None restricts
nothing. It never reaches beyond the caller's campaign. What is out of scope does not exist for the caller (404).
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.service import book
from server.clock import day_of, now_ms
from server.people.service import Caller

OWN = frozenset({"volunteer", "teller"})  # see their own records
WHOLE = frozenset({"district", "admin"})  # see the whole campaign


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody sees of one campaign.

    Attributes:
        area_ids: areas whose objects are seen, closed ones that now stand for them included; None: every area.
        organisation_ids: organisations whose objects are seen; None: every one, and none at all.
        person_id: the only person whose objects are seen; None: everybody's.
    """

    campaign_id: int
    area_ids: frozenset[int] | None = None
    organisation_ids: frozenset[int] | None = None
    person_id: uuid.UUID | None = None

    def sees(self, area_id: int, organisation_id: int | None, person_id: uuid.UUID | None) -> bool:
        """Whether an object of this area, organisation and person is in scope."""
        return (
            (self.area_ids is None or area_id in self.area_ids)
            and (self.organisation_ids is None or organisation_id in self.organisation_ids)
            and (self.person_id is None or person_id == self.person_id)
        )

    def conditions(self, campaign: Any, area: Any, organisation: Any, person: Any) -> list[ColumnElement[bool]]:
        """The same as SQL, over a query's own columns."""
        found: list[ColumnElement[bool]] = [campaign == self.campaign_id]
        if self.area_ids is not None:
            found.append(area.in_(self.area_ids))
        if self.organisation_ids is not None:
            found.append(organisation.in_(self.organisation_ids))
        if self.person_id is not None:
            found.append(person == self.person_id)
        return found

    @property
    def version(self) -> str:
        """Changes whenever the scope does: 16 hex digits, the same in every process."""
        parts = (self.campaign_id, _sorted(self.area_ids), _sorted(self.organisation_ids), self.person_id)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _sorted(ids: frozenset[int] | None) -> list[int] | None:
    return None if ids is None else sorted(ids)


def areas_under(dictionary: Book, area_id: int, day: date) -> frozenset[int]:
    """An area's subtree on a day, with the closed areas whose successor lies in it."""
    tree = dictionary.subtree(area_id)
    closed = (place.id for place in dictionary.areas.values() if place.valid_to is not None and place.id not in tree)
    return tree.union(one for one in closed if dictionary.current(one, day) in tree)


def scope_of(session: Session, caller: Caller) -> Scope:
    """What the caller sees now."""
    if caller.role in WHOLE:
        return Scope(caller.campaign_id)
    if caller.role in OWN:
        return Scope(caller.campaign_id, person_id=caller.person_id)
    dictionary = book(session, caller.campaign_id)
    if caller.role == "reporter":
        unit = caller.organisation_id
        units = dictionary.organisation_subtree(unit) if unit is not None else frozenset()
        return Scope(caller.campaign_id, organisation_ids=units)
    today = day_of(now_ms(), dictionary.tz)
    return Scope(caller.campaign_id, area_ids=areas_under(dictionary, caller.area_id, today))

"""Who is to be told about a unit: its clerks, the officers of its commune, the district's staff."""

import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from server.campaign.book import Book, Unit
from server.reports import store
from server.reports.units import level_of


def people_of(session: Session, dictionary: Book, unit: Unit) -> Sequence[uuid.UUID]:
    """The people who report for a unit; nobody when none has been invited yet."""
    area_id = unit.area_id if unit.kind == "commune_authority" and level_of(dictionary, unit) == "commune" else None
    return store.reporting_people(session, dictionary.campaign_id, unit.id, area_id)


def district(session: Session, campaign_id: int) -> Sequence[uuid.UUID]:
    """The staff who follow, urge and sum up (Directive R14)."""
    return store.district_people(session, campaign_id)

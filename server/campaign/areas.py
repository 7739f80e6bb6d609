"""Keeping the list of areas: adding hamlets, correcting names, closing with a successor.

Callers hold the campaign's lock. Promises: a code that is open is never given twice; nothing is closed backwards, so
what was counted stays counted where it was; every change is a new revision of the dictionary.
"""

import re
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.campaign import store
from server.campaign.book import Book, Place
from server.campaign.models import Area
from server.clock import day_of, now_ms
from server.errors import Problem

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
LOWEST = 2  # hamlets


def today(dictionary: Book) -> date:
    """The campaign's day of this moment."""
    return day_of(now_ms(), dictionary.tz)


def open_place(dictionary: Book, code: str) -> Place | None:
    """The area that the code names today, if it is open."""
    day = today(dictionary)
    rows = [one for one in dictionary.open_areas(day) if one.code == code]
    return rows[0] if rows else None


def check_new(dictionary: Book, code: str, parent: Place, valid_from: date) -> None:
    """Problem `request.invalid` (code, parent, valid_from) or `area.taken` for an area that cannot be added."""
    if not CODE.fullmatch(code):
        raise Problem("request.invalid", {"code": ["letters, digits, dot, dash, underscore"]})
    if parent.level + 1 > LOWEST:
        raise Problem("request.invalid", {"parent": ["a hamlet has no areas below it"]})
    for place in dictionary.areas.values():
        if place.code == code and (place.valid_to is None or place.valid_to >= valid_from):
            raise Problem("area.taken", {"code": [code]})


def add(
    session: Session, dictionary: Book, code: str, name: str, kind: str, parent: Place, valid_from: date, source: str
) -> int:
    """Adds an area under an open one and returns its id.

    Raises:
        Problem: as `check_new`.
    """
    check_new(dictionary, code, parent, valid_from)
    query = select(func.coalesce(func.max(Area.id), 0)).where(Area.campaign_id == dictionary.campaign_id)
    area_id = session.scalars(query).one() + 1
    session.add(
        Area(
            campaign_id=dictionary.campaign_id,
            id=area_id,
            code=code,
            name=name,
            type=kind,
            level=parent.level + 1,
            parent_id=parent.id,
            valid_from=valid_from,
            source=source,
        )
    )
    session.flush()
    store.touch(session, dictionary.campaign_id)
    return area_id


def rename(session: Session, dictionary: Book, place: Place, name: str, kind: str) -> None:
    """Corrects the name or the type of an area; records keep their code."""
    _change(session, dictionary, place, name=name, type=kind)


def close(session: Session, dictionary: Book, place: Place, last_day: date, successor: str | None) -> None:
    """Closes an area after its last day; its code stands for the successor from then on.

    Raises:
        Problem: `request.invalid` for a day that is past, `area.unknown` for the successor, `area.not_empty`.
    """
    day = today(dictionary)
    if place.id == dictionary.root:
        raise Problem("request.invalid", {"code": ["the root stays open"]})
    if last_day < day:
        raise Problem("request.invalid", {"last_day": ["not before today"]})
    if any(child.valid_to is None or child.valid_to > last_day for child in dictionary.children(place.id)):
        raise Problem("area.not_empty")
    if successor is not None:
        follower = open_place(dictionary, successor)
        if follower is None or follower.id == place.id or follower.level != place.level:
            raise Problem("area.unknown", {"successor": [successor]})
    _change(session, dictionary, place, valid_to=last_day, successor=successor)


def _change(session: Session, dictionary: Book, place: Place, **values: object) -> None:
    key = (Area.campaign_id == dictionary.campaign_id, Area.id == place.id)
    session.execute(update(Area).where(*key).values(**values).execution_options(synchronize_session=False))
    store.touch(session, dictionary.campaign_id)

"""What the views of this room share: the caller as an author of changes, and pages of ids."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.service import book, book_of
from server.database import writing
from server.errors import Problem
from server.keys import Keys
from server.people.invites import Author
from server.people.posts import Post
from server.people.service import Caller, caller

STAFF = ("commune", "district", "admin")
DISTRICT = ("district", "admin")


@dataclass(frozen=True)
class Desk:
    """A caller about to change something: the open transaction, the dictionary, the caller and the rights."""

    session: Session
    dictionary: Book
    caller: Caller
    author: Author

    def fresh(self) -> Book:
        """The dictionary after a change of it."""
        self.session.expire_all()
        return book(self.session, self.caller.campaign_id)


@contextmanager
def changing() -> Iterator[Desk]:
    """The write transaction of a staff act, with the campaign locked."""
    calling = caller()
    with writing() as session:
        campaign = campaign_store.lock(session, calling.campaign_id)
        if campaign.purged_at is not None:
            raise Problem("campaign.purged")
        yield Desk(session, book_of(session, campaign), calling, author_of(calling))


def author_of(calling: Caller) -> Author:
    post = Post(calling.role, calling.organisation_id, calling.area_id, calling.hamlet_id)
    return Author(calling.person_id, post)


def after_id(after: str | None) -> uuid.UUID | None:
    """The id that a page begins after; Problem `request.invalid` for what is none."""
    if after is None:
        return None
    try:
        return uuid.UUID(after)
    except ValueError:
        raise Problem("request.invalid", {"after": ["not a page"]}) from None


def after_number(after: str | None) -> int | None:
    """The number that a page begins after; Problem `request.invalid` for what is none."""
    if after is None:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 18):
        raise Problem("request.invalid", {"after": ["not a page"]})
    return int(after)


def keys() -> Keys:
    return current_app.extensions["gocua.keys"]

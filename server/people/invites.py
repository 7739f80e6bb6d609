"""Invites: making, listing and withdrawing them. The code is shown once, when it is made; only its hash is kept."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.clock import DAY_MS, day_of, now_ms
from server.errors import Problem
from server.ids import uuid7
from server.people import audit, second_factor, store, tokens
from server.people.models import Invite, Person
from server.people.posts import Post, check_manages, check_touches, post_of

VALID_MS = 7 * DAY_MS


@dataclass(frozen=True)
class Author:
    """Who makes an invite: staff with a post, or the command line (no id, every right)."""

    person_id: uuid.UUID | None = None
    post: Post | None = None

    def check(self, dictionary: Book, post: Post) -> None:
        """Problem `role.forbidden` or `not_found` when the author may not touch such a post."""
        if self.post is not None:
            check_manages(dictionary, day_of(now_ms(), dictionary.tz), self.post, post)

    def check_there(self, dictionary: Book, post: Post) -> None:
        """The same for a person, an invite or a device that is there: `not_found` comes first."""
        if self.post is not None:
            check_touches(dictionary, day_of(now_ms(), dictionary.tz), self.post, post)


@dataclass(frozen=True)
class Issued:
    """An invite and, when it was made just now, its code."""

    row: Invite
    code: str | None


def issue(session: Session, dictionary: Book, author: Author, name: str, post: Post, invite_id: uuid.UUID) -> Issued:
    """An invite for somebody new. A known id returns what is there, without a code.

    Raises:
        Problem: `role.forbidden`, `not_found`, `id.taken`.
    """
    author.check(dictionary, post)
    return _known(session, dictionary, author, invite_id) or _made(
        session, dictionary, author, invite_id, name, post, None
    )


def issue_for(session: Session, dictionary: Book, author: Author, person_id: uuid.UUID, invite_id: uuid.UUID) -> Issued:
    """An invite for somebody who exists: a new phone, a lost session, a forgotten password.

    Raises:
        Problem: `not_found` when the person is unknown or out of scope; `person.left`; `role.forbidden`; `id.taken`;
            `invite.factor` when they have a second factor, which an invite must not get around.
    """
    member = store.last_membership(session, dictionary.campaign_id, person_id)
    if member is None:
        raise Problem("not_found")
    author.check_there(dictionary, post_of(member))
    person = session.get_one(Person, person_id)
    if member.until_at is not None or person.disabled_at is not None:
        raise Problem("person.left")
    second_factor.not_by_invite(session, person_id)
    return _known(session, dictionary, author, invite_id) or _made(
        session, dictionary, author, invite_id, person.name, post_of(member), person_id
    )


def _known(session: Session, dictionary: Book, author: Author, invite_id: uuid.UUID) -> Issued | None:
    row = session.get(Invite, invite_id)
    if row is None:
        return None
    if row.campaign_id != dictionary.campaign_id or row.created_by != author.person_id:
        raise Problem("id.taken")
    return Issued(row, None)


def _made(
    session: Session,
    dictionary: Book,
    author: Author,
    invite_id: uuid.UUID,
    name: str,
    post: Post,
    person_id: uuid.UUID | None,
) -> Issued:
    now = now_ms()
    code = tokens.new_code()
    row = Invite(
        id=invite_id,
        code_hash=tokens.digest(code),
        campaign_id=dictionary.campaign_id,
        role=post.role,
        organisation_id=post.organisation_id,
        area_id=post.area_id,
        hamlet_id=post.hamlet_id,
        name=name,
        person_id=person_id,
        created_by=author.person_id,
        created_at=now,
        expires_at=now + VALID_MS,
    )
    session.add(row)
    session.flush()
    details = {"role": post.role, "area": dictionary.area(post.area_id).code, "person": str(person_id or "")}
    audit.record(
        session,
        "invite.make",
        invite_id,
        campaign_id=dictionary.campaign_id,
        actor_id=author.person_id,
        details=details,
    )
    return Issued(row, code)


def withdraw(session: Session, dictionary: Book, author: Author, invite_id: uuid.UUID) -> Invite:
    """Makes an invite useless; one that was used stays as it is.

    Raises:
        Problem: `not_found` when it is unknown or out of scope; `invite.used`.
    """
    row = session.get(Invite, invite_id)
    if row is None or row.campaign_id != dictionary.campaign_id:
        raise Problem("not_found")
    author.check_there(dictionary, post_of(row))
    if row.used_at is not None:
        raise Problem("invite.used")
    if row.withdrawn_at is None:
        row.withdrawn_at = now_ms()
        audit.record(
            session, "invite.withdraw", invite_id, campaign_id=dictionary.campaign_id, actor_id=author.person_id
        )
    return row


def link(public_url: str, code: str) -> str:
    """The link of an invite: the code is in the fragment, so in no log and in no link preview."""
    return f"{public_url}/#moi={code}"


def new_id() -> uuid.UUID:
    return uuid7()

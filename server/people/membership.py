"""People and their memberships: adding, moving, naming, removing; intervals change at the server's now.

Promises: an interval that has ended is never touched again, so an op is judged for ever by what its author was when
it happened; somebody who leaves keeps a way to send what the phone still holds (it is held for a person to look at).
"""

import re
import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.clock import now_ms
from server.errors import Problem
from server.people import audit, passwords, store
from server.people.invites import Author
from server.people.models import Device, Membership, Person
from server.people.posts import Post, post_of

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


def read_username(session: Session, typed: str, person_id: uuid.UUID | None = None) -> str:
    """The user name as it is kept; Problem `username.invalid`, or `username.taken` by somebody else."""
    username = typed.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Problem("username.invalid")
    holder = store.person_by_username(session, username)
    if holder is not None and holder.id != person_id:
        raise Problem("username.taken")
    return username


def add(
    session: Session,
    dictionary: Book,
    author: Author,
    person_id: uuid.UUID,
    name: str,
    post: Post,
    username: str | None = None,
    password: str | None = None,
) -> Person:
    """A new person with a membership from now on. A known id of this campaign returns who is there.

    Raises:
        Problem: `role.forbidden`, `not_found`, `id.taken`, `username.invalid`, `username.taken`, `password.weak`.
    """
    author.check(dictionary, post)
    known = session.get(Person, person_id)
    if known is not None:
        member = store.current_membership(session, dictionary.campaign_id, person_id)
        if member is None:
            raise Problem("id.taken")
        author.check_there(dictionary, post_of(member))
        return known
    now = now_ms()
    person = Person(
        id=person_id,
        name=name,
        username=read_username(session, username) if username else None,
        password_hash=passwords.make(password, (username or "", name)) if password is not None else None,
        created_at=now,
    )
    session.add(person)
    session.flush()
    session.add(_interval(dictionary, person_id, post, now))
    session.flush()
    _note(session, dictionary, author, "person.add", person_id, told(dictionary, post))
    return person


def join(session: Session, dictionary: Book, author: Author, username: str, post: Post) -> Person:
    """Brings somebody who has a user name into this campaign too.

    Raises:
        Problem: `person.unknown`, `username.taken` when the person is in the campaign already, `role.forbidden`.
    """
    author.check(dictionary, post)
    person = store.person_by_username(session, username.strip().lower())
    if person is None:
        raise Problem("person.unknown")
    if store.current_membership(session, dictionary.campaign_id, person.id) is not None:
        raise Problem("username.taken")
    session.add(_interval(dictionary, person.id, post, now_ms()))
    session.flush()
    _note(session, dictionary, author, "person.join", person.id, told(dictionary, post))
    return person


def move(session: Session, dictionary: Book, author: Author, person_id: uuid.UUID, post: Post) -> Membership:
    """Ends the present interval and begins the next one; the same post again changes nothing.

    Raises:
        Problem: `not_found` when the person is unknown or out of scope, `person.left`, `role.forbidden`.
    """
    campaign_store.lock(session, dictionary.campaign_id)
    member = _managed(session, dictionary, author, person_id)
    author.check(dictionary, post)
    if post_of(member) == post:
        return member
    before = told(dictionary, post_of(member))
    # never backwards, should the clock have been set back since the interval began
    now = max(now_ms(), member.from_at)
    member.until_at = now
    session.flush()
    following = _interval(dictionary, person_id, post, now)
    session.add(following)
    session.flush()
    details = {"from": before, "to": told(dictionary, post)}
    _note(session, dictionary, author, "person.move", person_id, details)
    return following


def rename(
    session: Session, dictionary: Book, author: Author, person_id: uuid.UUID, name: str, username: str | None
) -> Person:
    """Corrects a person's name or user name; None leaves the user name as it is.

    Raises:
        Problem: as `move`, `username.invalid`, `username.taken`.
    """
    _managed(session, dictionary, author, person_id)
    person = session.get_one(Person, person_id)
    kept = read_username(session, username, person_id) if username else person.username
    if (person.name, person.username) != (name, kept):
        person.name, person.username = name, kept
        session.flush()
        # without the names: the trail is never erased
        _note(session, dictionary, author, "person.rename", person_id, {})
    return person


def leave(session: Session, dictionary: Book, author: Author, person_id: uuid.UUID) -> None:
    """Ends the membership and revokes the person's devices in the campaign.

    Raises:
        Problem: `not_found` when the person is unknown or out of scope, `person.left`, `role.forbidden`.
    """
    campaign_store.lock(session, dictionary.campaign_id)
    member = _managed(session, dictionary, author, person_id)
    now = max(now_ms(), member.from_at)
    member.until_at = now
    for device in store.devices_of(session, dictionary.campaign_id, person_id):
        device.revoked_at = device.revoked_at or now
    _note(session, dictionary, author, "person.leave", person_id, told(dictionary, post_of(member)))


def suspend(session: Session, dictionary: Book, author: Author, person_id: uuid.UUID, until_told: bool) -> Person:
    """Holds somebody off until told otherwise, or lets them go on; the membership stays. Again it changes nothing.

    While held off they cannot sign in, and what their devices push is held for somebody to look at.

    Raises:
        Problem: as `move`; `role.forbidden` for oneself; `person.elsewhere` when another campaign needs them.
    """
    campaign_store.lock(session, dictionary.campaign_id)
    _managed(session, dictionary, author, person_id)
    if person_id == author.person_id:
        raise Problem("role.forbidden")
    if any(one.id != dictionary.campaign_id for one in store.campaigns_of(session, person_id)):
        raise Problem("person.elsewhere")
    person = session.get_one(Person, person_id)
    if (person.disabled_at is not None) != until_told:
        person.disabled_at = now_ms() if until_told else None
        session.flush()
        _note(session, dictionary, author, "person.suspend" if until_told else "person.resume", person_id, {})
    return person


def revoke(session: Session, dictionary: Book, author: Author, device: Device, post: Post, own: bool) -> Device:
    """Revokes a device: it may only push from now on, and that is held. A second time changes nothing.

    Args:
        post: what the device's person is.
        own: the person revokes a device of theirs (a lost phone).
    """
    if not own:
        author.check(dictionary, post)
    if device.revoked_at is None:
        device.revoked_at = now_ms()
        _note(session, dictionary, author, "device.revoke", device.id, {"person": str(device.person_id)})
    return device


def _managed(session: Session, dictionary: Book, author: Author, person_id: uuid.UUID) -> Membership:
    member = store.last_membership(session, dictionary.campaign_id, person_id)
    if member is None:
        raise Problem("not_found")
    author.check_there(dictionary, post_of(member))
    if member.until_at is not None:
        raise Problem("person.left")
    return member


def _interval(dictionary: Book, person_id: uuid.UUID, post: Post, from_at: int) -> Membership:
    return Membership(
        campaign_id=dictionary.campaign_id,
        person_id=person_id,
        role=post.role,
        organisation_id=post.organisation_id,
        area_id=post.area_id,
        hamlet_id=post.hamlet_id,
        from_at=from_at,
    )


def told(dictionary: Book, post: Post) -> dict[str, Any]:
    """A post in codes, as answers and the trail tell it."""
    unit = dictionary.organisations.get(post.organisation_id) if post.organisation_id is not None else None
    return {
        "role": post.role,
        "organisation": unit.code if unit else None,
        "area": dictionary.area(post.area_id).code,
        "hamlet": dictionary.area(post.hamlet_id).code if post.hamlet_id is not None else None,
    }


def _note(
    session: Session, dictionary: Book, author: Author, act: str, subject: object, details: dict[str, Any]
) -> None:
    audit.record(session, act, subject, campaign_id=dictionary.campaign_id, actor_id=author.person_id, details=details)

"""Giving programs a token and taking it away; the token is in the answer that made it and nowhere else."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.campaign.areas import today
from server.campaign.book import Book
from server.clock import DAY_MS, now_ms
from server.errors import Problem
from server.keys import Keys
from server.people import audit
from server.people.api_tokens import METRICS, RIGHTS, digest, new_secret, rights_of
from server.people.invites import Author
from server.people.models import ApiToken


@dataclass(frozen=True)
class Wanted:
    """What somebody wants a token to be: codes, not ids."""

    id: uuid.UUID
    name: str
    rights: Collection[str]
    days: int
    area: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class Made:
    """A token's row and, when it was made just now, the token."""

    row: ApiToken
    secret: str | None


def make(session: Session, dictionary: Book, keys: Keys, author: Author, wanted: Wanted) -> Made:
    """A new token; a known id returns what is there, without the token.

    Raises:
        Problem: `role.forbidden` (metrics is the admin's); `area.unknown`, `organisation.unknown`; `id.taken`;
            `request.invalid` for metrics in a part of the campaign.
    """
    _check(author, wanted.rights)
    known = session.get(ApiToken, wanted.id)
    if known is not None:
        if known.campaign_id != dictionary.campaign_id or known.created_by != author.person_id:
            raise Problem("id.taken")
        return Made(known, None)
    area_id = dictionary.resolve(wanted.area, today(dictionary)) if wanted.area else None
    if wanted.area and area_id is None:
        raise Problem("area.unknown", {"area": [wanted.area]})
    unit = dictionary.organisation_of(wanted.organisation) if wanted.organisation else None
    if wanted.organisation and unit is None:
        raise Problem("organisation.unknown", {"organisation": [wanted.organisation]})
    if METRICS in wanted.rights and (area_id is not None or unit is not None):
        raise Problem("request.invalid", {"rights": ["metrics are of the whole installation"]})
    now, secret = now_ms(), new_secret()
    row = ApiToken(
        id=wanted.id,
        key_hash=digest(keys, secret),
        campaign_id=dictionary.campaign_id,
        name=wanted.name,
        area_id=area_id,
        organisation_id=unit.id if unit else None,
        rights=",".join(right for right in RIGHTS if right in wanted.rights),
        created_by=author.person_id,
        created_at=now,
        expires_at=now + wanted.days * DAY_MS,
    )
    session.add(row)
    session.flush()
    details = {"rights": row.rights, "days": wanted.days, "area": wanted.area, "organisation": wanted.organisation}
    _note(session, row, "token.make", author, details)
    return Made(row, secret)


def revoke(session: Session, dictionary: Book, author: Author, token_id: uuid.UUID) -> ApiToken:
    """Closes a token from the next request on; one that is closed stays as it is.

    Raises:
        Problem: `not_found`; `role.forbidden` for a token of metrics, unless by the admin.
    """
    row = session.get(ApiToken, token_id)
    if row is None or row.campaign_id != dictionary.campaign_id:
        raise Problem("not_found")
    _check(author, rights_of(row))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now_ms(), author.person_id
        _note(session, row, "token.revoke", author, {})
    return row


def _check(author: Author, rights: Collection[str]) -> None:
    if METRICS in rights and author.post is not None and author.post.role != "admin":
        raise Problem("role.forbidden")


def _note(session: Session, row: ApiToken, act: str, author: Author, details: dict[str, object]) -> None:
    audit.record(
        session,
        act,
        row.id,
        campaign_id=row.campaign_id,
        actor_id=author.person_id,
        details={"name": row.name, **details},
    )

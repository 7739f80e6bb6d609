"""Who is calling: from a bearer token or the device's cookie to a `Caller`, or to the problem that says why not.

Views say who may call them with `@require(...)` above `@blp.arguments`, so that the session is checked before the
body is looked at; `caller()` then returns who it is. Sessions last 90 days from the last use, 180 at most.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, request

from server.clock import DAY_MS, now_ms
from server.database import reading, writing
from server.errors import Problem
from server.people import cookies, store, tokens
from server.people.roles import ROLES

P = ParamSpec("P")
R = TypeVar("R")
SLIDING_MS = 90 * DAY_MS
ABSOLUTE_MS = 180 * DAY_MS
REVOKED_PUSH_MS = 45 * DAY_MS
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """A person on a device in a campaign, with the membership of this moment.

    Attributes:
        token_kind: `cookie` or `bearer`.
        revoked: the device was revoked by staff, or the person has left; only a push gets this far then.
    """

    person_id: uuid.UUID
    device_id: uuid.UUID
    campaign_id: int
    campaign_code: str
    role: str
    organisation_id: int | None
    area_id: int
    membership_id: int
    token_kind: str
    revoked: bool
    name: str
    hamlet_id: int | None
    member_since: int
    enrolled_at: int
    token_hash: bytes


def require(*roles: str, even_revoked: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view that needs a session, of one of the roles when any are given.

    Args:
        even_revoked: let devices in that staff revoked less than 45 days ago (push alone).

    Raises:
        Problem: 401 as `caller`; `role.forbidden` (403).
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            calling = caller(even_revoked)
            if roles and calling.role not in roles:
                raise Problem("role.forbidden")
            return view(*args, **kwargs)

        # what the scope matrix of the tests reads: which roles a route lets in at all
        wrapped.__dict__["_roles"] = roles or ROLES
        return wrapped

    return decorate


def caller(even_revoked: bool = False) -> Caller:
    """Who is calling.

    Raises:
        Problem: `session.missing`, `session.expired`, `person.changed`, `device.revoked` (401); `request.origin`
            (403) for a write with a cookie from another site.
    """
    found: Caller | None = g.get("caller")
    if found is None:
        found = _identify()
    if found.revoked and not even_revoked:
        raise Problem("device.revoked")
    g.caller = found
    return found


def _identify() -> Caller:
    named: uuid.UUID | None = None
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    kind = "bearer"
    if scheme.lower() != "bearer" or not token.strip():
        kind = "cookie"
        named, token = cookies.read()
        if request.method not in _SAFE and not cookies.same_site():
            raise Problem("request.origin")
    now = now_ms()
    with reading() as session:
        row = store.session_row(session, tokens.digest(token.strip()))
    if row is None or not alive(row, now):
        raise Problem("session.expired")
    if named is not None and named != row.device_id:
        raise Problem("person.changed")
    stops = [row.revoked_at, row.disabled_at, row.member_until]
    revoked_at = min((at for at in stops if at is not None), default=None)
    if revoked_at is not None and now >= revoked_at + REVOKED_PUSH_MS:
        raise Problem("device.revoked")
    if now - row.used_at > DAY_MS:
        _touch(row.token_hash, row.device_id, now)
    return Caller(
        person_id=row.person_id,
        device_id=row.device_id,
        campaign_id=row.campaign_id,
        campaign_code=row.campaign_code,
        role=row.role,
        organisation_id=row.organisation_id,
        area_id=row.area_id,
        membership_id=row.membership_id,
        token_kind=kind,
        revoked=revoked_at is not None,
        name=row.name,
        hamlet_id=row.hamlet_id,
        member_since=row.member_since,
        enrolled_at=row.enrolled_at,
        token_hash=row.token_hash,
    )


def alive(row: store.SessionRow, now: int) -> bool:
    """Whether a session still opens the door at an instant (ms)."""
    return row.ended_at is None and now < row.used_at + SLIDING_MS and now < row.created_at + ABSOLUTE_MS


def _touch(token_hash: bytes, device_id: uuid.UUID, now: int) -> None:
    """Slides the session, at most once a day: a request that only reads must not wait for the writer."""
    try:
        with writing() as session:
            store.touch_session(session, token_hash, device_id, now)
    except Problem:
        return  # busy: the next request slides it

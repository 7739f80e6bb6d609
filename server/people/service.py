"""Who is calling: from a bearer token or the device's cookie to a `Caller`, or to the problem that says why not.

Views say who may call them with `@require(...)` above `@blp.arguments`, so that the session is checked before the
body is looked at; `caller()` then returns who it is. Sessions last 90 days from the last use, 180 at most. Tokens of
programs (`api_tokens`) open a view only when it names the right that they need for it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g, request

from server.clock import DAY_MS, now_ms
from server.config import Settings
from server.database import looked_up, reading, writing
from server.errors import Problem
from server.people import api_tokens, cookies, store, tokens
from server.people.paces import Paces
from server.people.roles import ROLES

P = ParamSpec("P")
R = TypeVar("R")
SLIDING_MS = 90 * DAY_MS
ABSOLUTE_MS = 180 * DAY_MS
REVOKED_PUSH_MS = 45 * DAY_MS
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """A person on a device in a campaign, with the membership of this moment; or a program with a token.

    A program's `person_id` and `device_id` are its token's id, which is nobody's: it owns nothing.

    Attributes:
        token_kind: `cookie` or `bearer`; `token` of a program.
        revoked: the device was revoked by staff, or the person has left; only a push gets this far then.
        lacks_factor: the role needs a second factor here, and there is none; only setting it up gets this far then.
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
    lacks_factor: bool = False

    @property
    def actor_id(self) -> uuid.UUID | None:
        """Who it is in the trail: a person, or None for a program."""
        return None if self.token_kind == api_tokens.KIND else self.person_id


def require(
    *roles: str, even_revoked: bool = False, even_without_factor: bool = False, right: str | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view that needs a session, of one of the roles when any are given.

    Args:
        even_revoked: let devices in that staff revoked less than 45 days ago (push alone).
        even_without_factor: let people in who have yet to set up the second factor that their role needs.
        right: the right by which a program's token opens the view, too; None: no token does.

    Raises:
        Problem: 401 as `caller`; `role.forbidden`, `token.forbidden`, `factor.required` (403).
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            calling = caller(even_revoked, right)
            if roles and calling.role not in roles:
                raise Problem("role.forbidden")
            if calling.lacks_factor and not even_without_factor:
                raise Problem("factor.required")
            return view(*args, **kwargs)

        # what the scope matrix of the tests reads: which roles a route lets in at all
        wrapped.__dict__["_roles"] = roles or ROLES
        # what the API document reads
        wrapped.__dict__["_right"] = right
        return wrapped

    return decorate


def caller(even_revoked: bool = False, right: str | None = None) -> Caller:
    """Who is calling.

    Args:
        right: lets a program in whose token has it.

    Raises:
        Problem: `session.missing`, `session.expired`, `person.changed`, `device.revoked` (401); `request.origin`
            (403) for a write with a cookie from another site; of programs, as `program`.
    """
    found: Caller | None = g.get("caller")
    if found is None:
        found = _identify(right)
    if found.revoked and not even_revoked:
        raise Problem("device.revoked")
    g.caller = found
    return found


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _identify(right: str | None) -> Caller:
    named: uuid.UUID | None = None
    token = _bearer()
    kind = "bearer"
    if token is not None and api_tokens.is_one(token):
        return program(token, right)
    if token is None:
        kind = "cookie"
        named, token = cookies.read()
        if request.method not in _SAFE and not cookies.same_site():
            raise Problem("request.origin")
    now = now_ms()
    digest = tokens.digest(token)
    row = looked_up(lambda connection: store.session_row(connection, digest))
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
        lacks_factor=not row.has_factor and row.role in factor_for(),
    )


def factor_for() -> tuple[str, ...]:
    """Roles that need a second factor on this installation."""
    settings: Settings = current_app.extensions["gocua.settings"]
    return settings.factor_for


def program(secret: str | None, right: str | None) -> Caller:
    """The program with this token, if its rights open what it asks for.

    Raises:
        Problem: `session.missing`, `token.unknown`, `token.revoked`, `token.expired` (401); `token.forbidden` (403)
            for what its rights do not open, and for everything but GET; `request.too_many` (429).
    """
    if secret is None:
        raise Problem("session.missing")
    now = now_ms()
    with reading() as session:
        digests = api_tokens.digests(current_app.extensions["gocua.keys"], secret)
        row = next(filter(None, (store.token_row(session, one) for one in digests)), None)
    if row is None:
        raise Problem("token.unknown")
    if row.revoked_at is not None:
        raise Problem("token.revoked")
    if now >= row.expires_at:
        raise Problem("token.expired")
    paces: Paces = current_app.extensions["gocua.paces"]
    paces.take(row.id)
    if right is None or right not in api_tokens.rights_of(row) or request.method not in _SAFE:
        raise Problem("token.forbidden")
    if row.used_at is None or now - row.used_at > api_tokens.OFTEN_MS or row.key_hash != digests[0]:
        _see(row.id, digests[0], now)
    return Caller(
        person_id=row.id,
        device_id=row.id,
        campaign_id=row.campaign_id,
        campaign_code=row.campaign_code,
        role=api_tokens.role_of(row.area_id, row.organisation_id),
        organisation_id=row.organisation_id,
        area_id=row.root if row.area_id is None else row.area_id,
        membership_id=0,
        token_kind=api_tokens.KIND,
        revoked=False,
        name=row.name,
        hamlet_id=None,
        member_since=row.created_at,
        enrolled_at=row.created_at,
        token_hash=b"",
    )


def bearer_of_program(right: str) -> Caller:
    """As `program`, for an address outside of the API that takes nobody else."""
    return program(_bearer(), right)


def _see(token_id: uuid.UUID, key_hash: bytes, now: int) -> None:
    """Notes the use of a token, now and then: a request that only reads must not wait for the writer."""
    try:
        with writing() as session:
            api_tokens.see(session, token_id, key_hash, now)
    except Problem:
        return  # busy: the next request notes it


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

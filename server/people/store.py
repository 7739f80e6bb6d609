"""All SQL of the people room."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, case, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.campaign.models import Campaign
from server.people.models import (
    ApiToken,
    Audit,
    Device,
    Invite,
    LoginAttempt,
    LoginSession,
    Membership,
    Person,
    SecondFactor,
)


class SessionRow(NamedTuple):
    """A session with its device, its person and their present membership, or the one that ended last."""

    token_hash: bytes
    created_at: int
    used_at: int
    ended_at: int | None
    device_id: uuid.UUID
    campaign_id: int
    enrolled_at: int
    revoked_at: int | None
    person_id: uuid.UUID
    name: str
    disabled_at: int | None
    campaign_code: str
    membership_id: int
    role: str
    organisation_id: int | None
    area_id: int
    hamlet_id: int | None
    member_since: int
    member_until: int | None
    has_factor: bool


# --- sessions and devices ---

_LAST_MEMBERSHIP = (
    select(Membership.id)
    .where(Membership.campaign_id == Device.campaign_id, Membership.person_id == Device.person_id)
    .order_by(Membership.until_at.is_not(None), Membership.from_at.desc(), Membership.id.desc())
    .limit(1)
    .correlate(Device)
    .scalar_subquery()
)
# looked up for those alone of whom an installation may ask for one: a push of a volunteer costs nothing more
_HAS_FACTOR = case(
    (
        Membership.role.in_(("commune", "district", "admin")),
        exists().where(SecondFactor.person_id == Device.person_id).correlate(Device),
    ),
    else_=False,
)
# made once: putting a statement together costs more than running it
_SESSION = (
    select(
        LoginSession.token_hash,
        LoginSession.created_at,
        LoginSession.used_at,
        LoginSession.ended_at,
        Device.id,
        Device.campaign_id,
        Device.enrolled_at,
        Device.revoked_at,
        Person.id,
        Person.name,
        Person.disabled_at,
        Campaign.code,
        Membership.id,
        Membership.role,
        Membership.organisation_id,
        Membership.area_id,
        Membership.hamlet_id,
        Membership.from_at,
        Membership.until_at,
        _HAS_FACTOR,
    )
    .select_from(LoginSession)
    .join(Device, Device.id == LoginSession.device_id)
    .join(Person, Person.id == Device.person_id)
    .join(Campaign, Campaign.id == Device.campaign_id)
    .join(Membership, Membership.id == _LAST_MEMBERSHIP)
    .where(LoginSession.token_hash == bindparam("token"))
)


def session_row(connection: Connection, token_hash: bytes) -> SessionRow | None:
    """The session of a token, in one statement; None for a token that is not known."""
    row = connection.execute(_SESSION, {"token": token_hash}).one_or_none()
    return SessionRow(*row) if row else None


def touch_session(session: Session, token_hash: bytes, device_id: uuid.UUID, now: int) -> None:
    session.execute(update(LoginSession).where(LoginSession.token_hash == token_hash).values(used_at=now))
    session.execute(update(Device).where(Device.id == device_id).values(last_seen_at=now))


def lock_person(session: Session, person_id: uuid.UUID) -> Person | None:
    """The person's row, locked: two sign-ins at once must not make two devices of one installation."""
    return session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one_or_none()


def end_sessions(session: Session, now: int, *conditions: ColumnElement[bool]) -> None:
    """Ends the sessions for which the conditions hold; their tokens are dead at once."""
    query = update(LoginSession).where(LoginSession.ended_at.is_(None), *conditions).values(ended_at=now)
    session.execute(query.execution_options(synchronize_session=False))


def end_device_sessions(session: Session, device_id: uuid.UUID, now: int) -> None:
    end_sessions(session, now, LoginSession.device_id == device_id)


def end_other_sessions(session: Session, person_id: uuid.UUID, kept: bytes, now: int) -> None:
    """Ends every session of a person but one (after a change of password)."""
    devices = select(Device.id).where(Device.person_id == person_id)
    end_sessions(session, now, LoginSession.device_id.in_(devices), LoginSession.token_hash != kept)


def device_by_install(session: Session, campaign_id: int, person_id: uuid.UUID, install_id: uuid.UUID) -> Device | None:
    query = select(Device).where(
        Device.campaign_id == campaign_id, Device.person_id == person_id, Device.install_id == install_id
    )
    return session.scalars(query).one_or_none()


def devices_of(session: Session, campaign_id: int, person_id: uuid.UUID) -> Sequence[Device]:
    query = select(Device).where(Device.campaign_id == campaign_id, Device.person_id == person_id)
    return session.scalars(query.order_by(Device.id)).all()


# --- people and memberships ---


def person_by_username(session: Session, username: str) -> Person | None:
    return session.scalars(select(Person).where(Person.username == username)).one_or_none()


def current_membership(session: Session, campaign_id: int, person_id: uuid.UUID) -> Membership | None:
    query = select(Membership).where(
        Membership.campaign_id == campaign_id, Membership.person_id == person_id, Membership.until_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def last_membership(session: Session, campaign_id: int, person_id: uuid.UUID) -> Membership | None:
    """The present membership, or the one that ended last."""
    query = select(Membership).where(Membership.campaign_id == campaign_id, Membership.person_id == person_id)
    return session.scalars(query.order_by(Membership.from_at.desc(), Membership.id.desc()).limit(1)).one_or_none()


def campaigns_of(session: Session, person_id: uuid.UUID) -> Sequence[Campaign]:
    """The campaigns in which the person has a membership now."""
    query = (
        select(Campaign)
        .join(Membership, Membership.campaign_id == Campaign.id)
        .where(Membership.person_id == person_id, Membership.until_at.is_(None))
    )
    return session.scalars(query.order_by(Campaign.code)).all()


def people_page(
    session: Session, conditions: list[ColumnElement[bool]], after: uuid.UUID | None, limit: int | None
) -> Sequence[Row[Person, Membership]]:
    """People with their present membership, in order of id; without a limit all of them."""
    query = select(Person, Membership).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.until_at.is_(None), *conditions)
    if after is not None:
        query = query.where(Person.id > after)
    return session.execute(query.order_by(Person.id).limit(limit)).all()


def person_row(
    session: Session, person_id: uuid.UUID, conditions: list[ColumnElement[bool]]
) -> Row[Person, Membership] | None:
    query = select(Person, Membership).join(Membership, Membership.person_id == Person.id)
    query = query.where(Person.id == person_id, Membership.until_at.is_(None), *conditions)
    return session.execute(query).one_or_none()


def devices_page(
    session: Session, conditions: list[ColumnElement[bool]], after: uuid.UUID | None, limit: int | None
) -> Sequence[Row[Device, Person, Membership]]:
    """Devices with their person and that person's latest membership, in order of id; without a limit all of them."""
    query = _devices().where(*conditions)
    if after is not None:
        query = query.where(Device.id > after)
    return session.execute(query.order_by(Device.id).limit(limit)).all()


def device_row(
    session: Session, device_id: uuid.UUID, conditions: list[ColumnElement[bool]]
) -> Row[Device, Person, Membership] | None:
    return session.execute(_devices().where(Device.id == device_id, *conditions)).one_or_none()


def _devices() -> Select[Device, Person, Membership]:
    # ids grow with time, and a person's memberships follow one another: the greatest is the latest
    latest = (
        select(Membership.id)
        .where(Membership.campaign_id == Device.campaign_id, Membership.person_id == Device.person_id)
        .order_by(Membership.from_at.desc(), Membership.id.desc())
        .limit(1)
        .correlate(Device)
        .scalar_subquery()
    )
    return (
        select(Device, Person, Membership)
        .join(Person, Person.id == Device.person_id)
        .join(Membership, Membership.id == latest)
    )


# --- invites ---


def invite_by_code(session: Session, code_hash: bytes) -> Invite | None:
    query = select(Invite).where(Invite.code_hash == code_hash)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def take_invite(session: Session, invite_id: uuid.UUID, install_id: uuid.UUID, now: int) -> bool:
    """Uses an invite up; True for exactly one of any number of simultaneous attempts."""
    query = (
        update(Invite)
        .where(
            Invite.id == invite_id,
            Invite.used_at.is_(None),
            Invite.withdrawn_at.is_(None),
            Invite.expires_at > now,
        )
        .values(used_at=now, used_install_id=install_id)
    )
    result = session.execute(query.execution_options(synchronize_session=False))
    return result.rowcount == 1  # type: ignore[attr-defined]


def recent_invite(session: Session, device_id: uuid.UUID, since: int) -> bool:
    """Whether the device came in by an invite after an instant."""
    query = select(Invite.id).where(Invite.used_device_id == device_id, Invite.used_at >= since)
    return session.execute(query.limit(1)).first() is not None


def invites_page(
    session: Session, conditions: list[ColumnElement[bool]], after: uuid.UUID | None, limit: int
) -> Sequence[Invite]:
    query = select(Invite).where(*conditions)
    if after is not None:
        query = query.where(Invite.id > after)
    return session.scalars(query.order_by(Invite.id).limit(limit)).all()


# --- tokens of programs ---


class TokenRow(NamedTuple):
    """A token of a program with its campaign."""

    id: uuid.UUID
    campaign_id: int
    campaign_code: str
    root: int
    name: str
    area_id: int | None
    organisation_id: int | None
    rights: str
    created_at: int
    expires_at: int
    used_at: int | None
    revoked_at: int | None
    key_hash: bytes


_TOKEN = (
    select(
        ApiToken.id,
        ApiToken.campaign_id,
        Campaign.code,
        Campaign.root_area,
        ApiToken.name,
        ApiToken.area_id,
        ApiToken.organisation_id,
        ApiToken.rights,
        ApiToken.created_at,
        ApiToken.expires_at,
        ApiToken.used_at,
        ApiToken.revoked_at,
        ApiToken.key_hash,
    )
    .join(Campaign, Campaign.id == ApiToken.campaign_id)
    .where(ApiToken.key_hash == bindparam("key_hash"))
)


def token_row(session: Session, key_hash: bytes) -> TokenRow | None:
    """The token of a hash; None for one that is not known."""
    row = session.connection().execute(_TOKEN, {"key_hash": key_hash}).one_or_none()
    return TokenRow(*row) if row else None


def tokens_page(
    session: Session, campaign_id: int, before: uuid.UUID | None, limit: int
) -> Sequence[Row[ApiToken, str]]:
    """A campaign's tokens with the names of who made them, the newest first."""
    query = select(ApiToken, Person.name).outerjoin(Person, Person.id == ApiToken.created_by)
    query = query.where(ApiToken.campaign_id == campaign_id)
    if before is not None:
        query = query.where(ApiToken.id < before)
    return session.execute(query.order_by(ApiToken.id.desc()).limit(limit)).all()


# --- counters of wrong guesses, and the trail ---


def attempts(session: Session, keys: Sequence[str]) -> dict[str, LoginAttempt]:
    """The counters of the keys, made when they are new, locked until the transaction ends."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(LoginAttempt).values([{"key": key, "failures": 0, "last_at": 0} for key in sorted(keys)])
    # an update of nothing, where doing nothing would lock nothing: `forget_attempts` may just be deleting the row
    session.execute(new.on_conflict_do_update(index_elements=["key"], set_={"key": new.excluded.key}))
    query = select(LoginAttempt).where(LoginAttempt.key.in_(keys)).with_for_update()
    return {row.key: row for row in session.scalars(query.order_by(LoginAttempt.key))}


def has_old_attempts(session: Session, until: int) -> bool:
    """Whether there is a counter whose last attempt was at that time or before."""
    return session.scalar(select(LoginAttempt.key).where(LoginAttempt.last_at <= until).limit(1)) is not None


def forget_attempts(session: Session, until: int) -> None:
    """Deletes those counters."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.last_at <= until))


def audit_page(
    session: Session, conditions: list[ColumnElement[bool]], before: int | None, limit: int
) -> Sequence[Row[Audit, str]]:
    """Lines of the trail, newest first, with the names of who acted."""
    query = select(Audit, Person.name).outerjoin(Person, Person.id == Audit.actor_id).where(*conditions)
    if before is not None:
        query = query.where(Audit.id < before)
    return session.execute(query.order_by(Audit.id.desc()).limit(limit)).all()


def names_of(session: Session, campaign_id: int, ids: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Names of people, devices (with whose they are) and invites of a campaign among the ids."""
    if not ids:
        return []
    here = select(Membership.person_id).where(Membership.campaign_id == campaign_id)
    people = select(Person.id, Person.name).where(Person.id.in_(ids), Person.id.in_(here))
    devices = select(Device.id, Person.name, Device.name).join(Person, Person.id == Device.person_id)
    devices = devices.where(Device.id.in_(ids), Device.campaign_id == campaign_id)
    asked = select(Invite.id, Invite.name).where(Invite.id.in_(ids), Invite.campaign_id == campaign_id)
    found = [(one, name) for query in (people, asked) for one, name in session.execute(query)]
    return found + [(one, f"{whose} · {name}" if name else whose) for one, whose, name in session.execute(devices)]

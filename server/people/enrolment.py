"""Coming in: redeeming an invite, signing in with a password, signing out.

Promises: an invite is used up by exactly one installation, which may redeem it again for 24 hours; the same
installation of the same person in the same campaign is always the same device; a new token ends the device's old
ones; wrong guesses cost the same work and the same words whether the account exists or not.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server import logs
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import DAY_MS, day_of, now_ms
from server.database import reading, writing
from server.errors import Problem
from server.ids import uuid7
from server.keys import Keys
from server.people import audit, lockout, passwords, second_factor, store, tokens
from server.people.models import Device, Invite, LoginSession, Membership, Person
from server.people.posts import manages, post_of
from server.people.proving import password_again
from server.people.service import Caller

_log = logs.get("people")
AGAIN_MS = DAY_MS  # how long the same installation may redeem its invite again


@dataclass(frozen=True)
class Installation:
    """The browser or program that wants in."""

    install_id: uuid.UUID
    device_name: str
    transport: str
    address: str | None


@dataclass(frozen=True)
class Admitted:
    """Somebody who is in: the token is shown once and never again."""

    caller: Caller
    token: str


def enrol(typed: str, at: Installation) -> Admitted:
    """Redeems an invite.

    Raises:
        Problem: `invite.unknown` (404), `invite.used`, `invite.expired` (409), `device.revoked`, `session.locked`.
    """
    guesses = lockout.by_invite_address(at.address)
    code = tokens.read_code(typed)
    code_hash = tokens.digest(code or "")
    with writing() as session:
        lockout.count(session, guesses)
        known = store.invite_by_code(session, code_hash) is not None
        if known:
            lockout.forgive(session, guesses)
    if not known:
        raise Problem("invite.unknown")
    with writing() as session:
        invite = store.invite_by_code(session, code_hash)
        if invite is None:
            raise Problem("invite.unknown")
        campaign = _open_campaign(session, invite.campaign_id)
        now = now_ms()
        if invite.used_at is None and _acceptable(session, campaign, invite, now):
            if store.take_invite(session, invite.id, at.install_id, now):
                return _first(session, campaign, invite, at, now)
            invite = store.invite_by_code(session, code_hash) or invite
        return _again(session, campaign, invite, at, now)


def _open_campaign(session: Session, campaign_id: int) -> Campaign:
    campaign = session.get_one(Campaign, campaign_id)
    if campaign.purged_at is not None:
        raise Problem("campaign.purged")
    return campaign


def _acceptable(session: Session, campaign: Campaign, invite: Invite, now: int) -> bool:
    """Not withdrawn, not expired, and whoever made it may still do so; `invite.expired` else."""
    inviter = None
    if invite.created_by is not None:
        inviter = store.current_membership(session, campaign.id, invite.created_by)
        if inviter is None:
            raise Problem("invite.expired")
        today = day_of(now, campaign.tz)
        if not manages(book_of(session, campaign), today, post_of(inviter), post_of(invite)):
            raise Problem("invite.expired")
    if invite.withdrawn_at is not None or now >= invite.expires_at:
        raise Problem("invite.expired")
    return True


def _first(session: Session, campaign: Campaign, invite: Invite, at: Installation, now: int) -> Admitted:
    if invite.person_id is None:
        person = Person(id=uuid7(), name=invite.name, created_at=now)
        session.add(person)
        session.flush()
        member = Membership(
            campaign_id=campaign.id,
            person_id=person.id,
            role=invite.role,
            organisation_id=invite.organisation_id,
            area_id=invite.area_id,
            hamlet_id=invite.hamlet_id,
            from_at=now,
        )
        session.add(member)
        session.flush()
    else:
        person = store.lock_person(session, invite.person_id)
        member = store.current_membership(session, campaign.id, invite.person_id)
        if person is None or member is None or person.disabled_at is not None:
            raise Problem("invite.expired")
        second_factor.not_by_invite(session, person.id)
    device = _device(session, campaign.id, person.id, at, now, invite)
    invite.used_at, invite.used_install_id, invite.used_device_id = now, at.install_id, device.id
    details = {"person": str(person.id), "device": str(device.id)}
    audit.record(session, "invite.use", invite.id, campaign_id=campaign.id, actor_id=person.id, details=details)
    return _admit(session, campaign, person, member, device, at, now)


def _again(session: Session, campaign: Campaign, invite: Invite, at: Installation, now: int) -> Admitted:
    """A second redemption: the reply to the first was lost."""
    if invite.used_at is None or invite.withdrawn_at is not None:
        raise Problem("invite.expired")
    if invite.used_install_id != at.install_id or now >= invite.used_at + AGAIN_MS:
        raise Problem("invite.used")
    device = session.get_one(Device, invite.used_device_id)
    person = store.lock_person(session, device.person_id)
    member = store.current_membership(session, campaign.id, device.person_id)
    if person is None or member is None or device.revoked_at is not None or person.disabled_at is not None:
        raise Problem("device.revoked")
    second_factor.not_by_invite(session, person.id)
    return _admit(session, campaign, person, member, device, at, now)


def _device(
    session: Session, campaign_id: int, person_id: uuid.UUID, at: Installation, now: int, invite: Invite | None
) -> Device:
    """The installation's device of this person; a revoked one comes back only by an invite made after that."""
    device = store.device_by_install(session, campaign_id, person_id, at.install_id)
    if device is None:
        device = Device(
            id=uuid7(),
            campaign_id=campaign_id,
            person_id=person_id,
            install_id=at.install_id,
            name=at.device_name,
            enrolled_at=now,
            last_seen_at=now,
        )
        session.add(device)
        session.flush()
        return device
    if device.revoked_at is not None:
        if invite is None or invite.created_at <= device.revoked_at:
            raise Problem("device.revoked")
        device.revoked_at = None
        audit.record(session, "device.restore", device.id, campaign_id=campaign_id, actor_id=invite.created_by)
    device.name, device.last_seen_at = at.device_name, now
    return device


def _admit(
    session: Session,
    campaign: Campaign,
    person: Person,
    member: Membership,
    device: Device,
    at: Installation,
    now: int,
) -> Admitted:
    token = tokens.new_token()
    store.end_device_sessions(session, device.id, now)
    row = LoginSession(
        token_hash=tokens.digest(token), device_id=device.id, transport=at.transport, created_at=now, used_at=now
    )
    session.add(row)
    session.flush()
    caller = Caller(
        person_id=person.id,
        device_id=device.id,
        campaign_id=campaign.id,
        campaign_code=campaign.code,
        role=member.role,
        organisation_id=member.organisation_id,
        area_id=member.area_id,
        membership_id=member.id,
        token_kind=at.transport,
        revoked=False,
        name=person.name,
        hamlet_id=member.hamlet_id,
        member_since=member.from_at,
        enrolled_at=device.enrolled_at,
        token_hash=row.token_hash,
    )
    return Admitted(caller, token)


def sign_in(
    keys: Keys, username: str, password: str, campaign_code: str | None, factor_code: str | None, at: Installation
) -> Admitted:
    """Opens a session with a password, and a code of the second factor where there is one.

    Raises:
        Problem: `session.credentials`; then `session.code_needed` (409), `session.code_wrong`; `session.locked` (429);
            `campaign.choose` (409) with the campaigns to choose from; `campaign.unknown`, `campaign.purged`,
            `device.revoked`.
    """
    username = username.strip().lower()
    counters = lockout.by_account(username), lockout.by_address(at.address)
    with writing() as session:
        lockout.count(session, *counters)
    with reading() as session:
        person = store.person_by_username(session, username)
    # outside any transaction: the work is long on purpose
    right = passwords.matches(person.password_hash if person else None, password)
    if person is None or not right or person.disabled_at is not None:
        # the account's id, never the name that was typed: people type passwords there
        why = "unknown" if person is None else "password" if not right else "suspended"
        _log.warning("sign_in.refused", reason=why, person=str(person.id) if person else None)
        raise Problem("session.credentials")
    with writing() as session:
        lockout.forgive(session, *counters)
    second_factor.count_try(person.id, factor_code)
    with writing() as session:
        locked = store.lock_person(session, person.id)
        if locked is None or locked.disabled_at is not None or locked.password_hash != person.password_hash:
            raise Problem("session.credentials")
        # with the rest of the transaction: while a campaign is yet to be chosen, the code is not used up
        by = second_factor.take(session, keys, person.id, factor_code)
        campaign = _chosen(store.campaigns_of(session, person.id), campaign_code)
        member = store.current_membership(session, campaign.id, person.id)
        if member is None:
            raise Problem("session.credentials")
        now = now_ms()
        device = _device(session, campaign.id, person.id, at, now, None)
        if by == "recovery":
            audit.record(session, "factor.recovery", person.id, campaign_id=campaign.id, actor_id=person.id)
        return _admit(session, campaign, locked, member, device, at, now)


def _chosen(campaigns: Sequence[Campaign], code: str | None) -> Campaign:
    if not campaigns:
        raise Problem("session.credentials")
    if code is None and len(campaigns) > 1:
        names = [{"code": campaign.code, "name": campaign.name} for campaign in campaigns]
        raise Problem("campaign.choose", {"campaigns": names})
    found = [campaign for campaign in campaigns if code is None or campaign.code == code]
    if not found:
        raise Problem("campaign.unknown")
    if found[0].purged_at is not None:
        raise Problem("campaign.purged")
    return found[0]


def sign_out(caller: Caller) -> None:
    """Ends the session that calls; its token is dead at once."""
    with writing() as session:
        store.end_sessions(session, now_ms(), LoginSession.token_hash == caller.token_hash)


def change_password(caller: Caller, old: str | None, new: str) -> None:
    """Sets the caller's password and ends all of the person's other sessions.

    The old one is needed unless there is none, or this device came in by an invite within a day (forgotten password).

    Raises:
        Problem: `username.missing` (409), `password.wrong`, `password.weak` (422), `session.locked` (429).
    """
    with reading() as session:
        person = session.get_one(Person, caller.person_id)
        invited = store.recent_invite(session, caller.device_id, now_ms() - AGAIN_MS)
    if person.username is None:
        raise Problem("username.missing")
    if old is None:
        if person.password_hash is not None and not invited:
            raise Problem("password.wrong", {"old": ["required"]})
    else:
        password_again(person, old)
    made = passwords.make(new, (person.username, person.name))
    with writing() as session:
        now = now_ms()
        session.get_one(Person, caller.person_id).password_hash = made
        store.end_other_sessions(session, caller.person_id, caller.token_hash, now)
        audit.record(
            session, "password.change", caller.person_id, campaign_id=caller.campaign_id, actor_id=caller.person_id
        )

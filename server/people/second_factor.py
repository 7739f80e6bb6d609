"""The second factor of people with a password: set up, asked for, replaced, taken away, and the codes for a lost phone.

Rests on `totp`, on counters in the database (`lockout`), on the installation's `factor` keys. Promises: a secret counts
only after a code of it was shown; a code is taken once, a recovery code once; whatever changes ends the person's other
sessions; whether there is a factor is told to nobody before the password was right.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from server import logs
from server.clock import instant, now_ms
from server.database import reading, writing
from server.errors import Problem
from server.keys import Keys
from server.people import audit, factor_store, lockout, store, tokens, totp
from server.people.models import FactorOffer, Person, SecondFactor
from server.people.proving import password_again
from server.people.service import Caller

_log = logs.get("people")
OFFER_MS = 15 * 60_000  # how long a set-up may take
RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """A secret that is shown once: to type, and as an authenticator app reads it from a QR code."""

    secret: str
    uri: str


# --- asking for a code ---


def count_try(person_id: uuid.UUID, typed: str | None) -> None:
    """Before a code is judged; nothing for somebody who has no second factor.

    Raises:
        Problem: `session.code_needed` (409) when none was given, `session.locked` (429).
    """
    with reading() as session:
        if factor_store.factor(session, person_id) is None:
            return
    if typed is None:
        raise Problem("session.code_needed")
    with writing() as session:
        lockout.count(session, lockout.by_factor(person_id))


def take(session: Session, keys: Keys, person_id: uuid.UUID, typed: str | None) -> str | None:
    """Uses up a code of a person whose row is locked: `code` or `recovery`; None for somebody without a second factor.

    Raises:
        Problem: `session.code_needed`, `session.code_wrong` (401), for one that was taken before, too.
    """
    row = factor_store.factor(session, person_id)
    if row is None:
        return None
    if typed is None:
        raise Problem("session.code_needed")
    if not (by := _taken(session, keys, row, typed)):
        raise Problem("session.code_wrong")
    lockout.forgive(session, lockout.by_factor(person_id))
    return by


def _taken(session: Session, keys: Keys, row: SecondFactor, typed: str) -> str | None:
    digits = "".join(typed.split())
    if len(digits) == totp.DIGITS:
        secret = _opened(keys, row)
        step = totp.step_of(secret, digits, now_ms(), row.last_step) if digits.isascii() else None
        if step is None:
            return None
        row.last_step = step
        session.flush()
        return "code"
    code = tokens.read_code(typed)
    used = code is not None and factor_store.spend(session, row.person_id, tokens.digest(code), now_ms())
    return "recovery" if used else None


def _opened(keys: Keys, row: SecondFactor | FactorOffer) -> str:
    """The secret; Problem `server.busy` (503) when it cannot be had: nobody is let in for that."""
    try:
        return totp.unseal(keys.factor(row.key), row.person_id, row.sealed)
    except InvalidTag:
        _log.error("factor.unreadable", person=str(row.person_id), reason=f"factor-{row.key}")
        raise Problem("server.busy") from None


def not_by_invite(session: Session, person_id: uuid.UUID) -> None:
    """An invite is no way around a second factor; Problem `invite.factor` (409)."""
    if factor_store.factor(session, person_id) is not None:
        raise Problem("invite.factor")


# --- one's own ---


def state(session: Session, calling: Caller, required: bool) -> dict[str, Any]:
    row = factor_store.factor(session, calling.person_id)
    return {
        "active": row is not None,
        "since": instant(row.since) if row else None,
        "recovery_left": factor_store.codes_left(session, calling.person_id) if row else 0,
        "required": required,
    }


def begin(calling: Caller, keys: Keys, password: str, code: str | None) -> Offered:
    """Offers a secret; the one in use, if any, stays until the new one is confirmed.

    Raises:
        Problem: as `password_again` and `take`.
    """
    person = _proven(calling, password, code)
    secret = totp.new_secret()
    key = keys.making["factor"]
    with writing() as session:
        store.lock_person(session, person.id)
        take(session, keys, person.id, code)
        sealed = totp.seal(keys.factor(key), person.id, secret)
        session.merge(FactorOffer(person_id=person.id, key=key, sealed=sealed, at=now_ms()))
    return Offered(secret, totp.address(secret, person.username or person.name))


def confirm(calling: Caller, keys: Keys, code: str) -> list[str]:
    """Makes the offered secret the one that counts; the recovery codes, this once.

    Raises:
        Problem: `factor.unasked` (409) when none is offered or it ran out; `session.code_wrong`, `session.locked`.
    """
    with writing() as session:
        lockout.count(session, lockout.by_factor(calling.person_id))
    with writing() as session:
        store.lock_person(session, calling.person_id)
        offer = factor_store.offer(session, calling.person_id)
        now = now_ms()
        if offer is None or now >= offer.at + OFFER_MS:
            raise Problem("factor.unasked")
        secret = _opened(keys, offer)
        step = totp.step_of(secret, "".join(code.split()), now, 0) if code.isascii() else None
        if step is None:
            raise Problem("session.code_wrong")
        row = SecondFactor(person_id=calling.person_id, key=offer.key, sealed=offer.sealed, since=now, last_step=step)
        session.merge(row)
        factor_store.forget_offer(session, calling.person_id)
        lockout.forgive(session, lockout.by_factor(calling.person_id))
        _changed(session, calling, "factor.set")
        return _new_codes(session, calling.person_id)


def renew_codes(calling: Caller, keys: Keys, password: str, code: str | None) -> list[str]:
    """New recovery codes; the old ones open nothing any more.

    Raises:
        Problem: `factor.missing` (409); as `password_again` and `take`.
    """
    person = _proven(calling, password, code)
    with writing() as session:
        store.lock_person(session, person.id)
        if take(session, keys, person.id, code) is None:
            raise Problem("factor.missing")
        _changed(session, calling, "factor.codes")
        return _new_codes(session, person.id)


def remove(calling: Caller, keys: Keys, password: str, code: str | None) -> None:
    """Takes the second factor away.

    Raises:
        Problem: `factor.missing` (409); as `password_again` and `take`.
    """
    person = _proven(calling, password, code)
    with writing() as session:
        store.lock_person(session, person.id)
        if take(session, keys, person.id, code) is None:
            raise Problem("factor.missing")
        factor_store.forget(session, person.id)
        _changed(session, calling, "factor.remove")


def _proven(calling: Caller, password: str, code: str | None) -> Person:
    with reading() as session:
        person = session.get_one(Person, calling.person_id)
    password_again(person, password)
    count_try(person.id, code)
    return person


def _changed(session: Session, calling: Caller, act: str) -> None:
    store.end_other_sessions(session, calling.person_id, calling.token_hash, now_ms())
    audit.record(session, act, calling.person_id, campaign_id=calling.campaign_id, actor_id=calling.person_id)


def _new_codes(session: Session, person_id: uuid.UUID) -> list[str]:
    codes = [tokens.new_code() for _ in range(RECOVERY_CODES)]
    factor_store.replace_codes(session, person_id, map(tokens.digest, codes))
    return [tokens.grouped(code) for code in codes]


# --- of somebody else, and of all ---


def reset(session: Session, person_id: uuid.UUID, *, campaign_id: int | None, actor_id: uuid.UUID | None) -> None:
    """Takes somebody's second factor away; all their sessions end.

    Raises:
        Problem: `factor.missing` (409).
    """
    store.lock_person(session, person_id)
    if factor_store.factor(session, person_id) is None:
        raise Problem("factor.missing")
    factor_store.forget(session, person_id)
    store.end_other_sessions(session, person_id, b"", now_ms())
    audit.record(session, "factor.reset", person_id, campaign_id=campaign_id, actor_id=actor_id)


def reseal(session: Session, keys: Keys, number: int) -> int:
    """Encrypts by the key in use what an old one encrypted; how many there were. What is only offered goes."""
    factor_store.forget_offers(session, number)
    rows = factor_store.sealed_by(session, number)
    making = keys.making["factor"]
    for row in rows:
        secret = _opened(keys, row)
        row.key, row.sealed = making, totp.seal(keys.factor(making), row.person_id, secret)
    return len(rows)

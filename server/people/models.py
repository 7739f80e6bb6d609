"""Tables of the people room. Instants are integers, milliseconds UTC."""

import uuid

from sqlalchemy import DDL, JSON, BigInteger, ForeignKey, Index, Integer, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Bytes, Id
from server.extensions import Model


class Person(Model):
    """Somebody who works in a campaign, or staff with a user name and a password."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    username: Mapped[str | None] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[int] = mapped_column(BigInteger)
    disabled_at: Mapped[int | None] = mapped_column(BigInteger)


class Membership(Model):
    """What a person was in a campaign from `from_at` up to, not including, `until_at`. Never deleted, never
    changed backwards: an op is judged by the interval that its effective time selects."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(None, "campaign_id", "person_id"),
        # one at a time: two moves at once cannot both leave an open interval
        Index(
            "uq_membership_open",
            "campaign_id",
            "person_id",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    area_id: Mapped[int] = mapped_column(Integer)
    hamlet_id: Mapped[int | None] = mapped_column(Integer)
    from_at: Mapped[int] = mapped_column(BigInteger)
    until_at: Mapped[int | None] = mapped_column(BigInteger)


class Device(Model):
    """One browser or program of one person in one campaign; `install_id` is minted there.

    `queue_len`, `oldest_at`, `next_n`, `app` and `skew_ms` are what it last said of itself (claims).
    """

    __tablename__ = "device"
    __table_args__ = (
        Index("uq_device_install", "campaign_id", "person_id", "install_id", unique=True),
        Index(None, "campaign_id", "last_seen_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    install_id: Mapped[uuid.UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(100))
    enrolled_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)
    last_seen_at: Mapped[int | None] = mapped_column(BigInteger)
    synced_at: Mapped[int | None] = mapped_column(BigInteger)
    app: Mapped[str | None] = mapped_column(String(32))
    queue_len: Mapped[int | None] = mapped_column(BigInteger)
    oldest_at: Mapped[int | None] = mapped_column(BigInteger)
    next_n: Mapped[int | None] = mapped_column(BigInteger)
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)


class LoginSession(Model):
    """A token of a device: SHA-256 of it, never the token itself."""

    __tablename__ = "session"

    token_hash: Mapped[bytes] = mapped_column(Bytes, primary_key=True)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"), index=True)
    transport: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[int] = mapped_column(BigInteger)
    used_at: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)


class ApiToken(Model):
    """A program's way in: reads what its scope and its rights open, nothing else. HMAC of it, never the token itself.

    With neither `area_id` nor `organisation_id` it sees the whole campaign; never both. `rights` are names with commas
    between. `used_at` moves at most every few minutes.
    """

    __tablename__ = "api_token"

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(Bytes, unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    area_id: Mapped[int | None] = mapped_column(Integer)
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    rights: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    created_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    used_at: Mapped[int | None] = mapped_column(BigInteger)
    revoked_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)


class Invite(Model):
    """A way in: SHA-256 of a 128-bit code, for a new person or, with `person_id`, for one who exists."""

    __tablename__ = "invite"

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(Bytes, unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    area_id: Mapped[int] = mapped_column(Integer)
    hamlet_id: Mapped[int | None] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    created_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    created_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    used_at: Mapped[int | None] = mapped_column(BigInteger)
    used_install_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    used_device_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    withdrawn_at: Mapped[int | None] = mapped_column(BigInteger)


class LoginAttempt(Model):
    """Failed sign-ins by user name and by address (hashed): the lock-out that all workers share."""

    __tablename__ = "login_attempt"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[int] = mapped_column(BigInteger)


class SecondFactor(Model):
    """What a person shows after the password: the secret of time-based codes, encrypted by the key `factor-<key>`.

    `last_step` is that of the newest code that was taken: neither it nor an older one is taken again.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(Bytes)
    since: Mapped[int] = mapped_column(BigInteger)
    last_step: Mapped[int] = mapped_column(BigInteger)


class FactorOffer(Model):
    """A secret that somebody is setting up: nothing until a code of it was shown."""

    __tablename__ = "factor_offer"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(Bytes)
    at: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(Model):
    """Stands in for a code, once: SHA-256 of 128 random bits, never the code itself."""

    __tablename__ = "recovery_code"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(Bytes, primary_key=True)
    used_at: Mapped[int | None] = mapped_column(BigInteger)


class Audit(Model):
    """What staff did: append-only, held by triggers (AUDIT_GUARDS, AUDIT_REPLACE_GUARD)."""

    __tablename__ = "audit"
    __table_args__ = (
        # the trail is read newest first, of one act, one person or one object
        Index("ix_audit_act", "act", "id"),
        Index("ix_audit_actor", "actor_id", "id"),
        Index("ix_audit_subject", "subject", "id"),
        Index("ix_audit_at", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(Integer, index=True)
    at: Mapped[int] = mapped_column(BigInteger)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    act: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict] = mapped_column(JSON, default=dict)


# Statements that make `audit` append-only, by dialect; migrations run the same ones.
AUDIT_GUARDS = {
    "sqlite": (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ),
}
# SQLite's INSERT OR REPLACE takes a row away without a delete trigger, so an id that is there is never given again.
AUDIT_REPLACE_GUARD = (
    "CREATE TRIGGER IF NOT EXISTS audit_no_replace BEFORE INSERT ON audit"
    " WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
)
event.listen(Audit.__table__, "after_create", DDL(AUDIT_REPLACE_GUARD).execute_if(dialect="sqlite"))
for _dialect, _statements in AUDIT_GUARDS.items():
    for _statement in _statements:
        event.listen(Audit.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))

"""Tables of the sync room. Instants are milliseconds UTC; days are days since 1970 in the campaign's zone.

Every key begins with `campaign_id`: the unit of isolation, of the writer's lock and, on a cluster, of distribution.
"""

import uuid

from sqlalchemy import JSON, BigInteger, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Bytes, Id
from server.extensions import Model
from server.sync.grains import GRAIN_AREA, GRAIN_DAY, GRAIN_FULL, GRAIN_MODE, GRAIN_OUTCOME, GRAIN_UNIT, MODES

__all__ = [
    "GRAIN_AREA",
    "GRAIN_DAY",
    "GRAIN_FULL",
    "GRAIN_MODE",
    "GRAIN_OUTCOME",
    "GRAIN_UNIT",
    "HELD",
    "KIND_PUT",
    "KIND_REVIEW",
    "MARK_KEEP",
    "MARK_VOID",
    "MODES",
    "QUARANTINED",
    "RECORD_COUNTS",
    "RECORD_ELIGIBLE",
    "RECORD_ERASED",
    "RECORD_SEVERAL",
    "RECORD_STANDS",
    "RECORD_VOID",
    "Claim",
    "Commit",
    "Departure",
    "Erasure",
    "Op",
    "Pending",
    "Record",
    "Rollup",
    "RollupLog",
]

KIND_PUT, KIND_REVIEW = 1, 2
MARK_VOID, MARK_KEEP = 1, 2  # of an op: void (of a review: its verdict is), keeps its record's number
RECORD_COUNTS, RECORD_STANDS, RECORD_ELIGIBLE, RECORD_VOID = 1, 2, 4, 8  # winner.State, and the winner's void
RECORD_ERASED = 16  # the winner was erased: the record counts on, is in no list and on no phone
RECORD_SEVERAL = 32  # more than one op names it
QUARANTINED, HELD = 1, 2


class Rollup(Model):
    """Counts by grain; what a grain leaves out is 0. `area_id` is the area that the winner names (a closed one is
    mapped to its successor when read)."""

    __tablename__ = "rollup"
    __table_args__ = ({"sqlite_with_rowid": False},)  # read in ranges of its key: seven times faster so

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    grain: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    day: Mapped[int] = mapped_column(Integer, primary_key=True)
    area_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    mode: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    outcome_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    records: Mapped[int] = mapped_column(BigInteger)
    assists: Mapped[int] = mapped_column(BigInteger)
    unique: Mapped[int] = mapped_column("uniques", BigInteger)
    unchecked: Mapped[int] = mapped_column(BigInteger)
    in_use: Mapped[int] = mapped_column(BigInteger)


class RollupLog(Model):
    """Changes of the full grain by the seq that made them; the sum up to a seq answers "as of"."""

    __tablename__ = "rollup_log"
    __table_args__ = ({"sqlite_with_rowid": False},)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    day: Mapped[int] = mapped_column(Integer, primary_key=True)
    area_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    mode: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    outcome_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    records: Mapped[int] = mapped_column(Integer)
    assists: Mapped[int] = mapped_column(Integer)
    unique: Mapped[int] = mapped_column("uniques", Integer)
    unchecked: Mapped[int] = mapped_column(Integer)
    in_use: Mapped[int] = mapped_column(Integer)


class Commit(Model):
    """The head after each transaction that moved it, and when: what "as of an instant" is rounded down to."""

    __tablename__ = "commit"
    __table_args__ = (Index(None, "campaign_id", "at"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)


class Op(Model):
    """A stored operation: immutable, and all that anything is computed from.

    `owner_id` with `record_id` names the record (for a review the record's owner, not the reviewer). `hash` is that of
    the body's table fields, `digest` of everything that an op sent again must repeat. `eff` and the membership that it
    selects (`member_*`) are settled at receipt. `marks` are MARK_*, `flags` are effective.UNANCHORED and OUTSIDE.
    `raw` is the op without its sealed number, empty once it is erased.
    """

    __tablename__ = "op"
    # in order of arrival: in that of its key each op would go to a page of its own, four times what it is
    __table_args__ = (Index("ix_op_record", "campaign_id", "record_id"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    op_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    device_id: Mapped[uuid.UUID] = mapped_column(Id)
    kind: Mapped[int] = mapped_column(SmallInteger)
    owner_id: Mapped[uuid.UUID] = mapped_column(Id)
    record_id: Mapped[uuid.UUID] = mapped_column(Id)
    rev: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(Bytes)
    digest: Mapped[bytes] = mapped_column(Bytes)
    happened_at: Mapped[int] = mapped_column(BigInteger)
    eff: Mapped[int] = mapped_column(BigInteger)
    flags: Mapped[int] = mapped_column(SmallInteger)
    marks: Mapped[int] = mapped_column(SmallInteger)
    area_id: Mapped[int | None] = mapped_column(Integer)
    mode: Mapped[int | None] = mapped_column(SmallInteger)
    outcome_id: Mapped[int | None] = mapped_column(Integer)
    phone_key: Mapped[bytes | None] = mapped_column(Bytes)
    member_role: Mapped[str | None] = mapped_column(String(16))
    member_organisation: Mapped[int | None] = mapped_column(Integer)
    member_area: Mapped[int | None] = mapped_column(Integer)
    received_at: Mapped[int] = mapped_column(BigInteger)
    imported_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    raw: Mapped[str] = mapped_column(Text)


class Pending(Model):
    """What was sent and is not counted: quarantined or held, raw (with its sealed number) kept for a person.

    A `loose` one has no place under an op id: it has none that is usable, or another op has it. `seq` is that of its
    verdict, once settled. `detail` says more than the code to who settles it.
    """

    __tablename__ = "pending"
    __table_args__ = (
        Index("ix_pending_op", "campaign_id", "op_id", "person_id"),
        Index("ix_pending_text", "campaign_id", "device_id", "text_hash"),
        Index("ix_pending_seq", "campaign_id", "seq"),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    device_id: Mapped[uuid.UUID] = mapped_column(Id)
    op_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    loose: Mapped[bool]
    digest: Mapped[bytes | None] = mapped_column(Bytes)
    text_hash: Mapped[bytes] = mapped_column(Bytes)
    status: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(String(80))
    record_id: Mapped[uuid.UUID | None] = mapped_column(Id)
    area_id: Mapped[int | None] = mapped_column(Integer)
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    received_at: Mapped[int] = mapped_column(BigInteger)
    imported_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    raw: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[int | None] = mapped_column(BigInteger)
    settled_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    accepted: Mapped[bool | None]
    word: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int | None] = mapped_column(BigInteger)


_APART = text(f"(bits & {RECORD_STANDS}) = 0")  # in no figure
_SEVERAL = text(f"(bits & {RECORD_SEVERAL}) <> 0")


class Record(Model):
    """What the set of a record's ops makes of it (rebuilt from `op`): its winner, when and for whom it counts.

    `seq` is that of the last op that names it. `bits` are RECORD_*. `phone_key` is the winner's, `claimed_at` the t of
    its claim. `organisation_id` is None when no membership is selected by `eff`.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("uq_record_seq", "campaign_id", "seq", unique=True),
        Index("ix_record_person", "campaign_id", "person_id", "seq"),
        Index("ix_record_area", "campaign_id", "area_id", "day"),
        Index("ix_record_apart", "campaign_id", "seq", sqlite_where=_APART, postgresql_where=_APART),
        Index("ix_record_several", "campaign_id", "seq", sqlite_where=_SEVERAL, postgresql_where=_SEVERAL),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    op_id: Mapped[uuid.UUID] = mapped_column(Id)
    rev: Mapped[int] = mapped_column(Integer)
    area_id: Mapped[int] = mapped_column(Integer)
    mode: Mapped[int] = mapped_column(SmallInteger)
    outcome_id: Mapped[int] = mapped_column(Integer)
    happened_at: Mapped[int] = mapped_column(BigInteger)
    eff: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    bits: Mapped[int] = mapped_column(SmallInteger)
    phone_key: Mapped[bytes | None] = mapped_column(Bytes)
    claimed_at: Mapped[int | None] = mapped_column(BigInteger)
    household: Mapped[uuid.UUID | None] = mapped_column(Id)
    revisit_on: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)
    review_void: Mapped[bool | None]
    review_reason: Mapped[str | None] = mapped_column(Text)
    review_seen_rev: Mapped[int | None] = mapped_column(Integer)


class Claim(Model):
    """An eligible record's claim on its number; the first row of a phone key is the credit."""

    __tablename__ = "claim"
    __table_args__ = ({"sqlite_with_rowid": False},)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    phone_key: Mapped[bytes] = mapped_column(Bytes, primary_key=True)
    t: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tie: Mapped[bytes] = mapped_column(Bytes, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    record_id: Mapped[uuid.UUID] = mapped_column(Id)
    day: Mapped[int] = mapped_column(Integer)
    area_id: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int] = mapped_column(Integer)
    mode: Mapped[int] = mapped_column(SmallInteger)
    outcome_id: Mapped[int] = mapped_column(Integer)
    success: Mapped[bool]


class Erasure(Model):
    """What a citizen asked to have erased: by one person, done on the word of a second.

    `code` is made from the phone key (erasing.code_of) and tells what still arrives from phones; `ops` are the erased
    ones (`[[person, op id] …]`), for when they come again after a restore. `granted` is None while it waits.
    """

    __tablename__ = "erasure"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    code: Mapped[bytes] = mapped_column(Bytes)
    reason: Mapped[str] = mapped_column(String(280))
    asked_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    asked_at: Mapped[int] = mapped_column(BigInteger)
    granted: Mapped[bool | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    decided_at: Mapped[int | None] = mapped_column(BigInteger)
    ops: Mapped[list[list[str]]] = mapped_column(JSON, default=list)


class Departure(Model):
    """Where a record was before it left (another area or organisation) or was erased: who saw it there learns it."""

    __tablename__ = "departure"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    record_id: Mapped[uuid.UUID] = mapped_column(Id)
    area_id: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int | None] = mapped_column(Integer)

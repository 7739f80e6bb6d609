"""Tables of the desk room. Instants are milliseconds UTC."""

import uuid

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Id
from server.extensions import Model


class SpotCheck(Model):
    """A record that was drawn at random to be checked, and what came of it (`result` None: not checked yet).

    `draw` is the id of the draw that chose it: asked for again, a draw is the same one.
    """

    __tablename__ = "spot_check"
    __table_args__ = (
        Index("ix_spot_check_draw", "campaign_id", "draw"),
        Index("ix_spot_check_record", "campaign_id", "record_id", "person_id", unique=True),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    draw: Mapped[uuid.UUID] = mapped_column(Id)
    record_id: Mapped[uuid.UUID] = mapped_column(Id)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    drawn_by: Mapped[uuid.UUID] = mapped_column(Id)
    drawn_at: Mapped[int] = mapped_column(BigInteger)
    result: Mapped[str | None] = mapped_column(String(16))
    word: Mapped[str | None] = mapped_column(String(280))
    checked_by: Mapped[uuid.UUID | None] = mapped_column(Id)
    checked_at: Mapped[int | None] = mapped_column(BigInteger)


class KeptSignal(Model):
    """A signal as the worker last found it; `device_id` is all zeros where there is none.

    `area_id` is the commune of which alone the records are, 0 for those of the whole campaign.
    """

    __tablename__ = "signal"
    # the worker takes away each person's by themselves: without it each time all of a campaign's would be looked at
    __table_args__ = (Index("ix_signal_person", "campaign_id", "person_id", "day"),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    area_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    device_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    of: Mapped[int] = mapped_column(Integer)
    first_at: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[int] = mapped_column(BigInteger)


class SignalMark(Model):
    """How far the kept signals of a campaign go: up to `seq`, by the rules of `key`, all of them anew on `day`."""

    __tablename__ = "signal_mark"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(64))


class KeptStep(Model):
    """What an op made of a record that more than one op names or that was erased (sync.changes.Step), as the worker
    has it from the ops. Where it counted before stands in `was_*`; an area of None: in no figure."""

    __tablename__ = "step"
    __table_args__ = ({"sqlite_with_rowid": False},)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    came: Mapped[int] = mapped_column(BigInteger)
    record_id: Mapped[uuid.UUID] = mapped_column(Id)
    person_id: Mapped[uuid.UUID] = mapped_column(Id)
    was_area: Mapped[int | None] = mapped_column(Integer)
    was_organisation: Mapped[int | None] = mapped_column(Integer)
    was_outcome: Mapped[int | None] = mapped_column(Integer)
    was_assist: Mapped[int | None] = mapped_column(SmallInteger)
    began: Mapped[int] = mapped_column(BigInteger)
    area_id: Mapped[int | None] = mapped_column(Integer)
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    outcome_id: Mapped[int | None] = mapped_column(Integer)
    assist: Mapped[int | None] = mapped_column(SmallInteger)
    ended: Mapped[int] = mapped_column(BigInteger)


class StepMark(Model):
    """How far the kept steps of a campaign go: up to `seq`, by the rules of `key`."""

    __tablename__ = "step_mark"

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(64))

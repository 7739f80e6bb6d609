"""Tables of the campaign room.

Ids are small integers (rollups and ops name areas and organisations millions of times); codes are what the wire
speaks. A code may be reused over the years, so an area is known by its code **and** `valid_from`.
Instants are integers, milliseconds UTC; days are SQL dates.
"""

from datetime import date

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model


class Campaign(Model):
    """One campaign: the unit of isolation and of the writer's lock.

    `head` is the seq of the last stored op, settlement or staff act; `epoch` changes whenever history may have been
    cut; `figures_rev` grows with every change of areas, organisations, figures or targets. `settings` holds the parts
    of campaign.toml that are read as data (consent, steps, help, limits, map). `phone_secret` is the number of the key
    (`phone-N`) that its codes of numbers are made with, from its first op to its purge: a number has one code in it.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    tz: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    weekly_from: Mapped[date | None]
    weekly_until: Mapped[date | None]
    shifted_days: Mapped[int] = mapped_column(Integer, default=0)
    sample: Mapped[bool] = mapped_column(default=False)
    root_area: Mapped[int] = mapped_column(Integer, default=0)
    settings: Mapped[dict] = mapped_column(JSON, default=dict)
    head: Mapped[int] = mapped_column(BigInteger, default=0)
    epoch: Mapped[str] = mapped_column(String(64))
    figures_rev: Mapped[int] = mapped_column(BigInteger, default=0)
    phone_secret: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[int] = mapped_column(BigInteger)
    purged_at: Mapped[int | None] = mapped_column(BigInteger)


class Area(Model):
    """A place of the campaign: `level` 0 is the root, 1 a commune, 2 a hamlet; `valid_to` is its last day.

    `successor` is the code that a closed area stands for.
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("campaign_id", "code", "valid_from"),
        {"sqlite_with_rowid": True},
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(32))
    level: Mapped[int] = mapped_column(Integer)
    parent_id: Mapped[int | None] = mapped_column(Integer)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(String(64))
    source: Mapped[str | None] = mapped_column(Text)


class Organisation(Model):
    """A unit that helps, states or reports. A class (`takes_members` false) is a kind that takes no members itself."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(96))
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    parent_id: Mapped[int | None] = mapped_column(Integer)
    area_id: Mapped[int | None] = mapped_column(Integer)
    takes_members: Mapped[bool] = mapped_column(default=True)
    assists_residents: Mapped[bool] = mapped_column(default=False)
    duties: Mapped[dict] = mapped_column(JSON, default=dict)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Outcome(Model):
    """What became of one phone; the group decides what it counts for."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(64))
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    group: Mapped[str] = mapped_column(String(16))
    no_household: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Figure(Model):
    """A number that somebody published about an area: never a logged one. `measure` is one of
    smartphones, population, households, installed."""

    __tablename__ = "figure"
    __table_args__ = (
        ForeignKeyConstraint(["campaign_id", "area_id"], ["area.campaign_id", "area.id"]),
        UniqueConstraint("campaign_id", "area_id", "measure", "as_of", "source"),
    )

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    area_id: Mapped[int] = mapped_column(Integer)
    measure: Mapped[str] = mapped_column(String(32))
    value: Mapped[int] = mapped_column(BigInteger)
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(String(300))
    estimate: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(BigInteger)


class Target(Model):
    """What is to be reached: a measure of an area (and perhaps an organisation) by a deadline."""

    __tablename__ = "target"
    __table_args__ = (ForeignKeyConstraint(["campaign_id", "area_id"], ["area.campaign_id", "area.id"]),)

    campaign_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    area_id: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[int | None] = mapped_column(Integer)
    measure: Mapped[str] = mapped_column(String(32))
    value: Mapped[int] = mapped_column(BigInteger)
    starts_on: Mapped[date]
    deadline: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    sample: Mapped[bool] = mapped_column(default=False)

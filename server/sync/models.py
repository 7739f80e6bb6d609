"""Tables of the sync room. Instants are milliseconds UTC; days are days since 1970 in the campaign's zone.

Every key begins with `campaign_id`: the unit of isolation, of the writer's lock and, on a cluster, of distribution.
"""

from sqlalchemy import BigInteger, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model

# Grains of the rollup: each leaves out (as 0) what its questions do not need, so that totals without dates read
# some thousand rows whatever the number of ops.
GRAIN_OUTCOME = 1  # area × organisation × outcome
GRAIN_MODE = 2  # area × organisation × mode
GRAIN_DAY = 3  # day × area × outcome
GRAIN_FULL = 4  # day × area × organisation × mode × outcome

MODES = ("door", "gate", "phone", "point", "counter")  # stored as 1…5


class Rollup(Model):
    """Counts by grain; what a grain leaves out is 0. `area_id` is the area that the winner names (a closed one is
    mapped to its successor when read)."""

    __tablename__ = "rollup"

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

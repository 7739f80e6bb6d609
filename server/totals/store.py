"""All SQL of the totals: rollups and their log, the commit list, devices, figures and targets. Never reads ops.

A rollup is read in the smallest grain that answers; the log is in the full grain, so that the same grouping of it,
taken away from the present or added up from the beginning, gives every earlier state.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from server.campaign.models import Figure, Target
from server.people.models import Device, Membership
from server.sync.grains import GRAIN_DAY, GRAIN_FULL, GRAIN_MODE, GRAIN_OUTCOME
from server.sync.models import Commit, Rollup, RollupLog
from server.totals.cells import MEASURES, Cell
from server.totals.figures import Aim, Published, Shelf
from server.totals.question import View

LOGGING_ROLES = ("volunteer", "teller")

_COLUMN = {"hamlet": "area_id", "commune": "area_id", "organisation": "organisation_id", "day": "day", "mode": "mode"}


def grain_of(view: View, key: str) -> int:
    """The smallest grain that knows everything the question needs when grouped by `key`."""
    if key == "mode":
        return GRAIN_FULL if view.dated else GRAIN_MODE
    if not view.dated and key != "day":
        return GRAIN_OUTCOME
    return GRAIN_FULL if view.organisations is not None or key == "organisation" else GRAIN_DAY


def _narrow(table: Any, view: View) -> list[ColumnElement[bool]]:
    first, last = view.days
    conditions = []
    if view.areas is not None:
        conditions.append(table.area_id.in_(sorted(view.areas)))
    if view.organisations is not None:
        conditions.append(table.organisation_id.in_(sorted(view.organisations)))
    if first is not None:
        conditions.append(table.day >= first)
    if last is not None:
        conditions.append(table.day <= last)
    return conditions


def _grouped(table: Any, key: str, with_outcome: bool) -> tuple[list[Any], list[Any]]:
    name = _COLUMN.get(key)
    group = [getattr(table, name)] if name else []
    if with_outcome:
        group.append(table.outcome_id)
    shown = [
        getattr(table, name) if name else table.outcome_id if key == "outcome" else literal(0),
        table.outcome_id if with_outcome else literal(0),
    ]
    return [*shown, *(func.sum(getattr(table, measure)) for measure in MEASURES)], group


def _cells(session: Session, query: Any) -> list[Cell]:
    # sums of bigint are numeric on PostgreSQL
    return [(row[0], row[1], *map(int, row[2:])) for row in session.execute(query)]  # type: ignore[misc]


def cells_now(session: Session, campaign_id: int, view: View, key: str) -> list[Cell]:
    """Sums grouped by key and outcome (outcome 0 for `mode` without dates) as of the head."""
    grain = grain_of(view, key)
    columns, group = _grouped(Rollup, key, with_outcome=grain != GRAIN_MODE)
    where = [Rollup.campaign_id == campaign_id, Rollup.grain == grain, *_narrow(Rollup, view)]
    if grain in (GRAIN_OUTCOME, GRAIN_MODE):
        where.append(Rollup.day == 0)
    return _cells(session, select(*columns).where(*where).group_by(*group))


def cells_logged(
    session: Session, campaign_id: int, view: View, key: str, *, after: int | None = None, upto: int | None = None
) -> list[Cell]:
    """Sums of the changes after a seq, or up to and including one, grouped as `cells_now` does."""
    columns, group = _grouped(RollupLog, key, with_outcome=grain_of(view, key) != GRAIN_MODE)
    where = [RollupLog.campaign_id == campaign_id, *_narrow(RollupLog, view)]
    if after is not None:
        where.append(RollupLog.seq > after)
    if upto is not None:
        where.append(RollupLog.seq <= upto)
    return _cells(session, select(*columns).where(*where).group_by(*group))


def last_commit(session: Session, campaign_id: int, *, seq: int | None = None, at: int | None = None) -> int:
    """The seq of the last commit at or before a seq or an instant; 0 before the first."""
    query = select(Commit.seq).where(Commit.campaign_id == campaign_id).limit(1)
    if seq is not None:
        query = query.where(Commit.seq <= seq).order_by(Commit.seq.desc())
    else:
        query = query.where(Commit.at <= at).order_by(Commit.at.desc(), Commit.seq.desc())
    return session.scalar(query) or 0


def freshness(
    session: Session,
    campaign_id: int,
    since: int,
    areas: Collection[int] | None,
    organisations: Collection[int] | None,
) -> tuple[int, int, int, int | None]:
    """Devices that take part in the sync, those synced since an instant, what waits on them, the oldest of it.

    A device belongs to the latest membership of its person. Revoked ones are out. A desk's browser that has never
    sent anything is not waited for.
    """
    one = aliased(Membership)
    held = select(one.id).where(one.campaign_id == Device.campaign_id, one.person_id == Device.person_id)
    latest = held.order_by(one.from_at.desc(), one.id.desc()).limit(1).correlate(Device).scalar_subquery()
    conditions = [
        Device.campaign_id == campaign_id,
        Device.revoked_at.is_(None),
        Membership.role.in_(LOGGING_ROLES) | Device.synced_at.is_not(None),
    ]
    if areas is not None:
        conditions.append(Membership.area_id.in_(sorted(areas)))
    if organisations is not None:
        conditions.append(Membership.organisation_id.in_(sorted(organisations)))
    query = (
        select(
            func.count(),
            func.sum(case((Device.synced_at >= since, 1), else_=0)),
            func.sum(Device.queue_len),
            func.min(case((Device.queue_len > 0, Device.oldest_at))),
        )
        .join(Membership, and_(Membership.id == latest))
        .where(*conditions)
    )
    devices, synced, waiting, oldest = session.execute(query).one()
    return int(devices), int(synced or 0), int(waiting or 0), None if oldest is None else int(oldest)


def read_shelf(session: Session, campaign_id: int) -> Shelf:
    """Figures and targets; the best figure of an area and measure last: by date, real before estimated, as entered."""
    figures: dict[tuple[int, str], list[Published]] = {}
    rows = session.scalars(select(Figure).where(Figure.campaign_id == campaign_id))
    for one in sorted(rows, key=lambda row: (row.as_of, not row.estimate, row.created_at, row.id)):
        published = Published(one.value, one.as_of, one.source, one.estimate)
        figures.setdefault((one.area_id, one.measure), []).append(published)
    aims: dict[tuple[int, int | None], list[Aim]] = {}
    query = select(Target).where(Target.campaign_id == campaign_id, Target.measure == "unique")
    for target in session.scalars(query.order_by(Target.deadline, Target.id)):
        aim = Aim(target.value, target.starts_on, target.deadline)
        aims.setdefault((target.area_id, target.organisation_id), []).append(aim)
    return Shelf(figures, aims)

"""All SQL of the totals: rollups and their log, the commit list, devices, figures and targets. Never reads ops.

A rollup is read in the smallest grain that answers; the log is in the full grain, so that the same grouping of it,
taken away from the present or added up from the beginning, gives every earlier state.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Table, bindparam, case, cast, func, literal, select, true
from sqlalchemy.orm import Session

from server.campaign.models import Figure, Target
from server.people.models import Device, Membership
from server.sync.grains import GRAIN_AREA, GRAIN_DAY, GRAIN_FULL, GRAIN_MODE, GRAIN_OUTCOME, GRAIN_UNIT
from server.sync.models import Commit, Rollup, RollupLog
from server.totals.cells import MEASURES, Cell
from server.totals.figures import Aim, Published, Shelf
from server.totals.question import BY_AREA, View

LOGGING_ROLES = ("volunteer", "teller")
MOST_WAITING = 1_000_000  # of one device: a claim beyond that is nonsense, and must not overflow the sum

_ROLLUP: Any = Rollup.__table__
_LOG: Any = RollupLog.__table__
_DEVICE: Any = Device.__table__
_MEMBERSHIP: Any = Membership.__table__
_COLUMN = {"hamlet": "area_id", "commune": "area_id", "organisation": "organisation_id", "day": "day", "mode": "mode"}
_OUTCOMES = 1 << 16  # more than a campaign has
_SUMMED = tuple("uniques" if measure == "unique" else measure for measure in MEASURES)


def grain_of(view: View, key: str) -> int:
    """The smallest grain that knows everything the question needs when grouped by `key`."""
    by_unit = view.organisations is not None or key == "organisation"
    if view.dated or key == "day":
        return GRAIN_FULL if by_unit or key == "mode" else GRAIN_DAY
    if key == "mode":
        return GRAIN_MODE
    if not by_unit:
        return GRAIN_AREA
    return GRAIN_OUTCOME if view.areas is not None or key in BY_AREA else GRAIN_UNIT


# Statements are made once for each shape of question: making one costs more than running it.


@cache
def _statement(table: Table, key: str, with_outcome: bool, given: frozenset[str]) -> Select[Any]:
    """Sums grouped by key and outcome; `given` names the parameters that narrow it."""
    c = table.c
    name = _COLUMN.get(key)
    group = [c[name]] if name else []
    if with_outcome:
        group.append(c.outcome_id)
    shown = [
        c[name] if name else c.outcome_id if key == "outcome" else literal(0),
        c.outcome_id if with_outcome else literal(0),
    ]
    conditions: dict[str, ColumnElement[bool]] = {
        "areas": c.area_id.in_(bindparam("areas", expanding=True)),
        "organisations": c.organisation_id.in_(bindparam("organisations", expanding=True)),
        "first": c.day >= bindparam("first"),
        "last": c.day <= bindparam("last"),
    }
    if table is _ROLLUP:
        conditions |= {"grain": c.grain == bindparam("grain"), "day": c.day == bindparam("day")}
    else:
        conditions |= {"after": c.seq > bindparam("after"), "upto": c.seq <= bindparam("upto")}
    where = [c.campaign_id == bindparam("campaign_id"), *(conditions[one] for one in sorted(given))]
    return select(*shown, *(func.sum(c[measure]) for measure in _SUMMED)).where(*where).group_by(*group)


def _narrow(view: View) -> dict[str, Any]:
    first, last = view.days
    values = {"areas": view.areas, "organisations": view.organisations, "first": first, "last": last}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
        if value is not None
    }


def _cells(
    session: Session, table: Table, campaign_id: int, key: str, grain: int, values: dict[str, Any]
) -> list[Cell]:
    statement = _statement(table, key, grain != GRAIN_MODE, frozenset(values))
    rows = session.execute(statement, {"campaign_id": campaign_id, **values})
    # sums of bigint are numeric on PostgreSQL
    return [(row[0], row[1], *map(int, row[2:])) for row in rows]  # type: ignore[misc]


def cells_now(session: Session, campaign_id: int, view: View, key: str) -> list[Cell]:
    """Sums grouped by key and outcome (outcome 0 for `mode` without dates) as of the head."""
    grain = grain_of(view, key)
    values = _narrow(view) | {"grain": grain}
    if grain not in (GRAIN_DAY, GRAIN_FULL):
        values["day"] = 0
    return _cells(session, _ROLLUP, campaign_id, key, grain, values)


def cells_logged(
    session: Session, campaign_id: int, view: View, key: str, *, after: int | None = None, upto: int | None = None
) -> list[Cell]:
    """Sums of the changes after a seq, or up to and including one, grouped as `cells_now` does."""
    values = _narrow(view)
    if after is not None:
        values["after"] = after
    if upto is not None:
        values["upto"] = upto
    return _cells(session, _LOG, campaign_id, key, grain_of(view, key), values)


@cache
def _by_when(table: Table, given: frozenset[str]) -> Any:
    c = table.c
    when = case((c.day < bindparam("day"), 0), (c.day == bindparam("day"), 1), else_=2)
    # one number for all three: SQLite groups by it in two thirds of the time
    key = (cast(c.area_id, BigInteger) * _OUTCOMES + c.outcome_id) * 3 + when
    conditions: dict[str, ColumnElement[bool]] = {
        "areas": c.area_id.in_(bindparam("areas", expanding=True)),
        "organisations": c.organisation_id.in_(bindparam("organisations", expanding=True)),
        "grain": c.grain == bindparam("grain") if table is _ROLLUP else true(),
        "after": c.seq > bindparam("after") if table is _LOG else true(),
        "upto": c.seq <= bindparam("upto") if table is _LOG else true(),
    }
    where = [c.campaign_id == bindparam("campaign_id"), *(conditions[one] for one in sorted(given))]
    sums = (func.sum(c[measure]) for measure in _SUMMED)
    return select(key.label("cell"), *sums).where(*where).group_by("cell")


def cells_by_when(
    session: Session, campaign_id: int, view: View, day: int, *, after: int = 0, upto: int | None = None
) -> list[tuple[int, Cell]]:
    """Sums by area and outcome, apart for what is of an earlier day (-1), of the day (0) and of a later one (1): of the
    changes after a seq up to another one; without that of the present."""
    values: dict[str, Any] = {name: one for name, one in _narrow(view).items() if name in ("areas", "organisations")}
    if upto is None:
        values["grain"] = GRAIN_FULL if view.organisations is not None else GRAIN_DAY
    else:
        values |= {"after": after, "upto": upto}
    statement = _by_when(_ROLLUP if upto is None else _LOG, frozenset(values))
    rows: Any = session.execute(statement, {"campaign_id": campaign_id, "day": day, **values})
    found: list[tuple[int, Cell]] = []
    for key, *sums in rows:
        place, when = divmod(key, 3)
        records, assists, unique, unchecked, in_use = map(int, sums)  # sums of bigint are numeric on PostgreSQL
        found.append((when - 1, (*divmod(place, _OUTCOMES), records, assists, unique, unchecked, in_use)))
    return found


def last_commit(session: Session, campaign_id: int, *, seq: int | None = None, at: int | None = None) -> int:
    """The seq of the last commit at or before a seq or an instant; 0 before the first."""
    query = select(Commit.seq).where(Commit.campaign_id == campaign_id).limit(1)
    if seq is not None:
        query = query.where(Commit.seq <= seq).order_by(Commit.seq.desc())
    else:
        query = query.where(Commit.at <= at).order_by(Commit.at.desc(), Commit.seq.desc())
    return session.scalar(query) or 0


def time_of(session: Session, campaign_id: int, seq: int) -> int:
    """The instant of a commit, ms; 0 where there is none."""
    return session.scalar(select(Commit.at).where(Commit.campaign_id == campaign_id, Commit.seq == seq)) or 0


@cache
def _devices(by_area: bool, by_unit: bool) -> Any:
    device, member, held = _DEVICE.c, _MEMBERSHIP, _MEMBERSHIP.alias("held")
    mine = select(held.c.id).where(held.c.campaign_id == device.campaign_id, held.c.person_id == device.person_id)
    latest = mine.order_by(held.c.from_at.desc(), held.c.id.desc()).limit(1).correlate(_DEVICE).scalar_subquery()
    conditions = [
        device.campaign_id == bindparam("campaign_id"),
        device.revoked_at.is_(None),
        member.c.role.in_(LOGGING_ROLES) | device.synced_at.is_not(None),
    ]
    if by_area:
        conditions.append(member.c.area_id.in_(bindparam("areas", expanding=True)))
    if by_unit:
        conditions.append(member.c.organisation_id.in_(bindparam("organisations", expanding=True)))
    counted = (
        func.count(),
        func.sum(case((device.synced_at >= bindparam("since"), 1), else_=0)),
        func.sum(case((device.queue_len > MOST_WAITING, MOST_WAITING), else_=device.queue_len)),
        func.min(case((device.queue_len > 0, device.oldest_at))),
    )
    return select(*counted).select_from(_DEVICE.join(member, member.c.id == latest)).where(*conditions)


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
    values: dict[str, Any] = {"campaign_id": campaign_id, "since": since}
    if areas is not None:
        values["areas"] = sorted(areas)
    if organisations is not None:
        values["organisations"] = sorted(organisations)
    statement = _devices(areas is not None, organisations is not None)
    row: Any = session.execute(statement, values).one()
    devices, synced, waiting, oldest = row
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

"""What is derived can be thrown away: the ops give all of it back, and `compare` sees whatever is not as they say."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from server.database import writing
from server.sync import service
from server.sync.models import Claim, Record, Rollup, RollupLog
from tests.property.drafts import BEGAN, Draft, arrivals, histories
from tests.property.test_counting import vars_of
from tests.property.world import World
from tests.site import Site

DERIVED = (Record, Claim, Rollup, RollupLog)
COUNTED = ("records", "assists", "unique", "unchecked", "in_use")


def kept(world: World) -> list[Any]:
    """Rows of the derived tables; of rollups those that say something."""
    rows = [vars_of(row) for model in DERIVED for row in world.rows(model)]
    return sorted(repr(row) for row in rows if "in_use" not in row or any(row[name] for name in COUNTED))


@settings(max_examples=40)
@given(data=st.data(), drafts=histories)
def test_rebuilding_gives_the_same_rows_and_comparing_finds_nothing(
    shared: Site, data: st.DataObject, drafts: list[Draft]
):
    world = World.make(shared)
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    for _ in world.arrive(ops, drafts, data.draw(arrivals(len(drafts)))):
        pass
    assert service.compare(world.campaign_id) == []
    before = kept(world)
    done: list[int] = []
    assert service.rebuild(world.campaign_id, done.append) == sum(done) == len(world.sent)
    assert kept(world) == before
    assert service.compare(world.campaign_id) == []
    world.check()


@pytest.fixture
def counted(shared: Site) -> World:
    world = World.make(shared)
    drafts = [Draft(0, place % 3, 1, BEGAN, BEGAN, place, number=place % 2) for place in range(3)]
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    for _ in world.arrive(ops, drafts, [[0, 1], [2]]):
        pass
    assert service.compare(world.campaign_id) == []
    return world


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Record, {"note": "đã sửa tay"}),
        (Record, {"bits": 0}),
        (Record, {"eff": BEGAN - 1}),
        (Claim, {"t": BEGAN - 1}),
        (Claim, {"success": False}),
        (Rollup, {"assists": 7}),
        (RollupLog, {"in_use": 7}),
        (Record, None),
        (Claim, None),
        (Rollup, None),
        (RollupLog, None),
    ],
    ids=lambda value: value.__tablename__ if hasattr(value, "__tablename__") else str(value),
)
def test_whatever_was_changed_by_hand_is_found_and_rebuilt(counted: World, model: Any, change: dict | None):
    mine = model.campaign_id == counted.campaign_id
    with writing() as session:
        session.execute(update(model).where(mine).values(**change) if change else delete(model).where(mine))
    found = service.compare(counted.campaign_id)
    assert {difference.table for difference in found} == {model.__tablename__}
    assert all(str(difference).startswith(model.__tablename__) for difference in found)
    service.rebuild(counted.campaign_id)
    assert service.compare(counted.campaign_id) == []
    counted.check()


def test_a_row_too_many_is_found(counted: World):
    with writing() as session:
        for model in (Record, Claim):
            row = vars_of(counted.rows(model)[0])
            extra = {"record_id": row["record_id"].__class__(int=5), "seq": 99} if model is Record else {"t": 1}
            session.add(model(**{**row, **extra}))
    assert {difference.table for difference in service.compare(counted.campaign_id)} == {"record", "claim"}

"""Households that the worker keeps count of are those of all records, whenever it looks."""

import uuid
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.campaign.models import Campaign
from server.database import reading
from server.people.scope import Scope
from server.reports import store, visited
from server.reports.visited import Visits
from tests.property.drafts import AREAS, Draft, arrivals, histories
from tests.property.world import World
from tests.site import Site

HOMES = (uuid.UUID(int=1), uuid.UUID(int=2))


def seen(world: World, scope: Scope) -> tuple[Visits, list[tuple[int, bytes]]]:
    """What is kept, and (area, household) of all records."""
    with reading() as session:
        campaign = session.get_one(Campaign, world.campaign_id)
        pairs = store.households(session, campaign.id, scope.area_ids, scope.organisation_ids)
        return visited.read(session, campaign, scope), pairs


@given(data=st.data(), drafts=histories)
def test_kept_households_are_those_of_all_records(shared: Site, data: st.DataObject, drafts: list[Draft]):
    world = World.make(shared)
    ops: list[Any] = [world.op(place, draft) for place, draft in enumerate(drafts)]
    home = {op.op["record_id"]: data.draw(st.sampled_from([None, *HOMES])) for op in ops}
    for op in ops:
        if "area" in op.op["body"] and home[op.op["record_id"]] and op.op["body"]["outcome"] != "street":
            op.op["body"]["household"] = str(home[op.op["record_id"]])
    rounds = data.draw(st.sets(st.integers(0, len(drafts))))
    everything = Scope(world.campaign_id)
    for place, _ in enumerate(world.arrive(ops, drafts, data.draw(arrivals(len(drafts))))):
        if place == 0 or place in rounds:
            visited.refresh(world.campaign_id)
        some = frozenset(data.draw(st.sets(st.integers(1, len(AREAS)))))
        unit = frozenset(data.draw(st.sets(st.integers(1, 2))))
        for scope in (everything, Scope(world.campaign_id, area_ids=some), Scope(world.campaign_id, None, unit)):
            kept, pairs = seen(world, scope)
            for row_of in (lambda area: area, lambda area: area % 2, lambda _: None):
                expected: dict[Any, set[bytes]] = {}
                for area, household in pairs:
                    expected.setdefault(row_of(area), set()).add(household)
                assert {row: n for row, n in kept.by(row_of).items() if n} == {
                    row: len(found) for row, found in expected.items()
                }

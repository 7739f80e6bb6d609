"""A ledger of far ends is folded from kept steps and the log: it says what looking at every record says."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.database import reading
from server.desk import ledger, steps
from server.desk.ledger import Ledger
from server.people.service import Caller
from server.sync.changes import PARTS
from server.sync.models import Commit
from server.totals.past import Past
from tests.property.drafts import AREAS, BEGAN, CAM, DAY, DIEP, HOUR, MOVED, Draft, arrivals, histories
from tests.property.world import World
from tests.site import Site

DESKS = {"district": (DIEP, "district", "g"), "commune x": (CAM, "commune", "x")}


def desk(world: World, name: str) -> Caller:
    person, role, area = DESKS[name]
    return Caller(
        person_id=uuid.UUID(person),
        device_id=uuid.UUID(int=1),
        campaign_id=world.campaign_id,
        campaign_code="thu",
        role=role,
        organisation_id=None,
        area_id=tuple(AREAS).index(area) + 1,
        membership_id=1,
        token_kind="bearer",
        revoked=False,
        name="",
        hamlet_id=None,
        member_since=BEGAN,
        enrolled_at=BEGAN,
        token_hash=b"",
    )


def told(world: World, name: str, query: dict[str, Any], far: bool, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The table, and the records of each part, from all that was logged or from what is kept."""
    monkeypatch.setattr(ledger, "_past", Past(0))
    monkeypatch.setattr(ledger, "FAR", -1 if far else 1_000_000)
    monkeypatch.setattr(ledger, "FEW", 1_000_000 if far else -1)  # lists of arrivals by place, or along the seqs
    with reading() as session:
        asked = Ledger(session, desk(world, name), query, "vi")
        assert asked.steps.kept, "nothing is kept"
        lists = {part: [(one.record_id, one.person_id, one.part, one.eff, one.before, one.after)
                        for one in asked.records(part, 0, 1000)] for part in PARTS}  # fmt: skip
        return {**asked.answer(), "lists": {part: sorted(map(repr, found)) for part, found in lists.items()}}


@given(data=st.data(), drafts=histories)
def test_both_ways_say_the_same(shared: Site, data: st.DataObject, drafts: list[Draft]):
    world = World.make(shared)
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    batches = data.draw(arrivals(len(drafts)))
    rounds = data.draw(st.sets(st.integers(0, len(drafts))))  # the worker's, between the pushes
    steps.refresh(world.campaign_id)
    for place, _ in enumerate(world.arrive(ops, drafts, batches)):
        if place in rounds:
            steps.refresh(world.campaign_id)
    seqs = [0, *sorted(row.seq for row in world.rows(Commit))]
    name = data.draw(st.sampled_from(sorted(DESKS)))
    first = data.draw(st.sampled_from(seqs))
    until = data.draw(st.sampled_from([None, *(seq for seq in seqs if seq >= first)]))
    query: dict[str, Any] = {"by": data.draw(st.sampled_from(["hamlet", "commune"]))}
    query |= {"from_": ("as_of", first), "until": ("as_of", until)}
    # what was committed last year is late or not by the moment that is asked for
    moment = data.draw(st.sampled_from([None, BEGAN + 1, BEGAN + HOUR, MOVED, MOVED + DAY // 3]))
    with pytest.MonkeyPatch.context() as monkeypatch:
        if moment is not None and first:
            monkeypatch.setattr(Ledger, "_moment", lambda *_: moment)
        near = told(world, name, query, False, monkeypatch)
        far = told(world, name, query, True, monkeypatch)
    assert far == near
    for row in (*far["rows"], far["total"]):
        assert row["unexplained"] == {"records": 0, "assists": 0}, row

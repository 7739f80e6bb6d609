"""P11: a phone's clock that is wrong by a year refuses nothing and moves nothing before the phone's last contact."""

from hypothesis import given
from hypothesis import strategies as st

from server.sync.models import Op
from tests.property.drafts import BEGAN, DAY, DEVICES, RECORDS, Draft, histories
from tests.property.world import World
from tests.site import Site

YEAR = 365 * DAY


@given(drafts=histories, wrong=st.sampled_from((0, 2, 4)), shift=st.sampled_from((-YEAR, YEAR, -DAY, 40 * DAY)))
def test_a_wrong_clock_harms_only_the_claims_of_its_own_device(
    shared: Site, drafts: list[Draft], wrong: int, shift: int
):
    outcomes = []
    for skewed in (0, shift):
        world = World.make(shared)
        ops = [world.op(at, draft, skewed if draft.device == wrong else 0) for at, draft in enumerate(drafts)]
        for _ in world.arrive(ops, drafts, [[place] for place in range(len(drafts))]):
            pass
        plain = world.check()
        outcomes.append((world, plain))
    (true_world, true), (other_world, other) = outcomes
    assert true_world.statuses == other_world.statuses, "a clock refused an op"
    for row in other_world.rows(Op):
        draft = next(d for at, d in enumerate(drafts) if row.op_id.int == (d.key << 64) + at + 1)
        assert row.eff >= (draft.anchor or BEGAN)
        assert row.eff <= (draft.anchor or BEGAN) + 30 * DAY
    own = {(DEVICES[draft.device], RECORDS[draft.record]) for draft in drafts if draft.device == wrong}
    for key in true.credited.keys() | other.credited.keys():
        before, after = true.credited.get(key), other.credited.get(key)
        assert before == after or before in own or after in own, "a credit moved between two other phones' records"
    for name in true.shown:
        if name not in own:
            assert true.shown[name].eff == other.shown[name].eff

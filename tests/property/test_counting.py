"""P1, P2, P3, P7, P13: what is kept is a function of the set of ops, at every moment."""

from hypothesis import given
from hypothesis import strategies as st

from tests.property.drafts import AREAS, DEVICES, MEMBERS, PLACE, Draft, arrivals, histories
from tests.property.world import World
from tests.site import Site


def expected_status(draft: Draft) -> tuple[str, str | None]:
    """By op and memberships alone."""
    ever = [member for member in MEMBERS if member.person == DEVICES[draft.device]]
    if draft.verdict is None and not any(PLACE.covers(member, draft.area) for member in ever):
        return "held", "area.out_of_scope"
    return "stored", None


@given(data=st.data(), drafts=histories)
def test_after_every_push_all_that_is_kept_equals_a_recount(shared: Site, data: st.DataObject, drafts: list[Draft]):
    world = World.make(shared)
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    batches = data.draw(arrivals(len(drafts)))
    for _ in world.arrive(ops, drafts, batches):
        world.check()
    world.check_seq()
    for op, draft in zip(ops, drafts, strict=True):
        assert world.statuses[op.person + op.op["op_id"]] == expected_status(draft)


@given(data=st.data(), drafts=histories)
def test_order_repetition_and_batching_change_nothing(shared: Site, data: st.DataObject, drafts: list[Draft]):
    states = []
    for batches in ([list(range(len(drafts)))], data.draw(arrivals(len(drafts)))):
        world = World.make(shared)
        ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
        for _ in world.arrive(ops, drafts, batches):
            pass
        plain = world.check()
        states.append((world.statuses, plain.shown, world.credits(), plain.total()))
    assert states[0] == states[1]


@given(data=st.data(), drafts=histories)
def test_pushing_everything_again_changes_nothing(shared: Site, data: st.DataObject, drafts: list[Draft]):
    world = World.make(shared)
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    batches = data.draw(arrivals(len(drafts)))
    for _ in world.arrive(ops, drafts, batches):
        pass
    before = [sorted(map(repr, map(vars_of, world.rows(model)))) for model in kept_tables()]
    for _ in world.arrive(ops, drafts, batches):
        pass
    assert before == [sorted(map(repr, map(vars_of, world.rows(model)))) for model in kept_tables()]


def vars_of(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def kept_tables():
    from server.sync.models import Claim, Commit, Departure, Op, Pending, Record, Rollup, RollupLog

    return (Claim, Commit, Departure, Op, Pending, Record, Rollup, RollupLog)


def test_the_world_has_an_area_that_a_volunteer_may_not_log_in():
    assert any(expected_status(Draft(0, 0, 1, 0, None, 0, area=area))[0] == "held" for area in AREAS)

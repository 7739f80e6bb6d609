"""P8: a poisoned element never changes what becomes of its neighbours."""

from hypothesis import given
from hypothesis import strategies as st

from tests.faults.poison import corpus
from tests.property.drafts import Draft, histories
from tests.property.world import World
from tests.site import Site

POISON = {name: (text.encode(), status) for name, (text, status, _) in corpus().items()}


@given(
    drafts=histories,
    poisons=st.lists(st.tuples(st.sampled_from(sorted(POISON)), st.integers(0, 14)), min_size=1, max_size=4),
)
def test_neighbours_of_poison_fare_as_without_it(shared: Site, drafts: list[Draft], poisons: list[tuple[str, int]]):
    drafts = [draft for draft in drafts if draft.device in (0, 1)] or [drafts[0]]
    drafts = [draft for draft in drafts if draft.device == drafts[0].device]
    states = []
    for poisoned in (False, True):
        world = World.make(shared)
        ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
        elements = [(op.op, op) for op in ops]
        if poisoned:
            for name, place in poisons:
                elements.insert(min(place, len(elements)), (POISON[name][0], name))
        results = world.push(drafts[0].device, [element for element, _ in elements])
        told = []
        for (_, what), result in zip(elements, results, strict=True):
            if isinstance(what, str):
                assert result["status"] == POISON[what][1], what
            else:
                world.note(what, result)
                told.append((result["status"], result.get("code"), result["op_id"]))
        plain = world.check()
        states.append((told, plain.shown, world.credits()))
    assert states[0] == states[1]

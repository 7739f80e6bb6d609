"""The negative control: each of these mistakes in the product's own code is caught by the properties of counting."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.property import mistakes
from tests.property.drafts import Draft, arrivals, correcting, renumbering, reviewing, several
from tests.property.world import World
from tests.site import Site

# each with the histories that provoke it soonest
MUTANTS: dict[Callable[[pytest.MonkeyPatch], None], st.SearchStrategy[list[Draft]]] = {
    mistakes.first_come_first_credited: several,
    mistakes.last_arrival_wins: several,
    mistakes.old_phone_key_forgotten_on_a_correction: correcting,
    mistakes.void_ignored: several,
    mistakes.tie_break_dropped: several,
    mistakes.eff_taken_from_the_winner: several,
    mistakes.organisation_taken_from_the_session: several,
    mistakes.reviews_not_looked_up_for_new_records: reviewing,
    mistakes.kept_number_not_kept: correcting,
    mistakes.claim_timed_by_the_first_help_of_all: renumbering,
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_mistake_is_caught(shared: Site, mutant: Callable[[pytest.MonkeyPatch], None]):
    mistakes.forget_arrivals()

    @settings(
        max_examples=400, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data(), drafts=MUTANTS[mutant])
    def holds(data: st.DataObject, drafts: list) -> None:
        mistakes.forget_arrivals()
        world = World.make(shared)
        ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
        for _ in world.arrive(ops, drafts, data.draw(arrivals(len(drafts)))):
            pass
        world.check()

    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        with pytest.raises((AssertionError, sqlite3.IntegrityError, psycopg.IntegrityError)):
            holds()
    mistakes.forget_arrivals()

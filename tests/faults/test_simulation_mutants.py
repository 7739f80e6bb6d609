"""The negative control of the simulation: what lacks one rule breaks an invariant within 200 plays."""

from collections.abc import Iterator

import pytest

from tests.faults.simulation.mutants import MUTANTS, WITHIN
from tests.faults.simulation.runs import play_all, stage
from tests.faults.simulation.stage import Stage

# where the rare ones are first caught when the hunt begins at 0, so that the others need not be played again
KNOWN = {
    "TrustsStatus200": 26,
    "TakesResultsByPlace": 55,
    "no_epoch": 48,
    "rewinds_unnoticed": 56,
    "kept_number_not_kept": 46,
    "claim_timed_by_the_first_help_of_all": 60,
}


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


@pytest.mark.parametrize("name", MUTANTS)
def test_the_mutant_is_caught(on: Stage, monkeypatch: pytest.MonkeyPatch, name: str):
    mutant, first = MUTANTS[name], KNOWN.get(name, 0)
    mutant.begin(monkeypatch)
    total = play_all(on, range(first, WITHIN), mutant.phone, stop=True)
    assert total.broken, f"{total.seeds} plays and nothing was seen"
    print(f"\n{name}: caught at seed {first + total.seeds - 1}: {total.broken[0][1][:200]}")

"""A bounded number of seeded plays: every invariant holds at every rest, and a seed is the same play everywhere.

More of them: `python -m tests.faults.simulation --seeds 1000 --from N`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.simulation.network import FAULTS
from tests.faults.simulation.runs import kept_seeds, play_all, stage
from tests.faults.simulation.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 100


@pytest.fixture(scope="module")
def on() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


def test_every_invariant_holds_in_every_play(on: Stage):
    total = play_all(on, range(SEEDS))
    print(f"\n{total.seeds} plays, {total.ops} ops, lost {total.lost}; injected {dict(total.injected)}")
    assert not total.broken, "\n".join(f"seed {seed}: {what}" for seed, what in total.broken)
    assert total.lost == 0
    never = [what for what in (*FAULTS, "put back") if not total.injected[what]]
    assert not never, f"never injected: {never}"


@pytest.mark.parametrize(("seed", "why"), kept_seeds(), ids=lambda value: str(value)[:60])
def test_what_a_seed_once_found_stays_found(on: Stage, seed: int, why: str):
    total = play_all(on, [seed])
    assert not total.broken, f"seed {seed} ({why}): {total.broken[0][1]}"


def test_a_seed_is_the_same_play_in_another_process(on: Stage):
    command = [
        sys.executable,
        "-m",
        "tests.faults.simulation",
        "--seeds",
        "4",
        "--from",
        "40",
        "--jobs",
        "1",
        "--traces",
    ]
    environ = {**os.environ, "PYTHONHASHSEED": "1"}
    said = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=600)
    assert said.returncode == 0, said.stdout + said.stderr
    here = play_all(on, range(40, 44)).traces
    assert said.stdout.splitlines()[-1] == " ".join(f"{seed}:{trace}" for seed, trace in sorted(here.items()))

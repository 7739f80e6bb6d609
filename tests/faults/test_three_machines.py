"""Three database machines by deploy/ha: whichever leads may be gone at once, what was acknowledged stays."""

from pathlib import Path

import pytest

from bench.failover import careful, installed, run
from tests.faults import trio

PHONES = 4
pytestmark = pytest.mark.slow


def test_the_primary_is_killed_and_its_patroni_hangs_under_load(tmp_path: Path):
    with trio.place() as three:
        live = installed(three, tmp_path)
        try:
            live.start()
            outcome = run(three, live, careful(live, PHONES), ["kill", "hang"])
            print(f"three machines: {outcome.line()}")
        finally:
            live.kill()
    assert outcome.acknowledged > 0
    assert outcome.refused, "while nobody led, pushes were told so"
    assert not outcome.gone, "what was acknowledged is there whoever leads"
    assert not outcome.broken, "never an error of the server but 503"
    assert not outcome.found, outcome.found

"""More phones than can be served wake at once: some are told to come again, nobody is lost, all drains by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.waking import OPS, run
from tests.faults import checks
from tests.faults.live import Live

PHONES = 1500


@pytest.mark.slow
def test_a_crowd_that_wakes_at_once_drains_and_loses_nothing(live: Live):
    phones = [live.phone(seed=index, name=f"Người {index}", area="806") for index in range(20)]
    with ThreadPoolExecutor(1) as pool:  # a browser of another test may have a loop running in this thread
        waking = pool.submit(run, live.port, phones, PHONES, within=2, limit=240).result()
    print(f"overload: {waking.line()}")
    assert waking.sent == waking.heard
    assert len(waking.heard) == PHONES * OPS
    assert live.rows("SELECT count(*) FROM op") == [(PHONES * OPS,)]
    assert set(waking.answers) <= {0, 200, 503}, "never an error of the server"
    assert not checks.sound(live)

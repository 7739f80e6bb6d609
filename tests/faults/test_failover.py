"""F8: PostgreSQL fails over to a standby that lacks the last commits; phones notice and send them again.

Nobody restarts or tells the server anything: DATABASE_URL names both hosts.
"""

import random
import time

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.nodes import Node
from tests.faults.phone import Phone
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


class Deaf(Phone):
    """Does not look at the epoch and never verifies: the negative control."""

    def verify(self):
        self.verify_due = False
        return 0


def work(phones: list[Phone], walks: list[Walk], ops: int = 10) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        phone.sync()


def test_it_works(pair: tuple[Live, Node, Node]):
    live, primary, standby = pair
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(3)]
    deaf = Deaf(Http(live.port), token=phones[0].token, person_id=phones[0].person_id, seed=9)
    deaf.learn_consent()
    walks = [Walk(random.Random(i), AREAS, pool=30) for i in range(3)]
    work([*phones, deaf], [*walks, Walk(random.Random(9), AREAS)])
    primary.wait_for(standby)
    standby.hear_nothing_of(primary)
    work([*phones, deaf], [*walks, Walk(random.Random(10), AREAS)])
    before, epoch = live.counted(), phones[0].epoch
    acknowledged = sum(len(phone.acked) for phone in phones)

    primary.stop("immediate")
    heard = Noting(Http(live.port, timeout=30))
    for phone in phones:
        phone.transport = heard
    work(phones, walks, ops=2)
    refused = heard.statuses[503]
    standby.promote()
    began = time.monotonic()
    while Http(live.port).send("GET", "/healthz", {}, None).status != 200:
        assert time.monotonic() < began + 30
        time.sleep(0.1)
    away = time.monotonic() - began

    gone = len(checks.lost_ops(phones))
    done = [phone.sync() for phone in phones]
    deaf.sync()
    lost = checks.lost_ops([deaf])
    found = checks.harm(live, phones)
    print(
        f"F8: {acknowledged} acknowledged, {gone} cut off, {refused} pushes refused, answers "
        f"{away:.1f} s after the promotion, {sum(d.requeued for d in done)} sent again, lost {len(found.lost)}; "
        f"negative control (a phone that ignores the epoch): lost {len(lost)} of {len(deaf.acked)}"
    )
    assert refused
    assert not heard.broken()
    assert gone == 30
    assert phones[0].epoch != epoch
    assert not found, found
    assert len(lost) == 10
    assert live.counted()["records"] >= before["records"] - len(lost)
    for phone in phones:
        assert not checks.view_differs(phone, [phone])

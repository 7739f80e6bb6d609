"""F9: PostgreSQL waits for a standby that is gone. Pushes end as 503 and are not acknowledged; reading goes on."""

import random
import time

import pytest

from server.durability import COMMIT_SECONDS
from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.nodes import Node
from tests.faults.phone import Phone
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


def volunteers(live: Live) -> tuple[list[Phone], list[Walk]]:
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(2)]
    return phones, [Walk(random.Random(i), AREAS, pool=30) for i in range(2)]


def work(phones: list[Phone], walks: list[Walk], ops: int = 10) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        phone.sync(pull=False)


def waits_for_standby(primary: Node, level: str = "on") -> None:
    """From now on a commit is one when the standby has it; at the level `local` PostgreSQL does not wait."""
    for setting in (f"synchronous_commit = '{level}'", "synchronous_standby_names = '*'"):
        primary.ask(f"ALTER SYSTEM SET {setting}")
    primary.ask("SELECT pg_reload_conf()")
    time.sleep(0.5)  # every process of the server reads it for itself


def failed_over(primary: Node, standby: Node) -> None:
    primary.stop("immediate")
    standby.promote()


def test_it_works(pair: tuple[Live, Node, Node]):
    live, primary, standby = pair
    waits_for_standby(primary)
    phones, walks = volunteers(live)
    work(phones, walks)
    before = [len(phone.acked) for phone in phones]
    assert before == [10, 10]

    standby.stop()
    heard = Noting(Http(live.port, timeout=60))
    for phone in phones:
        phone.transport = heard
    work(phones, walks)
    assert [len(phone.acked) for phone in phones] == before
    began = time.monotonic()
    assert live.district().call("GET", "/totals?by=commune")["total"]["records"] > 0
    read = time.monotonic() - began
    locks = primary.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")[0][0]

    standby.start()
    work(phones, walks, ops=1)
    duplicates = sum(kept.status == "duplicate" for phone in phones for kept in phone.sent.values())
    acknowledged = sum(len(phone.acked) for phone in phones)
    failed_over(primary, standby)
    lost = checks.lost_ops(phones)
    found = checks.harm(live, phones)
    print(
        f"F9: {heard.statuses[503]} pushes refused, the slowest after {heard.slowest:.1f} s, a page meanwhile in "
        f"{read:.2f} s, {duplicates} duplicates afterwards, {acknowledged} acknowledged, lost {len(lost)} by failover"
    )
    assert heard.statuses[503] == 2
    assert not heard.broken()
    assert not heard.lost
    assert not heard.bare
    assert heard.slowest >= COMMIT_SECONDS
    assert locks == 0, "no connection is left that waits and holds the campaign's lock"
    assert duplicates == 20
    assert not lost
    assert not found, found


def test_a_database_that_does_not_wait_is_caught(pair: tuple[Live, Node, Node]):
    """Negative control: with synchronous_commit = local the same failover loses what was acknowledged."""
    live, primary, standby = pair
    waits_for_standby(primary, "local")
    phones, walks = volunteers(live)
    primary.wait_for(standby)
    standby.stop()
    work(phones, walks)
    assert all(phone.acked for phone in phones)
    primary.stop("immediate")
    standby.start()
    failed_over(primary, standby)
    lost = checks.lost_ops(phones)
    print(f"F9 negative control: lost {len(lost)} of {sum(len(phone.acked) for phone in phones)}")
    assert lost

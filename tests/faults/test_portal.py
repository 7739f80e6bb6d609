"""F20: a captive portal or a proxy page answers; the phone believes nothing of it and keeps everything."""

import random

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.phone import Phone
from tests.faults.proxy import Proxy, always, script
from tests.faults.wire import Answer, Http

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
STRANGERS = ("html200", "redirect302", "502html", "truncate_json")


def with_work(phone: Phone, count: int = 25) -> Phone:
    walk = Walk(random.Random(3), AREAS)
    for _ in range(count):
        walk.visit(phone)
    return phone


@pytest.mark.parametrize("mode", STRANGERS)
def test_nothing_is_acknowledged_by_a_stranger(on_sqlite, mode):
    phone = with_work(on_sqlite.phone(seed=3))
    queued = dict(phone.queue)
    with Proxy(on_sqlite.port, always(mode)) as proxy:
        phone.transport = Http(proxy.port)
        for _ in range(4):
            assert phone.sync().problem.startswith("lost")
    assert phone.queue == queued
    assert not phone.acked
    found = checks.harm(on_sqlite, [phone])
    print(f"F20 {dict(proxy.count)}: kept {len(queued)}, lost {len(found.lost)}")
    assert proxy.count[mode] >= 4
    assert not found, found
    assert len(phone.sent) == 25


def test_the_portal_goes_away_and_the_queue_drains_by_itself(on_sqlite):
    phone = with_work(on_sqlite.phone(seed=3))
    with Proxy(on_sqlite.port, script(["html200", "redirect302", "html200"])) as proxy:
        phone.transport = Http(proxy.port)
        problems = [phone.sync().problem for _ in range(5)]
    assert problems[3:] == [None, None]
    assert not phone.queue


class Trusting(Phone):
    """Takes any 200 for success, as many apps have done: the negative control."""

    def push_batch(self, ops):
        answer: Answer = self.transport.send("POST", "/api/v1/sync/push", {}, b"{}")
        if answer.status != 200:
            return []
        return [{"index": i, "op_id": op["op_id"], "status": "stored"} for i, op in enumerate(ops)]


def test_a_phone_that_trusts_a_status_is_caught(on_sqlite):
    good = on_sqlite.phone(seed=3)
    phone = Trusting(Http(on_sqlite.port), token=good.token, person_id=good.person_id, seed=3)
    phone.learn_consent()
    with_work(phone)
    with Proxy(on_sqlite.port, always("html200")) as proxy:
        phone.transport = Http(proxy.port)
        phone.push()
    phone.transport = Http(on_sqlite.port)
    lost = checks.lost_ops([phone])
    print(f"F20 negative control: lost {len(lost)} of 25")
    assert len(lost) == 25

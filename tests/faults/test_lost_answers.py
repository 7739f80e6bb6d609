"""F3, F4, F5, F21, F22: answers get lost, requests come twice, late and in pieces; the set of ops decides."""

import random
import threading

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.phone import Phone
from tests.faults.proxy import Fault, Proxy, always, script, seeded
from tests.faults.wire import Http, Lost

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
SEEDS = (1, 2)
NEMESIS = {
    **{"pass": 30, "drop_req": 8, "drop_resp_after_commit": 10, "delay": 6, "dup": 10, "reorder": 10},
    **{"cut_body": 6, "blackhole": 2, "html200": 4, "redirect302": 3, "502html": 3, "truncate_json": 6, "slow": 2},
}


def visits(phone: Phone, count: int, seed: int = 1) -> None:
    walk = Walk(random.Random(seed), AREAS, pool=20)
    for _ in range(count):
        walk.visit(phone)


def rows_of(live: Live) -> int:
    return live.rows("SELECT count(*) FROM op")[0][0]


def test_an_answer_lost_after_the_commit_is_a_duplicate_the_second_time(live):
    """F3: totals stay as they were when the phone sends again."""
    phone = live.phone(seed=1)
    visits(phone, 40)
    with Proxy(live.port, script(["drop_resp_after_commit"])) as proxy:
        phone.transport = Http(proxy.port)
        assert phone.sync().problem.startswith("lost")
        before = live.counted()
        assert len(phone.queue) == 40
        phone.sync()
    assert {kept.status for kept in phone.sent.values()} == {"duplicate"}
    assert live.counted() == before
    found = checks.harm(live, [phone])
    print(f"F3 {dict(proxy.count)}, lost {len(found.lost)}")
    assert not found, found


def test_the_worker_dies_after_the_commit_and_the_second_push_says_duplicate(live):
    """F3, by failpoint: the commit is there, the answer never was."""
    live.stop()
    live.start(GOCUA_FAILPOINT="after_commit:exit:1")
    phone = live.phone(seed=1)
    visits(phone, 10)
    assert phone.sync().problem
    live.wait()
    phone.sync()
    assert {kept.status for kept in phone.sent.values()} == {"duplicate"}
    assert rows_of(live) == 10


def test_a_phone_that_gives_a_new_id_to_each_attempt_is_caught(live):
    """Negative control of F3: what a client without stable ids does to the totals is seen by the same comparison."""
    phone = live.phone(seed=1)
    visits(phone, 5)
    ops = list(phone.queue.values())
    phone.push_batch(ops)
    before = live.counted()
    for index, op in enumerate(ops):
        new = f"00000000-0000-7000-8000-{index:012d}"
        op.update(op_id=new, record_id=new.replace("7000", "7001"))
    phone.push_batch(ops)
    assert live.counted() != before


def test_five_phones_send_the_same_batch_at_once_and_one_row_stays(live):
    """F4: concurrent duplicates; nobody sees a 5xx."""
    phone = live.phone(seed=1)
    visits(phone, 30)
    ops = list(phone.queue.values())
    heard: list[list[dict]] = []
    start = threading.Barrier(5)

    def send(seed: int) -> None:
        twin = Phone(Http(live.port), token=phone.token, person_id=phone.person_id, seed=seed)
        start.wait(10)
        heard.append(twin.push_batch(ops))

    threads = [threading.Thread(target=send, args=(seed,)) for seed in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    statuses = [result["status"] for results in heard for result in results]
    print(f"F4 5 at once: {statuses.count('stored')} stored, {statuses.count('duplicate')} duplicate")
    assert (statuses.count("stored"), statuses.count("duplicate")) == (30, 120)
    assert rows_of(live) == 30
    assert not checks.harm(live, [phone])


def test_a_request_that_the_network_doubles_counts_once(live):
    phone = live.phone(seed=1)
    visits(phone, 30)
    with Proxy(live.port, always("dup")) as proxy:
        phone.transport = Http(proxy.port)
        phone.sync()
        found = checks.harm(live, [phone])
    assert proxy.count["dup"] >= 2
    assert rows_of(live) == 30
    assert not found, found


def test_the_first_version_arrives_after_the_newer_one(live):
    """F5: rev 1 is on its way while rev 2 is stored; the newer one stays."""
    phone = live.phone(seed=1)
    record = phone.save(area=AREAS[0], mode="door", outcome="owner_absent")
    with Proxy(live.port, script([Fault("reorder", at=2)])) as proxy:
        phone.transport = Http(proxy.port)
        with pytest.raises(Lost):
            phone.push()
        first = phone.queue.popitem()[1]
        phone.correct(record, outcome="ok_installed_used")
        phone.sync(pull=False)
        assert phone.sent
        assert proxy.flush() == 1
        phone.queue[first["op_id"]] = first
        phone.sync()
    assert phone.sent[first["op_id"]].status == "duplicate"
    assert phone.view[phone.person_id, record]["outcome"] == "ok_installed_used"
    assert live.counted()["assists"] == 1
    assert not checks.harm(live, [phone])


@pytest.mark.parametrize("seed", SEEDS)
def test_four_phones_in_a_bad_network_lose_nothing(live, seed):
    """F5, F21, F22: every fault at random; after it heals the queues drain, views and figures agree."""
    phones = [live.phone(seed=seed * 10 + i, batch=15, name=f"Người {i}") for i in range(4)]
    walks = [Walk(random.Random(seed * 10 + i), AREAS, pool=30) for i in range(4)]
    with Proxy(live.port, seeded(seed, NEMESIS)) as proxy:
        for phone in phones:
            phone.transport = Http(proxy.port, timeout=3)
        for _ in range(6):
            for phone, walk in zip(phones, walks, strict=True):
                for _ in range(8):
                    walk.act(phone)
                phone.sync()
        proxy.flush()
        found = checks.harm(live, phones)
    made = sum(phone.next_n - 1 for phone in phones)
    print(f"F5/F21/F22 seed {seed}: {dict(proxy.count)}, {made} ops, lost {len(found.lost)}")
    assert not found, found
    assert rows_of(live) == made
    for phone in phones:
        phone.sync()
        assert not checks.view_differs(phone, [phone])


class Careless(Phone):
    """Deletes what it has sent, whatever the answer: the negative control of this suite."""

    def push_batch(self, ops):
        try:
            return super().push_batch(ops)
        finally:
            for op in ops:
                self.queue.pop(op["op_id"], None)


def test_a_phone_that_deletes_on_sending_is_caught(on_sqlite):
    live = on_sqlite
    good = live.phone(seed=9)
    phone = Careless(Http(live.port), token=good.token, person_id=good.person_id, seed=9, batch=15)
    phone.learn_consent()
    walk = Walk(random.Random(9), AREAS, pool=30)
    with Proxy(live.port, seeded(9, NEMESIS)) as proxy:
        phone.transport = Http(proxy.port, timeout=3)
        for _ in range(8):
            for _ in range(8):
                walk.act(phone)
            phone.sync()
        proxy.flush()
        checks.drained([phone], live)
    lost = phone.next_n - 1 - rows_of(live)
    print(f"negative control, delete on sending: lost {lost} of {phone.next_n - 1}")
    assert lost > 0

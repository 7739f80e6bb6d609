"""F6: two server processes race on the same records and the same numbers while their connections are cut."""

import random
import threading
import time
from dataclasses import dataclass

import psycopg
import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import GOCUA, Live
from tests.faults.phone import Phone
from tests.faults.wire import Http

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
SECONDS, DEVICES, ROUNDS = 6.0, 8, 5
MUTANT = [GOCUA[0], "-m", "tests.faults.mutant", "without-lock"]


@dataclass
class Race:
    """What a race did.

    Attributes:
        cut: connections of the server that were terminated.
        broken: answers of 5xx other than 503.
        skipped: stored records that a reader who pulled all the time never saw.
    """

    harm: checks.Harm
    made: int
    cut: int
    broken: list[str]
    skipped: int


class Nemesis(threading.Thread):
    """Ends a random connection of the server's to the database, again and again."""

    def __init__(self, url: str, seed: int, stop: threading.Event):
        super().__init__(daemon=True)
        self.url, self.rng, self.stopped, self.cut = url, random.Random(seed), stop, 0

    def run(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.stopped.wait(self.rng.uniform(0.1, 0.4)):
                query = (
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                pids = [row[0] for row in connection.execute(query)]
                if pids:
                    connection.execute("SELECT pg_terminate_backend(%s)", [self.rng.choice(pids)])
                    self.cut += 1


def race(live: Live, seed: int, seconds: float = SECONDS) -> Race:
    """Two people with four devices each write the same records and the same few numbers from eight threads."""
    owners = [live.phone(seed=seed + i, area="28135", name=f"Người {i}") for i in range(2)]
    records = [[owner.save(area=AREAS[0], mode="door", outcome="owner_absent") for _ in range(6)] for owner in owners]
    for owner in owners:
        owner.sync()
    phones = [*owners]
    for index in range(DEVICES - len(owners)):
        owner = owners[index % 2]
        twin = Phone(Http(live.port), seed=seed + 100 + index, batch=10)
        twin.enrol(live.code(person=owner.person_id))
        twin.mine = dict(owner.mine)
        phones.append(twin)
    reader = live.phone(seed=seed + 500, role="commune", area="28135", organisation="ubnd-xa.28135", name="Xã")
    stop, broken, rests = threading.Event(), [], [0]

    def push(index: int, phone: Phone) -> None:
        rng = random.Random(seed * 1000 + index)
        walk = Walk(rng, AREAS, pool=12, own=list(records[index % 2]))
        while not stop.is_set():
            for _ in range(6):
                walk.act(phone)
            for record in rng.sample(records[index % 2], 2):
                phone.correct(record, outcome=walk.outcome())
            done = phone.sync(pull=False)
            if done.problem not in (None, "server.busy") and not done.problem.startswith("lost"):
                broken.append(done.problem)

    def pull() -> None:
        while not stop.is_set():
            reader.sync()
            rests[0] += 1

    nemesis = Nemesis(live.url, seed, stop)
    threads = [threading.Thread(target=push, args=pair) for pair in enumerate(phones)]
    threads.append(threading.Thread(target=pull))
    for thread in [*threads, nemesis]:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in [*threads, nemesis]:
        thread.join(60)
    found = checks.harm(live, phones)
    reader.sync()
    seen = set(reader.view)
    stored = {(phone.person_id, record) for phone in phones for record in phone.mine}
    return Race(found, sum(phone.next_n - 1 for phone in phones), nemesis.cut, broken, len(stored - seen))


@pytest.mark.parametrize("seed", [1])
def test_it_works(on_postgresql, seed):
    """P1 P2 P6 P7 and no deadlock, with connections cut all the time."""
    result = race(on_postgresql, seed)
    print(
        f"F6 seed {seed}: {result.made} ops from {DEVICES} devices, {result.cut} connections cut, "
        f"lost {len(result.harm.lost)}, skipped by the reader {result.skipped}"
    )
    assert result.cut > 3
    assert not result.broken, result.broken[:3]
    assert not result.harm, result.harm
    assert result.skipped == 0
    assert len(on_postgresql.rows("SELECT 1 FROM op")) == result.made
    assert "deadlock" not in on_postgresql.log().lower()


def test_without_the_campaign_lock_the_same_check_fails(on_postgresql):
    """Negative control: the lock is what makes it hold. The database's own keys refuse most of what goes wrong."""
    on_postgresql.stop()
    on_postgresql.start(program=MUTANT)
    wrong: list[str] = []
    for seed in range(1, 1 + ROUNDS):  # a busy machine may run the threads one after another for a while
        result = race(on_postgresql, seed, seconds=3.0)
        assert on_postgresql.rows("SELECT 1 FROM op LIMIT 1")  # it takes ops: what fails is not all
        wrong = [name for name, bad in vars(result.harm).items() if bad]
        wrong += ["skipped rows"] * bool(result.skipped)
        wrong += ["a seq twice"] * ("UniqueViolation" in on_postgresql.log())
        if wrong:
            break
    print(f"F6 negative control: {wrong}; {result.harm.order}, {len(result.broken)} errors")
    assert wrong

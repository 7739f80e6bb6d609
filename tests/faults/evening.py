"""The evening of a real campaign, simulated by seed in virtual time: 200 volunteers, 5 counters, 3 days.

People save all day without a network, phones find one at noon and in the evening, all at once; clocks are wrong by
hours and years, answers get lost, requests come twice and days late, some people carry two phones, clerks review,
and one afternoon the server is restored from last night's backup.

The application runs in process; only the clock behind `server.clock` is virtual. Everything drawn comes from one
seed, so a failing evening can be had again.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.faults.field import COMMUNES, HAMLETS, Walk
from tests.faults.phone import DAY, Phone
from tests.faults.wire import InProcess, Lossy
from tests.recount import Member, Sent
from tests.site import Caller, Site

HOUR, MINUTE = 3_600_000, 60_000
START = 1_629_156_600_000 + 86_400_000  # 06:30 of 18 August 2021 in Việt Nam, the campaign's second day
WEATHER = {"pass": 78, "drop_req": 5, "drop_resp": 7, "dup": 5, "late": 3, "portal": 2}
CALM = {"pass": 1}


@dataclass
class Moving:
    """What `server.clock` takes for the system's clock."""

    ms: int = START

    def time_ns(self) -> int:
        return self.ms * 1_000_000


@contextmanager
def moved_clock(start: int = START) -> Iterator[Moving]:
    """Virtual time for the server while the block lasts."""
    clock = Moving(start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.clock.time", clock)
        yield clock


@dataclass
class Size:
    """How big the evening is."""

    volunteers: int = 200
    counters: int = 5
    twins: int = 10
    ops: int = 20_000
    days: int = 3


@dataclass
class Person:
    """One device in somebody's hands."""

    caller: Caller
    phone: Phone
    network: Lossy
    walk: Walk
    member: Member
    enrolled_at: int
    made: list[dict] = field(default_factory=list)


class Evening:
    """The whole play.

    Args:
        site: an application with the preset and nobody in it.
        restore: called once, on the second afternoon; puts the database back to what `backup` kept the night before.
    """

    def __init__(self, site: Site, clock: Moving, seed: int, size: Size, backup: Callable, restore: Callable):
        self.site, self.clock, self.size = site, clock, size
        self.rng = random.Random(seed)
        self.backup, self.restore = backup, restore
        self.people: list[Person] = []
        self.clerks: list[Person] = []
        self.count: Counter[str] = Counter()
        self.acknowledged: dict[str, str] = {}
        self._queue: list[tuple[int, int, Callable[[], None]]] = []

    # --- who is there ---

    def gather(self) -> None:
        """People, phones and their ways through the hamlets."""
        for index in range(self.size.volunteers):
            commune = COMMUNES[index % len(COMMUNES)]
            union = self.rng.choice(("hoi-lhpn-xa", "doan-tn-xa", "hoi-nong-dan-xa", "mttq-xa"))
            areas = [code for code, parent in HAMLETS.items() if parent == commune] + [commune]
            self._join("volunteer", commune, f"{union}.{commune}", areas, "door gate phone")
        for _ in range(self.size.counters):
            self._join("teller", "28108", "tt-vhtttt", list(HAMLETS), "counter")
        for index in range(self.size.twins):
            self._twin(self.people[index * 7])
        for commune in COMMUNES[:3]:
            self.clerks.append(self._person("commune", commune, f"ubnd-xa.{commune}", [commune], "door"))
        for person in [*self.people, *self.clerks]:
            person.network.weights = CALM
            person.phone.learn_consent()
            person.network.weights = WEATHER

    def _join(self, role: str, area: str, organisation: str, areas: list[str], modes: str) -> None:
        self.people.append(self._person(role, area, organisation, areas, modes))

    def _person(self, role: str, area: str, organisation: str, areas: list[str], modes: str) -> Person:
        caller = self.site.person(role, area=area, organisation=organisation, since=self.clock.ms)
        member = Member(str(caller.person_id), role, area, organisation, self.clock.ms)
        return self._with_phone(caller, member, areas, tuple(modes.split()))

    def _twin(self, person: Person) -> None:
        """A second phone of the same person."""
        caller = self.site.device(person.caller.person_id, person.caller.role, since=self.clock.ms)
        self.people.append(self._with_phone(caller, person.member, person.walk.areas, person.walk.modes))
        self.count["second phones"] += 1

    def _with_phone(self, caller: Caller, member: Member, areas: list[str], modes: tuple[str, ...]) -> Person:
        rng = random.Random(self.rng.getrandbits(64))
        network = Lossy(InProcess(self.site.app.test_client()), rng, WEATHER)
        phone = Phone(
            network,
            token=caller.token,
            person_id=str(caller.person_id),
            device_id=str(caller.device_id),
            seed=rng.getrandbits(64),
            offset=self._wrong_by(),
            now=lambda: self.clock.ms,
        )
        walk = Walk(rng, areas, pool=self.size.ops // 5, modes=modes)
        return Person(caller, phone, network, walk, member, self.clock.ms)

    def _wrong_by(self) -> int:
        what = self.rng.random()
        if what < 0.05:
            self.count["clocks a year off"] += 1
            return self.rng.choice((-365, 365)) * DAY
        if what < 0.20:
            self.count["clocks hours off"] += 1
            return self.rng.randrange(-9 * HOUR, 9 * HOUR)
        return self.rng.randrange(-20_000, 20_000)

    # --- what happens when ---

    def _at(self, ms: int, act: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (ms, len(self._queue) + self.rng.getrandbits(40), act))

    def _plan(self) -> None:
        shares = [self.rng.uniform(0.3, 1.7) for _ in self.people]
        for person, share in zip(self.people, shares, strict=True):
            ops = round(self.size.ops * share / sum(shares))
            for _ in range(ops):
                day = self.rng.randrange(self.size.days)
                self._at(START + day * DAY + self.rng.randrange(13 * HOUR), lambda p=person: self._act(p))
            for day in range(self.size.days):
                for moment in self._networks(person.member.role):
                    self._at(START + day * DAY + moment, lambda p=person: self._sync(p))
        for clerk in self.clerks:
            for day in range(self.size.days):
                for hour in (5, 9):
                    self._at(START + day * DAY + hour * HOUR, lambda c=clerk: self._review(c))
        self._at(START + 14 * HOUR, self._backup)
        self._at(START + DAY + 9 * HOUR, self._restore)

    def _networks(self, role: str) -> Iterator[int]:
        """When a phone finds a network, in ms after 06:30."""
        if role == "teller":
            yield from range(HOUR, 11 * HOUR, 30 * MINUTE)
            return
        if self.rng.random() < 0.3:
            yield self.rng.randrange(5 * HOUR, 7 * HOUR)
        if self.rng.random() < 0.85:  # the others have none until tomorrow
            for _ in range(self.rng.randint(1, 3)):
                yield self.rng.randrange(11 * HOUR, 14 * HOUR)

    def _act(self, person: Person) -> None:
        phone = person.phone
        theirs = [key for key in phone.view if key[1] not in phone.mine]
        before = phone.next_n
        if theirs and self.rng.random() < 0.3:
            phone.correct_pulled(self.rng.choice(theirs), outcome=person.walk.outcome())
            self.count["corrections of a pulled record"] += 1
        else:
            person.walk.act(phone)
        person.made += [op for op in phone.queue.values() if op["n"] >= before]

    def _sync(self, person: Person) -> None:
        done = person.phone.sync()
        self.count["passes"] += 1
        self.count["passes without end"] += done.problem is not None
        self.count["sent again after the restore"] += done.requeued
        self.acknowledged |= person.phone.acked
        if person.network.stashed and self.rng.random() < 0.3:
            self._late(person)

    def _late(self, person: Person) -> None:
        delay = self.rng.randrange(HOUR, 30 * HOUR)
        self._at(self.clock.ms + delay, lambda: self._deliver(person))

    def _deliver(self, person: Person) -> None:
        self.count["delivered late"] += person.network.deliver()

    def _review(self, clerk: Person) -> None:
        """A clerk looks at what has come and voids some of it; changes her mind about some of that."""
        clerk.phone.sync()
        rows = [row for row in clerk.phone.view.values() if not row["void"]]
        before = clerk.phone.next_n
        for row in self.rng.sample(rows, min(6, len(rows))):
            earlier = sum(op["record_id"] == row["record_id"] for op in clerk.made)
            verdict = "ok" if earlier else self.rng.choice(("ok", "void"))
            body = {"person": row["person"], "seen_rev": row["rev"], "verdict": verdict, "reason": "Xem lại"}
            clerk.phone.queue_op("review.put", row["record_id"], earlier + 1, body)
            self.count["reviews"] += 1
        clerk.made += [op for op in clerk.phone.queue.values() if op["n"] >= before]
        clerk.phone.sync()
        self.acknowledged |= clerk.phone.acked

    def _backup(self) -> None:
        self.backup()

    def _restore(self) -> None:
        self.site = self.restore()
        for person in [*self.people, *self.clerks]:
            person.network.inner = InProcess(self.site.app.test_client())
        self.count["restores"] += 1

    # --- the play ---

    def run(self) -> None:
        """From the first morning until every queue is empty on the morning after."""
        self._plan()
        while self._queue:
            at, _, act = heapq.heappop(self._queue)
            self.clock.ms = max(self.clock.ms, at)
            act()
        self.clock.ms = max(self.clock.ms, START + (self.size.days + 1) * DAY)
        for person in [*self.people, *self.clerks]:
            self.count.update({f"network: {k}": v for k, v in person.network.count.items()})
            self._deliver(person)
            person.network.weights = CALM
            for _ in range(3):
                person.phone.sync()
            self.acknowledged |= person.phone.acked
        for person in [*self.people, *self.clerks]:
            person.phone.sync()

    # --- what it has come to ---

    def sent(self) -> list[Sent]:
        """Every op that anybody made, with what a recount needs to know of it."""
        anchors = {anchor: at for p in [*self.people, *self.clerks] for anchor, at in p.phone.anchors.items()}
        return [
            Sent(
                person.phone.person_id,
                op,
                anchors[op["anchor"]] if op["anchor"] else None,
                person.enrolled_at,
                person.phone.numbers.get(op["op_id"]),
            )
            for person in [*self.people, *self.clerks]
            for op in person.made
        ]

    def members(self) -> list[Member]:
        return list({person.member.person: person.member for person in [*self.people, *self.clerks]}.values())

"""One play: people save, phones find a network or what looks like one, staff act, the server is put back; by seed.

Which faults there are at all is drawn for each play, so that some plays have many of one kind (and some none): a rare
meeting of two faults is found sooner so. Time is virtual. `run` ends with a quiescence: the network is whole, everybody
finishes, and every invariant is looked at.
"""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass

from tests.faults.phone import KEEP_MS
from tests.faults.simulation import cast
from tests.faults.simulation.cast import DAY, HOUR
from tests.faults.simulation.handset import Handset
from tests.faults.simulation.ledger import Broken, Key, Ledger, State
from tests.faults.simulation.network import CALM, FAULTS, Network
from tests.faults.simulation.office import Office
from tests.faults.simulation.stage import Image, Stage
from tests.faults.simulation.watch import Watch

MINUTE = 60_000
DEPTH = 2  # how far others may go first within others
PASSES = 6


@dataclass
class Backup:
    """An earlier state: the database, and what was true then."""

    image: Image
    state: State
    at: int


ACTS = {
    "save": 14, "sync": 12, "review": 3, "poison": 1, "newer": 0.5, "late": 2, "backup": 2, "put back": 1.2,
    "move": 1, "revoke": 0.7, "suspend": 0.5, "settle": 1.5, "clock": 1, "server clock": 0.4, "new phone": 1.2,
    "lose phone": 0.3,
}  # fmt: skip
ALWAYS = ("save", "sync", "backup")


class Play:
    """Everything of one seed.

    Attributes:
        kept: what the backup held that was put back last: with what phones hold, that is what must be there.
        count: how often what was done.
    """

    def __init__(self, stage: Stage, seed: int, steps: int = 26, phone: type[Handset] = Handset):
        self.stage, self.seed, self.steps = stage, seed, steps
        self.rng = random.Random(seed)
        stage.begin(seed)
        self.clock = stage.clock
        self.book = Ledger()
        self.watch = Watch(stage, self.book)
        self.network = Network(stage, self.watch, self.rng, self._others)
        self.office = Office(stage, self.watch, self.book)
        self.count: Counter[str] = Counter()
        self.backups: list[Backup] = []
        self.kept: set[Key] = set()
        self.depth = 0
        self.phone = phone
        self.phones: list[Handset] = []
        self.free = [seat for seat in cast.SEATS if seat != cast.OFFICE]
        self._gather()
        on = {name: weight for name, weight in ACTS.items() if name in ALWAYS or self.rng.random() < 0.6}
        self.acts = {name: weight * self.rng.choice((0.5, 1, 2)) for name, weight in on.items()}
        faults = {name: self.rng.choice((1, 1, 4)) for name in FAULTS if self.rng.random() < 0.4}
        self.weather = {"pass": self.rng.choice((2, 6, 20)), **faults}
        self.pace = self.rng.choice((50, MINUTE, HOUR, 5 * HOUR))
        self._backup()

    def _gather(self) -> None:
        """Who is there from the first morning."""
        loggers = self.rng.sample((cast.ANN, cast.BO, cast.CHI, cast.TAM), self.rng.randint(2, 3))
        for person in (*loggers, self.rng.choice((cast.CAM, cast.CAM, cast.DUNG, cast.DIEP))):
            self._take(person)
        if self.rng.random() < 0.5:
            self._take(self.rng.choice(loggers))

    def _take(self, person: str) -> Handset | None:
        """The person's next device comes into use."""
        seat = next((seat for seat in self.free if seat.person == person), None)
        if seat is None:
            return None
        self.free.remove(seat)
        rng = random.Random(self.rng.getrandbits(64))
        phone = self.phone(seat, self.network.line(person), lambda: self.clock.ms, rng, self.book)
        self.phones.append(phone)
        if self.rng.random() < 0.4:
            self._wrong(phone)
        return phone

    @property
    def alive(self) -> list[Handset]:
        return [phone for phone in self.phones if phone.alive]

    # --- what happens ---

    def run(self) -> None:
        """The whole play.

        Raises:
            Broken: a property does not hold.
        """
        middle = self.rng.randrange(self.steps) if self.rng.random() < 0.3 else None
        self.network.weights = self.weather
        for step in range(self.steps):
            self._step()
            if step == middle:
                self.quiet(last=False)
                self.network.weights = self.weather
        self.quiet(last=True)

    def _step(self) -> None:
        if self.rng.random() < 0.7:
            self.clock.ms += self.rng.randrange(self.pace)
        what = self.rng.choices(list(self.acts), list(self.acts.values()))[0]
        getattr(self, "_" + what.replace(" ", "_"))()

    def _others(self, inside: bool) -> None:
        """Others go first, while a request is on its way (or inside the server, which nobody puts back then)."""
        if self.depth >= DEPTH:
            return
        self.depth += 1
        try:
            for _ in range(self.rng.randint(1, 3)):
                self.clock.ms += self.rng.randrange(2000)
                what = self.rng.choice(("save", "sync", "sync", "review", "late", "put back", "move"))
                if what in ("save", "sync") or (what in self.acts and not (inside and what == "put back")):
                    getattr(self, "_" + what.replace(" ", "_"))()
        finally:
            self.depth -= 1

    def _save(self) -> None:
        phone = self.rng.choice(self.alive)
        if self.book.post(phone.person_id).role in ("volunteer", "teller") or self.rng.random() < 0.1:
            for _ in range(self.rng.randint(1, 3)):
                self.count[phone.act()] += 1
        else:
            self._review()

    def _poison(self) -> None:
        self.count[f"poison: {self.rng.choice(self.alive).poison()}"] += 1

    def _newer(self) -> None:
        self.rng.choice(self.alive).newer()
        self.count["ops of a newer app"] += 1

    def _sync(self, phone: Handset | None = None) -> None:
        phone = phone or self.rng.choice(self.alive)
        if phone.passing and self.rng.random() < 0.7:
            return  # mostly a lock keeps a second tab out
        self.count["second tabs"] += phone.passing
        was, phone.passing = phone.passing, True
        try:
            done = phone.sync()
        finally:
            phone.passing = was
        self.count["passes"] += 1
        self.count["passes without end"] += done.problem is not None
        self.count["sent again"] += done.requeued

    def _review(self) -> None:
        """Somebody looks at a record, perhaps at one that has not reached the server yet."""
        able = [phone for phone in self.alive if self.book.post(phone.person_id).role in ("commune", "district")]
        if not able:
            return
        phone = self.rng.choice(able)
        targets = sorted({(key[0], made.op["record_id"], made.op["rev"]) for key, made in self.book.made.items()
                          if made.op["kind"] == "record.put"})  # fmt: skip
        if not targets:
            return
        owner, record_id, rev = self.rng.choice(targets)
        self.count["early reviews"] += (owner, record_id) not in phone.view
        phone.review(owner, record_id, self.rng.randint(1, 3), min(rev, 1000))
        self.count["reviews"] += 1

    def _late(self) -> None:
        self.count["delivered late"] += self.network.deliver(self.rng.randint(1, 3))

    # --- clocks, phones ---

    def _wrong(self, phone: Handset) -> None:
        phone.offset = self.rng.choice((-365 * DAY, 365 * DAY, -9 * HOUR, 9 * HOUR, -40 * DAY, 0))
        phone.wrong_clock |= phone.offset != 0
        self.count["clocks set wrong"] += phone.offset != 0

    def _clock(self) -> None:
        self._wrong(self.rng.choice(self.alive))

    def _server_clock(self) -> None:
        self.clock.server_error = self.rng.choice((0, 0, 2 * HOUR, -2 * HOUR, 40 * DAY, -40 * DAY, 365 * DAY))
        self.count["server clocks set wrong"] += self.clock.server_error != 0

    def _new_phone(self) -> None:
        phone = self._take(self.rng.choice(self.alive).person_id)
        if phone is not None:
            self.count["new phones"] += 1
            self._sync(phone)

    def _lose_phone(self) -> None:
        idle = [phone for phone in self.alive if not phone.passing]
        if len(self.alive) > 2 and idle:
            self.rng.choice(idle).alive = False
            self.count["phones lost"] += 1

    # --- staff ---

    def _move(self) -> None:
        person = self.rng.choice(list(cast.MOVES))
        self.office.move(person, *self.rng.choice(cast.MOVES[person]))
        self.count["moves"] += 1

    def _revoke(self) -> None:
        self.office.revoke(self.rng.choice(self.alive).seat)
        self.count["devices revoked"] += 1

    def _suspend(self) -> None:
        person = self.rng.choice(self.phones).person_id
        if person != cast.DIEP:
            self.office.suspend(person, person not in self.book.state.suspended)
            self.count["people held off or let go on"] += 1

    def _settle(self) -> None:
        self.count["ops settled"] += self.office.settle(self.rng)

    # --- earlier states ---

    def _backup(self) -> None:
        self.backups.append(Backup(self.stage.image(), self.book.state.copy(), self.clock.ms))
        if len(self.backups) > 4:
            self.backups.pop(self.rng.randrange(4)).image.database.close()

    def _put_back(self) -> None:
        """The server goes back to an earlier state: restored, failed over without the tail, or a folder copied back."""
        young = [backup for backup in self.backups if self.clock.ms - backup.at < KEEP_MS]
        if not young:
            return
        backup = self.rng.choice(young)
        kind = self.rng.choice(("restores", "restores", "restores", "databases copied back", "folders copied back"))
        if kind == "folders copied back":
            self._in_peace(
                [phone for phone in self.alive if self.book.post(phone.person_id).role in ("commune", "district")]
            )
        tail = len(self.book.state.by_seq) - len(backup.state.by_seq)
        self.count["lost tails"] += tail
        self.count[kind] += 1
        # a folder takes its mark along; a restore leaves the one that is there, and all of it takes its time
        self.stage.put_back(backup.image, new_epoch=kind == "restores", with_mark=kind == "folders copied back")
        self.clock.ms += 1000
        self.stage.restart()
        self.book.state = backup.state.copy()
        self.kept = set(backup.state.present)
        self.watch.begin_anew()
        self.network.count["put back"] += 1
        if kind == "folders copied back" and 0 < tail < 20:
            self._fill_the_gap(backup.at, tail)

    def _fill_the_gap(self, since: int, tail: int) -> None:
        """Somebody who heard nothing of what is lost comes first, with as much: the head alone tells nothing then."""
        for phone in self.alive:
            if self.book.anchors.get(phone.anchor or "", 0) <= since and not self.book.stands_off(phone.seat):
                for _ in range(tail + 1):
                    phone.act()
                self._in_peace([phone])
                self.count["gaps filled by others"] += 1
                return

    def _in_peace(self, phones: list[Handset]) -> None:
        """These have a good network for a moment."""
        weather, self.network.weights = self.network.weights, CALM
        for phone in phones:
            self._sync(phone)
        self.network.weights = weather

    def missing(self) -> list[Key]:
        """Ops that living phones saved and the server does not have, but for those that no server takes (too large)."""
        seats = {phone.seat for phone in self.alive}
        return [
            key
            for key, made in self.book.made.items()
            if made.seat in seats
            and not self.out_of_reach(made.seat)
            and key not in self.book.state.present
            and not (made.wrong and made.wrong.status == "rejected")
        ]

    def out_of_reach(self, seat: cast.Seat) -> bool:
        """A phone that may not ask, of a server whose history was cut unseen: it cannot know what it lost."""
        unseen = self.count["folders copied back"] + self.count["databases copied back"]  # held ops move no head
        return self.book.stands_off(seat) and bool(unseen)

    def trace(self) -> str:
        """A hash of everything that was saved and of how it stands."""
        said = [(key, made.op, self.book.state.present.get(key)) for key, made in self.book.made.items()]
        return hashlib.sha256(repr((said, self.book.state.by_seq, sorted(self.count.items()))).encode()).hexdigest()[
            :16
        ]

    def close(self) -> None:
        for backup in self.backups:
            backup.image.database.close()

    # --- the end ---

    def quiet(self, last: bool) -> None:
        """The network is whole, late requests arrive, everybody finishes; then everything is looked at."""
        from tests.faults.simulation.invariants import check

        self.network.weights = CALM
        self.clock.server_error = 0
        # a folder that was copied back with all that tells of it may be noticed only by the day's question
        self.clock.ms += 25 * HOUR if self.count["folders copied back"] else 1000
        self.network.deliver(len(self.network.late))
        for _ in range(PASSES):
            busy = False
            for phone in self.alive:
                done = phone.sync()
                self.count["sent again"] += done.requeued
                due = phone.verify_due and bool(phone.acked)
                busy |= bool(done.pushed or done.requeued or due)
            if not busy:
                break
        else:
            raise Broken("P5", f"not quiet after {PASSES} passes")
        self.count["quiescences"] += 1
        check(self, last)

"""`python -m bench.failover`: three database machines (deploy/ha), phones that push, and the primary killed meanwhile.

Each round ends the machine that leads at once (kill -9 of PostgreSQL, Patroni and etcd), waits until pushes are
acknowledged again, and brings the machine back. `--hang` adds a round in which the leader's Patroni alone hangs: its
PostgreSQL goes on, cut off from its standby. Prints how long nobody was served and what became of what was
acknowledged; ends with 1 when any of it is lost. Everything listens on loopback and is ended by its process id.
"""

import argparse
import itertools
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import checks, trio
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.phone import Phone
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
OPS = 5  # in a push
PATIENCE = 120.0
HANGS = 10.0  # seconds that a hung Patroni stays after another took over


class Careful(Phone):
    """Keeps count of what a server had acknowledged and then did not have.

    Attributes:
        again: ops sent again because a server said that it misses them; one that was cut off says so, too.
        gone: those of them that whoever took them had not.
    """

    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.again: set[str] = set()
        self.gone: set[str] = set()

    def _queue_again(self, op_ids: list[str]) -> int:
        self.again.update(op_ids)
        return super()._queue_again(op_ids)

    def _receipt(self, ops: list[dict[str, Any]], result: Mapping[str, Any]) -> None:
        if result["op_id"] in self.again and result["status"] == "stored":
            self.gone.add(result["op_id"])
        super()._receipt(ops, result)


@dataclass
class Load:
    """Phones that log and push without a pause until `stop`.

    Attributes:
        served: when each push began that was acknowledged, by the monotonic clock.
    """

    live: Live
    phones: list[Careful]
    served: list[float] = field(default_factory=list)
    heard: list[Noting] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for index, phone in enumerate(self.phones):
            noting = Noting(Http(self.live.port, timeout=40))
            phone.transport = noting
            self.heard.append(noting)
            walk = Walk(random.Random(index), AREAS, pool=200)
            self._threads.append(threading.Thread(target=self._work, args=(phone, walk), daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                raise RuntimeError("a push is never answered")

    def _work(self, phone: Phone, walk: Walk) -> None:
        while not self._over.is_set():
            if len(phone.queue) < 4 * OPS:
                for _ in range(OPS):
                    walk.act(phone)
            before, began = len(phone.acked), time.monotonic()
            phone.sync(pull=False)
            if len(phone.acked) > before:
                self.served.append(began)
            self._over.wait(0.2)  # a person logs less; a real phone also waits longer after a 503

    def acknowledged(self) -> int:
        return sum(len(phone.acked) for phone in self.phones)

    def wait(self) -> float:
        """Until one more push is acknowledged; when it began. TimeoutError when none is."""
        since = time.monotonic()
        while time.monotonic() < since + PATIENCE:
            if self.served and max(self.served) > since:
                return max(self.served)
            time.sleep(0.05)
        raise TimeoutError(f"nothing is acknowledged for {PATIENCE:.0f} s: {self.live.log()[-2000:]}")

    def longest(self, since: float, until: float) -> float:
        """The longest time within these moments in which no push began that was acknowledged."""
        moments = [since, *sorted(began for began in self.served if since < began < until), until]
        return max(later - before for before, later in itertools.pairwise(moments))


@dataclass
class Outcome:
    """What the rounds came to.

    Attributes:
        away: the longest time of each round in which no push began that was acknowledged, s.
        again: ops that phones sent again; `gone` those that had been acknowledged and were not there any more.
        refused: pushes that were answered 503; `broken` those with another error of the server.
    """

    away: list[float]
    acknowledged: int
    again: int
    gone: int
    refused: int
    unanswered: int
    broken: int
    found: checks.Harm

    def line(self) -> str:
        each = ", ".join(f"{seconds:.1f}" for seconds in self.away)
        return (
            f"nobody served for {each} s (median {statistics.median(self.away):.1f}); {self.acknowledged} ops"
            f" acknowledged, lost {len(self.found.lost)}, sent again {self.again} ({self.gone} of them gone"
            f" from the database); pushes refused (503) {self.refused}, unanswered {self.unanswered}, other errors"
            f" {self.broken}"
        )


def installed(three: trio.Trio, folder: Path) -> Live:
    """An installation on the three, whose server has only the rights to serve."""
    owner, serving = three.roles()
    live = Live.make(folder, owner)
    live.gocua("rights", "gocua")
    live.url = serving
    return live


def careful(live: Live, count: int) -> list[Careful]:
    """Phones of as many people, enrolled."""
    made = [live.phone(seed=index, name=f"Người {index}", area="28135", kind=Careful) for index in range(count)]
    return [phone for phone in made if isinstance(phone, Careful)]


def run(
    three: trio.Trio, live: Live, phones: list[Careful], rounds: list[str], tell: Callable[[str], object] = print
) -> Outcome:
    """Plays the rounds, `kill` or `hang`, under load, then lets every phone finish and looks at everything."""
    load, away = Load(live, phones), []
    load.start()
    for kind in rounds:
        load.wait()
        time.sleep(3)
        leader, moment = three.primary(), time.monotonic()
        leader.kill() if kind == "kill" else leader.hang()
        while three.primary() is leader:
            time.sleep(0.3)
        if kind == "hang":
            time.sleep(HANGS)
            leader.hang(signal.SIGCONT)
        away.append(load.longest(moment, load.wait()))
        tell(f"{kind} {leader.name}: nobody served for {away[-1]:.1f} s, now by {three.primary().name}")
        if kind == "kill":
            leader.start()
        three.whole()
    load.stop()
    acknowledged = load.acknowledged()
    for phone in phones:
        phone.sync()
    return Outcome(
        away=away,
        acknowledged=acknowledged,
        again=sum(len(phone.again) for phone in phones),
        gone=sum(len(phone.gone) for phone in phones),
        refused=sum(noting.statuses[503] for noting in load.heard),
        unanswered=sum(noting.lost for noting in load.heard),
        broken=sum(sum(noting.broken().values()) for noting in load.heard),
        found=checks.harm(live, list(phones)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--phones", type=int, default=4)
    parser.add_argument("--hang", action="store_true", help="one more round: the leader's Patroni hangs")
    wish = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended all the same
    with trio.place() as three, tempfile.TemporaryDirectory() as folder:
        live = installed(three, Path(folder))
        try:
            live.start()
            phones = careful(live, wish.phones)
            print(f"three machines, {wish.phones} phones push {OPS} ops each time", flush=True)
            outcome = run(three, live, phones, ["kill"] * wish.rounds + ["hang"] * wish.hang)
            print(outcome.line())
            if outcome.found:
                print(outcome.found)
        finally:
            live.kill()
    sys.exit(1 if outcome.found or outcome.gone or outcome.broken else 0)


if __name__ == "__main__":
    main()

"""Many plays one after the other, and what they come to: seeds a minute, what was injected how often, what was lost."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from server import logs
from tests import memory
from tests.faults.simulation.handset import Handset
from tests.faults.simulation.ledger import Broken
from tests.faults.simulation.play import Play
from tests.faults.simulation.stage import Stage

SEEDS = Path(__file__).with_name("seeds.txt")


@dataclass
class Sum:
    """What plays came to.

    Attributes:
        traces: what each play left behind, as a hash: the same in every process.
        lost: ops that were saved on a living phone and are not on the server at the end.
    """

    seeds: int = 0
    ops: int = 0
    requests: int = 0
    lost: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[int, str]] = field(default_factory=list)
    traces: dict[int, str] = field(default_factory=dict)
    cpu: float = 0.0

    def add(self, other: "Sum") -> None:
        self.seeds += other.seeds
        self.ops += other.ops
        self.requests += other.requests
        self.lost += other.lost
        self.injected += other.injected
        self.done += other.done
        self.broken += other.broken
        self.traces |= other.traces
        self.cpu += other.cpu


@contextmanager
def stage() -> Iterator[Stage]:
    """A quiet server on files in memory, for as many plays as are wanted."""
    with tempfile.TemporaryDirectory(dir=memory.folder()) as folder, logs.quiet(), Stage.open(Path(folder)) as opened:
        yield opened


def play_all(on: Stage, seeds: Iterable[int], phone: type[Handset] = Handset, stop: bool = False) -> Sum:
    """Plays each seed; with `stop` no further than the first that breaks something."""
    total = Sum()
    began = time.process_time()
    for seed in seeds:
        play = Play(on, seed, phone=phone)
        total.seeds += 1
        try:
            play.run()
        except Broken as broken:
            total.broken.append((seed, str(broken)))
        finally:
            play.close()
        total.ops += len(play.book.made)
        total.requests += sum(play.network.count.values())
        total.lost += len(play.missing())
        total.injected += play.network.count
        total.done += play.count
        total.traces[seed] = play.trace()
        if stop and total.broken:
            break
    total.cpu = time.process_time() - began
    return total


def played(seeds: range) -> Sum:
    """Plays a range of seeds on a server of its own."""
    with stage() as on:
        return play_all(on, seeds)


def kept_seeds() -> list[tuple[int, str]]:
    """Seeds that once found something, each with what it was."""
    lines = [line.strip() for line in SEEDS.read_text("utf-8").splitlines()]
    split = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(int(seed), why.strip()) for seed, _, why in split]

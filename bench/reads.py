"""`python -m bench.reads [--database sqlite|postgresql] [--ops N] [--folder DIR] [--parts a,b]`: what reading costs.

A filled campaign (see `million`) beside one of 10,000 ops, each served over HTTP by a server of its own: all of it page
by page, the newest hundred, totals when nothing and when something has changed, 304, the board while eight phones push
as fast as they can, and what a poll of one of fifty viewers costs while phones push. Prints each aim with its figure,
p50 and p95, and CPU of the server and its database. What is in a named folder is used again and kept; else all is
deleted. On a machine that is not quiet `chrt -f 10` before it keeps others away; CPU is what can be compared then.
"""

import argparse
import gc
import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count, repeat
from pathlib import Path
from random import Random
from time import perf_counter

from flask import Flask
from sqlalchemy import text

from bench import load, machine, meters
from bench.board import installed
from bench.million import OPS
from bench.peers.ours import GOCUA, worker
from bench.sockets import Answer, drive, percentile
from server.app import create_app
from server.config import from_environment
from server.database import reading
from server.extensions import db
from server.logs import quiet
from server.people.scope import Scope
from server.sync import anchor, cursor, store
from server.sync.bulk import Bulk
from server.sync.cursor import Cursor
from tests.faults.live import Live
from tests.faults.phone import API, Phone

SMALL = 10_000
PAGES, INCREMENTS, ASKED, POLLS, VIEWERS = 200, 20, 200, 5, 50
PHONES, SIZE = 8, 100
QUESTIONS = {"commune": 5.0, "hamlet": 20.0}
COMMUNES = ("28108", "28111", "28114", "28135")
PARTS = ("pull", "newest", "totals", "load", "viewers")
_CURSOR = re.compile(rb'"cursor":"([^"]+)"')
_ETAG = re.compile(rb"\r\netag:\s*([^\r]+)", re.IGNORECASE)
_SEEDS = count(1)


See = Callable[[Answer], object]


def _nothing(_answer: Answer) -> None:
    return None


@dataclass
class Asked:
    """Seconds of each request, and CPU seconds of all of them."""

    taken: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def told(self) -> str:
        each = f"CPU {self.cpu / len(self.taken) * 1000:.2f} ms" if self.cpu else "CPU –"
        return f"p50 {percentile(self.taken, 0.5):7.2f} ms  p95 {percentile(self.taken, 0.95):7.2f} ms  {each}"


class Server:
    """A running installation, with somebody of the district and phones."""

    def __init__(self, live: Live, kept: ExitStack):
        self.live = live
        catch_up(live)
        kept.callback(live.stop)
        live.start(program=[str(GOCUA)])
        assert live.process is not None
        self.pids = [live.process.pid]
        if live.url:
            kept.enter_context(worker(live))
            self.pids.append(meters.postmaster(live.url))
        self.district = live.district()
        self.phones = [live.phone(seed=n, area="806", organisation="doan-tn", name=f"Máy {n}") for n in range(PHONES)]

    def ask(self, requests: Iterator[bytes], see: See = _nothing) -> Asked:
        """Requests one after the other on one connection; RuntimeError when one of them fails."""

        def judge(_raw: bytes, answer: Answer) -> None:
            if answer.status >= 400:
                raise RuntimeError(f"answered {answer.status}: {answer.body[:300]!r}")
            see(answer)

        before = self._processor()
        run = drive(self.live.port, [requests], judge)
        return Asked(run.taken, self._processor() - before)

    def _processor(self) -> float:
        return meters.processor([process for pid in self.pids for process in meters.tree(pid)])

    def pushes(self, batches: int, size: int, place: int = 0) -> list[bytes]:
        phone = self.phones[place]
        return list(load.requests(phone, batches, size, Random(next(_SEEDS) * 7_919 + phone.clock())))

    def between(self, pushes: Sequence[bytes], alone: Asked, ask: Callable[[], Iterator[bytes]], see: See) -> Asked:
        """What is asked after each push, on its connection; CPU is that beyond what as many pushes took alone."""
        which: list[bool] = []

        def asking() -> Iterator[bytes]:
            for push in pushes:
                which.append(False)
                yield push
                for request in ask():
                    which.append(True)
                    yield request

        def judge(answer: Answer) -> None:
            if which[-1]:
                see(answer)

        all_of_it = self.ask(asking(), judge)
        taken = [seconds for seconds, asked in zip(all_of_it.taken, which, strict=True) if asked]
        return Asked(taken, max(0.0, all_of_it.cpu - alone.cpu))

    def get(self, path: str, headers: str = "", of: Phone | None = None) -> bytes:
        return load.get(of or self.district, path, headers)

    # --- the aims ---

    def pull(self) -> str:
        """All of it page by page, the first hundred thousand rows."""
        cursors: list[str] = [""]
        rows = 0

        def see(answer: Answer) -> None:
            nonlocal rows
            rows += answer.body.count(b'"kind":"record"')
            found = _CURSOR.search(answer.body)
            assert found is not None
            cursors.append(found[1].decode() if b'"more":true' in answer.body else "")

        def following() -> Iterator[bytes]:
            yield self.get("/sync/pull?limit=500")
            while cursors[-1] and len(cursors) <= PAGES:
                yield self.get("/sync/pull?limit=500", f"X-Cursor: {cursors[-1]}\r\n")

        asked = self.ask(following(), see)
        rate, cpu = rows / sum(asked.taken), asked.cpu / rows * 1e6
        return f"{rate:,.0f} rows/s (aim 100,000), CPU {cpu:.1f} µs a row; {rows:,} rows, pages: {asked.told()}"

    def newest(self) -> str:
        """A hundred ops come from a phone, and somebody of the district who had everything asks what is new."""
        alone = self.ask(iter(self.pushes(INCREMENTS, SIZE)))
        cursors = [cursor_at_head(self.live)]

        def ask() -> Iterator[bytes]:
            yield self._from(cursors[-1])

        def see(answer: Answer) -> None:
            if answer.body.count(b'"kind":"record"') != SIZE:
                raise RuntimeError(f"not the hundred that came: {answer.body[:300]!r}")
            cursors.extend(found.decode() for found in _CURSOR.findall(answer.body))

        new = self.between(self.pushes(INCREMENTS, SIZE), alone, ask, see)
        nothing = self.ask(repeat(self._from(cursors[-1]), ASKED))
        return f"{new.told()} (aim 3 ms)\n{'':24}nothing new: {nothing.told()}"

    def _from(self, cursor: str) -> bytes:
        return self.get("/sync/pull?limit=500", f"X-Cursor: {cursor}\r\n")

    def totals(self) -> dict[str, tuple[str, Asked]]:
        """By what: what to print, and the answers after a push each."""
        found: dict[str, tuple[str, Asked]] = {}
        for by, aim in QUESTIONS.items():
            path = f"/totals?by={by}"
            tags: list[bytes] = []
            first = self.ask(iter([self.get(path)]))
            same = self.ask(repeat(self.get(path), ASKED), lambda answer: tags.extend(_ETAG.findall(answer.head)))  # noqa: B023
            again = self.ask(repeat(self.get(path, f"If-None-Match: {tags[-1].decode()}\r\n"), ASKED))
            alone = self.ask(iter(self.pushes(ASKED // 4, 20)))
            changed = self.between(
                self.pushes(ASKED // 4, 20), alone, lambda path=path: iter([self.get(path)]), _nothing
            )
            found[by] = (
                f"after a push: {changed.told()} (aim: p95 {aim:.0f} ms)\n{'':24}unchanged: {same.told()}; the first"
                f" {first.taken[0] * 1000:.0f} ms\n{'':24}304: {again.told()} (aim: 1 ms of CPU)",
                changed,
            )
        return found

    def under_load(self) -> str:
        """The board's question, twenty times a second, while phones push as fast as they can."""
        taken: list[float] = []
        over = threading.Event()

        def read() -> None:
            connection = HTTPConnection("127.0.0.1", self.live.port, timeout=60)
            while not over.wait(0.05):
                began = perf_counter()
                connection.request("GET", f"{API}/totals", headers={"Authorization": f"Bearer {self.district.token}"})
                with connection.getresponse() as answer:
                    answer.read()
                taken.append(perf_counter() - began)
            connection.close()

        queues = [iter(self.pushes(25, SIZE, place)) for place in range(PHONES)]
        reader = threading.Thread(target=read)
        reader.start()
        try:
            pushed = load.push_all(self.live.port, [list(queue) for queue in queues])
        finally:
            over.set()
            reader.join()
        aim = 50 if self.live.url else 200
        return f"{Asked(taken).told()} (aim {aim} ms) at {pushed.rate:,.0f} ops/s"

    def viewers(self) -> str:
        """Fifty viewers of five scopes ask with the tag that they have, five after each push of twenty ops."""
        officers = [
            self.live.phone(seed=500 + n, role="commune", area=code, organisation=f"ubnd-xa.{code}", name=f"Cán bộ {n}")
            for n, code in enumerate(COMMUNES)
        ]
        people = [self.district, *officers]
        tags, turn, unchanged = [b'"none"'] * VIEWERS, count(), 0

        def ask() -> Iterator[bytes]:
            for _ in range(POLLS):
                viewer = next(turn) % VIEWERS
                known = f"If-None-Match: {tags[viewer].decode()}\r\n"
                yield self.get("/totals?by=hamlet", known, people[viewer % len(people)])
                tags[viewer] = seen[-1]

        seen: list[bytes] = []

        def see(answer: Answer) -> None:
            nonlocal unchanged
            unchanged += answer.status == 304
            seen.extend(_ETAG.findall(answer.head))

        alone = self.ask(iter(self.pushes(VIEWERS * 2, 20)))
        polls = self.between(self.pushes(VIEWERS * 2, 20), alone, ask, see)
        return f"{polls.told()}; {unchanged / len(polls.taken):.0%} were 304"


@contextmanager
def inside(live: Live) -> Iterator[Flask]:
    """The installation's application in this process."""
    app = create_app(from_environment(live.env()))
    with app.app_context(), quiet():
        try:
            yield app
        finally:
            for engine in db.engines.values():
                engine.dispose()


def catch_up(live: Live) -> None:
    """A round of the worker, which takes a minute the first time that it sees a million ops."""
    with inside(live) as app:
        for _job, tick in app.extensions["gocua.ticks"]:
            tick()


def cursor_at_head(live: Live) -> str:
    """Where somebody of the district is who has pulled everything: a million rows are not pulled for it."""
    with inside(live) as app:
        with reading() as session:
            campaign_id = session.execute(text("SELECT id FROM campaign")).scalar_one()
            head = store.head(Bulk(session), campaign_id)
        scope = bytes.fromhex(Scope(campaign_id).version)[:8]
        keys = app.extensions["gocua.keys"]
    return cursor.make(keys.cursor, Cursor(head.head, anchor.mark(head.epoch()), scope, head.reached))


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.reads", description=__doc__)
    options.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    options.add_argument("--ops", type=int, default=OPS)
    options.add_argument("--folder", type=Path, help="where the filled databases are kept for another run")
    options.add_argument("--parts", default=",".join(PARTS), help=f"of {','.join(PARTS)}")
    chosen = options.parse_args()
    parts = chosen.parts.split(",")
    about = machine.described()
    print(f"{about['date']}, {about['cores']} cores of {about['model']}, load {about['load_at_start']:.1f}", flush=True)
    gc.disable()  # the generator's own would fall into an answer
    with tempfile.TemporaryDirectory(prefix="gocua-reads-") as made:
        folder = chosen.folder or Path(made)
        for name in [chosen.database] if chosen.database else ["sqlite", "postgresql"]:
            small = measure(folder / str(SMALL), name, SMALL, [part for part in parts if part == "totals"])
            large = measure(folder, name, chosen.ops, parts)
            for by in small:
                ratio = percentile(large[by].taken, 0.5) / percentile(small[by].taken, 0.5)
                print(f"{name:10} {'flat':12} by {by}: {ratio:.2f} of that at {SMALL:,} ops (aim 1.5)", flush=True)


def measure(folder: Path, name: str, ops: int, parts: list[str]) -> dict[str, Asked]:
    """Prints the figures of one campaign; returns the totals after a push each."""
    found: dict[str, Asked] = {}
    with installed(folder / name, name, ops) as live, ExitStack() as kept:
        server = Server(live, kept)
        print(f"\n{name}, {live.rows('SELECT head FROM campaign')[0][0]:,} ops", flush=True)

        def tell(part: str, figure: str) -> None:
            print(f"{name:10} {part:12} {figure}", flush=True)

        if "pull" in parts:
            tell("pull", server.pull())
        if "newest" in parts:
            tell("newest 100", server.newest())
        if "totals" in parts:
            for by, (figure, changed) in server.totals().items():
                tell(f"by {by}", figure)
                found[by] = changed
        if "viewers" in parts:
            tell("50 viewers", server.viewers())
        if "load" in parts:
            tell("under load", server.under_load())
    return found


if __name__ == "__main__":
    main()

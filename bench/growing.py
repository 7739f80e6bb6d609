"""What a filled installation costs: one part after the other, each a few figures by name (see `growth`).

Times are wall time unless called `processor`, which is CPU time of all processes that take part (the server's, those
of its PostgreSQL, or this one), counted by the kernel, so that other work beside changes it less.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any

import psutil
from flask import current_app

from bench import meters
from bench.load import ops, push_all, requests
from bench.machine import settle
from bench.peers.ours import GOCUA, worker
from bench.sockets import percentile
from server import logs
from server.app import create_app
from server.campaign.models import Campaign
from server.clock import now_ms
from server.config import from_environment
from server.database import reading
from server.extensions import db
from server.notices import jobs
from server.notices.worker import SENDING
from server.sync import cursor as cursors
from tests.faults.live import Live
from tests.faults.phone import API, Phone
from tests.faults.wire import InProcess
from tests.statements import counted

CLIENTS, SIZE, BATCHES = 8, 100, 30  # as many ops at each size, so that all grow by the same
FEW = 10  # ops between two questions
QUESTIONS = ("commune", "hamlet", "day", "organisation")
TIMES, PULLS = 30, 20
PATIENCE = 3_600.0  # seconds for the worker's first round
Figures = dict[str, Any]


def measured(live: Live) -> Iterator[Figures]:
    """All parts but upkeep: what is asked comes before what is pushed, and the most is pushed last."""
    stored = live.rows("SELECT head FROM campaign")[0][0]
    yield {"ops": stored}
    yield {"bytes": sizes(live, stored)}
    yield {"round": first_round(live, stored)}
    with serving(live) as figures:
        yield {"start": figures}
        phones = [live.phone(seed=i, area="806", organisation="doan-tn", name=f"Máy {i}") for i in range(CLIENTS)]
        token = live.district().token
    yield from in_process(live, token, phones[0])
    phones[0].transport = phones[1].transport
    with serving(live):
        yield {"push": over_http(live, phones)}
    yield {"ops_at_the_end": live.rows("SELECT head FROM campaign")[0][0]}


def sizes(live: Live, stored: int) -> Figures:
    """Bytes of an op; both together on SQLite, which would have to read all of its file to tell them apart."""
    if live.url:
        tables, indexes = live.rows(
            "SELECT sum(pg_table_size(c.oid)), sum(pg_indexes_size(c.oid)) FROM pg_class c"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )[0]
        return {"tables": int(tables) / stored, "indexes": int(indexes) / stored}
    page, pages, free = (live.rows(f"PRAGMA {name}")[0][0] for name in ("page_size", "page_count", "freelist_count"))
    return {"together": page * (pages - free) / stored}


def first_round(live: Live, stored: int) -> Figures:
    """What a worker has to do that sees all of it for the first time, which one beside a campaign did as it grew."""
    took: dict[str, float] = {}
    failed: list[str] = []
    began, used, served = time.perf_counter(), time.process_time(), meters.processor(_database(live))
    with _application(live) as app:
        for name, tick in app.extensions["gocua.ticks"]:
            before = time.process_time()
            if jobs.run(name, tick).error is not None:
                failed.append(name)
            took[name] = time.process_time() - before
    return {
        "seconds": time.perf_counter() - began,
        "processor": (time.process_time() - used) / stored * 1e6,
        "database": (meters.processor(_database(live)) - served) / stored * 1e6,
        "dearest": dict(sorted(took.items(), key=lambda one: -one[1])[:4]),
        "failed": failed,
    }


@contextmanager
def serving(live: Live) -> Iterator[Figures]:
    """A server, with the worker beside it on PostgreSQL, once that has done its first round.

    Seconds until it answers, until it has told the first totals after that, and until the round was over.
    """
    with ExitStack() as kept:
        kept.callback(live.stop)
        begun, began = now_ms(), time.perf_counter()
        live.start(program=[str(GOCUA)], wait=300)
        answers = time.perf_counter() - began
        district = live.district()
        asked = time.perf_counter()
        district.call("GET", "/totals?by=commune")
        first_totals = time.perf_counter() - asked
        if live.url:
            kept.enter_context(worker(live))
        while not live.rows(f"SELECT 1 FROM job WHERE name = '{SENDING}' AND ran_at >= {begun}"):
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"no round of the worker was over: {live.log()[-2000:]}")
            time.sleep(0.5)
        yield {"answers": answers, "first_totals": first_totals, "round_over": time.perf_counter() - began}


def processes(live: Live) -> list[psutil.Process]:
    """The server's, and those of its PostgreSQL; the worker's are not pushed to."""
    assert live.process is not None
    return meters.tree(live.process.pid) + _database(live)


def _database(live: Live) -> list[psutil.Process]:
    return meters.tree(meters.postmaster(live.url)) if live.url else []


def over_http(live: Live, phones: list[Phone]) -> Figures:
    """New ops of eight phones in batches of 100; the generator's CPU is not counted."""

    def run(batches: int, seed: int) -> tuple[Any, float]:
        queues = [list(requests(phone, batches, SIZE, Random(seed + i))) for i, phone in enumerate(phones)]
        there = processes(live)
        used = meters.processor(there)
        result = push_all(live.port, queues)
        return result, meters.processor(there) - used

    run(3, 100)
    settle()
    result, used = run(BATCHES, 1_000)
    return {
        "ops": result.ops,
        "rate": result.rate,
        "p50": result.percentile(0.5),
        "p95": result.percentile(0.95),
        "processor": used / result.ops * 1e6,
    }


@contextmanager
def _application(live: Live) -> Iterator[Any]:
    app = create_app(from_environment(live.env()))
    with app.app_context(), logs.quiet():
        try:
            yield app
        finally:
            for engine in db.engines.values():
                engine.dispose()


def in_process(live: Live, token: str, phone: Phone) -> Iterator[Figures]:
    """Totals, the newest hundred, pushes and their statements, without HTTP."""
    with _application(live) as app:
        client = app.test_client()
        phone.transport = InProcess(client)
        rng = Random(5)

        def ask(path: str, **headers: str) -> Any:
            answer = client.get(f"{API}{path}", headers={"Authorization": f"Bearer {token}", **headers})
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            _ = answer.data
            return answer

        def push_few() -> None:
            phone.push_batch(ops(phone, FEW, rng))

        ask("/me")
        yield {"totals": {by: _totals(lambda by=by: ask(f"/totals?by={by}"), push_few) for by in QUESTIONS}}
        yield {"pull": _pulled(ask, phone, rng)}
        yield {"push_inside": _pushed(live, phone, rng)}


def _totals(ask: Callable[[], Any], push: Callable[[], Any]) -> Figures:
    """Milliseconds: of this process's first answer, of the same again, and after each of many pushes."""
    began = time.perf_counter()
    ask()
    first = (time.perf_counter() - began) * 1000
    return {"first": first, "again": _timed(ask), "after": _timed(ask, push)}


def _pushed(live: Live, phone: Phone, rng: Random) -> Figures:
    """Microseconds of an op, and statements of a batch."""
    for _ in range(5):
        phone.push_batch(ops(phone, SIZE, rng))
    batches = [ops(phone, SIZE, rng) for _ in range(60)]
    database = _database(live)
    used, served, began = time.process_time(), meters.processor(database), time.perf_counter()
    for batch in batches:
        phone.push_batch(batch)
    count = SIZE * len(batches) / 1e6
    figures = {
        "processor": (time.process_time() - used) / count,
        "database": (meters.processor(database) - served) / count,
        "seconds": (time.perf_counter() - began) / count,
    }
    with counted() as statements:
        phone.push_batch(ops(phone, SIZE, rng))
    return {**figures, "statements": len(statements)}


def _timed(ask: Callable[[], Any], before: Callable[[], Any] | None = None, times: int = TIMES) -> Figures:
    """Milliseconds; with `before` the first answer, too, is one after it."""
    taken: list[float] = []
    used = 0.0
    for _ in range(times):
        if before is not None:
            before()
        began, processor = time.perf_counter(), time.process_time()
        ask()
        taken.append(time.perf_counter() - began)
        used += time.process_time() - processor
    return {"p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95), "processor": used / times * 1000}


def _pulled(ask: Callable[..., Any], phone: Phone, rng: Random) -> Figures:
    """The newest hundred rows, each time of a hundred ops that came since."""
    keys = current_app.extensions["gocua.keys"]
    path = "/sync/pull?limit=500"
    first = cursors.read(keys.cursors, ask(path).json["cursor"])
    assert first is not None
    with reading() as session:
        head = session.query(Campaign).one().head
    # reading all of it up to there would take minutes
    cursor = [cursors.make(keys.cursor, first._replace(seq=head, reached=0))]

    def before() -> None:
        phone.push_batch(ops(phone, SIZE, rng))

    def newest() -> None:
        page = ask(path, **{"X-Cursor": cursor[0]}).json
        assert len(page["rows"]) == SIZE
        assert not page["more"]
        cursor[0] = page["cursor"]

    before()
    newest()
    return _timed(newest, before, PULLS)

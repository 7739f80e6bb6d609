"""What a filled installation costs: one part after the other, each a few figures by name (see `growth`).

Times are wall time unless called `processor`, which is CPU time of all processes that take part (the server's, those
of its PostgreSQL, or this one), counted by the kernel, so that other work beside changes it less.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psutil
from flask import current_app

from bench import meters
from bench.load import ops, push_all, requests
from bench.sockets import percentile
from server import logs
from server.app import create_app
from server.campaign.models import Campaign
from server.config import from_environment
from server.database import reading
from server.extensions import db
from server.sync import cursor as cursors
from tests.faults.live import Live
from tests.faults.phone import API, Phone
from tests.faults.wire import InProcess
from tests.statements import counted

CLIENTS, SIZE, SECONDS = 8, 100, 15
QUESTIONS = ("commune", "hamlet", "day", "organisation")
TIMES = 30
Figures = dict[str, Any]


def measured(live: Live, *, upkeep: bool = True) -> Iterator[Figures]:
    """All parts, in an order in which none makes the next one's caches warm that would be cold."""
    stored = live.rows("SELECT head FROM campaign")[0][0]
    yield {"ops": stored}
    yield {"bytes": sizes(live, stored)}
    yield start(live)
    try:
        phones = [live.phone(seed=i, area="806", organisation="doan-tn", name=f"Máy {i}") for i in range(CLIENTS)]
        yield {"push": over_http(live, phones)}
        token = live.district().token
    finally:
        live.stop()
    yield from in_process(live, token, phones[0])
    if upkeep:
        yield from kept_up(live)


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


def start(live: Live) -> Figures:
    """Seconds until a server answers, and until it has told the first totals."""
    began = time.perf_counter()
    live.start()
    answers = time.perf_counter() - began
    district = live.district()
    began = time.perf_counter()
    district.call("GET", "/totals?by=commune")
    return {"start": {"answers": answers, "first_totals": time.perf_counter() - began}}


def processes(live: Live) -> list[psutil.Process]:
    """The server's, and those of its PostgreSQL."""
    found = meters.tree(live.process.pid) if live.process else []
    return found + (meters.tree(meters.postmaster(live.url)) if live.url else [])


def over_http(live: Live, phones: list[Phone]) -> Figures:
    """New ops of eight phones in batches of 100 for about so many seconds; the generator's CPU is not counted."""

    def run(batches: int, seed: int) -> tuple[Any, float]:
        queues = [list(requests(phone, batches, SIZE, Random(seed + i))) for i, phone in enumerate(phones)]
        there = processes(live)
        used = meters.processor(there)
        result = push_all(live.port, queues)
        return result, meters.processor(there) - used

    run(3, 100)
    first, _ = run(5, 200)
    batches = max(5, min(250, round(first.rate * SECONDS / SIZE / CLIENTS)))
    result, used = run(batches, 1_000)
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
    """Pushes, their statements, totals and the newest hundred, without HTTP."""
    database = meters.tree(meters.postmaster(live.url)) if live.url else []
    with _application(live) as app:
        client = app.test_client()
        phone.transport = InProcess(client)
        rng = Random(5)
        for _ in range(5):
            phone.push_batch(ops(phone, SIZE, rng))
        batches = [ops(phone, SIZE, rng) for _ in range(60)]
        if live.url:
            database = meters.tree(meters.postmaster(live.url))
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
        yield {"push_inside": {**figures, "statements": len(statements)}}

        def ask(path: str, **headers: str) -> Any:
            answer = client.get(f"{API}{path}", headers={"Authorization": f"Bearer {token}", **headers})
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            _ = answer.data
            return answer

        yield {"totals": {by: _timed(lambda by=by: ask(f"/totals?by={by}")) for by in QUESTIONS}}
        yield {"pull": _pulled(ask, phone, rng)}


def _timed(ask: Callable[[], Any], before: Callable[[], Any] | None = None) -> Figures:
    """Milliseconds; the first answer, which makes what a process keeps, does not count."""
    if before is not None:
        before()
    ask()
    taken: list[float] = []
    used = 0.0
    for _ in range(TIMES):
        if before is not None:
            before()
        began, processor = time.perf_counter(), time.process_time()
        ask()
        taken.append(time.perf_counter() - began)
        used += time.process_time() - processor
    return {"p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95), "processor": used / TIMES * 1000}


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

    return _timed(newest, before)


# --- upkeep ---


def kept_up(live: Live) -> Iterator[Figures]:
    """Check, rebuild and check again as commands of their own, then a backup."""
    stored = live.rows("SELECT head FROM campaign")[0][0]
    for name, words in (
        ("check", ["totals", "check"]),
        ("rebuild", ["totals", "rebuild"]),
        ("again", ["totals", "check"]),
    ):
        yield {name: _command(live, words, stored)}
    with tempfile.TemporaryDirectory(dir=live.home.parent) as folder:
        path = Path(folder) / "gocua.backup"
        figures = _command(live, ["backup", str(path)], stored)
        yield {"backup": {**figures, "bytes": path.stat().st_size / stored}}


def _command(live: Live, words: list[str], stored: int) -> Figures:
    """Seconds for a million ops, CPU of the command and of the database, and the most memory of its own."""
    database = meters.tree(meters.postmaster(live.url)) if live.url else []
    # psutil's Popen, whose own child's CPU time can be read until it is waited for
    began, served = time.perf_counter(), meters.processor(database)
    process = psutil.Popen(
        [sys.executable, "-m", "server", *words],
        env=live.env(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
    )
    most = used = 0.0
    over = threading.Event()
    while process.poll() is None:
        try:
            most = max(most, _own(process.pid))
            used = meters.processor([process])
        except (OSError, psutil.NoSuchProcess, ValueError, IndexError):
            break
        over.wait(0.1)
    seconds = time.perf_counter() - began
    assert process.wait() == 0, f"gocua {' '.join(words)} failed"
    millions = stored / 1e6
    backends = meters.tree(meters.postmaster(live.url)) if live.url else []
    return {
        "rate": stored / seconds,
        "seconds": seconds / millions,
        "processor": used / millions,
        "database": (meters.processor(backends) - served) / millions,
        "memory": most,
    }


def _own(pid: int) -> float:
    """MiB that a process has for itself: pages of the database's file that it maps are the system's."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("RssAnon:")[2].split()[0]) / 1024

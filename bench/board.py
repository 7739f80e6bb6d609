"""`python -m bench.board [--ops N] [--database sqlite|postgresql] [--folder DIR]`: the board at a million records.

Fills a campaign (see `million`), opens every page of the desk in Chromium, then asks each route that the pages asked,
and harder ones, in this process: the first answer of a fresh process, p50 and p95 of the following ones, SQL statements
and bytes. Then moments of the past that nobody asked for before, a draw for spot checks, and how the server's memory
grows while it streams all records as CSV. What is in a named folder is used again and kept; else all is deleted.
"""

import argparse
import http.client
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import psutil
from flask import current_app

from bench.million import DAYS, OPS, fill, postgresql
from bench.moving import move
from bench.push import machine
from bench.walk import ROUNDS, Seen, sights, walk
from server import logs
from server.app import create_app
from server.clock import DAY_MS, day_of, instant
from server.config import from_environment
from server.extensions import db
from tests.faults.live import Live
from tests.faults.phone import API
from tests.statements import counted

TIMES = 9
BYTES = 64 * 1024
Ask = Callable[[str], Any]


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.board", description=__doc__)
    options.add_argument("--ops", type=int, default=OPS)
    options.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    options.add_argument("--folder", type=Path, help="where the filled databases are kept for another run")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is opened")
    options.add_argument("--no-pages", action="store_true", help="only the harder routes, no Chromium")
    options.add_argument("--only", help="only routes that hold this (/: all of them), and nothing else")
    chosen = options.parse_args()
    print(machine().splitlines()[0], f"· load {psutil.getloadavg()[0]:.1f}", end="\n\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="gocua-board-") as made:
        for name in [chosen.database] if chosen.database else ["sqlite", "postgresql"]:
            folder = (chosen.folder or Path(made)) / name
            with installed(folder, name, chosen.ops) as live:
                if chosen.only:
                    _routes_alone(live, name, chosen.only)
                else:
                    _measure(live, name, 0 if chosen.no_pages else chosen.rounds)


@contextmanager
def installed(folder: Path, name: str, ops: int) -> Iterator[Live]:
    """A full installation in the folder, made when it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    server = postgresql(folder) if name == "postgresql" else None
    url = server.get_uri() if server else ""
    live = Live(folder / "home", url)
    try:
        if not (folder / "full").exists():
            other = folder.parent / "sqlite"
            if server is not None and (other / "full").exists():
                live = move(other / "home", folder / "home", url, _progress)
            else:
                live = Live.make(folder, url, begun=DAYS)
                rate = fill(live, ops, _progress)
                print(f"{name}: filled with {ops:,} ops at {rate:,.0f} ops/s", flush=True)
            (folder / "full").touch()
        yield live
    finally:
        live.stop()
        if server is not None:
            server.cleanup()


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _moments(live: Live) -> tuple[int, str, str, str]:
    """The head, a busy day, the day a week ago and the instant of then, by the campaign's last commit."""
    head = live.rows("SELECT head FROM campaign")[0][0]
    now, tz = live.rows('SELECT max(at) FROM "commit"')[0][0], "Asia/Ho_Chi_Minh"
    day, week_ago = (str(day_of(now - days * DAY_MS, tz)) for days in (5, 7))
    return head, day, week_ago, instant(now - 7 * DAY_MS)


def _routes_alone(live: Live, name: str, only: str) -> None:
    head, day, week_ago, moment = _moments(live)
    live.start()
    token = live.district().token
    live.stop()
    with _application(live, token) as ask:
        before = time.process_time()
        for job, tick in current_app.extensions["gocua.ticks"]:
            tick()
            print(f"{name}: {job}: {time.process_time() - before:.1f} s of CPU for a round of the worker", flush=True)
            before = time.process_time()
        hard = [API + path for path in (*harder(day, week_ago, moment, head // 2), *previews(day))]
        routes(name, ask, [path for path in hard if only in path])


def _measure(live: Live, name: str, rounds: int) -> None:
    head, day, week_ago, moment = _moments(live)
    seen: dict[str, Seen] = {}
    live.start()
    token = live.district().token
    if rounds:
        with tempfile.TemporaryDirectory() as folder:
            seen = walk(live.port, Path(folder), sights(day, moment, head // 2), rounds)
        print(f"\n{name}: pages in Chromium, from the address to usable\n{'page':32} {'ms':>6} {'routes':>6}")
        for page, one in seen.items():
            print(f"{page:32} {one.median:6.0f} {len(one.asked):6}", flush=True)
    export(live, name, token)
    live.stop()
    asked = list(dict.fromkeys(path for one in seen.values() for path in one.asked))
    hard = [API + path for path in harder(day, week_ago, moment, head // 2)]
    with _application(live, token) as ask:
        routes(name, ask, asked + [path for path in hard if path not in asked])
        past(name, ask, head)
    with _application(live, token) as ask:
        draw(name, ask)


def harder(day: str, week_ago: str, moment: str, half: int) -> list[str]:
    """Questions that a page can ask and the walk does not."""
    at = quote(moment)
    return [
        f"/totals?by=hamlet&as_of={half}",
        f"/totals?by=organisation&as_of={at}",
        f"/totals?by=day&organisation=doan-tn&as_of={at}",
        "/totals?by=day&within=28135&organisation=hoi-lhpn-xa.28135",
        f"/totals?by=mode&since={week_ago}",
        f"/totals?by=hamlet&since={week_ago}&organisation=doan-tn",
        "/records?limit=50&outcome=not_accessible&within=28135-my-tay",
        f"/records?limit=50&since={day}&until={day}&within=28135&outcome=storage_full&mode=phone",
        "/records?limit=50&organisation=hoi-ccb-xa.28135",
        "/records?limit=50&state=void",
        "/records?limit=50&state=outside",
        "/records?limit=50&after=1000",
        f"/ledger?by=commune&from={at}",
        f"/ledger?by=hamlet&from={at}",
        f"/ledger?by=commune&within=28135&from={at}",
        f"/ledger?by=commune&organisation=doan-tn&from={at}",
        f"/ledger?by=commune&from={half // 2}&until={half}",
        f"/ledger?by=hamlet&from={half}",
        "/ledger?by=commune&within=28135",
        f"/ledger/records?by=commune&part=corrected&limit=50&from={half}",
        f"/ledger/records?by=commune&part=voided&limit=50&from={at}",
        f"/ledger/records?by=commune&part=corrected&limit=50&within=28135&from={at}",
        "/ledger/records?by=commune&part=late&limit=50",
        f"/ledger/records?by=commune&part=late&limit=50&from={at}",
        f"/ledger/records?by=commune&part=late&limit=50&within=28135-my-tay&from={at}",
        f"/ledger/records?by=commune&part=new&limit=50&within=28135-my-tay&from={at}",
        f"/signals?since={week_ago}&until={day}&within=28135",
        "/signals?within=28135",
        "/signals",
        "/freshness?within=28135",
        "/spot-checks?limit=50",
        "/audit?limit=50",
    ]


def previews(day: str) -> list[str]:
    """What reports would say: of the district, of a commune and of an office for the Thursday before a day."""
    asked = date.fromisoformat(day)
    thursday = asked - timedelta(days=(asked.weekday() - 3) % 7)
    weekly = f"/reports/preview?obligation=R08&period={thursday}&organisation="
    return [
        f"/reports/preview?obligation=R15&organisation=ubnd-huyen&period={day}",
        *(weekly + unit for unit in ("ubnd-xa.28135", "p-noi-vu")),
    ]


@contextmanager
def _application(live: Live, token: str) -> Iterator[Callable[..., Any]]:
    """A fresh application on the database, asked as the district."""
    app = create_app(from_environment(live.env()))
    headers = {"Authorization": f"Bearer {token}"}
    with app.app_context(), logs.quiet():
        client = app.test_client()

        def ask(path: str, method: str = "GET", **more: Any) -> Any:
            answer = client.open(path, method=method, headers=headers, **more)
            if answer.status_code not in (200, 404):
                raise SystemExit(f"{path}: {answer.status_code} {answer.text[:300]}")
            return answer

        try:
            yield ask
        finally:
            for engine in db.engines.values():
                engine.dispose()


def routes(name: str, ask: Callable[..., Any], paths: Sequence[str]) -> None:
    """One line for each route: first answer, CPU here for it, p50, p95, CPU of one answer, statements, bytes."""
    head = f"{'first':>7} {'cpu':>6} {'p50':>6} {'p95':>6} {'cpu':>6} {'sql':>4} {'bytes':>8}  route"
    print(f"\n{name}: routes, ms\n{head}", flush=True)
    ask(f"{API}/me")
    for path in paths:
        began = time.process_time()
        taken = [_timed(ask, path)[0]]
        first = (time.process_time() - began) * 1000
        began = time.process_time()
        taken += [_timed(ask, path)[0] for _ in range(TIMES if taken[0] < 3000 else 1)]
        cpu = (time.process_time() - began) * 1000 / (len(taken) - 1)
        with counted() as statements:
            size = len(ask(path).data)
        ordered = sorted(taken[1:])
        p50, p95 = ordered[len(ordered) // 2], ordered[-1]
        shown = path.removeprefix(API)
        line = f"{taken[0]:7.0f} {first:6.0f} {p50:6.0f} {p95:6.0f} {cpu:6.0f} {len(statements):4} {size:8,}  {shown}"
        print(line, flush=True)


def _timed(ask: Callable[..., Any], path: str) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = ask(path)
    _ = answer.data
    return (time.perf_counter() - started) * 1000, answer


def past(name: str, ask: Callable[..., Any], head: int) -> None:
    """Moments of the past, each asked for the first time."""
    rng = Random(5)
    for by in ("commune", "hamlet", "organisation", "day"):
        taken = sorted(_timed(ask, f"{API}/totals?by={by}&as_of={rng.randrange(head)}")[0] for _ in range(TIMES))
        print(
            f'{name}: "as of" a new seq by {by}: p50 {taken[TIMES // 2]:.0f} ms, worst {taken[-1]:.0f} ms', flush=True
        )


def draw(name: str, ask: Callable[..., Any]) -> None:
    """Draws for spot checks of the whole campaign and of one commune; the campaign is locked meanwhile."""
    for place in ({}, {"within": "28135"}, {"within": "28135-my-tay"}):
        taken, drawn = [], 0
        for _ in range(3):
            started = time.perf_counter()
            body = {"draw": str(uuid.uuid4()), "count": 20, **place}
            drawn = len(ask(f"{API}/spot-checks", "POST", json=body).json["items"])
            taken.append((time.perf_counter() - started) * 1000)
        print(f"{name}: draw of 20 {place or ''}: {sorted(taken)[1]:.0f} ms, {drawn} drawn", flush=True)


def _own(process: int) -> int:
    """Bytes of memory that a process has for itself: pages of the database's file that it maps are the system's."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) * 1024


def export(live: Live, name: str, token: str) -> None:
    """All records as CSV over HTTP, and by how much the workers' memory grows meanwhile."""
    workers = live.workers()
    before = most = sum(map(_own, workers))
    over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.05):
            most = max(most, sum(map(_own, workers)))

    watching = threading.Thread(target=watch)
    watching.start()
    started, size, lines = time.perf_counter(), 0, 0
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
    try:
        connection.request("GET", f"{API}/exports/records.csv?state=all", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        while piece := answer.read(BYTES):
            size += len(piece)
            lines += piece.count(b"\r\n")
    finally:
        connection.close()
        over.set()
        watching.join()
    spent = time.perf_counter() - started
    print(
        f"\n{name}: export of {lines - 1:,} records, {size / 2**20:.0f} MiB in {spent:.0f} s; memory of the workers "
        f"{before / 2**20:.0f} MiB before, {(most - before) / 2**20:+.0f} MiB at most",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())

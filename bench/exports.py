"""`python -m bench.exports [RECORDS]`: how long a file of 200,000 records takes, and how much memory meanwhile.

A site of its own on SQLite; records are 200 real ones, copied row by row until there are enough. Each kind of file is
read to its end as a client would, piece by piece. Prints rows, seconds, length, the length told beforehand and by how
much the process's memory grew at most: its own, and with the pages of the database file that it looks at (SQLite maps
up to 256 MB of it, which the system takes back when it likes).
"""

import csv
import io
import sys
import tempfile
import time
from contextlib import redirect_stderr
from pathlib import Path
from random import Random

import psutil
from sqlalchemy import text

from bench.push import machine
from server.database import writing
from server.sync.models import Record
from tests.batches import push, put
from tests.site import Caller, Site

RECORDS = 200_000
BASE = 200


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    print(machine().splitlines()[0], end="\n\n", flush=True)
    with (
        redirect_stderr(io.StringIO()),
        tempfile.TemporaryDirectory(prefix="gocua-bench-") as folder,
        Site.make(Path(folder), f"sqlite:///{folder}/gocua.db") as site,
    ):
        _fill(site, wanted)
        district = site.person("district")
        for ending in ("csv", "xlsx"):
            _take(district, ending, wanted)


def _fill(site: Site, wanted: int) -> None:
    rng = Random(5)
    outcomes = ("ok_installed_used", "owner_absent", "already")
    ops = [put(outcome=rng.choice(outcomes), note=f"nhà thứ {n}, cổng xanh, hẹn chiều thứ bảy") for n in range(BASE)]
    push(site.person(), *ops)
    others = [column.name for column in Record.__table__.columns if column.name not in ("record_id", "seq")]
    names = ", ".join(others)
    copied = f"INSERT INTO record (record_id, seq, {names}) SELECT randomblob(16), seq + :there, {names} FROM record"
    there = BASE
    while there < wanted:
        more = min(there, wanted - there)
        with writing() as session:
            session.execute(text(f"{copied} ORDER BY seq LIMIT :more"), {"there": there, "more": more})
        there += more


def _take(district: Caller, ending: str, wanted: int) -> None:
    process = psutil.Process()
    before = process.memory_info()
    own = mapped = 0
    began, first, length = time.perf_counter(), 0.0, 0
    rest = b""
    rows = -1  # without the head
    with district.get(f"/exports/records.{ending}") as answer:
        if answer.status_code != 200:
            raise SystemExit(answer.text[:300])
        for piece in answer.iter_encoded():
            first = first or time.perf_counter() - began
            length += len(piece)
            now = process.memory_info()
            mapped = max(mapped, now.rss - before.rss)
            own = max(own, now.rss - now.shared - (before.rss - before.shared))
            if ending == "csv":
                whole, _, rest = (rest + piece).rpartition(b"\r\n")
                rows += sum(1 for _ in csv.reader(io.StringIO(whole.decode("utf-8-sig"), newline="")))
        told = int(answer.headers["Gocua-Bytes"])
    if ending == "csv" and rows != wanted:
        raise SystemExit(f"{rows:,} rows of {wanted:,}")
    seconds = time.perf_counter() - began
    print(
        f"{ending:5} {wanted:,} records  {seconds:6.1f} s, first piece after {first:.2f} s  {length / 1e6:6.1f} MB"
        f" (told {told / 1e6:.1f})  memory +{own / 1e6:.0f} MB, +{mapped / 1e6:.0f} MB with the file's pages",
        flush=True,
    )


if __name__ == "__main__":
    main()

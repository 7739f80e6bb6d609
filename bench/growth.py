"""`python -m bench.growth [--ops 10000,1000000,10000000] [--database sqlite|postgresql] [--folder DIR]
[--lived N] [--no-upkeep] [--keep]`

Does anything grow with what is stored? A campaign is filled to each size (a part of it is lived through by the ordinary
push service, then multiplied: see `multiply`), one after the other, and asked: bytes of an op, the worker's first
round, how long it takes to start, totals in a new process and after a push, a pull of the newest hundred, what a push
costs in this process and over HTTP; then how fast all of it is checked, rebuilt, checked again and backed up. Figures
go to bench/results/growth.json, one entry for each database and size, for `python -m bench.grown`. Filled databases are
deleted unless `--keep`; what was lived through stays in a named folder.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from bench import growing, machine, meters, upkeep
from bench.million import DAYS, fill, postgresql
from bench.moving import move
from bench.multiply import multiply
from tests.faults.live import Live

SIZES, BASE = "10000,1000000,10000000", 100_000
RESULTS = Path(__file__).resolve().parent / "results" / "growth.json"
DATABASES = ("sqlite", "postgresql")


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.growth", description="Whether anything grows with what is stored.")
    options.add_argument("--ops", default=SIZES, help=f"sizes, in their order; {SIZES}")
    options.add_argument("--database", choices=DATABASES, help="only this one")
    options.add_argument("--folder", type=Path, help="where filled databases are while they are measured")
    options.add_argument("--lived", type=int, default=BASE, help="ops that are lived through; the rest is multiplied")
    options.add_argument("--keep", action="store_true", help="leaves filled databases in the folder, for another run")
    options.add_argument("--no-upkeep", action="store_true", help="neither check nor rebuild nor backup")
    options.add_argument("--out", type=Path, default=RESULTS)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gocua-growth-") as made:
        folder = chosen.folder or Path(made)
        for name in [chosen.database] if chosen.database else DATABASES:
            for size in map(int, chosen.ops.split(",")):
                with installed(folder, name, size, min(size, chosen.lived), chosen.keep) as live:
                    row = {"database": name, "size": size, "machine": machine.described()}
                    row["filled"] = json.loads((folder / f"{name}-{size}" / "full").read_text())
                    for part in chain(growing.measured(live), () if chosen.no_upkeep else upkeep.kept_up(live)):
                        row |= part
                        print(f"{time.strftime('%H:%M:%S')} {name} {size:,}: {part}", flush=True)
                row["machine"]["load_at_end"] = machine.load()
                keep(chosen.out, row)


def keep(path: Path, row: dict[str, Any]) -> None:
    """The row in the file, in the place of an earlier one of the same database and size."""
    rows = json.loads(path.read_text()) if path.exists() else []
    rows = [one for one in rows if (one["database"], one["size"]) != (row["database"], row["size"])]
    rows = sorted([*rows, row], key=lambda one: (DATABASES.index(one["database"]), one["size"]))
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def _tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def base(folder: Path, ops: int) -> Live:
    """A campaign that was lived through, on SQLite; made when it is not there yet."""
    place = folder / f"lived-{ops}"
    if not (place / "full").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        fill(Live.make(place, begun=DAYS), ops, _tell)
        (place / "full").touch()
    return Live(place / "home")


@contextmanager
def installed(folder: Path, name: str, size: int, lived: int, keeping: bool) -> Iterator[Live]:
    """An installation with about so many ops, stopped."""
    place = folder / f"{name}-{size}"
    found = (place / "full").exists()
    if not found:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    server = postgresql(place) if name == "postgresql" else None
    url = server.get_uri() if server else ""
    live = Live(place / "home", url)
    try:
        if not found:
            live = _fill(base(folder, lived), place, size, url)
        yield live
    finally:
        live.stop()
        if server is not None:
            server.cleanup()
        if not keeping:
            shutil.rmtree(place, ignore_errors=True)


def _fill(lived: Live, place: Path, size: int, url: str) -> Live:
    stored = lived.rows("SELECT head FROM campaign")[0][0]
    times = max(1, round(size / stored))
    began = time.perf_counter()
    used = _used(url)
    if times > 1:
        live = multiply(lived, place / "home", times, url, _tell)
    elif url:
        live = move(lived.home, place / "home", url, _tell)
    else:
        shutil.copytree(lived.home, place / "home")
        live = Live(place / "home")
    spent = {"lived": stored, "times": times, "seconds": time.perf_counter() - began, "processor": _used(url) - used}
    (place / "full").write_text(json.dumps(spent))
    return live


def _used(url: str) -> float:
    """CPU seconds of this process and of the database's."""
    processes = meters.tree(meters.postmaster(url)) if url else []
    return time.process_time() + meters.processor(processes)


if __name__ == "__main__":
    main()

"""`make fuzz`: the API as each role, then each reader of bytes, for FUZZ_SECONDS each (600); fails on any finding.

FUZZ_SEED repeats a run (it is printed), FUZZ_ONLY names parts of it (`api`, `push`, `table` …). What was found lies in
build/fuzz with the bytes that did it.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz import guided
from tests.fuzz.api import WHO, Tally, called
from tests.fuzz.served import SERVED
from tests.fuzz.targets import TARGETS

FOLDER = Path("build/fuzz")


def api(seconds: float, seed: int) -> int:
    """The API on both databases, half the time each; returns the number of findings."""
    tally = Tally()
    for kind in ("sqlite", "postgresql"):
        called(kind, WHO, seed + (kind == "postgresql"), seconds / 2, 6, tally)
    print(f"\nAPI, {sum(tally.calls.values())} calls on SQLite and PostgreSQL:")
    for role in WHO:
        print(f"  {role:12} {tally.calls[role]:7} calls, {tally.good[role]:7} succeeded")
    for operation, statuses in sorted(tally.reached.items()):
        told = ", ".join(f"{count} × {status}" for status, count in statuses.most_common())
        print(f"  {operation:60} {told}")
    print(f"  never succeeded: {', '.join(tally.never()) or 'none'}")
    for one in tally.findings.values():
        print(f"FOUND {one.operation} as {one.role}, {one.times} times: {one.what}\n  {one.call}")
    return len(tally.findings)


def reader(name: str, seconds: float, seed: int) -> int:
    """One target in a process of its own."""
    for old in FOLDER.glob(f"{name}.*"):
        if old.is_file():
            old.unlink()
    command = [sys.executable, "-m", "tests.fuzz.guided", name, str(seconds), str(seed), str(FOLDER)]
    with (FOLDER / f"{name}.log").open("w") as log:
        done = subprocess.run(command, stdout=log, stderr=log, timeout=seconds * 2 + 120, check=False)
    counted, found = FOLDER / f"{name}.count", list(_findings(name))
    times = counted.read_text() if counted.exists() else "0"
    print(f"  {name:16} {times:>9} inputs, {len(found)} findings", flush=True)
    for line in found:
        print(f"FOUND {name}: {line['where']} {line['error']}\n  {line['input']}", flush=True)
    if done.returncode:
        print(f"FOUND {name}: it ended with {done.returncode}; see {FOLDER / name}.log", flush=True)
    return len(found) + (done.returncode != 0)


def _findings(name: str) -> Iterator[dict[str, str]]:
    path = FOLDER / f"{name}.findings"
    if path.exists():
        yield from map(json.loads, path.read_text().splitlines())


def main() -> None:
    seconds = float(os.environ.get("FUZZ_SECONDS", "600"))
    seed = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(2**31))
    parts = os.environ.get("FUZZ_ONLY", "").replace(",", " ").split() or ["api", *TARGETS, *SERVED]
    unknown = set(parts) - {"api", *TARGETS, *SERVED}
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there are api, {', '.join([*TARGETS, *SERVED])}.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    guide = "guided by coverage (atheris)" if guided.atheris() else "mutants of samples (no atheris here)"
    print(f"FUZZ_SEED={seed}, {seconds:g} s for each of {', '.join(parts)}; readers {guide}", flush=True)
    began = time.monotonic()
    found = api(seconds, seed) if "api" in parts else 0
    with ThreadPoolExecutor(2) as two:
        found += sum(two.map(lambda name: reader(name, seconds, seed), [one for one in parts if one != "api"]))
    print(f"{found} findings in {time.monotonic() - began:.0f} s, FUZZ_SEED={seed}")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()

"""`python -m tests.faults.simulation --seeds 1000 --from 5000`: plays seeds and says what they came to.

Exits with 1 when a play broke something; each is named with the command that plays it again.
"""

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.faults.simulation.mutants import MUTANTS, hunted
from tests.faults.simulation.runs import Sum, played

CHUNK = 25


def tell(total: Sum, seconds: float, jobs: int) -> None:
    print(
        f"{total.seeds} seeds in {seconds:.1f} s on {jobs} processes: {60 * total.seeds / seconds:.0f} a minute,"
        f" {1000 * total.cpu / total.seeds:.0f} ms of processor time each"
    )
    print(f"{total.ops} ops saved, {total.requests} requests, lost {total.lost}")
    for name, counts in (("injected", total.injected), ("done", total.done)):
        print(f"{name}: " + ", ".join(f"{what} {count}" for what, count in sorted(counts.items()) if count))
    for seed, what in total.broken:
        print(f"BROKEN seed {seed}: {what[:600]}\n  again: python -m tests.faults.simulation --seeds 1 --from {seed}")
    print(f"{len(total.broken)} broken")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many (1000)")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first one (0)")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes (2)")
    parser.add_argument("--traces", action="store_true", help="print a hash of what each play left behind")
    parser.add_argument("--mutants", action="store_true", help="hunt every mutant from seed 0 instead")
    chosen = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    with ProcessPoolExecutor(chosen.jobs, mp_context=spawn) as pool:
        if chosen.mutants:
            free = 0
            for name, total in zip(MUTANTS, pool.map(hunted, MUTANTS), strict=True):
                free += not total.broken
                print(
                    f"{name}: {'caught at seed ' + str(total.seeds - 1) if total.broken else 'NOT CAUGHT'}", flush=True
                )
            return int(free > 0)
        total = Sum()
        last = chosen.first + chosen.seeds
        chunks = [range(at, min(at + CHUNK, last)) for at in range(chosen.first, last, CHUNK)]
        for part in pool.map(played, chunks):
            total.add(part)
    tell(total, time.perf_counter() - began, chosen.jobs)
    if chosen.traces:
        print(" ".join(f"{seed}:{trace}" for seed, trace in sorted(total.traces.items())))
    return int(bool(total.broken))


if __name__ == "__main__":
    sys.exit(main())

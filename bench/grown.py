"""`python -m bench.grown`: tables of `bench.growth` and `bench.campaigns` into docs/performance.md.

What stands between the marks of their two sections is written anew, from bench/results; what was not measured is left
out. Each figure keeps the load that the machine had.
"""

import json
import statistics
from collections.abc import Callable
from typing import Any

from bench.peers.floor import NAMES
from bench.report import PAGE, ROOT, placed, ranged, table

RESULTS = ROOT / "bench" / "results"
BEGIN, END = "<!-- {}: begin (python -m bench.grown) -->", "<!-- {}: end -->"
QUIET = 1.0  # processes that wanted a core in the last minute before
Row = dict[str, Any]
Number = Callable[[Row], float]


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, write in (("growth", growth), ("campaigns", campaigns)):
        path = RESULTS / f"{name}.json"
        if path.exists():
            page = placed(
                page, write(json.loads(path.read_text(encoding="utf-8"))), BEGIN.format(name), END.format(name)
            )
    PAGE.write_text(page, encoding="utf-8")
    print(PAGE.relative_to(ROOT))


def told(machine: Row) -> str:
    return f"{machine['cores']} cores of {machine['model']}, {machine['memory_gib']} GiB, {machine['system']}"


def loaded(machine: Row) -> str:
    return f"{machine['load_at_start']:.1f} to {machine['load_at_end']:.1f}"


def busy(machines: list[Row]) -> str:
    """A warning, unless nothing else ran when the measuring began."""
    if all(one["load_at_start"] < QUIET for one in machines):
        return ""
    return " **Others used the machine meanwhile** (see the load): compare CPU rather than seconds."


# --- growth ---


def growth(rows: list[Row]) -> list[str]:
    lines = [f"{told(rows[-1]['machine'])}.{busy([row['machine'] for row in rows])}", ""]
    for name in dict.fromkeys(row["database"] for row in rows):
        lines += _grown([row for row in rows if row["database"] == name])
    return lines


def _grown(rows: list[Row]) -> list[str]:
    """One database: a column for each size, and how the greatest compares with the least."""
    few, many = rows[0], rows[-1]
    cells = [
        ["measured", *(row["machine"]["date"] for row in rows), ""],
        ["load meanwhile", *(loaded(row["machine"]) for row in rows), ""],
        *_line(rows, "ops at the start", lambda row: row["ops"]),
        *_line(rows, "filled in, s", lambda row: row["filled"]["seconds"]),
        *_line(rows, "database bytes of an op", lambda row: sum(row["bytes"].values()), ratio=True),
        *_line(rows, "the worker's first round, s", lambda row: row["round"]["seconds"], ".1f", of="round"),
        *_line(rows, "… CPU of an op, µs", lambda row: _both(row["round"]), of="round"),
        *_line(rows, "the server answers after, s", lambda row: row["start"]["answers"], ".1f", ratio=True),
        *_line(rows, "its first totals, ms", lambda row: row["start"]["first_totals"] * 1000, ratio=True),
    ]
    for by in ("commune", "hamlet"):
        cells += _line(rows, f"totals by {by}: first of a process, ms", lambda row, by=by: row["totals"][by]["first"])
        for kind, label in (("again", "unchanged"), ("after", "after a push")):
            cells += _pair(rows, f"… {label}, p50 / p95 ms", lambda row, by=by, kind=kind: row["totals"][by][kind])
        cells += _line(
            rows, "… of it CPU of the process, ms", lambda row, by=by: row["totals"][by]["after"]["processor"], ".1f",
            ratio=True,
        )  # fmt: skip
    cells += [
        *_pair(rows, "newest 100, p50 / p95 ms", lambda row: row["pull"]),
        *_line(rows, "push in process, CPU of an op, µs", lambda row: _both(row["push_inside"]), ratio=True),
        *_line(rows, "… wall time of an op, µs", lambda row: row["push_inside"]["seconds"], ratio=True),
        *_line(rows, "… statements of a batch", lambda row: row["push_inside"]["statements"], ratio=True),
        *_line(rows, "push over HTTP, CPU of an op, µs", lambda row: row["push"]["processor"], ratio=True),
        *_line(rows, "… ops/s", lambda row: row["push"]["rate"], ratio=True),
        *_line(rows, "… p95 of a batch, ms", lambda row: row["push"]["p95"], ratio=True),
    ]
    for name, label in (("check", "check"), ("rebuild", "rebuild"), ("again", "check again"), ("backup", "backup")):
        if name not in many:
            continue
        cells += [
            *_line(rows, f"{label}, s for a million", lambda row, name=name: row[name]["seconds"], ".1f", of=name),
            *_line(rows, "… ops/s", lambda row, name=name: row[name]["rate"], of=name),
            *_line(rows, "… CPU of an op, µs", lambda row, name=name: _both(row[name]), of=name),
            *_line(
                rows, "… most memory of its own, MiB", lambda row, name=name: row[name]["memory"], of=name, ratio=True
            ),
        ]
        if any(row[name]["told"] for row in rows if name in row):
            label = "… longest without a word of progress, s"
            cells += _line(rows, label, lambda row, name=name: row[name]["silence"], ".1f", of=name)
    cells += _line(rows, "backup's bytes of an op", lambda row: row["backup"]["bytes"], of="backup", ratio=True)
    compared = f"{many['size']:,} : {few['size']:,}" if len(rows) > 1 else ""
    heads = [NAMES[few["database"]], *(f"{row['size']:,}" for row in rows), compared]
    failed = [f"- {row['size']:,}: failed in the worker's round: {', '.join(row['round']['failed'])}" for row in rows
              if row.get("round", {}).get("failed")]  # fmt: skip
    return [*table(heads, cells), *failed, *([""] if failed else [])]


def _both(figures: Row) -> float:
    """CPU of the process and of the database."""
    return figures["processor"] + figures["database"]


def _line(
    rows: list[Row], label: str, number: Number, form: str = ",.0f", *, of: str = "", ratio: bool = False
) -> list[list[str]]:
    """One line of the table, none when nobody has the figure."""
    found = [number(row) if not of or of in row else None for row in rows]
    if not any(one is not None for one in found):
        return []
    first, last = found[0], found[-1]
    compared = f"{last / first:.2f}" if ratio and len(rows) > 1 and first and last is not None else ""
    return [[label, *("–" if one is None else format(one, form) for one in found), compared]]


def _pair(rows: list[Row], label: str, figures: Callable[[Row], Row]) -> list[list[str]]:
    """Median and 95th hundredth; compared by the median."""
    cells = [f"{figures(row)['p50']:.1f} / {figures(row)['p95']:.1f}" for row in rows]
    compared = f"{figures(rows[-1])['p50'] / figures(rows[0])['p50']:.2f}" if len(rows) > 1 else ""
    return [[label, *cells, compared]]


# --- several campaigns ---


def campaigns(about: Row) -> list[str]:
    machine, rows = about["machine"], about["rows"]
    lines = []
    for processes, among in dict.fromkeys((row["processes"], row["campaigns"]) for row in rows):
        found = [row for row in rows if (row["processes"], row["campaigns"]) == (processes, among)]
        one = [row for row in rows if (row["processes"], row["campaigns"]) == (processes, 1)]
        rate = statistics.median(row["rate"] for row in found)
        cores = [statistics.median(row["cores"][name] for row in found) for name in ("server", "database", "generator")]
        lines.append(
            [
                *(str(processes), str(among), ranged(found, "rate")),
                f"{rate / statistics.median(row['rate'] for row in one):.2f}" if one else "–",
                *(ranged(found, "p95"), ranged(found, "processor")),
                " + ".join(f"{value:.2f}" for value in cores),
                *(f"{_waiting(found, *kinds):.2f}" for kinds in (("Lock",), ("IO", "LWLock"), ("cpu",))),
            ]
        )
    lines.sort(key=lambda cells: (int(cells[0]), int(cells[1])))
    heads = [
        *("processes", "campaigns", "ops/s", "of one campaign's", "p95 of a batch, ms", "CPU of an op, µs"),
        *("cores: server + database + generator", "waiting for a lock", "for the disk or each other", "at work"),
    ]
    return [
        f"{machine['date']}, {told(machine)}; load {loaded(machine)}; {about['rounds']} "
        f"{'round' if about['rounds'] == 1 else 'rounds'} of {about['ops']:,} ops, {about['clients']} phones."
        + busy([machine]),
        "",
        *table(heads, lines),
    ]


def _waiting(rows: list[Row], *kinds: str) -> float:
    """How many of the database's processes were found so, on the average."""
    return statistics.median(
        sum(count for name, count in row["waits"].items() if name.split()[0] in kinds) for row in rows
    )


if __name__ == "__main__":
    main()

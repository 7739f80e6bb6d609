"""`python -m bench.phone.report [FILE]`: the phone's table, from its rows into docs/performance.md.

What stands between the two marks of that page is written anew. A figure is the median, in brackets the least and the
greatest where it was taken more than once.
"""

import json
import sys
from pathlib import Path
from typing import Any

from bench.phone.line import BAD, SLOW, Shape
from bench.report import PAGE, ROOT, placed, spread, table

RESULTS = ROOT / "bench" / "results" / "phone.json"
MARKS = ("<!-- phone: begin (python -m bench.phone.report) -->", "<!-- phone: end -->")
LINES = {SLOW: "3G", BAD: "a bad line"}
Row = dict[str, Any]


class Figures:
    """The rows of one app."""

    def __init__(self, told: dict[str, Any], app: str):
        self.rows: list[Row] = [row for row in told["rows"] if row["app"] == app]

    def find(self, kind: str, **wanted: Any) -> list[Row]:
        return [row for row in self.rows if row["kind"] == kind and wanted.items() <= row.items()]

    def cell(self, kind: str, name: str, form: str = ",.0f", scale: float = 1, **wanted: Any) -> str:
        return spread([row[name] * scale for row in self.find(kind, **wanted)], form)

    def drain(self, line: Shape, count: int) -> str:
        """Seconds, or how far it came in the time that it was given."""
        rows = self.find("drain", line=line.title, count=count)
        if any(row["left"] for row in rows):
            return "; ".join(f"{row['count'] - row['left']:,} in {row['seconds']:.0f} s" for row in rows)
        return spread([row["seconds"] for row in rows], ".1f")

    def wire(self, line: Shape, way: str, count: int) -> str:
        """Bytes of a record that was sent; what was under way when time was up is counted too."""
        rows = self.find("drain", line=line.title, count=count)
        return spread([row[way] / max(1, row["count"] - row["left"]) for row in rows], ",.0f")


def written(told: dict[str, Any]) -> list[str]:
    apps = told["apps"]
    heads = ["", *(f"**{one['title']}**" if name == "ours" else one["title"] for name, one in apps.items())]
    figures = [Figures(told, name) for name in apps]
    lines = [[said, *(ask(one) for one in figures)] for said, ask in _asked(told["short"], told["long"])]
    lacks = [f"- *{one['title']}* {one['lacks']}." for one in apps.values() if one["lacks"]]
    return [_machine(told), "", *table(heads, lines), *(["What they do not do:", "", *lacks, ""] if lacks else [])]


def _asked(short: int, long: int) -> list[tuple[str, Any]]:
    """What stands in a line of the table, and how an app's figure is found."""
    first = [
        ("files before the form, bytes (gzip)", lambda of: of.cell("size", "bytes")),
        ("requests before the form", lambda of: of.cell("size", "requests")),
        ("first visit on 3G to the form, s", lambda of: of.cell("first", "ms", ".1f", 1 / 1000)),
        ("… bytes back until then, heads included", lambda of: of.cell("first", "bytes")),
        ("… until all is kept offline, s", lambda of: of.cell("first", "kept_s", ".1f")),
        ("the form again, warm, ms", lambda of: of.cell("warm", "ms")),
        ("the form cold, browser just started, no network, ms", lambda of: of.cell("cold", "ms")),
        ('a save, tap to "saved" on the screen, ms', lambda of: of.cell("save", "ms")),
        ("CPU of logging 100 records, not throttled, s", lambda of: of.cell("cpu", "seconds", ".1f")),
        ("JavaScript heap with the form / its process, MiB", lambda of: _memory(of, "form")),
        (f"list of {long:,}: tap to first rows, ms", lambda of: of.cell("list", "ms")),
        ("… scrolled, a frame: median / p95, ms", _scrolled),
        ("… JavaScript heap / process, MiB", lambda of: _memory(of, "list")),
    ]
    return [*first, *(line for shape, said in LINES.items() for line in _drains(shape, said, short, long))]


def _drains(shape: Shape, said: str, short: int, long: int) -> list[tuple[str, Any]]:
    return [
        (f"{short:,} sent over {said}, s", lambda of: of.drain(shape, short)),
        ("… bytes a record to the server", lambda of: of.wire(shape, "up", short)),
        ("… and back", lambda of: of.wire(shape, "back", short)),
        (f"{long:,} sent over {said}, s", lambda of: of.drain(shape, long) if of.find("drain", count=long) else "–"),
    ]


def _memory(figures: Figures, of: str) -> str:
    return f"{figures.cell('memory', 'heap', '.1f', of=of)} / {figures.cell('memory', 'process', of=of)}"


def _scrolled(figures: Figures) -> str:
    return f"{figures.cell('list', 'median')} / {figures.cell('list', 'p95')}"


def _machine(told: dict[str, Any]) -> str:
    machine = told["machine"]
    loads = [row["load"] for row in told["rows"]]
    quiet = (
        "Nothing else ran."
        if machine["others"] < 10
        else f"**The machine was not quiet** ({machine['others']:.0f} % of its cores in use before the start): compare"
        " columns, not with other days."
    )
    return (
        f"{machine['date']}, {machine['cores']} cores of {machine['model']}, {machine['memory_gib']} GiB, "
        f"{machine['system']}, Chromium {told['chromium']}; load {min(loads):.1f}–{max(loads):.1f} while it ran, "
        f"{told['took'] / 60:.1f} minutes. {quiet}"
    )


def write(source: Path) -> None:
    told = json.loads(source.read_text())
    PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), written(told), *MARKS), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS)

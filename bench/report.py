"""`python -m bench.report [FILE]`: table and picture of the side-by-side, from its rounds into docs/performance.md.

What stands between the two marks of that page is written anew; docs/pictures/beside.svg too. A figure is the median of
the rounds, with the least and the greatest in brackets where that matters; a ratio is that of the same round.
"""

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

from bench.beside import RESULTS, VARIED
from bench.picture import Bar, bars

ROOT = Path(__file__).resolve().parent.parent
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "pictures" / "beside.svg"
BEGIN, END = "<!-- side by side: begin (python -m bench.report) -->", "<!-- side by side: end -->"
FILLS = {"ours": "filled", "floor": "hatched", "limit": "dotted"}
VARIANTS = {
    "plain": "without numbers",
    "gzip": "without numbers, compressed as phones send them",
    "half": "half with a sealed number",
    "sealed": "all with a sealed number",
}
Row = dict[str, Any]


class Rounds:
    """The rows of all rounds, asked by peer and kind."""

    def __init__(self, told: dict[str, Any]):
        self.about, self.rows = told, told["rows"]

    def find(self, peer: str, kind: str, **wanted: Any) -> list[Row]:
        return [
            row
            for row in self.rows
            if row["peer"] == peer and row["kind"] == kind and all(row[name] == value for name, value in wanted.items())
        ]

    def pushes(self, peer: str, clients: int = VARIED, variant: str = "plain") -> list[Row]:
        """A database alone has one connection, whatever the number of clients."""
        return self.find(peer, "limit") or self.find(peer, "push", clients=clients, variant=variant)

    def title(self, peer: str) -> str:
        title = self.about["peers"][peer]["title"]
        return f"**{title}**" if peer.startswith("ours") else title


def middle(rows: list[Row], name: str, form: str = ",.0f") -> str:
    return format(statistics.median(row[name] for row in rows), form) if rows else "–"


def ranged(rows: list[Row], name: str, form: str = ",.0f") -> str:
    """Median, and in brackets from the least to the greatest."""
    return spread([row[name] for row in rows], form)


def spread(values: list[float], form: str) -> str:
    if not values:
        return "–"
    low, high = min(values), max(values)
    around = f" ({low:{form}}–{high:{form}})" if len(values) > 1 else ""
    return f"{statistics.median(values):{form}}{around}"


def times(values: list[float]) -> str:
    """A ratio, and in brackets from the least to the greatest."""
    return spread(values, ".2f" if values and statistics.median(values) < 10 else ",.0f")


def table(heads: list[str], lines: list[list[str]]) -> list[str]:
    ruler = ["---", *["---:"] * (len(heads) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (heads, ruler, *lines)] + [""]


def written(rounds: Rounds) -> list[str]:
    peers = list(rounds.about["peers"])
    return [
        *_machine(rounds),
        "![Ops a second that each server takes at eight clients, on a logarithmic scale](pictures/beside.svg)",
        "",
        *_push(rounds, peers),
        *_ratios(rounds, peers),
        *_variants(rounds, peers),
        *_reads(rounds, peers),
        *_bytes(rounds, peers),
        *_failed(rounds),
    ]


def _machine(rounds: Rounds) -> list[str]:
    about = rounds.about
    machine, versions, options = about["machine"], about["versions"], about["options"]
    quiet = (
        "The machine had nothing else to do."
        if machine["quiet"]
        else f"**The machine was not quiet** (load {machine['load_at_start']:.1f} on {machine['cores']} cores at the"
        " start): compare what stands in one table, and CPU rather than seconds."
    )
    return [
        f"{machine['date']}, {machine['cores']} cores of {machine['model']}, {machine['memory_gib']} GiB, "
        f"{machine['system']}; " + ", ".join(f"{name} {found}" for name, found in versions.items()) + ". "
        f"{options['rounds']} {'round' if options['rounds'] == 1 else 'rounds'}, {options['ops']:,} ops in a push "
        f"(Kinto: 1,600 or one batch for each client), batches of {options['size']}; the generator took at most "
        f"{max(row.get('generator_cores', 0.0) for row in rounds.rows):.2f} of a core. {quiet}",
        "",
    ]


def _push(rounds: Rounds, peers: list[str]) -> list[str]:
    clients = rounds.about["options"]["clients"]
    heads = [
        *("server", "an answer means", *(f"ops/s at {count}" for count in clients), "p95 of a batch at 8, ms"),
        *("CPU per op at 8, µs: server + database", "MiB: server + database", "sent again"),
    ]
    lines = []
    for peer in peers:
        at_eight, memory = rounds.pushes(peer), rounds.find(peer, "memory")
        again = sum(row.get("again", 0) for count in clients for row in rounds.find(peer, "push", clients=count))
        ops = sum(row["ops"] for count in clients for row in rounds.find(peer, "push", clients=count))
        alone = bool(rounds.find(peer, "limit"))
        rates = [
            ranged(rounds.pushes(peer, count), "rate") if not alone or count == 1 else "" for count in clients
        ]  # fmt: skip
        lines.append(
            [
                *(rounds.title(peer), rounds.about["peers"][peer]["durable"], *rates),
                "" if alone else middle(at_eight, "p95"),
                f"{middle(at_eight, 'server_cpu_us')} + {middle(at_eight, 'database_cpu_us')}",
                "" if alone else f"{middle(memory, 'server')} + {middle(memory, 'database')}",
                f"{again / ops:.0%}" if again else "",
            ]
        )
    return ["**Push**, new ops, by number of clients:", "", *table(heads, lines)]


def _ratios(rounds: Rounds, peers: list[str]) -> list[str]:
    """Ours over each other, round by round."""
    ours = [peer for peer in peers if peer.startswith("ours")]
    lines = []
    for other in peers:
        if other in ours:
            continue
        lines.append([rounds.title(other), *(times(_ratio(rounds, one, other)) for one in ours)])
    heads = ["at 8 clients, without numbers, our ops/s over those of", *(rounds.title(one) for one in ours)]
    return table(heads, lines) if ours and lines else []


def _ratio(rounds: Rounds, one: str, other: str) -> list[float]:
    """Of each round; floor and limit are those of one database, and ours is held against its own."""
    kind, _, database = other.partition("-")
    if kind in ("floor", "limit") and not one.endswith(database):
        return []
    theirs = {row["round"]: row["rate"] for row in rounds.pushes(other)}
    return [row["rate"] / theirs[row["round"]] for row in rounds.pushes(one) if row["round"] in theirs]


def _variants(rounds: Rounds, peers: list[str]) -> list[str]:
    lines = []
    for peer in peers:
        for variant, said in VARIANTS.items():
            found = rounds.pushes(peer, variant=variant) if peer.startswith("ours") else []
            if found:
                cpu = f"{middle(found, 'server_cpu_us')} + {middle(found, 'database_cpu_us')}"
                lines.append([f"{rounds.title(peer)}, {said}", ranged(found, "rate"), middle(found, "p95"), cpu])
    heads = ["at 8 clients", "ops/s", "p95 of a batch, ms", "CPU per op, µs: server + database"]
    return ["**What numbers cost us:**", "", *table(heads, lines)] if lines else []


def _reads(rounds: Rounds, peers: list[str]) -> list[str]:
    lines = []
    for peer in peers:
        pull, limit = rounds.find(peer, "pull"), rounds.find(peer, "limit")
        rate = ranged(pull, "rate") if pull else ranged(limit, "read_rate")
        increments, totals = rounds.find(peer, "increment"), rounds.find(peer, "totals")
        lines.append(
            [
                *(rounds.title(peer), rate, middle(pull, "p95", ".1f"), middle(pull, "received")),
                middle(increments, "ms", ".1f"),
                f"{middle(totals, 'p50', '.0f')} / {middle(totals, 'p95', '.0f')}" if totals else "–",
            ]
        )
    heads = [
        *("server", "all of it, rows/s", "page of 500, p95 ms", "bytes of a row"),
        *("the newest 100, ms", "totals while 8 phones push, p50 / p95 ms"),
    ]
    return ["**Pull**, one client, uncompressed, and the board's totals:", "", *table(heads, lines)]


def _bytes(rounds: Rounds, peers: list[str]) -> list[str]:
    lines = []
    for peer in peers:
        for variant in ("plain", "gzip"):
            found = rounds.find(peer, "push", clients=VARIED, variant=variant)
            if found:
                said = ", compressed" if variant == "gzip" else ""
                sent, received = (format(min(row[name] for row in found), ",.0f") for name in ("sent", "received"))
                lines.append([rounds.title(peer) + said, sent, received])
    kept = json.loads((ROOT / "tests" / "budgets.json").read_text())["phone"]
    phone = (
        "A phone's own batch of 50, compressed, without heads (tests/budgets.json): "
        f"{kept['op_bytes_without_number']} bytes an op without a number (aim: 80), "
        f"{kept['op_bytes_with_number']} with one (aim: 185)."
    )
    heads = ["bytes an op on the wire, heads included, batches of 100", "to the server", "back"]
    return [*table(heads, lines), phone, ""]


def _failed(rounds: Rounds) -> list[str]:
    failed = [row for row in rounds.rows if row["kind"] == "failed"]
    return [f"- {row['peer']} failed in round {row['round'] + 1}: `{row['why'][:200]}`" for row in failed]


def drawn(rounds: Rounds) -> str:
    lines = []
    for peer, about in rounds.about["peers"].items():
        rates = [row["rate"] for row in rounds.pushes(peer)]
        if rates:
            fill = FILLS.get(peer.partition("-")[0], "empty")
            unsafe = " (not synced)" if about["durable"].startswith("not") else ""
            lines.append(Bar(about["title"] + unsafe, statistics.median(rates), min(rates), max(rates), fill))
    lines.sort(key=lambda bar: -bar.value)
    machine = rounds.about["machine"]
    busy = "" if machine["quiet"] else "; the machine was not quiet"
    below = f"{machine['date'][:10]}, {machine['cores']} cores of {machine['model']}{busy}"
    return bars("New ops taken in a second, 8 clients, batches of 100", below, "ops/s, log scale", lines)


def placed(page: str, lines: list[str], begin: str = BEGIN, end: str = END) -> str:
    """The page with the lines between its marks."""
    pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{PAGE} has no marks")
    before, after = pattern.split(page)
    return before + "\n".join([begin, "", *lines, end]) + after


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS
    rounds = Rounds(json.loads(source.read_text()))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn(rounds), encoding="utf-8")
    PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), written(rounds)), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

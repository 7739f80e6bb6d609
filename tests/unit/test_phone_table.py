"""What the table of the phone's bench says of given rows."""

from typing import Any

from bench.phone import report
from bench.phone.line import BAD, SLOW
from bench.report import placed


def told(*rows: dict[str, Any], others: float = 0.0) -> dict[str, Any]:
    machine = {
        **{"date": "2026-11-26 08:00", "cores": 2, "model": "AMD EPYC", "memory_gib": 24},
        **{"system": "Linux 6", "others": others},
    }
    apps = {
        "ours": {"title": "Gõ Cửa", "lacks": ""},
        "pouch": {"title": "PouchDB", "lacks": "checks nothing"},
    }
    about = {"machine": machine, "apps": apps, "short": 1_000, "long": 10_000, "chromium": "140", "took": 300.0}
    return about | {"rows": [{"load": 0.5, **row} for row in rows]}


def drain(app: str, count: int, left: int, seconds: float, up: int, line: str = SLOW.title) -> dict[str, Any]:
    sent = {"count": count, "left": left, "seconds": seconds, "up": up, "back": up // 10, "cuts": 0}
    return {"app": app, "kind": "drain", "line": line, **sent}


def line_of(page: list[str], start: str) -> list[str]:
    found = next(line for line in page if line.startswith(f"| {start}"))
    return [cell.strip() for cell in found.strip("|").split("|")[1:]]


def test_a_figure_is_the_median_with_least_and_greatest() -> None:
    starts = [{"app": "ours", "kind": "cold", "ms": ms} for ms in (900.0, 700.0, 750.0)]
    page = report.written(told(*starts, {"app": "pouch", "kind": "cold", "ms": 400.0}))
    assert line_of(page, "the form cold") == ["750 (700–900)", "400"]


def test_what_an_app_was_not_asked_is_a_dash() -> None:
    page = report.written(told(drain("ours", 10_000, 0, 40.0, 600_000)))
    assert line_of(page, "10,000 sent over 3G") == ["40.0", "–"]
    assert line_of(page, "10,000 sent over a bad line") == ["–", "–"]


def test_what_was_not_sent_in_time_is_told_as_a_share_and_bytes_are_of_what_was() -> None:
    page = report.written(told(drain("ours", 1_000, 0, 15.0, 60_000), drain("pouch", 1_000, 200, 60.0, 400_000)))
    assert line_of(page, "1,000 sent over 3G") == ["15.0", "800 in 60 s"]
    assert line_of(page, "… bytes a record to the server") == ["60", "500"]


def test_the_two_lines_are_kept_apart() -> None:
    page = report.written(told(drain("ours", 1_000, 0, 15.0, 1), drain("ours", 1_000, 0, 25.0, 1, BAD.title)))
    assert line_of(page, "1,000 sent over 3G")[0] == "15.0"
    assert line_of(page, "1,000 sent over a bad line")[0] == "25.0"


def test_it_says_what_an_app_lacks_and_that_the_machine_was_busy() -> None:
    row = {"app": "ours", "kind": "cold", "ms": 1.0}
    assert "- *PouchDB* checks nothing." in report.written(told(row))
    assert "Nothing else ran." in report.written(told(row))[0]
    assert "**The machine was not quiet** (80 % of its cores" in report.written(told(row, others=80.0))[0]


def test_only_what_stands_between_its_own_marks_is_written_anew() -> None:
    begin, end = report.MARKS
    assert placed(f"a\n{begin}\nold\n{end}\nb", ["new"], *report.MARKS) == f"a\n{begin}\n\nnew\n{end}\nb"

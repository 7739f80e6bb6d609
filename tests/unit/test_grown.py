"""The tables of growth and of several campaigns say what was measured, and hold it against the right figure."""

from typing import Any

import pytest

from bench import grown, report

MACHINE = {"date": "2026-11-26 09:00", "cores": 2, "model": "EPYC", "memory_gib": 24, "system": "Linux"}
COMMAND = {
    "seconds": 40.0,
    "rate": 25_000.0,
    "processor": 38.0,
    "database": 2.0,
    "memory": 120.0,
    "told": 90,
    "silence": 1.5,
}


def size(ops: int, slower: float = 1.0, **more: Any) -> dict[str, Any]:
    asked = {"p50": 2.0 * slower, "p95": 3.0 * slower, "processor": 1.0}
    return {
        "database": "sqlite",
        "size": ops,
        "machine": {**MACHINE, "load_at_start": 0.1, "load_at_end": 1.25},
        "filled": {"seconds": 60.0},
        "ops": ops,
        "bytes": {"together": 1_000.0},
        "round": {"seconds": 2.0, "processor": 60.0, "database": 0.0, "failed": []},
        "start": {"answers": 2.0, "first_totals": 0.25, "round_over": 3.0},
        "totals": {by: {"first": 30.0, "again": asked, "after": asked} for by in ("commune", "hamlet")},
        "pull": asked,
        "push_inside": {"processor": 100.0 * slower, "database": 0.0, "seconds": 110.0, "statements": 14},
        "push": {"processor": 90.0, "rate": 10_000.0, "p95": 95.0},
        **more,
    }


def run(processes: int, among: int, rate: float, **waits: float) -> dict[str, Any]:
    cores = {"server": 0.9, "database": 0.5, "generator": 0.05}
    figures = {"rate": rate, "p95": 100.0, "processor": 150.0, "cores": cores, "waits": waits}
    return {"processes": processes, "campaigns": among, **figures}


def cells(lines: list[str], label: str) -> list[str]:
    """Of the one line of a table that begins so."""
    (found,) = [line for line in lines if line.startswith(f"| {label} |")]
    return [one.strip() for one in found.strip("|").split("|")][1:]


def test_the_greatest_size_is_held_against_the_least():
    lines = grown.growth([size(10_000), size(1_000_000, 1.1), size(10_000_000, 1.25)])
    assert cells(lines, "SQLite") == ["10,000", "1,000,000", "10,000,000", "10,000,000 : 10,000"]
    assert cells(lines, "push in process, CPU of an op, µs") == ["100", "110", "125", "1.25"]
    assert cells(lines, "newest 100, p50 / p95 ms")[-2:] == ["2.5 / 3.8", "1.25"]


def test_one_size_is_compared_with_nothing():
    assert cells(grown.growth([size(10_000)]), "push in process, CPU of an op, µs") == ["100", ""]


def test_each_database_has_a_table_of_its_own():
    lines = grown.growth([size(10_000), {**size(10_000), "database": "postgresql"}])
    assert [line for line in lines if line.startswith(("| SQLite |", "| PostgreSQL |"))] == [
        "| SQLite | 10,000 |  |",
        "| PostgreSQL | 10,000 |  |",
    ]


def test_what_was_not_measured_is_a_dash_or_left_out():
    lines = grown.growth([size(10_000), size(1_000_000, check=COMMAND)])
    assert cells(lines, "check, s for a million") == ["–", "40.0", ""]
    assert ["–", "40", ""] in [cells([line], "… CPU of an op, µs") for line in lines if line.startswith("| … CPU of")]
    assert not any(line.startswith("| rebuild") for line in lines)


def test_the_load_stands_beside_the_figures():
    assert cells(grown.growth([size(10_000)]), "load meanwhile") == ["0.1 to 1.2", ""]


@pytest.mark.parametrize(("load", "warned"), [(0.1, False), (9.0, True)], ids=["quiet", "busy"])
def test_a_busy_machine_is_said(load: float, warned: bool):
    row = size(10_000)
    row["machine"]["load_at_start"] = load
    assert ("Others used the machine" in grown.growth([row])[0]) == warned


def test_a_job_that_failed_is_told():
    failed = {"seconds": 2.0, "processor": 60.0, "database": 0.0, "failed": ["signals"]}
    assert "- 10,000: failed in the worker's round: signals" in grown.growth([size(10_000, round=failed)])


@pytest.fixture
def pushed() -> list[str]:
    rows = [
        *(run(2, 1, 5_000, **{"Lock transactionid": 3.0, "Lock tuple": 0.5, "cpu": 1.0}), run(2, 1, 5_200)),
        *(run(2, 4, 9_000, **{"IO WalSync": 0.25, "LWLock WALWrite": 0.25}), run(1, 1, 4_000), run(1, 4, 5_000)),
    ]
    machine = {**MACHINE, "load_at_start": 0.1, "load_at_end": 1.2}
    return grown.campaigns({"machine": machine, "rounds": 1, "ops": 16_000, "clients": 8, "rows": rows})


def test_several_campaigns_are_held_against_one_with_as_many_processes(pushed: list[str]):
    assert [cells([line], line.split("|")[1].strip())[:3] for line in pushed[4:8]] == [
        ["1", "4,000", "1.00"],
        ["4", "5,000", "1.25"],
        ["1", "5,100 (5,000–5,200)", "1.00"],
        ["4", "9,000", "1.76"],
    ]


def test_waits_are_put_together_by_their_kind(pushed: list[str]):
    assert [cells([line], line.split("|")[1].strip())[-3:] for line in pushed[6:8]] == [
        ["1.75", "0.00", "0.50"],
        ["0.00", "0.50", "0.00"],
    ]


def test_the_page_has_the_marks_of_both():
    page = report.PAGE.read_text(encoding="utf-8")
    for name in ("growth", "campaigns"):
        assert report.placed(page, ["here"], grown.BEGIN.format(name), grown.END.format(name)).count("\nhere\n") == 1

"""The evening of a real campaign: no acknowledged op is missing, and every total equals a recount.

The recount (`tests.recount`) imports nothing of the server. `GOCUA_EVENING_OPS` makes the evening bigger.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server import cli, logs
from server.extensions import db
from tests import recount
from tests.faults.evening import Evening, Person, Size, moved_clock
from tests.faults.field import GROUPS, table
from tests.recount import MEASURES, Place, Recount
from tests.site import Site

SEED = int(os.environ.get("GOCUA_EVENING_SEED", "2021"))
OPS = int(os.environ.get("GOCUA_EVENING_OPS", "20000"))
SIZES = {
    "sqlite": Size(ops=OPS),
    "postgresql": Size(volunteers=100, counters=3, twins=6, ops=OPS // 4),
}


def command(site: Site, home: Path, *arguments: str) -> None:
    """Runs a command of `gocua` in process, on this application."""
    runner = CliRunner(env={"GOCUA_HOME": str(home), "DATABASE_URL": site.url})
    result = runner.invoke(cli.main, arguments, obj=lambda: site.app)
    assert result.exit_code == 0, f"{result.output}{result.exception!r}"


def played(site: Site, clock: Any, folder: Path, size: Size, seed: int = SEED) -> Evening:
    """One whole evening on this site."""
    file = folder / "night.backup"

    def backup() -> None:
        command(site, folder / "home", "backup", str(file))

    def restore() -> Site:
        for engine in db.engines.values():
            engine.dispose()
        command(site, folder / "home", "restore", str(file))
        return site

    evening = Evening(site, clock, seed, size, backup, restore)
    evening.gather()
    evening.run()
    return evening


@pytest.fixture
def stage(database_url, tmp_path, request):
    """A site in virtual time, and how big its evening is."""
    with logs.quiet(), moved_clock() as clock, Site.make(tmp_path, database_url) as site:
        yield site, clock, SIZES[request.node.callspec.params["database_url"]], tmp_path


def recounted(evening: Evening, home: Path) -> Recount:
    parents = {row["code"]: row["parent"] or None for row in table("areas.csv")}
    parents |= {row["code"]: row["parent"] for row in table("hamlets.csv")}
    key = (home / "keys" / "phone-1").read_bytes()
    return Recount(evening.sent(), evening.members(), Place(parents, GROUPS), key)


def lost(evening: Evening) -> list[str]:
    """Ops that some phone was told to be on the server and that the server does not know."""
    missing: list[str] = []
    for person in [*evening.people, *evening.clerks]:
        ids = [op["op_id"] for op in person.made if op["op_id"] in evening.acknowledged]
        for start in range(0, len(ids), 500):
            missing += person.phone.call("POST", "/sync/verify", {"items": ids[start : start + 500]})["missing"]
    return missing


def totals(district: Any, query: str) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Rows by code and the total of a query, as the server gives them."""
    answer = district.get(f"/totals?{query}").json
    return {row["code"]: row for row in answer["rows"]}, answer["total"]


def differences(evening: Evening, count: Recount) -> list[str]:
    """Every figure of every dimension that is not the recount's."""
    district = evening.site.person("district")
    wrong = []
    top = {row["code"]: row["parent"] for row in table("organisations.csv")}

    def compare(query: str, made: dict, measures: tuple[str, ...] = MEASURES) -> None:
        rows, total = totals(district, query)
        for code in {*rows, *made}:
            for measure in measures:
                ours = made.get(code, {}).get(measure, 0)
                theirs = rows.get(code, {}).get(measure, 0)
                if ours != theirs:
                    wrong.append(f"{query} {code} {measure}: server {theirs}, recount {ours}")
        wrong.extend(
            f"{query} total {measure}: server {total[measure]}, recount {count.total()[measure]}"
            for measure in MEASURES
            if total[measure] is not None and total[measure] != count.total()[measure]
        )

    compare("by=hamlet", count.by("area"))
    compare("by=commune", count.by("commune"))
    compare("by=day", count.by("day"))
    compare("by=mode", count.by("mode"), ("records", "assists"))
    compare("by=outcome", count.by("outcome"), ("records", "assists"))
    units = count.by("organisation")
    tops: dict[str, dict[str, int]] = {}
    for code, values in units.items():
        template = str(code).split(".")[0]
        while top[template]:
            template = top[template]
        tops[template] = {m: tops.get(template, {}).get(m, 0) + values[m] for m in MEASURES}
    compare("by=organisation", tops)
    for parent in ("hoi-lhpn", "doan-tn"):
        below = {code: values for code, values in units.items() if top[str(code).split(".")[0]] == parent}
        rows, _ = totals(district, f"by=organisation&organisation={parent}")
        wrong.extend(f"{parent}: {code}" for code in below if rows[code]["unique"] != below[code]["unique"])
    return wrong


def test_it_works(stage):
    site, clock, size, folder = stage
    evening = played(site, clock, folder, size)
    everybody: list[Person] = [*evening.people, *evening.clerks]
    made = sum(len(person.made) for person in everybody)
    missing = lost(evening)
    count = recounted(evening, folder / "home")
    wrong = differences(evening, count)
    print(f"\nevening seed {SEED}: {made} ops, {len(everybody)} devices, {dict(sorted(evening.count.items()))}")
    print(f"acknowledged {len(evening.acknowledged)}, lost {len(missing)}; total {count.total()}; {len(wrong)} differ")
    assert evening.count["restores"] == 1
    assert evening.count["sent again after the restore"] > 0
    assert not missing
    assert not any(person.phone.queue or person.phone.stuck for person in everybody)
    assert {kept.status for p in everybody for kept in p.phone.sent.values()} <= {"stored", "duplicate"}
    assert not any(person.phone.attention for person in everybody)
    assert len(evening.acknowledged) == made
    assert not wrong, "\n".join(wrong[:20])
    command(site, folder / "home", "totals", "check")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_recount_with_one_rule_changed_differs(stage, monkeypatch):
    """Negative control: the comparison sees each of these rules when one side breaks it."""
    site, clock, _, folder = stage
    evening = played(site, clock, folder, Size(volunteers=30, counters=2, twins=4, ops=1500))
    assert not differences(evening, recounted(evening, folder / "home"))
    seen = {}
    broken = {
        "the phone's clock is believed": (recount.Sent, "eff", property(lambda one: happened(one))),
        "voided records count": (recount.Recount, "_review", lambda *_: None),
        "an older version wins": (recount.Sent, "key", property(lambda one: (-one.op["rev"], b"", ""))),
        "a dropped number stays": (
            recount,
            "_number",
            lambda puts, _: next((p.number for p in puts if p.number), None),
        ),
    }
    for name, (owner, attribute, value) in broken.items():
        with monkeypatch.context() as patch:
            patch.setattr(owner, attribute, value)
            seen[name] = len(differences(evening, recounted(evening, folder / "home")))
    print(f"negative control of the evening: {seen}")
    assert all(seen.values()), seen


def happened(one: recount.Sent) -> int:
    return recount.milliseconds(one.op["happened_at"])

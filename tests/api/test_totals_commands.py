"""gocua totals check and rebuild: every figure can be counted again from the ops, and what differs is found."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, func, select, update

from server import cli
from server.database import reading, writing
from server.sync import rebuild
from server.sync.grains import GRAIN_FULL
from server.sync.models import Claim, Record, Rollup, RollupLog
from tests.batches import PARTLY, new_id, push, put, review
from tests.site import COMMUNE, Site

NUMBER = "+84912345678"


def gocua(site: Site, *arguments: str) -> Result:
    home: Path = site.app.extensions["gocua.settings"].home
    runner = CliRunner(env={"GOCUA_HOME": str(home), "DATABASE_URL": site.url})
    return runner.invoke(cli.main, arguments, obj=lambda: site.app)


@pytest.fixture
def busy(site: Site) -> Site:
    """A site with records, corrections, a shared number, a review."""
    first, second, officer = site.person(), site.person(), site.person("commune", COMMUNE, "ubnd-xa.28135")
    one, two, three = new_id(), new_id(), new_id()
    push(first, put(one, caller=first, number=NUMBER), put(two), put(three, outcome=PARTLY))
    push(second, put(caller=second, number=NUMBER), put(outcome="owner_absent"))
    push(first, put(two, 2, void=True), put(three, 2))
    push(officer, review(first.person_id, three))
    return site


def test_it_works(busy: Site):
    result = gocua(busy, "totals", "check")
    assert result.exit_code == 0, result.output
    assert "all figures agree up to seq 8" in result.output


def test_a_recount_of_nothing_agrees(site: Site):
    assert gocua(site, "totals", "check").exit_code == 0


def _figure(session) -> None:
    session.execute(update(Rollup).values(records=Rollup.records + 1))


def _moved(session) -> None:
    session.execute(update(Rollup).where(Rollup.grain == GRAIN_FULL).values(day=Rollup.day + 1))


def _log(session) -> None:
    session.execute(update(RollupLog).values(unique=RollupLog.unique + 1))


def _record(session) -> None:
    session.execute(update(Record).values(rev=9))


def _claim(session) -> None:
    session.execute(update(Claim).values(t=Claim.t - 1))


def _lost(session) -> None:
    session.execute(delete(Record))
    session.execute(delete(Claim))
    session.execute(delete(Rollup))
    session.execute(delete(RollupLog))


@pytest.mark.parametrize("damage", [_figure, _moved, _log, _record, _claim, _lost])
def test_damage_is_found_and_made_good(busy: Site, damage):
    district = busy.person("district")
    before = district.get("/totals?by=hamlet").json
    earlier = district.get("/totals?by=hamlet&as_of=4").json
    with writing() as session:
        damage(session)
    found = gocua(busy, "totals", "check")
    assert found.exit_code == 1
    assert "differences" in found.output
    assert "totals rebuild" in found.output
    rebuilt = gocua(busy, "totals", "rebuild")
    assert rebuilt.exit_code == 0, rebuilt.output
    assert "rebuilt from 8 ops" in rebuilt.output
    assert gocua(busy, "totals", "check").exit_code == 0
    for query, expected in (("", before), ("&as_of=4", earlier)):
        answer = district.get(f"/totals?by=hamlet{query}").json
        assert (answer["rows"], answer["total"]) == (expected["rows"], expected["total"])


@pytest.mark.parametrize("damage", [_figure, _moved, _log, _lost])
def test_counts_of_more_cells_than_fit_into_memory_are_compared_too(
    busy: Site, damage, monkeypatch: pytest.MonkeyPatch
):
    with writing() as session:
        damage(session)
    at_once = [str(one) for one in rebuild.compare(busy.campaign_id)]
    assert at_once
    monkeypatch.setattr(rebuild, "_CELLS", 1)
    assert [str(one) for one in rebuild.compare(busy.campaign_id)] == at_once


def test_many_differences_are_counted_not_listed(busy: Site):
    volunteer = busy.person()
    push(volunteer, *(put() for _ in range(80)))
    with writing() as session:
        session.execute(update(Record).values(rev=9))
    result = gocua(busy, "totals", "check")
    assert result.exit_code == 1
    assert len(result.output.splitlines()) < 60
    assert "more" in result.output


def test_after_a_rebuild_nothing_is_taken_from_before(busy: Site):
    """An answer that a phone or a server has kept is out of date, though no seq has moved."""
    district = busy.person("district")
    etag = district.get("/totals").headers["ETag"]
    assert gocua(busy, "totals", "rebuild").exit_code == 0
    assert district.get("/totals", headers={"If-None-Match": etag}).status_code == 200


def test_another_campaign_is_one_clear_line(sqlite_site: Site):
    result = gocua(sqlite_site, "totals", "check", "--campaign", "khong-co")
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0

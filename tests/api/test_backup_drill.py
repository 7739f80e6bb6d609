"""gocua restore FILE --test: a backup is put back in a place of its own, and what came of it stands in the trail."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text, update

from server.campaign.models import Campaign
from server.database import reading, writing
from server.people.models import Audit
from server.sync.models import Rollup
from tests.api.test_backup import campaign, done, gocua, home, refused
from tests.batches import push, put
from tests.site import Site


@pytest.fixture
def scratch(site: Site, request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """The options that name somewhere to test in."""
    with ExitStack() as stack:
        if site.url.startswith("sqlite"):
            yield []
        else:
            yield ["--scratch", stack.enter_context(request.getfixturevalue("cluster").database())]


def last_line() -> dict[str, Any]:
    with reading() as session:
        row = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
        return {"act": row.act, "subject": row.subject, "campaign": row.campaign_id, **row.details}


def test_it_works(site: Site, tmp_path: Path, scratch: list[str]):
    """Beside everything in use: the database, its epoch and its keys stay as they are, nothing is left over."""
    push(site.person(), put(), put())
    done(site, "backup", tmp_path / "night.backup")
    assert last_line()["act"] == "backup.make"
    before, files = campaign(site), sorted(path.name for path in home(site).iterdir())
    assert "all figures agree" in done(site, "restore", tmp_path / "night.backup", "--test", *scratch).output
    line = last_line()
    assert (line["act"], line["subject"], line["campaign"]) == ("backup.test", "night.backup", None)
    assert (line["ok"], line["problem"], line["head"]) == (True, None, 2)
    assert campaign(site) == before
    assert sorted(path.name for path in home(site).iterdir()) == files
    if scratch:
        with psycopg.connect(scratch[1]) as connection:
            left = connection.execute("SELECT count(*) FROM pg_class WHERE relname IN ('op', 'person')").fetchone()
            assert left == (0,)


@pytest.mark.slow
def test_a_backup_whose_figures_do_not_agree_fails_the_test(site: Site, tmp_path: Path, scratch: list[str]):
    push(site.person(), put())
    with writing() as session:
        session.execute(update(Rollup).values(records=Rollup.records + 1))
    done(site, "backup", tmp_path / "night.backup")
    result = gocua(site, "restore", tmp_path / "night.backup", "--test", *scratch)
    assert result.exit_code == 1
    assert "figures differ" in result.output
    assert last_line()["ok"] is False
    assert "figures differ" in last_line()["problem"]


def test_a_damaged_file_is_no_test(sqlite_site: Site, tmp_path: Path):
    (tmp_path / "bad.backup").write_bytes(b"not a backup" * 100)
    assert "not a whole backup" in refused(sqlite_site, "restore", tmp_path / "bad.backup", "--test")


def test_on_postgresql_it_wants_an_empty_database(site: Site, tmp_path: Path):
    if site.url.startswith("sqlite"):
        return
    done(site, "backup", tmp_path / "night.backup")
    assert "--scratch" in refused(site, "restore", tmp_path / "night.backup", "--test")
    assert "not empty" in refused(site, "restore", tmp_path / "night.backup", "--test", "--scratch", site.url)
    with reading() as session:
        assert session.get(Campaign, site.campaign_id) is not None


def test_the_trail_goes_on_over_a_restore(site: Site, tmp_path: Path):
    """Lines written after the backup are there afterwards, under their ids, and the next one comes after them."""
    staff = site.person("district")
    staff.post("/areas", {"code": "28135-a", "name": "Ấp A", "parent": "28135"})
    done(site, "backup", tmp_path / "night.backup")
    staff.post("/areas", {"code": "28135-b", "name": "Ấp B", "parent": "28135"})
    before = lines()
    done(site, "restore", tmp_path / "night.backup")
    assert lines()[: len(before)] == before
    assert [act for _, act, _ in lines()] == ["area.add", "backup.make", "area.add", "backup.restore"]
    assert last_line()["lines"] == 2
    staff.post("/areas", {"code": "28135-c", "name": "Ấp C", "parent": "28135"})
    ids = [one for one, _, _ in lines()]
    assert ids == sorted(set(ids))


def test_another_history_is_not_taken_over(site: Site, tmp_path: Path):
    staff = site.person("district")
    staff.post("/areas", {"code": "28135-a", "name": "Ấp A", "parent": "28135"})
    done(site, "backup", tmp_path / "one.backup")
    done(site, "restore", tmp_path / "one.backup")
    with writing() as session:
        for trigger in ("audit_no_update", "audit_no_change"):
            drop = f"DROP TRIGGER IF EXISTS {trigger}" + ("" if site.url.startswith("sqlite") else " ON audit")
            session.execute(text(drop))
        session.execute(text("UPDATE audit SET at = at + 1"))
    done(site, "restore", tmp_path / "one.backup")
    assert [act for _, act, _ in lines()] == ["area.add", "backup.restore"]
    assert last_line()["lines"] == 0


def lines() -> list[tuple[int, str, str]]:
    with reading() as session:
        return [tuple(row) for row in session.execute(select(Audit.id, Audit.act, Audit.subject).order_by(Audit.id))]

"""gocua audit export and verify: days of the trail as chained files, and every way in which they stop agreeing."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import insert, select, text

from server.database import reading, writing
from server.people import audit
from server.people.models import Audit
from server.upkeep import chain
from tests.api.test_backup import done, gocua, refused
from tests.site import Site

NAMES = ["2021-08-18.jsonl", "2021-08-19.jsonl", "2021-08-20.jsonl"]


def note(act: str, at: datetime, subject: str = "x") -> None:
    with time_machine.travel(at, tick=False), writing() as session:
        audit.record(session, act, subject, campaign_id=None, actor_id=None, details={"lời": "dòng\u2028hai"})


def export(site: Site, folder: Path, *more: str, now: datetime | None = None):
    with time_machine.travel(now or datetime(2021, 8, 21, 1, tzinfo=UTC), tick=False):
        return gocua(site, "audit", "export", "--folder", folder, *more)


@pytest.fixture
def days(site: Site, tmp_path: Path) -> Path:
    """Two lines on the 18th, none on the 19th, one on the 20th; all three days exported."""
    note("a.one", datetime(2021, 8, 18, 3, tzinfo=UTC))
    note("a.two", datetime(2021, 8, 18, 23, 59, 59, tzinfo=UTC))
    note("b.one", datetime(2021, 8, 20, 0, 0, 0, tzinfo=UTC))
    assert export(site, tmp_path / "days").exit_code == 0
    return tmp_path / "days"


def tamper(site: Site, statement: str) -> None:
    """As whoever owns the database could: the guards off, a change, no trace."""
    with writing() as session:
        if site.url.startswith("sqlite"):
            for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        session.execute(text(statement))


def test_it_works(site: Site, days: Path):
    """Each day has its file, those without lines too; each digest has that of the day before in it."""
    files = sorted(days.iterdir())
    assert [path.name for path in files] == NAMES
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)
    read = [chain.read(path.read_text()) for path in files]
    assert [len(one.lines) for one in read] == [2, 0, 1]
    assert [one.previous for one in read] == [chain.FIRST, read[0].digest, read[1].digest]
    assert json.loads(read[0].lines[0])["details"] == {"lời": "dòng\u2028hai"}
    assert "3 days agree, up to 2021-08-20" in done(site, "audit", "verify", "--folder", days).output


def test_an_export_stands_in_the_trail_with_its_digest(site: Site, days: Path):
    with reading() as session:
        row = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (row.act, row.subject) == ("audit.export", "2021-08-20")
    assert row.details == {"days": 3, "digest": chain.read((days / NAMES[2]).read_text()).digest}


def test_what_is_exported_already_stays_and_new_days_follow(site: Site, days: Path):
    before = {path.name: path.read_bytes() for path in days.iterdir()}
    assert "nothing new" in export(site, days).output
    assert export(site, days, now=datetime(2021, 8, 23, 1, tzinfo=UTC)).exit_code == 0
    after = {path.name: path.read_bytes() for path in days.iterdir()}
    assert before.items() <= after.items()
    assert sorted(after)[-1] == "2021-08-22.jsonl"
    done(site, "audit", "verify", "--folder", days)


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE audit SET subject = 'y' WHERE act = 'a.two'", [NAMES[0], NAMES[2]]),
        ("DELETE FROM audit WHERE act = 'a.one'", [NAMES[0], NAMES[2]]),
        ("UPDATE audit SET at = at + 1 WHERE act = 'b.one'", [NAMES[2]]),
    ],
)
def test_a_line_that_was_changed_or_taken_away_is_noticed(site: Site, days: Path, statement: str, wrong: list[str]):
    tamper(site, statement)
    result = gocua(site, "audit", "verify", "--folder", days)
    assert result.exit_code == 1
    assert {name for name in NAMES if f"{name}: " in result.output} >= set(wrong)
    assert "do not agree" in result.output


def test_a_line_put_into_a_day_that_is_over_is_noticed(site: Site, days: Path):
    with writing() as session:
        row = {"id": 0, "campaign_id": None, "act": "x", "subject": "y", "details": {}, "at": 1629255600000}
        session.execute(insert(Audit), [row])
    assert f"{NAMES[0]}: the trail is not what was exported" in gocua(site, "audit", "verify", "--folder", days).output


def test_a_file_that_was_changed_is_noticed(site: Site, days: Path):
    path = days / NAMES[0]
    path.write_text(path.read_text().replace("a.one", "a.oha"))
    assert f"{NAMES[0]}: the file itself" in gocua(site, "audit", "verify", "--folder", days).output


def test_a_clock_that_was_set_back_changes_no_day_that_is_over(site: Site, days: Path):
    note("c.late", datetime(2021, 8, 18, 12, tzinfo=UTC))
    done(site, "audit", "verify", "--folder", days)


def test_only_a_day_that_is_over_and_in_the_trail_is_exported(site: Site, tmp_path: Path):
    note("a.one", datetime(2021, 8, 18, 3, tzinfo=UTC))
    assert "not over yet" in export(site, tmp_path / "d", "--day", "2021-08-21").output
    assert "nothing up to" in export(site, tmp_path / "d", "--day", "2021-08-17").output
    assert export(site, tmp_path / "d", "--day", "2021-08-18").exit_code == 0
    assert [path.name for path in (tmp_path / "d").iterdir()] == [NAMES[0]]


def test_a_few_minutes_after_midnight_a_day_may_still_get_a_line(site: Site, tmp_path: Path):
    note("a.one", datetime(2021, 8, 18, 3, tzinfo=UTC))
    early, late = datetime(2021, 8, 19, 0, 14, tzinfo=UTC), datetime(2021, 8, 19, 0, 16, tzinfo=UTC)
    assert "nothing new" in export(site, tmp_path / "d", now=early).output
    assert "2021-08-18: 1 lines" in export(site, tmp_path / "d", now=late).output


def test_with_nothing_exported_there_is_nothing_to_verify(sqlite_site: Site, tmp_path: Path):
    assert "was exported" in refused(sqlite_site, "audit", "verify", "--folder", tmp_path / "none")


def test_an_empty_trail_has_no_days():
    assert list(chain.days([], date(2021, 8, 20))) == []

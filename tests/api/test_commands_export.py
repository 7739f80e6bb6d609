"""`gocua export totals FILE` and `gocua export records FILE`: a whole campaign's tables, as the desk downloads them."""

import csv
import io
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from server.campaign import store as campaign_store
from server.cli import main
from server.clock import now_ms
from server.database import reading, writing
from server.people.models import Audit
from tests.batches import push, put
from tests.site import COMMUNE, Site


def run(site: Site, *words: object) -> Result:
    return CliRunner().invoke(main, ["export", *(str(word) for word in words)], obj=lambda: site.app)


def fails(result: Result, told: str) -> None:
    assert result.exit_code != 0
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert "Traceback" not in result.output


def second_campaign(site: Site) -> None:
    with writing() as session:
        first = campaign_store.lock(session, site.campaign_id)
        kept = {column.key: getattr(first, column.key) for column in type(first).__table__.columns}
        session.add(type(first)(**{**kept, "id": site.campaign_id + 1, "code": "dot-hai", "epoch": "b" * 32}))


@pytest.fixture
def busy(site: Site) -> Site:
    first, second = site.person(), site.person(name="Chị Tư")
    push(first, put(note="=1+1"), put(outcome="owner_absent"))
    push(second, put(), put(void=True))
    return site


def test_it_works(busy: Site, tmp_path: Path):
    path = tmp_path / "tong-hop.csv"
    result = run(busy, "totals", path)
    assert (result.exit_code, result.stdout.strip()) == (0, f"{path}: 18 rows and their total, up to seq 4")
    assert path.read_bytes() == busy.person("district").get("/exports/totals.csv?by=commune").data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.glob(".gocua-export-*")] == []


def test_totals_are_narrowed_by_area_and_days(busy: Site, tmp_path: Path):
    path = tmp_path / "ap.csv"
    words = ("--by", "hamlet", "--within", COMMUNE, "--since", "2021-08-17", "--until", "2021-08-18")
    assert run(busy, "totals", path, *words).exit_code == 0
    asked = f"/exports/totals.csv?by=hamlet&within={COMMUNE}&since=2021-08-17&until=2021-08-18"
    assert path.read_bytes() == busy.person("district").get(asked).data


def test_totals_are_a_workbook_by_the_ending(busy: Site, tmp_path: Path):
    path = tmp_path / "tong-hop.XLSX"
    assert run(busy, "totals", path, "--by", "outcome").exit_code == 0
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Bluezone 2021 · huyện Cần Đước"
    assert rows[-1][:3] == ["", "Tổng", 3.0]


def test_records_are_the_ones_that_the_desk_downloads(busy: Site, tmp_path: Path):
    path = tmp_path / "luot.csv"
    result = run(busy, "records", path)
    assert (result.exit_code, result.stdout.strip()) == (0, f"{path}: 3 records")
    assert "records" in result.stderr
    assert path.read_bytes() == busy.person("district").get("/exports/records.csv").data
    lines = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert sorted(line["note"] for line in lines) == ["", "", "'=1+1"]
    with reading() as session:
        noted = session.scalars(select(Audit).where(Audit.act == "records.export", Audit.actor_id.is_(None))).one()
    assert (noted.campaign_id, noted.details) == (busy.campaign_id, {"state": "counted", "file": "csv"})


def test_withdrawn_records_come_on_wish(busy: Site, tmp_path: Path):
    path = tmp_path / "luot.csv"
    assert run(busy, "records", path, "--state", "all").stdout.strip() == f"{path}: 4 records"
    assert len(path.read_text("utf-8-sig").strip().splitlines()) == 1 + 4


def test_records_are_a_workbook_by_the_ending(busy: Site, tmp_path: Path):
    path = tmp_path / "luot.XLSX"
    assert run(busy, "records", path).stdout.strip() == f"{path}: 3 records"
    with busy.person("district").get("/exports/records.xlsx") as answer:
        assert path.read_bytes() == answer.data
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert (len(rows), rows[0][0]) == (4, "Mã lượt")


@pytest.mark.parametrize("what", ["totals", "records"])
def test_nothing_is_replaced_unless_forced(busy: Site, tmp_path: Path, what: str):
    path = tmp_path / "bang.csv"
    path.write_text("của tôi", encoding="utf-8")
    fails(run(busy, what, path), "--force replaces it")
    assert path.read_text("utf-8") == "của tôi"
    assert run(busy, what, path, "--force").exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("totals", "a.ods"), "FILE must end in .csv or .xlsx"),
        (("totals", "a.csv", "--by", "street"), "street"),
        (("totals", "a.csv", "--within", "99999"), "area.unknown"),
        (("totals", "a.csv", "--within", ""), "area.unknown"),
        (("totals", "a.csv", "--within", "\udcff"), "area.unknown"),
        (("totals", "a.csv", "--since", "24/8/2021"), "--since"),
        (("totals", "a.csv", "--since", "2021-08-24", "--until", "2021-08-23"), "--since is after --until"),
        (("totals", "a.csv", "--campaign", "khong-co"), "campaign.unknown"),
        (("totals", "nowhere/a.csv"), "there is no folder"),
        (("records", "a.ods"), "FILE must end in .csv or .xlsx"),
        (("records", "nowhere/a.csv"), "there is no folder"),
        (("records", "a.csv", "--campaign", "khong-co"), "campaign.unknown"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    sqlite_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
):
    monkeypatch.chdir(tmp_path)
    fails(run(sqlite_site, *words), told)
    assert [*tmp_path.glob("a.*"), *tmp_path.glob(".gocua-export-*")] == []


def test_of_several_campaigns_one_is_named(site: Site, tmp_path: Path):
    second_campaign(site)
    for what in ("totals", "records"):
        path = tmp_path / f"{what}.csv"
        fails(run(site, what, path), "say which campaign with --campaign")
        assert run(site, what, path, "--campaign", "can-duoc-bluezone-2021").exit_code == 0


def test_after_a_purge_the_totals_are_still_given_and_records_are_not(busy: Site, tmp_path: Path):
    with writing() as session:
        campaign_store.lock(session, busy.campaign_id).purged_at = now_ms()
    assert run(busy, "totals", tmp_path / "a.csv").exit_code == 0
    fails(run(busy, "records", tmp_path / "b.csv"), "campaign.purged")

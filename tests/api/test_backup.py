"""gocua backup and restore: the database as of one instant, taken while others write, put back under a new epoch."""

import fcntl
import io
import json
import tarfile
import threading
from datetime import date
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from server import cli, keys
from server.campaign.models import Campaign
from server.config import Settings
from server.database import reading
from server.extensions import db
from server.people.models import Audit, Person
from server.sync.models import RollupLog
from tests.postgres import Cluster
from tests.rollups import Ledger
from tests.site import Site


def gocua(site: Site, *arguments: object) -> Result:
    settings: Settings = site.app.extensions["gocua.settings"]
    runner = CliRunner(env={"GOCUA_HOME": str(settings.home), "DATABASE_URL": site.url})
    return runner.invoke(cli.main, [str(one) for one in arguments], obj=lambda: site.app)


def done(site: Site, *arguments: object) -> Result:
    result = gocua(site, *arguments)
    assert result.exit_code == 0, f"{result.output}{result.exception!r}"
    return result


def refused(site: Site, *arguments: object) -> str:
    result = gocua(site, *arguments)
    assert result.exit_code == 1
    lines = [line for line in result.output.strip().splitlines() if not line.startswith("checked: ")]
    assert len(lines) == 1, result.output
    return lines[0]


def campaign(site: Site) -> tuple[int, str]:
    with reading() as session:
        row = session.get_one(Campaign, site.campaign_id)
        return row.head, row.epoch


def home(site: Site) -> Path:
    return site.app.extensions["gocua.settings"].home


def test_it_works(site: Site, tmp_path: Path):
    """What came after the backup is gone again, under a new epoch, and the present database is kept aside."""
    file, ledger = tmp_path / "night.backup", Ledger(site)
    ledger.add(counts=(3, 3, 3, 0, 0))
    head, epoch = campaign(site)
    done(site, "backup", file)
    ledger.add(counts=(50, 50, 50, 0, 0))
    site.person()
    assert campaign(site) == (2, epoch)

    said = done(site, "restore", file).output
    assert "back to seq 1" in said
    now = campaign(site)
    assert now[0] == head == 1
    assert now[1] != epoch
    assert site.person("district").get("/totals").json["total"]["records"] == 3
    with reading() as session:
        assert session.scalars(select(Audit.act).order_by(Audit.id)).all() == ["backup.make", "backup.restore"]
        assert session.scalar(select(func.count()).select_from(Person)) == 1
    if site.url.startswith("sqlite"):
        kept = [path.name for path in tmp_path.glob("gocua.db.before-*")]
        assert kept
        assert any(name in said for name in kept)


def test_a_restored_database_can_be_written_and_backed_up_again(site: Site, tmp_path: Path):
    ledger = Ledger(site)
    ledger.add()
    done(site, "backup", tmp_path / "one.backup")
    done(site, "restore", tmp_path / "one.backup")
    ledger.add(day=date(2021, 8, 21))
    done(site, "backup", tmp_path / "two.backup")
    done(site, "restore", tmp_path / "two.backup")
    assert campaign(site)[0] == 2


def test_a_backup_taken_while_others_write_is_one_instant(site: Site, tmp_path: Path):
    """Every commit writes one log row: heads and rows of the copy agree however the writing goes on."""
    ledger, stop, failures = Ledger(site), threading.Event(), []
    ledger.add()

    def write() -> None:
        with site.app.app_context():
            while not stop.is_set():
                try:
                    ledger.add()
                except Exception as error:
                    failures.append(error)
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [tmp_path / f"{number}.backup" for number in range(3)]
        for file in files:
            done(site, "backup", file)
    finally:
        stop.set()
        writer.join()
    assert not failures
    heads = []
    for file in files:
        done(site, "restore", file)
        with reading() as session:
            head = session.get_one(Campaign, site.campaign_id).head
            assert session.scalar(select(func.count()).select_from(RollupLog)) == head
            assert session.scalar(select(func.max(RollupLog.seq))) == head
        heads.append(head)
        assert head == _manifest(file)["campaigns"][0]["head"]
    assert heads == sorted(heads)


def _manifest(file: Path) -> dict:
    with tarfile.open(file) as tar:
        return json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]


def test_no_key_is_inside(site: Site, tmp_path: Path):
    site.person()
    done(site, "backup", tmp_path / "a.backup")
    content = (tmp_path / "a.backup").read_bytes()
    for path in (home(site) / "keys").iterdir():
        secret = path.read_bytes()
        assert secret not in content
        assert secret.hex().encode() not in content
    assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_never_written_over(site: Site, tmp_path: Path):
    (tmp_path / "a.backup").write_text("kept")
    assert "is there already" in refused(site, "backup", tmp_path / "a.backup")
    assert (tmp_path / "a.backup").read_text() == "kept"
    assert "no folder" in refused(site, "backup", tmp_path / "nowhere" / "a.backup")


def test_nothing_is_left_beside_the_file(site: Site, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    done(site, "backup", folder / "a.backup")
    assert [path.name for path in folder.iterdir()] == ["a.backup"]


@pytest.fixture
def night(site: Site, tmp_path: Path) -> Path:
    Ledger(site).add()
    done(site, "backup", tmp_path / "night.backup")
    return tmp_path / "night.backup"


def test_a_damaged_file_changes_nothing(site: Site, night: Path, tmp_path: Path):
    before, content = campaign(site), night.read_bytes()
    middle = len(content) // 2
    for name, bad in (
        ("changed", content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]),
        ("short", content[:middle]),
        ("empty", b""),
        ("text", b"not a backup" * 100),
    ):
        file = tmp_path / name
        file.write_bytes(bad)
        refused(site, "restore", file)
        assert campaign(site) == before
    assert not (home(site) / "restoring").exists()


def _remade(night: Path, target: Path, **changes: object) -> Path:
    """The same backup with another manifest."""
    with tarfile.open(night) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            data = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "manifest.json":
                data = json.dumps({**json.loads(data), **changes}).encode()
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"kind": "other"}, "not a backup"),
        ({"v": 2}, "later version"),
        ({"migration": "ffffffffffff"}, "later version"),
        ({"engine": "oracle"}, "the backup is of oracle"),
        ({"sha256": "0" * 64}, "damaged or changed"),
        ({"keys": "0" * 16}, "other keys"),
        ({"extra": 1}, "cannot be read"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(site: Site, night: Path, tmp_path: Path, changes: dict, word: str):
    before = campaign(site)
    assert word in refused(site, "restore", _remade(night, tmp_path / "other.backup", **changes))
    assert campaign(site) == before


def test_a_backup_of_when_there_was_one_secret_of_numbers_still_fits(site: Site, night: Path, tmp_path: Path):
    code = _manifest(night)["keys"].removeprefix("1:")
    campaigns = [{name: one[name] for name in ("code", "head", "epoch")} for one in _manifest(night)["campaigns"]]
    done(site, "restore", _remade(night, tmp_path / "before.backup", keys=code, campaigns=campaigns))


def test_never_under_a_running_server(site: Site, night: Path):
    with open(home(site) / "serve.lock", "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert "a server is running" in refused(site, "restore", night)
    done(site, "restore", night)


def test_somebody_connected_to_postgresql_is_a_running_server(cluster: Cluster, tmp_path: Path):
    with cluster.database() as url, Site.make(tmp_path, url) as site:
        Ledger(site).add()
        done(site, "backup", tmp_path / "night.backup")
        with psycopg.connect(url):
            assert "connected to the database" in refused(site, "restore", tmp_path / "night.backup")
        done(site, "restore", tmp_path / "night.backup")
        assert campaign(site)[0] == 1


def test_a_restore_that_fails_leaves_the_database_in_place(site: Site, night: Path, monkeypatch):
    from server.config import SettingsError
    from server.upkeep import pgtools, restore

    def fails(*_arguments: object) -> None:
        raise SettingsError("pg_restore failed: disk full")

    monkeypatch.setattr(pgtools, "load", fails)
    monkeypatch.setattr(restore, "_exchange", fails)
    before = campaign(site)
    assert "disk full" in refused(site, "restore", night)
    assert campaign(site) == before
    Ledger(site).add()


def test_an_empty_home_with_the_same_keys_takes_the_backup(sqlite_site: Site, tmp_path: Path):
    """A new machine: keys put back, `restore` brings the database."""
    Ledger(sqlite_site).add()
    done(sqlite_site, "backup", tmp_path / "night.backup")
    for engine in db.engines.values():
        engine.dispose()
    for path in tmp_path.glob("gocua.db*"):
        path.unlink()
    said = done(sqlite_site, "restore", tmp_path / "night.backup").output
    assert "there was none" in said
    assert campaign(sqlite_site)[0] == 1


def test_new_keys_open_what_old_ones_sealed(tmp_path: Path):
    folder = tmp_path / "home" / "keys"
    runner = CliRunner(env={"GOCUA_HOME": str(tmp_path / "home")})
    assert "seal-1" in runner.invoke(cli.main, ["keys", "make"]).output
    assert "already" in runner.invoke(cli.main, ["keys", "make"]).output
    assert "seal-2" in runner.invoke(cli.main, ["keys", "rotate"]).output
    assert "anchor-2" in runner.invoke(cli.main, ["keys", "rotate", "anchor"]).output
    loaded = keys.load(folder)
    assert (loaded.seal_id, set(loaded.seals), len(loaded.anchors)) == (2, {1, 2}, 2)


def test_a_rotated_key_stands_in_the_trail_by_its_name(site: Site):
    assert "seal-2" in done(site, "keys", "rotate").output
    with reading() as session:
        row = session.scalars(select(Audit)).one()
    assert (row.act, row.subject, row.campaign_id, row.details) == ("keys.rotate", "seal-2", None, {})


def test_a_backup_whose_line_cannot_be_written_is_still_made(sqlite_site: Site, tmp_path: Path, monkeypatch):
    from server.errors import Problem
    from server.people import audit

    def busy(*_arguments: object, **_named: object) -> None:
        raise Problem("server.busy")

    monkeypatch.setattr(audit, "record", busy)
    said = done(sqlite_site, "backup", tmp_path / "night.backup").output
    assert "the trail could not be written" in said
    assert (tmp_path / "night.backup").exists()


def test_rotating_without_keys_is_one_clear_line(tmp_path: Path):
    result = CliRunner(env={"GOCUA_HOME": str(tmp_path / "nothing")}).invoke(cli.main, ["keys", "rotate"])
    assert (result.exit_code, len(result.output.strip().splitlines())) == (1, 1)
    assert "gocua init" in result.output

"""Secrets of numbers: a campaign counts with its own from first to last; the next campaign gets the newest."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from server.campaign.models import Campaign
from server.campaign.preset import PRESETS
from server.config import SettingsError
from server.database import reading, writing
from server.sync.service import compare
from server.upkeep import server as serving
from server.upkeep import start
from server.upkeep.server import look_for_secrets
from tests import rotating
from tests.api.test_backup import done, refused
from tests.api.test_erasures import ask, decide
from tests.batches import new_id, push, put, rows, statuses
from tests.site import PRESET, Site

NUMBER = "+84912345678"


def unique(site: Site) -> int:
    return site.person("district").get("/totals").json["total"]["unique"]


def test_a_number_stays_one_phone_in_its_campaign(site: Site):
    volunteer = site.person()
    push(volunteer, put(caller=volunteer, number=NUMBER))
    rotating.rotate(site, "phone")
    assert statuses(push(volunteer, put(caller=volunteer, number=NUMBER))) == ["stored"]
    assert unique(site) == 1
    assert compare(site.campaign_id) == []


def test_a_number_from_before_is_still_found_to_be_erased(site: Site):
    volunteer = site.person()
    push(volunteer, put(new_id(), caller=volunteer, number=NUMBER))
    rotating.rotate(site, "phone")
    decide(site.person("district"), ask(site.person("district"), NUMBER))
    assert [row["kind"] for row in rows(volunteer)] == ["gone"]
    total = site.person("district").get("/totals").json["total"]
    assert (total["unique"], total["unchecked"]) == (1, 1), "the help given counts on, unchecked"


def test_without_its_secret_phones_wait_and_lose_nothing(site: Site):
    """Another server that was not given the new file yet: 503 until it has it, never another code."""
    volunteer = site.person()
    rotating.rotate(site, "phone")
    with writing() as session:
        session.get_one(Campaign, site.campaign_id).phone_secret = 3
    op = put(caller=volunteer, number=NUMBER)
    body = {"batch_id": new_id(), "ops": [op]}
    answer = volunteer.post("/sync/push", body)
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "server.busy")
    rotating.rotate(site, "phone")
    assert statuses(volunteer.post("/sync/push", body).json) == ["stored"]
    assert unique(site) == 1


def test_a_server_does_not_start_without_the_secret_that_a_campaign_counts_with(site: Site):
    look_for_secrets(site.app)
    with writing() as session:
        session.get_one(Campaign, site.campaign_id).phone_secret = 2
    with pytest.raises(SettingsError, match=f"phone-2 is missing, with which {PRESET} counts"):
        look_for_secrets(site.app)


def test_a_server_starts_while_the_database_is_away(site: Site, monkeypatch):
    def away() -> None:
        raise OperationalError("SELECT", None, Exception("no connection"))

    monkeypatch.setattr(serving, "reading", away)
    look_for_secrets(site.app)


def test_the_next_campaign_begins_with_the_newest(sqlite_site: Site, tmp_path: Path, monkeypatch):
    site = sqlite_site
    monkeypatch.setattr(start, "make_tables", lambda: None)
    folder = tmp_path / "another"
    folder.mkdir()
    for path in (PRESETS / PRESET).iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            (folder / path.name).write_text(text.replace(PRESET, "dot-sau"), encoding="utf-8")
    rotating.rotate(site, "phone")
    assert start.fill(site.app, str(folder), date(2027, 3, 1), False)
    with reading() as session:
        found = {one.code: one.phone_secret for one in session.scalars(select(Campaign))}
    assert found == {PRESET: 1, "dot-sau": 2}


def test_one_that_a_campaign_counts_with_cannot_be_retired_before_the_purge(site: Site):
    rotating.rotate(site, "phone")
    assert f"stays until {PRESET} is purged" in refused(
        site, "keys", "retire", "phone", 1, "--yes", "--early", "lộ khóa"
    )
    assert (rotating.folder(site) / "phone-1").exists()
    done(site, "purge", "--yes", "--early", "thử")
    done(site, "keys", "retire", "phone", 1, "--yes")
    assert not (rotating.folder(site) / "phone-1").exists()


def test_a_backup_fits_the_secrets_that_its_campaigns_count_with(site: Site, tmp_path: Path):
    file = tmp_path / "night.backup"
    done(site, "backup", file)
    rotating.rotate(site, "phone")
    done(site, "restore", file)
    (rotating.folder(site) / "phone-1").rename(tmp_path / "phone-1")
    rotating.reload(site)
    assert "other keys" in refused(site, "restore", file)

"""GET /admin/backups: what was backed up, tried out and put back last; what never happened is null."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.api.test_backup import done
from tests.site import Site


def test_a_new_installation_has_never_been_backed_up(site: Site):
    answer = site.person("admin").get("/admin/backups").json
    assert [answer[name] for name in ("backup", "test", "restore", "trail")] == [None] * 4
    assert answer["due"] == {"backup": None, "test": None, "trail": None}
    assert answer["recent"] == []


def test_it_works(site: Site, tmp_path: Path):
    """What the commands did is there, with when it is time again; a restore takes nothing of it back."""
    with time_machine.travel(datetime(2021, 8, 20, 2, tzinfo=UTC), tick=False):
        done(site, "backup", tmp_path / "dem.backup")
    with time_machine.travel(datetime(2021, 8, 21, 2, tzinfo=UTC), tick=False):
        admin = site.person("admin")
        answer = admin.get("/admin/backups").json
        assert answer["backup"]["at"] == "2021-08-20T02:00:00.000Z"
        assert answer["backup"]["subject"] == "dem.backup"
        assert answer["backup"]["details"]["bytes"] > 1000
        assert answer["due"] == {"backup": "2021-08-22T02:00:00.000Z", "test": None, "trail": None}
        done(site, "restore", tmp_path / "dem.backup")
        answer = site.person("admin").get("/admin/backups").json
        assert answer["backup"]["at"] == "2021-08-20T02:00:00.000Z"
        assert answer["restore"]["details"]["made_at"] == "2021-08-20T02:00:00.000Z"
        assert [one["act"] for one in answer["recent"]] == ["backup.restore", "backup.make"]


@pytest.mark.parametrize("role", ["district", "commune", "reporter"])
def test_they_are_the_admins_alone(sqlite_site: Site, role: str):
    assert sqlite_site.person(role).get("/admin/backups").json["error"]["code"] == "role.forbidden"

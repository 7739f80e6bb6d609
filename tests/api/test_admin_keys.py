"""GET /admin/keys: names, ages and states of the keys, and nothing that is in one."""

import os
from pathlib import Path

import pytest

from server import keys
from server.clock import DAY_MS, instant, parse_instant
from server.config import Settings
from tests.site import Site

MADE = "2021-01-10T00:00:00.000Z"


@pytest.fixture
def folder(site: Site) -> Path:
    settings: Settings = site.app.extensions["gocua.settings"]
    for path in settings.keys.iterdir():
        dated(path, MADE)
    return settings.keys


def dated(path: Path, at: str) -> None:
    seconds = parse_instant(at) / 1000
    os.utime(path, (seconds, seconds))


def states(answer: dict) -> dict[str, str]:
    return {f"{one['name']}-{one['number']}": one["state"] for one in answer["items"]}


def test_it_works(site: Site, folder: Path):
    answer = site.person("admin").get("/admin/keys").json
    assert states(answer) == dict.fromkeys([f"{name}-1" for name in keys.NAMES], "active")
    assert {one["made_at"] for one in answer["items"]} == {MADE}
    due = instant(parse_instant(MADE) + 365 * DAY_MS)
    assert {one["name"]: one["due_at"] for one in answer["items"] if one["due_at"]} == {"seal": due, "anchor": due}
    assert (answer["next"]["name"], answer["next"]["due_at"]) == ("seal", due)


def test_a_rotated_key_waits_for_the_servers_next_start(site: Site, folder: Path):
    admin = site.person("admin")
    dated(folder / keys.rotate(folder, "anchor"), "2021-06-01T00:00:00.000Z")
    dated(folder / f"{keys.rotate(folder, 'seal')}.pem", "2021-05-01T00:00:00.000Z")
    before = admin.get("/admin/keys").json
    assert {name: state for name, state in states(before).items() if name[:4] in ("seal", "anch")} == {
        "seal-1": "active",
        "seal-2": "waiting",
        "anchor-1": "active",
        "anchor-2": "waiting",
    }
    assert (before["next"]["name"], before["next"]["number"]) == ("seal", 2)
    site.app.extensions["gocua.keys"] = keys.load(folder)
    after = states(admin.get("/admin/keys").json)
    assert (after["seal-1"], after["seal-2"], after["anchor-1"], after["anchor-2"]) == ("old", "active") * 2


def test_of_two_phone_keys_the_first_stays_in_use(site: Site, folder: Path):
    (folder / "phone-2").write_bytes(os.urandom(32))
    (folder / "phone-2").chmod(0o600)
    found = states(site.person("admin").get("/admin/keys").json)
    assert (found["phone-1"], found["phone-2"]) == ("active", "spare")


def test_nothing_of_a_key_is_in_the_answer(site: Site, folder: Path):
    answer = site.person("admin").get("/admin/keys")
    assert set(answer.json["items"][0]) == {"name", "number", "made_at", "state", "due_at"}
    for path in folder.iterdir():
        secret = path.read_bytes()
        assert secret not in answer.data
        assert secret.hex() not in answer.text


@pytest.mark.parametrize("role", ["district", "commune", "volunteer"])
def test_they_are_the_admins_alone(sqlite_site: Site, role: str):
    assert sqlite_site.person(role).get("/admin/keys").json["error"]["code"] == "role.forbidden"

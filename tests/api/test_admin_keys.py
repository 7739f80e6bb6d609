"""GET /admin/keys: names, ages and states of the keys, and nothing that is in one."""

import os
from pathlib import Path

import pytest

from server import keys, rotation
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
    assert {one["due_at"] for one in answer["items"]} == {due}
    assert (answer["next"]["name"], answer["next"]["due_at"]) == ("seal", due)
    assert {one["retire_at"] for one in answer["items"]} == {None}


def test_a_rotated_key_waits_for_the_servers_next_start(site: Site, folder: Path):
    admin = site.person("admin")
    dated(folder / rotation.rotate(folder, "anchor"), "2021-06-01T00:00:00.000Z")
    dated(folder / f"{rotation.rotate(folder, 'seal')}.pem", "2021-05-01T00:00:00.000Z")
    before = admin.get("/admin/keys").json
    assert {name: state for name, state in states(before).items() if name[:4] in ("seal", "anch")} == {
        "seal-1": "active",
        "seal-2": "waiting",
        "anchor-1": "active",
        "anchor-2": "waiting",
    }
    assert (before["next"]["name"], before["next"]["number"]) == ("phone", 1)
    site.app.extensions["gocua.keys"] = keys.load(folder)
    answer = admin.get("/admin/keys").json
    after = states(answer)
    assert (after["seal-1"], after["seal-2"], after["anchor-1"], after["anchor-2"]) == ("old", "active") * 2
    retire = {f"{one['name']}-{one['number']}": one["retire_at"] for one in answer["items"] if one["retire_at"]}
    assert retire == {"seal-1": "2021-07-30T00:00:00.000Z", "anchor-1": "2021-08-30T00:00:00.000Z"}


def test_one_for_later_is_shown_as_known_once_the_server_knows_it(site: Site, folder: Path):
    admin = site.person("admin")
    rotation.rotate(folder, "anchor", later=True)
    assert states(admin.get("/admin/keys").json)["anchor-2"] == "waiting"
    site.app.extensions["gocua.keys"] = keys.load(folder)
    assert states(admin.get("/admin/keys").json)["anchor-2"] == "next"
    rotation.begin(folder, "anchor")
    found = states(admin.get("/admin/keys").json)
    assert (found["anchor-1"], found["anchor-2"]) == ("active", "waiting"), "as this server works now"


def test_a_phone_secret_names_the_campaigns_that_count_with_it(site: Site, folder: Path):
    rotation.rotate(folder, "phone")
    site.app.extensions["gocua.keys"] = keys.load(folder)
    items = site.person("admin").get("/admin/keys").json["items"]
    found = {f"{one['name']}-{one['number']}": one for one in items if one["name"] == "phone"}
    assert (found["phone-1"]["state"], found["phone-2"]["state"]) == ("old", "active")
    assert found["phone-1"]["campaigns"] == ["can-duoc-bluezone-2021"]
    assert found["phone-1"]["retire_at"] is None
    assert found["phone-2"]["campaigns"] == []


def test_nothing_of_a_key_is_in_the_answer(site: Site, folder: Path):
    answer = site.person("admin").get("/admin/keys")
    assert set(answer.json["items"][0]) == {"name", "number", "made_at", "state", "due_at", "retire_at", "campaigns"}
    for path in folder.iterdir():
        secret = path.read_bytes()
        assert secret not in answer.data
        assert secret.hex() not in answer.text


@pytest.mark.parametrize("role", ["district", "commune", "volunteer"])
def test_they_are_the_admins_alone(sqlite_site: Site, role: str):
    assert sqlite_site.person(role).get("/admin/keys").json["error"]["code"] == "role.forbidden"

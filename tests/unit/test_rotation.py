"""Keys follow each other: two are in use at once, the newest makes what is new, the old one goes when it is time."""

import os
from pathlib import Path

import pytest

from server import keys, rotation
from server.clock import DAY_MS, now_ms
from server.config import SettingsError
from server.keys import NAMES, Keys


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.make(tmp_path / "keys")
    return tmp_path / "keys"


def aged(folder: Path, days: int) -> None:
    at = now_ms() / 1000 - days * DAY_MS / 1000
    for path in folder.iterdir():
        os.utime(path, (at, at))


def states(folder: Path, name: str) -> list[str]:
    return [one.state for one in rotation.places(folder) if one.file.name == name]


def known(loaded: Keys, name: str) -> list[object]:
    """Of one kind, the key that makes what is new first."""
    if name in ("seal", "vapid"):
        public = loaded.seal_public if name == "seal" else loaded.vapid_public
        numbers = loaded.seals if name == "seal" else loaded.vapids
        return [public(), *(public(one) for one in numbers if one != loaded.making[name])]
    if name in ("phone", "factor"):
        ring = loaded.phones if name == "phone" else loaded.factors
        newest = loaded.making[name]
        return [ring[newest], *(key for number, key in ring.items() if number != newest)]
    return list({"anchor": loaded.anchors, "cursor": loaded.cursors, "handover": loaded.handovers}[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_new_key_makes_and_the_old_one_goes_on(folder: Path, name: str):
    (before,) = known(keys.load(folder), name)
    assert rotation.rotate(folder, name) == f"{name}-2"
    new, old = known(keys.load(folder), name)
    assert old == before
    assert new != before
    assert states(folder, name) == ["old", "active"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", NAMES)
def test_one_for_later_is_known_and_makes_nothing_until_it_is_begun(folder: Path, name: str):
    """Several servers: each knows the key before one of them makes anything with it."""
    (before,) = known(keys.load(folder), name)
    rotation.rotate(folder, name, later=True)
    first, later = known(keys.load(folder), name)
    assert first == before
    assert states(folder, name) == ["active", "next"]
    with pytest.raises(SettingsError, match="waits to be begun"):
        rotation.rotate(folder, name)
    assert rotation.begin(folder, name) == f"{name}-2"
    assert known(keys.load(folder), name) == [later, before]
    with pytest.raises(SettingsError, match="waits"):
        rotation.begin(folder, name)


def test_a_key_that_is_begun_is_as_old_as_its_use(folder: Path):
    rotation.rotate(folder, "anchor", later=True)
    aged(folder, 30)
    rotation.begin(folder, "anchor")
    assert rotation.find(folder, "anchor", 1).superseded_at or now_ms() - DAY_MS < 0


@pytest.mark.parametrize("name", NAMES)
def test_the_newest_is_due_after_a_year(folder: Path, name: str):
    aged(folder, 366)
    rotation.rotate(folder, name)
    (old, new) = (one for one in rotation.places(folder) if one.file.name == name)
    assert old.due_at is None
    assert (new.due_at or 0) > now_ms()
    late = [one.file.name for one in rotation.places(folder) if one.due_at is not None and one.due_at <= now_ms()]
    assert late == [other for other in NAMES if other != name]


@pytest.mark.parametrize("name", NAMES)
def test_the_active_one_is_never_retired(folder: Path, name: str):
    with pytest.raises(SettingsError, match="is in use"):
        rotation.find(folder, name, 1)
    with pytest.raises(SettingsError, match=f"there is no {name}-9"):
        rotation.find(folder, name, 9)


@pytest.mark.parametrize(
    ("name", "days", "due"), [("seal", 89, False), ("seal", 91, True), ("anchor", 89, False), ("cursor", 0, True)]
)
def test_an_old_one_may_go_when_phones_have_been_told_of_the_next(folder: Path, name: str, days: int, due: bool):
    rotation.rotate(folder, name)
    aged(folder, days)
    place = rotation.find(folder, name, 1)
    assert rotation.due(place) is due
    rotation.retire(place)
    assert states(folder, name) == ["active"]
    assert len(known(keys.load(folder), name)) == 1


def test_one_that_was_never_begun_may_go_at_any_time(folder: Path):
    rotation.rotate(folder, "vapid", later=True)
    assert rotation.due(rotation.find(folder, "vapid", 2))


def test_there_are_255_seal_keys_at_most(folder: Path):
    os.rename(folder / "seal-1.pem", folder / "seal-255.pem")
    with pytest.raises(SettingsError, match="255"):
        rotation.rotate(folder, "seal")

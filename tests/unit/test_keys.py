"""Keys at start: a missing, short, default or readable one is refused in a line that names the file alone."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server import keys
from server.config import SettingsError
from server.errors import Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.make(tmp_path / "keys")
    return tmp_path / "keys"


def refused(folder: Path) -> str:
    with pytest.raises(SettingsError) as found:
        keys.load(folder)
    return str(found.value)


def test_made_keys_can_be_used_and_are_readable_by_their_owner_alone(folder: Path):
    assert keys.load(folder).seal_id == 1
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert keys.make(folder) == [], "those in place stay"


@pytest.mark.parametrize(
    "name", ["seal-1.pem", "phone-1", "anchor-1", "cursor-1", "handover-1", "vapid-1.pem", "factor-1"]
)
def test_a_missing_key_is_not_made_anew_at_start(folder: Path, name: str):
    (folder / name).unlink()
    assert "a key file is missing" in refused(folder)
    assert not (folder / name).exists()


@pytest.mark.parametrize(
    "content", [b"", b"x" * 31, bytes(32), b"changeme" * 4, b"0" * 64, b"secret" * 6], ids=range(6)
)
@pytest.mark.parametrize("name", ["phone-1", "anchor-1", "cursor-1", "handover-1", "factor-1"])
def test_a_short_or_default_secret_is_refused(folder: Path, name: str, content: bytes):
    (folder / name).write_bytes(content)
    said = refused(folder)
    assert name in said
    assert "changeme" not in said


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_can_read_is_refused(folder: Path, mode: int):
    os.chmod(folder / "phone-1", mode)
    assert "phone-1 can be read by others" in refused(folder)


def test_a_key_of_another_sort_is_refused(folder: Path):
    other = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "seal-1.pem").write_bytes(other)
    assert "seal-1.pem is not a P-256 key" in refused(folder)
    (folder / "seal-1.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----")
    assert "seal-1.pem cannot be read" in refused(folder)


def test_two_files_for_one_key_are_refused(folder: Path):
    (folder / "anchor-1.next").write_bytes(os.urandom(32))
    (folder / "anchor-1.next").chmod(0o600)
    assert "two key files for anchor-1" in refused(folder)


def test_a_secret_of_numbers_that_is_not_here_makes_phones_wait(folder: Path):
    """Never another one in its place: a number would become two phones."""
    loaded = keys.load(folder)
    assert loaded.phone(1) == (folder / "phone-1").read_bytes()
    with pytest.raises(Problem) as found:
        loaded.phone(2)
    assert found.value.code == "server.busy"

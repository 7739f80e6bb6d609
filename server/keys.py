"""The installation's keys: files in `GOCUA_HOME/keys`, outside the database and its backups (protocol.md §6).

`make` writes what is missing, `load` refuses short, default or world-readable ones. Seal keys open the numbers that
phones seal; the phone key turns a number into the code that is kept; the VAPID key (RFC 8292) says to push services
whose notices these are; the others sign anchors, cursors and hand-over files. A key is never logged, printed or sent
(the public halves of seal and VAPID keys are).
"""

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.config import SettingsError

SECRET_BYTES = 32
SECRETS = ("phone", "anchor", "cursor", "handover")
NAMES = ("seal", "phone", "anchor", "cursor", "handover", "vapid")
# after so many days a new one should take over; of the others a new one would make what is kept or given out unusable
ROTATE_AFTER_DAYS = {"seal": 365, "anchor": 365}


@dataclass(frozen=True)
class Keys:
    """All keys in use.

    Attributes:
        seals: private P-256 keys by id 1…255; the greatest id is given to phones.
        phones: HMAC keys for `phone_key` by version; the least version makes the code (a number keeps one code).
        anchor, cursor, handover: 32 bytes or more each.
        vapid: private P-256 key; browsers that subscribed under another one are of no use any more.
    """

    seals: dict[int, ec.EllipticCurvePrivateKey]
    phones: dict[int, bytes]
    anchors: tuple[bytes, ...]
    cursor: bytes
    handover: bytes
    vapid: ec.EllipticCurvePrivateKey

    @property
    def seal_id(self) -> int:
        return max(self.seals)

    @property
    def anchor(self) -> bytes:
        """The key that signs; older ones only verify."""
        return self.anchors[-1]

    @property
    def phone(self) -> bytes:
        return self.phones[min(self.phones)]

    def seal_public(self, key_id: int | None = None) -> bytes:
        """The uncompressed point (65 bytes) of a seal key."""
        return _point(self.seals[key_id or self.seal_id])

    @property
    def vapid_public(self) -> bytes:
        """The uncompressed point that browsers subscribe with."""
        return _point(self.vapid)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _new_pair() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _numbered(folder: Path, name: str) -> dict[int, Path]:
    """Files `name-1`, `name-2` … by number."""
    found = {}
    for path in folder.glob(f"{name}-*"):
        number = path.stem.removeprefix(f"{name}-")
        if number.isdigit():
            found[int(number)] = path
    return found


def make(folder: Path) -> list[str]:
    """Writes the keys that are missing; returns their names."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    if not _numbered(folder, "seal"):
        _write(folder / "seal-1.pem", _new_pair())
        made.append("seal-1")
    if not _numbered(folder, "vapid"):
        _write(folder / "vapid-1.pem", _new_pair())
        made.append("vapid-1")
    for name in SECRETS:
        if not _numbered(folder, name):
            _write(folder / f"{name}-1", secrets.token_bytes(SECRET_BYTES))
            made.append(f"{name}-1")
    return made


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key's file: what it is for, its number, and when it was made (ms, the file's own date)."""

    name: str
    number: int
    made_at: int


def listing(folder: Path) -> list[KeyFile]:
    """The key files by name and number; none of them is opened."""
    return [
        KeyFile(name, number, path.stat().st_mtime_ns // 1_000_000)
        for name in NAMES
        for number, path in sorted(_numbered(folder, name).items())
    ]


def rotate(folder: Path, name: str) -> str:
    """Adds the next seal or anchor key beside those in use; returns its name."""
    numbers = _numbered(folder, name)
    following = max(numbers, default=0) + 1
    if name == "seal":
        if following > 255:
            raise SettingsError("there are 255 seal keys already")
        _write(folder / f"seal-{following}.pem", _new_pair())
    elif name == "anchor":
        _write(folder / f"anchor-{following}", secrets.token_bytes(SECRET_BYTES))
    else:
        raise SettingsError(f"only seal and anchor keys are rotated here, not {name!r}")
    return f"{name}-{following}"


def _secret(path: Path) -> bytes:
    content = path.read_bytes()
    if len(content) < SECRET_BYTES or len(set(content)) < 8:
        raise SettingsError(f"the key file {path.name} is too short or not random; make a new one")
    return content


def _pair(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:  # TypeError: it has a passphrase
        raise SettingsError(f"the key file {path.name} cannot be read; put the right one back") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SettingsError(f"the key file {path.name} is not a P-256 key")
    return key


def load(folder: Path) -> Keys:
    """The keys of the folder; SettingsError when one is missing, short, default, or readable by others."""
    if not folder.is_dir():
        raise SettingsError(f"there are no keys in {folder}; run `gocua init`")
    for path in folder.iterdir():
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(f"the key file {path.name} can be read by others; chmod 600 it")
    seals = {number: _pair(path) for number, path in _numbered(folder, "seal").items()}
    vapids = {number: _pair(path) for number, path in _numbered(folder, "vapid").items()}
    groups = {name: {n: _secret(path) for n, path in _numbered(folder, name).items()} for name in SECRETS}
    if not seals or not vapids or not all(groups.values()):
        raise SettingsError("a key file is missing; run `gocua init` or put the keys back")
    return Keys(
        seals=seals,
        phones=groups["phone"],
        anchors=tuple(groups["anchor"][n] for n in sorted(groups["anchor"])),
        cursor=groups["cursor"][max(groups["cursor"])],
        handover=groups["handover"][max(groups["handover"])],
        vapid=vapids[max(vapids)],
    )

"""The installation's keys: files in `GOCUA_HOME/keys`, outside the database and its backups (protocol.md §6).

`make` writes what is missing, `load` refuses short, default or world-readable ones; how keys follow each other is in
`rotation`. Of each kind several may be there at once: one makes what is new, all of them open what was made with them.
Seal keys open the numbers that phones seal; phone secrets turn a number into the code that is kept, each campaign with
the one that it began with; VAPID keys (RFC 8292) say to push services whose notices these are; factor keys encrypt the
secrets of second factors; the others sign anchors, cursors and hand-over files. A key is never logged, printed or sent
(the public halves of seal and VAPID keys are).
"""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server import logs
from server.config import SettingsError
from server.errors import Problem

SECRET_BYTES = 32
PAIRS = ("seal", "vapid")
SECRETS = ("phone", "anchor", "cursor", "handover", "factor")
NAMES = ("seal", "phone", "anchor", "cursor", "handover", "vapid", "factor")
_FILE = re.compile(r"([a-z]+)-([1-9][0-9]{0,5})(\.pem)?(\.next)?")
_log = logs.get("keys")


@dataclass(frozen=True)
class Keys:
    """All keys in use.

    Attributes:
        seals, vapids: private P-256 keys by number.
        phones: secrets for `phone_key` by number.
        factors: what the secrets of second factors are encrypted with, by number.
        anchors, cursors, handovers: 32 bytes or more each; the first one makes what is new.
        making: by name, the number of the key that makes what is new.
    """

    seals: Mapping[int, ec.EllipticCurvePrivateKey]
    phones: Mapping[int, bytes]
    anchors: tuple[bytes, ...]
    cursors: tuple[bytes, ...]
    handovers: tuple[bytes, ...]
    vapids: Mapping[int, ec.EllipticCurvePrivateKey]
    factors: Mapping[int, bytes]
    making: Mapping[str, int]
    numbers: Mapping[str, frozenset[int]]

    @property
    def seal_id(self) -> int:
        """Of the seal key that phones are given."""
        return self.making["seal"]

    @property
    def anchor(self) -> bytes:
        return self.anchors[0]

    @property
    def cursor(self) -> bytes:
        return self.cursors[0]

    @property
    def handover(self) -> bytes:
        return self.handovers[0]

    def phone(self, number: int) -> bytes:
        """The secret that a campaign's codes are made with (`Campaign.phone_secret`).

        Raises:
            Problem: `server.busy` (503): it is not here (yet); phones keep what they have and come again.
        """
        return _there(self.phones, "phone", number)

    def factor(self, number: int) -> bytes:
        """What a second factor's secret was encrypted with; Problem as `phone`."""
        return _there(self.factors, "factor", number)

    def seal_public(self, key_id: int | None = None) -> bytes:
        """The uncompressed point (65 bytes) of a seal key."""
        return _point(self.seals[key_id or self.seal_id])

    def vapid_public(self, number: int | None = None) -> bytes:
        """The uncompressed point that browsers subscribe with."""
        return _point(self.vapids[number or self.making["vapid"]])


def _there(ring: Mapping[int, bytes], name: str, number: int) -> bytes:
    secret = ring.get(number)
    if secret is None:
        _log.error("keys.missing", reason=f"{name}-{number}")
        raise Problem("server.busy")
    return secret


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key's file.

    Attributes:
        path: where it is.
        name, number: what it is for, and which of these.
        later: it opens what others of its kind made, and makes nothing itself until it is begun (`.next`).
        since: ms, the file's own date.
    """

    path: Path
    name: str
    number: int
    later: bool
    since: int

    @property
    def id(self) -> str:
        return f"{self.name}-{self.number}"


def listing(folder: Path) -> list[KeyFile]:
    """The key files by name and number; none of them is opened."""
    found = []
    for path in folder.iterdir():
        match = _FILE.fullmatch(path.name)
        if match is not None and match[1] in NAMES:
            since = path.stat().st_mtime_ns // 1_000_000
            found.append(KeyFile(path, match[1], int(match[2]), match[4] is not None, since))
    return sorted(found, key=lambda one: (NAMES.index(one.name), one.number, one.later))


def write_new(folder: Path, name: str, number: int, *, later: bool = False) -> str:
    """A new key in a file that was not there before; its id."""
    pair = name in PAIRS
    path = folder / (f"{name}-{number}" + (".pem" if pair else "") + (".next" if later else ""))
    _write(path, _new_pair() if pair else secrets.token_bytes(SECRET_BYTES))
    return f"{name}-{number}"


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


def make(folder: Path) -> list[str]:
    """Writes the keys that are missing; returns their names."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = {one.name for one in listing(folder)}
    return [write_new(folder, name, 1) for name in NAMES if name not in there]


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
    files: dict[str, dict[int, KeyFile]] = {name: {} for name in NAMES}
    for one in listing(folder):
        if one.number in files[one.name]:
            raise SettingsError(f"there are two key files for {one.id}; take one of them away")
        files[one.name][one.number] = one
    making = {name: max((n for n, one in files[name].items() if not one.later), default=0) for name in NAMES}
    if not all(making.values()):
        raise SettingsError("a key file is missing; run `gocua init` or put the keys back")
    if max(files["seal"]) > 255:
        raise SettingsError("a seal key's number is at most 255")
    pairs = {name: {n: _pair(one.path) for n, one in files[name].items()} for name in PAIRS}
    kept = {name: {n: _secret(one.path) for n, one in files[name].items()} for name in SECRETS}

    def ring(name: str) -> tuple[bytes, ...]:
        others = sorted(kept[name].keys() - {making[name]}, reverse=True)
        return tuple(kept[name][number] for number in (making[name], *others))

    return Keys(
        seals=pairs["seal"],
        phones=kept["phone"],
        anchors=ring("anchor"),
        cursors=ring("cursor"),
        handovers=ring("handover"),
        vapids=pairs["vapid"],
        factors=kept["factor"],
        making=making,
        numbers={name: frozenset(files[name]) for name in NAMES},
    )

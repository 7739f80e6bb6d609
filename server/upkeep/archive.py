"""A backup as one file: a tar of `manifest.json` and the database's content. Pure but for the files it is given.

The manifest says when and with what it was made, each campaign's head and epoch at that instant, and the content's
length and SHA-256. Keys are never inside; short codes of the phone secrets tell whether a backup belongs to the keys
that are in place. Promises: a file is there whole or not at all, readable by its owner only; `opened` gives nothing
out that does not match its manifest.
"""

import hashlib
import hmac
import io
import json
import os
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.config import SettingsError
from server.keys import Keys

KIND, VERSION = "gocua.backup", 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_LONGEST_MANIFEST = 1 << 20

Progress = Callable[[str], Any]


@dataclass(frozen=True)
class Manifest:
    """
    Attributes:
        engine: `sqlite` or `postgresql`.
        migration: revision of the tables; None when they were made without migrations.
        keys: codes of the phone secrets that its campaigns count with, with commas between.
        campaigns: `{code, head, epoch}` of each.
        content, bytes, sha256: name, length and digest of the database's content.
    """

    made_at: str
    engine: str
    migration: str | None
    keys: str
    campaigns: list[dict[str, Any]]
    content: str
    bytes: int
    sha256: str


def fingerprint(keys: Keys, number: int) -> str:
    """Tells one installation's phone secret of a number from another's and nothing else."""
    return f"{number}:{_code(keys.phones[number])}"


def fits(keys: Keys, fingerprints: str) -> bool:
    """Whether all secrets that a backup was made with are here, under their numbers."""
    here = {fingerprint(keys, number) for number in keys.phones}
    # backups of before had one, without its number
    here |= {one.partition(":")[2] for one in here}
    return set(fingerprints.split(",")) <= here


def _code(secret: bytes) -> str:
    return hmac.digest(secret, b"gocua/backup", "sha256")[:8].hex()


def digest(path: Path) -> str:
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write(path: Path, manifest: Manifest, content: Path) -> None:
    """Puts the manifest and the content into a new file at `path`.

    Raises:
        SettingsError: the file is there already.
    """
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            with tarfile.open(fileobj=handle, mode="w", format=tarfile.PAX_FORMAT) as tar:
                text = json.dumps({"kind": KIND, "v": VERSION, **asdict(manifest)}, ensure_ascii=False, indent=1)
                _add(tar, MANIFEST, io.BytesIO(text.encode()), len(text.encode()))
                with open(content, "rb") as data:
                    _add(tar, manifest.content, data, manifest.bytes)
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(part, path)  # never over a file that is there
        except FileExistsError:
            raise SettingsError(f"{path} is there already; name another file") from None
        _sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, data: Any, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, data)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unpack(path: Path, target: Path) -> Manifest:
    """Checks a backup and writes its content to `target` (0600); the manifest.

    Raises:
        SettingsError: it is no backup, of a later version, cut short or changed. Nothing is left at `target` then.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _manifest(tar)
            found = _copy(tar, manifest.content, target)
    except (tarfile.TarError, KeyError, EOFError) as error:
        target.unlink(missing_ok=True)
        raise SettingsError(f"{path} is not a whole backup of Gõ Cửa") from error
    if found != (manifest.bytes, manifest.sha256):
        target.unlink(missing_ok=True)
        raise SettingsError(f"{path} was damaged or changed: its content is not what its manifest says")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    handle = tar.extractfile(MANIFEST)
    text = handle.read(_LONGEST_MANIFEST) if handle else b""
    try:
        values = json.loads(text)
        if values.pop("kind") != KIND:
            raise SettingsError("the file is not a backup of Gõ Cửa")
        if values.pop("v") != VERSION:
            raise SettingsError("the backup was made by a later version of Gõ Cửa")
        return Manifest(**values)
    except (ValueError, TypeError, AttributeError) as error:
        raise SettingsError("the backup's manifest cannot be read") from error


def _copy(tar: tarfile.TarFile, name: str, target: Path) -> tuple[int, str]:
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    size, seen = 0, hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            seen.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return size, seen.hexdigest()

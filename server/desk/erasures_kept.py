"""What was erased on request, kept beside the database (`erasures.jsonl`), so that a restore applies it again.

Promises: a line is on the disk before the commit that it belongs to; a line that was cut off (a full disk, a crash) is
of a commit that never happened, and harms neither its neighbours nor the server's start; whoever writes does it alone,
the command line included.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

KEPT_IN = "erasures.jsonl"
_LOCK = "erasures.lock"


def lines(home: Path) -> list[dict[str, Any]]:
    """What stands in the file, the oldest first."""
    path = home / KEPT_IN
    if not path.exists():
        return []
    content = path.read_bytes()
    return [orjson.loads(line) for line in content[: _end(content)].splitlines() if line.strip()]


def add(home: Path, line: Mapping[str, Any]) -> None:
    """Adds a line for good."""
    path = home / KEPT_IN
    with _alone(home):
        new = not path.exists()
        content = b"" if new else path.read_bytes()
        whole = content[: _end(content)]
        written = orjson.dumps(dict(line)) + b"\n"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.truncate(len(whole))
            handle.seek(len(whole))
            handle.write(written if not whole or whole.endswith(b"\n") else b"\n" + written)
            handle.flush()
            os.fsync(handle.fileno())
        if new:
            _settle(home)


def forget(home: Path, campaign_code: str) -> None:
    """Takes a purged campaign's lines out of the file."""
    path = home / KEPT_IN
    with _alone(home):
        if not path.exists():
            return
        kept = b"".join(orjson.dumps(one) + b"\n" for one in lines(home) if one["campaign"] != campaign_code)
        made = path.with_suffix(".new")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(kept)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(made, path)
        _settle(home)


def _end(content: bytes) -> int:
    """Where the whole lines end: a last one without a line break counts when it can be read."""
    end = content.rfind(b"\n") + 1
    try:
        orjson.loads(content[end:])
    except orjson.JSONDecodeError:
        return end
    return len(content)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    # a purge writes the file anew: what a server adds meanwhile would be lost with the old one
    descriptor = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _settle(home: Path) -> None:
    """Makes the names in the folder as lasting as the content."""
    descriptor = os.open(home, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""How keys follow each other: one is added, takes over, and is retired when nothing needs it any more.

Rests on `keys` for the files; servers read them when they start and on SIGHUP. A key is `active` (it makes what is
new), `old` (it opens what it made), or `next` (it opens what other servers make with it already, and makes nothing
here until it is begun). Promises: no act leaves a folder that a server would not start with; a key in use is never
written over; the active one is never retired.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from server import keys
from server.clock import DAY_MS, now_ms
from server.config import SettingsError
from server.keys import KeyFile

ROTATE_AFTER_DAYS = 365
# a session that was not used for so long is over: whatever its phone held from an older key, it has new ones since
KEEP_DAYS = {"seal": 90, "anchor": 90, "handover": 90, "vapid": 90, "cursor": 0, "phone": 0, "factor": 0}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key stands among those of its kind.

    Attributes:
        state: `active`, `old`, or `next`.
        due_at: of the newest one, when another should follow (ms).
        superseded_at: of an old one, since when another makes what is new (ms).
        retire_at: of an old one, when it may go (ms), as far as its age tells.
    """

    file: KeyFile
    state: str
    due_at: int | None
    superseded_at: int | None
    retire_at: int | None


def places(folder: Path) -> list[Place]:
    """Every key of the folder, by kind and number."""
    files = keys.listing(folder)
    return [_place(one, [other for other in files if other.name == one.name]) for one in files]


def _place(one: KeyFile, ring: list[KeyFile]) -> Place:
    active = max((other.number for other in ring if not other.later), default=None)
    state = "next" if one.later else "active" if one.number == active else "old"
    newest = one.number == max(other.number for other in ring)
    due_at = one.since + ROTATE_AFTER_DAYS * DAY_MS if newest else None
    if state != "old":
        return Place(one, state, due_at, None, None)
    followed_at = min((other.number, other.since) for other in ring if other.number > one.number and not other.later)[1]
    return Place(one, state, due_at, followed_at, followed_at + KEEP_DAYS[one.name] * DAY_MS)


def rotate(folder: Path, name: str, *, later: bool = False) -> str:
    """Adds the next key of a kind beside those in use; its id.

    Args:
        later: it only opens until `begin`: for several servers that must all know it before one of them makes
            anything with it.

    Raises:
        SettingsError: there is one that waits for `begin`, or no number is left.
    """
    ring = [one for one in keys.listing(folder) if one.name == name]
    waiting = [one for one in ring if one.later]
    if waiting:
        raise SettingsError(f"{waiting[0].id} waits to be begun; `gocua keys begin {name}` first")
    following = max((one.number for one in ring), default=0) + 1
    if name == "seal" and following > 255:
        raise SettingsError("there are 255 seal keys already")
    return keys.write_new(folder, name, following, later=later)


def begin(folder: Path, name: str) -> str:
    """Lets the key that was added for later take over; its id.

    Raises:
        SettingsError: there is none.
    """
    for one in keys.listing(folder):
        if one.name == name and one.later:
            os.utime(one.path)  # the file's date says since when it is in use
            os.rename(one.path, one.path.with_name(one.path.name.removesuffix(".next")))
            return one.id
    raise SettingsError(f"no {name} key waits; `gocua keys rotate {name} --later` adds one")


def find(folder: Path, name: str, number: int) -> Place:
    """A key that could be retired.

    Raises:
        SettingsError: there is no such key, or it is the active one.
    """
    for place in places(folder):
        if (place.file.name, place.file.number) == (name, number):
            if place.state == "active":
                raise SettingsError(f"{place.file.id} is in use; `gocua keys rotate {name}` first")
            return place
    raise SettingsError(f"there is no {name}-{number}")


def due(place: Place) -> bool:
    """Whether a key may be retired now; one that was never begun may at any time."""
    return place.retire_at is None or place.retire_at <= now_ms()


def retire(place: Place) -> None:
    """Deletes a key's file for good."""
    place.file.path.unlink()

"""The installation's keys: which there are, since when, which are in use, which is the next to be rotated.

Rests on the names and dates of the key files. Promises: nothing of a key itself, nor anything made from it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from server import rotation
from server.clock import instant
from server.keys import Keys
from server.rotation import Place


def shown(folder: Path, loaded: Keys, counting: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    """Every key file with its state for a server that runs with the loaded keys.

    `active` makes new things; `old` opens what was made with it; `next` opens already, and makes nothing until it is
    begun; `waiting` is what the server does not know of yet: it looks again when it starts, or is told to reload.

    Args:
        counting: the campaigns that count with each phone secret, by code.
    """
    items = [_item(one, loaded, counting) for one in rotation.places(folder)]
    due = [one for one in items if one["due_at"] is not None]
    following = min(due, key=lambda one: one["due_at"], default=None)
    return {"items": items, "next": following and {name: following[name] for name in ("name", "number", "due_at")}}


def _item(one: Place, loaded: Keys, counting: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    file = one.file
    campaigns = sorted(counting.get(file.number, ())) if file.name == "phone" else []
    return {
        "name": file.name,
        "number": file.number,
        "made_at": instant(file.since),
        "state": _state(one, loaded),
        "due_at": None if one.due_at is None else instant(one.due_at),
        "retire_at": None if one.retire_at is None or campaigns else instant(one.retire_at),
        "campaigns": campaigns,
    }


def _state(one: Place, loaded: Keys) -> str:
    name, number = one.file.name, one.file.number
    if number == loaded.making[name]:
        return "active"
    if number not in loaded.numbers[name] or one.state == "active":
        return "waiting"
    return one.state

"""The installation's keys: which there are, since when, which are in use, which is the next to be rotated.

Rests on the names and dates of the key files. Promises: nothing of a key itself, nor anything made from it.
"""

from typing import Any

from server import keys as key_files
from server.clock import DAY_MS, instant
from server.keys import KeyFile, Keys


def shown(files: list[KeyFile], loaded: Keys) -> dict[str, Any]:
    """Every key file with its state for a server that runs with the loaded keys.

    `active` makes new things; `old` still opens what was made with it; `waiting` is used from the next start of the
    server on; `spare` is used for nothing.
    """
    items = [_item(one, files, loaded) for one in files]
    due = [one for one in items if one["due_at"] is not None]
    following = min(due, key=lambda one: one["due_at"], default=None)
    return {"items": items, "next": following and {name: following[name] for name in ("name", "number", "due_at")}}


def _item(one: KeyFile, files: list[KeyFile], loaded: Keys) -> dict[str, Any]:
    numbers = sorted(other.number for other in files if other.name == one.name)
    newest = one.number == numbers[-1]
    state = _state(one, numbers, loaded)
    days = key_files.ROTATE_AFTER_DAYS.get(one.name)
    # one that waits for a restart is the newest: its own day counts, not that of the key that it takes over from
    due_at = instant(one.made_at + days * DAY_MS) if days is not None and newest else None
    return {"name": one.name, "number": one.number, "made_at": instant(one.made_at), "state": state, "due_at": due_at}


def _state(one: KeyFile, numbers: list[int], loaded: Keys) -> str:
    if one.name == "seal":
        known = sorted(loaded.seals)
    elif one.name == "anchor":
        known = numbers[: len(loaded.anchors)]
    elif one.name == "phone":
        # the least version makes the code: a number keeps the code that it has
        return "active" if one.number == min(numbers) else "spare"
    else:
        return "active" if one.number == max(numbers) else "spare"
    if one.number not in known:
        return "waiting"
    return "active" if one.number == known[-1] else "old"

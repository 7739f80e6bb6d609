"""Costs that are counted, not timed, and kept in one file: tests/budgets.json.

A cost more than 5 % above its kept figure fails, and so does one more than 5 % below: then the figure is lowered, so
that what was won is not lost again unseen. `make budgets` writes all of them anew.
"""

import json
import os
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "budgets.json"
LEEWAY = 0.05


def check(found: float, *name: str, file: Path = FILE) -> None:
    """AssertionError unless the figure of that name in the file is near what was found."""
    figures: dict[str, Any] = json.loads(file.read_text())
    room = figures
    for part in name[:-1]:
        room = room.setdefault(part, {})
    if os.environ.get("GOCUA_BUDGETS") == "renew":
        room[name[-1]] = found
        file.write_text(json.dumps(figures, indent=2) + "\n")
        return
    kept = room.get(name[-1])
    assert kept is not None, f"{' '.join(name)} has no figure: make budgets"
    way = "grew" if found > kept else "fell: make budgets, so that it stays there;"
    change = f"{' '.join(name)} {way} from {kept} to {found} ({found / kept - 1:+.0%})"
    assert abs(found - kept) <= kept * LEEWAY, change

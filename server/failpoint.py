"""Failpoints: places where a fault test lets the process die, to see what is left.

`GOCUA_FAILPOINT=<point>:exit[:<nth>]` ends the process without any clean-up when the point is reached for the n-th
time (the first when left out). It fires once for a home: the file `failpoint.<point>` in it tells that it has fired,
so the worker that takes over is not killed again. A server in production refuses to start with the setting.
Unarmed, `reach` is one comparison.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from server.config import Settings, SettingsError

POINTS = ("after_parse", "after_lock", "mid_batch", "before_commit", "after_commit")
EXIT_CODE = 86


@dataclass
class _Armed:
    point: str
    nth: int
    mark: Path
    reached: int = 0


_armed: _Armed | None = None


def arm(settings: Settings) -> None:
    """Arms the failpoint of the settings, none when there is none; SettingsError when it may not or cannot be."""
    global _armed
    _armed, text = None, settings.failpoint
    if not text:
        return
    if settings.env == "production":
        raise SettingsError("GOCUA_FAILPOINT is for tests; a server in production refuses it")
    point, _, rest = text.partition(":")
    action, _, nth = rest.partition(":")
    if point not in POINTS or action != "exit" or not (nth or "1").isdigit():
        raise SettingsError(f"GOCUA_FAILPOINT is <point>:exit[:<nth>] with a point of {', '.join(POINTS)}")
    _armed = _Armed(point, int(nth or 1), settings.home / f"failpoint.{point}")


def reach(point: str) -> None:
    """Says that the point has been reached; does not come back when it is armed and its turn has come."""
    if _armed is None or _armed.point != point:
        return
    _armed.reached += 1
    if _armed.reached < _armed.nth:
        return
    try:
        os.close(os.open(_armed.mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    os._exit(EXIT_CODE)

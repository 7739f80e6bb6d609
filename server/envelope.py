"""What every JSON answer carries (protocol.md §1): who answers, when, and for a session its anchor and epoch.

The anchor is made by the sync room; `create_app` hands its maker over as `app.extensions["gocua.stamp"]`, so that
lower rooms need not know it. A view that has read the head itself puts it into `g.stamp` beforehand.
"""

from typing import Any

from flask import current_app, g, request
from sqlalchemy.orm import Session

from server.clock import instant, now_ms

PROTOCOL = "gocua"
VERSION = 1
HEADER = ("Gocua", "1")


def language() -> str:
    """`en` when the caller prefers English over Vietnamese, else `vi`."""
    # in order of quality, and of two alike the one named first
    for tag, quality in request.accept_languages:
        primary = tag.lower().replace("_", "-").partition("-")[0]
        if quality > 0 and primary in ("vi", "en"):
            return primary
    return "vi"


def stamp_by(session: Session) -> None:
    """Makes the stamp of the answer by a session that is there anyway: one of its own costs as much as a question."""
    if g.get("caller") is not None and (maker := current_app.extensions.get("gocua.stamp")):
        g.stamp = maker(g.caller, session)


def fields() -> dict[str, Any]:
    """The fields of the envelope for the present request."""
    base: dict[str, Any] = {"p": PROTOCOL, "v": VERSION, "server_now": instant(now_ms())}
    stamp = g.get("stamp")
    if stamp is None and g.get("caller") is not None:
        maker = current_app.extensions.get("gocua.stamp")
        stamp = maker(g.caller) if maker else None
    return {**base, **stamp} if stamp else base

"""The device's cookie (protocol §2): one per device, so that several people share a phone or a counter PC.

Whether it is Secure with the `__Host-` prefix is decided by the public URL alone, never by the request.
"""

import uuid
from urllib.parse import urlsplit

from flask import Response, current_app, request

from server.config import Settings
from server.errors import Problem

KIND = "cookie"  # the transport of browsers; programs have bearer
MAX_AGE = 180 * 86_400  # seconds; the server ends a session earlier when it is not used


def _settings() -> Settings:
    return current_app.extensions["gocua.settings"]


def name(device_id: uuid.UUID) -> str:
    plain = f"gocua-{device_id.hex[:12]}"
    return f"__Host-{plain}" if _settings().secure else plain


def read() -> tuple[uuid.UUID, str]:
    """The device that the request names and the token in its cookie.

    Raises:
        Problem: `session.missing` when no device is named, `session.expired` when it has no cookie here.
    """
    named = request.headers.get("X-Device", "").strip()
    if not named:
        raise Problem("session.missing")
    try:
        device_id = uuid.UUID(named)
    except ValueError:
        raise Problem("session.expired") from None
    token = request.cookies.get(name(device_id))
    if not token:
        raise Problem("session.expired")
    return device_id, token


def give(response: Response, device_id: uuid.UUID, token: str) -> None:
    response.set_cookie(
        name(device_id), token, max_age=MAX_AGE, path="/", secure=_settings().secure, httponly=True, samesite="Lax"
    )


def drop(response: Response, device_id: uuid.UUID) -> None:
    response.delete_cookie(name(device_id), path="/", secure=_settings().secure, httponly=True, samesite="Lax")


def same_site() -> bool:
    """Whether a write comes from our own pages: by `Origin`, or by what the browser says of the request."""
    origin = request.headers.get("Origin")
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None and fetched != "same-origin":
        return False
    if origin is None:
        return fetched == "same-origin"
    if origin == _settings().origin:
        return True
    # 127.0.0.1 and localhost are two origins of one development server
    return fetched == "same-origin" and urlsplit(origin).netloc == request.host

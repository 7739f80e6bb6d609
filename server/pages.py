"""The built client, with the right caching: hashed assets for ever, everything that names them not at all.

Deep links answer with index.html, so that a reload of any screen works; unknown files stay 404.
"""

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request, send_from_directory
from werkzeug.routing import PathConverter
from whitenoise import WhiteNoise

from server import envelope

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types gocua"
)
# what the API answers is no page: opened by itself it loads and runs nothing
API_CSP = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PERMISSIONS = "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), payment=()"


Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PagePath(PathConverter):
    """Any path but the API's and the assets': those keep their own 404 and 405."""

    regex = "(?!api/|assets/)[^/].*?"


def _headers(hsts: bool) -> dict[str, str]:
    """What every answer says to browsers, whatever it is."""
    always = {
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return {**always, "Strict-Transport-Security": "max-age=63072000; includeSubDomains"} if hsts else always


def _named(application: Wsgi, always: Mapping[str, str]) -> Wsgi:
    """Every answer says whose it is and how to treat it; WhiteNoise leaves added headers out of its 304, 405, 416."""
    said = [(name, value, name.lower()) for name, value in (envelope.HEADER, *always.items())]

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            there = {name.lower() for name, _ in headers}
            missing = [(name, value) for name, value, lower in said if lower not in there]
            return start_response(status, [*headers, *missing], *failed)

        return application(environ, start)

    return call


def _security(response: Response) -> Response:
    if request.path.startswith("/api/v1/"):
        response.headers["Content-Security-Policy"] = API_CSP
    return response


_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}
_PACKED = (("br", ".br"), ("gzip", ".gz"))  # what the build wrote beside a file


def _sent(dist: Path, name: str) -> Response:
    """A file of the build that is asked for anew each time, packed when the browser takes it."""
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    ways = [
        (way, end) for way, end in _PACKED if request.accept_encodings.quality(way) and (dist / (name + end)).is_file()
    ]
    response = send_from_directory(dist, name + (ways[0][1] if ways else ""), mimetype=kind, conditional=True)
    if ways:
        response.content_encoding = ways[0][0]
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "no-cache"
    return response


def init_app(app: Flask, dist: Path, hsts: bool) -> None:
    """Serves the client from `dist`; without a build the API alone is served."""
    app.after_request(_security)
    assets = dist / "assets"
    if assets.is_dir():

        def immutable(_path: str, url: str) -> bool:
            return url.startswith("/assets/")

        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(assets),
            prefix="assets/",
            max_age=31_536_000,
            immutable_file_test=immutable,
            allow_all_origins=False,
        )
    app.wsgi_app = _named(app.wsgi_app, _headers(hsts))  # type: ignore[method-assign]

    app.url_map.converters["page"] = PagePath

    @app.get("/")
    def home() -> Response:
        return _sent(dist, "index.html")

    @app.get("/<page:name>")
    def file_or_page(name: str) -> Response:
        path = dist / name
        if path.is_file() and not any(part.startswith(".") for part in Path(name).parts):
            return _sent(dist, name)
        if "." in name.rsplit("/", 1)[-1]:
            abort(404)
        return _sent(dist, "index.html")

"""The built client, with the right caching: hashed assets for ever, everything that names them not at all.

Deep links answer with index.html, so that a reload of any screen works; unknown files stay 404.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, send_from_directory
from werkzeug.routing import PathConverter
from whitenoise import WhiteNoise

from server import envelope

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types gocua"
)
PERMISSIONS = "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), payment=()"


Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PagePath(PathConverter):
    """Any path but the API's and the assets': those keep their own 404 and 405."""

    regex = "(?!api/|assets/)[^/].*?"


def _named(application: Wsgi) -> Wsgi:
    """Every answer says whose it is; WhiteNoise leaves added headers out of its 304, 405 and 416."""

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            own = any(name.lower() == envelope.HEADER[0].lower() for name, _ in headers)
            return start_response(status, headers if own else [*headers, envelope.HEADER], *failed)

        return application(environ, start)

    return call


def _security(response: Response, hsts: bool) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Permissions-Policy"] = PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if hsts:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response


def _page(dist: Path) -> Response:
    response = send_from_directory(dist, "index.html", conditional=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def init_app(app: Flask, dist: Path, hsts: bool) -> None:
    """Serves the client from `dist`; without a build the API alone is served."""
    app.after_request(lambda response: _security(response, hsts))
    assets = dist / "assets"
    if assets.is_dir():

        def immutable(_path: str, url: str) -> bool:
            return url.startswith("/assets/")

        def headers(response_headers: object, _path: str, _url: str) -> None:
            response_headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]

        app.wsgi_app = _named(  # type: ignore[method-assign]
            WhiteNoise(
                app.wsgi_app,
                root=str(assets),
                prefix="assets/",
                max_age=31_536_000,
                immutable_file_test=immutable,
                allow_all_origins=False,
                add_headers_function=headers,
            )
        )

    app.url_map.converters["page"] = PagePath

    @app.get("/")
    def home() -> Response:
        return _page(dist)

    @app.get("/<page:name>")
    def file_or_page(name: str) -> Response:
        path = dist / name
        if path.is_file() and not any(part.startswith(".") for part in Path(name).parts):
            response = send_from_directory(dist, name, conditional=True)
            response.headers["Cache-Control"] = "no-cache"
            if name == "sw.js":
                response.headers["Content-Type"] = "text/javascript; charset=utf-8"
            if name.endswith(".webmanifest"):
                response.headers["Content-Type"] = "application/manifest+json"
            return response
        if "." in name.rsplit("/", 1)[-1]:
            abort(404)
        return _page(dist)

"""The built client, with the right caching: hashed assets for ever, everything that names them not at all.

Deep links answer with index.html, so that a reload of any screen works; unknown files stay 404.
"""

from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory
from whitenoise import WhiteNoise

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types gocua"
)
PERMISSIONS = "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), payment=()"


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
            response_headers["Gocua"] = "1"  # type: ignore[index]

        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(assets),
            prefix="assets/",
            max_age=31_536_000,
            immutable_file_test=immutable,
            allow_all_origins=False,
            add_headers_function=headers,
        )

    @app.get("/")
    def home() -> Response:
        return _page(dist)

    @app.get("/<path:name>")
    def file_or_page(name: str) -> Response:
        if name.startswith(("api/", "assets/")):
            abort(404)
        path = dist / name
        if path.is_file() and not any(part.startswith(".") for part in Path(name).parts):
            response = send_from_directory(dist, name, conditional=True)
            response.headers["Cache-Control"] = "no-cache"
            if name == "sw.js":
                response.headers["Content-Type"] = "text/javascript; charset=utf-8"
            if name.endswith(".webmanifest"):
                response.headers["Content-Type"] = "application/manifest+json"
            return response
        if "." in name.rsplit("/", 1)[-1] or request.method != "GET":
            abort(404)
        return _page(dist)

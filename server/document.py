"""The API document: OpenAPI 3.1 at /api/v1/openapi.json and a page of our own at /api/docs (no CDN).

flask-smorest collects the operations from the blueprints; what is the same for all (envelope, error codes, the ways
to sign in) is added here, so that the document says what the server really answers.
"""

import re
from typing import Any, cast

from apispec import APISpec
from flask import Flask, Response, current_app
from markupsafe import escape

from server.errors import CATALOGUE
from server.extensions import api

SETTINGS: dict[str, Any] = {
    "API_TITLE": "Gõ Cửa",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": None,
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Offline-first campaign log: the wire contract of version 1. People call with a session"
            " (cookie or bearer). Programs call with a token that the district or `gocua token make` gave them, as"
            " `Authorization: Bearer gocua.…`: by GET alone, only the calls that name a right of tokens, within the"
            " token's scope, 60 requests at once and one a second after that. A token's answers carry no `anchor`."
        },
        "servers": [{"url": "/"}],
    },
}

_ENVELOPE = {
    "p": {"type": "string", "const": "gocua"},
    "v": {"type": "integer", "const": 1},
    "server_now": {"type": "string", "description": "RFC 3339, UTC, milliseconds"},
    "anchor": {"type": "string", "description": "with a session: the server's signed time"},
    "epoch": {"type": "string", "description": "with a session: changes when history may have been cut"},
}


def _error_schema() -> dict[str, Any]:
    codes = {"type": "string", "enum": sorted(CATALOGUE)}
    error = {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": codes, "message": {"type": "string"}, "details": {}},
    }
    return {
        "type": "object",
        "required": ["p", "v", "server_now", "error"],
        "properties": {**_ENVELOPE, "error": error},
    }


def build() -> dict[str, Any]:
    """The whole document as a dict."""
    # flask-smorest leaves its spec None until `init_app`, which its types do not say
    collected = cast("APISpec", api.spec)
    spec = collected.to_dict()
    components = spec.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _error_schema()
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "The token of a session."},
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "gocua.…",
            "description": "A program's token, where a call says which right of it is needed.",
        },
        "cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-gocua-<device>"},
    }
    _say_who_may_call(spec)
    problem = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for path in spec.get("paths", {}).values():
        for method, operation in path.items():
            if method in ("get", "post", "put", "delete", "patch"):
                responses = operation.setdefault("responses", {})
                responses["default"] = {"description": "A problem of the catalogue", **problem}
                responses.pop("422", None)
    spec["x-errors"] = {
        code: {"status": kind.status, "vi": kind.vi, "en": kind.en} for code, kind in sorted(CATALOGUE.items())
    }
    return spec


def _say_who_may_call(spec: dict[str, Any]) -> None:
    """How each operation is signed in to, from what its view requires; nothing for those without a session."""
    for rule in current_app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        view: Any = current_app.view_functions[rule.endpoint]
        if not hasattr(view, "_roles"):
            continue
        for method in rule.methods or ():
            operation = spec.get("paths", {}).get(path, {}).get(method.lower())
            if operation is None:
                continue
            operation["security"] = [{"bearer": []}, {"cookie": []}]
            if view._right is not None:
                operation["security"].append({"token": []})
                operation["x-token-right"] = view._right
                told = f"A program's token needs the right `{view._right}`."
                operation["description"] = f"{operation.get('description', '')} {told}".strip()


def _page(spec: dict[str, Any]) -> str:
    rows = []
    for path, operations in sorted(spec["paths"].items()):
        for method, operation in operations.items():
            if method not in ("get", "post", "put", "delete", "patch"):
                continue
            summary = operation.get("summary", "") + " " + operation.get("description", "")
            rows.append(
                f"<tr><td><code>{escape(method.upper())}</code></td><td><code>{escape(path)}</code></td>"
                f"<td>{escape(summary.strip())}</td></tr>"
            )
    errors = [
        f"<tr><td><code>{escape(code)}</code></td><td>{kind.status}</td><td lang=vi>{escape(kind.vi)}</td>"
        f"<td lang=en>{escape(kind.en)}</td></tr>"
        for code, kind in sorted(CATALOGUE.items())
    ]
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Gõ Cửa API</title>"
        "<meta name=viewport content='width=device-width, initial-scale=1'>"
        "<link rel=stylesheet href=/api/docs.css></head><body><main><h1>Gõ Cửa API, version 1</h1>"
        "<p>The same as <a href=/api/v1/openapi.json>openapi.json</a> (OpenAPI 3.1).</p>"
        "<h2>Calls</h2><table><thead><tr><th>Method<th>Path<th>What it does</tr></thead><tbody>"
        + "".join(rows)
        + "</tbody></table><h2>Errors</h2><table><thead><tr><th>Code<th>HTTP<th>Tiếng Việt<th>English</tr></thead>"
        "<tbody>" + "".join(errors) + "</tbody></table></main></body></html>"
    )


_CSS = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8886; }
code { overflow-wrap: anywhere; }
"""


def init_app(app: Flask) -> None:
    """Adds /api/v1/openapi.json, /api/docs and its style sheet."""
    with app.app_context():
        spec = build()

    @app.get("/api/v1/openapi.json")
    def openapi() -> Response:
        return Response(app.json.dumps(spec), mimetype="application/json")

    @app.get("/api/docs")
    def docs() -> Response:
        return Response(_page(spec), mimetype="text/html")

    @app.get("/api/docs.css")
    def docs_style() -> Response:
        return Response(_CSS, mimetype="text/css")

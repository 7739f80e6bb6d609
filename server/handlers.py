"""HTTP at the edge: bodies in, envelopes out (protocol.md §1).

The checks of a request come in the contract's order: method, session (401), type and encoding (415), size (413),
inflating (413/400), JSON (400), envelope (422). Views of the rooms are made with `Blueprint`, whose answers carry
the envelope; `body_bytes` and `json_body` read a body within its limits.
"""

import time
import uuid
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import flask_smorest
import orjson
import structlog
from flask import Flask, Response, current_app, g, request
from flask.json.provider import JSONProvider
from marshmallow import Schema, ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server import envelope, logs
from server.errors import Problem, sentence
from server.metrics import Metrics
from server.nesting import too_deep

MAX_BODY = 262_144  # bytes of a body, after inflating
_log = logs.get("http")


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson: UUIDs and dates as the wire spells them."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)


def body_bytes(limit: int = MAX_BODY) -> bytes:
    """The request's body, inflated; Problem `request.type|request.encoding|batch.too_large|request.malformed`."""
    if request.mimetype != "application/json":
        raise Problem("request.type")
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("gzip", "identity", ""):
        raise Problem("request.encoding")
    if (request.content_length or 0) > limit:
        raise Problem("batch.too_large")
    raw = request.stream.read(limit + 1)
    if len(raw) > limit:
        raise Problem("batch.too_large")
    return inflate(raw, limit) if encoding == "gzip" else raw


def inflate(raw: bytes, limit: int) -> bytes:
    """One gzip member and nothing after it, never more than `limit` bytes of output."""
    stream = zlib.decompressobj(wbits=31)
    try:
        data = stream.decompress(raw, limit + 1)
    except zlib.error:
        raise Problem("request.malformed") from None
    if len(data) > limit:
        raise Problem("batch.too_large")
    if not stream.eof or stream.unused_data:
        raise Problem("request.malformed")
    return data


def json_body(limit: int = MAX_BODY) -> Any:
    """The body as JSON; NaN, bad UTF-8 and deep nesting are `request.malformed` (400)."""
    raw = body_bytes(limit)
    if too_deep(raw):
        raise Problem("request.malformed")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Problem("request.malformed") from None


@cache
def _made(schema: type[Schema]) -> Schema:
    """One of each kind: making one costs more than reading a query with it."""
    return schema()


class Parser(FlaskParser):
    """webargs reading bodies by `json_body` and answering with the catalogue."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None, "headers": None}

    def load_json(self, req: Any, schema: Schema) -> Any:
        return json_body()

    def _get_schema(self, argmap: Any, req: Any) -> Schema:
        return _made(argmap) if isinstance(argmap, type) else super()._get_schema(argmap, req)

    def handle_error(
        self,
        error: ValidationError,
        req: Any,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> Any:
        messages = error.messages
        if isinstance(messages, dict) and len(messages) == 1:
            messages = next(iter(messages.values()))
        raise Problem("request.invalid", _paths(messages))


def _paths(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as `{"field.path": [sentence…]}`."""
    if isinstance(messages, list):
        return {prefix or "_": [str(message) for message in messages]}
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        name = str(key) if not prefix else prefix if key == "_schema" else f"{prefix}.{key}"
        flat.update(_paths(value, name))
    return flat


def this_app() -> Flask:
    """The application itself: for what is still made when the request is over, such as a file that is streamed."""
    return current_app._get_current_object()  # type: ignore[attr-defined]


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose JSON answers are wrapped in the envelope."""

    ARGUMENTS_PARSER = Parser()

    @staticmethod
    def _prepare_response_content(data: Any) -> Any:
        return None if data is None else {**envelope.fields(), **data}


# what whoever watches for attacks looks for: no right to it, guessing, codes, files and ids that are not theirs
_REFUSED = frozenset({401, 403, 429})
_REFUSED_CODES = frozenset(
    {"password.wrong", "invite.unknown", "invite.used", "invite.expired", "handover.mac", "cursor.invalid", "id.taken"}
)


def _encode(payload: Mapping[str, Any]) -> bytes:
    return orjson.dumps(payload, option=orjson.OPT_NON_STR_KEYS)


def answer(payload: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer with the envelope around the payload, for the paths where schemas would cost too much."""
    response = Response(_encode({**envelope.fields(), **payload}), status=status, mimetype="application/json")
    response.headers.update(headers or {})
    return response


def problem_answer(problem: Problem) -> Response:
    g.problem = problem.code  # for the request's line in the log
    error: dict[str, Any] = {"code": problem.code, "message": sentence(problem.code, envelope.language())}
    error["details"] = problem.details
    response = answer({"error": error}, problem.status)
    retry = problem.retry_after or (5 if problem.status in (429, 503) else None)
    if retry:
        response.headers["Retry-After"] = str(retry)
    return response


_BY_STATUS = {
    400: "request.malformed",
    404: "not_found",
    405: "request.method",
    413: "batch.too_large",
    415: "request.type",
}


def _http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    if not request.path.startswith("/api/"):
        return error
    code = _BY_STATUS.get(error.code or 500, "server.error" if (error.code or 500) >= 500 else "request.malformed")
    response = problem_answer(Problem(code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _busy(error: Exception) -> Response:
    _log.warning("database.unavailable", code=type(error).__name__)
    return problem_answer(Problem("server.busy"))


def _bug(error: Exception) -> Response:
    # only the type and the place: a driver's text may carry values
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else ""
    _log.error("bug", exception=type(error).__name__, reason=where)
    return problem_answer(Problem("server.error"))


# what has a due instant is never sent away: whoever came again later would be late
_DUE = "/api/v1/reports"


def _begin() -> None:
    # `g` outlives a request when the application context was pushed outside of it (commands, tests)
    for name in ("caller", "stamp", "problem"):
        g.pop(name, None)
    g.began = time.perf_counter()
    g.request_id = uuid.uuid4().hex[:16]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    g.refused = True
    if request.path.startswith("/api/") and not request.path.startswith(_DUE):
        current_app.extensions["gocua.load"].admit()
    g.refused = False


def _finish(response: Response) -> Response:
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = g.get("request_id", "")
    if response.status_code in (204, 304):
        response.headers.pop("Content-Type", None)
    if "began" not in g:
        return response
    seconds = time.perf_counter() - g.began
    if not g.refused:
        current_app.extensions["gocua.load"].served(seconds)
    route = request.url_rule.rule if request.url_rule else None
    counted: Metrics = current_app.extensions["gocua.metrics"]
    counted.requested(request.method, route, response.status_code, seconds)
    if request.path.startswith("/api/"):
        caller, code = g.get("caller"), g.get("problem")
        refused = response.status_code in _REFUSED or code in _REFUSED_CODES
        (_log.warning if refused else _log.info)(
            "refused" if refused else "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            device=str(caller.device_id) if caller else None,
            **({"code": code} if code else {}),
        )
    return response


def init_app(app: Flask) -> None:
    """Binds bodies, errors, headers and logs to the app."""
    app.json = OrjsonProvider(app)
    app.config["MAX_CONTENT_LENGTH"] = 12 * 1024 * 1024  # of any upload; JSON bodies have MAX_BODY
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(Problem, problem_answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(InterfaceError, _busy)
    app.register_error_handler(PoolTimeout, _busy)
    if not app.testing:
        app.register_error_handler(Exception, _bug)

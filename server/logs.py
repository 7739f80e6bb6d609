"""Structured logs: one JSON object a line on stderr, never a body, a number, a name or a token."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO, cast

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "room", "request_id", "method", "route", "status", "ms", "device", "person",
        "campaign", "role", "code", "exception", "ops", "stored", "duplicate", "quarantined", "held", "rejected",
        "seq", "epoch", "rows", "count", "seconds", "reason", "bytes_in", "bytes_out",
    }
)  # fmt: skip


_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """No log lines within the block, for this thread alone: for a command that does what a server does, many times."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def _unless_quiet(_logger: Any, _method: str, event: Any) -> Any:
    if _quiet.get():
        raise structlog.DropEvent
    return event


def _only_allowed(_logger: Any, _method: str, event: Any) -> Any:
    """Drops every key that is not known to be free of personal data."""
    return {key: value for key, value in event.items() if key in ALLOWED}


class _Dropping:
    """A stream that drops what it cannot write: a full disk under the log must not fail a request."""

    def __init__(self, stream: TextIO):
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            return


def configure() -> None:
    """Sets structlog and the standard library's loggers up for the process."""
    structlog.configure(
        processors=[
            _unless_quiet,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Dropping(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")


def get(name: str) -> Any:
    return structlog.get_logger(room=name)

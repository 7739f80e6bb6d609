"""Which statements the application in context runs: those of the sync room, by the driver, and all others."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from server.extensions import db
from server.sync.bulk import Bulk


@contextmanager
def counted() -> Iterator[list[str]]:
    """Within the block every statement is added to the list."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engines = list(db.engines.values())
    with pytest.MonkeyPatch.context() as patch:
        for name in ("rows", "run", "insert", "delete", "stream"):  # these go past SQLAlchemy
            patch.setattr(Bulk, name, _noting(getattr(Bulk, name), seen))
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)


def _noting(real: Any, seen: list[str]) -> Any:
    def call(self: Bulk, what: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(what, str):
            seen.append(what)
        elif args[0]:  # without rows nothing goes to the database
            seen.append(what.sqlite)
        return real(self, what, *args, **kwargs)

    return call

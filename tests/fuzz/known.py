"""Calls that are known to be good, for the fuzz of the API: what the scope matrix sends, taken down as it is sent.

Every route has a row there, so every operation has a call here whose objects exist; their fields, mixed with made
up ones, get past 404 and 422 to where the work is done.
"""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

from werkzeug.test import TestResponse

from server.people.roles import ROLES
from tests import entry
from tests.api.matrix import admin, campaign, erasing, notices, people, reports, review, said, sync, tokens, totals
from tests.api.matrix.world import World
from tests.site import Site

ROOMS = (admin, people, tokens, campaign, sync, totals, said, reports, notices, review, erasing)


@dataclass(frozen=True)
class Known:
    """One call: `json` or `data` is its body."""

    path: dict[str, str]
    query: dict[str, str]
    json: Any = None
    data: bytes | None = None
    content_type: str | None = None


@dataclass
class Book:
    """Known calls by operation (`PUT /api/v1/units/{code}`), values by the name of their field, and who may."""

    calls: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    who: dict[str, frozenset[str]] = field(default_factory=dict)

    def note(self, operation: str, known: Known) -> None:
        if len(self.calls[operation]) < 40:
            self.calls[operation].append(known)
        for name, value in [*known.path.items(), *known.query.items(), *_fields(known.json)]:
            if value not in self.values[name] and len(self.values[name]) < 40:
                self.values[name].append(value)

    def instead(self, name: str, value: Any, chance: random.Random) -> Any:
        """Another value for a field: mostly one that stood in a field of that name, now and then a new id."""
        if name == "id" and chance.random() < 0.5:
            return str(uuid.UUID(int=chance.getrandbits(128), version=4))
        return chance.choice(self.values[name]) if self.values.get(name) else value

    def enriched(self, value: Any, chance: random.Random, often: float = 0.4) -> Any:
        """The value with some of its fields replaced by known ones."""
        if isinstance(value, dict):
            return {
                name: self.instead(name, inner, chance)
                if not isinstance(inner, dict | list) and chance.random() < often
                else self.enriched(inner, chance, often)
                for name, inner in value.items()
            }
        return [self.enriched(inner, chance, often) for inner in value] if isinstance(value, list) else value


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if not isinstance(inner, dict | list):
                yield name, inner
            yield from _fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner)


def _spelled(template: str) -> str:
    """`/units/<code>` as the document has it: `/units/{code}`."""
    return "".join(
        "{" + part.removeprefix("<").split(":")[-1] + "}" if index % 2 else part
        for index, part in enumerate(template.replace(">", "<").split("<"))
    )


def _operation(route: str) -> str:
    """`PUT /units/<code>` of the matrix as the document has it."""
    method, path = route.split(" ")
    return f"{method} /api/v1{_spelled(path)}"


@contextmanager
def _noting(site: Site, book: Book) -> Iterator[None]:
    finder, send = site.app.url_map.bind("localhost"), site.call

    def call(method: str, path: str, **kwargs: Any) -> TestResponse:
        parts = urlsplit(path if path.startswith("/api/") else f"/api/v1{path}")
        rule, found = finder.match(parts.path, method, return_rule=True)
        data = kwargs.get("data")
        known = Known(
            {name: str(value) for name, value in found.items()},
            dict(parse_qsl(parts.query)),
            kwargs.get("json"),
            data.encode() if isinstance(data, str) else data,
            kwargs.get("content_type"),
        )
        answer = send(method, path, **kwargs)
        if answer.status_code < 300:
            book.note(f"{method} {_spelled(rule.rule)}", known)
        return answer

    with mock.patch.object(site, "call", call):
        yield


USERNAME, PASSWORD = "dang-nhap", "chín con cò trắng bay"
# nobody is signed in by the matrix: the name is given to whoever calls (`api`)
_PHONE = {"device_name": "Máy", "install_id": "6f0b2f4c-37a3-4d6e-9a55-3d3c2c9f1f10", "transport": "bearer"}
_WAYS_IN: dict[str, Any] = {
    "/session": {"username": USERNAME, "password": PASSWORD, **_PHONE},
    "/enrol": {"code": "", **_PHONE},
    "/me/password": {"old": PASSWORD, "new": "mười con cò trắng bay"},
    **{f"/me/factor{step}": {"password": entry.PASSWORD} for step in ("", "/codes", "/remove")},
    "/me/factor/confirm": {},
}


def known_calls(site: Site, by: tuple[str, ...] = ROLES) -> tuple[World, Book]:
    """The world of the scope matrix, and what was sent in it with success.

    Args:
        by: the roles that send.
    """
    book = Book()
    with _noting(site, book):
        world = World.make(site)
        for room in ROOMS:
            for route, row in room.ROWS.items():
                book.who[_operation(route)] = (row.roles or frozenset(("nobody", *ROLES))) | (
                    {"program"} if row.right else frozenset()
                )
                if row.roles is None:
                    row.call(world, None, True)
                for role in (one for one in by if one in (row.roles or ())):
                    row.call(world, world.callers[role], True)
    for name, body in _WAYS_IN.items():
        book.note(f"POST /api/v1{name}", Known({}, {}, body))
    book.note("POST /api/v1/people/{person_id}/factor/reset", Known({}, {}))
    return world, book

"""The whole API as each role: made up calls (allowed and forbidden ones), made up calls about what is there, and known
calls with fields changed.

schemathesis makes the calls from the API document and holds the answers to it; known calls are those of the scope
matrix (`known`). Promises: what breaks the contract is written down once for each operation with the call that did it,
and goes on; the same seed sends the same kinds of calls.
"""

import itertools
import random
import time
import traceback
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
from sqlalchemy import delete, update
from werkzeug.test import TestResponse

from server.database import writing
from server.errors import CATALOGUE
from server.people.models import LoginAttempt, Person
from server.people.paces import Paces
from server.people.passwords import make
from server.people.roles import ROLES
from tests.api.matrix import tokens
from tests.api.matrix.world import World
from tests.entry import invite, shift
from tests.fuzz import factors
from tests.fuzz.databases import database
from tests.fuzz.known import PASSWORD, USERNAME, Book, Known, known_calls
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

WAYS_IN = ("/api/v1/enrol", "/api/v1/session", "/api/v1/me/password")
_HASH = make(PASSWORD)
CHECKS: list[Any] = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
WHO = (*ROLES, "program", "nobody")
_ROUNDS = 4  # turns of each role


@dataclass
class Finding:
    """What broke, with the first call that did it."""

    operation: str
    what: str
    role: str
    call: str
    times: int = 1


@dataclass
class Tally:
    """What was called, by role and by operation, and what was found."""

    calls: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    reached: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    all: set[str] = field(default_factory=set)

    def count(self, role: str, operation: str, status: int) -> None:
        self.calls[role] += 1
        self.good[role] += status < 400
        self.reached[operation]["good" if status < 400 else str(status)] += 1

    def found(self, operation: str, what: str, role: str, call: str) -> None:
        one = self.findings.get((operation, what))
        if one is None:
            self.findings[operation, what] = Finding(operation, what, role, call)
        else:
            one.times += 1

    def never(self) -> list[str]:
        """The operations that no call got through to."""
        return sorted(name for name in self.all if not self.reached[name]["good"])


@dataclass
class Fuzz:
    """One site with its known calls; `run` sends calls as one role to each operation in turn."""

    world: World
    book: Book
    operations: list[Any]
    tally: Tally
    strategies: dict[str, st.SearchStrategy[Any]] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.world.site

    def caller(self, role: str, number: int) -> Caller | None:
        """A new person of the role in the commune; a program's token, of a scope that the number says; nobody."""
        if role == "nobody":
            return None
        if role == "program":
            self.site.app.extensions["gocua.paces"] = Paces()
            staff = self.site.person("admin")
            where = ({}, {"area": COMMUNE}, {"organisation": UNION})[number % 3]
            answer = staff.post("/tokens", tokens.wanted(**where))
            return Caller(self.site, staff.person_id, staff.device_id, answer.json["token"], "program")
        return self.site.person(role, HAMLET if role == "volunteer" else COMMUNE, UNION)

    def prepare(self, operation: Any, caller: Caller | None) -> None:
        """What a call needs that others use up: a person who is there, a name, an open invite, no waits."""
        path = operation.path
        if path.endswith("/leave"):
            there = self.site.person("volunteer", HAMLET, UNION)
            for known in self.book.calls[operation.label]:
                known.path["person_id"] = str(there.person_id)
        if path not in WAYS_IN and "/factor" not in path:
            return
        with writing() as session:
            session.execute(delete(LoginAttempt))
            session.execute(update(Person).where(Person.username == USERNAME).values(username=None))
        who = caller or self.site.person("commune", COMMUNE)
        if path not in WAYS_IN:
            if operation.method != "get":
                theirs = caller is None or caller.role == "program" or path.endswith("/reset")
                ready = self.site.person("commune", COMMUNE) if theirs else who
                for known in self.book.calls[operation.label]:
                    factors.make_ready(path, ready, known)
        elif path.endswith("/enrol"):
            made = invite(self.site.person("district"), hamlet=None, area=COMMUNE)
            for known in self.book.calls[operation.label]:
                known.json["code"] = made["code"]
        else:
            shift(Person, Person.id == who.person_id, username=USERNAME, password_hash=_HASH)

    def run(self, role: str, operation: Any, number: int, examples: int, until: float) -> None:
        """Sends up to so many calls to an operation; whatever breaks is in the tally."""
        if role not in self.book.who[operation.label]:
            examples = min(examples, 2)  # it is refused before anything else: once or twice is enough
        caller = self.caller(role, number)
        self.prepare(operation, caller)

        @seed(number)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(self._cases(operation), st.integers(0, 2**32))
        def send(case: Any, luck: int) -> None:
            nonlocal caller
            if time.monotonic() > until:
                return
            status = self._send(role, caller, operation, case, random.Random(luck))
            if status in (401, 429):
                caller = self.caller(role, number)
                self.prepare(operation, caller)

        send()

    def _cases(self, operation: Any) -> st.SearchStrategy[Any]:
        """Calls as the document allows them; of those with anything to get wrong every fourth is one it forbids."""
        if operation.label not in self.strategies:
            good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
            known = self.book.calls[operation.label]
            if any(one.path or one.query or one.json for one in known):
                bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
                good = st.one_of(good, good, good, bad)
            self.strategies[operation.label] = good
        return self.strategies[operation.label]

    def _send(self, role: str, caller: Caller | None, operation: Any, case: Any, chance: random.Random) -> int:
        case, raw = self._mixed(operation, case, chance)
        headers = {"Accept-Encoding": "identity"}
        if caller is not None:
            headers["Authorization"] = f"Bearer {caller.token}"
        told = f"{operation.label} path={case.path_parameters} query={case.query} body={case.body!r}"[:1500]
        try:
            if raw is None:
                answer = case.call(headers=headers)
            else:
                answer = self._upload(case, raw, headers)
                told += f" raw={raw.data!r}"[:500]
            case.validate_response(answer, checks=CHECKS)
            _said_right(operation, answer)
        except FailureGroup as group:
            for one in group.exceptions:
                text = str(one).strip().splitlines()
                self.tally.found(operation.label, f"{type(one).__name__}: {' '.join(text[:8])[:400]}", role, told)
            return answer.status_code
        except Exception as error:
            place = "".join(traceback.format_exception(error)[-3:])[-900:]
            self.tally.found(operation.label, f"{type(error).__name__} {_where(error)}", role, f"{told}\n{place}")
            return 500
        self.tally.count(role, operation.label, answer.status_code)
        return answer.status_code

    def _mixed(self, operation: Any, case: Any, chance: random.Random) -> tuple[Any, Known | None]:
        """The case as it is, with known values, or a known call with some fields of the case."""
        way = chance.random()
        known = self.book.calls.get(operation.label)
        if way < 0.2 or not known:
            return case, None
        one = chance.choice(known)
        path = {**(case.path_parameters or {}), **(one.path if chance.random() < 0.9 else {})}
        if way < 0.5:
            query = self.book.enriched(dict(case.query or {}), chance)
            body = case.body if case.body is NOT_SET else self.book.enriched(case.body, chance)
        else:
            few = chance.choice([0.0, 0.1, 0.3])
            query = _over(one.query, dict(case.query or {}), chance, few)
            body = (
                case.body
                if one.json is None
                else _over(self.book.enriched(one.json, chance, few), case.body, chance, few)
            )
            body = _fresh(body, chance)
        made = operation.Case(
            path_parameters=path, query=query, headers=case.headers, body=body, media_type=case.media_type
        )
        return made, one if one.data is not None and case.body is NOT_SET else None

    def _upload(self, case: Any, known: Known, headers: dict[str, str]) -> TestResponse:
        path = cast("str", case.formatted_path)
        kind = known.content_type
        return self.site.call(
            case.method.upper(), path, query_string=case.query, data=known.data, content_type=kind, headers=headers
        )


def _over(good: Any, made: Any, chance: random.Random, often: float) -> Any:
    """The good value with some of the made up one's fields over it, and some of its own left out."""
    if not isinstance(good, dict) or not isinstance(made, dict):
        if isinstance(good, list) and isinstance(made, list) and good and made:
            return [_over(inner, chance.choice(made), chance, often) for inner in good]
        return good if chance.random() >= often or made is NOT_SET else made
    kept = {name: value for name, value in good.items() if chance.random() >= often / 3}
    for name, value in made.items():
        if name in kept and isinstance(kept[name], dict | list):
            kept[name] = _over(kept[name], value, chance, often)
        elif chance.random() < often:
            kept[name] = value
    return kept


def _fresh(body: Any, chance: random.Random) -> Any:
    """Mostly with new ids of what is to be made: else everything after the first call would be the same again."""
    if not isinstance(body, dict) or chance.random() < 0.2:
        return body
    new = {name: str(uuid.UUID(int=chance.getrandbits(128), version=4)) for name in ("id", "draw") if name in body}
    if isinstance(body.get("items"), list):
        new["items"] = [_fresh(one, chance) for one in body["items"]]
    return {**body, **new}


def _said_right(operation: Any, answer: Any) -> None:
    """Success has a documented status; a problem is one of the catalogue, with the status that it has there."""
    status = answer.status_code
    if status < 400:
        assert str(status) in operation.responses.status_codes, f"status {status} is not in the document"
        return
    code = answer.json["error"]["code"] if isinstance(answer, TestResponse) else answer.json()["error"]["code"]
    assert code in CATALOGUE, f"code {code} is not in the catalogue"
    assert CATALOGUE[code].status == status, f"{code} with status {status}"


def _where(error: Exception) -> str:
    """The innermost place in our own code."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/server/" in frame.filename]
    last = ours[-1] if ours else traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno} {str(error)[:80] if isinstance(error, AssertionError) else ''}"


def called(kind: str, who: tuple[str, ...], first: int, seconds: float, examples: int, tally: Tally) -> None:
    """Calls everything as each role until the time is up, each role for its share, operations in a drawn order.

    Args:
        kind: `sqlite` or `postgresql`.
        first: the seed; each operation of each role has one of its own.
        examples: calls to an operation before the next one's turn.
    """
    with database(kind) as (folder, url), Site.make(folder, url) as site:
        world, book = known_calls(site)
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)
        fuzz = Fuzz(world, book, [one.ok() for one in schema.get_all_operations()], tally)
        tally.all |= {one.label for one in fuzz.operations}
        turns = {role: _turns(fuzz.operations, first + index) for index, role in enumerate(who)}
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for role in who:
                share = min(end, time.monotonic() + seconds / len(who) / _ROUNDS)
                while time.monotonic() < share:
                    number, operation = next(turns[role])
                    fuzz.run(role, operation, number, examples, share)


def _turns(operations: list[Any], first: int) -> Iterator[tuple[int, Any]]:
    """Operations in a drawn order, again and again, each time with another number."""
    chance = random.Random(first)
    for around in itertools.count():
        order = chance.sample(operations, len(operations))
        yield from ((first + around * 100_003 + place * 101, operation) for place, operation in enumerate(order))

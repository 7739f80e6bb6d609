"""A short fuzz with a kept seed, in every run of the tests: that the long one (`make fuzz`) works, and old findings."""

import itertools
import math
import random
from pathlib import Path

import pytest
import schemathesis

from tests.fuzz import guided, mutate
from tests.fuzz.api import WHO, Fuzz, Tally
from tests.fuzz.known import known_calls
from tests.fuzz.targets import TARGETS
from tests.site import Site

SEED = 2021


@pytest.mark.parametrize("name", TARGETS)
def test_readers_of_bytes_hold_for_samples_old_findings_and_mutants(name: str, tmp_path: Path):
    target = TARGETS[name]
    samples = guided.samples_of(name, target.samples())
    run = guided.Run(name, target.work, tmp_path)
    for data in itertools.islice(mutate.endless(samples, SEED), len(samples) + 50):
        run.one(data)
    assert run.seen == set()
    assert run.times == len(samples) + 50


def test_a_finding_is_kept_once_with_its_bytes(tmp_path: Path):
    """The control: a reader that breaks is found."""

    def brittle(data: bytes) -> None:
        data.decode()

    run = guided.Run("brittle", brittle, tmp_path)
    for data in itertools.islice(mutate.endless(["Ấp Mỹ Tây".encode()], SEED), 200):
        run.one(data)
    assert len(run.seen) == 1
    assert len(list(tmp_path.glob("brittle-*"))) == 1


def test_every_role_calls_some_of_the_api(sqlite_site: Site):
    world, book = known_calls(sqlite_site, ("volunteer", "commune", "admin"))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", sqlite_site.app)
    operations = [one.ok() for one in schema.get_all_operations()]
    assert {one.label for one in operations} <= book.calls.keys(), "each has a known call"
    fuzz = Fuzz(world, book, operations, Tally())
    for index, role in enumerate(WHO):
        mine = [one for one in operations if role in book.who[one.label]]
        for place, operation in enumerate(random.Random(SEED + index).sample(mine, min(2, len(mine)))):
            fuzz.run(role, operation, SEED + index * 100 + place, 3, math.inf)
    assert [(one.operation, one.what) for one in fuzz.tally.findings.values()] == []
    assert fuzz.tally.calls.keys() == set(WHO)
    assert sum(fuzz.tally.good.values()) > 10

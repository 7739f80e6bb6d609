"""F32: somebody reads for a long time, in one snapshot. Pushes go on, and what is pulled does not stand still."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.wire import Http, Noting

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


@contextmanager
def reading_on(live: Live) -> Iterator[Any]:
    """A connection in the middle of a read, as a job or an export of minutes has it."""
    if live.url:
        connection: Any = psycopg.connect(live.url)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    else:
        connection = sqlite3.connect(f"file:{live.home / 'gocua.db'}?mode=ro", uri=True, isolation_level=None)
        connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM op").fetchone()
        yield connection
    finally:
        connection.close()


def test_it_works(live: Live, tmp_path: Path):
    phone = live.phone(seed=1, area="28135")
    reader = live.phone(seed=2, role="commune", area="28135", organisation="ubnd-xa.28135", name="Xã")
    phone.transport = heard = Noting(Http(live.port))
    walk = Walk(random.Random(1), AREAS, pool=40)
    with reading_on(live) as connection:
        for round_ in range(10):
            for _ in range(30):
                walk.act(phone)
            assert phone.sync(pull=False).problem is None
            reader.sync()
            assert not checks.view_differs(reader, [phone]), "the feed goes on"
            if round_ % 4 == 0:
                live.gocua("export", "totals", str(tmp_path / f"{round_}.csv"))
        seen = connection.execute("SELECT count(*) FROM op").fetchone()[0]
    found = checks.harm(live, [phone])
    print(
        f"F32 one snapshot held open, which sees {seen} ops of {phone.next_n - 1}; 3 exports beside, answers "
        f"{dict(heard.statuses)}, slowest push {heard.slowest:.2f} s, lost {len(found.lost)}"
    )
    assert seen == 0
    assert set(heard.statuses) == {200}
    assert not found, found

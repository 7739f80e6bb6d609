"""F31: backups beside a server that is pushed to; each can be put back, and its figures agree with its ops."""

import json
import random
import shutil
import sqlite3
import tarfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres
from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.phone import Phone

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
BACKUPS, PHONES = 3, 3
pytestmark = pytest.mark.slow


class Pushing:
    """Phones that work and push without pause while the block lasts."""

    def __init__(self, phones: list[Phone]):
        self.phones, self.stop = phones, threading.Event()
        self.problems: list[str] = []
        self.threads = [threading.Thread(target=self._push, args=pair) for pair in enumerate(phones)]

    def _push(self, index: int, phone: Phone) -> None:
        walk = Walk(random.Random(index), AREAS, pool=40)
        while not self.stop.is_set():
            for _ in range(8):
                walk.act(phone)
            self.problems += filter(None, [phone.sync(pull=False).problem])

    def __enter__(self) -> "Pushing":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)


def head_of(file: Path) -> int:
    """Up to which seq a backup goes, by its manifest."""
    with tarfile.open(file) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        return json.loads(content.read())["campaigns"][0]["head"]


def wait_beyond(live: Live, head: int) -> None:
    """Until a push has been taken that a backup up to this head does not hold."""
    deadline = time.monotonic() + 30
    while live.rows("SELECT head FROM campaign")[0][0] <= head:
        assert time.monotonic() < deadline, "nothing is pushed any more"
        time.sleep(0.01)


def test_it_works(live: Live, tmp_path: Path, request: pytest.FixtureRequest):
    """Three backups under load, the last tried out beside the server and then put back: phones fill it up again."""
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(PHONES)]
    files = [tmp_path / f"{number}.backup" for number in range(BACKUPS)]
    with Pushing(phones) as pushing:
        for file in files:
            live.gocua("backup", str(file))
            wait_beyond(live, head_of(file))
    assert not pushing.problems, pushing.problems
    heads = [head_of(file) for file in files]
    assert heads == sorted(set(heads)), "pushes went on between the backups"
    acknowledged = sum(len(phone.acked) for phone in phones)

    with ExitStack() as stack:
        scratch = []
        if live.url:
            cluster: postgres.Cluster = request.getfixturevalue("cluster")
            scratch = ["--scratch", stack.enter_context(cluster.database())]
        said = live.gocua("restore", str(files[-1]), "--test", *scratch)
    assert "all figures agree" in said
    assert checks.lost_ops(phones) == [], "the test of a backup changes nothing"

    live.stop()
    live.gocua("restore", str(files[-1]))
    figures, order = checks.figures_of(live), checks.order_of(live)
    restored = live.rows("SELECT head FROM campaign")[0][0]
    live.start()
    again = sum(phone.sync().requeued for phone in phones)
    found = checks.harm(live, phones)
    print(
        f"F31 {BACKUPS} backups up to {heads} under load, {acknowledged} acknowledged, restored {restored}, "
        f"{again} sent again, lost {len(found.lost)}"
    )
    assert (figures, order) == ([], [])
    assert restored == heads[-1]
    assert again == acknowledged - restored
    assert not found, found


def test_a_plain_copy_of_the_file_is_caught(on_sqlite: Live, tmp_path: Path):
    """Negative control: the database file copied beside a running server lacks what stands in its log."""
    phones = [on_sqlite.phone(seed=9, area="28135")]
    with Pushing(phones):
        on_sqlite.gocua("backup", str(tmp_path / "whole.backup"))
    copy = Path(shutil.copy(on_sqlite.home / "gocua.db", tmp_path / "copy.db"))
    connection = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    kept = connection.execute("SELECT count(*) FROM op").fetchone()[0]
    connection.close()
    print(f"F31 negative control: a copy holds {kept} of {len(phones[0].acked)}")
    assert kept < len(phones[0].acked)

"""PostgreSQL back to a moment: a base backup, its archived log (deploy/postgresql/archiving.conf), and phones."""

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import ROOT, Live
from tests.faults.nodes import Node, place
from tests.faults.phone import Phone

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


@pytest.fixture
def archived(tmp_path: Path) -> Iterator[tuple[Live, Node, Path]]:
    """A running server, the PostgreSQL that it writes to, and where that archives."""
    with place() as folder:
        archive = folder / "archive"
        (archive / "wal").mkdir(parents=True)
        for one in (archive, archive / "wal"):
            one.chmod(0o777)
        primary = Node.primary(folder)
        text = (ROOT / "deploy/postgresql/archiving.conf").read_text().replace("/mnt/archive", str(archive))
        primary.set(**dict(re.findall(r"^(\w+) = '?(.*?)'?$", text, re.MULTILINE)))
        primary.restart("fast")
        primary.ask("CREATE DATABASE gocua")
        live = Live.make(tmp_path, primary.url("gocua"))
        try:
            yield live.start(), primary, archive
        finally:
            live.kill()


def work(phones: list[Phone], walks: list[Walk], ops: int = 20) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        done = phone.sync()
        assert not done.problem, done


def back_to(node: Node, archive: Path, point: str) -> None:
    """The steps of docs/operations.md: the base backup in place, the archive read up to the point, then writable."""
    node.stop("immediate")
    shutil.rmtree(node.data)
    node.copy(archive / "base")
    node.set(restore_command=f"cp {archive}/wal/%f %p", recovery_target_name=point, recovery_target_action="promote")
    (node.data / "recovery.signal").touch()
    node.start()
    node.until_writable()


def test_it_works(archived: tuple[Live, Node, Path]):
    """Back to the moment before somebody emptied a table: what phones sent since comes again, nothing is lost."""
    live, node, archive = archived
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(3)]
    walks = [Walk(random.Random(i), AREAS, pool=30) for i in range(3)]
    work(phones, walks)
    node.base_backup(archive / "base")
    work(phones, walks)
    node.ask("SELECT pg_create_restore_point('before the accident')")
    known = live.rows("SELECT head FROM campaign")[0][0]
    work(phones, walks)
    before, epoch = live.counted(), phones[0].epoch
    acknowledged = sum(len(phone.acked) for phone in phones)
    node.ask("DELETE FROM claim", "gocua")
    node.ask("SELECT pg_switch_wal()")
    node.until_archived()

    live.stop()
    back_to(node, archive, "before the accident")
    restored = live.rows("SELECT head FROM campaign")[0][0]
    live.start()
    done = [phone.sync() for phone in phones]
    found = checks.harm(live, phones)
    print(
        f"archive: {acknowledged} acknowledged, back to {restored}, {sum(d.requeued for d in done)} sent again,"
        f" lost {len(found.lost)}"
    )
    assert restored == known
    assert phones[0].epoch != epoch
    assert sum(d.requeued for d in done) == 60
    assert not found, found
    assert live.counted() == before

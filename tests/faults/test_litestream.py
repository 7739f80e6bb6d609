"""Litestream by deploy/litestream.yml beside a server that is pushed to; the disk is lost, phones do the rest."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import ROOT, Live
from tests.faults.phone import Phone

PROGRAM = ROOT / "build" / "trials" / "bin" / "litestream"
AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


def settings(live: Live, folder: Path) -> Path:
    """deploy/litestream.yml for this installation."""
    text = (ROOT / "deploy" / "litestream.yml").read_text()
    for said, here in (("/var/lib/gocua/gocua.db", live.home / "gocua.db"), ("/mnt/copy/gocua", folder / "copy")):
        assert text.count(said) == 1
        text = text.replace(said, str(here))
    path = folder / "litestream.yml"
    path.write_text(text)
    return path


@contextmanager
def replicating(config: Path) -> Iterator[subprocess.Popen[bytes]]:
    with open(config.with_name("litestream.log"), "wb") as log:
        command = [PROGRAM, "replicate", "-config", config]
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                yield process
            finally:
                process.kill()


def work(phones: list[Phone], walks: list[Walk], ops: int = 20) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        done = phone.sync()
        assert not done.problem, done


def head(database: Path, config: Path, into: Path) -> int:
    """How far the copy is, restored beside."""
    into.unlink(missing_ok=True)
    command = [PROGRAM, "restore", "-config", config, "-o", into, database]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return -1  # nothing is there yet
    copy = Live(into.parent)
    into.rename(into.parent / "gocua.db")
    return copy.rows("SELECT head FROM campaign")[0][0]


def test_it_works(on_sqlite: Live, tmp_path: Path):
    live, database = on_sqlite, on_sqlite.home / "gocua.db"
    config = settings(live, tmp_path)
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(3)]
    walks = [Walk(random.Random(i), AREAS, pool=30) for i in range(3)]
    (tmp_path / "looked").mkdir()
    with replicating(config) as process:
        for _ in range(5):
            work(phones, walks)
        reached, deadline = live.rows("SELECT head FROM campaign")[0][0], time.monotonic() + 60
        while head(database, config, tmp_path / "looked/db") < reached:
            assert time.monotonic() < deadline, (tmp_path / "litestream.log").read_text()[-2000:]
            time.sleep(1)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    work(phones, walks)
    before, epoch = live.counted(), phones[0].epoch
    acknowledged = sum(len(phone.acked) for phone in phones)

    live.kill()
    for lost in live.home.glob("gocua.db*"):
        lost.unlink()
    subprocess.run([PROGRAM, "restore", "-config", config, database], check=True, capture_output=True)
    restored = live.rows("SELECT head FROM campaign")[0][0]
    live.start()
    done = [phone.sync() for phone in phones + phones]
    found = checks.harm(live, phones)
    print(
        f"Litestream: {acknowledged} acknowledged, restored up to {restored}, "
        f"{sum(d.requeued for d in done)} sent again, lost {len(found.lost)}"
    )
    assert restored == reached
    assert phones[0].epoch != epoch
    assert not found, found
    assert live.counted() == before

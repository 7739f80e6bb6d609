"""F12: a server restored from an old backup gets back all that living phones hold (P9)."""

import random

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.phone import Phone
from tests.faults.wire import Http

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]


def worked(live: Live, phones: list[Phone], walks: list[Walk], ops: int = 20) -> None:
    for phone, walk in zip(phones, walks, strict=True):
        for _ in range(ops):
            walk.act(phone)
        phone.sync()


def restored(live: Live, file: str) -> None:
    """Stops the server, restores the file, starts it again."""
    live.stop()
    live.gocua("restore", file)
    live.start()


@pytest.fixture
def crew(live):
    phones = [live.phone(seed=i, area="28135", name=f"Người {i}") for i in range(3)]
    walks = [Walk(random.Random(i), AREAS, pool=30) for i in range(3)]
    return live, phones, walks


def test_it_works(crew, tmp_path):
    """After the restore the epoch is new, phones verify, send what is missing, and all figures are as before."""
    live, phones, walks = crew
    worked(live, phones, walks)
    live.gocua("backup", str(tmp_path / "old.backup"))
    worked(live, phones, walks)
    before, epoch = live.counted(), phones[0].epoch
    acknowledged = sum(len(phone.acked) for phone in phones)

    restored(live, str(tmp_path / "old.backup"))
    gone = len(checks.lost_ops(phones))
    assert gone == 60
    done = [phone.sync() for phone in phones]

    found = checks.harm(live, phones)
    print(f"F12: {acknowledged} acknowledged, {gone} cut off, {sum(d.requeued for d in done)} sent again, lost 0")
    assert phones[0].epoch != epoch
    assert not found, found
    assert live.counted() == before
    for phone in phones:
        assert phone.resets >= 1
        assert not checks.view_differs(phone, [phone])


def test_numbers_of_the_lost_history_are_not_taken_for_old_ones(crew, tmp_path):
    """A cursor of the old epoch skips nothing although the new history has reached the same seq."""
    live, phones, walks = crew
    worked(live, phones, walks)
    live.gocua("backup", str(tmp_path / "old.backup"))
    worked(live, phones, walks)
    restored(live, str(tmp_path / "old.backup"))
    newcomer = live.phone(seed=77, area="28135", name="Người mới")
    walk = Walk(random.Random(77), AREAS)
    for _ in range(90):
        walk.visit(newcomer)
    newcomer.sync()
    reader = live.phone(seed=78, role="commune", area="28135", organisation="ubnd-xa.28135", name="Xã")
    for phone in [*phones, reader]:
        phone.sync()
    reader.sync()
    assert not checks.view_differs(reader, [*phones, newcomer])
    assert not checks.harm(live, [*phones, newcomer])


def test_a_folder_copied_back_is_noticed_at_the_first_contact(on_sqlite, tmp_path):
    """No restore command: the database file is put back by hand; the first genuine anchor tells."""
    import shutil

    live = on_sqlite
    phone = live.phone(seed=5, area="28135")
    walk = Walk(random.Random(5), AREAS)
    for _ in range(10):
        walk.act(phone)
    phone.sync()
    live.stop()
    shutil.copytree(live.home, tmp_path / "copy")
    live.start()
    for _ in range(30):
        walk.act(phone)
    phone.sync()
    epoch = phone.epoch
    live.stop()
    for old in live.home.glob("gocua.db*"):
        old.unlink()
    for kept in (tmp_path / "copy").glob("gocua.db*"):
        shutil.copy(kept, live.home)
    live.start()
    walk.act(phone)
    phone.sync()
    phone.sync()
    found = checks.harm(live, [phone])
    print(f"F12 folder copied back: epoch new {phone.epoch != epoch}, lost {len(found.lost)}")
    assert phone.epoch != epoch
    assert not found, found
    assert len(live.rows("SELECT 1 FROM op")) == phone.next_n - 1


class Deaf(Phone):
    """Does not look at the epoch and never verifies: the negative control."""

    def verify(self):
        self.verify_due = False
        return 0


def test_a_phone_that_ignores_the_epoch_is_caught(on_sqlite, tmp_path):
    live = on_sqlite
    good = live.phone(seed=6, area="28135")
    phone = Deaf(Http(live.port), token=good.token, person_id=good.person_id, seed=6)
    phone.learn_consent()
    walk = Walk(random.Random(6), AREAS)
    live.gocua("backup", str(tmp_path / "old.backup"))
    worked(live, [phone], [walk])
    restored(live, str(tmp_path / "old.backup"))
    phone.sync()
    lost = checks.lost_ops([phone])
    print(f"F12 negative control: lost {len(lost)} of {len(phone.sent)}")
    assert lost

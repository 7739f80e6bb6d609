"""F30: keys get successors in the middle of a campaign, beside phones that know the old ones."""

import threading

import pytest

from server.keys import NAMES
from tests.faults import checks
from tests.faults.field import HAMLETS, number
from tests.faults.live import Live
from tests.faults.phone import Phone

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]
pytestmark = pytest.mark.slow


def rotated(live: Live) -> None:
    for name in NAMES:
        live.gocua("keys", "rotate", name)
    live.stop()
    live.start()


def helped(phone: Phone, numbers: range) -> None:
    """One door for each number, all helped and left their number."""
    for index in numbers:
        phone.save(number(index), area=AREAS[0], mode="door", outcome="ok_installed_used")


def test_it_works(live: Live):
    """Two rotations: what was sealed and anchored before, between and after counts; one number stays one phone."""
    old, busy = (live.phone(seed=i, area="28135", name=f"Người {i}") for i in (1, 2))
    for phone in (old, busy):
        helped(phone, range(10))
        phone.sync()
    cursor, token, first = old.cursor, old.token, old.seal_key["id"]
    assert live.counted()["unique"] == 10

    phones = [old, busy]
    for rotations in (1, 2):
        helped(old, range(10 * rotations, 10 * rotations + 15))  # under the first seal key, by anchors of the last
        helped(busy, range(5, 5 + 12 * rotations))
        busy.correct(next(iter(busy.mine)), outcome="already")
        rotated(live)
        phones.append(live.phone(seed=20 + rotations, area="28135", name=f"Người mới {rotations}"))
        assert phones[-1].seal_key["id"] == first + rotations
        helped(phones[-1], range(15 * rotations))
        for phone in phones:
            assert phone.sync().problem is None
    waiting = live.rows("SELECT count(*) FROM pending")[0][0]
    seals = sorted({phone.seal_key["id"] for phone in phones})
    found = checks.harm(live, phones)
    unique = live.counted()["unique"]
    expected = len({given for phone in phones for given in phone.numbers.values()})
    print(
        f"F30 two rotations of each, seal keys {seals} in use at once, {waiting} refused, "
        f"{unique} phones of {expected}, {old.resets} cursors reset, lost {len(found.lost)}"
    )
    assert waiting == 0
    assert unique == expected
    assert not found, found
    assert old.token == token
    assert old.resets == 0
    assert old.cursor != cursor
    assert not checks.view_differs(old, [old])


def test_all_keys_change_under_load_and_nobody_is_refused(live: Live):
    """Added for later, reloaded, begun, reloaded: at no time is anything made that a process beside cannot read."""
    phone = live.phone(seed=1, area="28135")
    stop, sent, problems = threading.Event(), 0, set[str | None]()

    def work() -> None:
        nonlocal sent
        while not stop.is_set():
            helped(phone, range(sent, sent + 3))
            problems.add(phone.sync().problem)
            sent += 3

    working = threading.Thread(target=work)
    working.start()
    try:
        for act in (("rotate", "--later"), ("begin",)):
            for name in NAMES:
                live.gocua("keys", act[0], name, *act[1:])
            live.reload()
    finally:
        stop.set()
        working.join()
    helped(phone, range(5))
    problems.add(phone.sync().problem)
    unanchored = live.rows("SELECT count(*) FROM op WHERE flags & 1 <> 0")[0][0]
    refused = live.rows("SELECT count(*) FROM pending")[0][0]
    found, seal = checks.harm(live, [phone]), phone.call("GET", "/me")["seal_key"]["id"]
    print(
        f"F30 two reloads under load, seal key {seal}: {sent} ops meanwhile, {refused} refused, {unanchored} without "
        f"anchor, {phone.resets} cursors reset, problems {sorted(map(str, problems))}, lost {len(found.lost)}"
    )
    assert (seal, refused, unanchored, phone.resets) == (2, 0, 0, 0)
    assert live.counted()["unique"] == sent
    assert not found, found


def test_a_key_that_was_thrown_away_is_caught(on_sqlite: Live):
    """Negative control: without the old files, numbers that waited are not counted and ops lose their anchors."""
    phone = on_sqlite.phone(seed=1, area="28135")
    helped(phone, range(5))
    phone.sync()
    helped(phone, range(5, 10))
    for name in ("seal", "anchor"):
        on_sqlite.gocua("keys", "rotate", name)
    for kept in ("seal-1.pem", "anchor-1"):
        (on_sqlite.home / "keys" / kept).unlink()
    on_sqlite.stop()
    on_sqlite.start()
    phone.sync()
    waiting = on_sqlite.rows("SELECT code FROM pending")
    print(f"F30 negative control: {len(waiting)} of 5 not counted, {on_sqlite.counted()['unique']} phones of 10")
    assert len(waiting) == 5
    assert on_sqlite.counted()["unique"] == 5

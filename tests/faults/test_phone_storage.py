"""F17, F18, F27 on a real phone: no room, a full disk, a wiped store: nothing is called saved that is not, and what is
lost is known."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import PHONE, Browser
from tests.browser.people import address, draft_kept, log_absent, tap
from tests.faults.at_work import Gate, come_in_at, fill_half, lay_queue, until, wait_until_sent, waiting
from tests.faults.live import Live
from tests.faults.on_phone import disk, halves

pytestmark = pytest.mark.slow

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def noise(length: int = 270) -> str:
    """A note that no store can make smaller."""
    return "".join(random.Random(length).choices(LETTERS, k=length))


def refuses_and_keeps(page: Page, note: str) -> None:
    """The form says that there is no room, stays as it is, and nothing is on the disk."""
    tap(page, "Lưu", exact=True)
    expect(page.get_by_role("alert").first).to_contain_text("Phiếu vẫn còn đây")
    expect(page.get_by_text("Đã lưu trên máy")).to_have_count(0)
    expect(page.get_by_role("radio", name="Chủ máy đi vắng")).to_be_checked()
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value(note)


def saves_again(page: Page) -> None:
    page.get_by_role("button", name="Lưu").last.click()
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()


def test_without_room_the_form_stays_and_says_so_and_saves_when_there_is(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    page = come_in_at(address(live, ""), live, phone)
    live.stop()
    phone.close()  # an open database goes on for half a minute with the room that it last heard of
    page = phone.open("about:blank")
    browser = page.context.new_cdp_session(page)
    origin = address(live, "")
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    page.goto(address(live))
    fill_half(page, noise())
    refuses_and_keeps(page, noise())
    expect(page.get_by_role("alert").first).to_contain_text("Máy hết chỗ lưu")
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    found = disk(page)
    assert not found["ops"]
    assert not found["records"]
    saves_again(page)
    assert len(disk(page)["ops"]) == 1
    live.start()
    page.goto(address(live, "/so"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    assert live.counted()["records"] == 1


class SmallDisk:
    """A phone whose whole disk can be filled: a file system of its own, of 64 MB."""

    def __init__(self, folder: Path):
        self.folder, self.filler = folder, folder / "filler"

    def fill(self, page: Page) -> None:
        with open(self.filler, "ab", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        file.write(os.urandom(size))
                except OSError:
                    continue

    def free(self, page: Page) -> None:
        self.filler.unlink()


# What Chromium throws when the disk is full; the connection closes with it.
FULL = """
const put = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function (...row) {
  if (!globalThis.full) return put.apply(this, row);
  const database = this.transaction.db;
  setTimeout(() => database.close());
  throw new DOMException('Internal error: FILE_ERROR_NO_SPACE', 'UnknownError');
};
"""


class ToldDisk:
    """The same, told to the page's IndexedDB before the app begins: for machines on which nothing may be mounted."""

    def fill(self, page: Page) -> None:
        page.evaluate("globalThis.full = true")

    def free(self, page: Page) -> None:
        page.evaluate("globalThis.full = false")


def _mounts(folder: Path) -> bool:
    """Whether a small file system can be mounted here."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(params=["small", "told"])
def small(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path: Path
) -> Iterator[tuple[Browser, Any, Callable[[Page], None]]]:
    """A phone, its disk, and what to do before its app begins."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = request.param == "small" and _mounts(folder)
    browser = Browser(playwright, folder / "phone", PHONE)
    try:
        if mounted:
            yield browser, SmallDisk(folder), lambda page: None
        else:
            yield browser, ToldDisk(), lambda page: page.context.add_init_script(FULL)
    finally:
        browser.kill()
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def test_on_a_full_disk_the_form_stays_and_saves_when_there_is_room(
    on_sqlite: Live, small: tuple[Browser, Any, Callable[[Page], None]]
):
    live, (phone, storage, prepare) = on_sqlite, small
    page = come_in_at(address(live, ""), live, phone, prepare=prepare)
    live.stop()
    fill_half(page, noise())
    draft_kept(page, noise())
    storage.fill(page)
    refuses_and_keeps(page, noise())
    storage.free(page)
    saves_again(page)
    found = disk(page)
    print(f"F18 by {type(storage).__name__}: {len(found['ops'])} op there")
    assert len(found["ops"]) == 1
    assert not halves(found)
    live.start()
    page.goto(address(live, "/so"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    assert live.counted()["records"] == 1


WIPED = 230  # more than one batch: the server hears of the rest with the first


def test_a_wiped_phone_is_seen_by_what_it_last_said_and_the_next_one_tells(on_sqlite: Live, chromium_phone: Browser):
    """The browser throws the store away with unsent ops in it: the list of devices names the phone and how many, and
    who comes in again is told before the first visit."""
    live, phone = on_sqlite, chromium_phone
    with Gate(live.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        page = come_in_at(base, live, phone)
        line.allow(0)
        page.context.set_offline(True)
        log_absent(page)
        lay_queue(page, WIPED - 1)
        page.goto(f"{base}/so")  # before the network is back: a page that goes takes its answer with it
        line.allow(1)
        page.context.set_offline(False)
        until(page, lambda: waiting(page) < WIPED)
        left = waiting(page)
        assert 0 < left < WIPED
        line.lost = True  # what waits on the line never arrives
        page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": base, "storageTypes": "all"})
        page.goto("about:blank")
        page.goto(f"{base}/")
        expect(page.get_by_role("textbox", name="Mã mời")).to_be_visible()
        (person, device) = owner(live)
        listed = device_of(live, device)
        assert (listed["queue_len"], listed["revoked_at"]) == (left, None)
        assert listed["oldest_at"] is not None
        line.lost, line.allowed = False, 1 << 30
        # a new seat for the same person does not cover the gap: the old one goes on telling of it
        page.goto("about:blank")
        page.goto(f"{base}/#moi={live.code(person=person)}")
        tap(page, "Bắt đầu")
        title = page.get_by_role("heading", name=f"Máy cũ còn {left} lượt chưa gửi")
        expect(title).to_be_visible()
        expect(page.get_by_text("máy chủ không có bản nào")).to_be_visible()
        tap(page, "Vào ghi")
        expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
        log_absent(page)
        wait_until_sent(page)
        page.goto(f"{base}/may-nay")
        expect(page.get_by_text(f"Máy cũ còn {left} lượt chưa gửi")).to_be_visible()
    gap = device_of(live, device)
    assert gap["queue_len"] == left
    assert gap["replaced_at"] is not None
    assert live.counted()["records"] == WIPED - left + 1
    print(f"F27: {left} of {WIPED} ops wiped, told by the list of devices: {left}")


def owner(live: Live) -> tuple[str, str]:
    (one,) = [each for each in devices(live) if each["queue_len"]]
    return one["person"]["id"], one["id"]


def device_of(live: Live, device: str) -> dict[str, Any]:
    return next(each for each in devices(live) if each["id"] == device)


def devices(live: Live) -> list[dict[str, Any]]:
    return live.district().call("GET", "/devices?limit=100")["items"]

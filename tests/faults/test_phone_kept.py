"""F16: Chromium throws a phone's whole IndexedDB away, days after a kill; what had not been sent is there all the same.

All databases of an origin lie in one LevelDB. A browser that is killed between the two writes of a record (a header of
7 bytes, then what it heads) leaves a header alone at the end of the log. The next start copes and goes on writing
behind it; the start after that meets a record whose checksum is wrong, and deletes the folder.
"""

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, come_in, log_absent, offline_ready, tap
from tests.faults.at_work import next_house, until, waiting
from tests.faults.live import Live
from tests.faults.on_phone import disk, script

VISITS = 4
BLOCK, HEADER = 32_768, struct.Struct("<IHB")  # of LevelDB's log: checksum, length, kind

_COPIED = """async () => {
  const names = await caches.keys();
  const ops = names.find((one) => one.startsWith('kept-') && one !== 'kept-seats');
  const seats = names.includes('kept-seats') ? await (await caches.open('kept-seats')).keys() : [];
  return { ops: ops ? (await (await caches.open(ops)).keys()).length : 0, beside: seats.length };
}"""

_DATABASES = script("return await names(/./);")

# A phone without the copy: its caches take nothing of it.
FORGETFUL = """
const open = CacheStorage.prototype.open;
CacheStorage.prototype.open = function (name) {
  if (name.startsWith('kept-')) return Promise.reject(new DOMException('no room', 'QuotaExceededError'));
  return open.call(this, name);
};
"""


def tear(phone: Browser) -> None:
    """What a kill between the two writes leaves: a header whose payload never came."""
    (folder,) = Path(phone.folder).glob("*/IndexedDB/http_127.0.0.1_*.indexeddb.leveldb")
    log = max(folder.glob("*.log"), key=lambda one: one.name)
    assert BLOCK - log.stat().st_size % BLOCK > 200
    with log.open("ab") as file:
        file.write(HEADER.pack(0x5EED_5EED, 100, 1))


def started(phone: Browser, url: str, script: str) -> Page:
    page = phone.open("about:blank")
    if script:
        page.add_init_script(script)
    page.goto(url)
    return page


def logged(page: Page, visits: int) -> None:
    for _ in range(visits):
        log_absent(page)
        next_house(page)


def thrown_away(live: Live, phone: Browser, *, script: str = "") -> Page:
    """Four visits without network, one of them after the kill; then the start at which Chromium deletes them."""
    page = started(phone, "about:blank", script)
    come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    offline_ready(page)
    live.stop()
    logged(page, VISITS - 1)
    if not script:
        # memory, directory, and who is here
        until(page, lambda: page.evaluate(_COPIED) == {"ops": VISITS - 1, "beside": 3})
    phone.close()
    tear(phone)
    page = started(phone, address(live), script)
    logged(page, 1)
    assert waiting(page) == VISITS
    if not script:
        until(page, lambda: page.evaluate(_COPIED) == {"ops": VISITS, "beside": 3})
    phone.close()
    return started(phone, address(live, "/so"), script)


def test_what_was_not_sent_comes_back_and_arrives(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    page = thrown_away(live, phone)
    # offline as she was, she is told, has her log and goes on
    told = page.get_by_text("Trình duyệt đã làm mất dữ liệu trên máy. Đã lấy lại 4 lượt chưa gửi")
    expect(told).to_be_visible()
    expect(page.get_by_role("button", name="Chờ gửi").first).to_contain_text("4")
    expect(page.get_by_role("link", name="Chủ máy đi vắng")).to_have_count(VISITS)
    assert len(disk(page)["ops"]) == VISITS
    page.goto(address(live, "/may-nay"))
    tap(page, "Chuyển tay")
    expect(page.get_by_text("Chưa làm được tệp: máy vừa mất khóa ký tệp")).to_be_visible()
    page.goto(address(live))
    logged(page, 1)
    live.start()
    page.goto(address(live, "/so"))
    tap(page, "Đã hiểu")
    expect(told).to_have_count(0)
    tap(page, "Gửi ngay")
    expect(page.get_by_role("button", name="Chờ gửi").first).to_contain_text("0")
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("5")
    counted = live.counted()["records"]
    print(f"F16: IndexedDB thrown away with {VISITS} ops, {counted - 1} arrived, lost {VISITS + 1 - counted}")
    assert counted == VISITS + 1
    until(page, lambda: page.evaluate(_COPIED)["ops"] == 0)


@pytest.mark.slow
@pytest.mark.parametrize("script", [FORGETFUL], ids=["no copy"])
def test_without_the_copy_they_are_gone(on_sqlite: Live, chromium_phone: Browser, script: str):
    """Negative control: the same torn log, on a phone that keeps one copy only."""
    live, phone = on_sqlite, chromium_phone
    page = thrown_away(live, phone, script=script)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    left = disk(page)["ops"]
    print(f"F16 negative control: IndexedDB thrown away with {VISITS} ops, without the copy {len(left)} left")
    assert left == []
    assert "gocua-devices" in page.evaluate(_DATABASES)

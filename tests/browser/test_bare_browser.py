"""A browser that offers little, as iPhones do: the whole way still works."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, come_in, log_absent, log_done, offline_ready, tap
from tests.faults.live import Live

# what WebKit lacks or may lack, each taken away before any script of the page runs
WITHOUT = """
for (const name of ['SyncManager', 'CompressionStream', 'DecompressionStream', 'BarcodeDetector',
                    'BroadcastChannel', 'BackgroundFetchManager']) delete globalThis[name];
for (const name of ['share', 'canShare', 'locks', 'vibrate', 'wakeLock', 'storage', 'connection'])
  delete Navigator.prototype[name];
if (globalThis.ServiceWorkerRegistration) delete ServiceWorkerRegistration.prototype.sync;
"""
LACKS = """() => [
  'SyncManager' in globalThis, 'CompressionStream' in globalThis, 'BroadcastChannel' in globalThis,
  'BarcodeDetector' in globalThis, 'locks' in navigator, 'share' in navigator, 'storage' in navigator,
].some(Boolean)"""

# keeps every handle that the page opens, so that a test can close it as iOS does behind a page's back
HANDLES = """
globalThis.handles = [];
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...args) {
  const request = open.apply(this, args);
  request.addEventListener('success', () => globalThis.handles.push(request.result));
  return request;
};
"""


def _prepare(phone: Browser, script: str) -> None:
    phone.open("about:blank")
    assert phone.context is not None
    phone.context.add_init_script(script)


def test_without_what_iphones_lack_everything_is_logged_and_sent(live: Live, phone: Browser):
    _prepare(phone, WITHOUT)
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    assert page.evaluate(LACKS) is False
    offline_ready(page)
    live.stop()
    log_done(page)
    tap(page, "Sang nhà khác")
    log_absent(page)
    page.goto(address(live, "/may-nay"))
    expect(page.get_by_role("heading", name="Máy này")).to_be_visible()
    with page.expect_download() as download:
        tap(page, "Chuyển tay 2 lượt chưa gửi")
    handed = json.loads(download.value.path().read_text().splitlines()[0])
    assert [op["kind"] for op in handed["ops"]] == ["record.put"] * 2
    live.start()
    tap(page, "Gửi ngay")
    expect(page.get_by_text("Không còn lượt nào chờ gửi")).to_be_visible()
    assert live.counted()["records"] == 2


def _close_handles(page: Page) -> int:
    return page.evaluate("() => { for (const each of handles) each.close(); return handles.length; }")


def test_a_store_that_the_system_closed_behind_the_page_is_opened_again(live: Live, phone: Browser):
    _prepare(phone, HANDLES)
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    before = _close_handles(page)
    assert before >= 2, "the store and the seats"
    log_done(page)
    _close_handles(page)
    tap(page, "Sang nhà khác")
    log_absent(page)
    assert page.evaluate("() => handles.length") > before, "opened anew, not the dead handle again"
    page.goto(address(live, "/so"))
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
    assert live.counted()["records"] == 2


@pytest.mark.parametrize("refused", ["quota", "denied"])
def test_a_browser_that_keeps_nothing_says_so_and_keeps_the_form(live: Live, phone: Browser, refused: str):
    """The negative control: "saved" is never told when nothing was."""
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    name = {"quota": "QuotaExceededError", "denied": "DataError"}[refused]
    page.evaluate(f"() => {{ IDBObjectStore.prototype.add = () => {{ throw new DOMException('no', '{name}'); }}; }}")
    tap(page, "Vắng nhà, hẹn ghé lại")
    page.get_by_role("radio", name="Chủ máy đi vắng").check()
    tap(page, "Lưu", exact=True)
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_text("Đã lưu trên máy")).to_have_count(0)
    expect(page.get_by_role("radio", name="Chủ máy đi vắng")).to_be_checked()

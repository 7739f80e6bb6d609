"""The main path in WebKit, Safari's engine: come in, log without a network, reload, send; nothing of it Chromium's."""

from collections.abc import Iterator

import pytest

from tests.browser.people import address
from tests.browser.webkit import WebKit
from tests.faults.live import Live
from tests.site import HAMLET

pytestmark = pytest.mark.slow


@pytest.fixture
def webkit() -> Iterator[WebKit]:
    with WebKit() as browser:
        yield browser


IDLE = """new Promise((yes) => {
  const look = async () => ((await navigator.locks.query()).held.length ? setTimeout(look, 100) : yes('idle'));
  setTimeout(look, 1000);
})"""


def log_absent(browser: WebKit) -> None:
    browser.tap("Vắng nhà, hẹn ghé lại")
    browser.tap("Chủ máy đi vắng", "label")
    browser.tap("Lưu")
    browser.sees("Đã lưu trên máy")


def reload(browser: WebKit) -> None:
    """When nothing is being sent or written: WebKitGTK's IndexedDB may not answer a page whose forerunner was cut off
    while it wrote (docs/field-problems.md, 20)."""
    assert browser.wait_for(IDLE) == "idle"
    browser.reload()


def test_a_visit_is_logged_offline_kept_over_a_reload_and_sent(live: Live, webkit: WebKit):
    print(f"WebKit: {webkit.version}")
    code = live.code(role="volunteer", name="Nguyễn Thị Hoa", area=HAMLET, organisation="hoi-lhpn-xa.28135")
    webkit.go(address(live, f"/#moi={code}"))
    assert "AppleWebKit" in webkit.run("return navigator.userAgent")
    assert webkit.run("return 'SyncManager' in globalThis || 'chrome' in globalThis") is False
    webkit.tap("Bắt đầu")
    webkit.sees("Đã cài xong")
    assert webkit.wait_for("navigator.serviceWorker.ready.then(() => 'ready')") == "ready"

    # no network: the server is gone; the number is sealed with the engine's own P-256
    live.stop()
    log_absent(webkit)
    webkit.tap("Sang nhà khác")
    webkit.tap("Đã cài xong")
    webkit.tap("Đã cài", "label")
    webkit.write("Số điện thoại", "0912 345 678")
    webkit.tap("Bà con đồng ý", "label")
    webkit.tap("Lưu")
    webkit.sees("Đã lưu trên máy")
    webkit.tap("Sang nhà khác")
    webkit.tap("Sổ của tôi", "a")
    webkit.sees("2 chờ gửi")
    reload(webkit)
    webkit.sees("2 chờ gửi")
    webkit.sees("Chủ máy đi vắng")

    live.start()
    webkit.tap("Gửi ngay")
    webkit.sees("Đã gửi hết")
    after = live.counted()
    assert (after["records"], after["assists"], after["unchecked"]) == (2, 1, 0)

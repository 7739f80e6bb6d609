"""F20 in Chromium: a captive portal answers for the server; the app believes nothing of it and keeps everything."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import log_absent, log_done, tap
from tests.faults.live import Live
from tests.faults.on_phone import disk
from tests.faults.proxy import PASS, Fault, Proxy, Request

STRANGERS = ("html200", "redirect302", "502html", "truncate_json")


class Network:
    """A plan that can be changed: what happens to requests of a path."""

    def __init__(self) -> None:
        self.mode, self.only = "pass", "/api/"

    def __call__(self, request: Request) -> Fault:
        return Fault(self.mode) if request.path.startswith(self.only) else PASS


def sent_by_hand(page: Page) -> None:
    page.wait_for_timeout(300)
    tap(page, "Gửi ngay")


def test_it_works(on_sqlite: Live, chromium_phone: Browser):
    live, phone, network = on_sqlite, chromium_phone, Network()
    with Proxy(live.port, network) as proxy:
        base = f"http://127.0.0.1:{proxy.port}"
        page = phone.open("about:blank")
        code = live.code(role="volunteer", name="Nguyễn Thị Hoa", area="28135", organisation="hoi-lhpn-xa.28135")
        page.goto(f"{base}/#moi={code}")
        tap(page, "Bắt đầu")
        expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        network.mode = "html200"
        if page.get_by_role("heading", name="Chọn ấp").is_visible():
            page.go_back()
        place(page)
        log_done(page)
        tap(page, "Thêm máy cùng nhà")
        log_absent(page)
        kept = {op["id"] for op in disk(page)["ops"]}
        assert len(kept) == 2
        page.goto(f"{base}/so")
        for mode in STRANGERS:
            network.mode = mode
            sent_by_hand(page)
            page.wait_for_timeout(700)
            found = disk(page)
            assert {op["id"] for op in found["ops"]} == kept
            assert not found["receipts"]
        heard = dict(proxy.count)

        # the portal answers for the app itself too: it opens from what is kept on the phone
        network.mode, network.only = "html200", "/"
        page.reload()
        expect(page.get_by_role("heading", name="Sổ của tôi")).to_be_visible()
        assert {op["id"] for op in disk(page)["ops"]} == kept

        network.mode = "pass"
        sent_by_hand(page)
        expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
        assert not disk(page)["ops"]
    print(f"F20 Chromium: {heard}, kept 2 of 2, lost 0")
    assert all(heard.get(mode, 0) >= 1 for mode in STRANGERS)
    assert live.counted()["records"] == 2


def place(page: Page) -> None:
    """Chooses the hamlet when the form does not know one yet."""
    if page.get_by_role("button", name="Đổi ấp, đang ở Chọn ấp").is_visible():
        tap(page, "Đổi ấp")
        page.get_by_role("button", name="Ấp Mỹ Tây").first.click()

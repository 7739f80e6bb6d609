"""F20 in Chromium: a captive portal answers for the server; the app believes nothing of it and keeps everything."""

from playwright.sync_api import expect

from tests.browser.conftest import Browser
from tests.browser.people import log_absent, log_done, tap
from tests.faults.at_work import come_in_at, until
from tests.faults.live import Live
from tests.faults.on_phone import disk
from tests.faults.proxy import PASS, Fault, Proxy, Request

# who answers for the server, and what the phone says of it
STRANGERS = {
    "html200": "Mạng này đang chặn",
    "redirect302": "Mạng này đang chặn",
    "502html": "Mạng này đang chặn",
    "truncate_json": "Chưa đọc được câu trả lời của máy chủ",
}


class Network:
    """A plan that can be changed: what happens to requests of a path."""

    def __init__(self) -> None:
        self.mode, self.only = "pass", "/api/"

    def __call__(self, request: Request) -> Fault:
        return Fault(self.mode) if request.path.startswith(self.only) else PASS


def test_it_works(on_sqlite: Live, chromium_phone: Browser):
    live, phone, network = on_sqlite, chromium_phone, Network()
    with Proxy(live.port, network) as proxy:
        base = f"http://127.0.0.1:{proxy.port}"
        page = come_in_at(base, live, phone)
        network.mode = "html200"
        log_done(page)
        tap(page, "Thêm máy cùng nhà")
        log_absent(page)
        kept = {op["id"] for op in disk(page)["ops"]}
        assert len(kept) == 2
        page.goto(f"{base}/so")
        for mode, said in STRANGERS.items():
            network.mode, met = mode, proxy.count[mode]
            tap(page, "Gửi ngay")
            until(page, lambda mode=mode, met=met: proxy.count[mode] > met)
            expect(page.get_by_role("status").get_by_text(said)).to_be_visible()
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
        tap(page, "Gửi ngay")
        expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
        assert not disk(page)["ops"]
    print(f"F20 Chromium: {heard}, kept 2 of 2, lost 0")
    assert live.counted()["records"] == 2

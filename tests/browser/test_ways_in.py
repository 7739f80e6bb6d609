"""Coming in, and coming back without network: what stands between a person and the form, and what each says."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Error, Page, Playwright, Route, expect

from tests.browser.conftest import ARGUMENTS, PHONE, Browser, chromium
from tests.browser.people import address, at_the_desk, come_in, draft_kept, tap
from tests.faults.live import Live

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/16.6 Mobile/15E148 Safari/604.1"
)
ZALO = (
    "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 "
    "Mobile Safari/537.36 Zalo android/24100"
)

# reads every code that the camera shows as the one that the test has put there
DETECTOR = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ['qr_code']; }
  async detect() { return [{ rawValue: globalThis.shown }]; }
};
"""


def _page(browser: Browser, url: str, script: str | None = None) -> Page:
    """A page at the address, with a script that runs before any of the page's own."""
    page = browser.open("about:blank")
    if script:
        assert browser.context is not None
        browser.context.add_init_script(script)
    page.goto(url)
    return page


@pytest.fixture
def invite(live: Live) -> str:
    made = live.gocua(
        "invite", "--role", "volunteer", "--organisation", "hoi-lhpn-xa.28135", "--area", "28135",
        "--hamlet", "28135-my-tay", "--name", "Nguyễn Thị Hoa", "--json",
    )  # fmt: skip
    return json.loads(made)["code"]


def _with(browser: Browser, **options: Any) -> Browser:
    browser.options = {**PHONE, **options}
    return browser


def test_an_insecure_page_says_so_and_takes_no_record(live: Live, playwright: Playwright, tmp_path):
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "plain"), executable_path=chromium(), locale="vi-VN",
        args=[*ARGUMENTS, "--host-resolver-rules=MAP go-cua.test 127.0.0.1"], **PHONE,
    )  # fmt: skip
    try:
        page = context.pages[0]
        page.goto(f"http://go-cua.test:{live.port}/")
        expect(page.get_by_role("heading", name="Trang này mở không an toàn")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)
        assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    finally:
        context.close()


def test_a_used_link_says_so_on_another_phone_and_the_code_can_be_typed_instead(
    live: Live, phone: Browser, desk: Browser, invite: str
):
    page = phone.open(address(live, f"/#moi={invite}"))
    tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    other = desk.open(address(live, f"/#moi={invite}"))
    tap(other, "Bắt đầu")
    expect(other.get_by_text("Mã mời này đã được dùng trên máy khác")).to_be_visible()
    tap(other, "Mã mời")
    expect(other.get_by_role("textbox", name="Mã mời")).to_be_visible()


def _files_of(page: Page) -> set[str]:
    named = page.locator("script[data-way-in]").get_attribute("data-way-in")
    assert named
    return {name.rpartition("/")[2] for name in named.split()}


def test_an_invite_fetches_the_way_in_beside_the_first_files(live: Live, phone: Browser, invite: str):
    """The page's own script is held back: what is asked for meanwhile did not wait for it."""
    page, asked, held = phone.open("about:blank"), set[str](), list[Route]()
    page.on("request", lambda request: asked.add(request.url.rpartition("/")[2]))
    page.route("**/assets/first-*.js", lambda route: held.append(route))
    page.goto(address(live), wait_until="commit")
    page.wait_for_timeout(1_000)
    way = _files_of(page)
    assert {"after", "enrol", "form", "sync"} <= {name.partition("-")[0] for name in way}
    assert "main-" in " ".join(asked)
    assert not asked & way, "nobody has an invite"
    page.goto("about:blank")
    page.goto(address(live, f"/#moi={invite}"), wait_until="commit")
    deadline = time.monotonic() + 20
    while not way <= asked:
        assert time.monotonic() < deadline, way - asked
        page.wait_for_timeout(50)
    expect(page.get_by_role("button", name="Bắt đầu")).to_have_count(0)
    page.unroute("**/assets/first-*.js")  # lets go of what was held back
    tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()


ASKED = """
globalThis.asked = 0;
StorageManager.prototype.persist = async () => { globalThis.asked += 1; return true; };
"""


def test_coming_in_asks_for_lasting_storage_and_clears_the_address(live: Live, phone: Browser, invite: str):
    page = _page(phone, address(live, f"/#moi={invite}"), ASKED)
    expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    assert page.evaluate("asked") == 0, "some browsers refuse it without a tap"
    tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.wait_for_function("asked === 1")
    assert invite not in page.url


def test_inside_zalo_nothing_is_redeemed(live: Live, phone: Browser, invite: str):
    page = _page(_with(phone, user_agent=ZALO, permissions=["clipboard-read", "clipboard-write"]),
                 address(live, f"/#moi={invite}"))  # fmt: skip
    expect(page.get_by_role("heading", name="Mở bằng trình duyệt")).to_be_visible()
    expect(page.get_by_role("button", name="Bắt đầu")).to_have_count(0)
    tap(page, "Sao chép liên kết")
    expect(page.get_by_text("Đã chép.")).to_be_visible()
    assert invite in page.evaluate("navigator.clipboard.readText()")


def test_an_iphone_is_sent_to_its_home_screen_and_takes_the_code_there(live: Live, phone: Browser, invite: str):
    page = _page(_with(phone, user_agent=IPHONE), address(live, f"/#moi={invite}"))
    expect(page.get_by_role("heading", name="Đưa ra màn hình chính trước")).to_be_visible()
    expect(page.get_by_role("button", name="Bắt đầu")).to_have_count(0)
    # opened from the home screen there is no fragment any more
    assert phone.context is not None
    phone.context.add_init_script("Object.defineProperty(navigator, 'standalone', { get: () => true })")
    page.goto("about:blank")
    page.goto(address(live, "/"))
    page.get_by_role("textbox", name="Mã mời").fill("-".join([invite[i : i + 4] for i in range(0, 26, 4)]).lower())
    tap(page, "Tiếp tục")
    tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()


def test_the_camera_reads_an_invite_where_the_browser_can(live: Live, playwright: Playwright, tmp_path, invite: str):
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "camera"), executable_path=chromium(), locale="vi-VN", permissions=["camera"],
        args=[*ARGUMENTS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"], **PHONE,
    )  # fmt: skip
    try:
        context.add_init_script(DETECTOR)
        page = context.pages[0]
        page.goto(address(live, "/"))
        page.evaluate("globalThis.shown = 'https://bluezone.gov.vn'")
        tap(page, "Quét mã QR")
        expect(page.get_by_text("Mã QR này không phải mã mời Gõ Cửa.")).to_be_visible()
        page.evaluate(f"globalThis.shown = 'https://go-cua.example.vn/#moi={invite}'")
        expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
        # the camera is let go with its screen
        expect(page.locator("video")).to_have_count(0)
    finally:
        context.close()


def test_every_address_opens_from_cold_without_the_server(live: Live, phone: Browser):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.close()
    live.stop()
    for path, heading in (
        ("/", "Ghi một lượt"),
        ("/so", "Sổ của tôi"),
        ("/so/can-xem", "Cần xem"),
        ("/ghe-lai", "Ghé lại"),
        ("/huong-dan", "Hướng dẫn"),
        ("/huong-dan/ma-qr", "Quét để tải"),
        ("/may-nay", "Máy này"),
        ("/khong-co-trang-nay", "Không có trang này"),
    ):
        page = phone.open(address(live, path))
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_attached()
    # also in the other language, which was never opened while there was a network
    page.goto(address(live, "/may-nay"))
    page.get_by_role("radio", name="English").check()
    expect(page.get_by_role("heading", level=1, name="This phone")).to_be_visible()


def test_a_form_left_half_way_comes_back_after_a_dead_battery(live: Live, phone: Browser):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    live.stop()
    tap(page, "Chưa cài được")
    page.get_by_role("radio", name="Máy đầy bộ nhớ").check()
    tap(page, "Ghi chú")
    page.get_by_role("textbox", name="Ghi chú").fill("Nhà cổng xanh")
    draft_kept(page, "Nhà cổng xanh")
    phone.kill()
    page = phone.open(address(live, "/"))
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("Nhà cổng xanh")
    expect(page.get_by_role("radio", name="Máy đầy bộ nhớ")).to_be_checked()
    tap(page, "Lưu", exact=True)
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()


def test_who_leaves_the_desk_while_its_lists_are_on_their_way_leaves_quietly(live: Live, desk: Browser):
    """The fixture of the desk fails on anything that the page throws."""
    page = at_the_desk(live, desk)
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/api/v1/directory*", lambda route: held.append((route, route.fetch())))
    page.reload()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    while not held:
        page.wait_for_timeout(50)
    tap(page, "Đăng xuất")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bạn")
    for route, answer in held:
        with suppress(Error):  # one that the page no longer waits for
            route.fulfill(response=answer)
    page.wait_for_timeout(500)

"""Several people on one phone: each with a log of their own, behind a PIN; who leaves loses nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, come_in, log_absent, log_done, offline_ready, tap
from tests.faults.at_work import until
from tests.faults.live import Live

pytestmark = pytest.mark.slow

HOA, LAN = "Nguyễn Thị Hoa", "Trần Thị Lan"


def _type(page: Page, pin: str) -> None:
    for digit in pin:
        tap(page, digit, exact=True)


def _choose_pin(page: Page, pin: str) -> None:
    expect(page.get_by_role("heading", name="Đặt mã PIN")).to_be_visible()
    _type(page, pin)
    again = page.get_by_role("heading", name="Nhập lại mã PIN")
    expect(again).to_be_visible()
    _type(page, pin)
    expect(again).to_have_count(0)  # the hash is slow on purpose


def _senders(live: Live) -> list[str]:
    rows = live.rows("SELECT p.name FROM op o JOIN person p ON p.id = o.person_id")
    return sorted(name for (name,) in rows)


def test_each_has_a_log_of_their_own_behind_a_pin(live: Live, phone: Browser, picture):
    page = come_in(live, phone, HOA)
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()  # alone on the phone: no PIN
    offline_ready(page)
    log_done(page)
    expect(page.get_by_text("Đã đến máy chủ")).to_be_visible()
    page = come_in(live, phone, LAN)
    _choose_pin(page, "2468")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.goto(address(live, "/so"))
    expect(page.get_by_text("Chưa có lượt nào hôm nay")).to_be_visible()
    live.stop()
    page.goto(address(live))
    log_absent(page)

    # the first one takes a turn, and is asked for a PIN of her own
    page.goto(address(live, "/nguoi"))
    expect(page.get_by_role("button", name=LAN)).to_contain_text("1 lượt chờ gửi")
    picture(page, "25-ai-dang-dung")
    tap(page, HOA)
    _choose_pin(page, "1357")
    page.goto(address(live, "/so"))
    expect(page.get_by_role("link", name="Đã cài")).to_have_count(1)
    expect(page.get_by_text("Chủ máy đi vắng")).to_have_count(0)

    # a wrong PIN opens nothing; five make wait; the records behind it are safe and told of
    page.goto(address(live, "/nguoi"))
    tap(page, LAN)
    expect(page.get_by_role("heading", name="Nhập mã PIN")).to_be_visible()
    picture(page, "26-ma-pin")
    _type(page, "1357")
    expect(page.get_by_text("Chưa đúng. Còn thử được 4 lần.")).to_be_visible()
    for left in (3, 2, 1):
        _type(page, "0000")
        expect(page.get_by_text(f"Còn thử được {left} lần.")).to_be_visible()
    _type(page, "0000")
    expect(page.get_by_text("Sai nhiều lần. Đợi")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Sai nhiều lần. Đợi")).to_be_visible()
    page.goto(address(live, "/so"))
    expect(page.get_by_role("heading", name="Nhập mã PIN")).to_be_visible()

    # a forgotten PIN holds up nothing: behind the lock the queue drains, under her own name
    assert _senders(live) == [HOA]
    live.start()
    page.reload()
    until(page, lambda: _senders(live) == [HOA, LAN])
    expect(page.get_by_text("Đã gửi hết")).to_be_visible()
    tap(page, "Quên mã PIN")
    expect(page.get_by_text("vẫn tự gửi, không cần mã PIN")).to_be_visible()


def test_who_signs_out_leaves_nothing_to_others_and_loses_nothing(live: Live, phone: Browser, picture):
    page = come_in(live, phone, HOA)
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    offline_ready(page)
    live.stop()
    log_absent(page)
    page.goto(address(live, "/may-nay"))
    tap(page, "Đăng xuất", exact=True)
    expect(page.get_by_text("Còn 1 lượt chưa gửi. Đăng xuất thì các lượt này vẫn giữ trên máy")).to_be_visible()
    tap(page, "Vẫn đăng xuất")
    expect(page.get_by_role("heading", name="Ai đang dùng máy này?")).to_be_visible()
    tap(page, HOA)
    expect(page.get_by_text("đã đăng xuất khỏi máy này")).to_be_visible()
    picture(page, "27-da-dang-xuat")
    page.goto(address(live, "/so"))
    expect(page.get_by_text("Chủ máy đi vắng")).to_have_count(0)

    # somebody else works on the phone: her own goes out, the other's stays
    live.start()
    page = come_in(live, phone, LAN)
    _choose_pin(page, "2468")
    log_done(page)
    page.goto(address(live, "/so"))
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("1")
    expect(page.get_by_text("Chủ máy đi vắng")).to_have_count(0)
    assert _senders(live) == [LAN]

    # back by an invite to herself, everything is there and goes out
    (person,) = (row[0] for row in live.rows(f"SELECT id FROM person WHERE name = '{HOA}'"))
    page.goto("about:blank")
    page.goto(address(live, f"/#moi={live.code(person=_uuid(person))}"))
    tap(page, "Bắt đầu")
    _choose_pin(page, "1357")
    page.goto(address(live, "/so"))
    expect(page.get_by_text("Chủ máy đi vắng")).to_be_visible()
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("1")
    assert _senders(live) == [HOA, LAN]


def test_a_phone_that_staff_locked_says_what_to_do(live: Live, phone: Browser, picture):
    page = come_in(live, phone, HOA)
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    log_done(page)
    page.goto(address(live, "/so"))
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("1")
    (device,) = (row[0] for row in live.rows("SELECT DISTINCT device_id FROM op"))
    live.district().call("POST", f"/devices/{_uuid(device)}/revoke", {})
    page.goto(address(live))
    log_absent(page)
    page.goto(address(live, "/may-nay"))
    expect(page.get_by_role("heading", name="Máy này")).to_be_visible()
    expect(page.get_by_text("Cán bộ đã khóa máy này. Không mất lượt nào.")).to_be_visible()
    expect(page.get_by_text("Xin cán bộ xã đường dẫn mời mới cho chính bạn")).to_be_visible()
    picture(page, "28-may-bi-khoa", full_page=True)
    page.goto(address(live, "/so"))
    expect(page.get_by_text("Đang giữ lại")).to_be_visible()


def _uuid(value: object) -> str:
    """SQLite hands uuids out as bytes."""
    text = value.hex() if isinstance(value, bytes) else str(value).replace("-", "")
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

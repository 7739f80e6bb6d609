"""The main job, from a knock on the door to the district's total, as a person would follow it."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.faults.live import Live

PASSWORD = "chín con cò trắng bay"


def _invite(live: Live) -> str:
    made = live.gocua(
        "invite", "--role", "volunteer", "--organisation", "hoi-lhpn-xa.28135", "--area", "28135",
        "--hamlet", "28135-my-tay", "--name", "Nguyễn Thị Hoa", "--json",
    )  # fmt: skip
    return json.loads(made)["code"]


def _tap(page: Page, name: str, exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).click()


def _log_four_of_one_house(page: Page, picture) -> None:
    picture(page, "01-ghi-mot-luot")
    _tap(page, "Đã cài xong")
    page.get_by_role("radio", name="đã bật Bluetooth và khai số").check()
    page.get_by_role("textbox", name="Số điện thoại").fill("0912 345 678")
    page.get_by_role("checkbox").check()
    expect(page.get_by_text("Số di động hợp lệ")).to_be_visible()
    picture(page, "02-so-dien-thoai")
    _tap(page, "Lưu", exact=True)
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()
    picture(page, "03-da-luu")

    _tap(page, "Thêm máy cùng nhà")
    expect(page.get_by_text("Máy thứ 2")).to_be_visible()
    _tap(page, "Chưa cài được")
    page.get_by_role("radio", name="Máy đầy bộ nhớ").check()
    picture(page, "04-ly-do")
    _tap(page, "Lưu", exact=True)
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()

    _tap(page, "Thêm máy cùng nhà")
    _tap(page, "Đã cài xong")
    page.get_by_role("radio", name="chưa khai số").check()
    _tap(page, "Không ghi số")
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()

    _tap(page, "Thêm máy cùng nhà")
    _tap(page, "Vắng nhà, hẹn ghé lại")
    page.get_by_role("radio", name="Chủ máy đi vắng").check()
    page.get_by_role("radio", name="Ngày mai").check()
    _tap(page, "Lưu", exact=True)
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()


def _counts(page: Page, name: str, number: int) -> None:
    """The button says the number, once it has been counted."""
    expect(page.get_by_role("button", name=name).first).to_contain_text(str(number))


def test_four_records_of_one_house_reach_the_district(live: Live, phone: Browser, desk: Browser, picture):
    base = f"http://127.0.0.1:{live.port}"
    live.gocua("person", "add", "--username", "huyen", "--role", "district", "--name", "Phòng VH&TT",
               "--password-stdin", stdin=PASSWORD)  # fmt: skip

    # she opens the link that she got and begins
    page = phone.open(f"{base}/#moi={_invite(live)}")
    expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    picture(page, "00-nhan-viec")
    _tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    expect(page.get_by_text("Ấp Mỹ Tây")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.close()  # Chromium writes a new cookie to disk within half a minute, or when it is closed

    # the district sees nothing yet
    board = desk.open(f"{base}/dang-nhap")
    board.get_by_label("Tên đăng nhập").fill("huyen")
    board.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    _tap(board, "Đăng nhập")
    expect(board.get_by_role("heading", level=1)).to_contain_text("Cần Đước")
    expect(board.get_by_text("30,99%").first).to_be_visible()
    expect(board.get_by_text("19,10%").first).to_be_visible()
    before = live.counted()
    assert before["records"] == 0

    # no network: the server is gone
    live.stop()
    page = phone.open(f"{base}/")
    _log_four_of_one_house(page, picture)
    page.goto(f"{base}/so")
    expect(page.get_by_text("Chờ gửi").first).to_be_visible()
    _counts(page, "Chờ gửi", 4)
    page.reload()
    expect(page.get_by_text("Máy đầy bộ nhớ")).to_be_visible()
    picture(page, "05-so-cua-toi")

    # the battery dies; she starts the phone again, still without network
    phone.kill()
    page = phone.open(f"{base}/so")
    expect(page.get_by_text("Máy đầy bộ nhớ")).to_be_visible()
    _counts(page, "Chờ gửi", 4)
    _counts(page, "Đã gửi", 0)

    # in the evening there is a network
    live.start()
    _tap(page, "Gửi ngay")
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("4")
    _counts(page, "Chờ gửi", 0)
    picture(page, "06-da-gui")
    page.goto(f"{base}/ghe-lai")
    page.get_by_role("radio", name="Sắp tới (1)").check()
    expect(page.get_by_text("Chủ máy đi vắng")).to_be_visible()
    picture(page, "07-ghe-lai")
    page.goto(f"{base}/huong-dan/ma-qr")
    expect(page.get_by_role("img", name="Mã QR").first).to_be_visible()
    picture(page, "08-ma-qr")

    # the district's page follows without a reload
    after = live.counted()
    assert (after["records"], after["assists"], after["unique"], after["unchecked"]) == (4, 2, 2, 1)
    expect(board.get_by_role("main")).to_contain_text(re.compile(r"2\s*lượt hỗ trợ"), timeout=60_000)
    expect(board.get_by_role("main")).to_contain_text(re.compile(r"1\s*trong đó không có số"))
    picture(board, "10-tong-quan-huyen")
    board.goto(f"{base}/huyen/xa/28135")
    expect(board.get_by_text("Ấp Mỹ Tây").first).to_be_visible()
    picture(board, "11-xa-my-le")

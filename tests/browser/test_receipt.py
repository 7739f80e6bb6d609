"""The day's receipt: the phone's figures, a code once the server has confirmed, a picture, the commune's check."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, come_in, log_absent, log_done, offline_ready, tap
from tests.faults.live import Live


def test_a_receipt_is_shown_drawn_and_checked(live: Live, phone: Browser, desk: Browser, picture, tmp_path: Path):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    log_done(page)
    tap(page, "Sang nhà khác")
    log_absent(page)
    page.goto(address(live, "/so"))
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
    page.get_by_role("link", name="Phiếu ghi nhận").click()
    code = page.locator("[data-receipt-code]")
    expect(code).to_have_text(re.compile("^[0-9A-Z]{4}(-[0-9A-Z]{4}){5}-[0-9A-Z]{2}$"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("2 lượt, 1 máy cài được")
    expect(main).to_contain_text(re.compile(r"Máy chủ xác nhận lúc \d\d:\d\d: 2 lượt, 1 máy cài được"))
    picture(page, "20-phieu-ghi-nhan")

    with page.expect_download() as download:
        tap(page, "ảnh phiếu")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".png"
    assert file.read_bytes().startswith(b"\x89PNG")
    expect(page.get_by_text("Đã lưu ảnh phiếu")).to_be_visible()

    board = at_the_desk(live, desk, "commune")
    board.get_by_role("link", name="Kiểm phiếu").click()
    board.get_by_label("Mã kiểm").fill(code.inner_text().lower())
    tap(board, "Kiểm", exact=True)
    found = board.get_by_role("main")
    expect(found).to_contain_text("Phiếu đúng, do máy chủ này lập")
    expect(found).to_contain_text("Nguyễn Thị Hoa")
    expect(found).to_contain_text("2 lượt, 1 máy cài được")
    picture(board, "21-kiem-phieu")
    forged = code.inner_text()
    board.get_by_label("Mã kiểm").fill(("7" if forged[0] != "7" else "6") + forged[1:])
    tap(board, "Kiểm", exact=True)
    expect(found).to_contain_text("Mã này không phải của máy chủ lập")
    # the square of the receipt leads to the same page
    board.goto(address(live, f"/huyen/phieu?ma={code.inner_text().replace('-', '')}"))
    expect(board.get_by_role("main")).to_contain_text("Nguyễn Thị Hoa")


def test_without_a_network_there_is_no_code_and_the_page_says_so(live: Live, phone: Browser, picture):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    offline_ready(page)
    live.stop()
    log_absent(page)
    page.goto(address(live, "/so/phieu"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("Chưa có mã kiểm")
    expect(main).to_contain_text("Chờ gửi1 lượt")
    expect(page.locator("[data-receipt-code]")).to_have_count(0)
    with page.expect_download():
        tap(page, "ảnh phiếu")
    picture(page, "22-phieu-khong-mang")

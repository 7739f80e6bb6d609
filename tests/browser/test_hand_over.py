"""Without any network the visits still reach the office: as a file, as often as one likes."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, come_in, log_absent, log_done, offline_ready, tap
from tests.faults.live import Live


def _bring(board: Page, *files: Path) -> None:
    board.get_by_label("Chọn tệp").set_input_files([str(file) for file in files])


def test_a_file_brings_the_visits_and_the_phone_gets_its_receipts(
    live: Live, phone: Browser, desk: Browser, picture, tmp_path: Path
):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    offline_ready(page)
    live.stop()
    log_done(page)
    tap(page, "Sang nhà khác")
    log_absent(page)
    page.goto(address(live, "/may-nay"))
    expect(page.get_by_role("button", name="Chuyển tay 2 lượt chưa gửi")).to_be_visible()
    picture(page, "23-may-nay")
    with page.expect_download() as download:
        tap(page, "Chuyển tay 2 lượt chưa gửi")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".txt"
    expect(page.get_by_text("Đã lưu tệp")).to_be_visible()
    page.goto("about:blank")  # the phone is put away; it must not send by itself

    live.start()
    board = at_the_desk(live, desk, "commune")
    board.get_by_role("link", name="Nạp tệp chuyển tay").click()
    _bring(board, file)
    main = board.get_by_role("main")
    expect(main).to_contain_text("Đã nạp 1 tệp: 2 lượt mới, 0 lượt đã có từ trước")
    picture(board, "24-nap-tep")
    tap(board, "Nạp lại các tệp này")
    expect(main).to_contain_text("0 lượt mới, 2 lượt đã có từ trước")
    changed = tmp_path / "sua.txt"
    changed.write_text(file.read_text().replace('"door"', '"gate"') + "\nkhông phải dòng của tệp\n")
    _bring(board, changed)
    expect(main).to_contain_text("Tệp đã bị sửa, hoặc không phải của máy trong đợt này")
    expect(main).to_contain_text("Dòng này không phải của tệp chuyển tay")
    assert live.counted()["records"] == 2

    page.goto(address(live, "/so"))
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
    assert live.counted()["records"] == 2
    assert {name for (name,) in live.rows("SELECT p.name FROM op o JOIN person p ON p.id = o.person_id")} == {
        "Nguyễn Thị Hoa"
    }

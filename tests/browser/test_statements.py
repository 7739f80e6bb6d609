"""A clerk fills the lists, sends an enterprise its link, and the enterprise states; each with a mistake first."""

import io

import xlsxwriter
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, tap
from tests.faults.live import Live

HEADINGS = ("Mã địa bàn", "Chỉ số", "Giá trị", "Ngày chốt", "Nguồn")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _workbook(*rows: tuple) -> dict:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((HEADINGS, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return {"name": "so-ho.xlsx", "mimeType": XLSX, "buffer": out.getvalue()}


def _link_for_a_new_enterprise(live: Live, board: Page, picture) -> str:
    board.goto(address(live, "/huyen/danh-muc?muc=to-chuc&xa=28126"))
    board.get_by_label("Thuộc loại").select_option(label="Công ty, doanh nghiệp")
    board.get_by_label("Tên đơn vị").fill("Công ty May Long Cang\nCơ sở Gỗ Tư Hùng")
    tap(board, "Thêm đơn vị")
    expect(board.get_by_text("Đã thêm 2.")).to_be_visible()
    board.goto(address(live, "/huyen/ke-khai?nhom=doanh-nghiep"))
    expect(board.get_by_role("row").filter(has_text="Cơ sở Gỗ Tư Hùng")).to_contain_text("Chưa kê khai")
    board.get_by_role("link", name="Công ty May Long Cang").click()
    tap(board, "Sửa")
    board.get_by_label("Ngày yêu cầu doanh nghiệp cài đặt").fill("2021-08-18")
    tap(board, "Lưu", exact=True)
    expect(board.get_by_text("18/8/2021")).to_be_visible()
    board.get_by_label("Gửi cho ai").fill("Chị Thu, nhân sự")
    tap(board, "Tạo đường dẫn kê khai")
    picture(board, "31-duong-dan-ke-khai")
    return board.locator("[data-invite-link]").get_attribute("href") or ""


def test_an_enterprise_states_by_its_link_and_the_district_sees_the_history(
    live: Live, desk: Browser, phone: Browser, picture
):
    board = at_the_desk(live, desk)
    link = _link_for_a_new_enterprise(live, board, picture)

    page = phone.open("about:blank")
    page.goto(link)
    tap(page, "Bắt đầu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu kê khai")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Công ty May Long Cang")
    expect(page.get_by_role("navigation", name="Chính")).to_have_count(0)  # folded away on a phone
    total, installed = page.get_by_label("Tổng số người"), page.get_by_label("Đã cài ứng dụng")
    total.fill("120")
    installed.fill("210")
    tap(page, "Gửi kê khai")
    expect(main).to_contain_text("Số đã cài không thể lớn hơn tổng số.")
    expect(installed).to_be_focused()
    expect(total).to_have_value("120")
    picture(page, "32-ke-khai-sai")
    installed.fill("90")
    page.get_by_label("Đã cài và đang sử dụng").fill("81")
    tap(page, "Gửi kê khai")
    expect(main).to_contain_text("Đã nhận: 90 / 120")
    total.fill("1.200")
    installed.fill("95")
    tap(page, "Gửi kê khai")
    expect(main).to_contain_text("Đã nhận: 95 / 1.200")
    picture(page, "33-ke-khai-da-nhan", full_page=True)

    board.goto(address(live, "/huyen/ke-khai?nhom=doanh-nghiep"))
    row = board.get_by_role("row").filter(has_text="Công ty May Long Cang")
    expect(row).to_contain_text("1.200")
    expect(row).to_contain_text("đơn vị tự kê khai (Chị Thu, nhân sự)")
    row.get_by_role("link").click()
    history = board.get_by_role("table", name="Các lần kê khai, mới nhất trước")
    expect(history.get_by_role("row").nth(1)).to_contain_text("Đang dùng")
    expect(history.get_by_role("row").nth(2)).to_contain_text("67,50%")
    expect(history.get_by_role("row").nth(2)).to_contain_text("Đã thay")
    # a slip is taken back with its reason, and the one before stands again
    history.get_by_role("row").nth(1).get_by_role("button", name="Rút").click()
    board.get_by_label("Vì sao rút").fill("gõ thừa số 0")
    tap(board, "Rút mục này")
    expect(history.get_by_role("row").nth(1)).to_contain_text("Đã rút: gõ thừa số 0")
    expect(history.get_by_role("row").nth(2)).to_contain_text("Đang dùng")
    picture(board, "34-lich-su-ke-khai", full_page=True)


def test_hamlets_are_pasted_and_their_figures_come_by_table(live: Live, desk: Browser, picture):
    board = at_the_desk(live, desk)
    board.goto(address(live, "/huyen/danh-muc?xa=28111"))
    board.get_by_label("Danh sách của xã Long Trạch").fill("1. Cầu Tràm\n2. Ấp Xoài Đôi\n3. Ấp Xoai Doi\n4. Rạch Đào")
    expect(board.get_by_text("2 ấp mới, 1 đã có, 1 cần xem")).to_be_visible()
    picture(board, "35-dan-danh-sach-ap")
    tap(board, "Thêm 2 ấp")
    expect(board.get_by_text("Đã thêm 2 ấp.")).to_be_visible()
    expect(board.get_by_role("rowheader", name="Ấp Cầu Tràm")).to_be_visible()
    expect(board.get_by_role("rowheader", name="Ấp Rạch Đào")).to_be_visible()
    expect(board.get_by_role("rowheader", name="Ấp Xoài Đôi")).to_have_count(1)

    board.goto(address(live, "/huyen/danh-muc?muc=so-lieu&xa=28111"))
    chooser = board.get_by_label("Chọn tệp Excel")
    right = ("28111-cau-tram", "số hộ", 412, "20/8/2021", "UBND xã")
    chooser.set_input_files(files=_workbook(right, ("28111-rach-dao", "số hộ", "bốn trăm", "20/8/2021", "UBND xã")))
    faults = board.get_by_role("table", name="Chỗ sai trong bảng")
    expect(faults.get_by_role("row").nth(1)).to_contain_text("3")
    expect(faults.get_by_role("row").nth(1)).to_contain_text("Giá trị")
    with board.expect_download() as download:
        tap(board, "Tải tệp báo lỗi")
    assert download.value.suggested_filename == "loi-figures.xlsx"
    picture(board, "36-so-lieu-sai")
    expect(board.get_by_role("rowheader", name="Ấp Cầu Tràm")).to_have_count(0)  # nothing half-imported
    chooser.set_input_files(files=_workbook(right, ("28111-rach-dao", "số hộ", 398, "20/8/2021", "UBND xã")))
    expect(board.get_by_text("Bảng đúng: 2 dòng mới")).to_be_visible()
    tap(board, "Ghi vào hệ thống")
    expect(board.get_by_text("Đã ghi: 2 dòng mới")).to_be_visible()
    expect(board.get_by_role("row").filter(has_text="Ấp Cầu Tràm")).to_contain_text("412")
    expect(board.get_by_role("row").filter(has_text="Ấp Cầu Tràm")).to_contain_text("20/8/2021")

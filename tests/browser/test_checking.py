"""An officer checks: records voided in bulk and one taken back, an op that was held, the ledger between two moments,
a sample asked about again, the Department's figures beside what was logged, a file and a token for another system.
The figures follow each act."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, tap
from tests.faults.live import Live
from tests.site import COMMUNE, HAMLET

FAR = "28111-xoai-doi"
LOGGED = 11  # enough within minutes to be a signal


def assists(live: Live) -> int:
    return live.counted()["assists"]


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-ledger] [data-part={name}]")


def test_an_officer_checks_and_every_figure_follows(live: Live, desk: Browser, tmp_path: Path, picture):
    volunteer = live.phone(name="Nguyễn Thị Mẫu")
    for _ in range(LOGGED):
        volunteer.save(area=HAMLET, mode="door", outcome="ok_installed_used")
    volunteer.save(area=FAR, mode="door", outcome="ok_installed_used", note="sang giúp xã bên")
    volunteer.sync()
    assert assists(live) == LOGGED
    seq = live.district().call("GET", "/totals?by=commune")["seq"]
    page = at_the_desk(live, desk)
    main = page.get_by_role("main")

    # what is unusual leads to that person's records of that day
    page.goto(address(live, "/huyen/kiem-tra/dau-hieu"))
    signal = main.get_by_role("listitem").filter(has_text="Tất cả trong vài phút")
    expect(signal).to_contain_text(f"Cả {LOGGED} lượt")
    picture(page, "32-dau-hieu")
    signal.get_by_role("button", name="Chọn 5 lượt để hỏi lại").click()
    expect(signal).to_contain_text("Đã chọn 5 lượt để hỏi lại.")
    assert len(live.rows("SELECT 1 FROM spot_check")) == 5
    signal.get_by_role("link", name="Xem các lượt").click()
    expect(main).to_contain_text("Chỉ lượt của Nguyễn Thị Mẫu")
    boxes = main.get_by_role("listitem").get_by_role("checkbox")
    expect(boxes).to_have_count(LOGGED)

    # two are voided over a network that breaks off; sent again, nothing is done twice
    for box in (boxes.nth(0), boxes.nth(1)):
        box.focus()
        page.keyboard.press("Space")
    tap(page, "Hủy có lý do")
    expect(main).to_contain_text("Chưa ghi vì sao hủy")
    page.get_by_label("Lý do").fill("Gọi lại, nhà không có máy")
    page.route("**/api/v1/sync/push", lambda route: route.abort())
    tap(page, "Hủy có lý do")
    expect(main).to_contain_text("2 lượt chưa gửi được")
    assert assists(live) == LOGGED
    page.unroute("**/api/v1/sync/push")
    tap(page, "Gửi lại")
    expect(main).to_contain_text("Đã hủy 2 lượt")
    assert assists(live) == LOGGED - 2
    expect(main.get_by_text("Lý do: Gọi lại, nhà không có máy")).to_have_count(2)
    picture(page, "33-kiem-tra")

    main.get_by_text("Hoàn tác từng lượt").click()
    page.get_by_role("button", name="Hoàn tác lượt").first.click()
    expect(main).to_contain_text("Đã hoàn tác 1 lượt")
    assert assists(live) == LOGGED - 1
    assert len(live.district().call("GET", "/reviews")["items"]) == 3

    # what was held is accepted, with its reason and its content in sight
    page.goto(address(live, "/huyen/can-xem"))
    held = main.get_by_role("listitem").filter(has_text="Ghi ở ngoài địa bàn được giao")
    expect(held).to_contain_text("sang giúp xã bên")
    held.get_by_text("Nội dung gốc").click()
    expect(held.locator("pre")).to_contain_text(f'"area": "{FAR}"')
    picture(page, "34-can-xem")
    held.get_by_role("button", name="Nhận").click()
    expect(main).to_contain_text("Đã nhận 1 lượt")
    expect(main).to_contain_text("Không có lượt nào cần xem")
    assert assists(live) == LOGGED

    # the ledger shows both, each with its record
    page.goto(address(live, "/huyen/so-da-chot"))
    page.get_by_label("Từ", exact=True).select_option(label="Theo số thứ tự…")
    page.get_by_label("Số thứ tự").fill(str(seq))
    expect(part(page, "earlier")).to_contain_text(str(LOGGED))
    expect(part(page, "voided")).to_contain_text("−1")
    expect(part(page, "late")).to_contain_text("+1")
    expect(part(page, "now")).to_contain_text(str(LOGGED))
    expect(part(page, "now")).to_contain_text("Khớp với tổng tính lại từ bản ghi")
    expect(main.get_by_role("row", name=re.compile("^Xã Long Trạch"))).to_contain_text("+1")
    part(page, "voided").get_by_role("link", name="1 lượt").click()
    expect(page).to_have_url(re.compile(rf"tu=seq\.{seq}&phan=rut-huy$"))
    listed = main.locator(".ledger-records")
    expect(listed).to_contain_text("Không còn tính")
    expect(listed.get_by_role("heading")).to_be_focused()
    picture(page, "35-so-da-chot")
    page.reload()
    expect(listed).to_contain_text("Nguyễn Thị Mẫu")
    page.go_back()
    expect(listed).to_have_count(0)

    # a sample is asked about again
    page.goto(address(live, "/huyen/kiem-tra/mau"))
    page.get_by_label("Số lượt").fill("2")
    tap(page, "Chọn ngẫu nhiên 2 lượt")
    expect(main).to_contain_text("Đã chọn 2 lượt để hỏi lại")
    forms = main.get_by_role("form", name="Nguyễn Thị Mẫu")
    expect(forms).to_have_count(7)  # those drawn from the signal as well; the new ones come first
    first = forms.first
    first.get_by_role("radio", name="Đúng", exact=True).check()
    first.get_by_label("Ghi lại").fill("Trưởng ấp xác nhận")
    first.get_by_role("button", name="Lưu kết quả").click()
    summary = main.locator("[data-summary]")
    expect(summary).to_contain_text("1 trong 1 lượt hỏi được là đúng (100,00%)")
    expect(summary.locator("[data-count=open] b")).to_have_text("6")  # the five that the signal had drawn, too
    picture(page, "36-hau-kiem")

    # the Department's file, and what was logged in the same days
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    table = tmp_path / "so.csv"
    lines = [f"{COMMUNE},installed,{value},{day},Sở TT&TT" for value, day in (
        (2335, today - timedelta(days=3)), (2350, today))]  # fmt: skip
    table.write_text("\n".join(["area,measure,value,as_of,source", *lines]) + "\n", encoding="utf-8")
    page.goto(address(live, "/huyen/doi-chieu"))
    tap(page, "Nhập số của Sở")
    page.locator("input[type=file]").set_input_files(table)
    tap(page, "Ghi vào hệ thống")
    row = main.locator(f"tr[data-code='{COMMUNE}']")
    expect(row.locator("[data-figure=change]")).to_have_text("+15")
    expect(row.locator("[data-figure=success]")).to_contain_text(str(LOGGED - 1))
    expect(row.locator("[data-figure=gap]")).to_have_text(f"+{15 - LOGGED + 1}")
    picture(page, "37-doi-chieu")

    # a table leaves as a file, whole
    page.goto(address(live, "/huyen/luot"))
    with page.expect_download() as taken:
        tap(page, "Tải CSV")
    expect(main).to_contain_text(f"Đã tải xong {LOGGED} lượt")
    lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert (len(lines), lines[0][:17]) == (1 + LOGGED, "record_id,person,")

    # another system gets a token for the commune, reads with it, and is shut out once it is taken back
    page.goto(address(live, "/huyen/ma-truy-cap"))
    page.get_by_label("Dùng cho việc gì").fill("Bảng theo dõi của Sở")
    page.get_by_label("Được xem").select_option(label="Một địa bàn")
    page.get_by_label("Địa bàn", exact=True).select_option(label="Xã Mỹ Lệ")
    tap(page, "Tạo mã")
    token = page.locator("[data-token]").inner_text()
    picture(page, "38-ma-truy-cap")
    headers = {"Authorization": f"Bearer {token}"}
    told = page.request.get(address(live, "/api/v1/totals"), headers=headers)
    assert told.json()["total"]["assists"] == LOGGED - 1
    assert page.request.get(address(live, "/api/v1/records"), headers=headers).status == 403
    tap(page, "Đã chép xong")
    page.reload()
    given = main.get_by_role("listitem").filter(has_text="Bảng theo dõi của Sở")
    expect(given).to_contain_text("dùng lần cuối")
    assert token not in page.content()
    given.get_by_role("button", name="Thu hồi").click()
    tap(page, "Thu hồi ngay")
    expect(given).to_contain_text("Đã thu hồi")
    assert page.request.get(address(live, "/api/v1/totals"), headers=headers).status == 401

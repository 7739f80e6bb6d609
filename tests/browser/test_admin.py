"""An admin looks after the installation: what never happened is told, a key waits, a phone is revoked, the trail tells
of it and goes out as a file. Every page fits a narrow screen and axe finds nothing, light and dark."""

import re
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, tap
from tests.browser.test_screens import TAGS, WIDE
from tests.faults.live import Live
from tests.site import HAMLET

PAGES = ["", "/dot?ma=can-duoc-bluezone-2021", "/thiet-bi", "/dau-vet", "/sao-luu", "/khoa", "/viec-nen"]


def wrong_in(page: Page, live: Live, width: int, theme: Literal["light", "dark"]) -> list[str]:
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    found: list[str] = []
    for path in PAGES:
        page.goto(address(live, f"/huyen/quan-tri{path}"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0 or page.evaluate(WIDE):
            found.append(f"{path} is wider than {width}")
        axe = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        for one in axe.response["violations"]:
            found += [f"{path} {one['id']}: {node['html'][:120]}" for node in one["nodes"]]
    return found


def test_an_admin_looks_after_the_installation(live: Live, desk: Browser, tmp_path: Path, picture):
    volunteer = live.phone(name="Nguyễn Thị Mẫu")
    volunteer.save(area=HAMLET, mode="door", outcome="ok_installed_used")
    volunteer.sync()
    page = at_the_desk(live, desk, role="admin")
    main = page.get_by_role("main")

    # what never happened stands in the list, and its page says what ends it
    page.get_by_role("navigation").get_by_role("link", name="Hệ thống").click()
    expect(main.get_by_role("link", name=re.compile("Việc chạy nền"))).to_contain_text("Ổn")
    backups = main.get_by_role("link", name=re.compile("Sao lưu"))
    expect(backups).to_contain_text("Chưa có lần nào")
    picture(page, "60-quan-tri")
    backups.click()
    expect(main).to_contain_text("Chưa sao lưu lần nào")
    live.gocua("backup", str(tmp_path / "dem.backup"))
    page.reload()
    made = main.get_by_role("region", name="Sao lưu cuối")
    expect(made).to_contain_text("Còn mới")
    expect(made).to_contain_text("dem.backup")
    expect(main).to_contain_text("Chưa thử phục hồi lần nào")
    picture(page, "61-sao-luu")

    # a rotated key is not in use before the next start
    live.gocua("keys", "rotate", "seal")
    page.goto(address(live, "/huyen/quan-tri/khoa"))
    expect(main.get_by_role("row", name=re.compile("seal-1"))).to_contain_text("Đang dùng")
    expect(main.get_by_role("row", name=re.compile("seal-2"))).to_contain_text("Chờ nạp lại")
    picture(page, "62-khoa")

    # a phone is found without diacritics and revoked; the filter is in the address
    page.goto(address(live, "/huyen/quan-tri/thiet-bi"))
    page.get_by_role("searchbox").fill("nguyen thi mau")
    expect(main.get_by_role("rowheader")).to_have_count(1)
    tap(page, "Nguyễn Thị Mẫu")
    expect(page.get_by_role("heading", name="Nguyễn Thị Mẫu")).to_be_focused()
    tap(page, "Khóa máy")
    expect(main).to_contain_text("vẫn lên được trong 45 ngày")
    tap(page, "Khóa máy")
    expect(main).to_contain_text("Đã khóa máy của Nguyễn Thị Mẫu.")
    tap(page, "Đã khóa (1)")
    expect(page).to_have_url(re.compile("tinh-trang=da-khoa"))
    page.reload()
    expect(main.get_by_role("row", name=re.compile("Nguyễn Thị Mẫu"))).to_contain_text("Đã khóa")
    picture(page, "63-thiet-bi")

    # the trail tells who did it, and goes out as a file
    tap(page, "Nguyễn Thị Mẫu")
    page.get_by_role("link", name="Dấu vết của máy này").click()
    line = main.get_by_role("listitem").filter(has_text="Khóa máy")
    expect(line).to_contain_text("Cán bộ trực")
    line.get_by_role("link", name="Cán bộ trực").click()
    expect(page).to_have_url(re.compile("nguoi="))
    page.get_by_role("link", name="Mọi đối tượng").click()
    page.get_by_label("Việc").select_option(label="Thiết bị (mọi việc)")
    expect(main.get_by_role("listitem")).to_have_count(1)
    with page.expect_download() as download:
        tap(page, "Tải CSV")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert [row.split(",")[4] for row in text.splitlines()[1:]] == ["device.revoke"]
    page.goto(address(live, "/huyen/quan-tri/dau-vet?nguoi=gocua"))
    expect(main.get_by_role("listitem").filter(has_text="Đổi khóa")).to_contain_text("seal-2")
    picture(page, "64-dau-vet")

    assert wrong_in(page, live, 360, "dark") == []
    assert wrong_in(page, live, 1366, "light") == []

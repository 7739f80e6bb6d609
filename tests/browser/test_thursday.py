"""A Thursday: a commune's report from the empty page to the district's inbox, and what the district does after 13:00.

The campaign began 13 days ago, so that a weekly period is open; its due instant is moved by the district where the
story needs it, so that no test depends on the hour at which it runs.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import DESK, Browser
from tests.browser.people import address, at_the_desk, offline_ready, tap
from tests.faults.live import Live
from tests.faults.phone import Phone, instant, parse_instant, true_now

DAY = 86_400_000
MY_LE, LONG_TRACH, TAN_AN = "ubnd-xa.28135", "ubnd-xa.28111", "ubnd-xa.28147"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """An installation two weeks into its campaign, with the district and Mỹ Lệ's officer."""
    live = Live(tmp_path_factory.mktemp("thursday") / "home")
    live.gocua("init", "--starts-on", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 13 * 86_400)))
    live.gocua("areas", "import", "campaigns/can-duoc-bluezone-2021/hamlets.csv")
    try:
        yield live.start()
    finally:
        live.kill()


@pytest.fixture
def period(made: Live) -> str:
    """The weekly period that is open, due in three days."""
    squares = made.district().call("GET", f"/obligations?obligation=R08&organisation={MY_LE}")["items"]
    open_now = squares[-1]["period"]
    move_due(made, open_now, true_now() + 3 * DAY)
    return open_now


@pytest.fixture
def browser(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    """Browsers with profiles of their own."""
    opened: list[Browser] = []

    def open_one(name: str) -> Browser:
        opened.append(Browser(playwright, tmp_path / name, {**DESK, "accept_downloads": True}))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
        assert not one.problems


def move_due(live: Live, period: str, at: int, unit: str | None = None) -> None:
    body = {"due_at": instant(at), "reason": "Dời hạn để thử", "organisation": unit}
    live.district().call("PUT", f"/obligations/R08/dues/{period}", body)


def officer(live: Live, unit: str) -> Phone:
    """A commune's officer who calls without a browser."""
    return live.phone(role="commune", area=unit.partition(".")[2], organisation=unit, name=f"Cán bộ {unit}")


def submit(who: Phone, unit: str, period: str, **changes: Any) -> dict[str, Any]:
    body = {"obligation": "R08", "organisation": unit, "period": period, "finished_at": instant(true_now())}
    narrative = {"work_done": "Đã phân công 3 tổ đến từng nhà."}
    return who.call("PUT", f"/reports/{uuid.uuid4()}", {**body, "narrative": narrative, **changes})


def wait_until(live: Live, at: int) -> None:
    """Until the server's clock has reached an instant."""
    while parse_instant(live.district().call("GET", "/ping")["server_now"]) < at:
        time.sleep(0.05)


def row(page: Page, unit: str):
    return page.locator(f'[data-unit="{unit}"]')


def inbox(live: Live, board: Page, period: str) -> None:
    board.goto(address(live, f"/huyen/bao-cao?viec=R08&ky={period}"))
    expect(row(board, MY_LE)).to_be_visible()


def test_a_commune_officers_thursday(made: Live, period: str, browser, picture):
    """From the empty report to the district's inbox; the browser is closed and the server goes in the middle."""
    volunteer = made.phone(area="28135", organisation="hoi-lhpn-xa.28135", name="Chị Hoa")
    for number in range(3):
        volunteer.save(f"+8491234567{number}", area="28135-my-tay", mode="door", outcome="ok_installed_used")
    volunteer.sync()
    desk = browser("xa")
    page = at_the_desk(made, desk, "commune")
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    page.locator(f'[data-duty="R08!{MY_LE}!{period}"]').get_by_role("link").first.click()
    expect(page.locator(".stat").first).to_contain_text("3")
    expect(page.locator(".paper")).to_contain_text("đã ghi nhận 3 lượt hỗ trợ")
    expect(page.get_by_role("timer")).to_contain_text("Còn")
    picture(page, "14-bao-cao-tuan")
    tap(page, "Nội dung")
    page.get_by_label("Công tác triển khai").fill("Ủy ban nhân dân xã họp dân ở 5 ấp.")
    expect(page.locator(".paper")).to_contain_text("họp dân ở 5 ấp")
    expect(page.locator("[data-saved]")).to_be_visible()
    offline_ready(page)
    at = page.url
    desk.close()

    page = desk.open(at)
    expect(page.get_by_label("Công tác triển khai")).to_have_value("Ủy ban nhân dân xã họp dân ở 5 ấp.")
    # not the browser's own switch: a page that loads anew may get a request out before it holds again
    made.stop()
    page.get_by_label("Khó khăn, vướng mắc").fill("Một số máy đầy bộ nhớ.")
    tap(page, "Xem lại và gửi")
    tap(page, "Gửi báo cáo")
    expect(page.locator("[data-sending]")).to_contain_text("Sẽ gửi khi có mạng")
    page.reload()
    expect(page.locator("[data-sending]")).to_contain_text("Báo cáo đang chờ gửi")
    expect(page.locator(".paper")).to_contain_text("Một số máy đầy bộ nhớ.")
    picture(page, "15-bao-cao-cho-gui")
    assert made.rows("SELECT count(*) FROM report") == [(0,)]

    made.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-sent]")).to_contain_text("Đúng hạn")
    page.get_by_role("link", name="Đọc bản đã gửi").click()
    expect(page.locator(".paper")).to_contain_text("họp dân ở 5 ấp")
    assert made.rows("SELECT version FROM report") == [(1,)]

    board = at_the_desk(made, browser("huyen"))
    board.get_by_role("link", name="Báo cáo", exact=True).click()
    inbox(made, board, period)
    expect(row(board, MY_LE)).to_contain_text("Đúng hạn")
    expect(row(board, MY_LE)).to_contain_text("Chưa xem")
    expect(row(board, LONG_TRACH)).to_contain_text("Chưa gửi")
    row(board, MY_LE).get_by_role("link", name="Đọc").click()
    expect(board.locator(".paper")).to_contain_text("Một số máy đầy bộ nhớ.")


def test_the_districts_thursday_after_13_00(made: Live, period: str, browser, picture, tmp_path: Path):
    """One came late and was finished in time, one is returned and corrected, one is zero; the rest is urged."""
    long_trach, tan_an = officer(made, LONG_TRACH), officer(made, TAN_AN)
    submit(tan_an, TAN_AN, period, zero=True, narrative={})
    finished = instant(true_now())
    due = true_now() + 4_000  # still ahead when the server hears of it
    move_due(made, period, due, LONG_TRACH)
    wait_until(made, due)
    late = submit(long_trach, LONG_TRACH, period, finished_at=finished)
    assert late["status"] == "late"

    board = _sign_in(made, browser("sau-gio"), "district")
    inbox(made, board, period)
    expect(row(board, TAN_AN)).to_contain_text("Không phát sinh")
    expect(row(board, LONG_TRACH)).to_contain_text("Trễ chưa đầy 1 phút")
    expect(row(board, LONG_TRACH)).to_contain_text("Viết xong trước hạn")
    picture(board, "16-bao-cao-gui-ve")
    row(board, LONG_TRACH).get_by_role("link", name="Đọc").click()
    board.get_by_role("radio", name="Nhận là đúng hạn").check()
    tap(board, "Gửi trả lời")
    expect(board.get_by_text("Nhận là đúng hạn thì phải ghi lý do.")).to_be_visible()
    board.get_by_label("Lý do nhận là đúng hạn").fill("Xã mất điện từ 12 giờ, đã gọi báo trước.")
    tap(board, "Gửi trả lời")
    expect(board.get_by_text("Đã trả lời, đơn vị được báo.")).to_be_visible()
    expect(board.get_by_role("main")).to_contain_text("Xã mất điện từ 12 giờ")
    inbox(made, board, period)
    expect(row(board, LONG_TRACH)).to_contain_text("Nhận là đúng hạn")

    row(board, TAN_AN).get_by_role("link", name="Đọc").click()
    board.get_by_role("radio", name="Trả lại để sửa").check()
    board.get_by_label("Cần sửa gì").fill("Ghi rõ số tổ đã đến từng nhà.")
    tap(board, "Gửi trả lời")
    expect(board.get_by_text("Đã trả lời, đơn vị được báo.")).to_be_visible()

    page = _sign_in(made, browser("tan-an"), "commune", TAN_AN)
    page.goto(address(made, "/huyen/bao-cao"))
    page.get_by_role("link", name="Sửa", exact=True).click()
    expect(page.locator("[data-sent]")).to_contain_text("Ghi rõ số tổ đã đến từng nhà.")
    tap(page, "Sửa, gửi bản 2")
    page.get_by_label("Công tác triển khai").fill("Đã có 4 tổ đến từng nhà.")
    tap(page, "Xem lại và gửi")
    expect(page.get_by_text("Bản đính chính, thành bản 2")).to_be_visible()
    tap(page, "Gửi báo cáo")
    expect(page.locator("[data-sent]")).to_contain_text("bản 2")

    inbox(made, board, period)
    expect(row(board, TAN_AN).get_by_role("cell").nth(2)).to_have_text("2")
    row(board, TAN_AN).get_by_role("link", name="Đọc").click()
    expect(board.locator("[data-changes]")).to_contain_text("Đã có 4 tổ đến từng nhà.")
    picture(board, "17-doc-bao-cao")
    board.get_by_label("Người ký").select_option("KT")
    text = _text(_download(board, tmp_path))
    assert "Đã có 4 tổ đến từng nhà." in text
    assert "(Bản đính chính lần 1)" in text
    assert "KT. CHỦ TỊCH" in text

    inbox(made, board, period)
    tap(board, "Công văn đôn đốc")
    urging = _text(_download(board, tmp_path))
    assert any("UBND xã Tân Chánh" in line for line in urging)
    assert not any("UBND xã Long Trạch" in line for line in urging)


def _sign_in(live: Live, desk: Browser, role: str, unit: str = "") -> Page:
    """Signs a further person in: `at_the_desk` has the first of each role."""
    username, password = f"{role}-2", "bảy con vịt xiêm bơi"
    place = ["--area", unit.partition(".")[2], "--organisation", unit] if unit else []
    live.gocua("person", "add", "--username", username, "--role", role, *place, "--name", "Cán bộ thứ hai",
               "--password-stdin", stdin=password)  # fmt: skip
    page = desk.open(address(live, "/dang-nhap"))
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    tap(page, "Đăng nhập")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")
    return page


def _download(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        tap(page, "Tải Word")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    expect(page.get_by_text(f"Đã lập {file.name}")).to_be_visible()
    return file


def _text(file: Path) -> list[str]:
    """All paragraphs of a document, those in tables too."""
    paragraphs = [p for p in docx.Document(str(file)).element.body.iter() if p.tag.endswith("}p")]
    return ["".join(one.text or "" for one in p.iter() if one.tag.endswith("}t")) for p in paragraphs]

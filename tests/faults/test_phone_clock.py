"""F19 on a real phone: its clock is a year off, or jumps: work goes on, nothing is refused, the person is told."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, log_absent, log_done, tap
from tests.faults.at_work import come_in_at, next_house, wait_until_sent
from tests.faults.live import Live

YEAR = 365 * 86_400_000

# The page's clock, off by `gocua-test-clock` ms: read at each call, so that a test can make it jump.
CLOCK = """(() => {
  const True = Date;
  const off = () => Number(sessionStorage.getItem('gocua-test-clock') ?? START);
  globalThis.Date = class extends True {
    constructor(...given) { given.length ? super(...given) : super(True.now() + off()); }
    static now() { return True.now() + off(); }
  };
})();"""


def set_wrong(page: Page, off: int) -> None:
    assert page.context is not None
    page.context.add_init_script(CLOCK.replace("START", str(off)))


def jump(page: Page, off: int) -> None:
    page.evaluate("(off) => sessionStorage.setItem('gocua-test-clock', String(off))", off)


@pytest.mark.parametrize(("off", "told"), [(YEAR, "Đồng hồ nhanh"), (-YEAR, "Đồng hồ chậm")], ids=["ahead", "behind"])
def test_a_clock_that_is_a_year_off_refuses_nothing_and_is_told(
    on_sqlite: Live, chromium_phone: Browser, off: int, told: str
):
    live = on_sqlite
    page = come_in_at(address(live, ""), live, chromium_phone, prepare=lambda page: set_wrong(page, off))
    assert abs(page.evaluate("Date.now() - performance.timeOrigin - performance.now()") - off) < 3_600_000
    log_done(page)
    next_house(page)
    jump(page, -off)  # somebody "corrects" it the wrong way round, between two visits
    log_absent(page)
    jump(page, off)
    page.goto(address(live, "/may-nay"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    expect(page.get_by_text(told)).to_be_visible()
    page.goto(address(live, "/so"))
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
    assert live.counted()["records"] == 2
    assert live.rows("SELECT count(*) FROM pending")[0][0] == 0


@pytest.mark.parametrize("off", [YEAR, -YEAR], ids=["ahead", "behind"])
def test_what_is_logged_by_a_wrong_clock_is_listed_under_today(on_sqlite: Live, chromium_phone: Browser, off: int):
    live = on_sqlite
    page = come_in_at(address(live, ""), live, chromium_phone, prepare=lambda page: set_wrong(page, off))
    log_done(page)
    expect(page.get_by_text("1 lượt · 1 máy cài xong")).to_be_visible()
    page.goto(address(live, "/so"))
    expect(page.get_by_role("radio", name="Hôm nay", exact=True)).to_be_checked()
    expect(page.get_by_role("link", name="Đã cài")).to_have_count(1)
    wait_until_sent(page)
    page.goto(address(live, "/so/phieu"))
    expect(page.get_by_text("1 lượt, 1 máy cài được").first).to_be_visible()
    if off < 0:  # it counts today, and the server says so; a day that has not come yet it cannot confirm
        expect(page.get_by_text("Máy chủ xác nhận")).to_be_visible()
    page.goto(address(live, "/so/tien-do"))
    expect(page.get_by_text("Máy này ghi thêm 1 lượt").first).to_be_visible()


def test_a_clock_that_is_right_is_not_complained_of(on_sqlite: Live, chromium_phone: Browser):
    page = come_in_at(address(on_sqlite, ""), on_sqlite, chromium_phone)
    page.goto(address(on_sqlite, "/may-nay"))
    expect(page.get_by_text("Đồng hồ đúng")).to_be_visible()

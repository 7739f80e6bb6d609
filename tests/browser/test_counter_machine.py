"""One machine at a bank: tellers take turns, tabs add up, and a power cut costs nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import DESK, Browser
from tests.browser.people import address, come_in, offline_ready, tap
from tests.faults.live import Live

pytestmark = pytest.mark.slow

FIRST, SECOND = "Quầy 1", "Quầy 2"


def _help(page: Page, times: int) -> None:
    for _ in range(times):
        tap(page, "Đã hướng dẫn 1 khách")


def _shows(page: Page, helped: int) -> None:
    expect(page.locator(".tally-num")).to_contain_text(f"{helped} ")


def _pin(page: Page, pin: str, again: bool) -> None:
    for number in range(2 if again else 1):
        for digit in pin:
            tap(page, digit, exact=True)
        if again and number == 0:
            expect(page.get_by_role("heading", name="Nhập lại mã PIN")).to_be_visible()
    expect(page.locator(".tally-num")).to_be_visible()


def test_tabs_and_tellers_of_one_machine_add_up(live: Live, desk: Browser, picture):
    page = come_in(live, desk, FIRST, role="teller", area="28135")
    _shows(page, 0)
    _help(page, 3)
    _shows(page, 3)
    assert desk.context is not None
    other = desk.context.new_page()
    other.goto(address(live, "/quay"))
    _shows(other, 3)
    _help(other, 2)
    _shows(other, 5)
    _shows(page, 5)  # without a reload

    # the second teller takes a turn in the second tab, the first one stays in the first
    other.goto("about:blank")
    code = live.code(role="teller", name=SECOND, area="28135", organisation="hoi-lhpn-xa.28135")
    other.goto(address(live, f"/#moi={code}"))
    tap(other, "Bắt đầu")
    _pin(other, "2468", again=True)
    _shows(other, 0)
    _help(other, 4)
    _shows(other, 4)
    expect(other.locator("[data-machine-total]")).to_have_text("9")
    picture(other, "29-quay-hai-nguoi")
    page.reload()
    _pin(page, "1357", again=True)
    _shows(page, 5)
    expect(page.locator("[data-machine-total]")).to_have_text("9")
    _help(other, 1)
    expect(page.locator("[data-machine-total]")).to_have_text("10")

    page.get_by_role("link", name="Đổi giao dịch viên").click()
    tap(page, SECOND)
    _pin(page, "2468", again=False)
    _shows(page, 5)
    assert live.counted()["records"] <= 10
    rows = live.rows("SELECT count(*) FROM op WHERE phone_key IS NOT NULL")
    assert rows == [(0,)], "no customer data at all"


def test_a_power_cut_keeps_every_tap_that_was_shown(live: Live, desk: Browser):
    page = come_in(live, desk, FIRST, role="teller", area="28135")
    _shows(page, 0)
    offline_ready(page)
    expect(page.get_by_role("button", name="Đã hướng dẫn 1 khách").first).to_be_enabled()  # the lists are on the disk
    desk.close()  # Chromium writes a new cookie to disk within half a minute, or when it is closed
    live.stop()
    page = desk.open(address(live, "/quay"))
    _help(page, 7)
    _shows(page, 7)
    desk.kill()
    page = desk.open(address(live, "/quay"))
    _shows(page, 7)
    live.start()
    page.reload()
    expect(page.get_by_text("Đã gửi hết")).to_be_visible()
    assert live.counted()["records"] == 7


def test_taps_count_before_anything_but_the_counter_has_come(live: Live, playwright: Playwright, tmp_path: Path):
    machine = Browser(playwright, tmp_path / "slow", {**DESK, "service_workers": "block"})
    page = come_in(live, machine, FIRST, role="teller", area="28135")
    _shows(page, 0)
    expect(page.get_by_role("button", name="Đã hướng dẫn 1 khách").first).to_be_enabled()
    machine.close()  # the cookie is on the disk

    page = machine.open("about:blank")
    needed = re.compile(r"/assets/(?!(?:main|first|rolldown-runtime|counter)-)")
    page.route(needed, lambda route: route.abort())
    page.goto(address(live, "/quay"))
    _help(page, 3)
    _shows(page, 3)
    assert live.counted()["records"] == 0, "what sends has not come"
    machine.kill()

    page = machine.open(address(live, "/quay"))
    _shows(page, 3)
    expect(page.get_by_text("Đã gửi hết")).to_be_visible()
    assert live.counted()["records"] == 3
    machine.close()
    assert not [one for one in machine.problems if "dynamically imported module" not in one]


def test_what_is_told_at_a_counter_stands_above_the_number(live: Live, desk: Browser):
    page = come_in(live, desk, "Lê Văn Quầy", role="teller")
    number = page.locator(".tally-num")
    expect(number).to_be_visible()
    page.evaluate(
        "IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError') };"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    told = page.get_by_text("Các lượt đã lưu vẫn còn trên máy")
    expect(told).to_be_visible()
    places = [one.bounding_box() for one in (told, number, page.locator(".others"))]
    above, below, beside = (place["y"] for place in places if place)
    assert above < below < 300
    assert abs(beside - below) < 100

"""F26: two tabs of one phone send at once, and one of them freezes in the middle: each visit is counted once, the
other tab goes on."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import log_absent, log_done, tap
from tests.faults.at_work import Gate, come_in_at, next_house, until, wait_until_sent, waiting
from tests.faults.live import Live

pytestmark = pytest.mark.slow

# The second tab's clock, which a test sets forward: the lock of a frozen tab is not waited for longer than a minute.
LATER = """(() => {
  const now = Date.now.bind(Date);
  globalThis.later = 0;
  Date.now = () => now() + globalThis.later;
})();"""


def renderer(phone: Browser, page: Page) -> psutil.Process:
    """The process that draws a page: the one that works while the page is kept busy."""
    marker = f"--user-data-dir={phone.folder}"
    (browser,) = [
        one
        for one in psutil.process_iter(["cmdline"])
        if marker in (one.info["cmdline"] or []) and not any("--type=" in part for part in one.info["cmdline"])
    ]
    children = [one for one in browser.children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
    drawing = [one for one in children if "--type=renderer" in one.cmdline()]
    before = {one.pid: one.cpu_times().user for one in drawing}
    page.evaluate("() => { const end = performance.now() + 1500; while (performance.now() < end); }")
    return max(drawing, key=lambda one: one.cpu_times().user - before[one.pid])


@contextmanager
def frozen(process: psutil.Process) -> Iterator[None]:
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


def second_tab(phone: Browser, base: str) -> Page:
    assert phone.context is not None
    page = phone.context.new_page()
    page.add_init_script(LATER)
    page.goto(f"{base}/so")
    expect(page.get_by_role("heading", name="Sổ của tôi")).to_be_visible()
    return page


def test_two_tabs_that_send_at_once_count_nothing_twice(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    with Gate(live.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        first = come_in_at(base, live, phone)
        line.allow(0)
        log_done(first)
        second = second_tab(phone, base)
        next_house(first)
        log_absent(first)
        tap(second, "Gửi ngay")
        line.allowed = 1 << 30
        wait_until_sent(second)
        expect(second.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
        first.goto(f"{base}/so")
        expect(first.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
    assert live.counted()["records"] == 2
    assert live.rows("SELECT count(*) FROM op")[0][0] == 2


def test_a_tab_that_freezes_while_it_sends_holds_up_nobody(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    with Gate(live.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        first = come_in_at(base, live, phone)
        second = second_tab(phone, base)
        holder, other = renderer(phone, first), renderer(phone, second)
        assert holder.pid != other.pid, "the tabs have a process each"
        line.allow(0)
        asked = line.asked
        log_done(first)
        until(first, lambda: line.asked > asked)  # the first tab holds the lock and waits for its answer
        expect(first.get_by_text("Sẽ tự gửi").or_(first.get_by_text("Đang gửi")).first).to_be_visible()
        first.wait_for_timeout(1500)  # it has read what it shows: a read in mid-way would stop every write
        with frozen(holder):
            line.allowed = 1 << 30
            tap(second, "Gửi ngay")
            expect(second.get_by_text("Trang khác đang gửi")).to_be_visible()
            second.evaluate("globalThis.later = 61_000")
            tap(second, "Gửi ngay")
            expect(second.get_by_role("button", name="Đã gửi").first).to_contain_text("1")
            assert waiting(second) == 0
        next_house(first)
        log_absent(first)
        until(second, lambda: waiting(second) == 0)
    assert live.counted()["records"] == 2
    assert live.rows("SELECT count(*) FROM op")[0][0] == 2

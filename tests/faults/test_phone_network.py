"""F21, F22 on a real phone: a line that takes and never answers, answers cut in the middle: nothing is believed,
the request ends by its deadline, and the queue drains by itself afterwards."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import log_absent, log_done, tap
from tests.faults.at_work import PUSH, come_in_at, next_house, until, wait_until_sent, waiting
from tests.faults.live import Live
from tests.faults.on_phone import disk
from tests.faults.proxy import PASS, Fault, Proxy, Request

MINUTE = 60_000


class Line(Proxy):
    """Pushes meet `mode` while it is set; `lying` keeps the Content-Length of an answer that is cut."""

    def __init__(self, upstream: int, mode: str = "pass"):
        super().__init__(upstream, self.fault)
        self.mode, self.met = mode, 0

    def fault(self, request: Request) -> Fault:
        if not request.path.startswith(PUSH) or self.mode == "pass":
            return PASS
        self.met += 1
        return PASS if self.mode == "lying" else Fault(self.mode, seconds=55)

    async def _treat(self, request: Request, fault: Fault) -> bytes:
        answer = await super()._treat(request, fault)
        if self.mode != "lying" or not request.path.startswith(PUSH):
            return answer
        head, _, body = answer.partition(b"\r\n\r\n")
        assert re.search(rb"content-length", head, re.IGNORECASE)
        return head + b"\r\n\r\n" + body[: len(body) // 2]


def minutes_go_by(page: Page, true: Callable[[], bool]) -> None:
    """On the page's clock, one after another, until it has come about; AssertionError when it does not."""
    for _ in range(20):
        page.clock.fast_forward(MINUTE)
        for _ in range(30):  # what a minute has set going takes its time
            if true():
                return
            page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


def test_a_request_that_is_never_answered_ends_by_its_deadline_and_the_queue_drains_by_itself(
    on_sqlite: Live, chromium_phone: Browser
):
    """Half a minute and the waits of the back-off go by on the page's clock, not on ours."""
    live, phone = on_sqlite, chromium_phone
    with Line(live.port) as line:
        page = come_in_at(f"http://127.0.0.1:{line.port}", live, phone, prepare=lambda page: page.clock.install())
        line.mode = "blackhole"
        log_done(page)
        next_house(page)
        log_absent(page)
        until(page, lambda: line.met > 0)
        kept = {op["id"] for op in disk(page)["ops"]}
        assert len(kept) == 2
        met = line.met
        minutes_go_by(page, lambda: line.met > met)  # given up by its deadline, and begun again after the wait
        assert {op["id"] for op in disk(page)["ops"]} == kept
        line.mode = "pass"
        minutes_go_by(page, lambda: waiting(page) == 0)  # nobody taps anything
    assert live.counted()["records"] == 2


@pytest.mark.parametrize("mode", ["truncate_json", "lying", "drop_resp_after_commit"])
def test_an_answer_that_is_not_whole_is_no_answer(on_sqlite: Live, chromium_phone: Browser, mode: str):
    live, phone = on_sqlite, chromium_phone
    with Line(live.port) as line:
        page = come_in_at(f"http://127.0.0.1:{line.port}", live, phone)
        line.mode = mode
        log_done(page)
        next_house(page)
        log_absent(page)
        page.goto(f"http://127.0.0.1:{line.port}/so")
        tap(page, "Gửi ngay")
        until(page, lambda: line.met >= 2)
        found = disk(page)
        assert len(found["ops"]) == 2
        assert not found["receipts"]
        expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("0")
        line.mode = "pass"
        page.reload()
        tap(page, "Gửi ngay")
        wait_until_sent(page)
        expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("2")
    # the server had taken them the first time already: once each
    assert live.counted()["records"] == 2
    assert live.rows("SELECT count(*) FROM op")[0][0] == 2

"""F15: a phone with thousands of unsent ops: it drains, answers to a tap meanwhile, stays small, resumes at any batch.

`GOCUA_FAULTS_QUEUE` raises the length to the 10,000 of the catalogue (`make test-faults`).
"""

import os
import random

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import log_absent
from tests.faults.at_work import Gate, come_in_at, lay_queue, next_house, until, waiting
from tests.faults.live import Live

QUEUE = int(os.environ.get("GOCUA_FAULTS_QUEUE", "1000"))
KILLS = 2
HEAP = 150 * 1024 * 1024
BATCH = 200  # the most that a phone sends at once


class Heap:
    """The largest JavaScript heap seen, in bytes."""

    def __init__(self, page: Page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")
        self.most = 0

    def look(self) -> None:
        metrics = {one["name"]: one["value"] for one in self.session.send("Performance.getMetrics")["metrics"]}
        self.most = max(self.most, int(metrics["JSHeapUsedSize"]))


def drained(page: Page, heap: Heap) -> bool:
    """Whether nothing waits any more; looks at the heap on the way."""
    heap.look()
    return waiting(page) == 0


def test_a_long_queue_drains_while_the_screen_answers_and_resumes_after_a_dead_battery(
    on_sqlite: Live, chromium_phone: Browser
):
    live, phone = on_sqlite, chromium_phone
    rng, biggest = random.Random(15), 0
    with Gate(live.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        page = come_in_at(base, live, phone)
        line.allow(0)
        log_absent(page)
        lay_queue(page, QUEUE - 1)
        left = waiting(page)
        assert left == QUEUE
        phone.close()  # Chromium writes a new cookie to disk within half a minute, or when it is closed

        # it goes out batch by batch and is cut off anywhere
        for _ in range(KILLS):
            page = phone.open(f"{base}/so")
            expect(page.get_by_role("heading", name="Sổ của tôi")).to_be_visible()
            heap, known = Heap(page), waiting(page)
            line.allow(1)
            until(page, lambda known=known, page=page: waiting(page) < known)
            heap.look()
            page.wait_for_timeout(rng.randrange(300))
            biggest = max(biggest, heap.most)
            phone.kill()

        # while the rest goes out, a visit is logged; the last batch waits for it, so that this is "meanwhile"
        page = phone.open(f"{base}/")
        heap = Heap(page)
        before = waiting(page)
        assert 0 < before <= left - KILLS * BATCH
        line.allow(max(1, before // BATCH - 1))
        log_absent(page)
        heap.look()
        during = waiting(page)
        assert during > 0
        next_house(page)
        page.goto(f"{base}/so")
        expect(page.get_by_role("button", name="Chờ gửi").first).to_be_visible()
        heap.look()
        line.allowed = 1 << 30
        until(page, lambda: drained(page, heap), 400)
        expect(page.get_by_role("button", name="Chờ gửi").first).to_contain_text("0")
    biggest = max(biggest, heap.most)
    print(f"F15: {QUEUE} ops, killed {KILLS} times, {before} left then, heap at most {biggest / 1e6:.0f} MB, lost 0")
    assert biggest < HEAP
    assert live.counted()["records"] == QUEUE + 1
    assert live.rows("SELECT count(*) FROM pending")[0][0] == 0

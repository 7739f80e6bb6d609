"""A real phone at work in Chromium: a volunteer who has come in, a queue laid onto the disk, a gate on the line.

Rests on `on_phone` for reading the disk. What is laid onto the disk is made from rows that the app itself has written,
so that it has the shape of the day.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import tap
from tests.faults.live import Live
from tests.faults.on_phone import on_disk
from tests.faults.proxy import Fault, Proxy, Request
from tests.site import HAMLET

NAME = "Nguyễn Thị Hoa"
PUSH = "/api/v1/sync/push"

# Copies one waiting record as often as asked, each copy with ids, a counter and a time of its own.
_LAY = on_disk("""
  const tx = db.transaction(['outbox', 'records', 'memory'], 'readwrite');
  const [row] = await wait(tx.objectStore('outbox').getAll());
  const record = await wait(tx.objectStore('records').get(row.record));
  const memory = await wait(tx.objectStore('memory').get('only'));
  const started = Date.parse(row.op.happenedAt);
  const id = (at) => {
    const time = at.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  };
  for (let each = 0; each < given; each += 1) {
    const at = started - given + each;
    const happenedAt = new Date(at).toISOString();
    const [opId, recordId, household] = [id(at), id(at), id(at)];
    const body = { ...row.op.body, household };
    const op = { ...row.op, opId, recordId, n: memory.nextN + each, happenedAt, body };
    tx.objectStore('outbox').add({ ...row, opId, n: op.n, queuedAt: happenedAt, op, record: recordId });
    const local = { ...record.local, opId, body, happenedAt, first: happenedAt };
    const view = { ...record.view, recordId, household, happenedAt, eff: happenedAt };
    tx.objectStore('records').add({ ...record, recordId, local, view, sortAt: happenedAt, household });
  }
  tx.objectStore('memory').put({ ...memory, nextN: memory.nextN + given }, 'only');
  await done(tx);
""")

_WAITING = on_disk("return await wait(db.transaction('outbox').objectStore('outbox').count());")


class Gate(Proxy):
    """A line on which pushes wait, without an answer, until `allowed` covers them; everything else passes.

    A push whose phone has died meanwhile still gets through, and late: `allow` counts from those that wait already.

    Attributes:
        allowed: how many pushes may go through in all.
        before: pushes reach the server but their answers wait (False), or nothing gets there (True).
        pushes: how many were let through.
        asked: how many have come.
        lost: they are cut off instead, those that wait too, without having got anywhere.
    """

    def __init__(self, upstream: int, allowed: int = 1 << 30, *, before: bool = True):
        super().__init__(upstream)
        self.allowed, self.before, self.lost, self.pushes, self.asked = allowed, before, False, 0, 0

    def allow(self, more: int) -> None:
        """Lets `more` pushes through beyond those that have come."""
        self.allowed = self.asked + more

    async def _treat(self, request: Request, fault: Fault) -> bytes:
        if not request.path.startswith(PUSH):
            return await super()._treat(request, fault)
        self.asked += 1
        answer = b"" if self.before else await super()._treat(request, fault)
        while self.pushes >= self.allowed and not self.lost:
            await asyncio.sleep(0.02)
        if self.lost:
            return b""
        self.pushes += 1
        return await super()._treat(request, fault) if self.before else answer


def come_in_at(base: str, live: Live, phone: Browser, *, prepare: Callable[[Page], Any] | None = None) -> Page:
    """A volunteer of ấp Mỹ Tây who has begun, with the app kept for offline use, at an address of any port."""
    page = phone.open("about:blank")
    if prepare:
        prepare(page)
    code = live.code(role="volunteer", name=NAME, area=HAMLET, organisation="hoi-lhpn-xa.28135")
    page.goto(f"{base}/#moi={code}")
    tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def lay_queue(page: Page, copies: int) -> None:
    """Lays copies of the record that waits onto the disk, as if they had been logged just before it."""
    page.evaluate(_LAY, copies)


def until(page: Page, true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Looks again and again; AssertionError when the time is over."""
    for _ in range(int(seconds * 10)):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it did not come about in {seconds} s")


def waiting(page: Page) -> int:
    """How many ops wait on the disk, without reading them."""
    return page.evaluate(_WAITING)


def wait_until_sent(page: Page, seconds: float = 60.0) -> None:
    """Until nothing waits on the disk; AssertionError when the time is over."""
    until(page, lambda: waiting(page) == 0, seconds)


def fill_half(page: Page, note: str) -> None:
    """A form left open: the answer, a reason, a note; not saved."""
    tap(page, "Vắng nhà, hẹn ghé lại")
    page.get_by_role("radio", name="Chủ máy đi vắng").check()
    tap(page, "Ghi chú")
    page.get_by_role("textbox", name="Ghi chú").fill(note)


def next_house(page: Page) -> None:
    """From "saved" to an empty form."""
    tap(page, "Sang nhà khác")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()

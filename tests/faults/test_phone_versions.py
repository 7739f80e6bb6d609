"""F24, F25: releases that do not match: an old phone, an old server, a release taken back, an update in mid-form."""

import asyncio
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, log_absent, log_done, tap
from tests.faults.at_work import come_in_at, fill_half, next_house, wait_until_sent
from tests.faults.live import Live
from tests.faults.on_phone import SEAT, disk, script
from tests.faults.proxy import Fault, Proxy, Request
from tests.site import HAMLET

RECORDED = Path(__file__).resolve().parents[1] / "vectors" / "push-schema-1.json"


def test_what_a_phone_of_the_first_release_pushes_is_taken_for_ever(on_sqlite: Live):
    """The batch was recorded when schema 1 was released: it must be answered alike by every server after it."""
    recorded = json.loads(RECORDED.read_text())
    phone = on_sqlite.phone(area=HAMLET)
    answer = phone.call("POST", "/sync/push", recorded["push"])
    assert [(one["op_id"], one["status"]) for one in answer["results"]] == [
        (op_id, status) for op_id, status in recorded["answered"].items()
    ]
    again = phone.call("POST", "/sync/push", {**recorded["push"], "batch_id": str(uuid.uuid4())})
    assert {one["status"] for one in again["results"]} == {"duplicate"}
    assert on_sqlite.counted()["records"] == recorded["records"]


def newer_server(route: Route) -> None:
    """A push that an older phone does not understand in one of its answers."""
    answer = route.fetch()
    body = answer.json()
    body["results"][0]["status"] = "thought-over"
    route.fulfill(response=answer, json=body)


def test_a_status_that_the_phone_does_not_know_keeps_the_op(on_sqlite: Live, chromium_phone: Browser):
    page = come_in_at(address(on_sqlite, ""), on_sqlite, chromium_phone)
    page.route("**/api/v1/sync/push", newer_server)
    log_absent(page)
    page.goto(address(on_sqlite, "/so"))
    tap(page, "Gửi ngay")
    expect(page.get_by_role("status").filter(has_text="Máy chủ chưa nhận hết")).to_be_visible()
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("0")
    found = disk(page)
    assert len(found["ops"]) == 1
    assert not found["receipts"]
    page.unroute("**/api/v1/sync/push")
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    assert on_sqlite.counted()["records"] == 1


NEW_PARTS = ("app_name", "map", "closed_areas", "help", "steps")


def older_directory(route: Route) -> None:
    answer = route.fetch()
    if answer.status != 200:  # nothing new
        route.fulfill(response=answer)
        return
    body: dict[str, Any] = {k: v for k, v in answer.json().items() if k not in NEW_PARTS}
    route.fulfill(response=answer, json={**body, "help": [], "steps": []})


def test_a_server_of_an_older_release_lacks_parts_and_still_takes_the_visits(on_sqlite: Live, chromium_phone: Browser):
    """Totals, receipts and the younger lists are not there: visits are logged and sent all the same."""

    def older(page: Page) -> None:
        missing = json.dumps({"error": {"code": "path.unknown", "message": "Không có"}})
        for path in ("**/api/v1/totals**", "**/api/v1/me/receipts**", "**/api/v1/receipts**"):
            page.route(path, lambda route: route.fulfill(status=404, content_type="application/json", body=missing))
        page.route("**/api/v1/directory", older_directory)

    page = come_in_at(address(on_sqlite, ""), on_sqlite, chromium_phone, prepare=older)
    log_done(page)
    page.goto(address(on_sqlite, "/so"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("1")
    assert on_sqlite.counted()["records"] == 1


_UPGRADE = script(f"""
  const [name] = await names({SEAT});
  (await open(name, 99, (db) => db.createObjectStore('of_the_next_release'))).close();
""")


def test_after_a_release_was_taken_back_the_queue_drains_and_saving_says_why_not(
    on_sqlite: Live, chromium_phone: Browser
):
    """The database is of a newer release: VersionError. What waits goes out; nothing is said to be saved."""
    live = on_sqlite
    page = come_in_at(address(live, ""), live, chromium_phone)
    live.stop()
    log_done(page)
    next_house(page)
    log_absent(page)
    assert len(disk(page)["ops"]) == 2
    page.evaluate(_UPGRADE)  # resolves: the open page lets go of its connection, so the upgrade is not blocked
    page.goto(address(live))
    fill_half(page, "Cổng xanh")
    tap(page, "Lưu", exact=True)
    expect(page.get_by_role("alert").first).to_contain_text("Kho lưu trên máy mới hơn ứng dụng")
    expect(page.get_by_text("Đã lưu trên máy")).to_have_count(0)
    live.start()
    page.goto(address(live, "/so"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    assert live.counted()["records"] == 2


class Releases(Proxy):
    """A line behind which the next release has come out once `released` is set: the same app, another worker."""

    released = False

    async def _treat(self, request: Request, fault: Fault) -> bytes:
        if not (self.released and request.path == "/sw.js"):
            return await super()._treat(request, fault)
        raw = re.sub(
            rb"\r\n(?:if-none-match|if-modified-since|accept-encoding):[^\r]*", b"", request.raw, flags=re.IGNORECASE
        )
        answer = await asyncio.wait_for(self._forward(raw), 30)
        head, _, body = answer.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n" + re.sub(rb'(["\'`])[0-9a-f]{12}\1', b'"feedfacecafe"', body, count=1)


_CACHES = "caches.keys().then((names) => names.filter((name) => name.startsWith('gocua-')))"
_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  for (let times = 0; times < 400 && !registration.waiting; times += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return registration.waiting !== null;
}"""


@pytest.mark.slow
def test_an_update_waits_for_the_open_form_in_either_tab(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    with Releases(live.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        page = come_in_at(base, live, phone)
        page.goto(f"{base}/")  # under the worker's control from here on
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        fill_half(page, "Nhà cổng xanh")
        page.evaluate("globalThis.here = true")
        assert phone.context is not None
        second = phone.context.new_page()
        second.goto(f"{base}/may-nay")
        expect(second.get_by_role("heading", name="Máy này")).to_be_visible()

        line.released = True
        assert page.evaluate(_UPDATE), "the next release has come and waits"
        # nothing is taken from under the form: no reload, no offer, in the other tab neither
        assert page.evaluate("globalThis.here") is True
        expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("Nhà cổng xanh")
        expect(second.get_by_role("button", name="Cập nhật")).to_have_count(0)
        assert len(page.evaluate(_CACHES)) == 2, "the files of the release in use stay"

        # the form is saved with the release that it was begun with
        tap(page, "Lưu", exact=True)
        expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()
        next_house(page)
        assert page.evaluate("globalThis.here") is True

        # now the person agrees, in one tab; the other one is not loaded anew
        second.reload()
        second.evaluate("globalThis.before = true")
        tap(second, "Cập nhật")
        second.wait_for_function("globalThis.before !== true")
        expect(second.get_by_role("heading", name="Máy này")).to_be_visible()
        second.wait_for_function(f"() => {_CACHES}.then((names) => names.join() === 'gocua-feedfacecafe')")
        assert page.evaluate("globalThis.here") is True
        log_absent(page)
        wait_until_sent(page)
        assert live.counted()["records"] == 2

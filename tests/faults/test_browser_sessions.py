"""F23 in Chromium: the session ends, the device is revoked, another person comes: the queue stays and finds its way."""

import sqlite3
import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, come_in, log_absent, log_done, tap
from tests.faults.at_work import wait_until_sent
from tests.faults.live import Live
from tests.faults.on_phone import disk

NAME = "Nguyễn Thị Hoa"


def at_work(live: Live, phone: Browser) -> Page:
    page = come_in(live, phone, NAME)
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def two_visits_without_network(live: Live, page: Page) -> None:
    live.stop()
    log_done(page)
    tap(page, "Thêm máy cùng nhà")
    log_absent(page)
    assert len(disk(page)["ops"]) == 2


def person_of(live: Live) -> tuple[str, str]:
    """Ids of the volunteer and of her device."""
    listed = live.district().call("GET", "/devices?limit=100")["items"]
    mine = next(device for device in listed if device["person"]["name"] == NAME)
    return mine["person"]["id"], mine["id"]


def ended(live: Live, device: str) -> None:
    """The session of a device ends while the server is away."""
    connection = sqlite3.connect(live.home / "gocua.db")
    with connection:
        sql = "UPDATE session SET ended_at = ? WHERE lower(hex(device_id)) = ?"
        assert connection.execute(sql, (int(time.time() * 1000), device.replace("-", ""))).rowcount == 1
    connection.close()


def send(live: Live, page: Page) -> None:
    page.goto(address(live, "/so"))
    tap(page, "Gửi ngay")


def test_a_session_that_ended_keeps_the_queue_and_a_new_invite_sends_it(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    page = at_work(live, phone)
    person, device = person_of(live)
    two_visits_without_network(live, page)
    ended(live, device)
    live.start()
    send(live, page)
    expect(page.get_by_role("status").get_by_text("Phiên làm việc đã hết")).to_be_visible()
    assert len(disk(page)["ops"]) == 2
    page.goto(address(live))
    log_absent(page)  # capture goes on
    assert len(disk(page)["ops"]) == 3
    page.goto("about:blank")
    page.goto(address(live, f"/#moi={live.code(person=person)}"))
    tap(page, "Bắt đầu")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    send(live, page)
    expect(page.get_by_role("button", name="Đã gửi").first).to_contain_text("3")
    print("F23 Chromium, session ended: 3 kept of 3, lost 0")
    assert not disk(page)["ops"]
    assert live.counted()["records"] == 3
    assert person_of(live) == (person, device)


def test_a_revoked_phone_hands_in_what_it_holds_and_says_so(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    page = at_work(live, phone)
    _, device = person_of(live)
    two_visits_without_network(live, page)
    page.route("**/api/v1/sync/push", lambda route: route.abort())  # until the device is revoked
    live.start()
    live.district().call("POST", f"/devices/{device}/revoke")
    page.unroute("**/api/v1/sync/push")
    send(live, page)
    wait_until_sent(page)
    found = disk(page)
    print(f"F23 Chromium, revoked: {[one['status'] for one in found['receipts']]}, lost 0")
    assert not found["ops"]
    assert {one["status"] for one in found["receipts"]} == {"held"}
    assert live.rows("SELECT count(*) FROM pending")[0][0] == 2
    expect(page.get_by_text("Máy này đã bị khóa").first).to_be_visible()


def test_another_person_on_the_phone_never_sends_the_queue(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    page = at_work(live, phone)
    two_visits_without_network(live, page)
    live.start()
    held = {op["id"] for op in disk(page)["ops"]}
    page.route("**/api/v1/sync/push", lambda route: route.abort())  # until the other one is in
    come_in(live, phone, "Trần Thị Lan")
    pin = page.get_by_role("heading", name="Đặt mã PIN")
    expect(pin).to_be_visible()
    page.unroute("**/api/v1/sync/push")
    page.goto(address(live, "/so"))
    expect(pin).to_be_visible()
    page.wait_for_load_state("networkidle")  # whatever it sends by itself
    owners = {name for (name,) in live.rows("SELECT p.name FROM op o JOIN person p ON p.id = o.person_id")}
    print(f"F23 Chromium, another person: {len(held)} kept, sent by: {owners or 'nobody'}")
    assert owners <= {NAME}
    assert {op["id"] for op in disk(page)["ops"]} | stored(live) >= held


def stored(live: Live) -> set[str]:
    rows = live.rows("SELECT lower(hex(op_id)) FROM op")
    return {f"{o[:8]}-{o[8:12]}-{o[12:16]}-{o[16:20]}-{o[20:]}" for (o,) in rows}

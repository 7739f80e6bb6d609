"""The board of obligations and what comes of it: a reminder that reaches the commune's inbox, a text that is copied, a
due instant that is moved, and a notice that rings."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import PASSWORD, address, at_the_desk, tap
from tests.faults.at_work import until
from tests.faults.live import Live
from tests.pushservice import Browser as Subscriber

UNIT = "UBND xã Mỹ Lệ"
DAY = 86_400

# A push service cannot be had here: the browser's half of it answers as one, everything else is real.
SERVICE = """
const given = %s;
const made = {
  endpoint: given.endpoint, options: {}, toJSON: () => given,
  unsubscribe: async () => { localStorage.removeItem('subscribed'); return true; },
};
PushManager.prototype.getSubscription = async () => (localStorage.getItem('subscribed') ? made : null);
PushManager.prototype.subscribe = async (options) => {
  if (options.applicationServerKey.length !== 65) throw new Error('no key');
  localStorage.setItem('subscribed', 'yes');
  return made;
};
"""


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Live]:
    """An installation whose campaign began eight days ago: the single report is overdue, weekly ones come."""
    live = Live(tmp_path / "home")
    live.gocua("init", "--starts-on", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 8 * DAY)))
    try:
        yield live.start()
    finally:
        live.kill()


def board_of(page: Page, live: Live) -> Page:
    page.goto(address(live, "/huyen/nghia-vu"))
    expect(page.get_by_role("row", name=UNIT)).to_be_visible()
    return page


def test_a_reminder_reaches_the_commune_and_a_moved_due_instant_too(
    begun: Live, desk: Browser, phone: Browser, picture
):
    district = board_of(at_the_desk(begun, desk), begun)
    row = district.get_by_role("row", name=UNIT)
    expect(row).to_contain_text("Chưa gửi, quá hạn")
    expect(district.get_by_role("timer")).to_contain_text(re.compile("ngày|giờ|phút"))
    picture(district, "30-nghia-vu")

    # the filters stand in the address and outlive a reload
    district.get_by_role("link", name="Kết quả").click()
    district.get_by_role("button", name="Chưa gửi (49)").click()
    district.get_by_label("Tìm đơn vị").fill("my le")
    expect(district).to_have_url(re.compile("tim="))
    asked = parse_qs(urlsplit(district.url).query)
    assert (asked["xem"], asked["tim"]) == (["thieu"], ["my le"])
    assert "ky" in asked
    district.reload()
    expect(district.locator("tbody th[scope=row]")).to_have_text([UNIT])

    commune = at_the_desk(begun, phone, "commune")
    row.get_by_role("button", name="Nhắc").click()
    expect(district.get_by_role("main")).to_contain_text("Chỉ vào hộp thư của 1 người")
    assert desk.context is not None
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tap(district, f"Chép {UNIT}")
    expect(district.get_by_text("Đã chép")).to_be_visible()
    copied = district.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Kính gửi {UNIT}: Báo cáo kết quả triển khai kỳ")
    picture(district, "31-don-doc")

    commune.goto(address(begun, "/huyen/hop-thu"))
    notice = commune.get_by_role("link", name="Đôn đốc: Báo cáo kết quả triển khai")
    expect(notice).to_contain_text("Mới:")
    notice.click()
    expect(commune.get_by_role("heading", name=UNIT)).to_be_visible()
    marked = commune.locator("tr.hot")
    expect(marked).to_contain_text("Báo cáo kết quả triển khai")
    expect(marked.get_by_role("link", name="Soạn báo cáo")).to_be_visible()

    # a holiday: the district moves the next due instant, and the commune sees why
    board_of(district, begun)
    tap(district, "Dời hạn")
    form = district.get_by_role("form", name="Dời một hạn")
    form.get_by_role("button", name="Dời hạn").click()
    expect(form).to_contain_text("Chưa ghi vì sao")
    form.get_by_label("Vì sao").fill("Nghỉ lễ Quốc khánh")
    expect(form).to_contain_text("trở đi là trễ")
    form.get_by_role("button", name="Dời hạn").click()
    main = district.get_by_role("main")
    expect(main).to_contain_text("Đã dời. Hạn mới: trước 13:00 thứ Sáu")
    moved = main.locator("section", has=district.get_by_role("heading", name="Các hạn đã dời"))
    expect(moved).to_contain_text("Nghỉ lễ Quốc khánh")
    expect(moved).to_contain_text(re.compile(r"Cán bộ trực, \d\d:\d\d hôm nay"))
    expect(district.get_by_role("columnheader", name="Tuần 1")).to_contain_text("đã dời")
    commune.reload()
    expect(commune.get_by_role("main")).to_contain_text("đã dời: Nghỉ lễ Quốc khánh")
    expect(commune.get_by_role("main")).to_contain_text("1 người, 1 đã đọc")


def _worker(page: Page) -> tuple[CDPSession, str]:
    """A CDP session and the id of the worker's registration."""
    found: list[str] = []
    session = page.context.new_cdp_session(page)
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    until(page, lambda: bool(found))
    return session, found[0]


# in the worker: how often a notice has been shown to its end
COUNTING = """() => {
  const show = self.registration.showNotification.bind(self.registration);
  self.shown = 0;
  self.registration.showNotification = async (...given) => {
    await show(...given);
    self.shown += 1;
  };
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map((one) => ({ title: one.title, body: one.body, tag: one.tag, link: one.data }));
}"""


def shown_on(page: Page) -> list[dict[str, Any]]:
    return page.evaluate(SHOWN)


def test_a_notice_rings_once_and_opens_what_it_is_about(begun: Live, desk: Browser):
    commune = at_the_desk(begun, desk, "commune")
    assert desk.context is not None
    desk.context.add_init_script(SERVICE % json.dumps({name: Subscriber().body[name] for name in ("endpoint", "keys")}))
    desk.context.clear_permissions()
    commune.goto(address(begun, "/huyen/hop-thu"))
    main = commune.get_by_role("main")
    # this Chromium refuses by itself as long as nothing is granted
    if commune.evaluate("Notification.permission") == "default":
        tap(commune, "Nhận lời nhắc")
    expect(main).to_contain_text("Trình duyệt đang chặn thông báo của Gõ Cửa")
    expect(main).to_contain_text("Mọi lời nhắc vẫn vào hộp thư này")
    assert begun.rows("SELECT count(*) FROM push_subscription") == [(0,)]

    desk.context.grant_permissions(["notifications"])
    commune.reload()
    tap(commune, "Nhận lời nhắc")
    expect(main).to_contain_text("Máy này đang nhận lời nhắc")
    assert begun.rows("SELECT count(*) FROM push_subscription") == [(1,)]

    session, registration = _worker(commune)
    notice = {
        "id": "01890000-0000-7000-8000-000000000001",
        "kind": "due.soon",
        "title": "Sắp đến hạn: Báo cáo tuần",
        "body": "Hạn trước 13:00 thứ Năm.",
        "link": "/huyen/nghia-vu/ubnd-xa.28135?nghia-vu=R08",
    }
    workers = desk.context
    until(commune, lambda: bool(workers.service_workers))
    worker = workers.service_workers[0]
    worker.evaluate(COUNTING)
    for _ in range(2):  # a push service may bring it twice
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": address(begun, ""), "registrationId": registration, "data": json.dumps(notice)},
        )
    until(commune, lambda: worker.evaluate("self.shown") == 2)  # the second may come after a press on the first
    assert shown_on(commune) == [
        {"title": notice["title"], "body": notice["body"], "tag": notice["id"], "link": notice["link"]}
    ]

    # pressed: CDP presses no notification, so the worker is told what a press tells it
    worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          const event = new NotificationEvent('notificationclick', { notification });
          event.waitUntil = (work) => work.catch(() => {});
          self.dispatchEvent(event);
        }"""
    )
    expect(commune.get_by_role("heading", name=UNIT)).to_be_visible()
    expect(commune).to_have_url(address(begun, notice["link"]))
    until(commune, lambda: shown_on(commune) == [])

    commune.goto(address(begun, "/huyen/hop-thu"))
    tap(commune, "Thôi nhận trên máy này")
    expect(main).to_contain_text("Nhận lời nhắc trên máy này")
    assert begun.rows("SELECT count(*) FROM push_subscription") == [(0,)]

    # signed out, what the notice is about comes after the sign-in
    tap(commune, "Đăng xuất")
    expect(commune.get_by_role("button", name="Đăng xuất")).to_have_count(0)
    commune.goto(address(begun, notice["link"]))
    commune.get_by_label("Tên đăng nhập").fill("commune")
    commune.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    tap(commune, "Đăng nhập")
    expect(commune.get_by_role("heading", name=UNIT)).to_be_visible()

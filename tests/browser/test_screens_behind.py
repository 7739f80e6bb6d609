"""The phone's screens that lie behind others: receipt, progress, one record, diagnostic, the phone's people, the PIN.

Each fits 320 px and a thumb, and axe finds nothing, light and dark.
"""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, come_in, log_absent, offline_ready
from tests.browser.test_screens import SMALL, TAGS, WIDE
from tests.faults.live import Live
from tests.faults.on_phone import SEATS, on_disk

BEHIND = ["/so/phieu", "/so/tien-do", "/so/can-xem", "/nguoi", "/them-nguoi"]

# As the server tells it to who comes in anew: an older phone has not sent all.
OLD_PHONE = on_disk(
    """
  const [device] = await wait(db.transaction('devices').objectStore('devices').getAll());
  const seenAt = '2021-08-18T10:42:00.000Z';
  device.oldPhones = [{ deviceId: device.deviceId, name: 'Android SM-A105F', waiting: 12, seenAt }];
  const tx = db.transaction('devices', 'readwrite');
  tx.objectStore('devices').put(device);
  await done(tx);
""",
    SEATS,
)


def found_in(page: Page, name: str) -> list[str]:
    """What is wrong with a screen, each as a line."""
    rules = {"color-contrast-enhanced": {"enabled": True}}
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": rules})
    wrong = [f"{one['id']}: {node['html'][:120]}" for one in found.response["violations"] for node in one["nodes"]]
    wrong += [f"sticks out: {one}" for one in page.evaluate(WIDE)]
    wrong += [f"small: {one}" for one in page.evaluate(SMALL)]
    return [f"{name} {one}" for one in wrong]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_they_fit_and_are_clear_to_everybody(live: Live, phone: Browser, theme: Literal["light", "dark"]):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    log_absent(page)
    offline_ready(page)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 1000})
    wrong: list[str] = []
    for path in BEHIND:
        page.goto(address(live, path))
        expect(page.get_by_role("heading", level=1).first).to_be_attached()
        page.wait_for_load_state("networkidle")
        wrong += found_in(page, path)
    page.goto(address(live, "/so"))
    page.get_by_role("link", name="Chủ máy đi vắng").click()
    expect(page.get_by_role("heading", name="Một lượt")).to_be_attached()
    wrong += found_in(page, "one record")
    page.evaluate(OLD_PHONE)
    page.context.set_offline(True)  # the server would say that there is no such phone
    page.goto(address(live, "/may-nay"))
    page.get_by_role("button", name="Phải làm gì").click()
    page.get_by_role("button", name="Xem chẩn đoán máy").click()
    expect(page.get_by_role("button", name="Gửi chẩn đoán")).to_be_visible()
    wrong += found_in(page, "an old phone, the diagnostic")
    page.context.set_offline(False)

    # the second person of the phone is asked for a PIN
    page = come_in(live, phone, "Trần Thị Lan")
    expect(page.get_by_role("heading", name="Đặt mã PIN")).to_be_visible()
    wrong += found_in(page, "the PIN")
    assert wrong == []

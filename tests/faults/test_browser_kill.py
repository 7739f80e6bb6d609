"""F16: the browser is killed while it saves: every "Đã lưu trên máy" shown means the op is there; a draft recovers."""

import random

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, come_in, draft_kept, tap
from tests.faults.at_work import until
from tests.faults.live import Live
from tests.faults.on_phone import disk, halves

KILLS = 4

# Logs visits as fast as the screens allow and tells each confirmed save. A mutation observer would see the sentence
# a moment earlier, but never before the app shows it.
WORK = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const button = (name) => all('button').find((one) => one.innerText.trim().startsWith(name));
  let counted = false;
  const turn = () => {
    const saved = document.querySelector('[role=status]')?.innerText.includes('Đã lưu trên máy');
    if (saved && !counted) { counted = true; window.told(); }
    if (saved) button('Thêm máy cùng nhà')?.click();
    else {
      counted = false;
      const radio = all('label, [role=radio]').find((one) => one.innerText.includes('Chủ máy đi vắng'));
      if (radio) { radio.click(); button('Lưu')?.click(); }
      else button('Vắng nhà, hẹn ghé lại')?.click();
    }
    setTimeout(turn, 8);
  };
  turn();
}"""


def installed(live: Live, phone: Browser) -> None:
    """In, with the app kept for offline use; the browser closed and the server gone."""
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.close()
    live.stop()


def worked(live: Live, phone: Browser, saves: int, milliseconds: int, script: str = "") -> int:
    """Opens the app, works until the kill some time after as many saves; returns how many were shown."""
    shown: list[int] = []
    page = phone.open("about:blank")
    if script:
        page.add_init_script(script)
    page.expose_function("told", lambda: shown.append(1))
    page.goto(address(live))
    # the form, or the draft that the last kill left half-way
    begin, go_on = (page.get_by_role("button", name=name) for name in ("Vắng nhà, hẹn ghé lại", "Lưu"))
    expect(begin.or_(go_on)).to_be_visible()
    page.evaluate(WORK)
    until(page, lambda: len(shown) >= saves)
    page.wait_for_timeout(milliseconds)  # somewhere in the middle of the next ones
    phone.kill()
    return len(shown)


def looked_at(live: Live, phone: Browser) -> tuple[Page, dict]:
    page = phone.open(address(live, "/so"))
    expect(page.get_by_role("heading", name="Sổ của tôi")).to_be_visible()
    return page, disk(page)


def test_it_works(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    installed(live, phone)
    rng, shown, present = random.Random(16), 0, 0
    for _ in range(KILLS):
        now = worked(live, phone, 2, rng.randrange(500))
        page, found = looked_at(live, phone)
        assert not halves(found)
        assert len(found["ops"]) >= present + now
        shown, present = shown + now, len(found["ops"])
        phone.close()
    print(f"F16: killed {KILLS} times while saving, {shown} saves shown, {present} ops there, lost 0")
    assert shown > KILLS
    live.start()
    page, found = looked_at(live, phone)
    tap(page, "Gửi ngay")
    expect(page.get_by_role("button", name="Chờ gửi").first).to_contain_text("0")
    assert not disk(page)["ops"]
    assert live.counted()["records"] == present


def test_a_form_left_half_way_comes_back_as_it_was(on_sqlite: Live, chromium_phone: Browser):
    live, phone = on_sqlite, chromium_phone
    installed(live, phone)
    page = phone.open(address(live))
    tap(page, "Vắng nhà, hẹn ghé lại")
    page.get_by_role("radio", name="Chủ máy đi vắng").check()
    tap(page, "Ghi chú")
    page.get_by_role("textbox", name="Ghi chú").fill("Chiều ghé lại, cổng xanh")
    draft_kept(page, "Chiều ghé lại, cổng xanh")
    phone.kill()
    page = phone.open(address(live))
    expect(page.get_by_role("radio", name="Chủ máy đi vắng")).to_be_checked()
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("Chiều ghé lại, cổng xanh")
    found = disk(page)
    assert not found["ops"]
    assert not found["records"]


FORGETFUL = """
const add = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function (...row) {
  return this.name === 'outbox' ? this.count() : add.apply(this, row);
};
"""


@pytest.mark.parametrize("script", [FORGETFUL], ids=["the op is never written"])
def test_a_phone_that_says_saved_without_saving_is_caught(on_sqlite: Live, chromium_phone: Browser, script: str):
    """Negative control: the same kill and the same look, on a browser whose outbox forgets."""
    live, phone = on_sqlite, chromium_phone
    installed(live, phone)
    shown = worked(live, phone, 2, 0, script)
    _, found = looked_at(live, phone)
    print(f"F16 negative control: {shown} saves shown, {len(found['ops'])} ops there; {len(halves(found))} halves")
    assert shown
    assert len(found["ops"]) < shown

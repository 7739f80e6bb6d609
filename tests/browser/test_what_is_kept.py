"""Which of the app's files a browser keeps: a phone in the field those of the field, a desk its own as well."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, come_in, offline_ready
from tests.faults.live import Live

SCRIPTS = {f"/assets/{path.name}" for path in Path("client/dist/assets").glob("*.js")}
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('gocua-'));
  const found = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return found.flat().map((request) => new URL(request.url).pathname);
}"""


def _scripts(page: Page) -> set[str]:
    return {path for path in page.evaluate(KEPT) if path.endswith(".js")}


def test_a_phone_keeps_the_fields_files_and_a_desk_all(live: Live, phone: Browser, desk: Browser):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()
    offline_ready(page)
    assert 0 < len(_scripts(page)) < len(SCRIPTS) / 2
    board = at_the_desk(live, desk)
    board.wait_for_function(
        f"async (all) => {{ const kept = await ({KEPT})(); return all.every((one) => kept.includes(one)); }}",
        arg=sorted(SCRIPTS),
    )
    live.stop()
    board.goto(address(live, "/huyen/bao-cao"))
    expect(board.get_by_role("link", name=re.compile("Tổng quan"))).to_be_visible()

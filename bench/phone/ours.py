"""Our own app: a volunteer of one hamlet, come in by an invite."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from bench.phone import page as pages
from bench.phone.app import App, tapped
from bench.phone.line import Line
from tests.browser.conftest import ROOT
from tests.faults.at_work import lay_queue, waiting
from tests.faults.live import Live, installation
from tests.site import HAMLET

_SAVED = "[...document.querySelectorAll('[role=status]')].some((one) => one.textContent.includes('Đã lưu trên máy'))"


class Ours(App):
    name = "ours"
    title = "Gõ Cửa"
    lacks = ""
    usable = ".outcomes button"
    static = ROOT / "client" / "dist"
    live: Live

    @contextmanager
    def running(self, folder: Path) -> Iterator[int]:
        with installation(folder) as live:
            self.live = live
            yield live.port

    def address(self, line: Line) -> str:
        code = self.live.code(role="volunteer", name="Nguyễn Thị Đo", area=HAMLET, organisation="hoi-lhpn-xa.28135")
        return f"{super().address(line)}#moi={code}"

    def come_in(self, page: Page) -> None:
        page.get_by_role("button", name="Bắt đầu").click()

    def fill(self, page: Page) -> None:
        pages.tap(page, "Vắng nhà, hẹn ghé lại")
        pages.tap(page, "Chủ máy đi vắng", "label")

    def save(self, page: Page) -> float:
        taken = tapped(page, "Lưu", _SAVED)
        pages.tap(page, "Sang nhà khác")
        pages.step(page, "", _seen(self.usable))
        return taken

    def lay(self, page: Page, count: int) -> None:
        lay_queue(page, count - 1)

    def list(self, page: Page) -> float:
        return pages.step(page, "document.querySelector('.tabs a[href=\"/so\"]').click()", _seen(".rows .row"))

    def drain(self, page: Page) -> None:
        # What the browser says when the network is there again.
        page.evaluate("dispatchEvent(new Event('online'))")

    def waiting(self, page: Page) -> int:
        return waiting(page)


def _seen(selector: str) -> str:
    return f"document.querySelector('{selector}') !== null"

"""Steps that several stories share: coming in by an invite, logging a phone, signing in at the desk."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.faults.live import Live
from tests.faults.on_phone import on_disk
from tests.site import HAMLET

PASSWORD = "chín con cò trắng bay"


def address(live: Live, path: str = "/") -> str:
    return f"http://127.0.0.1:{live.port}{path}"


def tap(page: Page, name: str, exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()


def come_in(live: Live, phone: Browser, name: str, role: str = "volunteer", area: str = HAMLET) -> Page:
    """Opens an invite's link and begins."""
    page = phone.open("about:blank")  # a link that differs in its fragment alone would not load the page anew
    page.goto(address(live, f"/#moi={live.code(role=role, name=name, area=area, organisation='hoi-lhpn-xa.28135')}"))
    tap(page, "Bắt đầu")
    return page


def log_absent(page: Page) -> None:
    """One visit: nobody at home."""
    tap(page, "Vắng nhà, hẹn ghé lại")
    page.get_by_role("radio", name="Chủ máy đi vắng").check()
    tap(page, "Lưu", exact=True)
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()


def log_done(page: Page) -> None:
    """One phone, installed, without a number."""
    tap(page, "Đã cài xong")
    page.get_by_role("radio").first.check()
    tap(page, "Không ghi số")
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()


_DRAFT_KEPT = on_disk("""
  const kept = await wait(db.transaction('drafts').objectStore('drafts').getAll());
  return kept.some((draft) => draft.note === given);
""")


def draft_kept(page: Page, note: str) -> None:
    """Until the form that is open, with this note, is on the phone's disk."""
    page.wait_for_function(_DRAFT_KEPT, arg=note)


def at_the_desk(live: Live, desk: Browser, role: str = "district") -> Page:
    """Signs somebody of the desk in, by name and password."""
    place = ["--area", "28135", "--organisation", "ubnd-xa.28135"] if role == "commune" else []
    live.gocua("person", "add", "--username", role, "--role", role, *place, "--name", "Cán bộ trực",
               "--password-stdin", stdin=PASSWORD)  # fmt: skip
    board = desk.open(address(live, "/dang-nhap"))
    board.get_by_label("Tên đăng nhập").fill(role)
    board.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    tap(board, "Đăng nhập")
    expect(board.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")
    return board


def offline_ready(page: Page) -> None:
    """Waits until the worker has the files; a page without a worker fails instead of hanging."""
    wait = "new Promise((_, no) => setTimeout(() => no(new Error('no worker')), 20000))"
    page.evaluate(f"Promise.race([navigator.serviceWorker.ready.then(() => true), {wait}])")

"""Every screen as it must look and be reached: no side scroll, targets for a finger, axe clean, light and dark.

Read at 320 px, at the phone's size, and with type at 200 %, in both languages; the desk at its own size and narrow.
One installation and one browser serve the whole module: these screens are looked at, not changed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import ARGUMENTS, chromium
from tests.faults.live import Live, installation

PASSWORD = "chín con cò trắng bay"
STEPS = ["answers", "place", "reasons", "number", "saved"]
PAGES = [
    "/so",
    "/so/can-xem",
    "/ghe-lai",
    "/huong-dan",
    "/huong-dan/ma-qr",
    "/may-nay",
    "/hop-thu",
    "/khong-co-trang-nay",
]
DESK = [
    "/huyen", "/huyen?theo=ap", "/huyen?theo=to-chuc", "/huyen/xa/28135", "/huyen/luot?trong=28135", "/huyen/nguoi",
    "/huyen/ke-khai",
    "/huyen/ke-khai?nhom=to-chuc&don-vi=mttq", "/huyen/danh-muc?xa=28111", "/huyen/danh-muc?muc=to-chuc&xa=28111",
    "/huyen/danh-muc?muc=so-lieu", "/huyen/danh-muc?muc=chi-tieu", "/huyen/nghia-vu",
    "/huyen/nghia-vu/ubnd-xa.28135", "/huyen/hop-thu", "/huyen/bao-cao",
    "/huyen/bao-cao/2021-08-27?viec=R15&don-vi=ubnd-huyen",
    "/huyen/doi-chieu", "/huyen/so-da-chot?phan=moi", "/huyen/kiem-tra", "/huyen/kiem-tra/dau-hieu",
    "/huyen/kiem-tra/mau", "/huyen/can-xem", "/huyen/ma-truy-cap", "/huyen/tai-khoan",
]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Anything that a finger presses and that is smaller than 48 px, links inside a sentence excepted.
SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
  .filter((one) => one.checkVisibility() && !one.closest('p, td, th'))
  .map((one) => [one.outerHTML.slice(0, 80), (one.closest('label') ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width < 47.5 || box.height < 47.5)
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""

# What sticks out of the screen; a box that scrolls by itself may hold more than it shows.
WIDE = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.checkVisibility() && !one.closest('.scroll, .sprite, .sr'))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .map((one) => one.outerHTML.slice(0, 80))"""


@dataclass
class Site:
    base: str
    folder: Path
    playwright: Playwright
    invites: dict[str, str]


def _invite(live: Live, role: str, name: str) -> str:
    place = ["--area", "28135", "--hamlet", "28135-my-tay"] if role == "volunteer" else ["--area", "806"]
    unit = "hoi-lhpn-xa.28135" if role == "volunteer" else "hoi-lhpn"
    made = live.gocua("invite", "--role", role, "--organisation", unit, *place, "--name", name, "--json")
    return json.loads(made)["code"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("screens")
    with installation(folder) as live:
        live.gocua(
            "person", "add", "--username", "huyen", "--role", "district", "--name", "Phòng VH&TT",
            "--password-stdin", stdin=PASSWORD,
        )  # fmt: skip
        live.gocua("figures", "import", "campaigns/can-duoc-bluezone-2021/estimates.csv")
        invites = {
            name: _invite(live, role, name)
            for name, role in (("phone", "volunteer"), ("large", "volunteer"), ("counter", "teller"))
        }
        yield Site(f"http://127.0.0.1:{live.port}", folder, playwright, invites)


def _context(site: Site, name: str, *arguments: str, **options: Any) -> BrowserContext:
    context = site.playwright.chromium.launch_persistent_context(
        str(site.folder / name), executable_path=chromium(), args=[*ARGUMENTS, *arguments], locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh", **options,
    )  # fmt: skip
    context.set_default_timeout(20_000)
    return context


def _enrol(site: Site, page: Page, invite: str) -> None:
    page.goto(f"{site.base}/#moi={site.invites[invite]}")
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_role("button", name="Bắt đầu")).to_have_count(0)


def _log_some(page: Page) -> None:
    """One visit of each colour, so that lists are not empty."""
    for answer, reason, revisit in (
        ("Chưa cài được", "Máy đầy bộ nhớ", True),
        ("Không có máy thông minh", "Không dùng điện thoại", False),
    ):
        page.get_by_role("button", name=answer).click()
        page.get_by_role("radio", name=reason).check()
        if revisit:
            page.get_by_role("radio", name="Ngày mai").check()
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_role("button", name="Sang nhà khác").click()
    expect(page.get_by_role("button", name="Đã cài xong")).to_be_visible()


@pytest.fixture(scope="module")
def phone(site: Site) -> Iterator[Page]:
    context = _context(site, "phone", viewport={"width": 360, "height": 640}, has_touch=True)
    page = context.pages[0]
    _enrol(site, page, "phone")
    _log_some(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def large(site: Site) -> Iterator[Page]:
    """A phone whose reader has set type to 200 %."""
    context = _context(
        site, "large", "--blink-settings=defaultFontSize=32", viewport={"width": 360, "height": 640}, has_touch=True
    )
    page = context.pages[0]
    _enrol(site, page, "large")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    _log_some(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def desk(site: Site) -> Iterator[Page]:
    context = _context(site, "desk", viewport={"width": 1366, "height": 768})
    page = context.pages[0]
    page.goto(f"{site.base}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("huyen")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("30,99%").first).to_be_visible()
    yield page
    context.close()


@pytest.fixture(scope="module")
def counter(site: Site) -> Iterator[Page]:
    context = _context(site, "counter", viewport={"width": 360, "height": 640}, has_touch=True)
    page = context.pages[0]
    _enrol(site, page, "counter")
    page.get_by_role("button", name="Đã hướng dẫn 1 khách").click()
    expect(page.get_by_role("button", name="Hoàn tác").first).to_be_visible()
    yield page
    context.close()


def _speak(page: Page, language: str) -> None:
    page.evaluate(f"localStorage.setItem('gocua-language', '{language}')")


def _go(page: Page, base: str, path: str) -> None:
    page.goto(base + path)
    expect(page.get_by_role("heading", level=1).first).to_be_attached()
    page.wait_for_load_state("load")
    expect(page.locator(".block")).to_have_count(0)  # nothing is still to come


def _go_step(page: Page, base: str, step: str) -> None:
    """Opens a step of the form, in whichever language the page speaks."""
    _go(page, base, "/")
    done, back = page.locator(".outcome-done"), page.locator("button.back")
    expect(done.or_(back).first).to_be_visible()
    if back.count():  # a draft opens where it was left
        back.click()
    expect(done).to_be_visible()
    if step == "place":
        page.locator("button.place").click()
        expect(back).to_be_visible()
    elif step in ("reasons", "saved"):
        page.locator(".outcome-wide").first.click()
        expect(page.get_by_role("radiogroup").first).to_be_visible()
        if step == "saved":
            page.get_by_role("radio").first.check()
            page.locator(".phone-foot .btn-main").click()
            expect(page.locator(".doorway")).to_be_visible()
    elif step == "number":
        done.click()
        page.get_by_role("radio").first.check()
        page.locator("input[inputmode=tel]").fill("02723881213")


def _leave(page: Page) -> None:
    """Back to an empty form, so that the next step begins at the first question."""
    if page.locator(".saved").count():
        page.locator(".phone-foot .btn-big").first.click()
    elif page.locator("button.back").count():
        page.locator("button.back").click()
    expect(page.locator(".outcome-done")).to_be_visible()


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(WIDE) == []


def _clean(page: Page, *, enhanced: bool) -> None:
    """No finding of axe; on the phone text also keeps 7:1."""
    rules = {"color-contrast-enhanced": {"enabled": enhanced}}
    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]}
    )
    told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found.response["violations"]]
    assert told == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_form_fits_320_px_and_a_thumb(site: Site, phone: Page, step: str, language: str):
    phone.set_viewport_size({"width": 320, "height": 568})
    _speak(phone, language)
    _go_step(phone, site.base, step)
    _fits(phone)
    assert phone.evaluate(SMALL) == []
    _leave(phone) if step != "answers" else None
    _speak(phone, "vi")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_phone_fits_320_px_and_a_thumb(site: Site, phone: Page, path: str, language: str):
    phone.set_viewport_size({"width": 320, "height": 568})
    _speak(phone, language)
    _go(phone, site.base, path)
    _fits(phone)
    assert phone.evaluate(SMALL) == []
    _speak(phone, "vi")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_form_is_clear_to_everybody(site: Site, phone: Page, step: str, theme: Any):
    phone.set_viewport_size({"width": 360, "height": 1000})  # nothing under the foot, which axe would take for hidden
    phone.emulate_media(color_scheme=theme, reduced_motion="reduce")
    _go_step(phone, site.base, step)
    _clean(phone, enhanced=True)
    _leave(phone) if step != "answers" else None
    phone.emulate_media(color_scheme="light")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_phone_is_clear_to_everybody(site: Site, phone: Page, path: str, theme: Any):
    phone.set_viewport_size({"width": 360, "height": 1000})
    phone.emulate_media(color_scheme=theme, reduced_motion="reduce")
    _go(phone, site.base, path)
    _clean(phone, enhanced=True)
    phone.emulate_media(color_scheme="light")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_form_bears_type_at_200_percent(site: Site, large: Page, step: str):
    _go_step(large, site.base, step)
    _fits(large)
    _leave(large) if step != "answers" else None


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_phone_bears_type_at_200_percent(site: Site, large: Page, path: str):
    _go(large, site.base, path)
    _fits(large)


def test_the_answers_are_in_reach_of_the_thumb(site: Site, phone: Page):
    """At 360 × 640 the largest answer stands right above the tabs, without a scroll."""
    phone.set_viewport_size({"width": 360, "height": 640})
    _go_step(phone, site.base, "answers")
    done = phone.locator(".outcome-done").bounding_box()
    tabs = phone.locator(".tabs").bounding_box()
    assert done is not None
    assert tabs is not None
    assert done["height"] >= 72
    assert 0 <= tabs["y"] - (done["y"] + done["height"]) <= 40


def test_the_choice_of_a_reason_answers_to_the_arrow_keys(site: Site, phone: Page):
    _go_step(phone, site.base, "reasons")
    radios = phone.get_by_role("radiogroup").first.get_by_role("radio")
    radios.first.check()
    phone.keyboard.press("ArrowDown")
    expect(radios.nth(1)).to_be_checked()
    _leave(phone)


def test_the_back_button_of_the_phone_steps_back_inside_the_form(site: Site, phone: Page):
    _go_step(phone, site.base, "reasons")
    phone.go_back()
    expect(phone.locator(".outcome-done")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_counter_fits_and_is_clear(site: Site, counter: Page, width: int, theme: Any):
    counter.set_viewport_size({"width": width, "height": 640 if width == 360 else 768})
    counter.emulate_media(color_scheme=theme, reduced_motion="reduce")
    _go(counter, site.base, "/quay")
    _fits(counter)
    _clean(counter, enhanced=True)
    if width == 360:
        assert counter.evaluate(SMALL) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", DESK)
def test_a_page_of_the_desk_is_clear_to_everybody(site: Site, desk: Page, path: str, theme: Any):
    desk.set_viewport_size({"width": 1366, "height": 768})
    desk.emulate_media(color_scheme=theme, reduced_motion="reduce")
    _go(desk, site.base, path)
    _fits(desk)
    _clean(desk, enhanced=False)


@pytest.mark.parametrize("path", DESK)
def test_a_page_of_the_desk_fits_a_phone(site: Site, desk: Page, path: str):
    desk.set_viewport_size({"width": 360, "height": 740})
    _go(desk, site.base, path)
    _fits(desk)


def test_every_percentage_of_the_desk_has_its_numbers_and_a_day_beside_it(site: Site, desk: Page):
    desk.set_viewport_size({"width": 1366, "height": 768})
    _go(desk, site.base, "/huyen")
    expect(desk.locator("[data-ratio]")).to_have_count(2)
    for card in desk.locator("[data-ratio]").all():
        text = card.inner_text()
        assert "35.921" in text
        assert "115.894" in text or "188.092" in text
        assert "16/8/2021" in text


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/#moi=7ZQKS38KSKRFTYGEKQZMCM4MF5", "/dang-nhap"])
def test_the_ways_in_fit_and_are_clear(site: Site, path: str, theme: Any):
    context = _context(site, f"in-{theme}-{abs(hash(path))}", viewport={"width": 320, "height": 568}, has_touch=True)
    try:
        page = context.pages[0]
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        _go(page, site.base, path)
        _fits(page)
        assert page.evaluate(SMALL) == []
        _clean(page, enhanced=path != "/dang-nhap")
    finally:
        context.close()

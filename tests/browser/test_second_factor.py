"""A second factor, the whole path: set up with the code that the page shows, signed out, in with a code of the phone
and, without the phone, with a recovery code. The pages fit a narrow screen, and axe finds nothing, light and dark."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import PASSWORD, address, at_the_desk, tap
from tests.browser.test_screens import TAGS, WIDE
from tests.factors import Authenticator
from tests.faults.live import Live

CARD = "Mã xác thực"


def looks_right(page: Page) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in (320, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert page.evaluate(WIDE) == []
        axe = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert [one["id"] for one in axe.response["violations"]] == []
    page.emulate_media(color_scheme="light")


def signed_out(page: Page, live: Live) -> None:
    tap(page, "Đăng xuất")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bạn")
    page.goto(address(live, "/dang-nhap"))
    page.get_by_label("Tên đăng nhập").fill("district")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    tap(page, "Đăng nhập", exact=True)


def test_set_up_and_signed_in_with_a_code_and_a_recovery_code(live: Live, desk: Browser, picture):
    page = at_the_desk(live, desk)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("link", name="Tài khoản của bạn").click()
    card = page.get_by_role("region", name=CARD)
    expect(card).to_contain_text("Chưa cài")
    looks_right(page)
    tap(page, "Cài mã xác thực")
    card.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    tap(page, "Tiếp tục")
    expect(card.get_by_role("img", name="Mã QR để cài mã xác thực")).to_be_visible()
    looks_right(page)
    picture(page, "64-cai-ma-xac-thuc", full_page=True)
    phone = Authenticator(card.locator("[data-factor-secret]").inner_text().replace(" ", ""))
    card.get_by_label("Mã đang hiện trong ứng dụng").fill(phone.code())
    tap(page, "Xác nhận")
    expect(card.locator("[data-codes] code")).to_have_count(8)
    codes = card.locator("[data-codes] code").all_inner_texts()
    looks_right(page)
    tap(page, "Tôi đã cất mã")
    expect(card).to_contain_text("Còn 8 mã dự phòng")
    page.reload()
    expect(card).to_contain_text("Đang dùng")
    expect(page.get_by_text(codes[0])).to_have_count(0)

    # the code that confirmed it is used up; the next one opens
    signed_out(page, live)
    page.get_by_label(CARD).fill("000000")
    looks_right(page)
    picture(page, "65-nhap-ma-xac-thuc")
    tap(page, "Đăng nhập", exact=True)
    expect(page.get_by_role("alert")).to_contain_text("Mã chưa đúng")
    page.get_by_label(CARD).fill(phone.code(1))
    tap(page, "Đăng nhập", exact=True)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")

    # without the phone
    signed_out(page, live)
    tap(page, "Dùng mã dự phòng")
    page.get_by_label("Mã dự phòng").fill(codes[3].lower())
    looks_right(page)
    tap(page, "Đăng nhập", exact=True)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")
    page.goto(address(live, "/huyen/tai-khoan"))
    expect(card).to_contain_text(re.compile("Còn 7 mã dự phòng"))

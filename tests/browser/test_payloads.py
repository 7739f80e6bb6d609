"""Markup in every text that somebody can type stays text on every page: no script runs, no policy is broken."""

import uuid

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, come_in, tap
from tests.faults.live import Live

PAYLOADS = (
    "<img src=x onerror=window.hit=1>",
    "<script>window.hit=1</script>",
    '"><svg onload=window.hit=1>',
    "javascript:window.hit=1",
    "{{constructor.constructor('window.hit=1')()}}",
    "'><iframe srcdoc='<script>parent.hit=1</script>'>",
    '=HYPERLINK("javascript:window.hit=1")',
)
WATCH = """
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
"""
PAGES = (
    "", "/xa/28135", "/ap/28135-my-tay", "/luot", "/ke-khai", "/bao-cao", "/nghia-vu", "/hop-thu", "/doi-chieu",
    "/so-da-chot", "/kiem-tra", "/kiem-tra/dau-hieu", "/can-xem", "/danh-muc", "/nguoi", "/du-lieu-ca-nhan",
    "/du-lieu-ca-nhan/dang-giu", "/nap-tep", "/phieu", "/quan-tri",
)  # fmt: skip


def fill(live: Live) -> None:
    """Each payload in names, notes, words, reasons and unit profiles, through the API as it is."""
    district = live.district()
    for number, payload in enumerate(PAYLOADS):
        phone = live.phone(seed=50 + number, name=payload[:60], area="28135-my-tay")
        for area in ("28135-my-tay", "99999-nowhere"):
            phone.save(area=area, mode="door", outcome="ok_installed_used", note=payload)
        phone.sync(pull=False)
        unit = {"organisation": "hoi-lhpn-xa.28135", "said_by": payload}
        item = {"id": str(uuid.uuid4()), **unit, "group": "members", "as_of": "2021-08-20", "total": 9, "installed": 8}
        district.call("PUT", "/statements", {"items": [item]})
        body = {"id": str(uuid.uuid4()), "phone": "0912345678", "reason": payload}
        district.call("POST", "/erasures", body)


def unharmed(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.evaluate("window.violations") == []


@pytest.mark.slow
def test_what_people_type_stays_text(live: Live, phone: Browser, desk: Browser):
    fill(live)
    board = at_the_desk(live, desk)
    board.add_init_script(WATCH)
    for path in PAGES:
        board.goto(address(live, f"/huyen{path}"))
        expect(board.get_by_role("heading", level=1)).to_be_visible()
        board.wait_for_load_state("networkidle")
        unharmed(board)
    board.goto(address(live, "/huyen/nguoi"))
    expect(board.get_by_text(PAYLOADS[0][:60]).first).to_be_visible()

    page = phone.open("about:blank")
    page.add_init_script(WATCH)
    page = come_in(live, phone, PAYLOADS[1])
    for payload in PAYLOADS:
        tap(page, "Vắng nhà, hẹn ghé lại")
        page.get_by_role("radio", name="Chủ máy đi vắng").check()
        tap(page, "Ghi chú")
        page.get_by_role("textbox", name="Ghi chú").fill(payload)
        tap(page, "Lưu", exact=True)
        expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()
        page.goto(address(live))
    for path in ("/so", "/may-nay", "/ghe-lai"):
        page.goto(address(live, path))
        page.wait_for_load_state("networkidle")
        unharmed(page)


@pytest.mark.slow
def test_a_script_that_gets_in_does_not_run_and_is_reported(live: Live, desk: Browser):
    """The control: what this test looks for is seen when it is there."""
    board = at_the_desk(live, desk)
    board.evaluate(f"() => {{ {WATCH} }}")
    markup = "document.body.innerHTML = '<img src=x onerror=window.hit=1>'"
    handler = "document.createElement('img').setAttribute('onerror', 'window.hit=1')"
    for attempt, kind in ((markup, "TrustedHTML"), (handler, "TrustedScript")):
        with pytest.raises(Error, match=kind):
            board.evaluate(attempt)
    board.evaluate("fetch('https://192.0.2.1/').catch(() => 0)")
    board.wait_for_function("window.violations.includes('connect-src')")
    assert board.evaluate("window.hit") is None
    desk.problems.clear()  # the browser has told of all three

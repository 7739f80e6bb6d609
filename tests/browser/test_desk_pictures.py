"""Every page of the desk with the sample campaign, on a desk and on a phone: pictures for the documents.

The pages are those of the rail, whatever is in it, and those that lie behind them. None sticks out to the side.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address
from tests.browser.sampled import sample_campaign, sign_in
from tests.browser.test_screens import WIDE
from tests.browser.walking import instant, noon
from tests.faults.live import Live

SIZES = {1366: 768, 390: 844}
pytestmark = pytest.mark.slow


@pytest.fixture
def sample(tmp_path_factory: pytest.TempPathFactory, tmp_path) -> Iterator[Live]:
    with sample_campaign(tmp_path_factory, tmp_path) as live:
        yield live


def behind(live: Live) -> dict[str, str]:
    """Pages that no line of the rail names, by the name of their picture."""
    ((report,),) = live.rows(
        "SELECT lower(hex(r.id)) FROM report r JOIN organisation o ON o.id = r.organisation_id"
        " WHERE r.obligation = 'R08' AND o.code = 'ubnd-xa.28111'"
    )
    report = "-".join((report[:8], report[8:12], report[12:16], report[16:20], report[20:]))
    then = instant(noon(live, 7))
    return {
        "xa": "/huyen/xa/28135",
        "ap": "/huyen/ap/28135-my-tay",
        "to-chuc": "/huyen?don-vi=hoi-lhpn",
        "luot": "/huyen/luot?trong=28135-my-tay",
        "luc-truoc": f"/huyen?luc={then}",
        "ke-khai-don-vi": "/huyen/ke-khai?nhom=co-quan&don-vi=p-noi-vu",
        "nghia-vu-don-vi": "/huyen/nghia-vu/ubnd-xa.28135",
        "doc-bao-cao": f"/huyen/bao-cao/{report}",
        "so-thay-doi": f"/huyen/so-da-chot?tu={then}",
        "dau-hieu": "/huyen/kiem-tra/dau-hieu",
        "hau-kiem": "/huyen/kiem-tra/mau",
        "chi-tieu": "/huyen/danh-muc?muc=chi-tieu",
    }


def rail(page: Page) -> dict[str, str]:
    links = page.locator(".rail nav a").evaluate_all("(found) => found.map((one) => one.getAttribute('href'))")
    return {href.removeprefix("/huyen").strip("/") or "tong-quan": href for href in links}


def test_every_page_of_the_desk(sample: Live, desk: Browser, picture):
    page = sign_in(sample, desk, "huyen")
    page.emulate_media(reduced_motion="reduce")
    pages = {**rail(page), **behind(sample)}
    assert len(pages) > 24
    wrong: list[str] = []
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, path in pages.items():
            page.goto(address(sample, path))
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator("main .block")).to_have_count(0)
            page.wait_for_load_state("networkidle")
            wrong += [f"{name} {width} sticks out: {one}" for one in page.evaluate(WIDE)]
            picture(page, f"ban-{name}-{width}")
    assert wrong == []
    _parts(page, sample, picture)


def _parts(page: Page, sample: Live, picture) -> None:
    """Of long pages the parts that the guide speaks of, whole."""
    page.set_viewport_size({"width": 1366, "height": 2400})
    page.goto(address(sample, "/huyen"))
    expect(page.locator("[data-report] a").first).to_be_visible()
    expect(page.locator("[data-item=signals]")).to_be_visible()
    for name, part in (("viec-hom-nay", "[data-work]"), ("ban-do", '[data-picture="ban-do"]'), ("xep-hang", "#bang")):
        picture(page.locator(part), f"ban-phan-{name}")
    page.goto(address(sample, f"/huyen/so-da-chot?tu={instant(noon(sample, 7))}"))
    expect(page.locator("[data-ledger]")).to_contain_text(re.compile("Đến muộn"))
    picture(page.locator("[data-ledger]"), "ban-phan-so-thay-doi")

"""The district's board on the sample campaign: from the overview down to the records, every figure read from the page
and held against a recount from the ops; a picture and its data as files; silent people reminded; figures that follow
without a reload."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import come_in, log_done, tap
from tests.browser.recounted import recount_of
from tests.browser.sampled import column, number, sample_campaign, shows, sign_in, some
from tests.faults.live import Live
from tests.recount import Counted, Recount

COMMUNE, HAMLET = "28135", "28135-my-tay"
FIGURES = ("assists", "unique", "unchecked")


@pytest.fixture
def sample(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Live]:
    """The worked example of `--sample-data`, served."""
    with sample_campaign(tmp_path_factory, tmp_path) as live:
        yield live


def _shown(page: Page, place: str) -> dict[str, int]:
    """The figures of one row of the table, of its foot, or of the card."""
    box = page.locator(place)
    return {name: number(box.locator(f'[data-figure="{name}"]').first.inner_text()) for name in FIGURES}


def _counted(recount: Recount, chosen: Any = None) -> dict[str, int]:
    total = recount.total(chosen)
    return {name: total[name] for name in FIGURES}


def _rows(page: Page, name: str) -> dict[str, int]:
    """One figure of every row, by the row's code."""
    return column(page.locator("[data-view] tbody tr"), f'[data-figure="{name}"]')


def _summed(records: list[Counted], key: str, what: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in records:
        code = getattr(one, key)
        found[code] = found.get(code, 0) + one.values[what]
    return found


def test_every_figure_from_the_overview_down_to_the_records_is_a_recount(
    sample: Live, desk: Browser, phone: Browser, picture
):
    recount = recount_of(sample)
    page = sign_in(sample, desk, "huyen")

    # the district, and its communes
    expect(page.locator("[data-view=commune] tbody tr")).to_have_count(18)
    shows(page, lambda: _shown(page, "[data-logged]"), _counted(recount))
    shows(page, lambda: _shown(page, "tfoot"), _counted(recount))
    for what in FIGURES:
        shows(page, lambda what=what: some(_rows(page, what)), some(_summed(recount.records, "commune", what)))
    expect(page.locator("[data-ratio=smartphones]")).to_contain_text("35.921 máy đã cài / 115.894")
    expect(page.locator("[data-fresh]").first).to_contain_text(re.compile(r"\d+/\d+ máy đã liên lạc trong 24 giờ"))
    expect(page.locator("[data-item=silent]")).to_be_visible()
    picture(page, "40-tong-quan-huyen", full_page=True)

    _files(page, _summed(recount.records, "commune", "unique"))
    _remind(page)

    # one commune: hamlets add up to it, and so do its organisations
    page.locator("[data-view]").get_by_role("link", name="Xã Mỹ Lệ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Mỹ Lệ")
    here = [one for one in recount.records if one.commune == COMMUNE]
    expect(page.locator(f'[data-view=hamlet] [data-code="{HAMLET}"]')).to_be_visible()
    shows(page, lambda: _shown(page, "tfoot"), _counted(recount, here))
    shows(page, lambda: some(_rows(page, "unique")), some(_summed(here, "area", "unique")))
    picture(page, "41-xa", full_page=True)

    # one hamlet, its days, one day, its records
    page.locator("[data-view]").get_by_role("link", name="Ấp Mỹ Tây").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ấp Mỹ Tây")
    there = [one for one in here if one.area == HAMLET]
    expect(page.locator("[data-view=organisation]")).to_be_visible()
    shows(page, lambda: _shown(page, "tfoot"), _counted(recount, there))
    page.get_by_role("link", name="Theo ngày", exact=True).click()
    expect(page.locator("[data-view=day]")).to_be_visible()
    by_day = _summed(there, "day", "records")
    shows(page, lambda: _rows(page, "records"), by_day)
    busiest = max(by_day, key=lambda day: by_day[day])
    page.locator(f'[data-view] [data-code="{busiest}"]').get_by_role("link").click()
    expect(page.locator('[data-records] [data-figure="records"]')).to_have_attribute("data-value", str(by_day[busiest]))
    expect(page.locator("[data-record]")).to_have_count(by_day[busiest])
    listed = page.locator("[data-record]").evaluate_all("(rows) => rows.map((row) => row.dataset.record)")
    assert set(listed) == {one.name[1] for one in there if one.day == busiest}
    picture(page, "42-luot-ghi")

    # the address is the page: opened anew it shows the same, and back leads up again
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["trong"], asked["tu"], asked["den"]) == ([HAMLET], [busiest], [busiest])
    page.reload()
    expect(page.locator("[data-record]")).to_have_count(by_day[busiest])
    page.go_back()
    expect(page.locator("[data-view=day]")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Mỹ Lệ")

    # what is logged now is on the board within ten seconds, without a reload
    before = _counted(recount, here)
    shows(page, lambda: _shown(page, "[data-logged]"), before)
    log_done(come_in(sample, phone, "Chị Nở"))
    expect(page.locator('[data-logged] [data-figure="assists"]')).to_have_text(
        str(before["assists"] + 1), timeout=60_000
    )


def _files(page: Page, uniques: dict[str, int]) -> None:
    """The map as SVG and PNG, its data as CSV: what they say is what was counted."""
    card = page.locator('[data-picture="ban-do"]')

    def take(name: str) -> bytes:
        card.locator("summary").click()
        with page.expect_download() as waiting:
            card.get_by_role("button", name=name).click()
        return Path(waiting.value.path()).read_bytes()

    svg = Xml.fromstring(take("Hình SVG"))
    texts = [node.text for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert str(uniques[COMMUNE]) in texts
    assert any("Số liệu mẫu" in (text or "") for text in texts)
    fills = {node.get("fill") for node in svg.iter("{http://www.w3.org/2000/svg}rect")}
    assert "currentColor" not in fills, "the tokens were found"
    assert take("Hình PNG").startswith(b"\x89PNG")
    rows = list(csv.DictReader(io.StringIO(take("Số liệu CSV").decode("utf-8-sig"))))
    assert {row["code"]: int(row["unique"]) for row in rows if row["code"] in uniques} == uniques


def _remind(page: Page) -> None:
    """Silent people are told, and the page says whom it reached."""
    card = page.locator("#im-lang")
    told = card.get_by_text(re.compile(r"\d+ người chưa liên lạc quá 24 giờ")).inner_text()
    tap(page, "Nhắc tất cả")
    expect(card).to_contain_text(f"Đã nhắc {told.split()[0]} người qua hộp thư")
    expect(card.get_by_text("nhắc vừa xong").first).to_be_visible()

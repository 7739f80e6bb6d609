"""The desk's pages in Chromium: how long until each is usable, and which routes it asks.

Rests on a running server that is full already. A page is usable when the figures that it is for stand on it: its
address is opened anew in a browser that has the program in its cache, as on a second morning; the clock is the page's.
"""

import statistics
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, TimeoutError, sync_playwright

from bench.million import OFFICER, PASSWORD
from tests.browser.conftest import DESK, Browser
from tests.browser.people import offline_ready, tap

ROUNDS = 3
PATIENCE_MS = 30_000  # a page that takes longer is given up, and counts as so long


@dataclass(frozen=True)
class Sight:
    """A page of the desk: its address, and what stands on it once it is usable (a selector)."""

    name: str
    path: str
    shows: str


@dataclass
class Seen:
    """What a page took: milliseconds until usable, and the paths that it asked, in order."""

    usable: list[float] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.usable)


def sights(day: str, week_ago: str, half: int) -> list[Sight]:
    """The main pages; a busy day, an instant a week ago, and a seq in the middle of what there is."""
    table = "[data-view={}] tbody tr"
    return [
        Sight("overview", "/huyen", table.format("commune")),
        Sight("overview by hamlet", "/huyen?theo=ap", table.format("hamlet")),
        Sight("overview by organisation", "/huyen?theo=to-chuc", table.format("organisation")),
        Sight("overview by day", "/huyen?theo=ngay", table.format("day")),
        Sight("overview of a week", f"/huyen?tu={day}&den=", table.format("commune")),
        Sight("commune", "/huyen/xa/28135", table.format("hamlet")),
        Sight("hamlet", "/huyen/ap/28135-my-tay", table.format("organisation")),
        Sight("organisation", "/huyen?don-vi=doan-tn", table.format("commune")),
        Sight("records of the campaign", "/huyen/luot", "[data-record]"),
        Sight("records of a day", f"/huyen/luot?tu={day}&den={day}", "[data-record]"),
        Sight(
            "records of day and outcome",
            f"/huyen/luot?trong=28135&tu={day}&den={day}&ket-qua=storage_full",
            "[data-records]",
        ),
        Sight("ledger since the beginning", "/huyen/so-da-chot", "[data-ledger]"),
        Sight("ledger of a week", f"/huyen/so-da-chot?tu={week_ago}", "[data-ledger]"),
        Sight("ledger of a half", f"/huyen/so-da-chot?tu=seq.{half}&theo=ap", "[data-ledger]"),
        Sight("late ones in the ledger", f"/huyen/so-da-chot?tu={week_ago}&phan=den-muon", "[data-ledger]"),
        Sight("reconciliation", "/huyen/doi-chieu", "tr[data-code]"),
        Sight("checks: records", "/huyen/kiem-tra", ".check-row"),
        Sight("checks: signals", "/huyen/kiem-tra/dau-hieu", ".signal-row"),
        Sight("checks: samples", "/huyen/kiem-tra/mau", "[data-summary]"),
        Sight("attention", "/huyen/can-xem", ".waiting-card"),
        Sight("people", "/huyen/nguoi", "main table tbody tr, main li"),
        Sight("directory", "/huyen/danh-muc", "main table, main li"),
        Sight("reports", "/huyen/bao-cao", "main table tbody tr, main li"),
        Sight("obligations", "/huyen/nghia-vu", "main table tbody tr"),
        Sight("statements", "/huyen/ke-khai", "main table tbody tr"),
        Sight("inbox", "/huyen/hop-thu", "main section, main li, main p"),
    ]


def walk(port: int, folder: Path, pages: list[Sight], rounds: int = ROUNDS) -> dict[str, Seen]:
    """Opens every page some times, signed in as the district's officer."""
    base = f"http://127.0.0.1:{port}"
    found = {one.name: Seen() for one in pages}
    with sync_playwright() as playwright:
        browser = Browser(playwright, folder / "desk", DESK)
        page = browser.open(f"{base}/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(OFFICER)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        tap(page, "Đăng nhập")
        page.locator("[data-logged]").wait_for()
        offline_ready(page)
        for turn in range(rounds):
            for one in pages:
                _look(page, base, one, found[one.name], turn == 0)
        browser.close()
    return found


def _look(page: Page, base: str, one: Sight, seen: Seen, first: bool) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.path.startswith("/api/v1/") and request.method == "GET":
            asked.append(parts.path + (f"?{parts.query}" if parts.query else ""))

    page.goto("about:blank")
    page.on("request", note)
    page.goto(base + one.path, wait_until="commit")
    try:
        page.locator(one.shows).first.wait_for(timeout=PATIENCE_MS)
    except TimeoutError:
        seen.usable.append(PATIENCE_MS)
    else:
        seen.usable.append(page.evaluate("performance.now()"))
    if first:  # all that it asks after it has become usable, too
        with suppress(TimeoutError):
            page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
    page.remove_listener("request", note)
    if first:
        seen.asked = list(dict.fromkeys(asked))

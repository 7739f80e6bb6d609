"""One app measured: first visit, starts, saves, list, CPU, memory, and what waits sent over two lines.

Gives rows as they come: what was measured (`kind`), and its figures. The phone's profile goes on from one to the next,
as a phone's does; only first visits have a new one each.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Playwright

from bench.phone import page as pages
from bench.phone.app import App, packed
from bench.phone.line import BAD, FREE, SLOW, Line, Shape
from tests.browser.conftest import ARGUMENTS, PHONE, Browser, chromium

Row = dict[str, Any]
BLANK = "about:blank"
# Enketo draws another form on phones, and knows them by this.
ANDROID = {
    **PHONE,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36",
}


class Rounds:
    """How often each thing is done."""

    def __init__(self, quick: bool):
        self.first, self.starts, self.saves, self.logged = (1, 3, 3, 20) if quick else (2, 5, 7, 30)
        self.short, self.long = 1_000, 0 if quick else 10_000
        self.drains = 1


def version(playwright: Playwright) -> str:
    """Of the browser."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    try:
        return browser.version
    finally:
        browser.close()


def measured(app: App, playwright: Playwright, rounds: Rounds) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="gocua-phone-") as name,
        app.running(Path(name)) as port,
        Line(port) as line,
    ):
        folder = Path(name)
        browser = Browser(playwright, folder / "profile-0", ANDROID)
        for turn in range(rounds.first):
            browser.close()
            browser = Browser(playwright, folder / f"profile-{turn}", ANDROID)
            yield first_visit(app, browser, line)
        try:
            yield from starts(app, browser, line, rounds.starts)
            yield from at_work(app, browser, line, rounds)
            yield from sending(app, browser, line, rounds)
        finally:
            browser.close()


def _opened(app: App, browser: Browser, rate: int = pages.THROTTLE) -> tuple[Page, pages.Watch]:
    """A page of a browser that may have to be started, before it goes anywhere."""
    page = browser.open(BLANK)
    pages.throttle(page, rate)
    return page, pages.Watch(page, app.usable)


def first_visit(app: App, browser: Browser, line: Line, shape: Shape = SLOW) -> Row:
    """A new phone on a slow line: from the address to the form, then to all files kept."""
    page, form = _opened(app, browser)
    address = app.address(line)
    line.be(shape)
    up, back, connections, began = line.up, line.back, line.connections, time.perf_counter()
    page.goto(address, wait_until="commit")
    app.come_in(page)
    to_form = form.usable()
    sent, received = line.up - up, line.back - back
    app.kept_offline(page)
    row = {
        **{"kind": "first", "ms": to_form, "bytes": received, "sent": sent},
        **{"kept_s": time.perf_counter() - began, "kept_bytes": line.back - back},
        "connections": line.connections - connections,
    }
    line.be(FREE)
    page.goto(f"http://127.0.0.1:{line.port}/")
    form.usable()
    page.wait_for_load_state("networkidle")
    return row


def starts(app: App, browser: Browser, line: Line, times: int) -> Iterator[Row]:
    """The form again: with the browser running, and without a network in one that has just been started."""
    address = f"http://127.0.0.1:{line.port}/"
    page, form = _opened(app, browser)
    page.goto(address)
    form.usable()
    sizes = packed(app, pages.early(page))
    yield {"kind": "size", "files": sizes, "bytes": sum(sizes.values()), "requests": len(sizes)}
    for _ in range(times):
        page.goto(BLANK)
        page.goto(address, wait_until="commit")
        yield {"kind": "warm", "ms": form.usable()}
        page.wait_for_load_state("networkidle")
    line.cut()
    for _ in range(times):
        browser.close()
        page, form = _opened(app, browser)
        page.goto(address, wait_until="commit")
        yield {"kind": "cold", "ms": form.usable()}


def at_work(app: App, browser: Browser, line: Line, rounds: Rounds) -> Iterator[Row]:
    """Logging without a network: how long a save takes, CPU, memory."""
    page, form = _opened(app, browser)
    page.goto(f"http://127.0.0.1:{line.port}/")
    form.usable()
    yield {"kind": "memory", "of": "form", **pages.memory(browser, page)}
    for _ in range(rounds.saves):
        app.fill(page)
        yield {"kind": "save", "ms": app.save(page)}
    browser.close()
    page, form = _opened(app, browser, rate=1)
    page.goto(f"http://127.0.0.1:{line.port}/")
    form.usable()
    app.log(page)
    before = pages.cpu(browser)
    for _ in range(rounds.logged):
        app.log(page)
    yield {"kind": "cpu", "seconds": (pages.cpu(browser) - before) * 100 / rounds.logged}
    line.be(FREE)
    _drained(app, page, 60)
    browser.close()


def sending(app: App, browser: Browser, line: Line, rounds: Rounds) -> Iterator[Row]:
    for shape in (SLOW, BAD):
        for _ in range(rounds.drains):
            yield _drain(app, browser, line, shape, rounds.short)
    if rounds.long:
        yield from _long(app, browser, line, rounds.long)


def _laid(app: App, browser: Browser, line: Line, count: int) -> Page:
    """A phone without a network on which so many records wait."""
    line.be(FREE)
    page, form = _opened(app, browser, rate=1)
    page.goto(f"http://127.0.0.1:{line.port}/")
    form.usable()
    page.wait_for_load_state("networkidle")
    line.cut()
    app.log(page)
    app.lay(page, count)
    return page


def _drain(app: App, browser: Browser, line: Line, shape: Shape, count: int) -> Row:
    page = _laid(app, browser, line, count)
    row = _sent(app, page, line, shape, count)
    if row["left"] and not app.forget(page):  # so that the next time begins with nothing
        line.be(FREE)
        pages.throttle(page, 1)
        with suppress(Error):
            _drained(app, page, 120)
    browser.close()
    return row


def _sent(app: App, page: Page, line: Line, shape: Shape, count: int) -> Row:
    pages.throttle(page)
    line.be(shape)
    up, back, cuts = line.up, line.back, line.cuts
    left, seconds = _drained(app, page, app.most)
    row = {"kind": "drain", "line": shape.title, "count": count, "left": left, "seconds": seconds}
    row |= {"up": line.up - up, "back": line.back - back, "cuts": line.cuts - cuts}
    return row


def _drained(app: App, page: Page, most: float) -> tuple[int, float]:
    """How many are left, and seconds: at most as many as are given."""
    began = time.perf_counter()
    app.drain(page)
    while (left := app.waiting(page)) and time.perf_counter() - began < most:
        page.wait_for_timeout(100)
    return left, time.perf_counter() - began


def _long(app: App, browser: Browser, line: Line, count: int) -> Iterator[Row]:
    page = _laid(app, browser, line, count)
    pages.throttle(page)
    yield {"kind": "list", "count": count, "ms": app.list(page), **pages.scroll(page)}
    yield {"kind": "memory", "of": "list", **pages.memory(browser, page)}
    if not app.long:
        browser.close()
        return
    yield _sent(app, page, line, SLOW, count)
    browser.close()
    other = Browser(browser.playwright, browser.folder.with_name("profile-long"), ANDROID)
    try:  # a new phone: what is left on the one before would take too long
        first_visit(app, other, line, FREE)
        yield _sent(app, _laid(app, other, line, count), line, BAD, count)
    finally:
        other.close()

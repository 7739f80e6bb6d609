"""The sample campaign served for a test: made once for all processes of a run, copied for each that changes it."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, tap
from tests.faults.live import Live
from tests.once import once


def _make(folder: Path) -> None:
    Live(folder / "home").gocua("init", "--sample-data")


@contextmanager
def sample_campaign(factory: pytest.TempPathFactory, folder: Path) -> Iterator[Live]:
    """A server of a copy of its own in the folder, stopped at the end."""
    shutil.copytree(once(factory, "sample-home", _make) / "home", folder / "home")
    live = Live(folder / "home")
    try:
        yield live.start()
    finally:
        live.kill()


def sign_in(live: Live, desk: Browser, user: str) -> Page:
    """One of the sample's users, by the password in its file; the page that they start on."""
    lines = (live.home / "sample-access.txt").read_text(encoding="utf-8")
    found = re.search(rf"tên {user}, mật khẩu (\S+)", lines)
    assert found, lines
    page = desk.open(address(live, "/dang-nhap"))
    page.get_by_label("Tên đăng nhập").fill(user)
    page.get_by_label("Mật khẩu", exact=True).fill(found[1])
    tap(page, "Đăng nhập")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")
    return page


# --- figures as they stand on a page ---


def shows(page: Page, read: Callable[[], Any], expected: Any, seconds: float = 20.0) -> None:
    """Until what a page shows is what was counted: its parts come one after another, and others follow later."""
    over = time.monotonic() + seconds
    while (shown := read()) != expected and time.monotonic() < over:
        page.wait_for_timeout(100)
    assert shown == expected


def number(text: str) -> int:
    """A count or a change with words around it or not: 1.596; +12; −3; 115 (ước tính). A dash is none."""
    found = re.match(r"\s*([+−-]?)(\d{1,3}(?:\.\d{3})*)(?![\d.,%])", text)
    if not found:
        assert text.strip().startswith("–"), text
        return 0
    value = int(found[2].replace(".", ""))
    return -value if found[1] in ("−", "-") else value


def column(rows: Locator, cell: str) -> dict[str, int]:
    """One figure of every row that has it, by the row's code."""
    script = """(found, cell) => found.flatMap((row) => {
        const at = row.querySelector(cell);
        return at ? [[row.dataset.code, at.textContent]] : [];
    })"""
    return {code: number(text) for code, text in rows.evaluate_all(script, cell)}


def some(figures: dict[str, int]) -> dict[str, int]:
    """Without what is nothing: pages leave out or show rows of zero as they like."""
    return {code: value for code, value in figures.items() if value}

"""Real Chromium against a real server: a phone whose browser can be killed, a desk, and a place for screenshots."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.faults.live import Live, prepared_home

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}

expect.set_options(timeout=20_000)


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "chromium is missing; `make tools` brings it"
    return found


def _lives(process: psutil.Process) -> bool:
    """Not ended: one that only waits for its parent to look has no file open any more."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@dataclass
class Browser:
    """One browser with a profile of its own on disk; `kill` is a dead battery.

    Attributes:
        problems: errors that pages threw or printed, except failed loads while there is no network.
    """

    playwright: Playwright
    folder: Path
    options: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    context: BrowserContext | None = None

    def open(self, url: str) -> Page:
        """Starts the browser when it is not running and goes to the address in its first tab."""
        if self.context is None:
            self.context = self.playwright.chromium.launch_persistent_context(
                str(self.folder), executable_path=chromium(), args=ARGUMENTS, locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh", **self.options,
            )  # fmt: skip
            self.context.set_default_timeout(20_000)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)
        page.goto(url)
        return page

    def _console(self, message: Any) -> None:
        if (
            message.type == "error"
            and "net::ERR_" not in message.text
            and "Failed to load resource" not in message.text
        ):
            self.problems.append(message.text)

    def kill(self) -> None:
        """Kills every process of this profile at once, as a dead battery does; none lives on beside the next start."""
        marker = f"--user-data-dir={self.folder}"
        mine = [one for one in psutil.process_iter(["cmdline"]) if marker in (one.info["cmdline"] or [])]
        with suppress(psutil.NoSuchProcess):
            mine += [child for one in mine for child in one.children(recursive=True)]
        for process in mine:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        deadline = time.monotonic() + 20
        while any(_lives(process) for process in mine):
            assert time.monotonic() < deadline, "a process of Chromium's does not end"
            time.sleep(0.02)
        self.context = None

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation in which only the district is."""
    return prepared_home(tmp_path_factory)


@pytest.fixture
def live(template: Path, tmp_path: Path) -> Iterator[Live]:
    shutil.copytree(template, tmp_path / "home")
    live = Live(tmp_path / "home")
    try:
        yield live.start()
    finally:
        live.kill()


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(playwright, tmp_path / "phone", PHONE)
    yield browser
    browser.close()
    assert not browser.problems


@pytest.fixture
def desk(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(playwright, tmp_path / "desk", DESK)
    yield browser
    browser.close()
    assert not browser.problems


@pytest.fixture
def picture(tmp_path: Path):
    """Takes a screenshot: into docs/screens when GOCUA_SCREENS is set (`make screens`), else beside the test."""
    folder = ROOT / "docs" / "screens" if os.environ.get("GOCUA_SCREENS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str, **options: Any) -> None:
        page.screenshot(path=str(folder / f"{name}.png"), **options)

    return take

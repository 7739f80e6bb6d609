"""The two apps beside ours: an Enketo form, and a PouchDB app. Built by bench/peers/phone/build.js."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from bench.peers.peer import HERE, process
from bench.phone import page as pages
from bench.phone.app import App
from tests.browser.conftest import ARGUMENTS, chromium
from tests.faults.live import free_port
from tests.site import HAMLET
from tools.npm import node_and_npm

PHONE = HERE / "phone"
BUILD = PHONE / "build"
_SAVED = "document.querySelector('[role=status]').textContent === 'Đã lưu trên máy'"


def build(playwright: Playwright) -> None:
    """Both apps, and the form that Enketo's transformer makes of our questions."""
    subprocess.run([node_and_npm()[0], PHONE / "build.js"], check=True, timeout=120)
    browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    try:
        page = browser.new_page()
        page.add_script_tag(path=str(BUILD / "transform" / "transform.js"), type="module")
        page.wait_for_function("() => window.transformed !== undefined")
        form = page.evaluate("(xform) => window.transformed(xform)", (BUILD / "transform/questions.xml").read_text())
    finally:
        browser.close()
    kept = {name: form[name] for name in ("form", "model")}
    (BUILD / "enketo" / "form.json").write_text(json.dumps(kept, ensure_ascii=False))


class Beside(App):
    long = False

    @contextmanager
    def running(self, folder: Path) -> Iterator[int]:
        port = free_port()
        command = [node_and_npm()[0], HERE / "node" / "phone.js", str(port), folder, self.static]
        with process(command, folder, port):
            yield port

    def lay(self, page: Page, count: int) -> None:
        page.evaluate("(count) => bench.lay(count)", count - 1)

    def list(self, page: Page) -> float:
        page.evaluate("document.querySelector('ol').replaceChildren()")
        return pages.step(page, "bench.list()", "document.querySelector('ol li') !== null")

    def drain(self, page: Page) -> None:
        page.evaluate("void bench.drain()")


class Enketo(Beside):
    name = "enketo"
    title = "Enketo (enketo-core 9)"
    lacks = (
        "sends each record by itself, uncompressed; marks no duplicates; its icon fonts and translations are left out"
    )
    usable = "#save"
    static = BUILD / "enketo"
    data = ("form.json",)
    most = 20.0

    def fill(self, page: Page) -> None:
        pages.chosen(page, 'select[name="/data/hamlet"]', HAMLET)
        page.evaluate("document.querySelector('input[value=owner_absent]').click()")

    def save(self, page: Page) -> float:
        page.evaluate("document.querySelector('#told').textContent = ''")
        return pages.step(page, "document.querySelector('#save').click()", _SAVED)

    def waiting(self, page: Page) -> int:
        return page.evaluate("bench.waiting()")

    def forget(self, page: Page) -> bool:
        return page.evaluate("bench.forget()")


class Pouch(Beside):
    name = "pouch"
    title = "PouchDB 9, plain HTML"
    lacks = (
        "checks only what HTML does; nothing waits for the disk; a number would lie on the phone as typed;"
        " its list shows the newest 50"
    )
    usable = "form button:not([disabled])"
    static = BUILD / "pouch"
    laid = 0

    def fill(self, page: Page) -> None:
        pages.chosen(page, "select[name=hamlet]", HAMLET)
        pages.chosen(page, "select[name=outcome]", "owner_absent")

    def save(self, page: Page) -> float:
        page.evaluate("document.querySelector('output').textContent = ''")
        return pages.step(page, "document.querySelector('form button').click()", _SAVED)

    def lay(self, page: Page, count: int) -> None:
        super().lay(page, count)
        self.laid = count

    def drain(self, page: Page) -> None:
        page.evaluate("(count) => void bench.drain(count)", self.laid)

    def waiting(self, page: Page) -> int:
        return page.evaluate("bench.left")

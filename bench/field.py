"""`python -m bench.field`: what the phone's first form costs, in Chromium with the CPU throttled six times.

Prints bytes of JS and CSS before the first form (gzip, as served), cold start offline to a usable form, and the time
from the tap on "Lưu" to "Đã lưu trên máy". Figures, no verdicts; run it on a quiet machine.
"""

import gzip
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import PHONE, ROOT, Browser
from tests.faults.live import Live, installation

THROTTLE = 6
ROUNDS = 5


def _invite(live: Live) -> str:
    made = live.gocua(
        "invite", "--role", "volunteer", "--organisation", "hoi-lhpn-xa.28135", "--area", "28135",
        "--hamlet", "28135-my-tay", "--name", "Đo", "--json",
    )  # fmt: skip
    return json.loads(made)["code"]


def _throttle(page: Page, rate: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def first_form_bytes(page: Page, url: str) -> dict[str, int]:
    """Bytes after gzip of each script and style that the page had when it drew the form."""
    page.add_init_script(
        """new MutationObserver((_, watch) => {
          if (!document.querySelector('#app button')) return;
          window.__drawn = performance.now();
          watch.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto(url)
    page.get_by_role("button", name="Đã cài xong").wait_for()
    names = page.evaluate(
        """() => {
          const early = performance.getEntriesByType('resource').filter((one) => one.responseEnd <= window.__drawn);
          return early.map((one) => one.name).filter((name) => /[.](js|css)$/.test(name));
        }"""
    )
    dist = ROOT / "client" / "dist"
    files = {name.split("/", 3)[3] for name in names}
    sizes = {name: len(gzip.compress((dist / name).read_bytes(), 9)) for name in sorted(files) if name != "sw.js"}
    return {"index.html": len(gzip.compress((dist / "index.html").read_bytes(), 9)), **sizes}


def cold_start_ms(browser: Browser, url: str) -> float:
    """From the navigation of a new browser process, server down, to a form that takes a tap."""
    browser.close()
    page = browser.open("about:blank")
    _throttle(page, THROTTLE)
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.get_by_role("button", name="Đã cài xong").wait_for()
    return (time.perf_counter() - began) * 1000


def save_ms(page: Page) -> float:
    """From the tap to the sentence, by the page's own clock."""
    page.get_by_role("button", name="Chưa cài được").click()
    page.get_by_role("radio", name="Máy đầy bộ nhớ").check()
    page.evaluate(
        """() => {
            const button = [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Lưu');
            button.addEventListener('click', () => { window.__t0 = performance.now(); }, { capture: true, once: true });
            new MutationObserver((_, watch) => {
                const status = document.querySelector('[role=status]');
                if (status && status.textContent.includes('Đã lưu trên máy')) {
                    window.__t1 = performance.now();
                    watch.disconnect();
                }
            }).observe(document.body, { childList: true, subtree: true, characterData: true });
        }"""
    )
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_function("() => window.__t1 !== undefined")
    taken = page.evaluate("window.__t1 - window.__t0")
    page.evaluate("delete window.__t1")
    page.get_by_role("button", name="Thêm máy cùng nhà").click()
    return taken


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        installation(Path(folder)) as live,
        sync_playwright() as playwright,
    ):
        browser = Browser(playwright, Path(folder) / "phone", PHONE)
        base = f"http://127.0.0.1:{live.port}/"
        page = browser.open(f"{base}#moi={_invite(live)}")
        page.get_by_role("button", name="Bắt đầu").click()
        page.get_by_role("button", name="Đã cài xong").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_timeout(3000)
        sizes = first_form_bytes(page, base)
        for name, size in sizes.items():
            print(f"{size:>8,} bytes gzip  {name}")
        total = sum(size for name, size in sizes.items() if name != "index.html")
        print(f"{total:>8,} bytes gzip of JS and CSS before the first form")
        live.stop()
        starts = [cold_start_ms(browser, base) for _ in range(ROUNDS)]
        page = browser.context.pages[0] if browser.context else page
        saves = [save_ms(page) for _ in range(ROUNDS)]
        for name, values in (("cold start offline to a usable form", starts), ("save confirmed", saves)):
            print(
                f"{name}, CPU / {THROTTLE}: median {statistics.median(values):.0f} ms "
                f"[{min(values):.0f}..{max(values):.0f}] of {ROUNDS}"
            )
        browser.close()


if __name__ == "__main__":
    sys.exit(main())

"""What is asked of a page in Chromium: when it was usable, how long a step took, memory, and CPU of the browser.

Times are the page's own clock (from the navigation, or from the tap) to the frame that shows what was waited for.
Throttling slows the page's main thread, not its service worker; it burns CPU itself, so CPU is counted without.
"""

import time
from typing import Any

import psutil
from playwright.sync_api import Page

from bench import meters
from tests.browser.conftest import Browser

THROTTLE = 6

# Notes when something that fits the selector is there and drawn.
_WATCH = """(selector) => {
  const fits = () => [...document.querySelectorAll(selector)].some((one) => one.getClientRects().length > 0);
  const look = () => {
    if (window.__usable !== undefined || !fits()) return;
    window.__usable = null;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      window.__usable = performance.now();
      benchUsable(String(window.__usable));
    }));
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true, attributes: true });
  addEventListener('DOMContentLoaded', look);
}"""

# From the tap to the frame after `seen` is true.
_STEP = """([act, seen]) => new Promise((done) => {
  const isSeen = new Function(`return ${seen}`);
  const began = performance.now();
  let over = false;
  const look = () => {
    if (over || !isSeen()) return;
    over = true;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  new Function(act)();
  look();
})"""

# As soon as something with this text can be tapped: Playwright's own taps look at the page for longer than it works.
_TAP = """([selector, text]) => new Promise((done) => {
  const look = () => {
    const all = [...document.querySelectorAll(selector)];
    const found = all.find((one) => one.textContent.trim().startsWith(text) && one.getClientRects().length > 0);
    if (!found) return;
    watch.disconnect();
    found.click();
    done();
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  look();
})"""

_CHOSEN = """([selector, value]) => {
  const list = document.querySelector(selector);
  list.value = value;
  for (const name of ['input', 'change']) list.dispatchEvent(new Event(name, { bubbles: true }));
}"""

# Down the page frame by frame: how long each frame took.
_SCROLL = """() => new Promise((done) => {
  const frames = [];
  let before = performance.now();
  const next = (now) => {
    frames.push(now - before);
    before = now;
    scrollBy(0, innerHeight / 4);
    if (frames.length < 60) requestAnimationFrame(next);
    else done(frames.slice(1).sort((one, other) => one - other));
  };
  requestAnimationFrame(next);
})"""

_EARLY = """() => performance.getEntriesByType('resource')
  .filter((one) => one.responseEnd <= window.__usable).map((one) => new URL(one.name).pathname)"""


def throttle(page: Page, rate: int = THROTTLE) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


class Watch:
    """Notes when the form takes a tap, at every navigation of a page from now on.

    It is told by the page, not asked for: what Playwright puts into a page to look at it takes a slow phone 100 ms.
    """

    def __init__(self, page: Page, selector: str):
        self.page = page
        self.told: list[float] = []
        session = page.context.new_cdp_session(page)
        session.send("Runtime.enable")
        session.send("Runtime.addBinding", {"name": "benchUsable"})
        session.on("Runtime.bindingCalled", lambda event: self.told.append(float(event["payload"])))
        page.add_init_script(f"({_WATCH})({selector!r})")

    def usable(self, timeout: float = 120) -> float:
        """Milliseconds from the last navigation to the form; each is told once."""
        deadline = time.monotonic() + timeout
        while not self.told:
            if time.monotonic() > deadline:
                raise TimeoutError("the form did not come")
            self.page.wait_for_timeout(20)
        return self.told.pop()


def early(page: Page) -> list[str]:
    """Paths that had arrived when the form was usable, each once."""
    return sorted(set(page.evaluate(_EARLY)))


def step(page: Page, act: str, seen: str) -> float:
    """Milliseconds from an act in the page to the frame in which something is true."""
    return page.evaluate(_STEP, [act, seen])


def tap(page: Page, text: str, selector: str = "button") -> None:
    """Waits for it, if it is not there yet."""
    page.evaluate(_TAP, [selector, text])


def chosen(page: Page, selector: str, value: str) -> None:
    """An option of a list, as if a person had chosen it."""
    page.evaluate(_CHOSEN, [selector, value])


def scroll(page: Page) -> dict[str, float]:
    """Milliseconds of a frame while the page is scrolled."""
    frames = page.evaluate(_SCROLL)
    return {"median": frames[len(frames) // 2], "p95": frames[int(len(frames) * 0.95)], "most": frames[-1]}


def processes(browser: Browser) -> list[psutil.Process]:
    """Of this profile's browser."""
    marker = f"--user-data-dir={browser.folder}"
    for process in psutil.process_iter(["cmdline"]):
        if marker in (process.info["cmdline"] or []) and not any("--type=" in one for one in process.info["cmdline"]):
            return meters.tree(process.pid)
    raise RuntimeError("the browser is not running")


def cpu(browser: Browser) -> float:
    """CPU seconds of all of the browser's processes so far."""
    return meters.processor(processes(browser))


def memory(browser: Browser, page: Page) -> dict[str, float]:
    """MiB: the page's JavaScript heap after a collection, and its process (shared pages in part)."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics: dict[str, Any] = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    pages = [one for one in processes(browser) if "--type=renderer" in one.cmdline()]
    return {"heap": metrics["JSHeapUsedSize"] / 2**20, "process": max(meters.shared_memory([one]) for one in pages)}

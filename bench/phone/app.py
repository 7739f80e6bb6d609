"""What the phone's bench asks of an app: ours, and the two beside it."""

import gzip
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from bench.phone import page as pages
from bench.phone.line import Line


class App(ABC):
    """An app with a form that is kept offline.

    Attributes:
        name: on the command line and in the results.
        title: in the tables.
        lacks: what it does not do, for the page.
        usable: selector of what can be tapped when the form is there.
        static: the folder of its files; `index.html` and paths below the root.
        data: paths of what it fetches once for its first form and then keeps elsewhere than its files.
        most: seconds that draining may take before it is given up and its rate told.
        long: it is also given 10,000 records to send.
    """

    name: str
    title: str
    lacks: str
    usable: str
    static: Path
    data: tuple[str, ...] = ()
    most = 60.0
    long = True

    @abstractmethod
    @contextmanager
    def running(self, folder: Path) -> Iterator[int]:
        """Its server, empty; gives the port."""

    def address(self, line: Line) -> str:
        """Where a new phone goes first."""
        return f"http://127.0.0.1:{line.port}/"

    def come_in(self, page: Page) -> None:  # noqa: B027 - most apps ask for nothing
        """What a person taps between the first visit and the form."""

    def kept_offline(self, page: Page) -> None:
        """Waits until the worker has all files."""
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    @abstractmethod
    def fill(self, page: Page) -> None:
        """An empty form filled in for one visit, up to the tap that saves it."""

    @abstractmethod
    def save(self, page: Page) -> float:
        """Milliseconds from that tap to "saved"; leaves an empty form."""

    @abstractmethod
    def lay(self, page: Page, count: int) -> None:
        """Copies of the one record that is on the phone, not sent, as many as there shall be in all."""

    @abstractmethod
    def list(self, page: Page) -> float:
        """Milliseconds from the tap to the first rows of the own records."""

    @abstractmethod
    def drain(self, page: Page) -> None:
        """Begins to send; does not wait."""

    @abstractmethod
    def waiting(self, page: Page) -> int:
        """How many of the laid records the server has not acknowledged."""

    def forget(self, page: Page) -> bool:
        """Throws away what waits, where that is quicker than sending the rest."""
        return False

    def log(self, page: Page) -> None:
        self.fill(page)
        self.save(page)


def packed(app: App, paths: list[str]) -> dict[str, int]:
    """Bytes after gzip of the page and of files by their paths; what does not lie in the app's folder is left out."""
    files = {"index.html", *app.data, *(path.lstrip("/") for path in paths)}
    return {
        name: len(gzip.compress((app.static / name).read_bytes(), 9))
        for name in sorted(files)
        if (app.static / name).is_file() and not name.endswith("worker.js") and name != "sw.js"
    }


def tapped(page: Page, button: str, seen: str) -> float:
    """From a tap on a button, by what stands on it, to what is seen."""
    act = f"[...document.querySelectorAll('button')].find((b) => b.textContent.trim() === '{button}').click()"
    return pages.step(page, act, seen)

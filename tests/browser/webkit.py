"""WebKit, the engine of Safari, as the distribution builds it (WebKitGTK), driven by plain WebDriver calls.

Rests on WebKitWebDriver, MiniBrowser and Xvfb. Promises: real clicks and keys at what a person would name by its words;
what it started is ended by its own process id. The browser keeps nothing beyond the session: each is a new phone.
"""

import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.faults.live import free_port

_KEY = "element-6066-11e4-a52e-4f735466cecf"
_WAIT = 20.0


def mini_browser() -> str:
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    assert found, "MiniBrowser is missing; `make test-faults` brings it"
    return str(found[-1])


class Refused(AssertionError):
    """The browser could not do it, or the page does not say it (yet)."""


class WebKit:
    """One window of one new browser, on a screen that nobody sees."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x900x24", "-nolisten", "tcp"],
            pass_fds=[writing], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        self._port = free_port()
        env = {**os.environ, "DISPLAY": f":{display}", "LIBGL_ALWAYS_SOFTWARE": "1", "TZ": "Asia/Ho_Chi_Minh"}
        command = ["WebKitWebDriver", f"--port={self._port}"]
        self._driver = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        options = {"binary": mini_browser(), "args": ["--automation"]}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._path = ""
        made = self._until(lambda: self._begin(asked))
        self._path = f"/session/{made['sessionId']}"
        self.version = f"{made['capabilities']['browserName']} {made['capabilities']['browserVersion']}"

    def _begin(self, asked: dict[str, Any]) -> Any:
        try:
            return self._call("POST", "/session", asked)
        except urllib.error.URLError as error:  # the driver does not listen yet
            raise Refused(str(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError, Refused):
            self._call("DELETE", "")
        for process in (self._driver, self._screen):
            process.terminate()
            process.wait(20)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{self._path}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(f"{path} {body or ''}: {error.read().decode()[:300]}") from None

    def _until(self, act: Callable[[], Any]) -> Any:
        """Again and again until it works; the last error when the time is over."""
        over = time.monotonic() + _WAIT
        while True:
            try:
                return act()
            except (Refused, ConnectionError):
                if time.monotonic() > over:
                    raise
                time.sleep(0.1)

    def go(self, url: str) -> None:
        self._call("POST", "/url", {"url": url})

    def reload(self) -> None:
        self._call("POST", "/refresh", {})

    def run(self, script: str) -> Any:
        return self._call("POST", "/execute/sync", {"script": script, "args": []})

    def wait_for(self, promise: str) -> Any:
        """What a promise of the page comes to, as text."""
        script = f"const done = arguments[arguments.length - 1]; ({promise}).then(done, (e) => done('no: ' + e));"
        return self._call("POST", "/execute/async", {"script": script, "args": []})

    def text(self) -> str:
        return self.run("return document.body.innerText")

    def sees(self, words: str) -> None:
        """Until the page says so; AssertionError with the page when it does not."""

        def look() -> None:
            text = self.text()
            if words not in text:
                raise Refused(f"{words!r} is not on the page: {text}")

        self._until(look)

    def tap(self, words: str, kind: str = "button") -> None:
        """A click where a pointer would make it: on the button, link or label that begins with these words."""
        path = f"//{kind}[starts-with(normalize-space(.), '{words}')]"
        self._until(lambda: self._call("POST", f"{self._element(path)}/click", {}))

    def write(self, label: str, text: str) -> None:
        """Keys into the field whose label begins with these words."""
        path = f"//input[@id=//label[starts-with(normalize-space(.), '{label}')]/@for]"
        self._until(lambda: self._call("POST", f"{self._element(path)}/value", {"text": text}))

    def _element(self, path: str) -> str:
        found = self._call("POST", "/element", {"using": "xpath", "value": path})
        return f"/element/{found[_KEY]}"

"""`python -m bench.field [--apps ours,enketo,pouch] [--quick] [--out FILE]`: the phone, in Chromium.

Our form beside an Enketo form and a PouchDB app doing the same work, all with CPU divided by six: bytes of the first
form, the form cold without a network, warm and on a first visit over 3G, a save, a list of 10,000, what waits sent over
a slow and a bad line, memory, CPU of logging. All rows go into one JSON file and from there into docs/performance.md
(bench/phone/report.py). Needs what `make bench-phone` installs; at most eight minutes on a quiet machine. `--quick` is
for every day: fewer rounds, no 10,000, nothing written.
"""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench import machine
from bench.phone import beside, report
from bench.phone.app import App
from bench.phone.beside import Enketo, Pouch
from bench.phone.ours import Ours
from bench.phone.trial import Rounds, measured, version

APPS: dict[str, App] = {app.name: app for app in (Ours(), Enketo(), Pouch())}


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.field", description="The phone, in Chromium.")
    options.add_argument("--apps", default=",".join(APPS))
    options.add_argument("--quick", action="store_true")
    options.add_argument("--out", type=Path, default=report.RESULTS)
    chosen = options.parse_args()
    apps = [APPS[name] for name in chosen.apps.split(",")]
    about: dict[str, Any] = {"machine": machine.described(), "rows": []}
    about["machine"]["others"] = machine.others()
    about["apps"] = {app.name: {"title": app.title, "lacks": app.lacks} for app in apps}
    began = time.perf_counter()
    rounds = Rounds(chosen.quick)
    about |= {"short": rounds.short, "long": rounds.long}
    with sync_playwright() as playwright:
        about["chromium"] = version(playwright)
        if any(isinstance(app, beside.Beside) for app in apps):
            beside.build(playwright)
        for app in apps:
            for row in measured(app, playwright, rounds):
                about["rows"].append({"app": app.name, "load": os.getloadavg()[0], **row})
                print(f"{time.perf_counter() - began:5.0f} s  {app.name}", _told(row), flush=True)
    about["took"] = time.perf_counter() - began
    if not chosen.quick:
        chosen.out.parent.mkdir(exist_ok=True)
        chosen.out.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")
        report.write(chosen.out)


def _told(row: dict[str, Any]) -> str:
    return " ".join(
        f"{name}={value:,.0f}" if isinstance(value, float) and value > 10 else f"{name}={value}"
        for name, value in row.items()
    )


if __name__ == "__main__":
    main()

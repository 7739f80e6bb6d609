"""Times of the directive of August 2021, and reports as units send them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from werkzeug.test import TestResponse

from tests.site import COMMUNE, Caller, Site

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
COMMITTEE = "ubnd-xa.28135"
OFFICE = "p-noi-vu"
WOMEN = "hoi-lhpn"
THURSDAY = "2021-08-26"
NEXT_THURSDAY = "2021-09-02"


@contextmanager
def at(local: str) -> Iterator[Any]:
    """It is this moment in Vietnam (`2021-08-26 12:59:59.999`), until moved: `clock.move_to(when("…"))`."""
    with time_machine.travel(when(local), tick=False) as clock:
        yield clock


def when(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZONE)


def instant(local: str) -> str:
    moment = when(local).astimezone(ZoneInfo("UTC"))
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def officer(site: Site, commune: str = COMMUNE) -> Caller:
    return site.person("commune", commune, f"ubnd-xa.{commune}", name="Lê Văn Tư")


def clerk(site: Site, organisation: str = OFFICE) -> Caller:
    return site.person("reporter", "806", organisation, name="Trần Thị Năm")


def report(**changes: Any) -> dict[str, Any]:
    body = {"obligation": "R08", "organisation": COMMITTEE, "period": THURSDAY}
    return {**body, "narrative": {"work_done": "Đã họp dân ở 5 ấp."}, **changes}


def submit(caller: Caller, report_id: str | None = None, **changes: Any) -> TestResponse:
    return caller.call("PUT", f"/reports/{report_id or uuid.uuid4()}", json=report(**changes))


def board(caller: Caller, **query: str) -> list[dict[str, Any]]:
    """All squares of the board, page by page."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        asked = "&".join(f"{name}={value}" for name, value in {**query, "limit": "200"}.items())
        page = caller.get(f"/obligations?{asked}{after}").json
        found += page["items"]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


def square(caller: Caller, organisation: str = COMMITTEE, obligation: str = "R08", period: str = THURSDAY) -> dict:
    (found,) = (
        one
        for one in board(caller, obligation=obligation, period=period, ahead="true")
        if one["unit"]["code"] == organisation
    )
    return found


def later(local: str, **delta: int) -> datetime:
    return when(local) + timedelta(**delta)

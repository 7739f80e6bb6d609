"""Admins are told once a month that a key should be rotated, as long as one should."""

from datetime import timedelta

import time_machine

from server import keys
from server.clock import DAY_MS, now_ms
from server.notices.worker import Worker
from tests import rotating
from tests.site import Caller, Site


def told(who: Caller) -> list[str]:
    return [one["body"] for one in who.get("/notices").json["items"] if one["kind"] == "keys.due"]


def later(days: int, hours: int = 0) -> time_machine.travel:
    return time_machine.travel(now_ms() / 1000 + timedelta(days=days, hours=hours).total_seconds(), tick=False)


def test_it_works(site: Site):
    loop = Worker(site.app)
    with later(364):
        admin, district = site.person("admin"), site.person("district")
        loop.once()
        assert told(admin) == []
    with later(366):
        for _ in range(2):
            loop.once()
        (body,) = told(admin)
        assert all(f"{name}-1" in body for name in keys.NAMES)
        assert told(district) == []
        (one,) = admin.get("/notices").json["items"]
        assert one["link"] == "/huyen/quan-tri/khoa"


def test_it_is_said_again_the_next_month_of_those_that_are_left(sqlite_site: Site):
    loop = Worker(sqlite_site.app)
    with later(366) as clock:
        admin = sqlite_site.person("admin")
        loop.once()
        for name in keys.NAMES[:5]:
            rotating.rotate(sqlite_site, name)
            newest = rotating.folder(sqlite_site) / (f"{name}-2" + (".pem" if name == "seal" else ""))
            rotating.dated(newest, now_ms())
        clock.shift(timedelta(milliseconds=32 * DAY_MS))
        loop.once()
        newest, _first = told(admin)
        assert "vapid-1" in newest
        assert "seal" not in newest

"""How many statements reading takes is kept: a pull with and without rows, totals after a push, and a 304."""

from server.clock import now_ms
from server.extensions import db
from server.totals import routes
from tests.batches import push, put
from tests.budget import check
from tests.site import Caller, Site
from tests.statements import counted


def statements(caller: Caller, path: str, status: int = 200, **headers: str) -> int:
    with counted() as seen:
        answer = caller.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status_code == status
    return len(seen)


def test_reading_takes_the_statements_that_are_kept(site: Site, monkeypatch):
    now = now_ms()
    monkeypatch.setattr(routes, "now_ms", lambda: now)  # a new minute looks at the devices again
    volunteer, district, database = site.person(), site.person("district"), db.engine.dialect.name
    push(volunteer, put())
    before = volunteer.get("/sync/pull").json["cursor"]  # what a process reads once, too
    district.get("/totals")
    push(volunteer, put())

    def kept(name: str, count: int) -> None:
        check(count, "reads", database, name)

    kept("pull of new rows", statements(volunteer, "/sync/pull", X_Cursor=before))
    cursor = volunteer.get("/sync/pull", headers={"X-Cursor": before}).json["cursor"]
    kept("pull of nothing", statements(volunteer, "/sync/pull", X_Cursor=cursor))
    kept("totals after a push", statements(district, "/totals"))
    tag = district.get("/totals").headers["ETag"]
    kept("totals not modified", statements(district, "/totals", 304, If_None_Match=tag))

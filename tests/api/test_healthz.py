"""GET /healthz: a supervisor learns whether the database can be read."""

from tests.site import Site


def test_it_works(site: Site):
    answer = site.call("GET", "/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_a_lost_database_is_said(sqlite_site: Site, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from server import health

    def broken():
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr(health, "reading", broken)
    answer = sqlite_site.call("GET", "/healthz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "disk" not in answer.text

"""Under more load than it can serve the API answers 503 with a time to come again; pages and health go on."""

from tests.batches import batch, put
from tests.site import Site


def crowd(site: Site, waiting: int) -> None:
    load = site.app.extensions["gocua.load"]
    for _ in range(500):
        load.served(0.05)
    load.watch(lambda: waiting, 8)


def test_it_works(sqlite_site: Site):
    volunteer = sqlite_site.person()
    crowd(sqlite_site, 1000)
    told = volunteer.post("/sync/push", batch(put()))
    assert (told.status_code, told.json["error"]["code"]) == (503, "server.busy")
    assert told.headers["Gocua"] == "1"
    assert 6 <= int(told.headers["Retry-After"]) <= 60
    assert sqlite_site.call("GET", "/healthz").status_code == 200
    crowd(sqlite_site, 0)
    assert volunteer.post("/sync/push", batch(put())).status_code == 200


def test_a_report_is_let_in_however_many_wait(sqlite_site: Site):
    commune = sqlite_site.person(role="commune")
    crowd(sqlite_site, 1000)
    assert commune.get("/reports").status_code == 200
    assert commune.get("/totals").status_code == 503

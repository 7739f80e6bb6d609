"""GET /api/v1/ping: somebody answers, and says how much a push may hold."""

from tests.site import Site


def test_it_works(sqlite_site: Site):
    reply = sqlite_site.call("GET", "/ping")
    assert reply.status_code == 200
    assert reply.headers["Gocua"] == "1"
    assert reply.json["limits"] == {"max_ops": 200, "max_bytes": 262_144, "max_op_bytes": 8192}
    assert reply.json["p"] == "gocua"
    assert "anchor" not in reply.json


def test_another_method_is_405(sqlite_site: Site):
    reply = sqlite_site.call("POST", "/ping")
    assert (reply.status_code, reply.json["error"]["code"]) == (405, "request.method")

"""GET /api/v1/openapi.json and /api/docs: the contract can be read by programs and by people."""

from server.errors import CATALOGUE
from tests.site import Site


def test_it_works(sqlite_site: Site):
    spec = sqlite_site.call("GET", "/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    assert "Problem" in spec["components"]["schemas"]


def test_every_route_is_in_the_document(sqlite_site: Site):
    spec = sqlite_site.call("GET", "/openapi.json").json
    documented = {path.replace("{", "<").replace("}", ">") for path in spec["paths"]}
    routes = {
        rule.rule.replace("<uuid:", "<").replace("<int:", "<").replace("<string:", "<")
        for rule in sqlite_site.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "openapi"
    }
    assert len(routes) > 20
    assert routes <= documented


def test_every_code_of_the_catalogue_is_listed(sqlite_site: Site):
    spec = sqlite_site.call("GET", "/openapi.json").json
    assert set(spec["x-errors"]) == set(CATALOGUE)


def test_every_call_says_what_it_does(sqlite_site: Site):
    spec = sqlite_site.call("GET", "/openapi.json").json
    silent = [
        f"{method} {path}"
        for path, operations in spec["paths"].items()
        for method, operation in operations.items()
        if method in ("get", "post", "put", "patch", "delete") and not operation.get("summary")
    ]
    assert not silent


def test_what_is_made_once_says_what_a_second_time_answers(sqlite_site: Site):
    """Found by the fuzz: a known id was answered 200, and the document knew 201 alone."""
    spec = sqlite_site.call("GET", "/openapi.json").json
    for method, path in (
        ("post", "/areas"),
        ("post", "/organisations"),
        ("post", "/people"),
        ("post", "/invites"),
        ("post", "/tokens"),
        ("put", "/reports/{report_id}"),
    ):
        answers = spec["paths"][f"/api/v1{path}"][method]["responses"]
        assert answers["200"]["content"] == answers["201"]["content"], path


def test_the_page_for_people_names_calls_and_errors(sqlite_site: Site):
    page = sqlite_site.call("GET", "/api/docs")
    assert page.status_code == 200
    assert "/api/v1/sync/push" in page.text
    assert "area.out_of_scope" in page.text
    assert "<script" not in page.text

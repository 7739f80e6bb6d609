"""Every answer says who it is from, and every problem has one shape, one code and one clear sentence."""

import pytest

from server.errors import CATALOGUE, Problem, sentence
from tests.site import Site


@pytest.mark.parametrize("path", ["/api/v1/none", "/api/v1/me", "/api/v1/totals", "/api/v1/sync/pull"])
def test_a_problem_carries_the_envelope_and_a_code(sqlite_site: Site, path: str):
    answer = sqlite_site.call("GET", path)
    assert answer.status_code in (401, 404)
    assert answer.headers["Gocua"] == "1"
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json
    assert (body["p"], body["v"]) == ("gocua", 1)
    assert len(body["server_now"]) == 24
    assert body["error"]["code"] in CATALOGUE
    assert body["error"]["message"] == sentence(body["error"]["code"], "vi")


def test_english_when_the_caller_prefers_it(sqlite_site: Site):
    answer = sqlite_site.call("GET", "/me", headers={"Accept-Language": "en-GB,en;q=0.9,vi;q=0.5"})
    assert answer.json["error"]["message"] == sentence("session.missing", "en")


def test_a_method_that_is_not_there_is_a_problem_too(sqlite_site: Site):
    answer = sqlite_site.call("DELETE", "/totals")
    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "request.method"


def test_every_sentence_ends_as_a_sentence_and_blames_nobody():
    for code, kind in CATALOGUE.items():
        assert kind.vi.endswith("."), code
        assert kind.en.endswith("."), code
        assert "!" not in kind.vi, code
        assert "lỗi hệ thống" not in kind.vi.lower(), code


def test_a_code_outside_the_catalogue_cannot_be_raised():
    with pytest.raises(ValueError, match="catalogue"):
        Problem("no.such.code")


def test_a_page_of_the_app_is_served_with_a_strict_policy(sqlite_site: Site):
    for path in ("/", "/so", "/huyen/xa/28135"):
        with sqlite_site.app.test_client().get(path) as answer:
            assert answer.status_code == 200, path
            assert answer.headers["Cache-Control"] == "no-cache"
            policy = answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "require-trusted-types-for 'script'" in policy


def test_a_missing_file_is_not_answered_with_a_page(sqlite_site: Site):
    for path in ("/assets/none.js", "/none.js", "/.env", "/.gocua-stamp"):
        assert sqlite_site.app.test_client().get(path).status_code == 404, path

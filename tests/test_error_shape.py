"""Every answer says who it is from, and every problem has one shape, one code and one clear sentence."""

import pytest

from server.errors import CATALOGUE, Problem, sentence
from tests.site import Site

SAID = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
)  # fmt: skip


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


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("vi-VN,en;q=0.9", "vi"),
        ("en-US,vi;q=0.5", "en"),
        ("en;q=0.3,vi;q=0.9", "vi"),
        ("fr,en;q=0.5", "en"),
        ("vi,en", "vi"),
        ("en;q=0", "vi"),
        ("*", "vi"),
        ("", "vi"),
        ("xx;;", "vi"),
    ],
)
def test_the_language_is_the_one_preferred_of_the_two(sqlite_site: Site, wish: str, language: str):
    answer = sqlite_site.call("GET", "/me", headers={"Accept-Language": wish})
    assert answer.json["error"]["message"] == sentence("session.missing", language)


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/totals"), ("GET", "/sync/push"), ("GET", "/enrol"), ("PUT", "/ping")]
)
def test_a_method_that_is_not_there_is_a_problem_too(sqlite_site: Site, method: str, path: str):
    answer = sqlite_site.call(method, path)
    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "request.method"
    assert method not in answer.headers["Allow"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/none", "/ping/", "/people/abc"])
def test_an_address_that_is_not_there_is_not_found_whatever_the_method(sqlite_site: Site, method: str, path: str):
    answer = sqlite_site.call(method, path)
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


def test_every_sentence_ends_as_a_sentence_and_blames_nobody():
    for code, kind in CATALOGUE.items():
        assert kind.vi.endswith("."), code
        assert kind.en.endswith("."), code
        assert "!" not in kind.vi, code
        assert "lỗi hệ thống" not in kind.vi.lower(), code


def test_a_code_outside_the_catalogue_cannot_be_raised():
    with pytest.raises(ValueError, match="catalogue"):
        Problem("no.such.code")


def test_what_the_api_answers_is_no_page(sqlite_site: Site):
    client = sqlite_site.app.test_client()
    for path in ("/api/v1/ping", "/api/v1/me", "/api/v1/openapi.json", "/api/v1/none"):
        with client.get(path) as answer:
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';"), path
            assert answer.headers["Cache-Control"] == "no-store", path
            assert {name for name in SAID if name not in answer.headers} == set(), path
            assert "Access-Control-Allow-Origin" not in answer.headers, path
        with client.open(path, method="TRACE") as answer:
            assert answer.status_code in (404, 405), path

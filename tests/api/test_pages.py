"""The app's own pages: what every answer about them says, and that they come packed."""

import gzip
from pathlib import Path

import pytest
from flask import Flask

from server import pages
from tests.site import Site
from tests.test_error_shape import SAID

HSTS = "Strict-Transport-Security"


def served(dist: Path) -> Flask:
    app = Flask("pages", static_folder=None)
    pages.init_app(app, dist, hsts=True)
    return app


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


def test_a_deep_link_answers_to_head_too(sqlite_site: Site):
    with sqlite_site.app.test_client().head("/huyen/xa/28135") as answer:
        assert answer.status_code == 200


def test_every_answer_about_an_asset_says_whose_it_is(tmp_path: Path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "main-1.js").write_text("export {};\n", encoding="utf-8")
    client = served(tmp_path).test_client()
    with client.get("/assets/main-1.js") as first:
        assert (first.status_code, first.headers.getlist("Gocua")) == (200, ["1"])
        tag, said = first.headers["ETag"], {name: first.headers[name] for name in (*SAID, HSTS)}
        assert "frame-ancestors 'none'" in said["Content-Security-Policy"]
    known = {"If-None-Match": tag}, {"Range": "bytes=9999-"}
    for status, method, headers in ((304, "GET", known[0]), (416, "GET", known[1]), (405, "POST", {})):
        with client.open("/assets/main-1.js", method=method, headers=headers) as answer:
            assert (answer.status_code, answer.headers.getlist("Gocua")) == (status, ["1"])
            assert [answer.headers.getlist(name) for name in said] == [[value] for value in said.values()], status


@pytest.mark.parametrize(
    ("accepted", "encoding", "ending"),
    [
        ("gzip, deflate, br, zstd", "br", ".br"),
        ("gzip", "gzip", ".gz"),
        ("br;q=0, gzip", "gzip", ".gz"),
        ("", None, ""),
    ],
)
@pytest.mark.parametrize(
    ("name", "address", "kind"),
    [
        ("index.html", "/", "text/html; charset=utf-8"),
        ("index.html", "/huyen/xa/28135", "text/html; charset=utf-8"),
        ("sw.js", "/sw.js", "text/javascript; charset=utf-8"),
        ("manifest.webmanifest", "/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_pages_come_packed_as_the_build_packed_them(
    tmp_path: Path, name: str, address: str, kind: str, accepted: str, encoding: str | None, ending: str
):
    for each in ("", ".br", ".gz"):
        (tmp_path / (name + each)).write_text(f"{name} as {each}", encoding="utf-8")
    client = served(tmp_path).test_client()
    with client.get(address, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.get_data(as_text=True) == f"{name} as {ending}"
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == "no-cache"
        tag = answer.headers["ETag"]
    with client.get(address, headers={"Accept-Encoding": accepted, "If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_a_page_that_was_not_packed_comes_as_it_is(tmp_path: Path):
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    with served(tmp_path).test_client().get("/", headers={"Accept-Encoding": "br, gzip"}) as answer:
        assert answer.data == b"<!doctype html>"
        assert "Content-Encoding" not in answer.headers


def test_what_comes_packed_is_what_was_built(sqlite_site: Site):
    client = sqlite_site.app.test_client()
    for path in ("/", "/sw.js"):
        with client.get(path) as plain, client.get(path, headers={"Accept-Encoding": "gzip"}) as packed:
            assert packed.headers["Content-Encoding"] == "gzip", path
            assert gzip.decompress(packed.data) == plain.data, path

"""What is too big, packed twice or nested without end is refused at the edge, whatever the route."""

import gzip
import json
import resource
import zlib

import pytest

from tests.batches import batch, put
from tests.site import Site

ROUTES = ("/sync/push", "/sync/verify", "/sync/import", "/erasures", "/spot-checks")
JSON = "application/json"


def told(reply) -> tuple[int, str]:
    return reply.status_code, reply.json["error"]["code"]


def post(caller, path: str, data: bytes, **headers: str):
    return caller.call("POST", path, data=data, content_type=JSON, headers=headers)


@pytest.mark.parametrize("path", ROUTES)
def test_a_body_that_unpacks_to_a_hundred_megabytes_is_too_large(sqlite_site: Site, path: str):
    """97 kB become 100 MB; the cap holds while inflating, so memory stays where it was."""
    bomb = gzip.compress(b" " * 100_000_000, 9)
    assert len(bomb) < 256 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reply = post(sqlite_site.person("district"), path, bomb, **{"Content-Encoding": "gzip"})
    assert told(reply) == (413, "batch.too_large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


@pytest.mark.parametrize("path", ROUTES)
def test_a_body_over_the_limit_is_too_large_before_it_is_read(sqlite_site: Site, path: str):
    reply = post(sqlite_site.person("district"), path, b'{"x":"' + b"x" * 3_000_000 + b'"}')
    assert told(reply) == (413, "batch.too_large")


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("depth", [9, 100_000])
def test_nesting_ends_at_eight(sqlite_site: Site, path: str, depth: int):
    reply = post(sqlite_site.person("district"), path, b'{"x":' + b"[" * depth + b"]" * depth + b"}")
    assert told(reply) == (400, "request.malformed")


def packed(content: bytes) -> bytes:
    return gzip.compress(content)


@pytest.mark.parametrize(
    ("make", "encoding", "expected"),
    [
        (lambda raw: packed(raw) + packed(b" "), "gzip", (400, "request.malformed")),
        (lambda raw: packed(raw) + b"tail", "gzip", (400, "request.malformed")),
        (lambda raw: packed(raw)[:-9], "gzip", (400, "request.malformed")),
        (lambda raw: packed(packed(raw)), "gzip", (400, "request.malformed")),
        (zlib.compress, "gzip", (400, "request.malformed")),
        (zlib.compress, "deflate", (415, "request.encoding")),
        (lambda raw: packed(packed(raw)), "gzip, gzip", (415, "request.encoding")),
        (lambda raw: raw, "br", (415, "request.encoding")),
    ],
    ids=["two members", "a tail", "cut", "packed twice", "zlib", "deflate", "two encodings", "brotli"],
)
def test_packing_is_one_gzip_member_with_nothing_after_it(sqlite_site: Site, make, encoding: str, expected):
    raw = json.dumps(batch(put())).encode()
    reply = post(sqlite_site.person(), "/sync/push", make(raw), **{"Content-Encoding": encoding})
    assert told(reply) == expected
    assert post(sqlite_site.person(), "/sync/push", packed(raw), **{"Content-Encoding": "gzip"}).status_code == 200

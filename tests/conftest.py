"""Fixtures that all suites share: a site on each database, people with a session, a PostgreSQL from a wheel."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.site import Site

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Cluster]:
    """A PostgreSQL of this test process; the one that DATABASE_URL names when it does."""
    cluster = postgres.start()
    yield cluster
    cluster.stop()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'gocua.db'}"
        return
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    with cluster.database() as url:
        yield url


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """The application with the preset loaded (hamlets too) and nobody in it."""
    with Site.make(tmp_path, database_url) as site:
        yield site


@pytest.fixture
def sqlite_site(tmp_path: Path) -> Iterator[Site]:
    """As `site`, on SQLite only: for what the database cannot change."""
    with Site.make(tmp_path, f"sqlite:///{tmp_path / 'gocua.db'}") as site:
        yield site


sys.dont_write_bytecode = True
os.environ.pop("GOCUA_HOME", None)

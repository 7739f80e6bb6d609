"""Fixtures of the fault suites: real installations, made once and copied for each test."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Playwright

from tests import postgres
from tests.browser.conftest import PHONE, Browser
from tests.faults.live import Live


@pytest.fixture(scope="session")
def sqlite_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation on SQLite in which only the district is."""
    return _prepared(Live.make(tmp_path_factory.mktemp("sqlite"))).home


@pytest.fixture(scope="session")
def postgresql_home(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Home and database name of an unused installation on PostgreSQL."""
    with cluster.database() as url:
        live = _prepared(Live.make(tmp_path_factory.mktemp("postgresql"), url))
        yield live.home, url.split("?")[0].rsplit("/", 1)[1]


@pytest.fixture
def on_sqlite(sqlite_home: Path, tmp_path: Path) -> Iterator[Live]:
    """A running server on SQLite."""
    shutil.copytree(sqlite_home, tmp_path / "home")
    yield from _serving(Live(tmp_path / "home"))


@pytest.fixture
def on_postgresql(postgresql_home: tuple[Path, str], cluster: postgres.Cluster, tmp_path: Path) -> Iterator[Live]:
    """A running server on PostgreSQL: two processes."""
    home, template = postgresql_home
    shutil.copytree(home, tmp_path / "home")
    name = f"gocua_{uuid.uuid4().hex[:16]}"
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield from _serving(Live(tmp_path / "home", cluster.named(name)))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest) -> Live:
    """A running server, once on each database."""
    return request.getfixturevalue(f"on_{request.param}")


def _prepared(live: Live) -> Live:
    """With somebody of the district in it, who invites all others; not running."""
    live.start()
    live.district()
    live.stop()
    return live


def _serving(live: Live) -> Iterator[Live]:
    try:
        yield live.start()
    finally:
        live.kill()


@pytest.fixture
def chromium_phone(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser with a profile on disk, which can be killed."""
    browser = Browser(playwright, tmp_path / "phone", PHONE)
    yield browser
    browser.kill()

"""Fixtures of the fault suites: real installations, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests import postgres
from tests.browser.conftest import PHONE, Browser
from tests.faults.live import Live, prepared_home
from tests.faults.nodes import Node, place


@pytest.fixture(scope="session")
def sqlite_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation on SQLite in which only the district is."""
    return prepared_home(tmp_path_factory)


@pytest.fixture(scope="session")
def postgresql_home(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Home and database name of an unused installation on PostgreSQL."""
    with cluster.database() as url:
        live = Live.make(tmp_path_factory.mktemp("postgresql"), url).prepared()
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
    with cluster.database(template) as url:
        yield from _serving(Live(tmp_path / "home", url))


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest) -> Live:
    """A running server, once on each database."""
    return request.getfixturevalue(f"on_{request.param}")


def _serving(live: Live) -> Iterator[Live]:
    try:
        yield live.start()
    finally:
        live.kill()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Live, Node, Node]]:
    """A running server, the PostgreSQL that it writes to, and a standby that streams from that: of this test alone."""
    with place() as folder:
        primary = Node.primary(folder)
        primary.ask("CREATE DATABASE gocua")
        standby = primary.standby()
        yield from ((live, primary, standby) for live in _serving(Live.make(tmp_path, primary.url("gocua", standby))))


@pytest.fixture
def chromium_phone(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser with a profile on disk, which can be killed."""
    browser = Browser(playwright, tmp_path / "phone", PHONE)
    yield browser
    browser.kill()

"""Fixtures that all suites share: a site on each database, people with a session, a PostgreSQL from a wheel."""

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import memory, postgres
from tests.balance import Balance
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


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the preset, to copy: loading it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "gocua.db"
    with Site.make(folder, f"sqlite:///{path}"), sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def filled_database(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database with the preset, to copy."""
    with cluster.database() as url:
        with Site.make(tmp_path_factory.mktemp("filled"), url):
            pass
        yield urlsplit(url).path.removeprefix("/")


@contextmanager
def made_site(request: pytest.FixtureRequest, database: str, folder: Path) -> Iterator[Site]:
    """The application with the preset loaded (hamlets too) and nobody in it, for fixtures of any scope."""
    if database == "sqlite":
        shutil.copyfile(request.getfixturevalue("filled_file"), folder / "gocua.db")
        with Site.make(folder, f"sqlite:///{folder / 'gocua.db'}", filled=True) as site:
            yield site
        return
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    name = request.getfixturevalue("filled_database")
    with cluster.database(template=name) as url, Site.make(folder, url, filled=True) as site:
        yield site


@pytest.fixture(params=DATABASES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """As `made_site`, once on each database."""
    with made_site(request, request.param, tmp_path) as site:
        yield site


@pytest.fixture
def sqlite_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """As `site`, on SQLite only: for what the database cannot change."""
    with made_site(request, "sqlite", tmp_path) as site:
        yield site


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Balance())


# What Playwright says of a screen that did not come in time, or of a Chromium that fell over.
_IN_VAIN = [r"Locator expected", r"Timeout \d+ms exceeded", r"Target.*closed", r"Page crashed"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A screen that was waited for in vain is tried once more and told at the end; a wrong figure fails at once."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=_IN_VAIN))


if memory.folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory.folder() or "")
sys.dont_write_bytecode = True
os.environ.pop("GOCUA_HOME", None)


_TOLD = re.compile(r"(?:F\d+|P\d+|evening|overload|negative control|acknowledged|simulat)\b")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which screens were tried once more; what was injected how often and what was lost, as the fault tests told it."""
    again = terminalreporter.getreports("rerun")
    if again:
        terminalreporter.section("tried once more: find out why")
        for report in again:
            why = next((line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")), "")
            terminalreporter.write_line(f"{report.nodeid}: {why}")
    told = [
        f"{line} ({report.nodeid.rpartition('::')[2]})"
        for report in terminalreporter.getreports("passed")
        if report.when == "call" and "/faults/" in report.nodeid
        for line in report.capstdout.splitlines()
        if _TOLD.match(line)
    ]
    if told:
        terminalreporter.section("faults")
        for line in sorted(told):
            terminalreporter.write_line(line)

"""gocua rights: on PostgreSQL the serving role only adds to the trail, and owns nothing."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql

from server.app import create_app
from server.config import MIGRATIONS, from_environment
from server.extensions import db
from tests.faults.live import Live
from tests.postgres import Cluster

PASSWORD = "chín con cò trắng bay"
ADD = "person add --username vhtt --role district --name Phòng --password-stdin"
UNABLE = psycopg.errors.InsufficientPrivilege


@dataclass
class Installation:
    """A home, and a database whose owner and serving role are two."""

    home: Path
    url: str
    owner: str
    app: str

    def as_role(self, role: str) -> str:
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, f"{role}:{role}@{host}", parts.path, parts.query, ""))

    def done(self, role: str, *words: str, stdin: str | None = None) -> str:
        return Live(self.home, self.as_role(role)).gocua(*words, stdin=stdin)

    def refused(self, role: str, *words: str) -> str:
        with pytest.raises(AssertionError) as told:
            self.done(role, *words)
        return str(told.value)

    def downgrade(self, revision: str) -> None:
        """The tables as an earlier version left them."""
        settings = from_environment({"GOCUA_HOME": str(self.home), "DATABASE_URL": self.as_role(self.owner)})
        scripts = Config()
        scripts.set_main_option("script_location", str(MIGRATIONS))
        with create_app(settings).app_context():
            command.downgrade(scripts, revision)
            for engine in db.engines.values():
                engine.dispose()

    def run(self, role: str, statement: str) -> list[tuple]:
        with psycopg.connect(self.as_role(role)) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def two(cluster: Cluster, tmp_path: Path) -> Iterator[Installation]:
    """Installed by the owner; the other role has no right yet."""
    names = [f"gocua_{kind}_{uuid.uuid4().hex[:8]}" for kind in ("owner", "app")]
    with cluster.database() as url:
        place = Installation(tmp_path / "home", url, *names)
        for name in names:
            made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(name))
            cluster.connection.execute(made)
        database = sql.Identifier(urlsplit(url).path[1:])
        cluster.connection.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(place.owner))
        )
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(place.owner)))
        place.done(place.owner, "init")
        yield place
    for name in names:
        cluster.connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def lines(two: Installation) -> list[str]:
    return [row[0] for row in two.run(two.owner, "SELECT act FROM audit ORDER BY id")]


def test_it_works(two: Installation):
    """The serving role does all that commands do with rows, and is told no wherever it would change the trail."""
    two.done(two.owner, "rights", two.app)
    two.done(two.app, *ADD.split(), stdin=PASSWORD)
    assert lines(two)[-2:] == ["rights.grant", "person.add"]
    two.done(two.app, "totals", "check")
    two.done(two.app, "totals", "rebuild")
    two.done(two.app, "audit", "export")
    for statement in (
        "UPDATE audit SET act = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET act = 'x'",
        "DROP TRIGGER audit_no_change ON audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "SET session_replication_role = replica",
        "DROP TABLE audit",
        "ALTER SCHEMA public RENAME TO elsewhere",
        "CREATE TABLE audit_too (id integer)",
        "UPDATE alembic_version SET version_num = '0001'",
        "TRUNCATE op",
        "DROP TRIGGER report_no_update ON report",
    ):
        with pytest.raises(UNABLE):
            two.run(two.app, statement)


def test_a_migration_and_a_restore_keep_the_rights(two: Installation, tmp_path: Path):
    two.done(two.owner, "rights", two.app)
    file = str(tmp_path / "night.backup")
    two.done(two.app, "backup", file)
    two.refused(two.app, "restore", file)
    two.done(two.owner, "restore", file)
    two.done(two.app, "totals", "check")
    with pytest.raises(UNABLE):
        two.run(two.app, "DELETE FROM audit")
    two.downgrade("0004")
    two.done(two.owner, "init")
    assert two.run(two.app, "SELECT count(*) FROM api_token") == [(0,)]
    with pytest.raises(UNABLE):
        two.run(two.app, "DELETE FROM audit")


def test_whoever_could_do_more_anyway_is_not_given_it(two: Installation, cluster: Cluster):
    assert "owns the tables" in two.refused(two.owner, "rights", two.owner)
    assert "there is no role nobody_here" in two.refused(two.owner, "rights", "nobody_here")
    assert "role that owns the tables" in two.refused(two.app, "rights", two.app)
    cluster.connection.execute(f'GRANT "{two.owner}" TO "{two.app}"'.encode())
    assert "member of their owner" in two.refused(two.owner, "rights", two.app)
    assert "rights.grant" not in lines(two)


def test_on_sqlite_there_are_none(tmp_path: Path):
    live = Live(tmp_path / "home")
    live.gocua("init")
    with pytest.raises(AssertionError, match="rights are PostgreSQL's"):
        live.gocua("rights", "gocua")

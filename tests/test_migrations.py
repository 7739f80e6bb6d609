"""Migrations lead from nothing to exactly the models, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import server.models  # noqa: F401
from server import keys
from server.app import create_app
from server.config import from_environment
from server.extensions import db
from server.upkeep import start


def test_an_empty_database_becomes_the_models(database_url: str, tmp_path: Path):
    keys.make(tmp_path / "keys")
    app = create_app(from_environment({"GOCUA_HOME": str(tmp_path), "DATABASE_URL": database_url}, testing=True))
    with app.app_context():
        start.make_tables()
        with db.engines["writer"].connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, db.metadata)
        for engine in db.engines.values():
            engine.dispose()
    assert not differences


def test_a_second_run_changes_nothing(database_url: str, tmp_path: Path):
    keys.make(tmp_path / "keys")
    app = create_app(from_environment({"GOCUA_HOME": str(tmp_path), "DATABASE_URL": database_url}, testing=True))
    with app.app_context():
        start.make_tables()
        start.make_tables()
        for engine in db.engines.values():
            engine.dispose()

"""Migrations lead from nothing to exactly the models, on both databases."""

import uuid
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Boolean, Column, Integer, SmallInteger, String, inspect, text

import server.models  # noqa: F401
from server import keys
from server.app import create_app
from server.config import MIGRATIONS, from_environment
from server.database import Id
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


def test_campaigns_and_browsers_of_before_go_on_with_the_keys_that_they_had(database_url: str, tmp_path: Path):
    keys.make(tmp_path / "keys")
    app = create_app(from_environment({"GOCUA_HOME": str(tmp_path), "DATABASE_URL": database_url}, testing=True))
    steps = Config()
    steps.set_main_option("script_location", str(MIGRATIONS))
    with app.app_context():
        command.upgrade(steps, "0007")
        with db.engines["writer"].begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO campaign (id, code, name, tz, starts_on, ends_on, shifted_days, sample, root_area,"
                    " settings, head, epoch, figures_rev, created_at) VALUES (1, 'cu', 'Cũ', 'Asia/Ho_Chi_Minh',"
                    " '2021-08-17', '2021-09-30', 0, FALSE, 1, '{}', 0, 'e', 1, 0)"
                )
            )
            names = "campaign_id, id, person_id, device_id, endpoint, endpoint_hash, p256dh, auth, created_at, seen_at"
            connection.execute(
                text(f"INSERT INTO push_subscription ({names}) VALUES (1, :id, :id, :id, 'e', :hash, 'p', 'a', 0, 0)"),
                {"id": uuid.uuid4() if "postgresql" in database_url else bytes(16), "hash": b"h"},
            )
        start.make_tables()
        with db.engines["writer"].connect() as connection:
            found = connection.execute(text("SELECT phone_secret, vapid FROM campaign, push_subscription")).all()
        for engine in db.engines.values():
            engine.dispose()
    assert [tuple(row) for row in found] == [(1, 1)]


def test_ops_and_records_of_before_are_laid_anew_and_back(database_url: str, tmp_path: Path):
    keys.make(tmp_path / "keys")
    app = create_app(from_environment({"GOCUA_HOME": str(tmp_path), "DATABASE_URL": database_url}, testing=True))
    steps = Config()
    steps.set_main_option("script_location", str(MIGRATIONS))
    tables = [db.metadata.tables[name] for name in ("op", "record")]

    def kept() -> list[list[tuple[Any, ...]]]:
        with db.engines["writer"].connect() as connection:
            return [[tuple(row) for row in connection.execute(table.select())] for table in tables]

    with app.app_context():
        command.upgrade(steps, "0019")
        with db.engines["writer"].begin() as connection:
            for table in tables:
                connection.execute(table.insert(), {column.name: _any(column) for column in table.columns})
        before = kept()
        assert [len(rows) for rows in before] == [1, 1]
        for move, revision in ((command.upgrade, "0020"), (command.downgrade, "0019"), (command.upgrade, "head")):
            move(steps, revision)
            assert kept() == before
        indexes = {table.name: {one["name"] for one in inspect(db.engine).get_indexes(table.name)} for table in tables}
        for engine in db.engines.values():
            engine.dispose()
    assert all({index.name for index in table.indexes} <= indexes[table.name] for table in tables)


def _any(column: Column[Any]) -> Any:
    """Something that a column holds; it is not looked at."""
    kind = column.type
    return (
        uuid.UUID(int=7) if isinstance(kind, Id) else "x" if isinstance(kind, String) else _PLAIN.get(type(kind), b"x")
    )


_PLAIN: dict[type, Any] = {Integer: 7, BigInteger: 7, SmallInteger: 7, Boolean: True}

"""Alembic's environment: the application's own engine and models, SQLite changes in batch mode."""

from alembic import context

import server.models  # noqa: F401
from server.extensions import db

config = context.config


def run() -> None:
    engine = db.engines["writer"]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("migrations run online only")
run()

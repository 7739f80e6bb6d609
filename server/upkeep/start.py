"""`gocua init`: folder, keys, tables, preset. Run again it changes nothing.

The worked example of `--sample-data` is made by `sample`; this module prepares the ground that it stands on.
"""

import os
from datetime import date, timedelta

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text

from server import keys
from server.campaign.preset import load_preset, read_preset
from server.clock import day_of, now_ms
from server.config import MIGRATIONS, Settings
from server.database import writer_engine, writing
from server.upkeep import rights

SAMPLE_DAY = 9  # with sample data, today is this day of the campaign


def prepare(settings: Settings) -> None:
    """The home folder (0700) and the keys that are missing in it."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(settings.home, 0o700)
    keys.make(settings.keys)


def make_tables() -> None:
    """Brings the database to the newest migration; nothing happens when it is there already.

    On PostgreSQL whoever may serve (`rights`) may do so with the new tables, too.
    """
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(settings).get_current_head()
    engine = writer_engine()
    if inspect(engine).has_table("alembic_version"):
        with engine.connect() as connection:
            present = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if present == newest:
            return
    with engine.connect() as connection:
        roles = rights.serving(connection)
    command.upgrade(settings, "head")
    if roles:
        with engine.begin() as connection:
            rights.give_again(connection, roles)


def sample_start(preset: str) -> date:
    """The first day of a campaign of which today is day 9, in the preset's zone."""
    return day_of(now_ms(), read_preset(preset).tz) - timedelta(days=SAMPLE_DAY - 1)


def fill(app: Flask, preset: str, starts_on: date | None, sample: bool) -> bool:
    """Loads the preset; returns False when the campaign was there already (nothing is changed then)."""
    with app.app_context():
        make_tables()
        if sample and starts_on is None:
            starts_on = sample_start(preset)
        with writing() as session:
            newest = app.extensions["gocua.keys"].making["phone"]
            return load_preset(session, preset, starts_on=starts_on, sample=sample, phone_secret=newest)

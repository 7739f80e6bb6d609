"""What upkeep did to the installation, in the trail: backups, tests of them, keys.

Rests on the trail of the people room. Promises: what was done stands, whether or not the database takes the line; then
the command says so instead.
"""

from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from server.config import Settings
from server.database import writing
from server.errors import Problem
from server.people import audit
from server.upkeep.archive import Progress
from server.upkeep.backup import sqlite_path


def note(app: Flask, act: str, subject: object, details: dict[str, Any], tell: Progress) -> bool:
    """Adds a line about the installation; False when there is no database for it, which `tell` gets."""
    settings: Settings = app.extensions["gocua.settings"]
    try:
        if settings.sqlite and not sqlite_path(settings).exists():
            return False  # before `gocua init` there is nothing to write in, and opening it would make a file
        with app.app_context(), writing() as session:
            audit.record(session, act, subject, campaign_id=None, actor_id=None, details=details)
    except (Problem, DBAPIError):
        tell(f"{act}: done, but the trail could not be written; is the database up?")
        return False
    return True

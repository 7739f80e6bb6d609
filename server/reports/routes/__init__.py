"""HTTP of the reports room, and what it hands to the worker: reminders."""

from flask import Flask

from server.notices.worker import every_round
from server.reports.routes import documents, files, obligations, reports, statements, units
from server.reports.service import remind

BLUEPRINTS = (statements.blp, units.blp, obligations.blp, reports.blp, documents.blp, files.blp)


def init_app(app: Flask) -> None:
    every_round(app, "reminders", remind)

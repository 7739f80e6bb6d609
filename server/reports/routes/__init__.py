"""HTTP of the reports room, and what it hands to the worker: reminders, counting households."""

from flask import Flask

from server.notices.worker import every_round, in_each_campaign
from server.reports import visited
from server.reports.routes import documents, files, obligations, reports, statements, units
from server.reports.service import remind

BLUEPRINTS = (statements.blp, units.blp, obligations.blp, reports.blp, documents.blp, files.blp)


def init_app(app: Flask) -> None:
    every_round(app, "reminders", remind)
    every_round(app, "households", in_each_campaign(visited.refresh))

"""HTTP of the reports room."""

from server.reports.routes import statements

BLUEPRINTS = (statements.blp,)

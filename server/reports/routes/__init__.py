"""HTTP of the reports room."""

from server.reports.routes import obligations, reports, statements

BLUEPRINTS = (statements.blp, obligations.blp, reports.blp)

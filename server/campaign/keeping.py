"""How long what was logged is kept: the campaign's own promise, as people were told it (consent text). Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

KEPT_DAYS = 30  # when the campaign says nothing


def purge_from(ends_on: date, settings: Mapping[str, Any]) -> date:
    """The first day on which the data may go: so many days after the last one, on which the last report is due."""
    privacy: Mapping[str, Any] = settings.get("privacy") or {}
    return ends_on + timedelta(days=int(privacy.get("purge_days_after_last_report", KEPT_DAYS)))

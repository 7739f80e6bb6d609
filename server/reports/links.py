"""Where a notice leads: addresses of the desk's pages. Pure."""

import uuid
from datetime import date

from server.reports.board import Entry


def owed_by(unit: str) -> str:
    """What a unit owes, and its history."""
    return f"/huyen/nghia-vu/{unit}"


def unit_page(entry: Entry) -> str:
    """The same, at one square of the board."""
    return f"{owed_by(entry.unit.code)}?nghia-vu={entry.obligation.code}&ky={entry.period.day}"


def board_page(obligation: str, period: date) -> str:
    """The board at one due instant."""
    return f"/huyen/nghia-vu?nghia-vu={obligation}&ky={period}"


def report_page(report_id: uuid.UUID) -> str:
    """One submitted version."""
    return f"/huyen/bao-cao/{report_id}"

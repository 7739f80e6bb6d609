"""/exports/obligations and /exports/statements: the tables of their pages as files, with the filters of the page."""

from typing import Any

from flask import Response

from server.clock import instant, now_ms
from server.handlers import Blueprint
from server.reports import board_file, statement_file
from server.reports.routes.obligations import entries_of
from server.reports.routes.said import REPORTING, units_asked
from server.reports.schemas import obligations, statements
from server.reports.service import campaign_of, looking, orders_of
from server.reports.stating import Desk
from server.totals.files import Table, add_files, answer_of

blp = Blueprint("report_files", __name__, description="What is owed and what is stated, as files.")


def _obligations(query: dict[str, Any], ending: str) -> Response:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        found = sorted(entries_of(desk, orders_of(campaign), query, now), key=lambda entry: entry.key)
        if "status" in query:
            found = [entry for entry in found if entry.status(now) == query["status"]]
        rows = list(board_file.rows(desk.dictionary, found, now))
        caption = _caption(desk, f"Nghĩa vụ báo cáo, lúc {instant(now)}")
    return answer_of(Table("nghia-vu", board_file.COLUMNS, caption, rows, "Nghĩa vụ"), ending)


def _statements(query: dict[str, Any], ending: str) -> Response:
    with looking() as desk:
        rows = list(statement_file.rows(desk, units_asked(desk, query), query.get("group")))
        caption = _caption(desk, f"Số liệu kê khai đang có hiệu lực, lúc {instant(now_ms())}")
    return answer_of(Table("ke-khai", statement_file.COLUMNS, caption, rows, "Kê khai"), ending)


def _caption(desk: Desk, told: str) -> list[str]:
    campaign = campaign_of(desk.session, desk.caller.campaign_id)
    return [campaign.name, told, *(["Số liệu mẫu"] if campaign.sample else [])]


add_files(
    blp, "/exports/obligations", obligations.BoardFilter, _obligations,
    "The board of obligations", *REPORTING,
)  # fmt: skip
add_files(
    blp, "/exports/statements", statements.StatementsFilter, _statements,
    "Each unit and group of people with the statement that stands, or none", *REPORTING,
)  # fmt: skip

"""What is owed, stated, done and told as files: the tables of their pages, with the filters of the page."""

from typing import Any

from flask import Response

from server.clock import instant, now_ms
from server.handlers import Blueprint
from server.reports import board_file, said_file, statement_file, store
from server.reports.models import Activity, ToldAssists
from server.reports.routes.obligations import entries_of
from server.reports.routes.said import REPORTING, rows_asked, units_asked
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


def _activities(query: dict[str, Any], ending: str) -> Response:
    with looking() as desk:
        found = store.said_page(desk.session, Activity, rows_asked(desk, Activity, query), None, None)
        rows = [said_file.activity(desk.dictionary, row, name) for row, name in found]
        caption = _caption(desk, f"Hoạt động tuyên truyền, vận động, lúc {instant(now_ms())}")
    return answer_of(Table("hoat-dong", said_file.ACTIVITIES, caption, rows, "Hoạt động"), ending)


def _told(query: dict[str, Any], ending: str) -> Response:
    with looking() as desk:
        found = store.said_page(desk.session, ToldAssists, rows_asked(desk, ToldAssists, query), None, None)
        rows = [said_file.told_assists(desk.dictionary, row, name) for row, name in found]
        caption = _caption(desk, f"Hỗ trợ báo miệng, báo giấy, không cộng vào lượt ghi, lúc {instant(now_ms())}")
    return answer_of(Table("bao-mieng-bao-giay", said_file.TOLD, caption, rows, "Báo miệng, báo giấy"), ending)


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
add_files(
    blp, "/exports/activities", statements.SaidFilter, _activities,
    "What units in scope did to inform and move people", *REPORTING,
)  # fmt: skip
add_files(
    blp, "/exports/told-assists", statements.SaidFilter, _told,
    "Assists told by mouth or paper; never added to what was logged", *REPORTING,
)  # fmt: skip

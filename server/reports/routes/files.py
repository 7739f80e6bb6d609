"""/exports/obligations: the board of obligations as a file, with the filters of its page."""

from typing import Any

from flask import Response

from server.clock import instant, now_ms
from server.handlers import Blueprint
from server.people.routes.calling import STAFF
from server.people.service import require
from server.reports import board_file
from server.reports.routes.obligations import entries_of
from server.reports.schemas import obligations as schemas
from server.reports.service import campaign_of, looking, orders_of
from server.totals.sheet import csv_bytes, xlsx_bytes

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blp = Blueprint("obligation_files", __name__, description="The board of obligations as a file.")


@blp.route("/exports/obligations.csv", methods=["GET"])
@require("reporter", *STAFF, right="exports")
@blp.arguments(schemas.BoardFilter, location="query")
@blp.doc(summary="The board as a CSV file", responses={200: {"description": "text/csv, UTF-8 with BOM"}})
def obligations_csv(query: dict[str, Any]) -> Response:
    return _file(query, "csv")


@blp.route("/exports/obligations.xlsx", methods=["GET"])
@require("reporter", *STAFF, right="exports")
@blp.arguments(schemas.BoardFilter, location="query")
@blp.doc(summary="The same as a workbook", responses={200: {"description": XLSX}})
def obligations_xlsx(query: dict[str, Any]) -> Response:
    return _file(query, "xlsx")


def _file(query: dict[str, Any], ending: str) -> Response:
    now = now_ms()
    with looking() as desk:
        campaign = campaign_of(desk.session, desk.caller.campaign_id)
        found = sorted(entries_of(desk, orders_of(campaign), query, now), key=lambda entry: entry.key)
        if "status" in query:
            found = [entry for entry in found if entry.status(now) == query["status"]]
        rows = list(board_file.rows(desk.dictionary, found, now))
        caption = [campaign.name, f"Nghĩa vụ báo cáo, lúc {instant(now)}"]
        caption += ["Số liệu mẫu"] if campaign.sample else []
    if ending == "csv":
        response = Response(csv_bytes([name for name, _ in board_file.COLUMNS], rows), content_type=CSV)
    else:
        head = [heading for _, heading in board_file.COLUMNS]
        response = Response(xlsx_bytes(caption, head, rows, "Nghĩa vụ"), content_type=XLSX)
    name = f"nghia-vu-{desk.caller.campaign_code}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

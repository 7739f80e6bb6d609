"""/imports: tables from clerks, with a preview, an error file, and cards to print."""

import io
import uuid
from typing import Any

import xlsxwriter
from flask import Response, current_app, request
from marshmallow import fields

from server.campaign.book import Book
from server.clock import instant
from server.config import Settings
from server.desk import cards, imports
from server.desk.imports import KINDS, Fault, Work
from server.desk.uploads import MOST_BYTES
from server.errors import Problem
from server.handlers import Blueprint, answer, problem_answer
from server.people import invites
from server.people.routes.calling import STAFF, Desk, changing
from server.people.scope import scope_of
from server.people.service import require
from server.reports.wording import moment_text
from server.schemas import Schema, Uuid

blp = Blueprint("imports", __name__, description="Tables of people, areas, figures and statements.")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportQuery(Schema):
    id = Uuid(required=True, metadata={"description": "Minted by the client; the same import again changes nothing."})
    preview = fields.Boolean(load_default=False, metadata={"description": "All of it is tried and undone."})
    errors = fields.Boolean(load_default=False, metadata={"description": "Faults come back as a workbook (422)."})
    cards = fields.Boolean(load_default=False, metadata={"description": "Of people: a printable page of QR cards."})


class _Undone(Exception):
    """Rolls the transaction back."""


@blp.route("/imports/<string:kind>", methods=["POST"])
@require(*STAFF)
@blp.arguments(ImportQuery, location="query")
@blp.doc(
    summary="Import a CSV or XLSX table (people, areas, figures, statements): everything or nothing",
    responses={200: {"description": "Counts, and of people their invites; or the page of cards"}},
)
def import_table(query: dict[str, Any], kind: str) -> Response:
    if kind not in KINDS:
        raise Problem("not_found")
    if (request.content_length or 0) > MOST_BYTES:
        raise Problem("batch.too_large")
    raw = request.stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Problem("batch.too_large")
    rows = imports.read(kind, raw)
    faults: list[Fault] = []
    work: Work | None = None
    try:
        with changing() as desk:
            work = _work(desk, query["id"])
            imports.run(work, kind, rows, faults)
            if faults or query["preview"]:
                raise _Undone
    except _Undone:
        pass
    if faults:
        return _error_file(kind, rows, faults) if query["errors"] else problem_answer(imports.refuse(faults))
    if work is None:
        raise Problem("server.error")
    if query["cards"] and kind == "people" and not query["preview"]:
        return _cards(work.dictionary, work)
    return answer({"kind": kind, "preview": query["preview"], **work.counts, "items": _items(work, query["preview"])})


def _work(desk: Desk, import_id: uuid.UUID) -> Work:
    scope = scope_of(desk.session, desk.caller)
    return Work(desk.session, desk.dictionary, desk.caller, desk.author, scope, import_id)


def _url(code: str) -> str:
    settings: Settings = current_app.extensions["gocua.settings"]
    return invites.link(settings.public_url, code)


def _items(work: Work, preview: bool) -> list[dict[str, Any]]:
    """What came of each person's row; a preview's codes are undone with it and not shown."""
    return [
        {
            "name": one["name"],
            "place": one["place"],
            "organisation": one["organisation"],
            "code": None if preview else one["code"],
            "url": None if preview or not one["code"] else _url(one["code"]),
            "expires_at": instant(one["expires_at"]),
        }
        for one in work.items
    ]


def _cards(dictionary: Book, work: Work) -> Response:
    made = [
        {**one, "url": _url(one["code"]), "until": moment_text(one["expires_at"], dictionary.tz)}
        for one in work.items
        if one["code"]
    ]
    headers = {"Content-Disposition": 'attachment; filename="the-moi.html"'}
    return Response(cards.page(dictionary.name, made), content_type="text/html; charset=utf-8", headers=headers)


@blp.route("/imports/<string:kind>.xlsx", methods=["GET"])
@require(*STAFF)
@blp.doc(summary="An empty table of a kind, with its headings", responses={200: {"description": "The workbook"}})
def empty_table(kind: str) -> Response:
    if kind not in KINDS:
        raise Problem("not_found")
    return _workbook(list(KINDS[kind].columns.values()), [], f"mau-{kind}.xlsx", 200)


def _error_file(kind: str, rows: list[Any], faults: list[Fault]) -> Response:
    """The table as it was sent, with what is wrong in a last column."""
    columns = KINDS[kind].columns
    said: dict[int, list[str]] = {}
    for fault in faults:
        said.setdefault(fault.row, []).append(f"{fault.column}: {fault.message}" if fault.column else fault.message)
    lines = [[*(row[name] for name in columns), " ".join(said.get(row.number, []))] for row in rows]
    return _workbook([*columns.values(), "Lỗi"], lines, f"loi-{kind}.xlsx", 422)


def _workbook(headings: list[str], lines: list[list[str]], name: str, status: int) -> Response:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Bảng")
    bold = book.add_format({"bold": True, "border": 1})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, max(len(heading) + 2, 14))
    for number, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), status=status, content_type=_XLSX, headers=headers)

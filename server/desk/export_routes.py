"""HTTP of the desk's files: records of any number, the ledger and the reconciliation, as CSV and as workbooks.

What a file of records will be is told before it begins: `Gocua-Rows` (how many) and `Gocua-Bytes` (about how long), so
that whoever waits for it can see how far it is. It is made piece by piece while it goes out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from flask import Flask, Response, current_app

from server.campaign.book import Book
from server.clock import instant, now_ms
from server.database import reading, writing
from server.desk import export_tables, ledger, ledger_schemas, records, schemas, store
from server.desk.export_tables import Columns
from server.desk.reconciliation import Reconciliation
from server.desk.selection import Selection
from server.desk.turnstile import Turnstile
from server.errors import Problem
from server.handlers import Blueprint
from server.people import audit
from server.people.service import Caller, caller, require
from server.totals.long_sheet import MOST_ROWS, xlsx_pieces
from server.totals.sheet import Cell, csv_bytes, csv_lines, xlsx_bytes

STAFF = ("commune", "district", "admin")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAMPLED = 500  # rows by which a file's length is guessed
_CSV_ANSWER = {200: {"description": "text/csv, UTF-8 with BOM"}}
_XLSX_ANSWER = {200: {"description": XLSX}}

blp = Blueprint("exports", __name__, description="Tables of the desk as files.")


# --- records ---


@blp.route("/exports/records.csv", methods=["GET"])
@require("reporter", *STAFF, right="records")
@blp.arguments(schemas.RecordsFilter, location="query")
@blp.doc(summary="Records in scope as a CSV file, by their id; noted in the trail", responses=_CSV_ANSWER)
def records_csv(query: dict[str, Any]) -> Response:
    def made(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
        return csv_lines(export_tables.names(export_tables.RECORDS), rows)

    return _records(query, "csv", CSV, made)


@blp.route("/exports/records.xlsx", methods=["GET"])
@require("reporter", *STAFF, right="records")
@blp.arguments(schemas.RecordsFilter, location="query")
@blp.doc(summary="The same as a workbook, up to a million records", responses=_XLSX_ANSWER)
def records_xlsx(query: dict[str, Any]) -> Response:
    def made(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
        return xlsx_pieces(export_tables.headings(export_tables.RECORDS), rows, "Lượt ghi")

    return _records(query, "xlsx", XLSX, made)


def _records(
    query: dict[str, Any], ending: str, kind: str, made: Callable[[Iterable[Sequence[Cell]]], Iterator[bytes]]
) -> Response:
    calling = caller()
    leave = _turnstile().enter()
    try:
        with reading() as session:
            # a bad query is an answer, not a broken file
            count = store.count_records(session, Selection(session, calling, query).conditions())
        if ending == "xlsx" and count > MOST_ROWS:
            raise Problem("export.too_long", {"rows": count, "most": MOST_ROWS})
        _note(calling, query, ending)
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        rows = records.rows_of_file(app, calling, query)
        first = list(islice(rows, _SAMPLED))
        sampled = sum(map(len, made(first)))
    except BaseException:
        leave()
        raise
    response = Response(_until_over(made(chain(first, rows)), leave), content_type=kind)
    response.call_on_close(leave)  # nobody reads it at all: HEAD, or gone before the first piece
    response.headers["Gocua-Rows"] = str(count)
    response.headers["Gocua-Bytes"] = str(sampled * count // max(len(first), 1) if count > len(first) else sampled)
    response.headers["Content-Disposition"] = f'attachment; filename="luot-ghi-{calling.campaign_code}.{ending}"'
    return response


def _until_over(pieces: Iterator[bytes], leave: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        leave()


def _note(calling: Caller, query: dict[str, Any], ending: str) -> None:
    details = {name: str(value) for name, value in query.items()} | {"file": ending}
    if calling.actor_id is None:
        details["token"] = str(calling.device_id)
    with writing() as session:
        audit.record(
            session,
            "records.export",
            calling.campaign_code,
            campaign_id=calling.campaign_id,
            actor_id=calling.actor_id,
            details=details,
        )


# --- the reconciliation ---


@blp.route("/exports/reconciliation.csv", methods=["GET"])
@require(*STAFF, right="exports")
@blp.arguments(ledger_schemas.ReconciliationQuery, location="query")
@blp.doc(summary="The reconciliation as a CSV file", responses=_CSV_ANSWER)
def reconciliation_csv(query: dict[str, Any]) -> Response:
    return _short("doi-chieu", export_tables.RECONCILIATION, "csv", *_reconciliation(query))


@blp.route("/exports/reconciliation.xlsx", methods=["GET"])
@require(*STAFF, right="exports")
@blp.arguments(ledger_schemas.ReconciliationQuery, location="query")
@blp.doc(summary="The same as a workbook", responses=_XLSX_ANSWER)
def reconciliation_xlsx(query: dict[str, Any]) -> Response:
    return _short("doi-chieu", export_tables.RECONCILIATION, "xlsx", *_reconciliation(query))


def _reconciliation(query: dict[str, Any]) -> tuple[list[str], list[Sequence[Cell]]]:
    with reading() as session:
        found = Reconciliation(session, caller(), query, "vi")
        book, answer = found.present.book, found.answer()
    told = f"Số công bố gần nhất: {answer['latest'] or 'chưa có'}"
    return _caption(book, answer["seq"], told), list(export_tables.reconciliation(answer, book.sample))


# --- the ledger ---


@blp.route("/exports/ledger.csv", methods=["GET"])
@require(*STAFF, right="exports")
@blp.arguments(ledger_schemas.LedgerQuery, location="query")
@blp.doc(summary="The ledger between two states as a CSV file", responses=_CSV_ANSWER)
def ledger_csv(query: dict[str, Any]) -> Response:
    return _short("so-da-chot", export_tables.LEDGER, "csv", *_ledger(query))


@blp.route("/exports/ledger.xlsx", methods=["GET"])
@require(*STAFF, right="exports")
@blp.arguments(ledger_schemas.LedgerQuery, location="query")
@blp.doc(summary="The same as a workbook", responses=_XLSX_ANSWER)
def ledger_xlsx(query: dict[str, Any]) -> Response:
    return _short("so-da-chot", export_tables.LEDGER, "xlsx", *_ledger(query))


def _ledger(query: dict[str, Any]) -> tuple[list[str], list[Sequence[Cell]]]:
    with reading() as session:
        found = ledger.Ledger(session, caller(), query, "vi")
        book, answer = found.book, found.answer()
    first, last = answer["from"], answer["until"]
    told = f"Từ lượt {first['seq']} ({first['at']}) đến lượt {last['seq']} ({last['at']})"
    return _caption(book, last["seq"], told), list(export_tables.ledger(answer, book.sample))


# --- what short files share ---


def _caption(book: Book, seq: int, told: str) -> list[str]:
    lines = [book.name, told, f"Số liệu đến lượt {seq}, xuất lúc {instant(now_ms())}"]
    return [*lines, "Số liệu mẫu"] if book.sample else lines


def _short(what: str, columns: Columns, ending: str, caption: list[str], rows: list[Sequence[Cell]]) -> Response:
    if ending == "csv":
        response = Response(csv_bytes(export_tables.names(columns), rows), content_type=CSV)
    else:
        content = xlsx_bytes(caption, export_tables.headings(columns), rows, "Bảng")
        response = Response(content, content_type=XLSX)
    name = f"{what}-{caller().campaign_code}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _turnstile() -> Turnstile:
    return current_app.extensions["gocua.turnstile"]


def init_app(app: Flask) -> None:
    app.extensions["gocua.turnstile"] = Turnstile()

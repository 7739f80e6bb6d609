"""HTTP of the desk's files: records of any number, the ledger, the reconciliation, who is silent, as CSV and workbooks.

What a file of records will be is told before it begins: `Gocua-Rows` (how many) and `Gocua-Bytes` (about how long), so
that whoever waits for it can see how far it is. It is made piece by piece while it goes out. What names people is noted
in the trail.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from flask import Flask, Response, current_app

from server.campaign.book import Book
from server.clock import instant, now_ms
from server.database import reading, writing
from server.desk import export_tables, freshness, freshness_schemas, ledger, ledger_schemas, records, schemas, store
from server.desk.reconciliation import Reconciliation
from server.desk.selection import Selection
from server.desk.turnstile import Turnstile
from server.errors import Problem
from server.handlers import Blueprint, this_app
from server.people import audit
from server.people.service import Caller, caller
from server.totals.files import KINDS, Table, add_files, answer_of, named
from server.totals.long_sheet import MOST_ROWS, xlsx_pieces
from server.totals.sheet import Cell, csv_lines

STAFF = ("commune", "district", "admin")
_SAMPLED = 500  # rows by which a file's length is guessed

blp = Blueprint("exports", __name__, description="Tables of the desk as files.")


# --- records ---


def _records(query: dict[str, Any], ending: str) -> Response:
    calling = caller()
    leave = _turnstile().enter()
    try:
        with reading() as session:
            # a bad query is an answer, not a broken file
            count = store.count_records(session, Selection(session, calling, query).conditions())
        if ending == "xlsx" and count > MOST_ROWS:
            raise Problem("export.too_long", {"rows": count, "most": MOST_ROWS})
        note(calling, "records.export", {**query, "file": ending})
        rows = records.rows_of_file(this_app(), calling, query)
        first = list(islice(rows, _SAMPLED))
        sampled = sum(map(len, _pieces(ending, first)))
    except BaseException:
        leave()
        raise
    pieces = _until_over(_pieces(ending, chain(first, rows)), leave)
    response = Response(pieces, content_type=KINDS[ending], headers=named("luot-ghi", ending))
    response.call_on_close(leave)  # nobody reads it at all: HEAD, or gone before the first piece
    response.headers["Gocua-Rows"] = str(count)
    response.headers["Gocua-Bytes"] = str(sampled * count // max(len(first), 1) if count > len(first) else sampled)
    return response


def _pieces(ending: str, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    if ending == "csv":
        return csv_lines(export_tables.names(export_tables.RECORDS), rows)
    return xlsx_pieces(export_tables.headings(export_tables.RECORDS), rows, "Lượt ghi")


def _until_over(pieces: Iterator[bytes], leave: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        leave()


def note(calling: Caller, act: str, told: dict[str, Any]) -> None:
    """Puts into the trail that the caller takes a file which names people."""
    details = {name: str(value) for name, value in told.items()}
    if calling.actor_id is None:
        details["token"] = str(calling.device_id)
    with writing() as session:
        audit.record(
            session,
            act,
            calling.campaign_code,
            campaign_id=calling.campaign_id,
            actor_id=calling.actor_id,
            details=details,
        )


# --- short files ---


def _reconciliation(query: dict[str, Any], ending: str) -> Response:
    with reading() as session:
        found = Reconciliation(session, caller(), query, "vi")
        book, answer = found.present.book, found.answer()
    caption = _caption(book, answer["seq"], f"Số công bố gần nhất: {answer['latest'] or 'chưa có'}")
    rows = export_tables.reconciliation(answer, book.sample)
    return answer_of(Table("doi-chieu", export_tables.RECONCILIATION, caption, rows), ending)


def _ledger(query: dict[str, Any], ending: str) -> Response:
    with reading() as session:
        found = ledger.Ledger(session, caller(), query, "vi")
        book, answer = found.book, found.answer()
    first, last = answer["from"], answer["until"]
    told = f"Từ lượt {first['seq']} ({first['at']}) đến lượt {last['seq']} ({last['at']})"
    caption, rows = _caption(book, last["seq"], told), export_tables.ledger(answer, book.sample)
    return answer_of(Table("so-da-chot", export_tables.LEDGER, caption, rows), ending)


def _caption(book: Book, seq: int, told: str) -> list[str]:
    lines = [book.name, told, f"Số liệu đến lượt {seq}, xuất lúc {instant(now_ms())}"]
    return [*lines, "Số liệu mẫu"] if book.sample else lines


def _silent(query: dict[str, Any], ending: str) -> Response:
    calling = caller()
    book, people = freshness.silent_people(calling, query.get("within"))
    note(calling, "silent.export", {**query, "file": ending})
    lines = [book.name, f"Người chưa liên lạc quá 24 giờ, lúc {instant(now_ms())}"]
    caption = [*lines, "Số liệu mẫu"] if book.sample else lines
    rows = [export_tables.silent_person(one, book.sample) for one in people]
    return answer_of(Table("may-im-lang", export_tables.SILENT, caption, rows), ending)


def _turnstile() -> Turnstile:
    return current_app.extensions["gocua.turnstile"]


def init_app(app: Flask) -> None:
    app.extensions["gocua.turnstile"] = Turnstile()


add_files(
    blp, "/exports/records", schemas.RecordsFilter, _records,
    "Records in scope by their id; noted in the trail", "reporter", *STAFF, right="records",
)  # fmt: skip
add_files(
    blp, "/exports/reconciliation", ledger_schemas.ReconciliationQuery, _reconciliation, "The reconciliation", *STAFF
)
add_files(blp, "/exports/ledger", ledger_schemas.LedgerQuery, _ledger, "The ledger between two states", *STAFF)
add_files(
    blp, "/exports/silent", freshness_schemas.FreshnessQuery, _silent,
    "People none of whose devices synced for 24 hours; noted in the trail", *STAFF, right=None,
)  # fmt: skip

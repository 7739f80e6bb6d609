"""What units did and what they told by mouth or paper, as rows of a file. Pure.

docs/exports.md says what each column means. Promises: assists that were told stand in a file of their own, never beside
those that were logged.
"""

from collections.abc import Sequence

from server.campaign.book import Book
from server.clock import instant
from server.reports.models import Activity, Said, ToldAssists
from server.totals.sheet import Cell, Columns
from server.totals.table import SAMPLE

_UNIT: Columns = (
    ("id", "Mã dòng"),
    ("organisation", "Mã đơn vị"),
    ("organisation_name", "Đơn vị"),
    ("area", "Mã địa bàn"),
    ("area_name", "Địa bàn"),
)
_SAID: Columns = (
    ("note", "Ghi chú"),
    ("said_by", "Người nói"),
    ("on_behalf", "Ghi thay"),
    ("paper_date", "Ngày giấy"),
    ("stated_by", "Người nhập"),
    ("stated_at", "Ghi lúc (UTC)"),
    ("withdrawn_at", "Rút lúc (UTC)"),
    ("withdrawn_reason", "Lý do rút"),
    ("sample", "Số liệu mẫu"),
)

ACTIVITIES: Columns = (
    *_UNIT,
    ("day", "Ngày"),
    ("kind", "Mã hình thức"),
    ("kind_name", "Hình thức"),
    ("reach", "Số người tiếp cận"),
    *_SAID,
)
TOLD: Columns = (*_UNIT, ("since", "Từ ngày"), ("until", "Đến ngày"), ("number", "Số máy đã giúp cài"), *_SAID)


def activity(book: Book, row: Activity, stated_by: str) -> Sequence[Cell]:
    kinds = book.settings.get("activities")
    names = kinds.get(row.kind) if isinstance(kinds, dict) else None
    kind_name = names["vi"] if isinstance(names, dict) else row.kind
    what: list[Cell] = [row.day.isoformat(), row.kind, kind_name, row.reach]
    return [*_unit(book, row, row.area_id), *what, *_said(book, row, row.note, stated_by)]


def told_assists(book: Book, row: ToldAssists, stated_by: str) -> Sequence[Cell]:
    what: list[Cell] = [row.since.isoformat(), row.until.isoformat(), row.number]
    return [*_unit(book, row, row.area_id), *what, *_said(book, row, row.note, stated_by)]


def _unit(book: Book, row: Said, area_id: int) -> list[Cell]:
    unit, area = book.organisation(row.organisation_id), book.area(area_id)
    return [str(row.id), unit.code, unit.name, area.code, area.name]


def _said(book: Book, row: Said, note: str, stated_by: str) -> list[Cell]:
    return [
        note or None,
        row.said_by,
        "có" if row.on_behalf else None,
        None if row.paper_date is None else row.paper_date.isoformat(),
        stated_by,
        instant(row.stated_at),
        None if row.withdrawn_at is None else instant(row.withdrawn_at),
        row.withdrawn_reason,
        SAMPLE if book.sample else None,
    ]

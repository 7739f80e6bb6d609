"""The board of obligations as rows of a file: stable columns for programs, Vietnamese headings for people. Pure.

docs/exports.md says what each column means.
"""

from collections.abc import Iterable, Iterator, Sequence

from server.campaign.book import Book
from server.clock import instant
from server.reports.board import LATE, MISSING, ON_TIME, OPEN, RETURNED, Entry
from server.totals.sheet import Cell
from server.totals.table import SAMPLE

COLUMNS = (
    ("organisation", "Mã đơn vị"),
    ("organisation_name", "Đơn vị"),
    ("area", "Mã địa bàn"),
    ("obligation", "Mã việc"),
    ("title", "Việc phải báo"),
    ("period", "Kỳ"),
    ("due_at", "Hạn (UTC)"),
    ("moved_because", "Dời hạn vì"),
    ("status", "Mã tình trạng"),
    ("status_name", "Tình trạng"),
    ("received_at", "Nhận bản đầu (UTC)"),
    ("late_minutes", "Chậm, phút"),
    ("excused", "Nhận là đúng hạn"),
    ("versions", "Số bản"),
    ("zero", "Báo không phát sinh"),
    ("sample", "Số liệu mẫu"),
)
_STATUS = {OPEN: "chưa đến hạn", MISSING: "chưa gửi", ON_TIME: "đúng hạn", LATE: "chậm", RETURNED: "trả lại"}
_YES = "có"


def rows(book: Book, entries: Iterable[Entry], now: int) -> Iterator[Sequence[Cell]]:
    """A row for each square, as it stands at an instant (ms)."""
    for one in entries:
        status, area = one.status(now), one.unit.area_id
        yield [
            one.unit.code,
            one.unit.name,
            None if area is None else book.area(area).code,
            one.obligation.code,
            one.obligation.title,
            one.period.day.isoformat(),
            None if one.due_at is None else instant(one.due_at),
            one.moved.reason if one.moved else None,
            status,
            _STATUS[status],
            instant(one.first.received_at) if one.first else None,
            None if one.late_by is None else one.late_by // 60_000,
            _YES if one.excuse else None,
            len(one.versions),
            _YES if one.last and one.last.zero else None,
            SAMPLE if book.sample else None,
        ]

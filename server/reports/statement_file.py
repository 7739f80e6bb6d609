"""Statements as rows of a file: who owes one of which group of people, and what stands. Rests on stating and units.

docs/exports.md says what each column means. Promises: a unit that has stated nothing is a row with empty cells; the
groups overlap, so there is no total.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from server.campaign.book import Unit
from server.clock import instant
from server.reports import stating, units
from server.reports.models import Statement
from server.reports.schemas.statements import GROUPS
from server.reports.stating import Desk
from server.totals.sheet import Cell, Columns
from server.totals.table import SAMPLE

COLUMNS: Columns = (
    ("organisation", "Mã đơn vị"),
    ("organisation_name", "Đơn vị"),
    ("area", "Mã địa bàn"),
    ("group", "Mã nhóm"),
    ("group_name", "Nhóm người"),
    ("as_of", "Số liệu đến ngày"),
    ("total", "Tổng số người"),
    ("with_smartphone", "Có điện thoại thông minh"),
    ("installed", "Đã cài"),
    ("in_use", "Đã cài và đang dùng"),
    ("reason", "Lý do còn người chưa cài"),
    ("said_by", "Người nói"),
    ("on_behalf", "Ghi thay"),
    ("paper_date", "Ngày giấy"),
    ("stated_at", "Ghi lúc (UTC)"),
    ("sample", "Số liệu mẫu"),
)


def rows(desk: Desk, seen: Iterable[Unit], group: str | None) -> Iterator[Sequence[Cell]]:
    """A row for each of these units and each group of people (or the one asked for) that it states."""
    book = desk.dictionary
    standing = stating.in_force(desk.session, desk.caller.campaign_id)
    settings: Any = book.settings.get("statements", {})
    names = settings.get("groups", {})
    order = GROUPS if group is None else (group,)
    for unit in seen:
        owed = units.groups_of(book, unit) if unit.takes_members else ()
        for one in order:
            if one in owed:
                yield [
                    unit.code,
                    unit.name,
                    None if unit.area_id is None else book.area(unit.area_id).code,
                    one,
                    names.get(one, {}).get("vi", one),
                    *_stated(standing.get((unit.id, one))),
                    SAMPLE if book.sample else None,
                ]


def _stated(row: Statement | None) -> list[Cell]:
    if row is None:
        return [None] * 10
    return [
        row.as_of.isoformat(),
        row.total,
        row.with_smartphone,
        row.installed,
        row.in_use,
        row.reason or None,
        row.said_by,
        "có" if row.on_behalf else None,
        None if row.paper_date is None else row.paper_date.isoformat(),
        instant(row.stated_at),
    ]

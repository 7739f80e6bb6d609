"""Lists of the desk that name people, as rows of a file: people, devices, signals, post-checks. Pure.

docs/exports.md says what each column means. Promises: no phone number, no user name, nothing by which somebody gets in;
columns keep their name, place and meaning.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from server.campaign.book import Book
from server.clock import instant
from server.people.models import Device, Membership, Person
from server.totals.sheet import Cell, Columns
from server.totals.table import SAMPLE

_PERSON: Columns = (("person", "Mã người"), ("person_name", "Người"))
_POST: Columns = (
    ("role", "Mã vai trò"),
    ("role_name", "Vai trò"),
    ("organisation", "Mã tổ chức"),
    ("organisation_name", "Tổ chức"),
    ("area", "Mã địa bàn"),
    ("area_name", "Địa bàn"),
    ("hamlet", "Mã ấp"),
    ("hamlet_name", "Ấp"),
)
_SAMPLE: Columns = (("sample", "Số liệu mẫu"),)

PEOPLE: Columns = (
    *_PERSON,
    *_POST,
    ("since", "Từ lúc (UTC)"),
    ("suspended_at", "Tạm ngừng lúc (UTC)"),
    *_SAMPLE,
)
DEVICES: Columns = (
    ("device", "Mã máy"),
    ("device_name", "Máy"),
    *_PERSON,
    *_POST,
    ("app", "Phiên bản"),
    ("enrolled_at", "Vào lúc (UTC)"),
    ("last_seen_at", "Thấy lần cuối (UTC)"),
    ("synced_at", "Liên lạc cuối (UTC)"),
    ("waiting", "Còn trên máy"),
    ("oldest_unsent_at", "Lượt chờ lâu nhất (UTC)"),
    ("replaced_at", "Đổi máy lúc (UTC)"),
    ("clock_error_ms", "Đồng hồ lệch, mili giây"),
    ("revoked_at", "Thu hồi lúc (UTC)"),
    *_SAMPLE,
)
SIGNALS: Columns = (
    ("kind", "Mã dấu hiệu"),
    ("why", "Dấu hiệu"),
    *_PERSON,
    ("day", "Ngày"),
    ("count", "Số lượt"),
    ("of", "Trong tổng"),
    ("first", "Lượt đầu (UTC)"),
    ("last", "Lượt cuối (UTC)"),
    ("device", "Mã máy"),
    *_SAMPLE,
)
_OF_RECORD = (
    ("record_id", "Mã lượt"),
    ("person", "Mã người ghi"),
    ("person_name", "Người ghi"),
    ("day", "Ngày"),
    ("eff", "Giờ tính (UTC)"),
    ("commune", "Mã xã"),
    ("area", "Mã địa bàn"),
    ("area_name", "Địa bàn"),
    ("organisation", "Mã tổ chức"),
    ("organisation_name", "Tổ chức"),
    ("mode", "Mã cách gặp"),
    ("outcome", "Mã kết quả"),
    ("outcome_name", "Kết quả"),
)
CHECKS: Columns = (
    ("check", "Mã hậu kiểm"),
    ("draw", "Mã lần rút"),
    ("drawn_by", "Người rút"),
    ("drawn_at", "Rút lúc (UTC)"),
    ("result", "Mã kết luận"),
    ("result_name", "Kết luận"),
    ("word", "Lời ghi"),
    ("checked_by", "Người hỏi lại"),
    ("checked_at", "Hỏi lại lúc (UTC)"),
    *_OF_RECORD,
    *_SAMPLE,
)

ROLES = {
    "volunteer": "Tình nguyện viên",
    "teller": "Giao dịch viên",
    "reporter": "Người báo cáo",
    "commune": "Cán bộ xã",
    "district": "Cán bộ huyện",
    "admin": "Quản trị",
}
RESULTS = {"confirmed": "đúng", "wrong": "không đúng", "unreachable": "không gặp được"}


def person(book: Book, one: Person, member: Membership) -> Sequence[Cell]:
    return [
        str(one.id),
        one.name,
        *_post(book, member),
        instant(member.from_at),
        _instant(one.disabled_at),
        _sample(book),
    ]


def device(book: Book, one: Device, whose: Person, member: Membership, replaced: int | None) -> Sequence[Cell]:
    return [
        str(one.id),
        one.name,
        str(whose.id),
        whose.name,
        *_post(book, member),
        one.app,
        instant(one.enrolled_at),
        _instant(one.last_seen_at),
        _instant(one.synced_at),
        one.queue_len,
        _instant(one.oldest_at),
        _instant(replaced),
        one.skew_ms,
        _instant(one.revoked_at),
        _sample(book),
    ]


def signal(book: Book, line: Mapping[str, Any]) -> Sequence[Cell]:
    """One signal, as its page shows it."""
    values = {**line, "sample": _sample(book)}
    return [values[name] for name, _ in SIGNALS]


def check(book: Book, line: Mapping[str, Any]) -> Sequence[Cell]:
    """One post-check, as its page shows it."""
    values = {**line["record"], **line, "check": line["id"], "sample": _sample(book)}
    values["result_name"] = RESULTS.get(line["result"])
    return [values[name] for name, _ in CHECKS]


def _post(book: Book, member: Membership) -> list[Cell]:
    unit = book.organisations.get(member.organisation_id or 0)
    area = book.area(member.area_id)
    hamlet = None if member.hamlet_id is None else book.area(member.hamlet_id)
    return [
        member.role,
        ROLES.get(member.role, member.role),
        unit.code if unit else None,
        unit.name if unit else None,
        area.code,
        area.name,
        hamlet.code if hamlet else None,
        hamlet.name if hamlet else None,
    ]


def _instant(ms: int | None) -> str | None:
    return None if ms is None else instant(ms)


def _sample(book: Book) -> str | None:
    return SAMPLE if book.sample else None

"""The desk's tables as rows of a file: stable columns for programs, Vietnamese headings for people. Pure.

docs/exports.md says what each column means. Promises: columns keep their name, place and meaning, new ones come at the
end; what is not known is an empty cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.sync.changes import PARTS
from server.totals.sheet import Cell, Columns
from server.totals.table import ESTIMATE, SAMPLE, TOTAL

RECORDS: Columns = (
    ("record_id", "Mã lượt"),
    ("person", "Mã người ghi"),
    ("person_name", "Người ghi"),
    ("day", "Ngày"),
    ("happened_at", "Giờ trên máy (UTC)"),
    ("eff", "Giờ tính (UTC)"),
    ("commune", "Mã xã"),
    ("area", "Mã địa bàn"),
    ("area_name", "Địa bàn"),
    ("organisation", "Mã tổ chức"),
    ("organisation_name", "Tổ chức"),
    ("mode", "Mã cách gặp"),
    ("outcome", "Mã kết quả"),
    ("outcome_name", "Kết quả"),
    ("household", "Mã nhà"),
    ("revisit_on", "Hẹn lại"),
    ("note", "Ghi chú"),
    ("has_number", "Có số điện thoại"),
    ("state", "Tình trạng"),
    ("review", "Kiểm tra lại"),
    ("review_reason", "Lý do"),
    ("rev", "Lần sửa"),
    ("seq", "Số thứ tự"),
    ("sample", "Số liệu mẫu"),
)

RECONCILIATION: Columns = (
    ("area", "Mã"),
    ("name", "Địa bàn"),
    ("first", "Số công bố trước"),
    ("first_as_of", "Số công bố trước: ngày"),
    ("first_source", "Số công bố trước: nguồn"),
    ("last", "Số công bố sau"),
    ("last_as_of", "Số công bố sau: ngày"),
    ("last_source", "Số công bố sau: nguồn"),
    ("estimate", "Ước tính"),
    ("change", "Số công bố tăng"),
    ("success", "Lượt ghi thành công cùng kỳ"),
    ("partial", "Lượt giúp một phần cùng kỳ"),
    ("gap", "Chênh lệch chưa rõ"),
    ("sample", "Số liệu mẫu"),
)

_MEASURES = (("records", "Lượt ghi"), ("assists", "Lượt giúp được"))
_PARTS = {"late": "đến muộn", "new": "mới", "corrected": "sửa", "voided": "rút, hủy"}
LEDGER: Columns = (
    ("area", "Mã"),
    ("name", "Địa bàn"),
    *(
        (f"{measure}_{part}", f"{heading}: {told}")
        for measure, heading in _MEASURES
        for part, told in (
            ("then", "lúc trước"),
            *((name, _PARTS[name]) for name in PARTS),
            ("unexplained", "chưa rõ"),
            ("now", "lúc sau"),
        )
    ),
    ("unique_then", "Máy khác nhau: lúc trước"),
    ("unique_now", "Máy khác nhau: lúc sau"),
    ("sample", "Số liệu mẫu"),
)


SILENT: Columns = (
    ("person", "Mã người"),
    ("person_name", "Người"),
    ("commune", "Mã xã"),
    ("area_name", "Địa bàn"),
    ("organisation_name", "Tổ chức"),
    ("synced_at", "Liên lạc cuối (UTC)"),
    ("waiting", "Còn trên máy"),
    ("oldest_unsent_at", "Lượt chờ lâu nhất (UTC)"),
    ("reminded_at", "Nhắc lần cuối (UTC)"),
    ("sample", "Số liệu mẫu"),
)


def names(columns: Columns) -> list[str]:
    return [name for name, _ in columns]


def headings(columns: Columns) -> list[str]:
    return [heading for _, heading in columns]


def record(line: Mapping[str, Any], sample: bool) -> Sequence[Cell]:
    """One record, as `records.line` shows it."""
    review = line["review"]
    state = "void" if line["void"] or (review and review["verdict"] == "void") else "counted"
    values = {
        **line,
        "has_number": "có" if line["has_number"] else "không",
        "state": state if line["counts"] else "outside",
        "review": review and review["verdict"],
        "review_reason": review and review["reason"],
        "sample": _sample(sample),
    }
    return [values[name] for name, _ in RECORDS]


def silent_person(person: Mapping[str, Any], sample: bool) -> Sequence[Cell]:
    """One of the silent people, as the page of freshness names them."""
    values = {**person, "person": person["id"], "person_name": person["name"], "sample": _sample(sample)}
    return [values[name] for name, _ in SILENT]


def reconciliation(answer: Mapping[str, Any], sample: bool) -> Iterator[Sequence[Cell]]:
    for row in _with_total(answer):
        first, last = row["first"] or {}, row["last"] or {}
        yield [
            row["code"],
            row["name"],
            *(first.get(name) for name in ("installed", "as_of", "source")),
            *(last.get(name) for name in ("installed", "as_of", "source")),
            ESTIMATE if row["estimate"] else None,
            *(row[name] for name in ("change", "success", "partial", "gap")),
            _sample(sample),
        ]


def ledger(answer: Mapping[str, Any], sample: bool) -> Iterator[Sequence[Cell]]:
    """Across a restore there are no parts: then those cells are empty."""
    for row in _with_total(answer):
        cells: list[Cell] = [row["code"], row["name"]]
        parts: Mapping[str, Any] = row["parts"] or {}
        for measure, _ in _MEASURES:
            cells.append(row["then"][measure])
            cells += [parts[name][measure] if parts else None for name in PARTS]
            cells += [row["unexplained"][measure] if parts else None, row["now"][measure]]
        yield [*cells, row["then"]["unique"], row["now"]["unique"], _sample(sample)]


def _with_total(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from answer["rows"]
    yield {**answer["total"], "code": "", "name": TOTAL}


def _sample(sample: bool) -> str | None:
    return SAMPLE if sample else None

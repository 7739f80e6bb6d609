"""An answer of the totals as a table: stable columns in CSV, Vietnamese headings in a workbook. Pure.

The columns are always the same for a campaign, whatever is asked; new ones are added at the end only. Every
denominator stands with its date, source and whether it is an estimate; what is not known is an empty cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.campaign.book import Book
from server.totals.figures import DENOMINATORS
from server.totals.sheet import Cell, csv_bytes, xlsx_bytes

COUNTS = (
    ("records", "Lượt ghi"),
    ("assists", "Lượt giúp được"),
    ("unique", "Máy khác nhau"),
    ("unchecked", "Trong đó không có số"),
    ("unique_in_use", "Đã cài và dùng"),
)
_DENOMINATOR = {"smartphones": "Điện thoại thông minh", "population": "Dân số", "households": "Số hộ"}
SAMPLE = "số liệu mẫu"
ESTIMATE = "ước tính"
TOTAL = "Tổng"


def columns(book: Book) -> list[tuple[str, str]]:
    """Names for programs and headings for people, in order."""
    found = [("code", "Mã"), ("name", "Tên"), *COUNTS]
    for measure in DENOMINATORS:
        heading = _DENOMINATOR[measure]
        found += [
            (measure, heading),
            (f"{measure}_as_of", f"{heading}: ngày"),
            (f"{measure}_source", f"{heading}: nguồn"),
            (f"{measure}_estimate", f"{heading}: ước tính"),
        ]
    found += [
        ("official_installed", "Đã cài theo công bố"),
        ("official_as_of", "Đã cài theo công bố: ngày"),
        ("official_source", "Đã cài theo công bố: nguồn"),
        ("official_estimate", "Đã cài theo công bố: ước tính"),
        ("target", "Chỉ tiêu"),
        ("target_deadline", "Hạn chỉ tiêu"),
        ("expected_by_now", "Lẽ ra đến nay"),
        ("note", "Ghi chú"),
    ]
    return found + [(f"outcome_{row.code}", f"Kết quả: {row.name_vi}") for row in _outcomes(book)]


def _outcomes(book: Book) -> list[Any]:
    return sorted(book.outcomes.values(), key=lambda row: (row.position, row.id))


def _row(book: Book, row: Mapping[str, Any]) -> list[Cell]:
    cells: list[Cell] = [row["code"], row["name"], *(row[name] for name, _ in COUNTS)]
    for measure in DENOMINATORS:
        cells += _figure(row[measure], "value")
    cells += _figure(row["official"], "installed")
    target = row["target"]
    cells += [target["value"], target["deadline"]] if target else [None, None]
    cells += [row["expected_by_now"], SAMPLE if book.sample else None]
    counted = row["outcomes"]
    return cells + [None if counted is None else counted.get(one.code, 0) for one in _outcomes(book)]


def _figure(figure: Mapping[str, Any] | None, value: str) -> list[Cell]:
    if figure is None:
        return [None, None, None, None]
    return [figure[value], figure["as_of"], figure["source"], ESTIMATE if figure["estimate"] else None]


def rows(book: Book, answer: Mapping[str, Any]) -> Iterator[Sequence[Cell]]:
    """The rows of an answer, its total last."""
    for row in answer["rows"]:
        yield _row(book, row)
    yield _row(book, {**answer["total"], "code": "", "name": TOTAL})


def as_csv(book: Book, answer: Mapping[str, Any], caption: Sequence[str]) -> bytes:
    return csv_bytes([name for name, _ in columns(book)], rows(book, answer))


def as_xlsx(book: Book, answer: Mapping[str, Any], caption: Sequence[str]) -> bytes:
    return xlsx_bytes(caption, [heading for _, heading in columns(book)], rows(book, answer), TOTAL)

"""Tables that clerks upload: CSV or XLSX, checked before anything is read into memory, headings in Vietnamese or by
their short names.

A workbook is a zip of XML: what it claims to hold, and what it does hold, is bounded before it is parsed. Promises:
what is wrong is said with row and column as the clerk sees them, and nothing of such a table is imported.
"""

import io
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.campaign.tables import BadTable, Row, read_table
from server.errors import Problem

MOST_BYTES = 2 * 1024 * 1024  # of a file
MOST_ROWS = 5_000
_INFLATED = 20 * 1024 * 1024  # of all parts of a workbook
_MOST_CELLS = 60_000
_LONGEST_TEXT = 2_000  # bytes of one shared text, which a workbook may repeat in every cell
_LISTED = 200
# what unpacking a part raises beside BadZipFile: damaged streams of each method, unknown ones, passwords, bad names
_BROKEN = (zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a table: `row` as in the spreadsheet, `column` as its heading; 0 and None: all of it."""

    row: int
    column: str | None
    message: str


class Wrong(Exception):
    """What is wrong with one row; `column` is the short name."""

    def __init__(self, column: str | None, message: str):
        super().__init__(message)
        self.column, self.message = column, message


def refuse(faults: Sequence[Fault]) -> Problem:
    """`table.invalid` with the faults, the first of them at most."""
    listed = [{"row": one.row, "column": one.column, "message": one.message} for one in faults[:_LISTED]]
    return Problem("table.invalid", {"count": len(faults), "rows": listed})


def _whole(message: str) -> Problem:
    return refuse([Fault(0, None, message)])


def read_upload(raw: bytes, columns: Mapping[str, str], required: Sequence[str]) -> list[Row]:
    """The rows of an uploaded table, its columns by their short names.

    Args:
        columns: headings by short name; a table may use either.
        required: short names of columns that must be there.

    Raises:
        Problem: `table.invalid`.
    """
    if not raw:
        raise _whole("Tệp không có nội dung.")
    if raw.startswith(_OLD_EXCEL):
        raise _whole("Đây là tệp Excel kiểu cũ (.xls); hãy lưu lại thành .xlsx.")
    if raw.startswith(b"PK"):
        _check_workbook(raw)
    elif b"\x00" in raw:
        raise _whole("Tệp này không phải là Excel (.xlsx) hoặc CSV.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(raw)
        try:
            rows = read_table(path, (), {title.lower(): name for name, title in columns.items()})
        except BadTable:
            raise _whole("Tệp không đọc được; hãy lưu lại thành .xlsx hoặc CSV UTF-8.") from None
    if len(rows) > MOST_ROWS:
        raise _whole(f"Tệp có quá {MOST_ROWS} dòng; hãy chia nhỏ.")
    if not rows:
        raise _whole("Tệp không có dòng dữ liệu nào.")
    names = {name for row in rows for name in row.cells}
    missing = [columns[name] for name in required if name not in names]
    if missing:
        raise _whole(f"Dòng đầu phải có các cột: {', '.join(missing)}.")
    return rows


def _check_workbook(raw: bytes) -> None:
    """Bounds what parsing the workbook may cost.

    A zip's directory may lie about sizes; reading each part against it finds that out.
    """
    left = _INFLATED
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            for part in book.infolist():
                with book.open(part) as stream:
                    content = stream.read(left + 1)
                    left -= len(content)
                    if left < 0:
                        raise _whole("Tệp Excel quá lớn khi mở ra; hãy chỉ giữ lại bảng cần nhập.")
                    if part.filename.startswith("xl/worksheets/sheet") or part.filename == "xl/sharedStrings.xml":
                        parts[part.filename] = content
    except (zipfile.BadZipFile, *_BROKEN):
        raise _whole("Tệp Excel bị hỏng; hãy lưu lại rồi thử lần nữa.") from None
    texts = parts.pop("xl/sharedStrings.xml", b"")
    if any(len(text) > _LONGEST_TEXT for text in re.split(rb"</si>", texts)):
        raise _whole("Có ô quá dài trong tệp; hãy rút ngắn.")
    for content in parts.values():
        if content.count(b"<row") > MOST_ROWS + 1 or content.count(b"<c ") + content.count(b"<c>") > _MOST_CELLS:
            raise _whole(f"Tệp có quá {MOST_ROWS} dòng; hãy chia nhỏ.")
        if b"<mergeCell " in content:
            raise _whole("Bảng có ô gộp; hãy bỏ gộp ô rồi nhập lại.")

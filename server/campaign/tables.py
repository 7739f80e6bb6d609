"""Reading the tables that clerks have: CSV as Excel writes it here, or XLSX; every cell becomes clean text.

Promises: rows keep the number that the clerk sees; what is wrong is told row by row; nothing is guessed silently.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from server.schemas import clean, has_instants

_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,12}")
_LONGEST_NUMBER = 12
_DMY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YMD = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")  # fromisoformat takes weeks, too


class BadTable(Exception):
    """A table that is not imported; one clear line for each thing that is wrong with it."""

    def __init__(self, lines: list[str]):
        super().__init__("; ".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Row:
    """A row of the table: `number` as in the spreadsheet, cells by column name, absent and empty ones as ''."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def read_table(path: Path, required: tuple[str, ...], renamed: dict[str, str] | None = None) -> list[Row]:
    """The rows of a CSV or XLSX file whose first row names the columns; empty rows are left out.

    Args:
        required: columns that must be there.
        renamed: other names of columns, as `{"local_code": "code"}`.

    Raises:
        BadTable: not readable, or a column is missing.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadTable([f"{path}: {error.strerror}"]) from error
    lines = _workbook(path) if raw[:4] == b"PK\x03\x04" else _text(path, raw)
    if not lines:
        raise BadTable([f"{path.name} is empty"])
    names = [(renamed or {}).get(name, name) for name in (cell.strip().lower() for cell in lines[0])]
    missing = [name for name in required if name not in names]
    if missing:
        raise BadTable([f"{path.name}: the first row has no column {', '.join(missing)}"])
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell for cell in line):
            rows.append(Row(number, dict(zip(names, line, strict=False))))
    return rows


def _text(path: Path, raw: bytes) -> list[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable([f"{path.name} is not UTF-8; save it as 'CSV UTF-8'"]) from None
    head = text.partition("\n")[0]
    # Excel set to Vietnamese writes semicolons
    separator = max((",", ";", "\t"), key=head.count)
    try:
        return [
            [_clean(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise BadTable([f"{path.name}: {error}"]) from error


def _workbook(path: Path) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (CalamineError, OSError) as error:
        raise BadTable([f"{path.name} is no workbook that can be read"]) from error
    # empty rows above are kept, so that the numbers are those the clerk sees
    return [[_cell(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a code typed as a number
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _clean(str(value))


def _clean(text: str) -> str:
    return clean(text).strip()


def read_day(text: str) -> date | None:
    """`2021-08-24` or `24/8/2021`; None for anything else."""
    found = _DMY.fullmatch(text) or _YMD.fullmatch(text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups()]
    year, month, day = parts if found.re is _YMD else reversed(parts)
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if has_instants(read) else None


def read_number(text: str) -> int | None:
    """`35921` or `35.921`; None for anything else (a comma is a decimal sign here)."""
    digits = text.replace(".", "")
    return int(digits) if _NUMBER.fullmatch(text) and len(digits) <= _LONGEST_NUMBER else None

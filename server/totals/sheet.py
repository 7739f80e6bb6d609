"""Tables as files that people open in a spreadsheet: CSV and XLSX. Pure.

Promises: no cell is ever taken for a formula, whoever typed its text; a CSV opens in Excel with its diacritics
(UTF-8 with BOM, RFC 4180); in a workbook text stays text and numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

Cell = str | int | float | None
Columns = Sequence[tuple[str, str]]  # the name for programs, the heading for people

_PIECE = 64 * 1024
# after spaces too, and in the full-width forms that a spreadsheet reads alike
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\0＝＋－＠|%]")


def safe(text: str) -> str:
    """Text that a spreadsheet will not run: what looks like a formula gets an apostrophe in front."""
    return "'" + text if _FORMULA.match(text) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file; None is an empty cell."""
    return b"".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same piece by piece, for files that are longer than one likes to hold."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow(["" if cell is None else safe(cell) if isinstance(cell, str) else cell for cell in row])
        if out.tell() > _PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def xlsx_bytes(caption: Sequence[str], header: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str) -> bytes:
    """A workbook of one sheet: lines of caption, the header, the rows; columns as wide as they need.

    Args:
        sheet: the sheet's name, at most 31 characters.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(sheet[:31])
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"})
    number = book.add_format({"num_format": "#,##0"})
    for line, text in enumerate(caption):
        page.write_string(line, 0, text, bold if line == 0 else None)
    top = len(caption) + (1 if caption else 0)
    widths = [min(max(len(name), 8), 18) for name in header]
    for column, name in enumerate(header):
        page.write_string(top, column, name, head)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(last, column, cell)
                widths[column] = min(max(widths[column], len(cell)), 44)
            elif cell is not None:
                page.write_number(last, column, cell, number)
    for column, width in enumerate(widths):
        page.set_column(column, column, width + 1)
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    if header:
        page.autofilter(top, 0, last, len(header) - 1)
    book.close()
    return out.getvalue()

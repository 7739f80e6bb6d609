"""The tables of a report as a workbook: one sheet a table, numbers as numbers, texts never as formulas."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from server.reports.documents.tables import Cell, Table

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(caption: Sequence[str], tables: Sequence[Table]) -> bytes:
    """The tables, each on a sheet under its caption."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    styles = {
        "bold": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"}),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"border": 1, "num_format": "#,##0"}),
        # percentages are written as such, so that the reader's own spreadsheet shows 30,99% where that is the custom
        "percent": book.add_format({"border": 1, "num_format": "0.00%"}),
    }
    for done, table in enumerate(tables, 1):
        _sheet(book.add_worksheet(_name(table, done)), caption, table, styles)
    book.close()
    return out.getvalue()


def _name(table: Table, place: int) -> str:
    """A sheet's name: at most 31 characters, none of []:*?/\\."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in table.title)
    return f"{place}. {plain}"[:31].rstrip()


def _sheet(page: Any, caption: Sequence[str], table: Table, styles: dict[str, Any]) -> None:
    for line, words in enumerate([table.title, *caption]):
        page.write_string(line, 0, words, styles["bold"] if line == 0 else None)
    top = len(caption) + 2
    widths = [min(max(len(heading) // 2, 8), 18) for heading in table.headings]
    for column, heading in enumerate(table.headings):
        page.write_string(top, column, heading, styles["head"])
    rows = [*table.rows, *([table.total] if table.total else ())]
    for line, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            _write(page, line, column, cell, styles)
            if isinstance(cell, str):
                widths[column] = min(max(widths[column], len(cell)), 44)
    for column, wide in enumerate(widths):
        page.set_column(column, column, wide + 1)
    for line, note in enumerate(table.notes, start=top + len(rows) + 2):
        page.write_string(line, 0, note)
    page.freeze_panes(top + 1, 2)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _write(page: Any, line: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell is None:
        page.write_blank(line, column, None, styles["text"])
    elif isinstance(cell, str):
        page.write_string(line, column, cell, styles["text"])
    elif isinstance(cell, Decimal):
        page.write_number(line, column, float(cell) / 100, styles["percent"])
    else:
        page.write_number(line, column, cell, styles["number"])

"""A table as two addresses of HTTP: a CSV for programs, a workbook for people.

Rests on sheet. Promises: both hold the same rows of the same scope; the name of a download is ours.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response
from marshmallow import Schema

from server.handlers import Blueprint
from server.people.service import caller, require
from server.totals.sheet import Cell, Columns, csv_bytes, xlsx_bytes

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ANSWERS = {
    "csv": {200: {"description": "text/csv, UTF-8 with BOM"}},
    "xlsx": {200: {"description": KINDS["xlsx"]}},
}


@dataclass(frozen=True)
class Table:
    """What a short file holds.

    Attributes:
        name: of the file; the campaign's code and the ending come after it.
        caption: lines above the table, in a workbook alone.
        more: stands in the file's name after the campaign.
    """

    name: str
    columns: Columns
    caption: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    sheet: str = "Bảng"
    more: str = ""


def answer_of(table: Table, ending: str) -> Response:
    """The file of a table, in one of `KINDS`."""
    if ending == "csv":
        content = csv_bytes([name for name, _ in table.columns], table.rows)
    else:
        content = xlsx_bytes(table.caption, [heading for _, heading in table.columns], table.rows, table.sheet)
    return Response(content, content_type=KINDS[ending], headers=named(table.name, ending, table.more))


def named(name: str, ending: str, more: str = "") -> Mapping[str, str]:
    """The header that names a download."""
    return {"Content-Disposition": f'attachment; filename="{name}-{caller().campaign_code}{more}.{ending}"'}


def add_files(
    blp: Blueprint,
    path: str,
    query: type[Schema],
    made: Callable[[Any, str], Response],
    summary: str,
    *roles: str,
    right: str | None = "exports",
) -> None:
    """Gives a blueprint `path.csv` and `path.xlsx`.

    Args:
        made: makes the answer of a query, in one of `KINDS`.
        summary: of the CSV, for the API document.
        roles: who has them; none: everybody with a session.
        right: the right by which a program's token opens them; None: no token does.
    """
    noun = path.rsplit("/", 1)[-1]
    told = {"csv": f"{summary}, as a CSV file", "xlsx": "The same as a workbook"}

    def add(ending: str) -> None:
        @blp.route(f"{path}.{ending}", methods=["GET"], endpoint=f"{noun}_{ending}")
        @require(*roles, right=right)
        @blp.arguments(query, location="query")
        @blp.doc(summary=told[ending], responses=_ANSWERS[ending])
        def read_file(asked: Any) -> Response:
            return made(asked, ending)

    for ending in KINDS:
        add(ending)

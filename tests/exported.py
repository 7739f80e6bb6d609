"""Reading the files that the desk gives: a CSV by the names of its columns, a workbook by its headings."""

import csv
import io

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from server.database import reading
from server.people.models import Audit
from tests.site import Caller


def csv_of(caller: Caller, table: str, query: str = "") -> list[dict[str, str]]:
    with caller.get(f"/exports/{table}.csv{query}") as answer:
        assert answer.status_code == 200, answer.json
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def sheet_of(caller: Caller, table: str, query: str = "") -> list[dict[str, str]]:
    """Rows of a workbook by heading, each cell as text."""
    with caller.get(f"/exports/{table}.xlsx{query}") as answer:
        assert answer.status_code == 200, answer.json
        lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    top = max(at for at, line in enumerate(lines) if line[-1] == "Số liệu mẫu")
    heads = [str(cell) for cell in lines[top]]
    return [dict(zip(heads, map(str, line), strict=True)) for line in lines[top + 1 :]]


def noted(act: str) -> Audit:
    """The one line of the trail that tells of a file."""
    with reading() as session:
        return session.scalars(select(Audit).where(Audit.act == act)).one()

"""A workbook of any length, made piece by piece: for tables that are longer than one likes to hold. Pure.

Short tables are `sheet`'s. Promises: memory does not grow with the rows, the first bytes come at once; text is always
text and never a formula, numbers are numbers.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from server.totals.sheet import Cell

MOST_ROWS = 1_000_000  # a sheet ends at 1,048,576
_TOGETHER = 500
_SHEET = "xl/worksheets/sheet1.xml"
# what XML cannot hold, and what Excel would take for an escaped character
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile("[\u0020!#-%'-;=?-^`-\ud7ff]*")
_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_KINDS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_KINDS}/styles" Target="styles.xml"/></Relationships>'
    ),
    # style 1 is the header's: bold
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
    ),
}


class _Pieces(io.RawIOBase):
    """What the archive writes, until it is taken away; it cannot be gone back in."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        taken = b"".join(self._held)
        self._held.clear()
        return taken


def xlsx_pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str) -> Iterator[bytes]:
    """A workbook of one sheet: a bold header that stays in sight, then the rows, up to where a sheet ends.

    Args:
        sheet: the sheet's name, at most 31 characters.
    """
    out = _Pieces()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in {**_PARTS, "xl/workbook.xml": _workbook(sheet)}.items():
            book.writestr(_named(name), _XML + content)
        with book.open(_named(_SHEET), "w") as page:
            page.write(_head(header).encode())
            lines = iter(rows)
            while together := list(islice(lines, _TOGETHER)):
                page.write("".join(map(_row, together)).encode())
                yield out.taken()
            page.write(b"</sheetData></worksheet>")
    yield out.taken()


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # of 1980: the same rows are the same file
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _workbook(sheet: str) -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}"><sheets>'
        f'<sheet name="{_text(sheet[:31])}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _head(header: Sequence[str]) -> str:
    cells = "".join(f'<c s="1" t="inlineStr"><is><t>{_text(name)}</t></is></c>' for name in header)
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(header)}" width="18" customWidth="1"/></cols>'
        f"<sheetData><row>{cells}</row>"
    )


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
    return f"<c><v>{cell}</v></c>"


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text  # nearly always, and ten times as fast
    kept = _ESCAPED.sub("_x005F_", _FORBIDDEN.sub("", text))
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

"""Makes the document templates in campaigns/can-duoc-bluezone-2021/templates/; run after changing a layout here.

Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, margins 20 20 30 15 mm, Times New Roman; Quốc hiệu 12 bold capitals, motto 13
bold with a line as long as itself, place and date 13 italic, kind and abstract 13 bold with a line of a third to a
half, body 13 justified, 6 pt between paragraphs; "Nơi nhận" 12 bold italic, its list 11; page numbers in the top
margin, none on page 1; annexes on pages of their own, wide tables in landscape. The Front and the organisations do not
write by the decree: theirs is plain, the Youth Union's has its own heading.

Placeholders are docxtpl's ({{ name }}, {%p … %} for a paragraph, {%tr … %} for a row of a table); what they hold is in
server/reports/documents/docx.py. The files are committed, so that clerks may edit them in Word.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FOLDER = Path(__file__).resolve().parent.parent / "campaigns" / "can-duoc-bluezone-2021" / "templates"
FONT = "Times New Roman"
CENTER, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
BODY, SMALL, TABLE = 13, 11, 9
RULE = 6  # type size of the lines below headings (documents.rules.SIZE)


def set_font(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def new_document() -> Any:
    document = Document()
    set_font(document.styles["Normal"], BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    spacing = document.styles["Normal"].paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
    page(document.sections[0])
    document.sections[0].different_first_page_header_footer = True
    number(document.sections[0])
    return document


def page(section: Any, landscape: bool = False) -> None:
    """A4 with the decree's margins; in landscape the left edge of the sheet stays the wide one."""
    width, height = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    if landscape:
        section.left_margin = section.right_margin = Mm(20)
    section.header_distance = Mm(10)


def number(section: Any) -> None:
    """The page's number, centred in the top margin."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("2")
    run.font.size = Pt(BODY)
    field.append(run._element)
    paragraph._element.append(field)


def write(place: Any, text: str, size: float = BODY, align: Any = CENTER, **look: bool) -> Any:
    """A paragraph of one run at the end of a document or cell; a cell's first, empty one is used up."""
    empty = place.paragraphs and not place.paragraphs[-1].text and hasattr(place, "vertical_alignment")
    paragraph = place.paragraphs[-1] if empty else place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = look.get("bold", False), look.get("italic", False)
    run.underline = look.get("underline")
    return paragraph


def rule(place: Any, text: str) -> None:
    """A line: low lines in small type, as many as the text is long."""
    paragraph = write(place, text, RULE)
    paragraph.paragraph_format.space_after = Pt(6)


def bare_table(document: Any, widths: tuple[float, ...], rows: int) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def whole(row: Any) -> None:
    """The row stays on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def narrow(table: Any, millimetres: float) -> None:
    """The room beside the text of a cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(millimetres * 56.7)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def head(document: Any, about: bool = False) -> None:
    """Issuer and Quốc hiệu side by side, number and date below them."""
    table = bare_table(document, (68, 97), 2)
    left, right = table.rows[0].cells
    write(left, "{%p if superior %}", 12)
    write(left, "{{ superior }}", 12)
    write(left, "{%p endif %}", 12)
    write(left, "{%p for line in issuer %}", 12)
    write(left, "{{ line }}", 12, bold=True)
    write(left, "{%p endfor %}", 12)
    rule(left, "{{ issuer_rule }}")
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
    write(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    rule(right, "{{ motto_rule }}")
    left, right = table.rows[1].cells
    write(left, "Số:        /{{ symbol }}", 13)
    if about:
        write(left, "{{ about }}", 12)
    write(right, "{{ place_and_date }}", 13, italic=True)


def plain_head(document: Any) -> None:
    """The heading of the Front and of organisations: their name and the date, no Quốc hiệu."""
    table = bare_table(document, (85, 80), 1)
    left, right = table.rows[0].cells
    write(left, "{%p for line in issuer %}", 13)
    write(left, "{{ line }}", 13, bold=True)
    write(left, "{%p endfor %}", 13)
    rule(left, "{{ issuer_rule }}")
    write(right, "{{ place_and_date }}", 13, italic=True)


def youth_head(document: Any) -> None:
    """The Youth Union's own heading."""
    table = bare_table(document, (80, 85), 2)
    left, right = table.rows[0].cells
    write(left, "{%p for line in issuer %}", 13)
    write(left, "{{ line }}", 13, bold=True)
    write(left, "{%p endfor %}", 13)
    write(left, "***", 13)
    write(right, "ĐOÀN TNCS HỒ CHÍ MINH", 14, bold=True, underline=True)
    left, right = table.rows[1].cells
    write(left, "Số:        -TT/ĐTN", 13)
    write(right, "{{ place_and_date }}", 13, italic=True)


def sample_mark(document: Any) -> None:
    write(document, "{%p if sample %}")
    write(document, "SỐ LIỆU MẪU, KHÔNG DÙNG ĐỂ BÁO CÁO", SMALL, bold=True)
    write(document, "{%p endif %}")


def title(document: Any) -> None:
    document.add_paragraph()
    write(document, "{{ title }}", 13, bold=True)
    write(document, "{{ abstract }}", 13, bold=True)
    rule(document, "{{ abstract_rule }}")
    write(document, "{%p if version %}")
    write(document, "(Bản đính chính lần {{ version }})", 13, italic=True)
    write(document, "{%p endif %}")
    sample_mark(document)


def to(document: Any) -> None:
    paragraph = write(document, "Kính gửi: {{ addressee }}", 13)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)


def body(document: Any, text: str, **look: bool) -> Any:
    paragraph = write(document, text, BODY, JUSTIFY, **look)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def section_of(document: Any, heading: str, name: str, always: bool = True) -> None:
    """A headed part whose paragraphs are those of a typed text."""
    if not always:
        body(document, "{%p if " + name + " %}")
    body(document, heading, bold=True)
    body(document, "{%p for text in " + name + " %}")
    body(document, "{{ text }}")
    body(document, "{%p endfor %}")
    if not always:
        body(document, "{%p endif %}")


def sections(document: Any, closing: str) -> None:
    section_of(document, "I. CÔNG TÁC TRIỂN KHAI", "work_done")
    section_of(document, "II. KẾT QUẢ THỰC HIỆN", "results")
    body(document, "{%p if tables %}")
    body(document, "(Số liệu chi tiết tại các Phụ lục kèm theo.)", italic=True)
    body(document, "{%p endif %}")
    section_of(document, "III. KHÓ KHĂN, VƯỚNG MẮC", "difficulties")
    section_of(document, "IV. KIẾN NGHỊ, ĐỀ XUẤT", "proposals")
    section_of(document, "V. PHƯƠNG HƯỚNG TUẦN TỚI", "next_week")
    section_of(document, "Ghi chú", "note", always=False)
    # the signature does not stand on a page of its own
    body(document, closing).paragraph_format.keep_with_next = True


def signature(document: Any) -> None:
    document.add_paragraph().paragraph_format.keep_with_next = True
    table = bare_table(document, (80, 85), 1)
    whole(table.rows[0])
    left, right = table.rows[0].cells
    write(left, "Nơi nhận:", 12, LEFT, bold=True, italic=True)
    write(left, "{%p for line in recipients %}", SMALL, LEFT)
    write(left, "{{ line }}", SMALL, LEFT)
    write(left, "{%p endfor %}", SMALL, LEFT)
    write(right, "{%p for line in signer_lines %}", 13)
    write(right, "{{ line }}", 13, bold=True)
    write(right, "{%p endfor %}", 13)
    for _ in range(4):
        right.add_paragraph().alignment = CENTER
    write(right, "{{ signer_name }}", 13, bold=True)


ROMAN = ("I", "II", "III", "IV", "V", "VI")


def annex(document: Any, place: int, name: str, headings: tuple[str, ...], widths: tuple[float, ...]) -> None:
    """A table on pages of its own, in landscape where it is wide; left out where the report has no such table."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    page(section, landscape=sum(widths) > 165)
    section.different_first_page_header_footer = False
    write(document, f"Phụ lục {ROMAN[place - 1]}", 13, bold=True)
    write(document, "{{ tables." + name + ".title | upper }}", 13, bold=True)
    write(document, "(Kèm theo {{ title | capitalize }} kỳ ngày {{ period }} của {{ unit_name }})", 13, italic=True)
    document.add_paragraph()
    table = document.add_table(rows=7, cols=len(headings))
    table.style = "Table Grid"
    narrow(table, 0.7)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    texts = [
        headings,
        ("{%tr for row in tables." + name + ".rows %}",),
        tuple("{{ row.c" + str(column) + " }}" for column in range(len(headings))),
        ("{%tr endfor %}",),
        ("{%tr if tables." + name + ".total %}",),
        tuple("{{ tables." + name + ".total.c" + str(column) + " }}" for column in range(len(headings))),
        ("{%tr endif %}",),
    ]
    for place_of_row, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        for column, text in enumerate(cells):
            align = LEFT if place_of_row in (2, 5) and column == 1 else CENTER
            write(row.cells[column], text, TABLE, align, bold=place_of_row in (0, 5))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in table.rows:
        whole(row)
    write(document, "{%p for note in tables." + name + ".notes %}")
    write(document, "{{ note }}", SMALL, LEFT, italic=True)
    write(document, "{%p endfor %}")


WEEKLY = (
    ("TT", "Ấp, khu phố", "Tổng số hộ", "Lượt hộ đã đến", "Dân số", "Tổng số ĐTTM", "Lũy kế kỳ trước", "Mới trong kỳ",
     "Lũy kế", "Đã cài theo Sở TT&TT", "Tỷ lệ trên ĐTTM", "Tỷ lệ trên dân số", "Không có ĐTTM", "Máy không cài được",
     "Từ chối", "Vắng nhà", "Khác", "Ghi chú"),
    (9, 32, 13, 13, 14, 14, 13, 13, 13, 15, 15, 15, 13, 14, 12, 12, 11, 25),
)  # fmt: skip
DISTRICT = (
    ("TT", "Xã, thị trấn", "Dân số", "Tổng số ĐTTM", "Số ĐTTM cài Bluezone", "Tỷ lệ cài trên ĐTTM",
     "Tỷ lệ cài trên dân số", "Tăng, giảm so với kỳ trước", "Xếp hạng", "Lượt hỗ trợ trong kỳ", "Nộp báo cáo"),
    (9, 44, 19, 20, 21, 20, 20, 34, 15, 20, 35),
)  # fmt: skip
CADRES = (
    ("TT", "Cơ quan, đơn vị", "Tổng số", "Có ĐTTM", "Đã cài đặt", "Đang sử dụng", "Tỷ lệ", "Chưa cài - lý do"),
    (9, 52, 16, 15, 15, 16, 17, 25),
)
ENTERPRISES = (
    ("TT", "Công ty, doanh nghiệp", "Địa điểm", "Số công nhân, nhân viên", "Đã cài đặt, sử dụng", "Tỷ lệ",
     "Ngày chốt", "Người báo cáo"),
    (9, 40, 28, 18, 18, 16, 17, 19),
)  # fmt: skip
ORGANISATIONS = (
    ("TT", "Tổ chức", "Lượt hỗ trợ, lũy kế", "Lượt trong kỳ", "Số máy (không trùng), lũy kế", "Số máy trong kỳ"),
    (9, 56, 25, 25, 25, 25),
)
REASONS = (("TT", "Lý do", "Lũy kế (lượt)", "Trong kỳ (lượt)"), (9, 96, 30, 30))
MEMBERS = (
    ("TT", "Đơn vị", "Đoàn viên, hội viên", "Có ĐTTM", "Đã cài đặt", "Đang sử dụng", "Tỷ lệ", "Ngày chốt"),
    (9, 52, 20, 17, 17, 17, 16, 17),
)


def report(name: str, annexes: list[tuple[str, tuple[tuple[str, ...], tuple[float, ...]]]]) -> None:
    document = new_document()
    head(document)
    title(document)
    to(document)
    sections(document, "Trên đây là báo cáo của {{ unit_name }}, kính gửi {{ addressee }} tổng hợp./.")
    signature(document)
    for place, (table, (headings, widths)) in enumerate(annexes, 1):
        annex(document, place, table, headings, widths)
    save(document, name)


def information(name: str, heading: Any) -> None:
    """What the Front and the organisations send: "thông tin kết quả", not a report."""
    document = new_document()
    heading(document)
    title(document)
    to(document)
    sections(document, "Trên đây là thông tin kết quả thực hiện của {{ unit_name }}, gửi {{ addressee }} tổng hợp./.")
    signature(document)
    annex(document, 1, "member_table", *MEMBERS)
    save(document, name)


def urging() -> None:
    document = new_document()
    head(document, about=True)
    sample_mark(document)
    paragraph = write(document, "Kính gửi:", 13)
    paragraph.paragraph_format.space_before = Pt(18)
    write(document, "{%p for unit in missing %}")
    write(document, "- {{ unit.name }}{{ unit.end }}", 13, LEFT).paragraph_format.left_indent = Mm(50)
    write(document, "{%p endfor %}")
    body(
        document,
        "Thực hiện chỉ đạo của Ủy ban nhân dân huyện về việc tiếp tục đẩy mạnh triển khai cài đặt, sử dụng ứng dụng"
        " Bluezone, các cơ quan, đơn vị gửi {{ duty }}{{ of_period }} {{ due }}.",
    )
    body(
        document,
        "Đến nay, Ủy ban nhân dân huyện chưa nhận được {{ word }} của {{ count }} đơn vị có tên trên.",
    )
    body(
        document,
        "Ủy ban nhân dân huyện đề nghị Thủ trưởng các cơ quan, đơn vị khẩn trương thực hiện và gửi {{ word }} về Ủy ban"
        " nhân dân huyện (qua {{ via }}) ngay khi nhận được công văn này./.",
    )
    signature(document)
    save(document, "don-doc")


def save(document: Any, name: str) -> None:
    path = FOLDER / f"{name}.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.comments = ""
    document.save(path)
    print(path.relative_to(FOLDER.parent))


def main() -> None:
    report(
        "bao-cao-xa",
        [
            ("weekly_commune_table", WEEKLY),
            ("organisation_table", ORGANISATIONS),
            ("reason_table", REASONS),
            ("enterprise_table", ENTERPRISES),
        ],
    )
    report("bao-cao-co-quan", [])
    report(
        "bao-cao-huyen",
        [
            ("district_table", DISTRICT),
            ("cadre_table_1", CADRES),
            ("cadre_table_2", CADRES),
            ("organisation_table", ORGANISATIONS),
            ("enterprise_table", ENTERPRISES),
        ],
    )
    information("thong-tin", plain_head)
    information("doan-tn/thong-tin", youth_head)
    urging()


if __name__ == "__main__":
    main()

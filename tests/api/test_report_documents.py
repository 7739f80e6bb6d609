"""GET /reports/{id}/document.docx and .xlsx, /obligations/urging.docx: documents that can be signed and sent."""

import io
import re
import shutil
import subprocess
import unicodedata
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from jinja2.exceptions import SecurityError
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from server.reports.documents.docx import render
from tests.batches import ABSENT, batch, new_id, put
from tests.due import COMMITTEE, OFFICE, WOMEN, at, clerk, officer, submit
from tests.site import COMMUNE, HAMLET, PRESET, Caller, Site

NARRATIVE = {
    "work_done": "Đã họp dân ở 5 ấp.\nThành lập 5 tổ hỗ trợ.",
    "difficulties": "Máy cũ <b>& nhỏ</b> {{ 7 * 7 }}",
    "proposals": "=1+1",
    "next_week": "Tie\u0302\u0301p tục",  # as some phones type it
}
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@pytest.fixture
def lived(site: Site) -> Iterator[Site]:
    """A Thursday morning in xã Mỹ Lệ, with people helped, told, counted and reached."""
    with at("2021-08-26 09:00"):
        volunteer, staff = site.person("volunteer", COMMUNE), officer(site)
        anchor = volunteer.anchor()
        ops = [
            put(anchor=anchor, caller=volunteer, number=f"+849123400{n:02d}", household=new_id(), area=HAMLET)
            for n in range(12)
        ]
        ops += [put(anchor=anchor, outcome=ABSENT, area=HAMLET) for _ in range(3)]
        volunteer.post("/sync/push", batch(*ops))
        staff.call("PUT", f"/units/{COMMITTEE}", json={"head_name": "Nguyễn Văn Mẫu", "head_title": "Chủ tịch"})
        state(staff, COMMITTEE, "all_staff", 42, 41, 40, 38)
        staff.post("/organisations", {"code": "dn-1", "name": "=cmd|A0", "parent": "doanh-nghiep", "area": COMMUNE})
        state(staff, "dn-1", "workers", 1200, 1100, 900, 800)
        yield site


def state(caller: Caller, organisation: str, group: str, *counts: int) -> None:
    names = ("total", "with_smartphone", "installed", "in_use")
    said = {"organisation": organisation, "group": group, "as_of": "2021-08-25", "said_by": "@văn thư"}
    body = {"id": str(uuid.uuid4()), **said, **dict(zip(names, counts, strict=True))}
    assert caller.call("PUT", "/statements", json={"items": [body]}).status_code == 200


def download(caller: Caller, kind: str, query: str = "", **changes: Any) -> TestResponse:
    sent = submit(caller, narrative=NARRATIVE, **changes)
    assert sent.status_code == 201, sent.json
    answer = caller.get(f"/reports/{sent.json['id']}/document.{kind}{query}")
    assert answer.status_code == 200, answer.text
    return answer


def opened(answer: TestResponse) -> Any:
    return docx.Document(io.BytesIO(answer.data))


def words(document: Any) -> list[str]:
    """All paragraphs, those of tables too, in order of the file."""
    return [
        "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        for paragraph in document.element.body.iter()
        if paragraph.tag.endswith("}p")
    ]


def find(document: Any, text: str) -> Any:
    places = [
        *document.paragraphs,
        *(p for t in document.tables for row in t.rows for c in row.cells for p in c.paragraphs),
    ]
    return next(paragraph for paragraph in places if paragraph.text == text)


def look(paragraph: Any) -> tuple[float, bool, bool]:
    run = paragraph.runs[0]
    return run.font.size.pt, bool(run.bold), bool(run.italic)


def test_an_estimate_is_marked_on_paper_too(lived: Site):
    said = " ".join(words(opened(download(officer(lived), "docx"))))
    assert "2.335 (ước tính)/7.535 (ước tính) điện thoại thông minh đã cài" in said
    assert "so với dân số 12.229 (ước tính)" in said
    assert re.search(r"Số đã cài: .*chốt 16/8/2021, ước tính; không cộng", said)


def test_it_works(lived: Site):
    document = opened(download(officer(lived), "docx"))
    text = words(document)
    assert text[:2] == ["ỦY BAN NHÂN DÂN", "XÃ MỸ LỆ"], "a People's Committee has no superior line"
    assert "Mỹ Lệ, ngày 26 tháng 8 năm 2021" in text
    assert "BÁO CÁO" in text
    assert "Kính gửi: Ủy ban nhân dân huyện Cần Đước (qua Phòng Văn hóa và Thông tin)" in text
    assert "Thành lập 5 tổ hỗ trợ." in text
    assert any("40/42 cán bộ, công chức, viên chức, người lao động" in line and "95,24%" in line for line in text)
    assert any("12 lượt hỗ trợ" in line and "12 máy không trùng" in line for line in text)
    assert any("800/1.200 công nhân" in line and "66,67%" in line for line in text)
    assert [one for one in text if one in ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert "Nguyễn Văn Mẫu" in text
    assert "- Lưu: VT." in text
    assert "Phụ lục I" in text


def test_the_layout_is_that_of_the_decree(lived: Site):
    document = opened(download(officer(lived), "docx"))
    first = document.sections[0]
    assert [round(one / Mm(1)) for one in (first.page_width, first.page_height)] == [210, 297]
    edges = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(one / Mm(1), 1) for one in edges] == [20, 20, 30, 15]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert first.first_page_header.paragraphs[0].text == "", "no number on page 1"
    normal = document.styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert look(find(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")) == (12, True, False)
    assert look(find(document, MOTTO)) == (13, True, False)
    assert look(find(document, "XÃ MỸ LỆ")) == (12, True, False)
    assert look(find(document, "Mỹ Lệ, ngày 26 tháng 8 năm 2021")) == (13, False, True)
    assert look(find(document, "BÁO CÁO")) == (13, True, False)
    assert look(find(document, "Nơi nhận:")) == (12, True, True)
    assert look(find(document, "- Lưu: VT.")) == (11, False, False)
    body = find(document, "Đã họp dân ở 5 ấp.")
    assert look(body) == (13, False, False)
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert 10 <= body.paragraph_format.first_line_indent / Mm(1) <= 12.8
    assert body.paragraph_format.space_before >= Pt(6)
    last = [line for line in words(document) if line.endswith("./.")]
    assert len(last) == 1
    wide = [one for one in document.sections if one.page_width > one.page_height]
    assert len(wide) == 1, "the table by hamlet is wider than a page"
    used = set(re.findall(r'w:ascii="([^"]+)"', document.element.xml))
    assert used <= {"Times New Roman"}


def test_number_and_date_stand_on_one_line_and_the_number_is_left_open(lived: Site):
    document = opened(download(officer(lived), "docx"))
    left, right = document.tables[0].rows[1].cells
    assert re.fullmatch(r"Số:\s+/BC-UBND", left.text)
    assert right.text == "Mỹ Lệ, ngày 26 tháng 8 năm 2021"


def test_what_people_typed_is_text_and_nothing_else(lived: Site):
    document = opened(download(officer(lived), "docx"))
    text = words(document)
    assert "Máy cũ <b>& nhỏ</b> {{ 7 * 7 }}" in text
    assert "Tiếp tục" in text
    for line in text:
        assert unicodedata.is_normalized("NFC", line)
        assert "{%" not in line


def test_an_agency_stands_under_the_committee_of_the_district(lived: Site):
    own = clerk(lived)
    own.call("PUT", f"/units/{OFFICE}", json={"head_title": "Trưởng phòng", "head_name": "Bà Ba"})
    document = opened(download(own, "docx", organisation=OFFICE))
    text = words(document)
    assert text[:2] == ["UBND HUYỆN CẦN ĐƯỚC", "PHÒNG NỘI VỤ"]
    assert look(find(document, "UBND HUYỆN CẦN ĐƯỚC")) == (12, False, False)
    assert look(find(document, "PHÒNG NỘI VỤ")) == (12, True, False)
    assert "TRƯỞNG PHÒNG" in text
    assert any(re.fullmatch(r"Số:\s+/BC-PNV", line) for line in text)


def test_organisations_do_not_write_by_the_decree(lived: Site):
    once = {"obligation": "R13", "period": "2021-08-24"}
    women = words(opened(download(clerk(lived, WOMEN), "docx", organisation=WOMEN, **once)))
    assert women[0] == "HỘI LIÊN HIỆP PHỤ NỮ HUYỆN CẦN ĐƯỚC"
    assert "THÔNG TIN KẾT QUẢ" in women
    youth = words(opened(download(clerk(lived, "doan-tn"), "docx", organisation="doan-tn", **once)))
    assert youth[0] == "HUYỆN ĐOÀN CẦN ĐƯỚC"
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in youth
    for text in (women, youth):
        assert not any(MOTTO in line or "CỘNG HÒA" in line or line == "BÁO CÁO" for line in text)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("?signer=TM", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("?signer=KT", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("?signer=TL", ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA VÀ THÔNG TIN"]),
    ],
)
def test_the_district_chooses_who_signs(sqlite_site: Site, query: str, lines: list[str]):
    with at("2021-08-27 09:00"):
        district = sqlite_site.person("district")
        duty = {"obligation": "R15", "organisation": "ubnd-huyen", "period": "2021-08-27", "said_by": "P. VH&TT"}
        text = words(opened(download(district, "docx", query, **duty)))
    place = text.index(lines[0])
    assert text[place : place + len(lines)] == lines
    assert "- Lưu: VT, VHTT." in text
    assert any("35.921/115.894" in line and "30,99%" in line and "19,10%" in line for line in text)


def test_clerks_edit_the_template_in_word(lived: Site):
    home: Path = lived.app.extensions["gocua.settings"].home
    own = home / "templates" / PRESET / "bao-cao-xa.docx"
    own.parent.mkdir(parents=True)
    document = docx.Document()
    document.add_paragraph("Mẫu riêng của {{ unit_name }}: {{ results[0] }}")
    document.save(str(own))
    (line,) = words(opened(download(officer(lived), "docx")))
    assert line.startswith("Mẫu riêng của Ủy ban nhân dân xã Mỹ Lệ: Tính đến ngày 25/8/2021")


@pytest.mark.parametrize("typed", ["{{ unit_name.__class__.__mro__ }}", "{{ results.append(1) }}"])
def test_a_template_reaches_nothing_but_its_words(tmp_path: Path, typed: str):
    """A changed template may have been sent to the clerk by somebody else."""
    document = docx.Document()
    document.add_paragraph(typed)
    document.save(str(tmp_path / "evil.docx"))
    with pytest.raises(SecurityError):
        render(tmp_path / "evil.docx", {"unit_name": "xã Mỹ Lệ", "results": ["một"]})


# --- workbooks ---


def sheets(answer: TestResponse) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_tables_are_a_workbook_whose_numbers_are_numbers(lived: Site):
    found = sheets(download(officer(lived), "xlsx"))
    rows = next(rows for name, rows in found.items() if "ấp" in name)
    header = next(row for row in rows if row[0] == "TT")
    (hamlet,) = (row for row in rows if row[1] == "Ấp Mỹ Tây")
    values = dict(zip(header, hamlet, strict=True))
    assert values["Số hộ đã đến"] == 12
    assert (values["Lũy kế hỗ trợ kỳ trước (ghi nhận)"], values["Hỗ trợ mới trong kỳ"], values["Lũy kế hỗ trợ"]) == (
        0,
        12,
        12,
    )
    assert values["Không cài được: vắng nhà"] == 3
    assert values["Số đã cài theo Sở TT&TT (ngày chốt)"] == "", "not known is empty, not zero"
    (total,) = (row for row in rows if row[1] == "Tổng cộng")
    assert dict(zip(header, total, strict=True))["Tỷ lệ trên điện thoại thông minh (%)"] == pytest.approx(0.3099)


def test_no_text_of_anybody_is_ever_a_formula(lived: Site):
    answer = download(officer(lived), "xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(pages) >= 4
    assert not any("<f>" in page or "<f " in page for page in pages)
    found = sheets(answer)
    rows = next(rows for name, rows in found.items() if "Công ty" in name)
    (company,) = (row for row in rows if row[1] == "=cmd|A0")
    assert company[-1] == "@văn thư"
    assert company[5] == pytest.approx(0.6667)


def test_the_districts_workbook_has_communes_hamlets_and_both_items(sqlite_site: Site):
    with at("2021-08-26 13:30") as clock:
        submit(officer(sqlite_site, "28111"), organisation="ubnd-xa.28111")
        clock.shift(3600)
        district = sqlite_site.person("district")
        duty = {"obligation": "R15", "organisation": "ubnd-huyen", "period": "2021-08-26", "said_by": "P. VH&TT"}
        found = sheets(download(district, "xlsx", **duty))
    communes = next(rows for name, rows in found.items() if "xã, thị trấn" in name)
    named = {row[1]: row for row in communes}
    assert len([row for row in communes if isinstance(row[0], float)]) == 17
    assert named["Xã Long Trạch"][-1] == "Chậm 30 phút"
    assert named["Xã Mỹ Lệ"][-1] == "Chưa nộp"
    assert named["Tổng cộng"][2:7] == [188092, 115894, 35921, pytest.approx(0.3099), pytest.approx(0.191)]
    assert any("ấp" in name for name in found)
    assert any("Mục 1" in name for name in found)
    assert any("Mục 2" in name for name in found)


# --- urging ---


def test_the_letter_of_urging_names_who_has_not_sent(site: Site):
    with at("2021-08-26 14:00"):
        district = site.person("district")
        submit(officer(site))
        answer = district.get("/obligations/urging.docx?obligation=R08&period=2021-08-26&signer=TL")
        text = words(opened(answer))
    assert text[:2] == ["ỦY BAN NHÂN DÂN", "HUYỆN CẦN ĐƯỚC"]
    assert any(line.startswith("V/v đôn đốc") for line in text)
    assert any(re.fullmatch(r"Số:\s+/UBND-VHXH", line) for line in text)
    assert "- UBND xã Long Trạch;" in text
    assert "- UBND xã Mỹ Lệ;" not in text
    assert "- UBND xã Tân Chánh." in text, "the list ends with a full stop"
    assert sum(line.startswith("- ") and line.endswith(";") and "PCT" not in line for line in text) >= 41
    assert any("kỳ ngày 26/8/2021 trước 13:00 thứ Năm ngày 26/8/2021" in line for line in text)
    assert any("của 42 đơn vị" in line for line in text)
    assert "- Lưu: VT, VHTT." in text


def test_what_is_owed_once_is_urged_without_a_period(sqlite_site: Site):
    with at("2021-08-25 09:00"):
        path = "/obligations/urging.docx?obligation=R03&period=2021-08-24"
        text = words(opened(sqlite_site.person("district").get(path)))
    assert any("gửi Báo cáo kết quả triển khai chậm nhất là hết ngày 24/8/2021." in line for line in text)


def test_one_unit_alone_is_urged(sqlite_site: Site):
    with at("2021-08-26 14:00"):
        district = sqlite_site.person("district")
        path = f"/obligations/urging.docx?obligation=R08&period=2021-08-26&organisation={OFFICE}"
        text = words(opened(district.get(path)))
        assert [line for line in text if line.startswith("- Phòng Nội")] == ["- Phòng Nội vụ."]
        assert any("của 1 đơn vị" in line for line in text)
        assert district.get("/obligations/urging.docx?obligation=R99&period=2021-08-26").status_code == 422
        assert district.get("/obligations/urging.docx?obligation=R08&period=2021-08-25").status_code == 422


# --- as others open them ---


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice")
    assert found, "LibreOffice is missing; `make tools` brings it"
    return found


def pdf_of(office: str, folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    home = f"-env:UserInstallation=file://{folder}/office"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return (folder / name).with_suffix(".pdf")


def pages(pdf: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return run.stdout.split("\f")[:-1]


def test_libreoffice_opens_the_document_and_the_pages_are_as_they_should(
    sqlite_site: Site, office: str, tmp_path: Path
):
    with at("2021-08-26 09:00"):
        pdf = pdf_of(office, tmp_path, "xa.docx", download(officer(sqlite_site), "docx").data)
    shown = pages(pdf)
    first = shown[0].strip().splitlines()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first[0], "nothing above it: no number on page 1"
    assert shown[1].strip().splitlines()[0].strip() == "2"
    assert any("Phụ lục I" in page for page in shown)
    line = next(line for line in first if "Số:" in line)
    assert "ngày 26 tháng 8 năm 2021" in line, "number and date on one line"
    info = subprocess.run(["pdfinfo", "-l", "9", str(pdf)], check=True, capture_output=True, text=True).stdout
    sizes = [tuple(map(float, one)) for one in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", info)]
    assert {(round(w), round(h)) for w, h in sizes} == {(595, 842), (842, 595)}
    fonts = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert set(re.findall(r"(?:[A-Z]{6}\+)?(\w+Serif|TimesNewRoman\w*)", fonts)) <= {"LiberationSerif", "TimesNewRoman"}
    assert "Serif" in fonts or "Times" in fonts


def test_libreoffice_opens_the_workbook_and_shows_numbers_as_in_vietnam(sqlite_site: Site, office: str, tmp_path: Path):
    with at("2021-08-26 09:00"):
        pdf = pdf_of(office, tmp_path, "xa.xlsx", download(officer(sqlite_site), "xlsx").data)
    text = "".join(pages(pdf))
    assert "Kết quả theo ấp, khu phố" in text
    assert re.search(r"12[.,]229", text)
    assert re.search(r"30[.,]99\s?%", text)

"""POST /imports/{kind}: tables from clerks, all of them or nothing, and every mistake by row and column."""

import io
import re
import uuid
import zipfile
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from server.desk import uploads
from tests.due import COMMITTEE, officer
from tests.entry import enrol
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

PEOPLE = ("Họ và tên", "Vai trò", "Mã tổ chức", "Mã địa bàn", "Mã ấp")
FIGURES = ("Mã địa bàn", "Chỉ số", "Giá trị", "Ngày chốt", "Nguồn")


def workbook(*rows: tuple[Any, ...], merged: str | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    if merged:
        sheet.merge_range(merged, "gộp")
    book.close()
    return out.getvalue()


def send(caller: Caller, kind: str, content: bytes, query: str = "", import_id: str | None = None):
    return caller.call("POST", f"/imports/{kind}?id={import_id or uuid.uuid4()}{query}", data=content)


def faults(answer) -> list[tuple[int, str | None]]:
    assert answer.status_code == 422, answer.text
    assert answer.json["error"]["code"] == "table.invalid"
    return [(one["row"], one["column"]) for one in answer.json["error"]["details"]["rows"]]


def message(answer) -> str:
    assert answer.status_code == 422, answer.text
    return answer.json["error"]["details"]["rows"][0]["message"]


def people(*names: str) -> bytes:
    return workbook(PEOPLE, *((name, "tình nguyện viên", UNION, COMMUNE, HAMLET) for name in names))


def test_it_works(site: Site):
    staff = officer(site)
    answer = send(staff, "people", people("Chị Mận", "Anh Tám"))
    assert answer.status_code == 200, answer.text
    assert (answer.json["added"], answer.json["preview"]) == (2, False)
    first = answer.json["items"][0]
    assert (first["name"], first["place"], first["organisation"]) == ("Chị Mận", "Ấp Mỹ Tây", "Hội LHPN xã Mỹ Lệ")
    assert first["url"].endswith(f"/#moi={first['code']}")
    came = enrol(site, first["code"])
    assert (came.status_code, came.json["person"]["name"]) == (201, "Chị Mận")


def test_places_and_units_go_by_name_too(site: Site):
    staff = officer(site)
    row = ("Chị Mận", "tình nguyện viên", "hội LHPN xã Mỹ Lệ", "Xã Mỹ Lệ", "ấp Mỹ Tây")
    answer = send(staff, "people", workbook(PEOPLE, row)).json
    assert (answer["items"][0]["place"], answer["items"][0]["organisation"]) == ("Ấp Mỹ Tây", "Hội LHPN xã Mỹ Lệ")
    elsewhere = ("Anh Tám", "tình nguyện viên", "Hội LHPN xã Long Trạch", "Xã Long Trạch", "")
    assert faults(send(staff, "people", workbook(PEOPLE, elsewhere))) == [(2, "Mã địa bàn")]
    table = workbook(FIGURES, ("ấp mỹ tây", "số hộ", 410, "20/8/2021", "UBND xã"))
    assert send(staff, "figures", table).json["added"] == 1
    assert staff.get(f"/figures?within={HAMLET}").json["items"][0]["value"] == 410


def test_a_name_that_several_have_needs_the_code(site: Site):
    staff = site.person("district")
    twice = ("Ấp 2", "số hộ", 410, "20/8/2021", "UBND xã")
    answer = send(staff, "figures", workbook(FIGURES, twice))
    assert faults(answer) == [(2, "Mã địa bàn")]
    assert re.fullmatch(r"Có \d địa bàn tên “Ấp 2”; hãy ghi mã\.", message(answer))


def test_a_preview_is_the_import_undone(site: Site):
    staff = officer(site)
    answer = send(staff, "people", people("Chị Mận"), "&preview=true").json
    assert (answer["added"], answer["preview"]) == (1, True)
    assert answer["items"][0]["code"] is None
    assert staff.get("/invites").json["items"] == []
    table = workbook(FIGURES, (HAMLET, "số hộ", 410, "20/8/2021", "UBND xã"))
    assert send(staff, "figures", table, "&preview=true").json["added"] == 1
    assert staff.get(f"/figures?within={HAMLET}").json["items"] == []


def test_the_same_import_again_changes_nothing(site: Site):
    staff, import_id = officer(site), str(uuid.uuid4())
    send(staff, "people", people("Chị Mận", "Anh Tám"), import_id=import_id)
    again = send(staff, "people", people("Chị Mận", "Anh Tám"), import_id=import_id).json
    assert (again["added"], again["unchanged"]) == (0, 2)
    assert all(one["code"] is None for one in again["items"])
    assert len(staff.get("/invites").json["items"]) == 2


def test_one_wrong_row_and_nothing_is_imported(site: Site):
    staff = officer(site)
    table = workbook(
        PEOPLE,
        ("Chị Mận", "volunteer", UNION, COMMUNE, HAMLET),
        ("", "volunteer", UNION, COMMUNE, ""),
        ("Anh Ba", "vua", UNION, COMMUNE, ""),
        ("Anh Tư", "volunteer", "khong-co", COMMUNE, ""),
        ("Anh Năm", "volunteer", UNION, "28111", ""),
        ("Anh Sáu", "district", "", "", ""),
    )
    assert faults(send(staff, "people", table)) == [
        (3, "Họ và tên"), (4, "Vai trò"), (5, "Mã tổ chức"), (6, "Mã địa bàn"), (7, None),
    ]  # fmt: skip
    assert staff.get("/invites").json["items"] == []


def test_the_error_file_is_the_table_with_what_is_wrong(site: Site):
    staff = officer(site)
    table = workbook(FIGURES, (HAMLET, "số hộ", 410, "20/8/2021", "xã"), (HAMLET, "=cmd", "vài trăm", "x", "xã"))
    answer = send(staff, "figures", table, "&errors=true")
    assert answer.status_code == 422
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*FIGURES, "Ước tính", "Lỗi"]
    assert rows[1][-1] == ""
    assert rows[2][1] == "=cmd"
    assert "Không có chỉ số" in rows[2][-1]


def test_figures_of_communes_and_hamlets(site: Site):
    staff = officer(site)
    table = workbook(
        FIGURES,
        (HAMLET, "số hộ", 410, "20/8/2021", "UBND xã"),
        (int(COMMUNE), "dân số", "12.229", "2021-08-20", "UBND xã"),
    )
    assert send(staff, "figures", table).json["added"] == 2
    again = workbook(FIGURES, (HAMLET, "số hộ", 411, "20/8/2021", "UBND xã"))
    assert send(staff, "figures", again).json["changed"] == 1
    values = {one["measure"]: one["value"] for one in staff.get("/figures").json["items"] if one["source"] == "UBND xã"}
    assert values == {"households": 411, "population": 12229}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((HAMLET, "số hộ", "vài trăm", "20/8/2021", "xã"), "Giá trị"),
        ((HAMLET, "số hộ", 1.5, "20/8/2021", "xã"), "Giá trị"),
        ((HAMLET, "số hộ", "", "20/8/2021", "xã"), "Giá trị"),
        ((HAMLET, "số hộ", 5, "31/2/2021", "xã"), "Ngày chốt"),
        ((HAMLET, "số bò", 5, "20/8/2021", "xã"), "Chỉ số"),
        (("28111", "số hộ", 5, "20/8/2021", "xã"), "Mã địa bàn"),
        (("99999", "số hộ", 5, "20/8/2021", "xã"), "Mã địa bàn"),
        ((HAMLET, "đã cài", 5, "20/8/2021", "xã"), "Chỉ số"),
        ((HAMLET, "số hộ", 5, "20/8/2021", ""), "Nguồn"),
    ],
)
def test_a_wrong_cell_is_named(sqlite_site: Site, row: tuple, column: str):
    assert faults(send(officer(sqlite_site), "figures", workbook(FIGURES, row))) == [(2, column)]


def test_hamlets_by_table(site: Site):
    staff = officer(site)
    table = "code;name;type;parent\n28135-a;Ấp Một;ấp;28135\n28135-b;Ấp Hai;;28135\n28135-my-tay;Ấp Mỹ Tây 1;;28135\n"
    answer = send(staff, "areas", table.encode("utf-8-sig")).json
    assert (answer["added"], answer["changed"]) == (2, 1)
    names = {one["code"]: one["name"] for one in staff.get("/areas").json["items"]}
    assert (names["28135-a"], names[HAMLET]) == ("Ấp Một", "Ấp Mỹ Tây 1")
    beyond = "code,name,parent\n28111-x,Ấp,28111\n99,Xã,806\n"
    assert faults(send(staff, "areas", beyond.encode())) == [(2, "Thuộc"), (3, "Thuộc")]


def test_statements_by_table(site: Site):
    staff = officer(site)
    head = "organisation,group,as_of,total,with_smartphone,installed,in_use,said_by\n"
    table = head + f"{COMMITTEE},all_staff,2021-08-23,42,41,40,38,\n{UNION},members,23/8/2021,900,,500,,chị Mận\n"
    table = table.replace(",members,", ',"Đoàn viên, hội viên",')  # as the pages name the group
    assert send(staff, "statements", table.encode()).json["added"] == 2
    rows = {one["group"]: one for one in staff.get("/statements").json["items"]}
    assert (rows["all_staff"]["installed"], rows["members"]["with_smartphone"]) == (40, None)
    wrong = head + f"{COMMITTEE},all_staff,2021-08-23,42,,43,,\n{COMMITTEE},cows,2021-08-23,1,,1,,\n"
    assert faults(send(staff, "statements", wrong.encode())) == [(2, "Đã cài"), (3, "Nhóm")]


def test_cards_to_print_are_one_page_with_a_code_each(site: Site):
    staff = officer(site)
    answer = send(staff, "people", people("Chị <b>Mận</b>", "Anh Tám"), "&cards=true")
    page = answer.text
    assert page.count("<svg") == 2
    assert "Ấp Mỹ Tây" in page
    assert "Chị &lt;b&gt;Mận" in page
    assert "http-equiv" not in page
    assert not re.search(r'(src|href)="', page), "nothing from elsewhere"
    code = re.findall(r"<code>([^<]+)</code>", page)[0].replace(" ", "")
    assert enrol(site, code).status_code == 201


def test_an_empty_table_has_the_headings(sqlite_site: Site):
    answer = officer(sqlite_site).get("/imports/people.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows == [list(PEOPLE)]
    assert officer(sqlite_site).get("/imports/cows.xlsx").status_code == 404
    assert send(officer(sqlite_site), "cows", b"x").status_code == 404


# --- bad files ---


def bomb(name: str, size: int) -> bytes:
    """A workbook one part of which inflates to so much."""
    out = io.BytesIO(people("Chị Mận"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, b"\0" * size)
    return out.getvalue()


def lying() -> bytes:
    """A workbook whose directory says that its sheet is small."""
    raw = bytearray(bomb("xl/worksheets/sheet2.xml", 30_000_000))
    size = (30_000_000).to_bytes(4, "little")
    while (place := raw.find(size)) >= 0:
        raw[place : place + 4] = (1_000).to_bytes(4, "little")
    return bytes(raw)


def damaged() -> bytes:
    """A workbook whose directory is sound and whose packed parts are not: found by the fuzz."""
    with zipfile.ZipFile(io.BytesIO(workbook(PEOPLE))) as book:
        first = book.infolist()[0]
    raw = bytearray(workbook(PEOPLE))
    begin = first.header_offset + 30 + len(first.filename)
    raw[begin : begin + first.compress_size] = b"\xff" * first.compress_size
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có nội dung"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ (.xls)"),
        (b"PK\x03\x04" + b"\0" * 50, "bị hỏng"),
        (b"%PDF-1.4\x00", "không phải là Excel"),
        ("tên,vai trò\nMận,volunteer\n".encode(), "phải có các cột: Họ và tên."),
        ("name,role\n".encode("utf-16"), "không phải là Excel"),
        ("tên\xe9".encode("latin-1"), "không đọc được"),
        (b"name,role\n", "không có dòng dữ liệu"),
        (workbook(("Ten", "Vai tro"), ("Mận", "volunteer")), "phải có các cột: Họ và tên, Vai trò"),
        (workbook(PEOPLE, *((f"Người {n}", "volunteer", UNION, COMMUNE, "") for n in range(9_000))), "quá 5000 dòng"),
        (b"name,role\n" + b"x,volunteer\n" * 5_001, "quá 5000 dòng"),
        (workbook(PEOPLE, ("Mận", "volunteer", UNION, COMMUNE, ""), merged="A3:B4"), "ô gộp"),
        (workbook(PEOPLE, ("M" * 3_000, "volunteer", UNION, COMMUNE, "")), "quá dài"),
        (bomb("xl/media/a.bin", 50_000_000), "quá lớn khi mở ra"),
        (lying(), "bị hỏng"),
        (damaged(), "bị hỏng"),
    ],
    ids=[
        "empty", "old excel", "broken zip", "pdf", "wrong columns", "utf-16", "latin-1", "no rows", "wrong headings",
        "many rows", "many lines", "merged", "long cell", "bomb", "lying bomb",
        "damaged stream",
    ],
)  # fmt: skip
def test_a_bad_file_is_told_what_is_wrong(sqlite_site: Site, content: bytes, words: str):
    staff = officer(sqlite_site)
    assert words in message(send(staff, "people", content))
    assert staff.get("/invites").json["items"] == []


def test_fifty_thousand_rows_are_refused_before_they_are_read(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch):
    def never(*_args: Any) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(uploads, "read_table", never)
    table = workbook(PEOPLE, *(("Người", "volunteer", UNION, COMMUNE, "") for _ in range(50_000)))
    assert len(table) < uploads.MOST_BYTES
    assert "quá" in message(send(officer(sqlite_site), "people", table))


def test_too_large_a_file_is_not_read(sqlite_site: Site):
    answer = send(officer(sqlite_site), "people", b"x" * (uploads.MOST_BYTES + 1))
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "batch.too_large")


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("figures", "28135,số hộ,999.999.999.999.999.999.999,20/8/2021,UBND xã", "Giá trị"),
        ("figures", "28135,số hộ,1.000.000.001,20/8/2021,UBND xã", "Giá trị"),
        ("statements", f"{UNION},members,20/8/2021,999999999999,0", "Tổng số"),
        ("statements", f"{UNION},members,1/1/0001,9,8", "Ngày chốt"),
        ("areas", f"28135-moi,Ấp Mới,{COMMUNE},31/12/9999", "Từ ngày"),
    ],
)
def test_a_count_or_day_that_no_database_holds_is_told(site: Site, kind: str, row: str, column: str):
    heads = {
        "figures": "area,measure,value,as_of,source",
        "statements": "organisation,group,as_of,total,installed",
        "areas": "code,name,parent,valid_from",
    }
    answer = send(site.person("district"), kind, f"{heads[kind]}\n{row}\n".encode())
    assert faults(answer) == [(2, column)]

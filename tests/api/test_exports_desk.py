"""/exports/*: records of any number, ledger and reconciliation, in both kinds of file, as docs/exports.md says."""

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.campaign.models import Area, Campaign
from server.campaign.service import book
from server.database import reading, writing
from server.desk import export_tables, list_tables
from server.desk.turnstile import PLACES
from server.people.models import Audit
from server.reports import board_file, said_file, statement_file
from server.totals import long_sheet, table
from tests.api.test_reconciliation import publish
from tests.batches import push, put
from tests.due import at, board, officer, submit
from tests.site import COMMUNE, HAMLET, Caller, Site

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text("utf-8")
EVIL = ['=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(1)", "  =1+1", "＝1+1", "=cmd|' /C calc'!A0"]
SAID = "Ấp Mỹ Tây: “nhà số 5”, đã hẹn; chữ Đ, ữ, ỵ\nhàng thứ hai, <b> & ]]>"
TABLES = ("records", "ledger", "reconciliation", "obligations", "statements")


def rows_of(answer: TestResponse) -> list[list[str]]:
    assert answer.status_code == 200, answer.json
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def taken(caller: Caller, path: str) -> TestResponse:
    """The whole file, with its place at the turnstile given back."""
    with caller.get(path) as answer:
        assert len(answer.data) > 0
    return answer


@pytest.fixture
def busy(site: Site) -> Site:
    volunteer = site.person(name="Chị Đỗ Thị Ữ")
    push(volunteer, put(note=SAID), put(outcome="owner_absent", revisit_on="2021-08-25"), put(void=True))
    district = site.person("district")
    publish(district, COMMUNE, "2021-09-01", 100)
    publish(district, COMMUNE, "2021-09-11", 130)
    return site


def test_it_works(busy: Site):
    """Both kinds of file hold the same rows; only the heads differ."""
    district = busy.person("district")
    for name in TABLES:
        lines = rows_of(taken(district, f"/exports/{name}.csv"))
        workbook = sheet_of(taken(district, f"/exports/{name}.xlsx").data)
        top = len(workbook) - len(lines)
        assert workbook[top] != lines[0]
        same = [[_spelled(cell) for cell in row] for row in workbook[top + 1 :]]
        assert same == [[cell.removeprefix("'") for cell in row] for row in lines[1:]], name
        assert len(lines) > 2, name


def _spelled(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_text_comes_back_letter_by_letter(busy: Site):
    district = busy.person("district")
    head, *lines = rows_of(taken(district, "/exports/records.csv?state=all"))
    notes = {line[head.index("note")] for line in lines}
    assert notes == {SAID, ""}
    workbook = sheet_of(taken(district, "/exports/records.xlsx?state=all").data)
    assert {row[head.index("note")] for row in workbook[1:]} == {SAID, ""}
    assert {row[head.index("person_name")] for row in workbook[1:]} == {"Chị Đỗ Thị Ữ"}


def test_the_ledger_s_parts_add_up_in_each_row(busy: Site):
    lines = rows_of(busy.person("district").get(f"/exports/ledger.csv?by=hamlet&within={COMMUNE}"))
    head = lines[0]
    for line in lines[1:]:
        row = dict(zip(head, line, strict=True))
        parts = ("then", "late", "new", "corrected", "voided", "unexplained")
        for measure in ("records", "assists"):
            assert sum(int(row[f"{measure}_{part}"]) for part in parts) == int(row[f"{measure}_now"])
    total = dict(zip(head, lines[-1], strict=True))
    assert (total["name"], total["records_now"]) == ("Tổng", "2")


def test_the_reconciliation_says_what_the_page_says(busy: Site):
    lines = rows_of(busy.person("district").get("/exports/reconciliation.csv"))
    row = next(dict(zip(lines[0], line, strict=True)) for line in lines if line[0] == COMMUNE)
    assert (row["first"], row["last"], row["change"], row["gap"]) == ("100", "130", "30", "30")
    assert (row["first_as_of"], row["last_source"], row["sample"]) == ("2021-09-01", "Sở TT&TT", "số liệu mẫu")


def test_the_board_of_obligations_is_one_row_for_each_square(site: Site):
    with at("2021-08-26 14:00"):
        district = site.person("district")
        assert submit(officer(site)).status_code == 201
        squares = board(district)
        head, *lines = rows_of(taken(district, "/exports/obligations.csv"))
        rows = [dict(zip(head, line, strict=True)) for line in lines]
        few = rows_of(taken(district, "/exports/obligations.csv?obligation=R08&status=late"))
    same = [(one["unit"]["code"], one["obligation"], one["period"], one["status"]) for one in squares]
    assert [(row["organisation"], row["obligation"], row["period"], row["status"]) for row in rows] == same
    late = next(row for row in rows if row["status"] == "late")
    assert (late["organisation"], late["status_name"], late["versions"]) == (f"ubnd-xa.{COMMUNE}", "chậm", "1")
    assert int(late["late_minutes"]) > 0
    assert [line[0] for line in few[1:]] == [f"ubnd-xa.{COMMUNE}"]


def test_nothing_is_ever_a_formula(sqlite_site: Site):
    volunteer = sqlite_site.person(name=EVIL[6])
    push(volunteer, *(put(note=text) for text in EVIL))
    with writing() as session:
        session.execute(update(Area).where(Area.code == COMMUNE).values(name=EVIL[0]))
        session.get_one(Campaign, sqlite_site.campaign_id).figures_rev += 1
    district = sqlite_site.person("district")
    publish(district, COMMUNE, "2021-08-20", 130)
    for name in TABLES:
        cells = [cell for row in rows_of(taken(district, f"/exports/{name}.csv")) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+@＝]|\s*-(?!\d+$)", cell)], name
        archive = zipfile.ZipFile(io.BytesIO(taken(district, f"/exports/{name}.xlsx").data))
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        for tag in ("<f>", "<f ", "hyperlink"):
            assert tag not in sheet, name
    notes = {row[16] for row in sheet_of(taken(district, "/exports/records.xlsx").data)[1:]}
    assert notes == set(EVIL)


def test_how_long_it_will_be_is_told_before_it_begins(sqlite_site: Site):
    volunteer = sqlite_site.person()
    for _ in range(6):
        push(volunteer, *(put() for _ in range(200)))
    district = sqlite_site.person("district")
    for ending in ("csv", "xlsx"):
        answer = taken(district, f"/exports/records.{ending}")
        assert answer.headers["Gocua-Rows"] == "1200"
        # how well a workbook packs depends on the minute: it is for a progress bar
        assert int(answer.headers["Gocua-Bytes"]) == pytest.approx(len(answer.data), rel=0.2)
    few = taken(district, "/exports/records.csv?outcome=owner_absent")
    assert (few.headers["Gocua-Rows"], int(few.headers["Gocua-Bytes"])) == ("0", len(few.data))


def test_what_is_corrected_while_the_file_goes_out_is_in_it_once(sqlite_site: Site):
    volunteer, district = sqlite_site.person(), sqlite_site.person("district")
    ops = [put() for _ in range(1400)]
    for start in range(0, 1400, 200):
        push(volunteer, *ops[start : start + 200])
    with district.get("/exports/records.csv") as answer:
        pieces = answer.iter_encoded()
        data = next(pieces)
        again = [put(op["record_id"], rev=2, note="đã sửa") for op in (ops[0], ops[-1])]
        push(volunteer, *again)
        data += b"".join(pieces)
    ids = [line[0] for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))][1:]
    assert len(ids) == len(set(ids)) == 1400


def test_only_so_many_long_files_leave_at_once(sqlite_site: Site):
    push(sqlite_site.person(), put())
    district = sqlite_site.person("district")
    open_ones = [district.get("/exports/records.csv") for _ in range(PLACES)]
    answer = district.get("/exports/records.xlsx")
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "export.busy")
    assert answer.headers["Retry-After"] == "20"
    assert district.get("/exports/records.csv?within=99999").status_code == 503
    for one in open_ones:
        one.close()
    assert district.get("/exports/records.csv?within=99999").status_code == 404
    for _ in range(PLACES + 1):
        taken(district, "/exports/records.csv")


def test_a_workbook_that_cannot_hold_all_says_so(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("server.desk.export_routes.MOST_ROWS", 1)
    push(sqlite_site.person(), put(), put())
    district = sqlite_site.person("district")
    answer = district.get("/exports/records.xlsx")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "export.too_long")
    assert answer.json["error"]["details"] == {"rows": 2, "most": 1}
    assert len(rows_of(taken(district, "/exports/records.csv"))) == 3


def test_taking_records_is_noted_with_what_was_taken(sqlite_site: Site):
    officer = sqlite_site.person("commune", COMMUNE, "ubnd-xa.28135")
    taken(officer, f"/exports/records.xlsx?within={HAMLET}")
    with reading() as session:
        row = session.scalars(select(Audit).where(Audit.act == "records.export")).one()
    assert (row.actor_id, row.details["within"], row.details["file"]) == (officer.person_id, HAMLET, "xlsx")


def test_the_workbook_of_any_length_is_one(tmp_path: Path):
    rows = [["a" * at, at, None, f"_x0041_ \x07{at}"] for at in range(1200)]
    pieces = list(long_sheet.xlsx_pieces(["Chữ", "Số", "Trống", "Lạ"], iter(rows), "Bảng <1>"))
    assert len(pieces) > 2, "it comes piece by piece"
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(pieces)))
    assert book.sheet_names == ["Bảng <1>"]
    found = book.get_sheet_by_index(0).to_python()
    assert len(found) == 1201
    assert found[0] == ["Chữ", "Số", "Trống", "Lạ"]
    assert found[7][:3] == ["aaaaaa", 6.0, ""]
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_an_office_opens_both_in_vietnamese(sqlite_site: Site, tmp_path: Path):
    """What LibreOffice reads from the files, written again as plain CSV: letters whole, no formula run.

    By the mark at a CSV's beginning Excel and LibreOffice's window know that it is UTF-8; without a window it is said.
    """
    push(sqlite_site.person(name="Chị Đỗ Thị Ữ"), put(note="=1+1"), put(note="Ấp Mỹ Tây, chữ ỵ"))
    district = sqlite_site.person("district")
    for ending, options in (("csv", ["--infilter=CSV:44,34,76,1"]), ("xlsx", [])):
        paths = [tmp_path / f"{name}.{ending}" for name in ("records", "totals")]
        for path in paths:
            path.write_bytes(taken(district, f"/exports/{path.name}").data)
        read = tmp_path / f"read-{ending}"
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", *options]
        command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(read), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        head, *lines = csv.reader(io.StringIO((read / "records.csv").read_text("utf-8"), newline=""))
        note = head.index("note" if ending == "csv" else "Ghi chú")
        assert head[0] == ("record_id" if ending == "csv" else "Mã lượt")
        assert {line[note].removeprefix("'") for line in lines} == {"=1+1", "Ấp Mỹ Tây, chữ ỵ"}
        assert {line[2] for line in lines} == {"Chị Đỗ Thị Ữ"}
        assert "Xã Mỹ Lệ" in (read / "totals.csv").read_text("utf-8")


# --- what is documented ---


def documented(section: str) -> list[tuple[str, str]]:
    part = DOCUMENT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \| ([^|]+) \|", part, re.MULTILINE)


@pytest.mark.parametrize(
    ("section", "path", "columns"),
    [
        ("Records", "records", export_tables.RECORDS),
        ("Ledger", "ledger", export_tables.LEDGER),
        ("Reconciliation", "reconciliation", export_tables.RECONCILIATION),
        ("Obligations", "obligations", board_file.COLUMNS),
        ("Statements", "statements", statement_file.COLUMNS),
        ("Silent people", "silent", export_tables.SILENT),
        ("Activities", "activities", said_file.ACTIVITIES),
        ("Told assists", "told-assists", said_file.TOLD),
        ("People", "people", list_tables.PEOPLE),
        ("Devices", "devices", list_tables.DEVICES),
        ("Signals", "signals", list_tables.SIGNALS),
        ("Post-checks", "checks", list_tables.CHECKS),
    ],
    ids=[
        "records",
        "ledger",
        "reconciliation",
        "obligations",
        "statements",
        "silent",
        "activities",
        "told",
        "people",
        "devices",
        "signals",
        "checks",
    ],
)
def test_the_document_has_the_columns_of_the_files(sqlite_site: Site, section: str, path: str, columns):
    assert documented(section) == list(columns)
    district = sqlite_site.person("district")
    assert rows_of(taken(district, f"/exports/{path}.csv"))[0] == [name for name, _ in columns]
    heads = sheet_of(taken(district, f"/exports/{path}.xlsx").data)
    assert [heading for _, heading in columns] in heads


def test_the_document_has_the_columns_of_the_totals(sqlite_site: Site):
    with reading() as session:
        columns = table.columns(book(session, sqlite_site.campaign_id))
    fixed = [(name, heading) for name, heading in columns if not name.startswith("outcome_")]
    assert documented("Totals") == fixed
    assert columns[: len(fixed)] == fixed, "outcomes come last"
    head = rows_of(sqlite_site.person("district").get("/exports/totals.csv"))[0]
    assert head == [name for name, _ in columns]

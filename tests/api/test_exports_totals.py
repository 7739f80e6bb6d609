"""GET /api/v1/exports/totals.csv and .xlsx: the same figures as files that a spreadsheet opens and never runs."""

import csv
import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from server.campaign.models import Area, Campaign, Organisation
from server.database import writing
from server.totals.sheet import safe
from tests.rollups import Ledger
from tests.site import COMMUNE, HAMLET, UNION, Site


@pytest.fixture
def ledger(site: Site) -> Ledger:
    ledger = Ledger(site)
    ledger.add(HAMLET, UNION, date(2021, 8, 18), "door", "ok_installed_used", (5, 5, 4, 1, 3))
    ledger.add(COMMUNE, UNION, date(2021, 8, 19), "phone", "owner_absent", (2, 0, 0, 0, 0))
    return ledger


def table(answer) -> list[dict[str, str]]:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_it_works(site: Site, ledger: Ledger):
    district = site.person("district")
    answer = district.get("/exports/totals.csv?by=commune")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith('"tong-hop-can-duoc-bluezone-2021-commune-2.csv"')
    assert b"\r\n" in answer.data
    rows = table(answer)
    assert len(rows) == 18 + 1
    found = next(row for row in rows if row["code"] == COMMUNE)
    assert (found["name"], found["records"], found["unique"]) == ("Xã Mỹ Lệ", "7", "4")
    assert (found["outcome_owner_absent"], found["outcome_other"]) == ("2", "0")
    assert (found["smartphones_estimate"], found["note"]) == ("ước tính", "số liệu mẫu")
    total = rows[-1]
    assert (total["code"], total["name"], total["records"], total["smartphones"]) == ("", "Tổng", "7", "115894")
    assert total["official_as_of"] == "2021-08-16"


def test_the_columns_do_not_change_with_the_question(site: Site, ledger: Ledger):
    district = site.person("district")
    headers = {
        tuple(table(district.get(f"/exports/totals.csv?by={by}"))[0])
        for by in ("hamlet", "commune", "organisation", "day", "mode", "outcome")
    }
    assert len(headers) == 1
    assert next(iter(headers))[:7] == ("code", "name", "records", "assists", "unique", "unchecked", "unique_in_use")


def test_what_is_not_known_is_an_empty_cell(site: Site, ledger: Ledger):
    rows = table(site.person("district").get("/exports/totals.csv?by=mode"))
    assert (rows[0]["unique"], rows[0]["outcome_other"], rows[0]["population"]) == ("", "", "")


def test_a_workbook_says_what_it_shows(site: Site, ledger: Ledger):
    answer = site.person("district").get(f"/exports/totals.xlsx?by=hamlet&within={COMMUNE}&organisation=hoi-lhpn")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Bluezone 2021 · huyện Cần Đước"
    assert rows[1][0] == "Xã Mỹ Lệ · Hội Liên hiệp Phụ nữ huyện Cần Đước"
    assert rows[3][0] == "Số liệu mẫu"
    header = next(number for number, row in enumerate(rows) if row[0] == "Mã")
    assert rows[header][:4] == ["Mã", "Tên", "Lượt ghi", "Lượt giúp được"]
    assert [row[:3] for row in rows[header + 1 :]] == [
        ["28135", "Chưa rõ ấp", 2.0],
        ["28135-cho-tram", "Ấp Chợ Trạm", 0.0],
        ["28135-my-tay", "Ấp Mỹ Tây", 5.0],
        ["", "Tổng", 7.0],
    ]


EVIL = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "  =1+1", "＝1+1", "\t=1"]


def test_names_never_become_formulas(sqlite_site: Site):
    with writing() as session:
        session.execute(update(Area).where(Area.code == COMMUNE).values(name=EVIL[0]))
        session.execute(update(Organisation).where(Organisation.code == "doan-tn").values(name=EVIL[4]))
        session.get_one(Campaign, sqlite_site.campaign_id).figures_rev += 1
    district = sqlite_site.person("district")
    found = {row["code"]: row["name"] for row in table(district.get("/exports/totals.csv"))}
    assert found[COMMUNE] == "'" + EVIL[0]
    units = {row["code"]: row["name"] for row in table(district.get("/exports/totals.csv?by=organisation"))}
    assert units["doan-tn"] == "'" + EVIL[4]
    for by in ("commune", "organisation"):
        book = zipfile.ZipFile(io.BytesIO(district.get(f"/exports/totals.xlsx?by={by}").data))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<f " not in sheet
        assert "hyperlink" not in sheet


@pytest.mark.parametrize("text", EVIL)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str):
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["Ấp Mỹ Tây", "28135-my-tay", "a=b", "1-2", ""])
def test_other_text_stays_as_it_is(text: str):
    assert safe(text) == text


def test_scope_and_query_are_those_of_the_totals(site: Site, ledger: Ledger):
    volunteer = site.person("volunteer", area=HAMLET)
    assert volunteer.get("/exports/totals.csv?within=28111").status_code == 404
    assert volunteer.get("/exports/totals.xlsx?by=village").status_code == 422
    assert {row["unique"] for row in table(volunteer.get("/exports/totals.csv"))} == {""}
    assert site.call("GET", "/exports/totals.csv").status_code == 401

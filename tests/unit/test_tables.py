"""Tables as clerks have them."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from server.campaign.tables import BadTable, read_day, read_number, read_table


def cells(path: Path, *names: str) -> list[tuple[int, list[str]]]:
    return [(row.number, [row[name] for name in names]) for row in read_table(path, names)]


def text(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "bang.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        "code,name\n28135,Ấp Mỹ Tây\n",
        "\ufeffcode,name\r\n28135,Ấp Mỹ Tây\r\n",
        "code;name\n28135;Ấp Mỹ Tây\n",
        "code\tname\n28135\tẤp Mỹ Tây\n",
        'Code , NAME\n"28135"," Ấp Mỹ Tây "\n',
        "name,code,note\nA\u0302\u0301p Mỹ Tây,28135,x\n",
    ],
)
def test_however_excel_saved_it(tmp_path: Path, content: str):
    assert cells(text(tmp_path, content), "code", "name") == [(2, ["28135", "Ấp Mỹ Tây"])]


def test_empty_rows_are_left_out_and_numbers_are_kept(tmp_path: Path):
    path = text(tmp_path, "code,name\n\n1,a\n,\n2\n")
    assert cells(path, "code", "name") == [(3, ["1", "a"]), (5, ["2", ""])]


def test_a_workbook(tmp_path: Path):
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["code", "name", "valid_from"])
        sheet.write_number(1, 0, 28135)
        sheet.write_string(1, 1, "Ấp Mỹ Tây")
        sheet.write_datetime(1, 2, date(2021, 8, 24), day)
        sheet.write_string(3, 0, "0123")
    assert cells(path, "code", "name", "valid_from") == [
        (2, ["28135", "Ấp Mỹ Tây", "2021-08-24"]),
        (4, ["0123", "", ""]),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty"),
        ("name\nx\n", "no column code"),
        ("code\n\u1ea4p".encode("utf-16"), "UTF-8"),
        (b"PK\x03\x04not a workbook", "workbook"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: str | bytes, told: str):
    with pytest.raises(BadTable, match=told):
        read_table(text(tmp_path, content), ("code",))


def test_another_name_for_a_column(tmp_path: Path):
    (row,) = read_table(text(tmp_path, "local_code\nx\n"), ("code",), {"local_code": "code"})
    assert row["code"] == "x"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2021-08-24", date(2021, 8, 24)),
        ("24/8/2021", date(2021, 8, 24)),
        ("24/08/2021", date(2021, 8, 24)),
        ("31/2/2021", None),
        ("20210824", None),
        ("2021-8-24", None),
        ("", None),
        ("hôm qua", None),
        ("2021-W34-2", None),
        ("1/1/0001", None),
        ("9999-12-31", None),
    ],
)
def test_days(typed: str, expected: date | None):
    assert read_day(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("35921", 35921), ("35.921", 35921), ("1.115.894", 1115894), ("0", 0), ("35,921", None), ("3.5", None),
     ("-1", None), ("", None), ("٣", None), ("12345678901234", None)],
)  # fmt: skip
def test_numbers(typed: str, expected: int | None):
    assert read_number(typed) == expected

"""GET /exports/statements.csv and .xlsx: what stands of each unit and group, and who has stated nothing."""

import csv
import io

from python_calamine import CalamineWorkbook

from tests.api.test_statements import COMMITTEE, OFFICE, clerk, officer, put, stated
from tests.site import COMMUNE, UNION, Caller, Site


def taken(caller: Caller, query: str = "") -> list[dict[str, str]]:
    with caller.get(f"/exports/statements.csv{query}") as answer:
        assert answer.status_code == 200, answer.json
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def row(rows: list[dict[str, str]], unit: str, group: str = "all_staff") -> dict[str, str]:
    (found,) = [one for one in rows if (one["organisation"], one["group"]) == (unit, group)]
    return found


def test_it_works(site: Site):
    district = site.person("district")
    earlier, last = stated(total=50, as_of="2021-08-22"), stated(in_use=None, reason="máy cũ")
    assert put(officer(site), earlier, last).status_code == 200
    rows = taken(district)
    found = row(rows, COMMITTEE)
    assert (found["area"], found["as_of"], found["said_by"]) == (COMMUNE, "2021-08-23", "Lê Văn Tư")
    assert (found["total"], found["with_smartphone"], found["installed"], found["in_use"]) == ("42", "41", "40", "")
    assert (found["reason"], found["on_behalf"], found["sample"]) == ("máy cũ", "", "số liệu mẫu")
    with district.get("/exports/statements.xlsx") as answer:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    top = next(at for at, line in enumerate(sheet) if line[0] == "Mã đơn vị")
    assert [[str(line[0]), str(line[3])] for line in sheet[top + 1 :]] == [
        [one["organisation"], one["group"]] for one in rows
    ]


def test_who_has_stated_nothing_is_a_row_without_numbers(site: Site):
    found = row(taken(site.person("district")), COMMITTEE)
    assert (found["organisation_name"], found["total"], found["stated_at"]) == ("UBND xã Mỹ Lệ", "", "")


def test_it_can_be_asked_for_a_group_and_for_a_place(site: Site):
    district = site.person("district")
    assert {one["group"] for one in taken(district, "?group=members")} == {"members"}
    inside = taken(district, f"?within={COMMUNE}")
    assert {one["area"] for one in inside} <= {
        COMMUNE,
        *(one["area"] for one in inside if one["area"].startswith(COMMUNE)),
    }
    assert row(inside, COMMITTEE)
    assert taken(district, "?organisation=khong-co") == []
    assert district.get("/exports/statements.csv?group=khong-co").status_code == 422


def test_each_sees_the_units_of_the_own_scope(site: Site):
    rows = taken(officer(site))
    assert {one["area"][:5] for one in rows} == {COMMUNE}
    assert row(rows, UNION, "members")
    assert {one["organisation"] for one in taken(clerk(site))} == {OFFICE}

"""The tables of report_columns.csv, filled from a report's figures. Pure.

A table is the same in the document and in the workbook: numbers stay numbers here, None is "not known" and never a
zero. Official figures and what was logged stand in columns of their own and are never added; sets that overlap have no
common total.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from server.reports.documents import prose
from server.reports.numerals import day as spelled
from server.reports.numerals import number, percent, percentage

Cell = str | int | Decimal | None
GROUPS = (
    ("not_eligible", "không có smartphone"),
    ("blocked", "máy không cài được"),
    ("refused", "từ chối"),
    ("revisit", "vắng nhà"),
    ("other", "khác"),
)
TOTAL = "Tổng cộng"


@dataclass(frozen=True)
class Table:
    """Headings and rows; `total` is None where the sets overlap. Percentages are Decimals, dates are text."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    notes: Sequence[str] = field(default_factory=tuple)

    def texts(self) -> Iterator[list[str]]:
        """Rows as a document shows them, the total last."""
        for row in (*self.rows, *([self.total] if self.total else ())):
            yield [text(cell) for cell in row]


def text(cell: Cell) -> str:
    """`35.921`, `30,99%`, a dash for what is not known."""
    if isinstance(cell, str):
        return cell
    return percentage(cell) if isinstance(cell, Decimal) else number(cell)


def headings_of(columns: Iterable[Mapping[str, str]], table: str) -> dict[str, str]:
    """Headings of one table by column, as the campaign's file names them."""
    return {row["col"]: row["vi"] for row in columns if row["table"] == table}


def _value(figure: Mapping[str, Any] | None, name: str = "value") -> int | None:
    return figure[name] if figure else None


def _day(text_or_none: str | None) -> str:
    return spelled(date.fromisoformat(text_or_none)) if text_or_none else ""


def weekly(report: Mapping[str, Any], names: Mapping[str, str]) -> Table:
    """Phụ lục I of a commune: one line for each hamlet.

    Args:
        report: `figures`, `increment`, `base` of a report.
    """
    figures, increment, base = report["figures"], report["increment"], report["base"]["measures"]
    reasons = [f"{names['12'].split('(')[0].strip()}: {label}" for _, label in GROUPS]
    headings = [names[key] for key in ("A", "B", *"12345678", "9", "10")] + reasons + [names["13"]]
    rows = [
        [place, row["name"], *_weekly(row, increment["by_hamlet"], base.get("by_hamlet", {}), row["code"])]
        for place, row in enumerate(figures["by_hamlet"], 1)
    ]
    whole = {"x": increment["total"]}
    total = ["", TOTAL, *_weekly(figures["total"], whole, {"x": base.get("total", {})}, "x")]
    return Table("weekly_commune_table", "Kết quả theo ấp, khu phố", headings, rows, total, _sources(figures["total"]))


def _weekly(row: Mapping[str, Any], increment: Mapping[str, Any], base: Mapping[str, Any], code: str) -> list[Cell]:
    official = _value(row["official"], "installed")
    smartphones, population = _value(row["smartphones"]), _value(row["population"])
    before = base.get(code, {}).get("unique", 0 if code not in base else None)
    groups = row.get("groups")
    unchecked = row["unchecked"]
    note = f"trong đó chưa đối chiếu: {number(unchecked)}" if unchecked else ""
    return [
        _value(row["households"]),
        row["households_visited"],
        population,
        smartphones,
        before,
        increment[code]["unique"],
        row["unique"],
        official,
        percent(official, smartphones),
        percent(official, population),
        *(None if groups is None else groups[name] for name, _ in GROUPS),
        note,
    ]


def _sources(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Where the denominators are from, and from which day."""
    found = []
    for name, title in (("households", "Số hộ"), ("population", "Dân số"), ("smartphones", "Điện thoại thông minh")):
        figure = row[name]
        if figure:
            guess = ", ước tính" if figure["estimate"] else ""
            found.append(f"{title}: {figure['source']}, {_day(figure['as_of'])}{guess}.")
    official = row["official"]
    if official:
        guess = ", ước tính" if official["estimate"] else ""
        at = f"chốt {_day(official['as_of'])}{guess}"
        found.append(f"Số đã cài: {official['source']}, {at}; không cộng với số ghi nhận.")
    return tuple(found)


def districts(report: Mapping[str, Any], names: Mapping[str, str], status: Mapping[str, str]) -> Table:
    """Phụ lục I of the district: 17 communes, ranked by the share of smartphones.

    Args:
        status: by a commune's code, what became of its report.
    """
    figures, increment = report["figures"], report["increment"]
    rows = [row for row in figures["by_commune"] if row["population"] or row["smartphones"] or row["official"]]
    rows = rows or [row for row in figures["by_commune"] if row["code"] in status]
    shares = [percent(_value(row["official"], "installed"), _value(row["smartphones"])) for row in rows]
    known = sorted((one for one in shares if one is not None), reverse=True)
    headings = [names[key] for key in ("A", "B", *"123456789")]
    body = []
    for place, (row, share) in enumerate(zip(rows, shares, strict=True), 1):
        rank = known.index(share) + 1 if share is not None else None
        body.append([place, row["name"], *_district(row, increment["by_commune"].get(row["code"], {})), rank])
        body[-1] += [increment["by_commune"].get(row["code"], {}).get("assists"), status.get(row["code"], "")]
    total = ["", TOTAL, *_district(figures["total"], increment["total"]), "", increment["total"]["assists"], ""]
    return Table("district_table", "Kết quả theo xã, thị trấn", headings, body, total, _sources(figures["total"]))


def _district(row: Mapping[str, Any], change: Mapping[str, Any]) -> list[Cell]:
    official = _value(row["official"], "installed")
    population, smartphones = _value(row["population"]), _value(row["smartphones"])
    return [
        population,
        smartphones,
        official,
        percent(official, smartphones),
        percent(official, population),
        _change(change.get("official"), official, smartphones),
    ]


def _change(more: int | None, now: int | None, whole: int | None) -> str | None:
    """`+1.200 (+1,04 điểm %)` since the last time; None when it is not known."""
    if more is None:
        return None
    signed = f"{'+' if more > 0 else ''}{number(more)}"
    after, before = percent(now, whole), percent(None if now is None else now - more, whole)
    if after is None or before is None:
        return signed
    points = after - before
    sign = "+" if points > 0 else ""
    return f"{signed} ({sign}{str(points).replace('.', ',')} điểm %)"


def cadres(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], group: str) -> Table:
    """Staff of agencies, or cadres of organisations: item 1 asks who installed, item 2 who installed and uses it
    (Directive R02, R09); each with a denominator of its own. Silent chapters in communes are counted in a note."""
    every = [row for row in rows if row["group"] == group]
    mine = [row for row in every if group == "all_staff" or row["area"] is None or row["statement"]]
    item = 1 if group == "all_staff" else 2
    headings = [names[key] for key in ("A", "B", *"123456")]
    if item == 2:
        headings[2] = "Tổng số cán bộ, công chức"
    body = []
    for place, row in enumerate(mine, 1):
        body.append([place, row["name"], *_stated(row["statement"], item)])
    title = "Mục 1: cán bộ, công chức, viên chức, người lao động" if item == 1 else "Mục 2: cán bộ, công chức"
    silent = sum(row["statement"] is None for row in every)
    notes = (f"{silent} đơn vị chưa có số liệu.",) if silent else ()
    return Table(f"cadre_table_{item}", title, headings, body, _cadre_total(mine, item), notes)


def _stated(one: Mapping[str, Any] | None, item: int) -> list[Cell]:
    if one is None:
        return [None, None, None, None, None, "chưa có số liệu"]
    part = one["installed"] if item == 1 else one["in_use"]
    return [
        one["total"],
        one["with_smartphone"],
        one["installed"],
        one["in_use"],
        percent(part, one["total"]),
        one["reason"],
    ]


def _cadre_total(rows: Sequence[Mapping[str, Any]], item: int) -> list[Cell] | None:
    stated = [row["statement"] for row in rows if row["statement"]]
    if not stated:
        return None
    sums = [_sum(one[name] for one in stated) for name in ("total", "with_smartphone", "installed", "in_use")]
    return ["", TOTAL, *sums, percent(sums[2] if item == 1 else sums[3], sums[0]), ""]


def _sum(values: Iterable[int | None]) -> int | None:
    found = list(values)
    return None if any(one is None for one in found) else sum(one for one in found if one is not None)


def enterprises(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Table:
    """Enterprises: installed and in use over workers, as each said (Directive R05); silent ones too."""
    headings = [names[key] for key in ("A", "B", "C", *"12345")]
    body: list[list[Cell]] = []
    for place, row in enumerate(rows, 1):
        said = row["statement"]
        where = ", ".join(part for part in (row["place"], row["area"]) if part)
        told = [said["total"], said["in_use"], percent(said["in_use"], said["total"])] if said else [None, None, None]
        asked = f"đã yêu cầu {_day(row['asked_on'])}" if row["asked_on"] else "chưa yêu cầu"
        who = [_day(said["as_of"]), said["said_by"]] if said else ["", asked]
        body.append([place, row["name"], where, *told, *who])
    stated = [row["statement"] for row in rows if row["statement"]]
    total: list[Cell] | None = None
    if stated:
        workers, used = _sum(one["total"] for one in stated), _sum(one["in_use"] for one in stated)
        total = ["", TOTAL, "", workers, used, percent(used, workers), "", ""]
    return Table("enterprise_table", "Công ty, doanh nghiệp", headings, body, total)


def organisations(report: Mapping[str, Any]) -> Table:
    """Who helped: by organisation, cumulative and in the period."""
    increment = report["increment"]["by_organisation"]
    body = [
        [place, row["short_name"], row["assists"], increment[row["code"]]["assists"], row["unique"],
         increment[row["code"]]["unique"]]
        for place, row in enumerate(report["figures"]["by_organisation"], 1)
    ]  # fmt: skip
    headings = [
        "TT", "Tổ chức", "Lượt hỗ trợ, lũy kế", "Lượt hỗ trợ trong kỳ", "Số máy (không trùng), lũy kế",
        "Số máy trong kỳ",
    ]  # fmt: skip
    return Table("organisation_table", "Theo tổ chức hỗ trợ", headings, body)


def reasons(report: Mapping[str, Any]) -> Table:
    """Why it was not installed: records by outcome, cumulative and in the period."""
    increment = report["increment"]["not_installed"]
    found = [row for row in report["figures"]["not_installed"] if row["records"]]
    body = [[place, row["name"], row["records"], increment[row["code"]]] for place, row in enumerate(found, 1)]
    return Table("reason_table", "Chưa cài được, theo lý do", ["TT", "Lý do", "Lũy kế (lượt)", "Trong kỳ (lượt)"], body)


def members(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Members by unit, from district to hamlet; without a total, since one person may belong to several
    organisations (Directive R11)."""
    body: list[list[Cell]] = []
    for place, row in enumerate((row for row in rows if row["statement"]), 1):
        said = row["statement"]
        told = [said["total"], said["with_smartphone"], said["installed"], said["in_use"]]
        body.append([place, row["name"], *told, percent(said["in_use"], said["total"]), _day(said["as_of"])])
    headings = [
        "TT", "Đơn vị", "Đoàn viên, hội viên", "Có điện thoại thông minh", "Đã cài đặt", "Trong đó đang sử dụng",
        "Tỷ lệ cài đặt, sử dụng (%)", "Ngày chốt số liệu",
    ]  # fmt: skip
    silent = len(rows) - len(body)
    notes = (f"{silent} đơn vị chưa có số liệu.",) if silent else ()
    return Table("member_table", "Đoàn viên, hội viên", headings, body, None, notes)


def own_staff(name: str, stated: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Table:
    """What a unit says of its own people, one line a group; the groups overlap and have no total."""
    headings = [names["A"], names["B"], "Nhóm", *(names[key] for key in "123456")]
    body: list[list[Cell]] = [
        [place, name, prose.STAFF[one["group"]], *_stated(one, 1 if one["group"] == "all_staff" else 2)]
        for place, one in enumerate(stated, 1)
    ]
    return Table("own_table", "Cán bộ, đoàn viên của đơn vị", headings, body)

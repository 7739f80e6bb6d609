"""The sentences of a report that are made from its figures. Pure.

Every figure stands with its day and source; logged and official figures are said apart; what is not known is not said.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from server.clock import parse_instant
from server.reports.numerals import day, number, share
from server.reports.wording import moment_text

STAFF = {
    "all_staff": "cán bộ, công chức, viên chức, người lao động",
    "cadres_civil_servants": "cán bộ, công chức",
    "workers": "công nhân, nhân viên",
    "members": "đoàn viên, hội viên",
}


def results(report: Mapping[str, Any], tz: str) -> list[str]:
    """Paragraphs on the results, of a report's `figures`, `increment` and `zero`."""
    figures, increment = report["figures"], report["increment"]
    found: list[str] = []
    if report["zero"]:
        found.append("Trong kỳ không phát sinh.")
    found += _staff(figures)
    if figures["form"] in ("commune", "district", "organisation"):
        found += _helped(figures, increment, tz)
    found += _official(figures)
    found += _enterprises(figures)
    found += _activities(figures)
    return found


def _staff(figures: Mapping[str, Any]) -> Iterator[str]:
    for one in figures["staff"]:
        head = f"Tính đến ngày {_day(one['as_of'])}, {number(one['installed'])}/{number(one['total'])}"
        # item 2 asks for installed and in use (Directive R09), item 1 for installed
        rate = share(one["installed"] if one["group"] == "all_staff" else one["in_use"], one["total"])
        parts = [f"{head} {STAFF[one['group']]} của đơn vị đã cài đặt"]
        if one["in_use"] is not None:
            parts.append(f"trong đó {number(one['in_use'])} người đang sử dụng")
        if one["total"]:
            parts.append(f"đạt {rate}")
        if one["with_smartphone"] is not None:
            parts.append(f"số người có điện thoại thông minh là {number(one['with_smartphone'])}")
        tail = f" Lý do chưa cài: {one['reason'].rstrip('.')}." if one["reason"] else ""
        yield ", ".join(parts) + "." + tail


def _helped(figures: Mapping[str, Any], increment: Mapping[str, Any], tz: str) -> Iterator[str]:
    total, more = figures["total"], increment["total"]
    when = moment_text(parse_instant(figures["at"]), tz)
    unchecked = total["unchecked"]
    text = f"Tính đến {when}, đã ghi nhận {number(total['assists'])} lượt hỗ trợ cài đặt cho người dân"
    if more["assists"] is not None:
        text += f" (trong kỳ {number(more['assists'])} lượt)"
    if total["unique"] is not None:
        text += f", là {number(total['unique'])} máy không trùng"
        text += f", trong đó {number(unchecked)} máy chưa đối chiếu" if unchecked else ""
    yield text + "."
    if total["households_visited"]:
        yield f"Số lượt hộ đã đến: {number(total['households_visited'])}."
    if total["told"]:
        told = number(total["told"])
        yield f"Ngoài ra có {told} lượt hỗ trợ do các đơn vị báo bằng lời hoặc giấy, không cộng vào số trên."


def _official(figures: Mapping[str, Any]) -> Iterator[str]:
    total = figures["total"]
    official, phones, people = total["official"], total["smartphones"], total["population"]
    if not official or figures["form"] not in ("commune", "district"):
        return
    installed = official["installed"]
    text = f"Theo {official['source']}, đến ngày {_day(official['as_of'])} có {number(installed)}{_guess(official)}"
    if phones:
        text += f"/{number(phones['value'])}{_guess(phones)} điện thoại thông minh đã cài"
        text += f", đạt {share(installed, phones['value'])}"
    else:
        text += " điện thoại thông minh đã cài"
    if people:
        text += f"; so với dân số {number(people['value'])}{_guess(people)}, đạt {share(installed, people['value'])}"
    yield text + "."


def _guess(figure: Mapping[str, Any]) -> str:
    """An estimate is never without its mark, on paper neither."""
    return " (ước tính)" if figure["estimate"] else ""


def _enterprises(figures: Mapping[str, Any]) -> Iterator[str]:
    rows = figures.get("enterprises") or []
    if not rows:
        return
    asked = sum(row["asked_on"] is not None for row in rows)
    said = [row["statement"] for row in rows if row["statement"]]
    text = f"Đã yêu cầu {number(asked)}/{number(len(rows))} công ty, doanh nghiệp;"
    text += f" {number(len(said))} đơn vị đã báo số liệu"
    workers = sum(one["total"] for one in said)
    used = None if any(one["in_use"] is None for one in said) else sum(one["in_use"] for one in said)
    if said and used is not None:
        text += f": {number(used)}/{number(workers)} công nhân, nhân viên đã cài đặt, sử dụng ({share(used, workers)})"
    yield text + "."


def _activities(figures: Mapping[str, Any]) -> Iterator[str]:
    rows = figures["activities"]
    if rows:
        said = [
            f"{row['name'].lower() if not row['name'].startswith('Zalo') else row['name']} {number(row['count'])} lần"
            + (f" ({number(row['reach'])} lượt người)" if row["reach"] else "")
            for row in rows
        ]
        yield "Tuyên truyền, vận động: " + "; ".join(said) + "."


def _day(text: str) -> str:
    return day(date.fromisoformat(text))

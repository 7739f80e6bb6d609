"""Documents of what was submitted, and of who has not: read from the snapshot, so the same for ever.

The snapshot's own day stands on a report; what became of the communes' reports (the district's table) is of now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from server.campaign.book import Unit
from server.campaign.models import Campaign
from server.config import Settings
from server.reports import board, store
from server.reports.board import LATE, MISSING, ON_TIME, OPEN, RETURNED, Moves
from server.reports.documents import docx, shelf, tables, workbook
from server.reports.documents.heading import SIGNING
from server.reports.documents.tables import Table, text
from server.reports.figures import DISTRICT
from server.reports.models import Report
from server.reports.numerals import day
from server.reports.orders import Obligation
from server.reports.service import orders_of
from server.reports.stating import Desk
from server.reports.wording import late_text, moment_text

STATUS = {ON_TIME: "Đúng hạn", LATE: "Chậm", MISSING: "Chưa nộp", OPEN: "Chưa đến hạn", RETURNED: "Đang sửa"}
WEEKLY_DUTY = "R08"


@dataclass(frozen=True, slots=True)
class File:
    """A document as it is downloaded."""

    name: str
    kind: str
    content: bytes


def _home() -> Settings:
    return current_app.extensions["gocua.settings"]


def values_of(row: Report) -> dict[str, Any]:
    """What a document is made of."""
    names = ("figures", "increment", "base", "narrative", "zero", "period", "version")
    return {name: getattr(row, name) for name in names}


def _status(desk: Desk, campaign: Campaign, values: Mapping[str, Any], now: int) -> dict[str, str]:
    """What became of each commune's weekly report of the last period that has begun by the report's day."""
    weekly = orders_of(campaign).get(WEEKLY_DUTY)
    if weekly is None or values["figures"]["form"] != DISTRICT:
        return {}
    begun = [one for one in weekly.periods if one.opens_at <= now and one.day <= values["period"]]
    if not begun:
        return {}
    everybody = [unit for unit in desk.dictionary.organisations.values() if unit.kind == "commune_authority"]
    sent = store.sent(desk.session, campaign.id, Report.obligation == WEEKLY_DUTY, Report.period == begun[-1].day)
    by_unit: dict[int, list[Any]] = {}
    for one in sent:
        by_unit.setdefault(one.organisation_id, []).append(one)
    moves = Moves.of(store.moves(desk.session, campaign.id))
    found = {}
    for unit in everybody:
        square = board.entry(weekly, unit, begun[-1], moves, by_unit.get(unit.id, ()))
        text = STATUS[square.status(now)]
        if square.status(now) == LATE and square.late_by is not None:
            text += f" {late_text(square.late_by)}"
        if unit.area_id is not None:
            found[desk.dictionary.area(unit.area_id).code] = text
    return found


def _tables(desk: Desk, campaign: Campaign, values: Mapping[str, Any], now: int) -> list[Table]:
    return docx.annexes(values, shelf.columns(campaign.code), _status(desk, campaign, values, now))


def _profile(desk: Desk, campaign: Campaign, unit_id: int) -> dict[str, str]:
    row = store.profiles(desk.session, campaign.id, [unit_id]).get(unit_id)
    return {"head_name": row.head_name, "head_title": row.head_title} if row else {}


def as_docx(desk: Desk, campaign: Campaign, row: Report, signing: str, now: int) -> File:
    """A submitted report as an official document."""
    unit, obligation = desk.dictionary.organisation(row.organisation_id), orders_of(campaign)[row.obligation]
    form = docx.form_of(row.figures["form"])
    template = shelf.find(_home().home, campaign.code, unit.code, form)
    values = values_of(row)
    context = docx.context_of(
        desk.dictionary,
        unit,
        obligation,
        values,
        _tables(desk, campaign, values, now),
        _profile(desk, campaign, unit.id),
        desk.dictionary.day(row.received_at),
        signing,
    )
    return File(f"{_stem(row, unit.code)}.docx", docx.KIND, docx.render(template, context))


def on_paper(
    desk: Desk, campaign: Campaign, unit: Unit, obligation: Obligation, values: Mapping[str, Any], at: int, now: int
) -> dict[str, Any]:
    """What the document would show, for a page to draw: its head, sentences and tables, without the unit's own words.

    Args:
        values: as of a report; what the unit wrote is left out, since a page knows it before it is sent.
        at: the instant whose day stands on it (ms).
    """
    shown = _tables(desk, campaign, values, now)
    context = docx.context_of(
        desk.dictionary,
        unit,
        obligation,
        {**values, "narrative": {}},
        shown,
        _profile(desk, campaign, unit.id),
        desk.dictionary.day(at),
        SIGNING[0],
    )
    names = ("superior", "issuer", "symbol", "place_and_date", "title", "abstract", "addressee", "results",
             "signer_lines", "signer_name", "recipients", "unit_name")  # fmt: skip
    return {name: context[name] for name in names} | {
        "tables": [
            {
                "title": table.title,
                "headings": list(table.headings),
                "rows": [[text(cell) for cell in row] for row in table.rows],
                "total": [text(cell) for cell in table.total] if table.total else None,
                "notes": list(table.notes),
            }
            for table in shown
        ]
    }


def as_workbook(desk: Desk, campaign: Campaign, row: Report, now: int) -> File:
    """The tables of a submitted report, and by hamlet too."""
    unit, obligation = desk.dictionary.organisation(row.organisation_id), orders_of(campaign)[row.obligation]
    found = _tables(desk, campaign, values_of(row), now)
    if row.figures["form"] == DISTRICT:
        names = tables.headings_of(shelf.columns(campaign.code), "weekly_commune_table")
        found.insert(1, tables.weekly(values_of(row), names))
    if row.figures["staff"]:
        names = tables.headings_of(shelf.columns(campaign.code), "cadre_table")
        found.append(tables.own_staff(unit.name, row.figures["staff"], names))
    caption = [
        f"{unit.name}: {obligation.title}, kỳ {day(row.period)}",
        f"Gửi lúc {moment_text(row.received_at, campaign.tz)}, bản {row.version}, số liệu đến lượt {row.seq}",
        *(["Số liệu mẫu"] if campaign.sample else []),
    ]
    return File(f"{_stem(row, unit.code)}.xlsx", workbook.KIND, workbook.workbook(caption, found))


def _stem(row: Report, code: str) -> str:
    return f"{row.obligation}-{code}-{row.period.isoformat()}-v{row.version}"


def urging(
    desk: Desk,
    campaign: Campaign,
    obligation: Obligation,
    period: date,
    due_at: int | None,
    missing: Sequence[board.Entry],
    signing: str,
    today: date,
) -> File:
    """The công văn that names who has not sent."""
    issuer = desk.dictionary.organisation_of(obligation.to)
    unit = issuer or next(one for one in desk.dictionary.organisations.values() if one.kind == "authority")
    ends = [";"] * (len(missing) - 1) + ["."]
    named = [
        {"name": entry.unit.name, "code": entry.unit.code, "end": end}
        for entry, end in zip(missing, ends, strict=False)
    ]
    context = docx.urging_context(
        desk.dictionary,
        unit,
        obligation,
        period,
        due_at,
        named,
        _profile(desk, campaign, unit.id),
        today,
        signing,
    )
    template = shelf.find(_home().home, campaign.code, unit.code, "don-doc")
    return File(f"don-doc-{obligation.code}-{period.isoformat()}.docx", docx.KIND, docx.render(template, context))

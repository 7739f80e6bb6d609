"""A report as an official document: the words of the unit, sentences and tables of its figures, in a template.

Templates are Word documents with placeholders (docxtpl); text is escaped, so nothing that somebody typed becomes
markup. The context holds texts alone: numbers are already written as documents write them.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from server.campaign.book import Book, Unit
from server.reports.documents import heading, prose, tables
from server.reports.documents.tables import Table
from server.reports.figures import COMMUNE, DISTRICT, ORGANISATION
from server.reports.numerals import day
from server.reports.orders import Obligation
from server.reports.wording import due_text

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {COMMUNE: "bao-cao-xa", DISTRICT: "bao-cao-huyen", ORGANISATION: "thong-tin"}
SECTIONS = ("work_done", "difficulties", "proposals", "next_week", "note")


def form_of(form: str) -> str:
    """The template's name for a form of report."""
    return FORMS.get(form, "bao-cao-co-quan")


def render(template: Path, context: Mapping[str, Any]) -> bytes:
    """The template filled in."""
    document = DocxTemplate(template)
    # a clerk's template may come from anywhere: it fills in text, and reaches nothing of the server
    document.render(dict(context), ImmutableSandboxedEnvironment(autoescape=True), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _nothing(section: str) -> list[str]:
    """What stands below a heading under which nobody wrote anything; a note has none."""
    return [] if section == "note" else ["Không có."]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a typed text, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def annexes(report: Mapping[str, Any], columns: Sequence[Mapping[str, str]], status: Mapping[str, str]) -> list[Table]:
    """The tables of a report, in the order of its annexes."""
    figures = report["figures"]
    found: list[Table] = []
    if figures["form"] == COMMUNE:
        found.append(tables.weekly(report, tables.headings_of(columns, "weekly_commune_table")))
    if figures["form"] == DISTRICT:
        found.append(tables.districts(report, tables.headings_of(columns, "district_table"), status))
    if "by_organisation" in figures:
        found += [tables.organisations(report), tables.reasons(report)]
    names = tables.headings_of(columns, "cadre_table")
    if "cadres" in figures:
        found += [tables.cadres(figures["cadres"], names, group) for group in ("all_staff", "cadres_civil_servants")]
    if "members" in figures:
        found.append(tables.members(figures["members"]))
    if "enterprises" in figures:
        found.append(tables.enterprises(figures["enterprises"], tables.headings_of(columns, "enterprise_table")))
    return found


def context_of(
    dictionary: Book,
    unit: Unit,
    obligation: Obligation,
    report: Mapping[str, Any],
    shown: Sequence[Table],
    profile: Mapping[str, str],
    on: date,
    signing: str,
) -> dict[str, Any]:
    """What a report's template shows.

    Args:
        report: `figures`, `increment`, `base`, `narrative`, `zero`, `period`, `version`.
        on: the day that stands below the motto.
        signing: who signs for a committee (heading.SIGNING).
    """
    through = dictionary.organisation_of(obligation.via) if obligation.via else None
    signer = heading.signer_of(unit, profile, signing, through.name if through else "")
    narrative = {name: paragraphs(report["narrative"].get(name, "")) or _nothing(name) for name in SECTIONS}
    own = paragraphs(report["narrative"].get("results", ""))
    period: date = report["period"]
    abstract = abstract_of(dictionary, obligation, period)
    return {
        **heading.frame(dictionary, unit, "BC", on),
        **narrative,
        "results": [*own, *prose.results(report, dictionary.tz)],
        "title": obligation.word.upper(),
        "abstract": abstract,
        # a line of text is 165 mm (468 points) long at most
        "abstract_rule": heading.rule(abstract, 13.0, 0.4 * min(1.0, 440 / heading.width(abstract, 13.0))),
        "addressee": heading.addressee(dictionary, obligation.to, obligation.via),
        "period": day(period),
        "version": report["version"] - 1,
        "signer_lines": list(signer.lines),
        "signer_name": signer.name,
        "recipients": heading.recipients(dictionary, unit, obligation.to, obligation.via),
        "sample": dictionary.sample,
        "tables": {table.name: table_context(table) for table in shown},
    }


def _using(dictionary: Book) -> str:
    settings: Any = dictionary.settings.get("app", {})
    return f"cài đặt, sử dụng ứng dụng {settings.get('name', '')}".strip()


def abstract_of(dictionary: Book, obligation: Obligation, period: date) -> str:
    """What a report is about, as its head says."""
    app = _using(dictionary)
    if obligation.repeat == "weekly":
        return f"Công tác triển khai, kết quả {app} (kỳ báo cáo ngày {day(period)})"
    return f"Kết quả triển khai {app}"


def table_context(table: Table) -> dict[str, Any]:
    """A table as a template takes it: rows of texts by column, the notes below."""
    rows = [{f"c{place}": cell for place, cell in enumerate(row)} for row in table.texts()]
    total = rows.pop() if table.total else None
    notes = list(table.notes) if rows else [*table.notes, "Không có số liệu."]
    return {"title": table.title, "rows": rows, "total": total, "notes": notes}


def _deadline(text: str) -> str:
    """`trước 13:00 …` as it is, `chậm nhất là hết ngày …`."""
    return text if text.startswith("trước") else f"chậm nhất là {text}"


def urging_context(
    dictionary: Book,
    unit: Unit,
    obligation: Obligation,
    period: date,
    due_at: int | None,
    missing: Sequence[Mapping[str, str]],
    profile: Mapping[str, str],
    on: date,
    signing: str,
) -> dict[str, Any]:
    """What the công văn of urging shows: who has not sent what, and by when it was due (Directive R14, R16)."""
    through = dictionary.organisation_of(obligation.via) if obligation.via else None
    signer = heading.signer_of(unit, profile, signing, through.name if through else "")
    settings: Any = dictionary.settings.get("document", {})
    return {
        **heading.frame(dictionary, unit, "", on),
        "symbol": settings.get("symbol", "UBND"),
        "about": f"V/v đôn đốc gửi {obligation.word.removesuffix(' kết quả')} kết quả {_using(dictionary)}",
        "duty": obligation.title,
        "word": obligation.word,
        "period": day(period),
        "of_period": f" kỳ ngày {day(period)}" if obligation.repeat == "weekly" else "",
        "due": "" if due_at is None else _deadline(due_text(due_at, dictionary.tz)),
        "missing": list(missing),
        "count": len(missing),
        "via": through.name if through else "",
        "signer_lines": list(signer.lines),
        "signer_name": signer.name,
        "recipients": ["- Như trên;", "- CT, các PCT UBND huyện;", "- Phòng VHTT;", "- Lưu: VT, VHTT."],
        "sample": dictionary.sample,
    }

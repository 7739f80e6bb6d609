"""Importing people, areas, figures and statements from an uploaded table, with a preview that is the import itself,
undone.

Everything or nothing: one wrong row and nothing is imported. Rows go through the same acts as single entries, with the
caller's rights. Repeating an import with its id changes nothing more.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.campaign import areas, figures
from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.figures import MEASURES
from server.campaign.figures import Statement as Figure
from server.campaign.service import book
from server.campaign.tables import Row
from server.desk import cells
from server.desk.uploads import Fault, Wrong, read_upload, refuse
from server.errors import Problem, sentence
from server.people import audit, invites
from server.people.invites import Author
from server.people.posts import read_post
from server.people.roles import ROLES
from server.people.scope import Scope
from server.people.service import Caller
from server.reports import stating
from server.reports.schemas.statements import GREATEST, GROUPS

DISTRICT = ("district", "admin")


@dataclass
class Work:
    """One import under way."""

    session: Session
    dictionary: Book
    caller: Caller
    author: Author
    scope: Scope
    import_id: uuid.UUID
    counts: dict[str, int] = field(default_factory=lambda: {"added": 0, "changed": 0, "unchanged": 0})
    items: list[dict[str, Any]] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.counts[what] += 1

    def id_of(self, row: Row) -> uuid.UUID:
        """The same id for the same row of the same import."""
        return uuid.uuid5(self.import_id, str(row.number))


@dataclass(frozen=True)
class Kind:
    """One kind of table: its columns (short name → heading), those that must be there, and what a row does."""

    columns: Mapping[str, str]
    required: tuple[str, ...]
    act: Callable[[Work, Row], None]


def read(kind: str, raw: bytes) -> list[Row]:
    """The rows of an upload; Problem `table.invalid`."""
    return read_upload(raw, KINDS[kind].columns, KINDS[kind].required)


def run(work: Work, kind: str, rows: list[Row], sink: list[Fault]) -> None:
    """Imports the rows; what is wrong goes into `sink`, and then nothing may be kept."""
    for row in rows:
        try:
            KINDS[kind].act(work, row)
        except Wrong as wrong:
            heading = KINDS[kind].columns.get(wrong.column or "", wrong.column)
            sink.append(Fault(row.number, heading, wrong.message))
        except Problem as problem:
            sink.append(_fault(row, kind, problem))
    if sink:
        return
    details = {**work.counts, "rows": len(rows), "import": str(work.import_id)}
    audit.record(
        work.session,
        f"{kind}.import",
        work.import_id,
        campaign_id=work.caller.campaign_id,
        actor_id=work.caller.person_id,
        details=details,
    )


def _fault(row: Row, kind: str, problem: Problem) -> Fault:
    named = next(iter(problem.details), None) if isinstance(problem.details, dict) else None
    message = sentence(problem.code)
    if problem.code == "request.invalid" and isinstance(problem.details, dict) and named:
        message = str(problem.details[named][0])
    return Fault(row.number, KINDS[kind].columns.get(str(named)) if named else None, message)


def _area(work: Work, row: Row, name: str) -> int:
    return cells.area(work.dictionary, work.scope, row, name)


# --- rows ---

_ROLE_WORDS = {
    "tình nguyện viên": "volunteer",
    "giao dịch viên": "teller",
    "người báo cáo": "reporter",
    "cán bộ xã": "commune",
    "cán bộ huyện": "district",
}


def _person(work: Work, row: Row) -> None:
    name = cells.text(row, "name", 200)
    role = _ROLE_WORDS.get(row["role"].lower(), row["role"])
    if role not in ROLES:
        raise Wrong("role", f"Không có vai trò “{row['role'][:40]}”.")
    area = _area(work, row, "area") if row["area"] else None
    hamlet = cells.area(work.dictionary, work.scope, row, "hamlet", within=area) if row["hamlet"] else None
    post = read_post(
        work.dictionary,
        today(work.dictionary),
        role,
        cells.unit(work.dictionary, work.scope, row, "organisation") if row["organisation"] else None,
        None if area is None else work.dictionary.area(area).code,
        None if hamlet is None else work.dictionary.area(hamlet).code,
    )
    issued = invites.issue(work.session, work.dictionary, work.author, name, post, work.id_of(row))
    work.count("added" if issued.code else "unchanged")
    place = work.dictionary.area(post.hamlet_id or post.area_id)
    unit = work.dictionary.organisations.get(post.organisation_id or 0)
    shown = {"name": name, "place": place.name, "organisation": unit.short_name if unit else None}
    work.items.append({**shown, "code": issued.code, "expires_at": issued.row.expires_at})


def _area_row(work: Work, row: Row) -> None:
    code, name = cells.text(row, "code", 64), cells.text(row, "name", 200)
    place = areas.open_place(work.dictionary, code)
    if place is not None:
        _area(work, row, "code")
        kind = row["type"][:32] or place.type
        if (name, kind) == (place.name, place.type):
            work.count("unchanged")
            return
        areas.rename(work.session, work.dictionary, place, name, kind)
        work.count("changed")
    else:
        parent = work.dictionary.area(_area(work, row, "parent"))
        if parent.level == 0 and work.caller.role not in DISTRICT:
            raise Wrong("parent", "Chỉ huyện thêm được xã, thị trấn.")
        begins = cells.day(row, "valid_from") if row["valid_from"] else work.dictionary.starts_on
        kind, source = row["type"][:32] or "ấp", f"{work.caller.role}: {work.caller.name}"
        areas.add(work.session, work.dictionary, code, name, kind, parent, begins, source)
        work.count("added")
    work.session.expire_all()
    work.dictionary = book(work.session, work.caller.campaign_id)


def _figure(work: Work, row: Row) -> None:
    measure = _MEASURE_WORDS.get(row["measure"].lower(), row["measure"])
    if measure not in MEASURES:
        raise Wrong("measure", f"Không có chỉ số “{row['measure'][:40]}”.")
    if measure == "installed" and work.caller.role not in DISTRICT:
        raise Wrong("measure", "Số đã cài của Sở TT&TT do huyện nhập.")
    estimate = row["estimate"].lower() in ("có", "yes", "true", "1")
    value, as_of = cells.count(row, "value", figures.GREATEST) or 0, cells.day(row, "as_of")
    stated = Figure(_area(work, row, "area"), measure, value, as_of, cells.text(row, "source", 300), estimate)
    _, before = figures.put_figure(work.session, work.caller.campaign_id, stated)
    work.count("added" if before is None else "unchanged" if before == value else "changed")


_MEASURE_WORDS = {
    "điện thoại thông minh": "smartphones",
    "smartphone": "smartphones",
    "dân số": "population",
    "số hộ": "households",
    "đã cài": "installed",
}


def _statement(work: Work, row: Row) -> None:
    names: Any = work.dictionary.settings.get("statements", {})
    words = {named["vi"].lower(): code for code, named in names.get("groups", {}).items()}
    group = words.get(row["group"].lower(), row["group"])
    if group not in GROUPS:
        raise Wrong("group", f"Không có nhóm “{row['group'][:40]}”: {'; '.join(words) or ', '.join(GROUPS)}.")
    desk = stating.Desk(work.session, work.dictionary, work.caller, work.scope)
    known = work.session.get(stating.Statement, (work.caller.campaign_id, work.id_of(row))) is not None
    body = {
        "id": work.id_of(row),
        "organisation": cells.unit(work.dictionary, work.scope, row, "organisation"),
        "group": group,
        "as_of": cells.day(row, "as_of"),
        "total": cells.count(row, "total", GREATEST),
        "with_smartphone": cells.count(row, "with_smartphone", GREATEST, needed=False),
        "installed": cells.count(row, "installed", GREATEST),
        "in_use": cells.count(row, "in_use", GREATEST, needed=False),
        "reason": row["reason"][:500],
        "said_by": row["said_by"][:200] or None,
        "paper_date": None,
    }
    stating.state(desk, body)
    work.count("unchanged" if known else "added")


KINDS: dict[str, Kind] = {
    "people": Kind(
        {
            "name": "Họ và tên",
            "role": "Vai trò",
            "organisation": "Mã tổ chức",
            "area": "Mã địa bàn",
            "hamlet": "Mã ấp",
        },
        ("name", "role"),
        _person,
    ),
    "areas": Kind(
        {"code": "Mã", "name": "Tên", "type": "Loại", "parent": "Thuộc", "valid_from": "Từ ngày"},
        ("code", "name", "parent"),
        _area_row,
    ),
    "figures": Kind(
        {
            "area": "Mã địa bàn",
            "measure": "Chỉ số",
            "value": "Giá trị",
            "as_of": "Ngày chốt",
            "source": "Nguồn",
            "estimate": "Ước tính",
        },
        ("area", "measure", "value", "as_of", "source"),
        _figure,
    ),
    "statements": Kind(
        {
            "organisation": "Mã đơn vị",
            "group": "Nhóm",
            "as_of": "Ngày chốt",
            "total": "Tổng số",
            "with_smartphone": "Có điện thoại thông minh",
            "installed": "Đã cài",
            "in_use": "Đang sử dụng",
            "reason": "Lý do chưa cài",
            "said_by": "Ai báo",
        },
        ("organisation", "group", "as_of", "total", "installed"),
        _statement,
    ),
}

__all__ = ["KINDS", "Fault", "Work", "read", "refuse", "run"]

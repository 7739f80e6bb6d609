"""Who writes, to whom, who signs: the frame of an official document (NĐ 30/2020, Phụ lục I and II). Pure.

A People's Committee has no superior above its name; an agency of the district stands under it; the Front and the
organisations have headings of their own. The document's number stays empty: it is given when it is registered.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.campaign.book import Book, Unit
from server.reports.documents.rules import rule, width
from server.reports.numerals import day_in_heading
from server.reports.units import level_of

__all__ = ["SIGNING", "addressee", "frame", "recipients", "rule", "signer_of", "width"]

COMMITTEE = "Ủy ban nhân dân"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SIGNING = ("TM", "KT", "TL")  # on behalf of the committee; its vice-chair; by order, the office that drafts
ISSUER_SIZE, MOTTO_SIZE = 12.0, 13.0
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_KINDS = ("Huyện", "Xã", "Thị trấn")


@dataclass(frozen=True, slots=True)
class Signer:
    """The lines above the signature, and the name below it."""

    lines: tuple[str, ...]
    name: str


def committee(unit: Unit) -> bool:
    return unit.kind in ("authority", "commune_authority")


def full_name(unit: Unit) -> str:
    """A unit's name with "UBND" written out and without what stands in brackets."""
    name = _BRACKETS.sub("", unit.name).strip()
    return name.replace("UBND", COMMITTEE, 1) if name.startswith("UBND ") else name


def issuer_lines(unit: Unit) -> tuple[str, ...]:
    """The issuing body in capitals; a People's Committee in two lines: what it is, and of which place."""
    name = full_name(unit)
    if committee(unit) and name.startswith(COMMITTEE):
        return COMMITTEE.upper(), name.removeprefix(COMMITTEE).strip().upper()
    return (name.upper(),)


def superior_line(dictionary: Book, unit: Unit) -> str:
    """The body above in capitals, shortened as the decree allows; empty where there is none."""
    if committee(unit) or unit.parent_id is None:
        return ""
    above = dictionary.organisation(unit.parent_id)
    return above.name.replace(COMMITTEE, "UBND").upper()


def symbol_of(unit: Unit, kind: str) -> str:
    """What follows the number: `BC-UBND`, `BC-PNV`; kind is `BC` or, of a công văn, empty."""
    short = "UBND" if committee(unit) else _initials(unit.name)
    return f"{kind}-{short}" if kind else short


def _initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word.lower() not in ("và", "huyện", "các")]
    found = "".join(word if word.isupper() and len(word) > 1 else word[:1].upper() for word in words)
    return unicodedata.normalize("NFC", found)


def place_of(dictionary: Book, unit: Unit) -> str:
    """The place in front of the date: the commune's name without its kind, else the district's."""
    area_id = unit.area_id if unit.area_id is not None and level_of(dictionary, unit) != "district" else dictionary.root
    commune = dictionary.commune_of(area_id) or area_id
    return _bare(dictionary.area(commune).name)


def _bare(name: str) -> str:
    for kind in _KINDS:
        if name.startswith(kind + " "):
            return name.removeprefix(kind + " ")
    return name


def signer_of(unit: Unit, profile: Mapping[str, str], signing: str = "TM", drafter: str = "") -> Signer:
    """Who signs.

    Args:
        profile: `head_name`, `head_title` of the unit, empty where nobody has said.
        signing: of a committee, one of SIGNING.
        drafter: name of the office that signs by order (TL).
    """
    title, name = profile.get("head_title", ""), profile.get("head_name", "")
    if not committee(unit):
        return Signer(((title or "Thủ trưởng đơn vị").upper(),), name)
    body = COMMITTEE.upper()
    if signing == "KT":
        return Signer((f"TM. {body}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "")
    if signing == "TL" and unit.kind == "authority":  # a commune has no office whose head could sign
        return Signer(("TL. CHỦ TỊCH", f"TRƯỞNG {drafter.upper()}"), "")
    return Signer((f"TM. {body}", (title or "Chủ tịch").upper()), name)


def recipients(dictionary: Book, unit: Unit, to: str, via: str | None) -> list[str]:
    """The list under "Nơi nhận:"; the last line says who keeps it (Directive R18)."""
    named = [dictionary.organisation_of(code) for code in (to, via) if code and code != unit.code]
    lines = [f"- {one.short_name};" for one in named if one is not None]
    archive = "VT, VHTT" if unit.kind == "authority" else "VT"
    return [*lines, f"- Lưu: {archive}."]


def addressee(dictionary: Book, to: str, via: str | None) -> str:
    """`Ủy ban nhân dân huyện Cần Đước (qua Phòng Văn hóa và Thông tin)`."""
    receiving = dictionary.organisation_of(to)
    through = dictionary.organisation_of(via) if via else None
    name = receiving.name if receiving else to
    return f"{name} (qua {through.name})" if through else name


def frame(dictionary: Book, unit: Unit, kind: str, on: date) -> dict[str, Any]:
    """What every template's head shows."""
    issuer = issuer_lines(unit)
    return {
        "superior": superior_line(dictionary, unit),
        "issuer": list(issuer),
        "issuer_rule": rule(issuer[-1], ISSUER_SIZE, 0.42),
        "motto_rule": rule(MOTTO, MOTTO_SIZE),
        "symbol": symbol_of(unit, kind),
        "place_and_date": f"{place_of(dictionary, unit)}, {day_in_heading(on)}",
        "unit_name": full_name(unit),
    }

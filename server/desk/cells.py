"""What the cells of an uploaded table say: texts, counts, days, and places and units by their code or their name.

Clerks know names, not codes. Promises: a name that fits nothing, or more than one, is a fault that says so; what is
out of scope does not exist.
"""

from datetime import date
from typing import TypeVar

from server.campaign.areas import today
from server.campaign.book import Book, Place, Unit
from server.campaign.tables import Row, read_day, read_number
from server.desk.uploads import Wrong
from server.people.scope import Scope

T = TypeVar("T", Place, Unit)


def text(row: Row, name: str, longest: int) -> str:
    found = row[name]
    if not found:
        raise Wrong(name, "Thiếu.")
    if len(found) > longest:
        raise Wrong(name, f"Dài quá {longest} ký tự.")
    return found


def count(row: Row, name: str, most: int, needed: bool = True) -> int | None:
    if not row[name] and not needed:
        return None
    value = read_number(row[name])
    if value is None:
        raise Wrong(name, f"“{row[name][:40]}” không phải là số nguyên.")
    if value > most:
        raise Wrong(name, f"“{row[name][:40]}” quá lớn.")
    return value


def day(row: Row, name: str) -> date:
    value = read_day(row[name])
    if value is None:
        raise Wrong(name, f"“{row[name][:40]}” không phải là ngày (24/8/2021 hoặc 2021-08-24).")
    return value


def area(dictionary: Book, scope: Scope, row: Row, name: str, within: int | None = None) -> int:
    """The area in scope that a cell names, by its code, or by a name that only one open area has.

    Args:
        within: look for names in this area alone.

    Raises:
        Wrong: no such area, or several of that name.
    """
    said, now = row[name], today(dictionary)
    by_code = dictionary.resolve(said, now) if said else None
    if by_code is not None and _seen(scope, by_code):
        return by_code
    tree = None if within is None else dictionary.subtree(within)
    named = [
        one
        for one in dictionary.open_areas(now)
        if one.name.lower() == said.lower() and _seen(scope, one.id) and (tree is None or one.id in tree)
    ]
    return _only(named, name, said, "địa bàn").id


def unit(dictionary: Book, scope: Scope, row: Row, name: str) -> str:
    """The code of the unit that a cell names; a code is left to the act that takes it.

    Raises:
        Wrong: nothing is said, or several in scope have that name.
    """
    said = text(row, name, 200)
    if dictionary.organisation_of(said) is not None:
        return said
    named = [
        one
        for one in dictionary.organisations.values()
        if said.lower() in (one.name.lower(), one.short_name.lower())
        and (scope.area_ids is None or one.area_id in scope.area_ids)
    ]
    return _only(named, name, said, "đơn vị").code


def _seen(scope: Scope, area_id: int) -> bool:
    return scope.area_ids is None or area_id in scope.area_ids


def _only(named: list[T], name: str, said: str, what: str) -> T:
    if not named:
        raise Wrong(name, f"Không có {what} “{said[:40]}”.")
    if len(named) > 1:
        raise Wrong(name, f"Có {len(named)} {what} tên “{said[:40]}”; hãy ghi mã.")
    return named[0]

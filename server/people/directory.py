"""The dictionary that a phone takes with it (GET /directory): what its forms offer, in the caller's scope."""

from typing import Any

from server.campaign.areas import today
from server.campaign.book import Book, Place, Unit
from server.people.scope import OWN, WHOLE, areas_under
from server.people.service import Caller


def directory(dictionary: Book, calling: Caller) -> dict[str, Any]:
    """Areas, organisations, outcomes, modes, steps, help and consent; every element has `code` and `name`."""
    settings: Any = dictionary.settings
    day = today(dictionary)
    seen = _areas(dictionary, calling)
    shown = list(dictionary.open_areas(day))
    codes = {place.code for place in shown}
    closed = [one for one in dictionary.areas.values() if one not in shown and one.code not in codes]
    return {
        "areas": [area(dictionary, place) for place in shown if place.id in seen],
        "closed_areas": [area(dictionary, place) for place in closed if place.id in seen],
        "organisations": [organisation(dictionary, unit) for unit in organisations_of(dictionary, calling)],
        "outcomes": [
            {
                "code": one.code,
                "name": one.name_vi,
                "name_en": one.name_en,
                "group": one.group,
                "no_household": one.no_household,
            }
            for one in sorted(dictionary.outcomes.values(), key=lambda one: one.position)
        ],
        "modes": [
            {"code": code, "name": names["vi"], "name_en": names["en"]} for code, names in settings["modes"].items()
        ],
        "steps": settings["steps"],
        "help": settings["help"],
        "consent": settings["consent"],
        "app": settings.get("app", {}),
        **_for_the_desk(settings, calling),
        "map": [tile for tile in settings["map"] if any(tile["code"] == dictionary.areas[one].code for one in seen)],
    }


def _for_the_desk(settings: Any, calling: Caller) -> dict[str, Any]:
    """What only forms of the desk offer; phones do without."""
    if calling.role in OWN:
        return {}
    kinds: Any = settings.get("activities") or {}
    return {
        "activities": [{"code": code, "name": names["vi"], "name_en": names["en"]} for code, names in kinds.items()],
        "hamlet_units": [
            {"code": row["code"], "name": row["name"], "parent": row["parent"]}
            for row in settings.get("hamlet_templates", [])
        ],
    }


def area(dictionary: Book, place: Place) -> dict[str, Any]:
    """An area as answers show it."""
    parent = dictionary.areas.get(place.parent_id) if place.parent_id is not None else None
    return {
        "code": place.code,
        "name": place.name,
        "type": place.type,
        "level": place.level,
        "parent": parent.code if parent else None,
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
        "successor": place.successor,
    }


def organisation(dictionary: Book, unit: Unit) -> dict[str, Any]:
    """An organisation as answers show it."""
    parent = dictionary.organisations.get(unit.parent_id) if unit.parent_id is not None else None
    place = dictionary.areas.get(unit.area_id) if unit.area_id is not None else None
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": parent.code if parent else None,
        "area": place.code if place else None,
        "takes_members": unit.takes_members,
        "assists_residents": unit.assists_residents,
    }


def _areas(dictionary: Book, calling: Caller) -> frozenset[int]:
    """Where the caller may log or look, with the path up to the root, so that every parent is there."""
    everywhere = calling.role in WHOLE or calling.role in ("teller", "reporter")
    if everywhere:
        return frozenset(dictionary.areas)
    under = areas_under(dictionary, calling.area_id, today(dictionary))
    return under | dictionary.reach(calling.area_id)


def organisations_of(dictionary: Book, calling: Caller) -> list[Unit]:
    """The organisations that the caller sees, in the order of the preset."""
    units = sorted(dictionary.organisations.values(), key=lambda unit: (unit.position, unit.code))
    if calling.role in OWN or calling.role == "reporter":
        own = calling.organisation_id
        tree = dictionary.organisation_subtree(own) if own is not None else frozenset()
        return [unit for unit in units if unit.id in tree]
    return units

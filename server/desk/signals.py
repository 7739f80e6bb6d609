"""Signals for those who check: what is unusual about records in the caller's scope, with why (see `signs`).

Rests on records, their ops' devices and claims; of the whole campaign and of a commune on what the worker keeps
(`watching`), which is at most some minutes old. Promises: nothing is blocked or judged; no number and no key is shown.
"""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from server.campaign.models import Campaign
from server.clock import day_of, instant, now_ms
from server.database import reading
from server.desk import store
from server.desk.selection import narrowed
from server.desk.signs import Signal, in_order, signals
from server.desk.watching import Rules, kept
from server.people.scope import scope_of
from server.people.service import Caller

_FIRST = date(1970, 1, 1)
_DAYS = 7

WHY = {
    "vi": {
        "hour": "{count} lượt trong 60 phút từ một máy",
        "numbers": "{count} số điện thoại trong một ngày",
        "burst": "Cả {count} lượt của ngày ghi trong {minutes} phút",
        "night": "{count} trong {of} lượt ghi ban đêm",
        "elsewhere": "{count} trong {of} lượt ở ngoài ấp được giao",
        "duplicates": "{count} trong {of} số đã có người khác ghi trước",
    },
    "en": {
        "hour": "{count} records within 60 minutes from one device",
        "numbers": "{count} phone numbers in one day",
        "burst": "All {count} records of the day within {minutes} minutes",
        "night": "{count} of {of} records at night",
        "elsewhere": "{count} of {of} records outside the assigned hamlet",
        "duplicates": "{count} of {of} numbers that somebody else had logged before",
    },
}


def page(caller: Caller, query: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Signals of some days (the last seven when none are named), the newest day first.

    Raises:
        Problem: `not_found` for an area out of scope.
    """
    with reading() as session:
        campaign = session.get_one(Campaign, caller.campaign_id)
        rules = Rules.of(session, campaign)
        dictionary = rules.book
        scope = scope_of(session, caller)
        today = day_of(now_ms(), dictionary.tz)
        until: date = query.get("until", today)
        since: date = query.get("since", until - timedelta(days=_DAYS - 1))
        first, last = (since - _FIRST).days, (until - _FIRST).days
        areas = narrowed(dictionary, scope, query["within"], today) if "within" in query else scope.area_ids
        found = kept(session, campaign, rules, areas, first, last)
        if found is None:
            everywhere = frozenset(dictionary.areas)
            places = store.by_place(campaign.id, everywhere if areas is None else areas, (first, last))
            conditions = [*places, *store.in_state("counted")]
            found = signals(rules.visits(session, conditions), rules.limits)
        names = store.names(session, {one.person for one in found})
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "items": [_line(one, names, language) for one in in_order(found)],
    }


def _line(one: Signal, names: Mapping[uuid.UUID, str], language: str) -> dict[str, Any]:
    minutes = max(1, -(-(one.last - one.first) // 60_000))
    return {
        "kind": one.kind,
        "why": WHY[language][one.kind].format(count=one.count, of=one.of, minutes=minutes),
        "person": str(one.person),
        "person_name": names.get(one.person, ""),
        "device": None if one.device is None else str(one.device),
        "day": (_FIRST + timedelta(days=one.day)).isoformat(),
        "count": one.count,
        "of": one.of,
        "first": instant(one.first),
        "last": instant(one.last),
    }

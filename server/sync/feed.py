"""What a phone pulls: records as they are now, verdicts, and departures, in seq order (protocol.md §3).

Rests on one snapshot: the head is read first, then what stands between cursor and head, in the caller's scope. Never a
number, a key, or whether a record is credited. Rows are written as JSON at once: making objects first, for a library to
write, takes three times as long.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from server.clock import day_text, instant
from server.people.scope import Scope
from server.sync.bulk import Bulk
from server.sync.grains import MODES
from server.sync.models import RECORD_COUNTS, RECORD_ERASED, RECORD_VOID
from server.sync.results import present, said
from server.sync.rules import Rules
from server.sync.store import Row
from server.sync.wire import uuid_text

# written so that PostgreSQL expects it of nearly all rows: of "= 0" it expects one in two hundred, and then sorts all
# that follows for each page
THERE = f" AND (bits & {RECORD_ERASED}) <> {RECORD_ERASED}"
_person_text = lru_cache(4096)(uuid_text)  # a page has few people


class Line(NamedTuple):
    """One row of a page; `text` is JSON."""

    seq: int
    text: str


def _listed(ids: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(ids)) or "NULL"


def scope_sql(bulk: Bulk, scope: Scope, prefix: str = "") -> tuple[str, list[Any]]:
    """The scope over a table's area_id, organisation_id and person_id, as a condition and its parameters."""
    parts: list[str] = []
    params: list[Any] = []
    if scope.area_ids is not None:
        parts.append(f" AND {prefix}area_id IN ({_listed(scope.area_ids)})")
    if scope.organisation_ids is not None:
        parts.append(f" AND {prefix}organisation_id IN ({_listed(scope.organisation_ids)})")
    if scope.person_id is not None:
        parts.append(f" AND {prefix}person_id = {{uuid}}")
        params.append(bulk.uid(scope.person_id.bytes))
    return "".join(parts), params


def page(
    bulk: Bulk, rules: Rules, scope: Scope, person: bytes, after: int, hi: int, limit: int, language: str
) -> list[Line]:
    """Up to `limit` + 1 rows with `after` < seq ≤ `hi`: one more than fits tells that there are more.

    Args:
        person: the caller, who hears of verdicts on the own ops whatever the scope.
    """
    lines = _records(bulk, rules, scope, after, hi, limit + 1)
    lines += _verdicts(bulk, scope, person, after, hi, limit + 1, language)
    lines += _departures(bulk, scope, after, hi, limit + 1)
    lines.sort()
    return lines[: limit + 1]


def _records(bulk: Bulk, rules: Rules, scope: Scope, after: int, hi: int, count: int) -> list[Line]:
    condition, params = scope_sql(bulk, scope)
    index = "uq_record_seq" if scope.person_id is None else "ix_record_person"
    rows = bulk.rows(
        "SELECT {u:record_id}, {u:person_id}, seq, {u:op_id}, rev, area_id, mode, outcome_id, happened_at, eff,"
        " organisation_id, bits, phone_key IS NOT NULL, {u:household}, revisit_on, note, review_void, review_reason,"
        f" review_seen_rev FROM record {{by:{index}}} WHERE campaign_id = ? AND seq > ? AND seq <= ?{condition}{THERE}"
        " ORDER BY seq LIMIT ?",
        scope.campaign_id,
        after,
        hi,
        *params,
        count,
    )
    return [Line(row[2], _record(rules, row)) for row in rows]


def _record(rules: Rules, row: Row) -> str:
    """A record on the wire."""
    (
        record_id, person, seq, op_id, rev, area, mode, outcome, happened_at, eff, organisation, bits, has_number,
        household, revisit_on, note, review_void, reason, seen_rev,
    ) = row  # fmt: skip
    words = rules.words
    happened = instant(happened_at)
    house = "null" if household is None else f'"{uuid_text(household)}"'
    again = "null" if revisit_on is None else f'"{day_text(revisit_on)}"'
    review = "null"
    if review_void is not None:
        verdict = "void" if review_void else "ok"
        review = _json({"verdict": verdict, "reason": reason, "seen_rev": seen_rev})
    # the membership at its time does not cover its area: shown, in no figure
    held = "" if bits & RECORD_COUNTS else ',"held":true'
    return (
        f'{{"kind":"record","record_id":"{uuid_text(record_id)}","person":"{_person_text(person)}","rev":{rev}'
        f',"op_id":"{uuid_text(op_id)}","seq":{seq},"area":{words.areas[area]},"mode":"{MODES[mode - 1]}"'
        f',"outcome":{words.outcomes[outcome]},"happened_at":"{happened}"'
        f',"eff":"{happened if eff == happened_at else instant(eff)}"'
        f',"organisation":{words.organisations[organisation]},"household":{house},"revisit_on":{again}'
        f',"note":{"null" if note is None else _json(note)},"void":{"true" if bits & RECORD_VOID else "false"}'
        f',"has_number":{"true" if has_number else "false"},"review":{review}{held}}}'
    )


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _verdicts(bulk: Bulk, scope: Scope, person: bytes, after: int, hi: int, count: int, language: str) -> list[Line]:
    condition, params = scope_sql(bulk, scope)
    rows = bulk.rows(
        "SELECT {u:op_id}, seq, status, code, settled_at, accepted, word FROM pending"
        " WHERE campaign_id = ? AND seq > ? AND seq <= ? AND op_id IS NOT NULL AND NOT loose"
        f" AND (person_id = {{uuid}} OR (1 = 1{condition})) ORDER BY seq LIMIT ?",
        scope.campaign_id,
        after,
        hi,
        bulk.uid(person),
        *params,
        count,
    )
    lines: list[Line] = []
    for op_id, seq, status, code, settled_at, accepted, word in rows:
        result = said(present(status, code, settled_at, accepted, word), language)
        told = {"kind": "verdict", "op_id": uuid_text(op_id), "seq": seq, "code": None, "message": None, **result}
        lines.append(Line(seq, _json(told)))
    return lines


def _departures(bulk: Bulk, scope: Scope, after: int, hi: int, count: int) -> list[Line]:
    condition, params = scope_sql(bulk, scope, "d.")
    present_condition, present_params = scope_sql(bulk, scope, "r.")
    rows = bulk.rows(
        "SELECT {u:d.record_id}, {u:d.person_id}, d.seq FROM departure d"
        f" WHERE d.campaign_id = ? AND d.seq > ? AND d.seq <= ?{condition} AND NOT EXISTS ("
        "SELECT 1 FROM record r WHERE r.campaign_id = d.campaign_id AND r.record_id = d.record_id"
        f" AND r.person_id = d.person_id AND (r.bits & {RECORD_ERASED}) <> {RECORD_ERASED}{present_condition})"
        " ORDER BY d.seq LIMIT ?",
        scope.campaign_id,
        after,
        hi,
        *params,
        *present_params,
        count,
    )
    return [
        Line(seq, _json({"kind": "gone", "person": uuid_text(person), "record_id": uuid_text(record_id), "seq": seq}))
        for record_id, person, seq in rows
    ]

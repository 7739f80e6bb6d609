"""What is unusual about days of people, recounted: the limits of the campaign's own words, nothing of the server.

One line for a person, a day and a kind: how many of how many.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.recount import Counted, Recount

HOUR, MINUTE = 3_600_000, 60_000
Line = tuple[str, str, str, int, int]  # kind, person, day, how many, of how many


def unusual(recount: Recount, given: Mapping[str, str], since: str, until: str) -> set[Line]:
    """Signals of the days from `since` to `until`; `given` is the hamlet of each person who has one."""
    days: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for record in recount.records:
        if since <= record.day <= until:
            days[record.name[0], record.day].append(record)
    found: set[Line] = set()
    for (person, day), records in days.items():
        for kind, count, of in _of_day(recount, records, given.get(person)):
            found.add((kind, person, day, count, of))
    return found


def _of_day(recount: Recount, records: list[Counted], hamlet: str | None) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    every = len(records)
    for device in {record.device for record in records}:
        times = [record.eff for record in records if record.device == device]
        most = max(sum(1 for other in times if at <= other < at + HOUR) for at in times)
        if most > 60:
            found.append(("hour", most, every))
    numbers = [record for record in records if record.number is not None]
    if len(numbers) > 30:
        found.append(("numbers", len(numbers), len(numbers)))
    times = [record.eff for record in records]
    if every >= 10 and max(times) - min(times) <= 10 * MINUTE:
        found.append(("burst", every, every))
    night = sum(1 for record in records if not 5 <= _hour(recount, record) < 22)
    if night >= 3:
        found.append(("night", night, every))
    away = sum(1 for record in records if hamlet and hamlet not in recount.place.path(record.area))
    if away >= 10 and away * 2 >= every:
        found.append(("elsewhere", away, every))
    again = sum(1 for record in numbers if recount.repeats(record))
    if len(numbers) >= 10 and again * 100 >= 30 * len(numbers):
        found.append(("duplicates", again, len(numbers)))
    return found


def _hour(recount: Recount, record: Counted) -> int:
    moment = datetime.fromtimestamp(record.eff / 1000, tz=UTC)
    return moment.astimezone(ZoneInfo(recount.place.zone)).hour

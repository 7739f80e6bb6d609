"""What units stated of their own people, recounted group by group; imports nothing of the server."""

import json
from dataclasses import dataclass

from tests.faults.live import Live


@dataclass(frozen=True)
class Group:
    """One group of people: units that state it, those that did, and the sums of what stands; None: nothing is added."""

    units: int
    stated: int
    total: int | None
    installed: int | None
    in_use: int | None


def stated(live: Live, group: str) -> Group:
    """The statement that stands is the one of the latest day, of one day the one typed last; withdrawn ones do not."""
    ((settings,),) = live.rows("SELECT settings FROM campaign")
    members = json.loads(settings)["statements"]["members"]
    owing = {
        unit
        for unit, kind, duties, takes in live.rows("SELECT id, kind, duties, takes_members FROM organisation")
        if takes and (kind in members if group == "members" else json.loads(duties).get("staff") == group)
    }
    standing: dict[int, tuple[int, int, int]] = {}
    for unit, total, installed, in_use in live.rows(
        "SELECT organisation_id, total, installed, in_use FROM statement"
        f" WHERE people = '{group}' AND withdrawn_at IS NULL ORDER BY as_of, entry"
    ):
        standing[unit] = (total, installed, in_use)
    if group == "members" or not standing:
        return Group(len(owing), len(standing), None, None, None)
    sums = [sum(values) for values in zip(*standing.values(), strict=True)]
    return Group(len(owing), len(standing), *sums)


def told(live: Live) -> int:
    """Assists told by mouth or on paper, all of them."""
    ((number,),) = live.rows("SELECT coalesce(sum(number), 0) FROM told_assists WHERE withdrawn_at IS NULL")
    return int(number)

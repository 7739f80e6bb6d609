"""Who owed what by when and what became of it, recounted from the order's own file and the reports that came.

The dates are those of campaign.toml, moved by as many days as the campaign was; imports nothing of the server.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.faults.live import Live

PLAN = Path(__file__).resolve().parents[2] / "campaigns/can-duoc-bluezone-2021/campaign.toml"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Square:
    """A unit's duty of one period.

    Attributes:
        sign: `sent`, `excused`, `zero`, `late`, `returned`, `missing` or `open`.
        versions: how many were sent.
    """

    unit: str
    kind: str
    obligation: str
    period: str
    due_at: int
    sign: str
    versions: int
    read: bool


class Duties:
    """All duties whose period has begun at an instant (ms)."""

    def __init__(self, live: Live, now: int):
        plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
        ((begins, shifted),) = live.rows("SELECT starts_on, shifted_days FROM campaign")
        self.now, self.plan, self.shift = now, plan, timedelta(days=shifted)
        self.begins = _moment(date.fromisoformat(str(begins)), time(), plan["tz"])
        self.units = live.rows(
            "SELECT o.id, o.code, o.kind, coalesce(a.level, 0), o.takes_members"
            " FROM organisation o LEFT JOIN area a ON a.id = o.area_id"
        )
        self.reports = live.rows(
            "SELECT obligation, organisation_id, period, version, zero, received_at, id FROM report ORDER BY version"
        )
        self.decisions = {
            report: (verdict, excused)
            for report, verdict, excused in live.rows(
                "SELECT report_id, verdict, excused FROM report_decision ORDER BY decided_at, id"
            )
        }
        self.squares = [square for code in plan["obligations"] for square in self._of(code)]

    def _periods(self, row: dict[str, Any]) -> list[tuple[date, int, int]]:
        """(day, opens, first instant that is late) of each period."""
        zone = self.plan["tz"]
        if row["repeat"] == "once":
            day = date.fromisoformat(str(row["day"])) + self.shift
            return [(day, self.begins, _moment(day + DAY * (row["due"] == "inclusive"), time(), zone))]
        found: list[tuple[date, int, int]] = []
        day, opens = self.plan["weekly_from"] + self.shift, self.begins
        while day <= self.plan["weekly_until"] + self.shift:
            if day.strftime("%A").lower() == row["weekday"]:
                due = _moment(day, time.fromisoformat(row["before"]), zone)
                found.append((day, opens, due))
                opens = due
            day += DAY
        return found

    def _of(self, code: str) -> list[Square]:
        row = self.plan["obligations"][code]
        if row["repeat"] not in ("once", "weekly"):
            return []
        who = {(one["kind"], ("district", "commune", "hamlet").index(one["level"])) for one in row["who"]}
        owing = [unit for unit in self.units if (unit[2], unit[3]) in who and unit[4]]
        periods = [one for one in self._periods(row) if one[1] <= self.now]
        return [self._square(code, unit, *period) for unit in owing for period in periods]

    def _square(self, code: str, unit: tuple[Any, ...], day: date, _opens: int, due: int) -> Square:
        sent = [one for one in self.reports if (one[0], one[1], str(one[2])) == (code, unit[0], day.isoformat())]
        verdicts = [self.decisions.get(one[6]) for one in sent]
        return Square(
            unit=unit[1],
            kind=unit[2],
            obligation=code,
            period=day.isoformat(),
            due_at=due,
            sign=self._sign(sent, verdicts, due),
            versions=len(sent),
            read=bool(verdicts) and verdicts[-1] is not None,
        )

    def _sign(self, sent: list[tuple[Any, ...]], verdicts: list[Any], due: int) -> str:
        if not sent:
            return "missing" if self.now >= due else "open"
        if verdicts[-1] is not None and verdicts[-1][0] == "returned":
            return "returned"
        if sent[0][5] >= due:
            return "excused" if any(one and one[1] for one in verdicts) else "late"
        return "zero" if sent[-1][4] else "sent"

    def tally(self, obligations: tuple[str, ...], period: str) -> Counter[str]:
        """Signs of a column of the board."""
        return Counter(one.sign for one in self.squares if one.obligation in obligations and one.period == period)


def _moment(day: date, clock: time, zone: str) -> int:
    at = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
    return round(at.timestamp() * 1000)

"""What becomes of the worked example's reports: what the district answers, corrections, and the first Thursdays.

Rests on `offices`, which sends what is owed once. On the campaign's ninth day no Thursday is due yet, so a few communes
send the first weekly report ahead of time, of which one is returned and one accepted; an example that began earlier has
its first two Thursdays behind it, with some late, one returned, one zero, and some missing.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from server.campaign.book import Book, Unit
from server.people.service import Caller
from server.reports import store, submitting
from server.reports.board import RETURNED, Sent
from server.reports.models import Report
from server.reports.schemas.reports import Narrative
from server.reports.service import campaign_of
from server.upkeep.offices import Event, Offices

WEEKLY, ONCE, INFORMATION = "R08", "R03", "R13"
THURSDAYS = 2  # of an example that began long enough ago
ANSWERED_DAY = 8  # of the campaign: the last one on which R03 is in time
_HOUR = 3_600_000
_COMMENT = "Bổ sung số doanh nghiệp đã yêu cầu, ghi rõ ngày chốt (mẫu)."
_REASON = "Đơn vị mất điện, đã gọi báo trước giờ hạn (mẫu)."
_CORRECTED = "Đã yêu cầu và nhận số liệu của các doanh nghiệp trên địa bàn (mẫu)."


class Thursdays:
    """The district's answers, day by day, and the communes' weekly reports.

    Args:
        offices: sends what a unit reports, through the ordinary services.
        staff: the district's user, who answers.
    """

    def __init__(self, book: Book, offices: Offices, staff: Caller):
        self.book, self.offices, self.staff = book, offices, staff
        self.weekly = offices.owed[WEEKLY]
        units = sorted(book.organisations.values(), key=lambda unit: unit.code)
        self.communes = [unit for unit in units if unit.kind == "commune_authority" and unit.takes_members]

    def day(self, number: int, begins: int) -> Iterator[Event]:
        """What happens on a day of the campaign, whose first instant is `begins`."""
        if number != ANSWERED_DAY:
            return
        yield begins + 17 * _HOUR, lambda: self._answer_once(begins + 17 * _HOUR)
        opened = [one for one in self.weekly.periods if one.opens_at <= begins]
        for place, unit in enumerate(self.communes[:4] if opened else []):
            at = begins + 18 * _HOUR + place * 600_000
            yield at, self._sending(unit, opened[-1].day, at, zero=place == 3)
        if opened:
            at = begins + 20 * _HOUR
            yield at, lambda: self._answer(opened[-1].day, at, 2)

    def weeks(self, after: date) -> Iterator[Event]:
        """The first Thursdays that lie behind the days that were lived through."""
        for period in [one for one in self.weekly.periods if one.day >= after][:THURSDAYS]:
            due = period.due_at or 0
            for place, unit in enumerate(self.communes):
                roll = _roll(period.day, unit)
                if roll < 0.12 and place > 1:
                    continue
                late = roll > 0.82 and place > 1
                at = due + round(_HOUR * (roll * 20 if late else -0.2 - 18 * roll))
                # what was finished in time and came late waits for somebody to decide
                claim = due - 20 * 60_000 if late and roll > 0.9 else at
                yield at, self._sending(unit, period.day, at, zero=place == 1, finished_at=claim)
            returned = due + 24 * _HOUR
            yield returned, lambda day=period.day, at=returned: self._answer(day, at)

    # --- acts ---

    def _sending(self, unit: Unit, period: date, at: int, **changes: Any) -> Callable[[], None]:
        report_id = _id(WEEKLY, unit, period, 1)
        return lambda: self.offices.send(report_id, unit, WEEKLY, period, at, **{"finished_at": at, **changes})

    def _answer_once(self, at: int) -> None:
        """The first of R03 that came: one returned, one returned and corrected, the others accepted; of R13 one that
        came late is accepted as in time."""
        period = self.offices.owed[ONCE].periods[-1].day
        sent = self._sent(ONCE, period, at)
        for place, one in enumerate(sent[:8]):
            self._decide(one.id, RETURNED if place < 2 else submitting.ACCEPTED, at)
        if len(sent) > 1:
            self._correct(sent[1], at + 2 * _HOUR)
        early = self.offices.owed[INFORMATION].periods[-1]
        late = [one for one in self._sent(INFORMATION, early.day, at) if one.received_at >= (early.due_at or at)]
        claimed = [one for one in late if one.finished_at is not None]
        if claimed:
            self._decide(claimed[0].id, submitting.ACCEPTED, at, _REASON)

    def _answer(self, period: date, at: int, most: int = 5) -> None:
        """A Thursday's: the first returned, the next four accepted."""
        for place, one in enumerate(self._sent(WEEKLY, period, at)[:most]):
            self._decide(one.id, RETURNED if place == 0 else submitting.ACCEPTED, at)

    def _sent(self, code: str, period: date, at: int) -> list[Sent]:
        """First versions in the order in which they came."""
        with self.offices.desk(self.staff, at) as desk:
            campaign = campaign_of(desk.session, self.book.campaign_id)
            conditions = (Report.obligation == code, Report.period == period, Report.version == 1)
            found = store.sent(desk.session, campaign.id, *conditions)
        return sorted(found, key=lambda one: (one.received_at, str(one.id)))

    def _decide(self, report_id: uuid.UUID, verdict: str, at: int, reason: str = "") -> None:
        with self.offices.desk(self.staff, at) as desk:
            if store.decisions(desk.session, self.book.campaign_id, report_id):
                return  # an example cut short is lived through again
            text = _COMMENT if verdict == RETURNED else reason
            submitting.decide(desk, report_id, verdict, text, bool(reason), at)

    def _correct(self, one: Sent, at: int) -> None:
        unit = self.book.organisation(one.organisation_id)
        narrative = dict.fromkeys(Narrative().fields, "")
        narrative["work_done"] = _CORRECTED
        self.offices.send(
            _id(one.obligation, unit, one.period, 2),
            unit,
            one.obligation,
            one.period,
            at,
            corrects=one.id,
            narrative=narrative,
            finished_at=at,
        )


def _roll(day: date, unit: Unit) -> float:
    """How a unit fares on a Thursday, the same each time."""
    return Random(f"{day - timedelta(days=day.weekday())} {unit.code}").random()  # noqa: S311  no secret


def _id(code: str, unit: Unit, period: date, version: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"gocua:sample:{code}:{unit.code}:{period.isoformat()}:{version}")

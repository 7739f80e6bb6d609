"""What the units of the worked example say: headcounts, activities, assists told, and what they owe on their days.

Everything goes through the services of the reports room, at the instant at which it would have been said, most of it
entered by the district's user from paper, some by the units' own clerks. Some units say nothing and some are late, so
that there is somebody to urge. Figures are made up by a seeded generator; the campaign is marked as a sample.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

from server.campaign import store as campaign_store
from server.campaign.book import Book, Unit
from server.campaign.service import book_of
from server.clock import at as at_instant
from server.clock import day_of
from server.database import reading, writing
from server.people.scope import scope_of
from server.people.service import Caller
from server.reports import stating, submitting, units
from server.reports.schemas.reports import Narrative
from server.reports.service import campaign_of, orders_of
from server.reports.stating import Desk
from server.upkeep import crowd

Event = tuple[int, Callable[[], None]]
_SIZES = {"all_staff": (8, 60), "cadres_civil_servants": (3, 9), "workers": (40, 900), "members": (200, 2400)}
_SILENT = 0.16  # share of units that have not stated
_WORK_DONE = "Đã phổ biến văn bản đến toàn đơn vị, phân công người giúp cài đặt (mẫu)."
_HOUR = 3_600_000
_ASKED_DAY = 2  # of the campaign
_LAST_DAYS = {"R13": 7, "R03": 8}  # on which one is still in time
_REASONS = ("Máy đời cũ, không cài được", "Đang đi công tác", "Chưa có điện thoại thông minh", "")
_NOTES = ("Phát trên đài truyền thanh xã", "Đăng trang Zalo của xã", "Sinh hoạt chi hội tháng 8", "Treo tại trụ sở ấp")


class Offices:
    """The units through the days.

    Args:
        typist: the district's user, who enters for units what they sent on paper.
        clerks: callers of units' own people, by the unit's code.
    """

    def __init__(self, book: Book, rng: Random, typist: Caller, clerks: Mapping[str, Caller]):
        self.book, self.rng, self.typist, self.clerks = book, rng, typist, clerks
        with reading() as session:
            self.owed = orders_of(campaign_of(session, book.campaign_id))
            self.seen = units.in_scope(book, scope_of(session, typist))
        self.days = {unit.id: self._plan() for unit in self._stating()}

    def day(self, number: int, begins: int) -> list[Event]:
        """What is said on a day of the campaign, whose first instant is `begins`."""
        found = [*self._statements(number, begins), *self._doings(begins), *self._sent(number, begins)]
        return [*found, *self._askings(begins)] if number == _ASKED_DAY else found

    def _stating(self) -> Iterator[Unit]:
        """Agencies, committees, district organisations, enterprises, and some of the communes' own organisations."""
        for unit in self.seen:
            small = unit.area_id is not None and unit.kind not in ("commune_authority", "enterprise")
            silent = unit.code == crowd.ENTERPRISES[-1][0] or (small and self.rng.random() > 0.3)
            if unit.takes_members and units.groups_of(self.book, unit) and not silent:
                yield unit

    def _plan(self) -> tuple[int, ...]:
        """Days on which a unit states; none: it does not."""
        if self.rng.random() < _SILENT:
            return ()
        first = self.rng.randint(3, 8)
        return (first, self.rng.randint(first + 1, 9)) if first < 8 and self.rng.random() < 0.3 else (first,)

    def _statements(self, number: int, begins: int) -> Iterator[Event]:
        for unit_id, days in self.days.items():
            if number in days:
                unit = self.book.organisation(unit_id)
                at = begins + round(self.rng.uniform(8, 16.5) * _HOUR)
                yield at, lambda unit=unit, at=at, again=number != days[0]: self._state(unit, at, again)

    def _state(self, unit: Unit, at: int, again: bool) -> None:
        with self.desk(self._caller(unit), at) as desk:
            for group in units.groups_of(self.book, unit):
                rng = Random(f"{unit.code} {group}")  # noqa: S311  the same unit has the same people each time
                total = rng.randint(*_SIZES[group])
                phones = round(total * rng.uniform(0.8, 1))
                installed = round(phones * min(1.0, rng.uniform(0.45, 0.9) + (0.15 if again else 0)))
                body = {
                    **self._said(unit, at),
                    "group": group,
                    "as_of": day_of(at, self.book.tz),
                    "total": total,
                    "with_smartphone": phones,
                    "installed": installed,
                    "in_use": round(installed * rng.uniform(0.8, 1)),
                    "reason": rng.choice(_REASONS) if installed < total else "",
                }
                stating.state(desk, body)

    def _said(self, unit: Unit, at: int) -> dict[str, Any]:
        paper = None if unit.code in self.clerks else day_of(at, self.book.tz)
        said_by = None if unit.code in self.clerks else f"{unit.short_name} (mẫu)"
        return {"id": self._id(), "organisation": unit.code, "said_by": said_by, "paper_date": paper}

    def _doings(self, begins: int) -> Iterator[Event]:
        """Two or three activities a day, and now and then assists that somebody told."""
        unions = [unit for unit in self.book.organisations.values() if unit.kind in ("political_social", "front")]
        unions = [unit for unit in unions if unit.takes_members and unit.area_id is not None]
        kinds: Any = self.book.settings["activities"]
        for _ in range(self.rng.randint(2, 3)):
            unit, at = self.rng.choice(unions), begins + round(self.rng.uniform(9, 17) * _HOUR)
            kind, reach = self.rng.choice(list(kinds)), self.rng.randint(20, 400)
            note = self.rng.choice(_NOTES)
            yield at, lambda u=unit, at=at, k=kind, r=reach, n=note: self._act(u, at, k, r, n)
        if self.rng.random() < 0.6:
            unit, at = self.rng.choice(unions), begins + round(self.rng.uniform(9, 17) * _HOUR)
            yield at, lambda u=unit, at=at, n=self.rng.randint(4, 30): self._tell(u, at, n)

    def _act(self, unit: Unit, at: int, kind: str, reach: int, note: str) -> None:
        with self.desk(self._caller(unit), at) as desk:
            more = {"area": None, "day": day_of(at, self.book.tz), "kind": kind, "reach": reach, "note": note}
            stating.report_activity(desk, {**self._said(unit, at), **more})

    def _tell(self, unit: Unit, at: int, number: int) -> None:
        with self.desk(self._caller(unit), at) as desk:
            day = day_of(at, self.book.tz)
            more = {"area": None, "since": day - timedelta(days=1), "until": day, "number": number, "note": ""}
            stating.tell_assists(desk, {**self._said(unit, at), **more})

    def _askings(self, begins: int) -> Iterator[Event]:
        for number, (code, *_) in enumerate(crowd.ENTERPRISES):
            unit, at = self.book.organisation_of(code), begins + 9 * _HOUR + number * 600_000
            if unit is not None:
                yield at, lambda unit=unit, at=at: self._ask(unit, at)

    def _ask(self, unit: Unit, at: int) -> None:
        with self.desk(self.typist, at) as desk:
            blank = dict.fromkeys(("head_name", "head_title", "contact_title", "contact_phone", "place"), "")
            asked = {"contact_name": "Phụ trách hành chính (mẫu)", "asked_on": day_of(at, self.book.tz)}
            stating.describe(desk, unit.code, {**blank, **asked})

    def _sent(self, number: int, begins: int) -> Iterator[Event]:
        """What is owed: most send on the last day, a few on the day after, some not at all."""
        for code, last in _LAST_DAYS.items():
            for unit in self.seen:
                if not self.owed[code].owed_by(self.book, unit):
                    continue
                roll = Random(f"{code} {unit.code}").random()  # noqa: S311  the same unit is late each time
                if number == (last if roll < 0.68 else last + 1 if roll < 0.82 else None):
                    at = begins + round(self.rng.uniform(8, 16.5) * _HOUR)
                    # some of what came late was finished the evening before, as its author says
                    claim = at - 20 * _HOUR if number > last and roll < 0.76 else None
                    yield at, lambda unit=unit, code=code, at=at, claim=claim: self._send(unit, code, at, claim)

    def _send(self, unit: Unit, code: str, at: int, claim: int | None) -> None:
        self.send(self._id(), unit, code, self.owed[code].periods[-1].day, at, finished_at=claim)

    def send(self, report_id: uuid.UUID, unit: Unit, code: str, period: date, at: int, **changes: Any) -> None:
        """Sends a unit's report at an instant (ms); `changes` are those of the body."""
        narrative = dict.fromkeys(Narrative().fields, "")
        narrative["work_done"] = _WORK_DONE
        body: dict[str, Any] = {
            "obligation": code,
            "organisation": unit.code,
            "period": period,
            "corrects": None,
            "zero": False,
            "narrative": narrative,
            "finished_at": None,
            "said_by": f"{unit.short_name} (mẫu)",
            **changes,
        }
        with at_instant(at):
            duty, made = submitting.prepare(self.typist, body, at)
        with self.desk(self.typist, at) as desk:
            if submitting.known(desk, report_id) is None:  # an example cut short is lived through again
                submitting.submit(desk, report_id, body, duty, made, at)

    def _caller(self, unit: Unit) -> Caller:
        return self.clerks.get(unit.code, self.typist)

    @contextmanager
    def desk(self, caller: Caller, at: int) -> Iterator[Desk]:
        """The write transaction of an act of somebody at an instant (ms)."""
        with at_instant(at), writing() as session:
            campaign = campaign_store.lock(session, self.book.campaign_id)
            yield Desk(session, book_of(session, campaign), caller, scope_of(session, caller))

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

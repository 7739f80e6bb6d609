"""What the people of the worked example log on their days. Pure: a seeded generator decides, nothing else.

Shares of outcomes and modes are those of a plausible door-to-door campaign; households have one to three phones,
some are visited again, some numbers were helped with twice by different people, some entries are corrected,
withdrawn, out of scope, or made by an old version with codes that the server does not know.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from server.upkeep.crowd import Member

_OUTCOMES = {
    "ok_installed_used": 440, "ok_installed_nophone": 85, "already": 130, "update_only": 45, "no_smartphone": 70,
    "no_phone": 14, "shared_phone": 16, "os_old": 28, "no_ble": 5, "storage_full": 18, "no_data": 14,
    "store_login": 14, "otp_fail": 14, "battery_broken": 8, "owner_absent": 48, "house_closed": 24,
    "not_accessible": 4, "refused_privacy": 14, "refused_battery": 10, "refused_other": 12, "other": 5,
}  # fmt: skip
_COUNTER_OUTCOMES = {
    "ok_installed_used": 60, "ok_installed_nophone": 8, "already": 20, "no_smartphone": 6, "os_old": 3,
    "refused_other": 3,
}  # fmt: skip
_MODES = {"door": 62, "gate": 18, "phone": 9, "point": 11}
HELPED = ("ok_installed_used", "ok_installed_nophone")
COME_BACK = (
    *("owner_absent", "house_closed", "not_accessible"),
    *("storage_full", "no_data", "store_login", "otp_fail", "battery_broken"),
)
_NOTES = ("Chủ máy đi làm, sau 17 giờ mới về", "Hẹn tối quay lại", "Máy để quên ở chỗ làm", "Nhờ con cháu cài giúp")
_BEGIN, _END = 7.5 * 3_600_000, 19.0 * 3_600_000  # of a day, ms
UNKNOWN_OUTCOME = "ok_cai_tu_xa"
BAD_NUMBER = "+8491234567"


@dataclass
class Entry:
    """What a person saves: a record's first state or a correction of it.

    Attributes:
        at: instant of saving, ms.
        body: the op's body without the sealed number.
        number: plain number to seal into it; None for none.
    """

    at: int
    record_id: str
    rev: int
    body: dict[str, Any]
    number: str | None = None


@dataclass
class Town:
    """What happened so far and others may run into: numbers helped with, by commune."""

    consent: str
    helped: dict[str, list[str]] = field(default_factory=dict)


class Worker:
    """One helper through all days."""

    def __init__(self, member: Member, hamlets: list[str], elsewhere: str, town: Town, rng: Random):
        self.member, self.hamlets, self.elsewhere, self.town, self.rng = member, hamlets, elsewhere, town, rng
        self.pace = rng.choice((4, 6, 7, 9, 11)) if member.role == "volunteer" else rng.choice((9, 12, 15))
        self.open_houses: list[tuple[str, str, dict[str, Any]]] = []  # record, household, body

    def id_at(self, at: int) -> str:
        """A UUIDv7 of the instant."""
        tail = self.rng.getrandbits(74)
        value = (at & ((1 << 48) - 1)) << 80 | 7 << 76 | (tail >> 62) << 64 | 0b10 << 62 | (tail & ((1 << 62) - 1))
        return str(uuid.UUID(int=value))

    def day(self, day: date, begins: int) -> list[Entry]:
        """The entries of one day, whose first instant is `begins`, in order of time."""
        rng = self.rng
        if rng.random() < (0.12 if self.member.role == "volunteer" else 0.25):
            return []  # not everybody goes out every day
        visits = max(1, round(rng.gauss(self.pace, 2.5)))
        times = sorted(begins + round(rng.uniform(_BEGIN, _END)) for _ in range(visits))
        if self.member.role == "teller":
            return [entry for at in times for entry in self._customer(at)]
        found = [entry for at in times for entry in self._house(at, day)]
        return sorted(found, key=lambda entry: entry.at)

    def _customer(self, at: int) -> Iterator[Entry]:
        outcome = self.rng.choices(list(_COUNTER_OUTCOMES), list(_COUNTER_OUTCOMES.values()))[0]
        yield self._entry(at, {"area": self.member.area, "mode": "counter", "outcome": outcome}, 0.15)

    def _area(self) -> str:
        """The hamlet of the day, the commune where it is not known; now and then a slip beyond the own commune."""
        roll = self.rng.random()
        if roll < 0.003:
            return self.elsewhere
        if not self.hamlets or roll < 0.09:
            return self.member.area
        if self.member.hamlet and roll < 0.75:
            return self.member.hamlet
        return self.rng.choice(self.hamlets)

    def _house(self, at: int, day: date) -> Iterator[Entry]:
        rng = self.rng
        if self.open_houses and rng.random() < 0.4:
            _, household, before = self.open_houses.pop(0)
            outcome = "ok_installed_used" if rng.random() < 0.7 else rng.choice(("owner_absent", "refused_other"))
            yield self._entry(at, {**before, "outcome": outcome, "household": household}, 0.62)
            return
        household, area = self.id_at(at), self._area()
        mode = rng.choices(list(_MODES), list(_MODES.values()))[0]
        for phone in range(rng.choices((1, 2, 3), (68, 25, 7))[0]):
            outcome = rng.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
            body: dict[str, Any] = {"area": area, "mode": mode, "outcome": outcome}
            if outcome != "not_accessible":
                body["household"] = household
            if outcome in COME_BACK and rng.random() < 0.6:
                body["revisit_on"] = (day + timedelta(days=rng.randint(1, 3))).isoformat()
                if rng.random() < 0.3:
                    body["note"] = rng.choice(_NOTES)
            entry = self._entry(at + phone * 240_000, body, 0.62)
            yield entry
            yield from self._afterwards(entry)

    def _entry(self, at: int, body: dict[str, Any], numbers: float) -> Entry:
        """A first state; a helped phone leaves its number in this share of cases."""
        rng = self.rng
        entry = Entry(at, self.id_at(at), 1, body)
        if body["outcome"] in HELPED and rng.random() < numbers:
            entry.number = self.number()
            body["consent"] = self.town.consent
        if body["outcome"] in COME_BACK and "household" in body:
            again = {key: body[key] for key in ("area", "mode")}
            self.open_houses.append((entry.record_id, body["household"], again))
        return entry

    def number(self) -> str:
        """A phone's number; now and then one of the commune's that was helped with before."""
        helped = self.town.helped.setdefault(self.member.area, [])
        if helped and self.rng.random() < 0.06:
            return self.rng.choice(helped)
        number = f"+849{self.rng.choice('01367')}{self.rng.randrange(10_000_000):07d}"
        helped.append(number)
        return number

    def _afterwards(self, entry: Entry) -> Iterator[Entry]:
        """Slips and corrections of what was just saved."""
        rng, roll, later = self.rng, self.rng.random(), entry.at + self.rng.randrange(60_000, 900_000)
        if entry.body["outcome"] == "ok_installed_nophone" and roll < 0.35:
            body = {**entry.body, "outcome": "ok_installed_used"}
            yield self._correction(entry, later, body)
        elif roll < 0.012:
            yield self._correction(entry, later, {**entry.body, "void": True})
        elif roll < 0.03 and self.hamlets:
            yield self._correction(entry, later, {**entry.body, "area": rng.choice(self.hamlets)})
        elif roll < 0.0325:
            entry.body["outcome"] = UNKNOWN_OUTCOME  # an old version with a list of its own
        elif roll < 0.035:
            entry.number, entry.body["outcome"] = BAD_NUMBER, "ok_installed_used"
            entry.body["consent"] = self.town.consent
        elif roll < 0.036 and entry.number:
            del entry.body["consent"]

    def _correction(self, entry: Entry, at: int, body: dict[str, Any]) -> Entry:
        if entry.number:
            body = {**body, "keep_number": True}
        return Entry(at, entry.record_id, entry.rev + 1, body)

"""What people do in the field, by seed: visits with outcomes, numbers that meet again, corrections, withdrawals.

Rests on the preset's files and on a phone; imports no `server`.
"""

import csv
import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.phone import Phone, uuid7

PRESET = Path(__file__).resolve().parents[2] / "campaigns/can-duoc-bluezone-2021"
MODES = ("door", "gate", "phone", "point", "counter")
REVISITED = ("partial", "blocked", "revisit")


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the preset's files."""
    with open(PRESET / name, encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


GROUPS = {row["code"]: row["group"] for row in table("outcomes.csv")}
HAMLETS = {row["code"]: row["parent"] for row in table("hamlets.csv")}
COMMUNES = [row["code"] for row in table("areas.csv") if row["parent"] == "806"]
_HELPED = ("ok_installed_used", "ok_installed_nophone")


def number(index: int) -> str:
    """The index-th mobile number of a made-up district."""
    return f"+8491{index:07d}"


@dataclass
class Walk:
    """One person's way through the hamlets.

    Attributes:
        areas: codes that the visits name.
        pool: how many numbers the district has; a small pool makes phones meet again.
        sealed: share of helped phones whose number is left.
    """

    rng: random.Random
    areas: list[str]
    pool: int = 3000
    sealed: float = 0.6
    modes: tuple[str, ...] = MODES[:3]
    own: list[str] = field(default_factory=list)
    household: str | None = None

    def outcome(self) -> str:
        if self.rng.random() < 0.55:
            return self.rng.choice(_HELPED)
        return self.rng.choice(list(GROUPS))

    def visit(self, phone: Phone) -> str:
        """One phone in one house; returns the record's id."""
        outcome = self.outcome()
        body = {"area": self.rng.choice(self.areas), "mode": self.rng.choice(self.modes), "outcome": outcome}
        if self.rng.random() < 0.5:
            if self.household is None or self.rng.random() < 0.4:
                self.household = uuid7(max(0, phone.clock()), self.rng)
            body["household"] = self.household
        if GROUPS[outcome] in REVISITED and self.rng.random() < 0.3:
            body["revisit_on"] = "2021-08-30"
        if self.rng.random() < 0.1:
            body["note"] = self.rng.choice(("Hẹn chiều", "Máy để quên ở chợ Trạm", "Nhờ con gái giúp"))
        left = outcome in _HELPED and self.rng.random() < self.sealed
        record = phone.save(number(self.rng.randrange(self.pool)) if left else None, **body)
        self.own.append(record)
        return record

    def act(self, phone: Phone) -> None:
        """A visit mostly; else a correction, a new or dropped number, a withdrawal of an earlier record."""
        what = self.rng.random()
        if not self.own or what < 0.82:
            self.visit(phone)
            return
        record = self.rng.choice(self.own[-40:])
        if what < 0.88:
            phone.correct(record, outcome=self.outcome())
        elif what < 0.92:
            phone.correct(record, number(self.rng.randrange(self.pool)), outcome="ok_installed_used")
        elif what < 0.94:
            phone.correct(record, drop=("sealed_phone",))
        elif what < 0.97:
            phone.correct(record, area=self.rng.choice(self.areas))
        else:
            phone.correct(record, void=True)

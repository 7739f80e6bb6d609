"""A slow, plain recount of a campaign from the set of its ops, written from the rules of counting alone.

Imports nothing of the server. Everything is made anew from all ops each time: no rollups, no increments, no order of
arrival. What it rests on: ops as phones sent them with the time of the anchor that each carried, the plain number
where one was sealed, memberships as intervals, and the campaign's files.
"""

import hashlib
import hmac
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

THIRTY_DAYS = 30 * 86_400_000
HELPS = ("success", "partial")
LOGGERS = ("volunteer", "teller")
REVIEWERS = ("commune", "district", "admin")
PUT_FIELDS = (
    *("area", "mode", "outcome", "sealed_phone", "keep_number", "consent"),
    *("household", "revisit_on", "note", "void"),
)
REVIEW_FIELDS = ("person", "seen_rev", "verdict", "reason")
MEASURES = ("records", "assists", "unique", "unchecked", "unique_in_use")


def milliseconds(text: str) -> int:
    """Of an instant on the wire, since 1970 in UTC."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@dataclass(frozen=True)
class Member:
    """What a person was from `from_at` up to, not including, `until_at` (ms)."""

    person: str
    role: str
    area: str
    organisation: str | None
    from_at: int
    until_at: int | None = None


@dataclass(frozen=True)
class Place:
    """The campaign's areas and outcomes.

    Attributes:
        parents: parent by area code; None for the root.
        groups: group by outcome code.
    """

    parents: Mapping[str, str | None]
    groups: Mapping[str, str]
    zone: str = "Asia/Ho_Chi_Minh"

    def path(self, code: str) -> list[str]:
        """The area and its ancestors up to the root."""
        found, at = [], code
        while at is not None:
            found.append(at)
            at = self.parents[at]
        return found

    def covers(self, member: Member, area: str) -> bool:
        """Its area's subtree and ancestors; a teller: every area."""
        return member.role == "teller" or member.area in self.path(area) or area in self.path(member.area)

    def commune(self, code: str) -> str:
        """The commune that the area is or lies in; the root itself for the root."""
        path = self.path(code)
        return path[-2] if len(path) > 1 else path[0]

    def day(self, ms: int) -> str:
        return (
            (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
            .astimezone(ZoneInfo(self.zone))
            .strftime("%Y-%m-%d")
        )


@dataclass(frozen=True)
class Sent:
    """One op as the phone sent it.

    Attributes:
        anchor_at: time of the anchor that it carried, ms; None when it carried none.
        enrolled_at: of the device, ms.
        number: the plain number that was sealed in it.
        device: id of the device that sent it.
        members: its author's memberships as they were when it was received; None: as they are now. They differ only
            for a time to come (a phone whose clock is ahead), which a later move cannot change any more.
    """

    person: str
    op: Mapping[str, Any]
    anchor_at: int | None
    enrolled_at: int
    number: str | None = None
    device: str = ""
    members: tuple[Member, ...] | None = None

    @property
    def eff(self) -> int:
        if self.anchor_at is None:
            return self.enrolled_at
        return min(max(milliseconds(self.op["happened_at"]), self.anchor_at), self.anchor_at + THIRTY_DAYS)

    @property
    def key(self) -> tuple[int, bytes, str]:
        fields = PUT_FIELDS if self.op["kind"] == "record.put" else REVIEW_FIELDS
        body = {name: self.op["body"][name] for name in fields if self.op["body"].get(name) is not None}
        body = {k: unicodedata.normalize("NFC", v) if isinstance(v, str) else v for k, v in body.items()}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return self.op["rev"], hashlib.sha256(text.encode()).digest(), self.op["op_id"]


@dataclass
class Counted:
    """A record that counts, and what it counts for."""

    name: tuple[str, str]
    area: str
    commune: str
    organisation: str | None
    day: str
    mode: str
    outcome: str
    eff: int
    number: str | None
    device: str
    values: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))


@dataclass(frozen=True)
class Shown:
    """A record as lists show it, whether it counts or not: ids of the winner and of the review that stands."""

    winner: str
    eff: int
    organisation: str | None
    counts: bool
    number: str | None
    review: str | None


class Recount:
    """All counts of a set of ops.

    Attributes:
        shown: every record by (owner, record id).
        credited: the record that has the credit, by the code of its number.

    Args:
        sent: ops that the server has stored; the same op twice is one.
        members: every membership of every person.
        phone_key: what makes the code of a number.
    """

    def __init__(self, sent: Iterable[Sent], members: Iterable[Member], place: Place, phone_key: bytes):
        self.place, self.phone_key = place, phone_key
        self.members: dict[str, list[Member]] = defaultdict(list)
        for member in members:
            self.members[member.person].append(member)
        puts: dict[tuple[str, str], dict[str, Sent]] = defaultdict(dict)
        reviews: dict[tuple[str, str], dict[str, Sent]] = defaultdict(dict)
        for one in sent:
            if one.op["kind"] == "record.put":
                puts[one.person, one.op["record_id"]][one.op["op_id"]] = one
            else:
                reviews[one.op["body"]["person"], one.op["record_id"]][f"{one.person} {one.op['op_id']}"] = one
        self.records: list[Counted] = []
        self.shown: dict[tuple[str, str], Shown] = {}
        self.credited: dict[bytes, tuple[str, str]] = {}
        self.claims: dict[bytes, list[tuple[int, bytes, Counted, str]]] = defaultdict(list)
        for name, found in puts.items():
            self._count(name, sorted(found.values(), key=lambda put: put.key), list(reviews[name].values()))
        for code, claims in self.claims.items():
            credited = min(claims, key=lambda claim: claim[:2])[2]
            self.credited[code] = credited.name
            credited.values["unique"] += 1
            credited.values["unique_in_use"] += any(claim[3] == "success" for claim in claims)

    def _member(self, one: Sent) -> Member | None:
        for member in self.members[one.person] if one.members is None else one.members:
            if member.from_at <= one.eff and (member.until_at is None or one.eff < member.until_at):
                return member
        return None

    def _helps(self, put: Sent) -> bool:
        return not put.op["body"].get("void") and self.place.groups[put.op["body"]["outcome"]] in HELPS

    def _count(self, name: tuple[str, str], puts: list[Sent], reviews: list[Sent]) -> None:
        winner = puts[-1]
        helping = [put for put in puts if self._helps(put)]
        helps = self._helps(winner)
        first = helping[0] if helps else puts[0]
        area = winner.op["body"]["area"]
        member = self._member(first)
        counts = member is not None and member.role in LOGGERS and self.place.covers(member, area)
        review = self._review(area, reviews)
        self.shown[name] = Shown(
            winner.op["op_id"],
            first.eff,
            member.organisation if member else None,
            counts,
            _number(puts, len(puts) - 1),
            review.op["op_id"] if review else None,
        )
        if member is None or not counts or winner.op["body"].get("void"):
            return
        if review is not None and review.op["body"]["verdict"] == "void":
            return
        outcome = winner.op["body"]["outcome"]
        counted = Counted(
            name=name,
            area=area,
            commune=self.place.commune(area),
            organisation=member.organisation,
            day=self.place.day(first.eff),
            mode=winner.op["body"]["mode"],
            outcome=outcome,
            eff=first.eff,
            number=_number(puts, len(puts) - 1),
            device=winner.device,
        )
        self.records.append(counted)
        counted.values["records"] = 1
        if not helps:
            return
        counted.values["assists"] = 1
        number = counted.number
        if number is None:
            counted.values["unchecked"] = counted.values["unique"] = 1
            return
        carrying = [put for i, put in enumerate(puts) if self._helps(put) and _number(puts, i) == number]
        code = hmac.new(self.phone_key, number.encode(), hashlib.sha256).digest()
        ids = bytes.fromhex(name[0].replace("-", "")) + bytes.fromhex(name[1].replace("-", ""))
        tie = hashlib.sha256(code + ids).digest()
        self.claims[code].append((carrying[0].eff, tie, counted, self.place.groups[outcome]))

    def _review(self, area: str, reviews: list[Sent]) -> Sent | None:
        """The greatest of the reviews whose reviewer then was in charge of the area."""
        able = []
        for review in reviews:
            member = self._member(review)
            if member is not None and member.role in REVIEWERS and self.place.covers(member, area):
                able.append(review)
        return max(able, key=lambda one: one.key, default=None)

    def repeats(self, record: Counted) -> bool:
        """Whether another record has the credit for the number of a record that helps."""
        if record.number is None or not record.values["assists"]:
            return False
        code = hmac.new(self.phone_key, record.number.encode(), hashlib.sha256).digest()
        return self.credited[code] != record.name

    def total(self, chosen: Iterable[Counted] | None = None) -> dict[str, int]:
        """The five measures summed over records (all when None)."""
        summed = dict.fromkeys(MEASURES, 0)
        for record in self.records if chosen is None else chosen:
            for measure, value in record.values.items():
                summed[measure] += value
        return summed

    def by(self, dimension: str) -> dict[str | None, dict[str, int]]:
        """The measures by `area`, `commune`, `organisation`, `day`, `mode` or `outcome`; only what has records."""
        groups: dict[str | None, list[Counted]] = defaultdict(list)
        for record in self.records:
            groups[getattr(record, dimension)].append(record)
        return {code: self.total(records) for code, records in groups.items()}


def _number(puts: list[Sent], index: int) -> str | None:
    """The number that a put carries; `keep_number` takes that of the greatest lower put that settles it."""
    for put in reversed(puts[: index + 1]):
        if put.op["body"].get("sealed_phone"):
            return put.number
        if not put.op["body"].get("keep_number"):
            return None
    return None

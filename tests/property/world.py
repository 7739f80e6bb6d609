"""A small campaign for each example, the ops that its phones send, and what is kept of them.

Rests on `drafts` for what is drawn and on `tests.recount` for what it must come to.
"""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import orjson
from sqlalchemy import select

from server.campaign.models import Area, Campaign, Organisation, Outcome
from server.clock import instant
from server.database import reading, writing
from server.people.models import Device, Membership, Person
from server.sync import anchor, seal, service
from server.sync.apart import Apart
from server.sync.grains import MODES
from server.sync.highwater import HighWater
from server.sync.models import (
    GRAIN_AREA,
    GRAIN_DAY,
    GRAIN_FULL,
    GRAIN_MODE,
    GRAIN_OUTCOME,
    GRAIN_UNIT,
    RECORD_COUNTS,
    Claim,
    Commit,
    Op,
    Pending,
    Record,
    Rollup,
    RollupLog,
)  # fmt: skip
from server.sync.opening import Opener
from server.sync.together import Groups
from server.sync.wire import read
from server.sync.work import Work
from tests.carried import carrying
from tests.property.drafts import (
    AREAS,
    BEGAN,
    DEVICES,
    LEVELS,
    MEMBERS,
    NUMBERS,
    OUTCOMES,
    PLACE,
    RECORDS,
    SECRET,
    UNITS,
    Draft,
)  # fmt: skip
from tests.recount import Recount, Sent
from tests.site import Site

# which of day, area, organisation, mode, outcome a grain keeps
MASKS = {
    GRAIN_OUTCOME: (0, 1, 1, 0, 1),
    GRAIN_MODE: (0, 1, 1, 1, 0),
    GRAIN_DAY: (1, 1, 0, 0, 1),
    GRAIN_FULL: (1, 1, 1, 1, 1),
    GRAIN_AREA: (0, 1, 0, 0, 1),
    GRAIN_UNIT: (0, 0, 1, 0, 1),
}
_campaigns = count(1000)
_sealed: dict[tuple[bytes, str, str], str] = {}


@dataclass
class World:
    """One campaign of one example. On SQLite its pushes are carried to the process beside, and put in there."""

    site: Site
    campaign_id: int
    keys: Any
    marks: HighWater
    devices: list[uuid.UUID]
    epoch: str
    sent: dict[str, Sent] = field(default_factory=dict)
    statuses: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    ways: service.Ways = field(init=False)

    def __post_init__(self) -> None:
        way = carrying(self.marks) if self.site.url.startswith("sqlite") else Apart()
        self.ways = service.Ways(way, Groups(Work))

    @classmethod
    def make(cls, site: Site) -> "World":
        campaign_id = next(_campaigns)
        keys = dataclasses.replace(site.app.extensions["gocua.keys"], phones={1: SECRET})
        epoch = uuid.uuid4().hex
        devices = [uuid.uuid4() for _ in DEVICES]
        ids = {code: n for n, code in enumerate(AREAS, start=1)}
        units = {code: n for n, code in enumerate(UNITS, start=1)}
        with writing() as session:
            for n, person in enumerate(dict.fromkeys(DEVICES)):
                if session.get(Person, uuid.UUID(person)) is None:
                    session.add(Person(id=uuid.UUID(person), name=f"người {n}", created_at=BEGAN))
            session.add(_campaign(campaign_id, epoch))
            session.flush()
            for code, n in ids.items():
                parent = ids.get(AREAS[code] or "")
                session.add(
                    Area(campaign_id=campaign_id, id=n, code=code, name=code, type="xã", level=LEVELS[code],
                         parent_id=parent, valid_from=date(2021, 1, 1))
                )  # fmt: skip
            for code, n in units.items():
                session.add(
                    Organisation(campaign_id=campaign_id, id=n, code=code, name=code, short_name=code, kind="union")
                )
            for n, (code, group) in enumerate(OUTCOMES.items(), start=1):
                session.add(
                    Outcome(campaign_id=campaign_id, id=n, code=code, name_vi=code, name_en=code, group=group,
                            no_household=code == "street")
                )  # fmt: skip
            for one in MEMBERS:
                session.add(
                    Membership(campaign_id=campaign_id, person_id=uuid.UUID(one.person), role=one.role,
                               organisation_id=units.get(one.organisation or ""), area_id=ids[one.area],
                               from_at=one.from_at, until_at=one.until_at)
                )  # fmt: skip
            for device, person in zip(devices, DEVICES, strict=True):
                session.add(
                    Device(id=device, campaign_id=campaign_id, person_id=uuid.UUID(person), install_id=device,
                           name="máy", enrolled_at=BEGAN)
                )  # fmt: skip
        marks = HighWater(site.app.extensions["gocua.settings"].home)
        return cls(site, campaign_id, keys, marks, devices, epoch)

    # --- ops ---

    def op(self, place: int, draft: Draft, shift: int = 0) -> Sent:
        """The op of a draft, and what the recount has to know of it; `shift` moves its phone's clock (ms)."""
        person = DEVICES[draft.device]
        record_id = RECORDS[draft.record]
        number = NUMBERS[draft.number] if isinstance(draft.number, int) else None
        if draft.verdict is not None:
            body = {"person": draft.owner, "seen_rev": draft.rev, "verdict": draft.verdict, "reason": "đã gọi lại"}
        else:
            body = {"area": draft.area, "mode": draft.mode, "outcome": draft.outcome}
            body |= {"void": True} if draft.void else {}
            body |= {"keep_number": True} if draft.number == "keep" else {}
            body |= {"sealed_phone": self._seal(record_id, number), "consent": "c"} if number else {}
        op = {
            "op_id": str(uuid.UUID(int=(draft.key << 64) + place + 1)),
            "n": place + 1,
            "kind": "record.put" if draft.verdict is None else "review.put",
            "record_id": record_id,
            "rev": draft.rev,
            "schema": 1,
            "anchor": None if draft.anchor is None else self.anchor(person, draft.anchor),
            "happened_at": instant(max(0, draft.at + shift)),
            "body": body,
        }
        return Sent(person, op, draft.anchor, BEGAN, number)

    def _seal(self, record_id: str, number: str) -> str:
        """Sealed once for a record and a number, as a phone copies it into corrections."""
        key = (self.keys.seal_public(), record_id, number)
        if key not in _sealed:
            _sealed[key] = seal.seal(number, record_id, self.keys.seal_id, self.keys.seal_public())
        return _sealed[key]

    def anchor(self, person: str, t: int, seq: int = 0) -> str:
        return anchor.sign(self.keys.anchor, uuid.UUID(person).bytes, t, seq, self.epoch)

    def push(self, device: int, elements: Sequence[Any]) -> list[dict[str, Any]]:
        """One batch of one device; elements are ops, or bytes of JSON as they are."""
        texts = [one if isinstance(one, bytes) else orjson.dumps(one) for one in elements]
        body = b'{"batch_id":"%s","ops":[%s]}' % (str(uuid.uuid4()).encode(), b",".join(texts))
        sender = service.Sender(self.campaign_id, uuid.UUID(DEVICES[device]).bytes, self.devices[device].bytes)
        return service.push(Opener(self.keys), self.marks, self.ways, sender, read(body)).results

    def arrive(self, ops: Sequence[Sent], drafts: Sequence[Draft], batches: Iterable[Sequence[int]]) -> Iterator[None]:
        """Lets batches arrive; a batch becomes one push for each device in it. Yields after each push."""
        for batch in batches:
            for device in dict.fromkeys(drafts[place].device for place in batch):
                places = [place for place in batch if drafts[place].device == device]
                for place, result in zip(places, self.push(device, [ops[place].op for place in places]), strict=True):
                    self.note(ops[place], result)
                yield

    def note(self, sent: Sent, result: dict[str, Any]) -> None:
        name = sent.person + sent.op["op_id"]
        status = "stored" if result["status"] == "duplicate" else result["status"]
        found = self.statuses.setdefault(name, (status, result.get("code")))
        assert found == (status, result.get("code")), "an op's status changed when it came again"
        if status == "stored":
            self.sent[name] = sent

    # --- what is kept ---

    def recount(self) -> Recount:
        return Recount(self.sent.values(), MEMBERS, PLACE, SECRET)

    def rows(self, model: Any) -> list[Any]:
        with reading() as session:
            return list(session.scalars(select(model).where(model.campaign_id == self.campaign_id)).all())

    def check(self) -> Recount:
        """Everything that is kept equals a recount of all stored ops; returns the recount."""
        plain = self.recount()
        kept = {(str(row.person_id), str(row.record_id)): row for row in self.rows(Record)}
        assert set(kept) == set(plain.shown)
        for name, shown in plain.shown.items():
            row = kept[name]
            assert str(row.op_id) == shown.winner, "the winner"
            assert row.eff == shown.eff, "the effective time"
            unit = None if row.organisation_id is None else UNITS[row.organisation_id - 1]
            assert unit == shown.organisation, "the organisation"
            assert bool(row.bits & RECORD_COUNTS) == shown.counts, "whether it counts"
            assert (row.phone_key is None) == (shown.number is None), "its number"
            assert (row.review_void is None) == (shown.review is None), "its review"
        self._check_credits(plain)
        self._check_rollups(plain)
        return plain

    def credits(self) -> dict[bytes, tuple[str, str]]:
        """The record that has the credit, by phone key: the first claim of each."""
        first: dict[bytes, tuple[int, bytes, tuple[str, str]]] = {}
        for row in self.rows(Claim):
            claim = (row.t, bytes(row.tie), (str(row.person_id), str(row.record_id)))
            key = bytes(row.phone_key)
            if key not in first or claim < first[key]:
                first[key] = claim
        return {key: claim[2] for key, claim in first.items()}

    def _check_credits(self, plain: Recount) -> None:
        assert self.credits() == plain.credited, "the credits"
        assert len(self.rows(Claim)) == sum(len(claims) for claims in plain.claims.values()), "the claims"

    def _check_rollups(self, plain: Recount) -> None:
        areas, outcomes, modes = tuple(AREAS), tuple(OUTCOMES), dict(enumerate(MODES, start=1))
        expected: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 5)
        for one in plain.records:
            cell = (one.day, one.area, one.organisation, one.mode, one.outcome)
            for grain, mask in MASKS.items():
                key = (grain, *(part if shown else None for part, shown in zip(cell, mask, strict=True)))
                for i, value in enumerate(one.values.values()):
                    expected[key][i] += value
        kept: dict[tuple[Any, ...], list[int]] = {}
        for row in self.rows(Rollup):
            counts = _counts(row)
            assert min(counts) >= 0, "a cell below nothing"
            if any(counts):
                kept[(row.grain, *_cell(row, areas, outcomes, modes))] = counts
        assert kept == dict(expected), "the rollups"
        logged: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 5)
        for row in self.rows(RollupLog):
            for i, value in enumerate(_counts(row)):
                logged[(GRAIN_FULL, *_cell(row, areas, outcomes, modes))][i] += value
        full = {key: counts for key, counts in kept.items() if key[0] == GRAIN_FULL}
        assert {key: counts for key, counts in logged.items() if any(counts)} == full, "the log"
        totals = {grain: [0] * 5 for grain in MASKS}
        for key, counts in kept.items():
            totals[key[0]] = [a + b for a, b in zip(totals[key[0]], counts, strict=True)]
        assert len({tuple(total) for total in totals.values()}) == 1, "grains with different totals"
        unchecked = sum(one.values["unchecked"] for one in plain.records)
        assert totals[GRAIN_FULL][2] == len(plain.credited) + unchecked

    def check_seq(self) -> None:
        """Seq is gapless over ops and verdicts, in commit order; the head is the last."""
        taken = [row.seq for row in self.rows(Op)] + [row.seq for row in self.rows(Pending) if row.seq is not None]
        assert sorted(taken) == list(range(1, len(taken) + 1))
        commits = sorted(row.seq for row in self.rows(Commit))
        assert len(commits) == len(set(commits))
        with reading() as session:
            head = session.scalars(select(Campaign.head).where(Campaign.id == self.campaign_id)).one()
        assert head == len(taken)
        assert not commits or commits[-1] == head


def _campaign(campaign_id: int, epoch: str) -> Campaign:
    return Campaign(
        id=campaign_id,
        code=f"thu-{campaign_id}",
        name="Thử",
        tz="Asia/Ho_Chi_Minh",
        starts_on=date(2021, 8, 17),
        ends_on=date(2021, 9, 30),
        root_area=1,
        epoch=epoch,
        created_at=BEGAN,
    )


def _counts(row: Any) -> list[int]:
    return [row.records, row.assists, row.unique, row.unchecked, row.in_use]


def _cell(row: Any, areas: Sequence[str], outcomes: Sequence[str], modes: dict[int, str]) -> tuple[Any, ...]:
    return (
        date.fromordinal(date(1970, 1, 1).toordinal() + row.day).isoformat() if row.day else None,
        areas[row.area_id - 1] if row.area_id else None,
        UNITS[row.organisation_id - 1] if row.organisation_id else None,
        modes.get(row.mode),
        outcomes[row.outcome_id - 1] if row.outcome_id else None,
    )

"""A phone in somebody's hands: the simulated phone of `tests.faults.phone`, with everything it draws drawn by seed.

What its owner does with it is here, too: visits, corrections, withdrawals, ops that are wrong in one way each.
"""

import random
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from tests.faults.phone import Phone, uuid7
from tests.faults.simulation import cast
from tests.faults.simulation.ledger import Ledger, Made, Verdict
from tests.faults.simulation.sealing import seal
from tests.faults.wire import Transport

_PUBLIC = ec.derive_private_key(cast.SEAL_NUMBER, ec.SECP256R1()).public_key()
_MALFORMED = Verdict("quarantined", "op.malformed")


def spelled(number: str, rng: random.Random) -> str:
    """One of the ways in which an app may seal a number: they are one phone."""
    national = number.removeprefix("+84")
    apart = f"{national[:2]}.{national[2:5]} {national[5:]}"
    return rng.choice((number, number, f"0{national}", f"0084{national}", f"+84 {apart}", f"0{apart}"))


# name → what it does to an op, what it must be answered
POISON: dict[str, tuple[Callable[[dict[str, Any]], object], Verdict]] = {
    "a NUL": (lambda op: op["body"].update(note="a\0b"), _MALFORMED),
    "n of 2^63": (lambda op: op.update(n=2**63), _MALFORMED),
    "rev 1001": (lambda op: op.update(rev=1001), _MALFORMED),
    "an unknown kind": (lambda op: op.update(kind="record.drop"), _MALFORMED),
    "a schema to come": (lambda op: op.update(schema=99), _MALFORMED),
    "a body that is a list": (lambda op: op.update(body=[]), _MALFORMED),
    "a household that is no uuid": (lambda op: op["body"].update(household="nhà số 5"), _MALFORMED),
    "a day of no month": (lambda op: op.update(happened_at="2021-02-30T00:00:00.000Z"), _MALFORMED),
    "an unknown area": (lambda op: op["body"].update(area="zz"), Verdict("quarantined", "area.unknown")),
    "an unknown outcome": (lambda op: op["body"].update(outcome="won"), Verdict("quarantined", "outcome.unknown")),
    "a seal that is none": (
        lambda op: op["body"].update(sealed_phone="AAAA", consent="c"),
        Verdict("quarantined", "phone.invalid"),
    ),
    "no consent": (lambda op: op["body"].update(sealed_phone="AAAA"), Verdict("quarantined", "phone.no_consent")),
    "9 KiB": (lambda op: op["body"].update(note="x" * 9200), Verdict("rejected", "op.too_large")),
}


class Handset(Phone):
    """One device that is in use.

    Attributes:
        alive: it has not been lost or wiped.
        wrong_clock: its clock has ever been off by more than a moment.
    """

    def __init__(self, seat: cast.Seat, transport: Transport, now: Callable[[], int], rng: random.Random, book: Ledger):
        super().__init__(
            transport,
            token=seat.token,
            person_id=seat.person,
            device_id=seat.device,
            seed=rng.getrandbits(64),
            now=now,
            batch=rng.choice((1, 3, 100, 100)),
            page=rng.choice((2, 5, 500, 500)),
            ask=rng.choice((3, 500, 500)),
        )
        self.seat, self.book = seat, book
        self.anchors = book.anchors
        self.seal_key, self.consent = {"id": 1}, "c"
        self.alive, self.wrong_clock, self.passing = True, False, False
        self.house: str | None = None

    def sealed(self, number: str, record_id: str) -> str:
        return seal(spelled(number, self.rng), record_id, 1, _PUBLIC)

    def queue_op(self, kind: str, record_id: str, rev: int, body: Mapping[str, Any]) -> str:
        op_id = super().queue_op(kind, record_id, rev, body)
        made = Made(self.seat, self.queue[op_id], self._now())
        self.book.made[made.key] = made
        return op_id

    # --- what its owner does ---

    def act(self) -> str:
        """A visit mostly; else something about an earlier record. Returns what it was."""
        before = self.next_n
        what = self._act()
        for op in self.queue.values():
            if op["n"] >= before:
                self.book.made[self.person_id, op["op_id"]].number = self.numbers.get(op["op_id"])
        return what

    def _act(self) -> str:
        rng, own = self.rng, list(self.mine)
        seen = [key for key in self.view if key[0] == self.person_id and key[1] not in self.mine]
        what = rng.random()
        if seen and what < 0.5:
            self.correct_pulled(rng.choice(seen), **self._change())
            return "corrections of a pulled record"
        if not own or what < 0.55:
            self._visit()
            return "visits"
        record = rng.choice(own)
        if self.mine[record]["rev"] >= 900:
            return "nothing"
        if what < 0.70:
            self.correct(record, **self._change())
        elif what < 0.80:
            self.correct(record, rng.choice(cast.NUMBERS), outcome=rng.choice(("used", "half")))
        elif what < 0.86:
            self.correct(record, drop=("sealed_phone", "keep_number"))
        elif what < 0.93:
            self.correct(record, void=True)
            return "withdrawals"
        else:
            self.correct(record, drop=("void",), outcome="used")
        return "corrections"

    def _change(self) -> dict[str, Any]:
        if self.rng.random() < 0.4:
            return {"area": self.area()}
        return {"outcome": self.rng.choice(list(cast.OUTCOMES))}

    def area(self) -> str:
        """Mostly where its owner works; sometimes anywhere."""
        post = self.book.post(self.person_id)
        inside = [code for code in cast.AREAS if cast.PLACE.covers(post, code)]
        return self.rng.choice(inside if self.rng.random() < 0.9 else list(cast.AREAS))

    def _visit(self) -> None:
        rng = self.rng
        outcome = rng.choice(("used", "used", "used", "half", "away", "street", "no"))
        body: dict[str, Any] = {"area": self.area(), "mode": rng.choice(("door", "counter")), "outcome": outcome}
        if rng.random() < 0.3:
            self.house = self.house if self.house and rng.random() < 0.5 else uuid7(self._now(), rng)
            body["household"] = self.house
        if rng.random() < 0.2:
            body["revisit_on"] = "2021-08-30"
        if rng.random() < 0.2:
            body["note"] = rng.choice(("Hẹn chiều", "Ho\u0300a giúp", "  "))
        left = outcome in ("used", "half") and rng.random() < 0.8
        self.save(rng.choice(cast.NUMBERS) if left else None, **body)

    def poison(self) -> str:
        """Saves an op that is wrong in one way; its neighbours in the queue must fare as if it were not there."""
        name = self.rng.choice(list(POISON))
        spoil, verdict = POISON[name]
        record = self.save(None, area=self.area(), mode="door", outcome="away")
        op = self.mine.pop(record)
        spoil(op)
        self.book.made[self.person_id, op["op_id"]].wrong = verdict
        return name

    def newer(self) -> None:
        """Saves an op with keys that no server knows yet."""
        record = self.save(None, area=self.area(), mode="door", outcome="used")
        op = self.mine[record]
        op |= {"colour": "đỏ", "lists": [1, {"deep": None}]}
        op["body"] |= {"battery": 3, "installed_by": None}
        self.book.made[self.person_id, op["op_id"]].newer = True

    def review(self, owner: str, record_id: str, rev: int, seen_rev: int) -> None:
        verdict = self.rng.choice(("ok", "void"))
        body = {"person": owner, "seen_rev": seen_rev, "verdict": verdict, "reason": "đã gọi lại"}
        self.queue_op("review.put", record_id, rev, body)

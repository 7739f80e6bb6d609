"""What is true of a play: who was what when, every op that anybody saved, and how each stands on the server.

Written from the contract alone; what the server's rooms decide is compared with it, never taken from them. Staff acts
and receipts go back with the database when an earlier state is put in its place; what people saved does not.
"""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tests.faults.simulation import cast
from tests.recount import LOGGERS, REVIEWERS, Member, Recount, Sent

Key = tuple[str, str]  # person, op_id


class Broken(AssertionError):
    """A property of correctness that does not hold."""

    def __init__(self, prop: str, what: object):
        super().__init__(f"{prop}: {what}")
        self.prop = prop


class Verdict(NamedTuple):
    """`stored`, or `held`, `quarantined`, `rejected` with the code."""

    status: str
    code: str | None = None


STORED = Verdict("stored")


@dataclass
class Made:
    """One op as its phone saved it.

    Attributes:
        true_at: when it really was, ms.
        wrong: what is wrong with it, if anything: that stands whatever else there is in its batch.
        newer: it holds keys of an app that does not exist yet.
    """

    seat: cast.Seat
    op: dict[str, Any]
    true_at: int
    number: str | None = None
    wrong: Verdict | None = None
    newer: bool = False

    @property
    def key(self) -> Key:
        return self.seat.person, self.op["op_id"]


@dataclass
class Present:
    """How an op stands on the server, and what its author was when it came."""

    verdict: Verdict
    members: tuple[Member, ...]


@dataclass
class State:
    """What goes back with the database."""

    members: dict[str, tuple[Member, ...]]
    revoked: set[str] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    present: dict[Key, Present] = field(default_factory=dict)
    by_seq: list[Key] = field(default_factory=list)

    def copy(self) -> "State":
        return State(dict(self.members), set(self.revoked), set(self.suspended), dict(self.present), list(self.by_seq))


class Ledger:
    """Everything that is true.

    Attributes:
        made: every op that anybody saved.
        anchors: when each anchor that a phone was given was made, ms.
    """

    def __init__(self) -> None:
        self.state = State({post.person: (post,) for post in cast.POSTS})
        self.made: dict[Key, Made] = {}
        self.anchors: dict[str, int] = {}

    def stands_off(self, seat: cast.Seat) -> bool:
        return seat.device in self.state.revoked or seat.person in self.state.suspended

    def moved(self, person: str, role: str, area: str, organisation: str, now: int) -> None:
        """The present interval ends, the next one begins."""
        *ended, last = self.state.members[person]
        if (last.role, last.area, last.organisation) == (role, area, organisation):
            return
        at = max(now, last.from_at)
        following = Member(person, role, area, organisation, at)
        self.state.members[person] = (*ended, replace(last, until_at=at), following)

    def post(self, person: str) -> Member:
        return self.state.members[person][-1]

    # --- what must become of an op ---

    def judged(self, made: Made) -> Verdict:
        """What the op is answered that comes now, for itself alone."""
        if made.wrong is not None:
            return made.wrong
        if self.stands_off(made.seat):
            return Verdict("held", "device.revoked")
        put = made.op["kind"] == "record.put"
        roles = LOGGERS if put else REVIEWERS
        fitting = [one for one in self.state.members[made.seat.person] if one.role in roles]
        if not fitting:
            return Verdict("held", "role.forbidden")
        if put and not any(cast.PLACE.covers(one, made.op["body"]["area"]) for one in fitting):
            return Verdict("held", "area.out_of_scope")
        return STORED

    def came(self, key: Key, verdict: Verdict) -> None:
        """Notes how an op stands now; Broken when it must stand otherwise."""
        made = self.made.get(key)
        if made is None:
            raise Broken("P4", f"{key} stands on the server and nobody made it")
        known = self.state.present.get(key)
        if known is not None and known.verdict == verdict:
            return
        if known is None:
            must = self.judged(made)
            if verdict != must:
                prop = "P8" if made.wrong or verdict.status != "held" else "P13"
                raise Broken(prop, f"{made.op} of {made.seat} came as {verdict}, must be {must}")
            self.state.present[key] = Present(verdict, self.state.members[key[0]])
            return
        if known.verdict.status == "stored":
            raise Broken("P3", f"{key} was stored and is {verdict}")
        accepted = verdict.status == "stored"
        members = self._accepted(made) if accepted else known.members
        self.state.present[key] = Present(verdict, members)

    def _accepted(self, made: Made) -> tuple[Member, ...]:
        """The membership that somebody's acceptance of a put stands for."""
        person = made.seat.person
        ever = self.state.members[person]
        if made.op["kind"] != "record.put":
            return ever
        eff, area = self.sent(made, ever).eff, made.op["body"]["area"]
        found = [one for one in ever if one.from_at <= eff and (one.until_at is None or eff < one.until_at)]
        logging = [one for one in ever if one.role in LOGGERS]
        standing = found[0] if found and found[0].role in LOGGERS else logging[-1]
        if not found or standing is not found[0] or not cast.PLACE.covers(standing, area):
            standing = replace(standing, area=area)
        return (replace(standing, from_at=0, until_at=None),)

    # --- what it comes to ---

    def sent(self, made: Made, members: tuple[Member, ...] | None) -> Sent:
        anchor = made.op["anchor"]
        return Sent(
            made.seat.person,
            made.op,
            None if anchor is None else self.anchors[anchor],
            cast.BEGAN,
            made.number,
            made.seat.device,
            members,
        )

    def stored(self) -> list[Sent]:
        """Every op that is stored, as a recount takes it."""
        return [
            self.sent(self.made[key], present.members)
            for key, present in self.state.present.items()
            if present.verdict.status == "stored"
        ]

    def recount(self) -> Recount:
        return Recount(self.stored(), (), cast.PLACE, cast.PHONE_KEY)

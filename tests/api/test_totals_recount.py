"""GET /api/v1/totals against a plain recount of the raw ops, now and as of every commit, whole and narrowed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.batches import new_id, push, put, review, statuses
from tests.faults.evening import moved_clock
from tests.faults.field import GROUPS, HAMLETS, table
from tests.recount import MEASURES, Counted, Member, Place, Recount, Sent
from tests.site import COMMUNE, Caller, Site

HOUR = 3_600_000
PEOPLE = (  # role, area, organisation
    ("volunteer", "28135", "hoi-lhpn-xa.28135"),
    ("volunteer", "28135-my-tay", "doan-tn-xa.28135"),
    ("volunteer", "28111", "doan-tn-xa.28111"),
    ("teller", "28111", "ubnd-xa.28111"),
)
AREAS = ("28135-my-tay", "28135-cho-tram", "28135", "28111-xoai-doi", "28111", "806")
OUTCOMES = ("ok_installed_used", "ok_installed_used", "ok_installed_nophone", "owner_absent", "refused_other")
NUMBERS = tuple(f"+8490123456{digit}" for digit in range(6))


@dataclass
class Town:
    """What was sent, commit by commit, beside the site that it was sent to."""

    site: Site
    home: Path
    members: list[Member]
    commits: list[int] = field(default_factory=list)
    sent: list[tuple[int, Sent]] = field(default_factory=list)

    def recount(self, seq: int) -> Recount:
        parents = {row["code"]: row["parent"] or None for row in table("areas.csv")} | HAMLETS
        key = (self.home / "keys" / "phone-1").read_bytes()
        stored = [one for at, one in self.sent if at <= seq]
        return Recount(stored, self.members, Place(parents, GROUPS), key)


def _op(caller: Caller, rng: Random, known: dict[str, list[tuple[str, int]]], at: int) -> tuple[dict, str | None]:
    """A new record or a correction of one's own, with or without a number."""
    mine = known.setdefault(str(caller.person_id), [])
    body = {
        "area": rng.choice(AREAS),
        "mode": rng.choice(("door", "gate", "counter")),
        "outcome": rng.choice(OUTCOMES),
        "void": rng.random() < 0.1 or None,
    }
    record_id, rev = new_id(), 1
    if mine and rng.random() < 0.4:
        record_id, last = rng.choice(mine)
        rev = last + 1
    mine.append((record_id, rev))
    number = rng.choice(NUMBERS) if rng.random() < 0.6 else None
    if number is None and rev > 1 and rng.random() < 0.5:
        body["keep_number"] = True
    body = {name: value for name, value in body.items() if value is not None}
    op = put(record_id, rev, anchor=caller.last.get("anchor"), at=at, caller=caller, number=number, **body)
    return op, number


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """Forty commits by four people and a reviewer over five days."""
    rng = Random(20210819)
    with moved_clock() as clock, Site.make(tmp_path, database_url) as site:
        began = clock.ms
        callers = [site.person(role, area, unit) for role, area, unit in PEOPLE]
        officer = site.person("commune", COMMUNE, "ubnd-xa.28135")
        members = [
            Member(str(caller.person_id), role, area, unit, began)
            for caller, (role, area, unit) in zip(callers, PEOPLE, strict=True)
        ]
        members.append(Member(str(officer.person_id), "commune", COMMUNE, "ubnd-xa.28135", began))
        made = Town(site, tmp_path / "home", members)
        known: dict[str, list[tuple[str, int]]] = {}
        anchors: dict[str, int] = {}

        def send(caller: Caller, ops: list[tuple[dict, str | None]]) -> None:
            answer = push(caller, *(op for op, _ in ops))
            caller.last["anchor"] = answer["anchor"]
            anchors[answer["anchor"]] = clock.ms
            for (op, number), status in zip(ops, statuses(answer), strict=True):
                if status == "stored":
                    one = Sent(str(caller.person_id), op, anchors.get(op["anchor"]), began, number)
                    made.sent.append((answer["seq"], one))
            if not made.commits or made.commits[-1] != answer["seq"]:
                made.commits.append(answer["seq"])

        for number in range(40):
            clock.ms += rng.randrange(HOUR, 5 * HOUR)
            if number % 8 == 7:
                owner = callers[number % 2]
                record_id = rng.choice(known[str(owner.person_id)])[0]
                op = review(owner.person_id, record_id, rng.choice(("ok", "void")), anchor=officer.last.get("anchor"))
                send(officer, [(op, None)])
                continue
            caller = callers[rng.randrange(len(callers))]
            at = clock.ms - rng.randrange(3 * HOUR)
            send(caller, [_op(caller, rng, known, at) for _ in range(rng.randrange(1, 5))])
        yield made


DIMENSIONS = {"hamlet": "area", "commune": "commune", "day": "day", "mode": "mode", "outcome": "outcome"}


def _compare(answer: dict, records: list[Counted], count: Recount, by: str) -> None:
    measures = ("records", "assists") if by in ("mode", "outcome") else MEASURES
    groups: dict[str, list[Counted]] = {}
    for record in records:
        groups.setdefault(getattr(record, DIMENSIONS[by]), []).append(record)
    rows = {row["code"]: row for row in answer["rows"]}
    assert set(groups) <= set(rows)
    for code, row in rows.items():
        expected = count.total(groups.get(code, []))
        assert {name: row[name] for name in measures} == {name: expected[name] for name in measures}, (by, code)
        if row["outcomes"] is not None:
            assert sum(row["outcomes"].values()) == expected["records"]
    total = count.total(records)
    assert {name: answer["total"][name] for name in MEASURES} == total


def test_it_works(town: Town):
    district = town.site.person("district")
    count = town.recount(town.commits[-1])
    assert count.total()["unique"] > 10
    for by in DIMENSIONS:
        _compare(district.get(f"/totals?by={by}").json, count.records, count, by)


def test_every_commit_can_be_counted_again(town: Town):
    district = town.site.person("district")
    for seq in town.commits:
        count = town.recount(seq)
        for by in DIMENSIONS:
            answer = district.get(f"/totals?by={by}&as_of={seq}").json
            assert answer["seq"] == seq
            _compare(answer, count.records, count, by)


def test_narrowed_questions_agree_too(town: Town):
    district = town.site.person("district")
    days = sorted({record.day for record in town.recount(town.commits[-1]).records})
    questions = [
        ("within=28135", lambda one: one.commune == "28135"),
        ("within=28135-my-tay", lambda one: one.area == "28135-my-tay"),
        ("organisation=doan-tn", lambda one: str(one.organisation).startswith("doan-tn")),
        ("organisation=hoi-lhpn-xa.28135", lambda one: one.organisation == "hoi-lhpn-xa.28135"),
        (f"since={days[1]}", lambda one: one.day >= days[1]),
        (f"until={days[-2]}&within=28111", lambda one: one.day <= days[-2] and one.commune == "28111"),
        (
            f"since={days[1]}&until={days[2]}&organisation=doan-tn",
            lambda one: days[1] <= one.day <= days[2] and str(one.organisation).startswith("doan-tn"),
        ),
    ]
    for seq in (town.commits[-1], town.commits[len(town.commits) // 3], town.commits[-4]):
        count = town.recount(seq)
        for query, keep in questions:
            chosen = [record for record in count.records if keep(record)]
            for by in DIMENSIONS:
                answer = district.get(f"/totals?by={by}&{query}&as_of={seq}").json
                if by == "hamlet" and query == "within=28135-my-tay":
                    assert [row["code"] for row in answer["rows"]] == ["28135-my-tay"]
                _compare(answer, chosen, count, by)


def test_an_officer_sees_the_commune_s_part(town: Town):
    officer = town.site.person("commune", COMMUNE, "ubnd-xa.28135")
    count = town.recount(town.commits[-1])
    mine = [record for record in count.records if record.commune == COMMUNE]
    for by in DIMENSIONS:
        _compare(officer.get(f"/totals?by={by}").json, mine, count, by)


def test_a_wrong_recount_is_noticed(town: Town):
    """The negative control: one op less and the figures differ."""
    district = town.site.person("district")
    counted = next(
        place
        for place in range(len(town.sent) - 1, -1, -1)
        if town.sent[place][1].op["rev"] == 1 and town.sent[place][1].op["kind"] == "record.put"
    )
    before = town.recount(town.commits[-1]).total()
    del town.sent[counted]
    after = town.recount(town.commits[-1])
    assert after.total() != before
    with pytest.raises(AssertionError):
        _compare(district.get("/totals").json, after.records, after, "commune")

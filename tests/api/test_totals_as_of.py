"""GET /api/v1/totals?as_of=…: every earlier state can be had again, named by a commit."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from server.clock import instant
from tests.rollups import Ledger
from tests.site import COMMUNE, HAMLET, UNION, Site

EVERY = ("hamlet", "commune", "organisation", "day", "mode", "outcome")
BEGAN = 1_629_334_800_000
AREAS = (HAMLET, "28135-cho-tram", COMMUNE, "28111-xoai-doi", "806")
UNITS = (UNION, "doan-tn-xa.28111", "mttq-xa.28135")


@pytest.fixture
def ledger(site: Site) -> Ledger:
    """Twelve commits with what a sync writes: records that come, move, are corrected, lose their credit, go."""
    rng, ledger = Random(7), Ledger(site)
    standing: list[tuple] = []
    for number in range(12):
        changes: list[tuple] = []
        if standing and rng.random() < 0.5:
            gone = standing.pop(rng.randrange(len(standing)))
            changes.append((*gone[:5], tuple(-value for value in gone[5])))
        for _ in range(rng.randrange(1, 4)):
            entry = (
                rng.choice(AREAS),
                rng.choice(UNITS),
                date(2021, 8, 18 + rng.randrange(3)),
                rng.choice(("door", "gate", "counter")),
                rng.choice(("ok_installed_used", "owner_absent")),
                rng.choice(((1, 1, 1, 1, 0), (1, 0, 0, 0, 0), (2, 2, 1, 0, 1))),
            )
            standing.append(entry)
            changes.append(entry)
        ledger.commit(changes, BEGAN + number * 1000)
    return ledger


def recount(ledger: Ledger, by: str, seq: int) -> dict[str, tuple[int, ...]]:
    """Rows by code, counted from the raw entries in a way of its own."""
    sums: Counter[tuple[str, int]] = Counter()
    for one in ledger.entries:
        if one.seq > seq:
            continue
        code = {
            "hamlet": one.area,
            "commune": one.area.split("-")[0],
            "organisation": one.organisation.split("-xa.")[0],
            "day": one.day.isoformat(),
            "mode": one.mode,
            "outcome": one.outcome,
        }[by]
        for place, value in enumerate(one.counts):
            sums[code, place] += value
    codes = {code for code, _ in sums}
    found = {code: tuple(sums[code, place] for place in range(5)) for code in codes}
    return {code: values for code, values in found.items() if any(values)}


def answered(answer: dict) -> dict[str, tuple[int, ...]]:
    names = ("records", "assists", "unique", "unchecked", "unique_in_use")
    found = {row["code"]: tuple(row[name] for name in names) for row in answer["rows"]}
    return {code: values for code, values in found.items() if any(values)}


@pytest.mark.parametrize("by", EVERY)
def test_every_commit_can_be_had_again(site: Site, ledger: Ledger, by: str):
    district = site.person("district")
    for seq in range(13):
        answer = district.get(f"/totals?by={by}&as_of={seq}").json
        assert answer["seq"] == seq
        expected = recount(ledger, by, seq)
        if by in ("mode", "outcome"):
            expected = {code: values[:2] for code, values in expected.items() if any(values[:2])}
            assert {code: values[:2] for code, values in answered(answer).items()} == expected
        else:
            assert answered(answer) == expected
        assert answer["total"]["records"] == sum(values[0] for values in recount(ledger, by, seq).values())


def test_an_instant_is_rounded_down_to_the_last_commit(site: Site, ledger: Ledger):
    district = site.person("district")
    for at, seq in ((BEGAN - 1, 0), (BEGAN, 1), (BEGAN + 999, 1), (BEGAN + 1000, 2), (BEGAN + 99_000, 12)):
        assert district.get(f"/totals?as_of={instant(at)}").json["seq"] == seq


def test_a_seq_between_two_commits_is_rounded_down(site: Site, ledger: Ledger):
    from server.campaign.models import Campaign
    from server.database import writing

    with writing() as session:
        session.get_one(Campaign, site.campaign_id).head += 5
    ledger.add()
    district = site.person("district")
    assert district.get("/totals?as_of=15").json["seq"] == 12
    assert district.get("/totals?as_of=18").json["seq"] == 18
    assert district.get("/totals?as_of=9007199254740991").json["seq"] == 18


def test_before_the_first_commit_there_is_nothing(site: Site, ledger: Ledger):
    answer = site.person("district").get("/totals?as_of=1970-01-01T00:00:00.000Z").json
    assert (answer["seq"], answer["total"]["records"], answered(answer)) == (0, 0, {})


def test_as_of_narrows_like_the_present(site: Site, ledger: Ledger):
    district = site.person("district")
    for query in (f"within={COMMUNE}", "organisation=hoi-lhpn", "since=2021-08-19", "until=2021-08-18"):
        for by in EVERY:
            was = district.get(f"/totals?by={by}&{query}&as_of=12").json
            now = district.get(f"/totals?by={by}&{query}").json
            assert answered(was) == answered(now)
            earlier = district.get(f"/totals?by={by}&{query}&as_of=8").json
            assert sum(row["records"] for row in earlier["rows"]) == earlier["total"]["records"]


def test_published_figures_are_those_of_that_day(site: Site, ledger: Ledger):
    """Sample estimates and the published figures are of 16/8/2021; the census is older."""
    district = site.person("district")
    for as_of, known in (("2021-08-20T00:00:00.000Z", 35921), ("2021-08-15T16:59:59.999Z", None), ("3", 35921)):
        answer = district.get(f"/totals?as_of={as_of}").json
        official = answer["total"]["official"]
        assert (official and official["installed"]) == known
        assert answer["as_of_at"] == (instant(BEGAN + 2000) if as_of == "3" else as_of)
    assert district.get("/totals").json["as_of_at"] is None

"""Signals of the whole campaign are kept by the worker: the same as counted anew, for a few statements."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import event, text

from server.campaign.models import Campaign
from server.clock import instant, now_ms
from server.database import writing
from server.desk import watching
from server.extensions import db
from tests.batches import ABSENT, push, put, statuses
from tests.due import at
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site
from tests.statements import counted

OTHER_HAMLET = "28135-cho-tram"


def log(caller: Caller, count: int, first: int = 0, **body) -> list[str]:
    """Records of one person with numbers, ten seconds apart from now on."""
    anchor, begin, ops = caller.anchor(), now_ms(), []
    for place in range(count):
        op = put(anchor=anchor, caller=caller, number=f"+8491{first + place:07d}", **body)
        ops.append({**op, "happened_at": instant(begin + place * 10_000)})
    assert set(statuses(push(caller, *ops))) == {"stored"}
    return [op["record_id"] for op in ops]


def signals(staff: Caller) -> list[dict]:
    answer = staff.get("/signals?since=2021-08-17&until=2021-09-30")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def anew(site: Site, staff: Caller) -> list[dict]:
    """What looking at all records gives: the district's own area is named, so nothing that is kept is read."""
    answer = staff.get("/signals?since=2021-08-17&until=2021-09-30&within=806")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def of_commune(caller: Caller, within: str) -> list[dict]:
    answer = caller.get(f"/signals?since=2021-08-17&until=2021-09-30{within}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_it_works(site: Site):
    with at("2021-08-24 09:00"):
        log(site.person(name="Lê Thị Hoa"), 12)
        staff = site.person("district")
    with at("2021-08-24 12:00"):
        assert watching.refresh(site.campaign_id) > 0
        assert [one["kind"] for one in signals(staff)] == ["burst"]
        assert signals(staff) == anew(site, staff)


def test_a_round_without_news_looks_at_nobody_and_one_with_news_at_those_alone(site: Site):
    with at("2021-08-24 08:00"):
        first, second = site.person(), site.person()
    with at("2021-08-24 09:00"):
        log(first, 2)
        watching.refresh(site.campaign_id)
    with at("2021-08-24 10:00"):
        assert watching.refresh(site.campaign_id) == 0
        log(second, 2, first=500)
        assert watching.refresh(site.campaign_id) == 1


def test_what_is_kept_follows_whatever_happens(site: Site):
    """Days of logging, corrections, withdrawals, shared numbers and moves: after each round the same as anew."""
    rng = Random(7)
    with at("2021-08-20 07:00"):
        staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
        district = site.person("district")
        people = [site.person("volunteer", COMMUNE, UNION) for _ in range(3)]
    records: list[tuple[Caller, str, int]] = []
    for day in range(21, 27):
        with at(f"2021-08-{day} 09:00"):
            for one in people:
                if rng.random() < 0.7:
                    area = rng.choice([HAMLET, OTHER_HAMLET])
                    ids = log(one, rng.randint(9, 14), first=rng.choice([0, 100]), area=area)
                    records += [(one, record, 1) for record in ids]
            watching.refresh(site.campaign_id)
            assert signals(district) == anew(site, district), day
            assert_kept_by_commune(site, staff, day)
        with at(f"2021-08-{day} 17:00"):
            for _ in range(6):
                place = rng.randrange(len(records))
                one, record, rev = records[place]
                records[place] = (one, record, rev + 1)
                change = rng.choice([{"void": True}, {"outcome": ABSENT}, {"area": OTHER_HAMLET}])
                push(one, put(record, rev=rev + 1, anchor=one.anchor(), **change))
            moved = rng.choice(people)
            post = {"role": "volunteer", "area": COMMUNE, "hamlet": rng.choice([HAMLET, OTHER_HAMLET])}
            put_in = staff.call("PUT", f"/people/{moved.person_id}/membership", json={**post, "organisation": UNION})
            assert put_in.status_code == 200, put_in.json
        with at(f"2021-08-{day + 1} 00:30"):  # the first round of a day looks at all of the last two weeks
            watching.refresh(site.campaign_id)
            assert signals(district) == anew(site, district), day
            assert_kept_by_commune(site, staff, day)


def assert_kept_by_commune(site: Site, staff: Caller, day: int) -> None:
    """What is kept of a commune is what its records give: those of its people elsewhere are left out."""
    with counted() as seen:
        kept = of_commune(staff, "")
    assert not any("FROM record" in statement for statement in seen)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("server.desk.signals.kept", lambda *_: None)
        assert kept == of_commune(staff, f"&within={COMMUNE}") == of_commune(staff, ""), day


def test_other_limits_void_what_is_kept(site: Site):
    with at("2021-08-24 09:00"):
        log(site.person(), 8)
        staff = site.person("district")
        watching.refresh(site.campaign_id)
        assert signals(staff) == []
        with writing() as session:
            campaign = session.get_one(Campaign, site.campaign_id)
            campaign.settings = {**campaign.settings, "signals": {"burst": 5}}
            campaign.figures_rev += 1
        assert [one["kind"] for one in signals(staff)] == ["burst"]


def test_a_small_campaign_that_has_changed_is_looked_at_as_it_is_now(site: Site):
    with at("2021-08-24 09:00"):
        volunteer, staff = site.person(), site.person("district")
        watching.refresh(site.campaign_id)
        log(volunteer, 12)
        assert [one["kind"] for one in signals(staff)] == ["burst"]


def test_without_a_worker_records_of_a_large_campaign_are_looked_at(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "SMALL", 0)
    with at("2021-08-24 09:00"):
        volunteer, staff = site.person(), site.person("district")
        log(volunteer, 2)
        watching.refresh(site.campaign_id)
        log(volunteer, 12, first=500)
        assert signals(staff) == [], "some minutes are not yet late"
    with at("2021-08-24 09:10"):
        assert [one["kind"] for one in signals(staff)] == ["burst"]


def test_they_are_read_in_as_many_statements_whatever_there_is(site: Site):
    with at("2021-08-24 09:00"):
        staff = site.person("district")
        volunteers = [site.person() for _ in range(3)]
        taken = []
        for place, one in enumerate(volunteers):
            log(one, 12, first=place * 100)
            watching.refresh(site.campaign_id)
            signals(staff)
            with counted() as seen:
                signals(staff)
            assert not any("FROM record" in statement for statement in seen)
            taken.append(len(seen))
        assert len(set(taken)) == 1


@pytest.mark.parametrize("role", ["commune", "district"])
def test_nobody_is_told_of_others(site: Site, role: str):
    with at("2021-08-24 09:00"):
        log(site.person(), 12)
        watching.refresh(site.campaign_id)
        other = site.person(role, "28111", "ubnd-xa.28111")
        assert bool(signals(other)) == (role == "district")


def test_what_is_taken_away_of_somebody_is_found_by_their_name(site: Site):
    """However many signals a campaign has: all of them are looked at for nobody."""
    with at("2021-08-24 09:00"):
        log(site.person(), 12)
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("DELETE FROM signal"):
            asked.append((statement, parameters))

    engine = db.engines["writer"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        watching.refresh(site.campaign_id)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert asked
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with writing() as session:
        if explain == "EXPLAIN":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, parameters in asked:
            plan = session.connection().exec_driver_sql(f"{explain} {statement}", parameters).all()
            assert "ix_signal_person" in str(plan)

"""`--sample-data`: nine days of a campaign, sent through the ordinary services, whose figures agree with each other."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.campaign.models import Campaign, Figure
from server.clock import DAY_MS, day_of, now_ms, start_of
from server.database import reading
from server.desk import signs
from server.desk.models import SpotCheck
from server.people.models import Device, Membership, Person
from server.sync.models import HELD, QUARANTINED, Op, Pending, Record
from server.upkeep import sample, samplechecks, start
from tests.due import board
from tests.entry import enrol
from tests.rollups import TZ
from tests.site import PRESET, Caller, Site


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """The example as `gocua init --sample-data` makes it, with an evening of its ninth day behind it."""
    folder = tmp_path_factory.mktemp("example")
    url = f"sqlite:///{folder / 'gocua.db'}"
    with Site.make(folder, url, starts_on=start.sample_start(PRESET)) as site:
        sample.make(site.app, PRESET, lambda _line: None)
        yield site, folder / "home"


def district(site: Site) -> Caller:
    """The district's user of the example, signed in as the file says."""
    home: Path = site.app.extensions["gocua.settings"].home
    line = next(one for one in (home / sample.ACCESS).read_text("utf-8").splitlines() if "tên huyen" in one)
    answer = site.call(
        "POST",
        "/session",
        json={
            "username": "huyen",
            "password": line.rpartition("mật khẩu ")[2],
            "device_name": "Máy bàn",
            "install_id": "0190b7e4-0000-7000-8000-000000000001",
            "transport": "bearer",
        },
    )
    assert answer.status_code == 201, answer.json
    with reading() as session:
        person = session.scalars(select(Person).where(Person.username == "huyen")).one()
    return Caller(site, person.id, answer.json["device_id"], answer.json["token"], "district")


def test_it_works(example):
    site, home = example
    with reading() as session:
        rows = session.execute(select(Membership.role, func.count()).group_by(Membership.role))
        roles = {role: count for role, count in rows}  # noqa: C416
        ops = session.scalar(select(func.count()).select_from(Op)) or 0
        statuses = set(session.scalars(select(Pending.status)))
        campaign = session.get_one(Campaign, site.campaign_id)
        waiting = session.scalar(select(func.sum(Device.queue_len)))
    assert roles == {"volunteer": 40, "teller": 6, "district": 1, "commune": 1, "reporter": 2, "admin": 1}
    assert 2000 < ops < 4500
    assert campaign.head == ops
    assert campaign.sample
    assert statuses == {QUARANTINED, HELD}
    assert waiting is not None
    assert waiting > 10
    access = home / sample.ACCESS
    assert stat.S_IMODE(access.stat().st_mode) == 0o600


def test_today_is_the_ninth_day(example):
    site, _ = example
    with reading() as session:
        campaign = session.get_one(Campaign, site.campaign_id)
        latest = session.scalar(select(func.max(Op.received_at))) or 0
        earliest = session.scalar(select(func.min(Op.received_at))) or 0
    today = day_of(now_ms(), TZ)
    assert (today - campaign.starts_on).days + 1 == 9
    assert start_of(campaign.starts_on, TZ) <= earliest < earliest + 6 * DAY_MS < latest <= now_ms()
    days = [row["code"] for row in district(site).get("/totals?by=day").json["rows"]]
    assert days[0] == campaign.starts_on.isoformat()
    assert 8 <= len(days) <= 9


def test_communes_and_organisations_add_up_to_the_same(example):
    site, _ = example
    caller = district(site)
    total = caller.get("/totals").json["total"]
    assert total["unique"] > 1000
    for by in ("commune", "organisation", "hamlet", "day"):
        answer = caller.get(f"/totals?by={by}").json
        for measure in ("records", "assists", "unique", "unchecked", "unique_in_use"):
            assert sum(row[measure] for row in answer["rows"]) == answer["total"][measure] == total[measure]
    communes = caller.get("/totals?by=commune").json["rows"]
    assert sum(1 for row in communes if row["records"]) >= 17
    assert sum(1 for row in caller.get("/totals?by=outcome").json["rows"] if row["records"]) >= 15
    assert all(row["records"] for row in caller.get("/totals?by=mode").json["rows"])


def test_some_phones_have_been_silent_for_days(example):
    site, _ = example
    freshness = district(site).get("/totals").json["freshness"]
    assert freshness["waiting_on_phones"] > 10
    assert freshness["devices"] - freshness["synced_24h"] >= len(sample.SILENT)
    assert freshness["oldest_unsent_at"] is not None


def test_there_are_corrections_withdrawals_reviews_and_second_visits(example):
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Op).where(Op.rev > 1))
        assert session.scalar(select(func.count()).select_from(Record).where(Record.review_void.is_(True)))
        assert session.scalar(select(func.count()).select_from(Record).where(Record.review_void.is_(False)))
        households = select(Record.household).where(Record.household.is_not(None))
        later = households.group_by(Record.household).having(func.max(Record.day) > func.min(Record.day))
        assert session.execute(later).first()
        twice = select(Record.phone_key).where(Record.phone_key.is_not(None)).group_by(Record.phone_key)
        assert session.execute(twice.having(func.count(func.distinct(Record.person_id)) > 1)).first()


def test_run_again_it_changes_nothing(example):
    site, home = example
    before = (home / sample.ACCESS).read_text("utf-8")
    sample.make(site.app, PRESET, pytest.fail)
    assert (home / sample.ACCESS).read_text("utf-8") == before


def test_the_invite_lets_a_volunteer_in(example):
    site, home = example
    line = next(one for one in (home / sample.ACCESS).read_text("utf-8").splitlines() if "#moi=" in one)
    answer = enrol(site, line.rpartition("#moi=")[2])
    assert answer.status_code == 201
    assert answer.json["person"]["role"] == "volunteer"


def test_cut_short_it_is_completed_by_the_next_run(tmp_path: Path):
    """The same ops again are duplicates: nothing is counted twice."""
    url = f"sqlite:///{tmp_path / 'gocua.db'}"
    with Site.make(tmp_path, url, starts_on=start.sample_start(PRESET)) as site:

        def stop(line: str) -> None:
            if line.startswith("day 8"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            sample.make(site.app, PRESET, stop)
        assert not (tmp_path / "home" / sample.ACCESS).exists()
        sample.make(site.app, PRESET, lambda _line: None)
        with reading() as session:
            people = session.scalar(select(func.count()).select_from(Person))
            head = session.get_one(Campaign, site.campaign_id).head
            assert head == session.scalar(select(func.count()).select_from(Op))
            drawn, ids = session.execute(
                select(func.count(), func.count(func.distinct(SpotCheck.record_id))).select_from(SpotCheck)
            ).one()
            files = session.scalars(select(Figure.as_of).where(Figure.source == samplechecks.SOURCE)).all()
        assert people == 51, "fifty in the field and at desks, and who looks after the installation"
        assert 2000 < head < 4500
        assert drawn == ids > 20
        assert len(files) == 2 * 17


def test_a_campaign_without_sample_data_is_left_alone(tmp_path: Path):
    with Site.make(tmp_path, f"sqlite:///{tmp_path / 'gocua.db'}", sample=False) as site:
        said: list[str] = []
        sample.make(site.app, PRESET, said.append)
        with reading() as session:
            assert session.scalar(select(func.count()).select_from(Person)) == 0
    assert said == ["The campaign is not one of sample data; nothing was added"]


def test_each_commune_has_two_figures_that_are_estimates_and_the_district_its_published_ones(example):
    site, _ = example
    answer = district(site).get("/reconciliation").json
    begins = start.sample_start(PRESET)
    span = [(begins - timedelta(days=1)).isoformat(), (begins + timedelta(days=6)).isoformat()]
    assert len(answer["rows"]) == 17
    for row in answer["rows"]:
        assert [row["first"]["as_of"], row["last"]["as_of"]] == span
        assert row["estimate"]
        assert "mẫu" in row["last"]["source"]
        assert row["change"] > 0
    assert any(row["gap"] < 0 for row in answer["rows"])
    total = answer["total"]
    assert (total["first"], total["last"]["installed"], total["last"]["estimate"]) == (None, 35921, False)


def test_there_is_something_of_every_kind_to_check(example):
    site, _ = example
    staff = district(site)
    kinds = {one["kind"] for one in staff.get("/signals").json["items"]}
    assert kinds == set(signs.KINDS)
    summary = staff.get("/spot-checks?limit=1").json["summary"]
    assert all(summary[name] > 0 for name in ("open", "confirmed", "wrong", "unreachable"))
    wrong = [one["record"] for one in staff.get("/spot-checks?limit=500").json["items"] if one["result"] == "wrong"]
    assert [one["review"]["verdict"] for one in wrong] == ["void"] * summary["wrong"]


def test_units_state_report_and_some_are_late(example):
    site, _ = example
    staff = district(site)
    groups = {one["group"]: one for one in staff.get("/statements/summary").json["groups"]}
    assert 25 < groups["all_staff"]["stated"] < 43 == groups["all_staff"]["units"]
    assert groups["cadres_civil_servants"]["stated"] > 0 < groups["workers"]["stated"] <= 5
    rows = staff.get("/statements?limit=500").json["items"]
    assert {one["on_behalf"] for one in rows} == {True, False}
    assert all(one["paper_date"] for one in rows if one["on_behalf"])
    assert len(staff.get("/activities?limit=500").json["items"]) > 10
    assert staff.get("/told-assists").json["items"]
    companies = staff.get("/units?kind=enterprise").json["items"]
    assert {one["name"].endswith("(đơn vị mẫu)") for one in companies} == {True}
    assert all(one["asked_on"] for one in companies)
    squares = staff.get("/obligations?limit=500").json["items"]
    states = {one["status"] for one in squares if one["obligation"] == "R03"}
    assert {"on_time", "missing"} <= states, states


def test_the_district_has_answered_and_somebody_is_waiting_for_it(example):
    site, _ = example
    squares = board(district(site))
    verdicts = [version["verdict"] for square in squares for version in square["versions"]]
    assert {"accepted", "returned", None} <= set(verdicts)
    corrected = [square for square in squares if len(square["versions"]) == 2]
    assert [square["versions"][0]["verdict"] for square in corrected] == ["returned"]
    returned = [square["obligation"] for square in squares if square["status"] == "returned"]
    assert sorted(returned) == ["R03", "R08"]
    assert any(square["excuse"] for square in squares)
    assert sum(square["zero"] for square in squares) == 1
    weekly = [one for one in board(district(site), obligation="R08") if one["versions"]]
    assert sorted(str(one["versions"][-1]["verdict"]) for one in weekly) == ["None", "None", "accepted", "returned"]


def test_an_earlier_beginning_has_two_thursdays_behind_it(tmp_path: Path):
    starts_on = start.sample_start(PRESET) - timedelta(days=21)
    with Site.make(tmp_path, f"sqlite:///{tmp_path / 'gocua.db'}", starts_on=starts_on) as site:
        sample.make(site.app, PRESET, lambda _line: None)
        weekly = board(district(site), obligation="R08")
    periods = sorted({square["period"] for square in weekly})
    for period in periods[:2]:
        statuses = [one["status"] for one in weekly if one["period"] == period and one["unit"]["level"] == "commune"]
        assert len(statuses) == 17
        assert statuses.count("on_time") > 8
        assert statuses.count("returned") == 1
        assert any(one["zero"] for one in weekly if one["period"] == period)
    early = [one["status"] for one in weekly if one["period"] in periods[:2]]
    assert {"late", "missing"} <= set(early)

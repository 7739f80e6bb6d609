"""`gocua purge`: what was logged goes when the consent text says so; totals, figures and reports stay."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from server.campaign import store as campaign_store
from server.campaign.models import Campaign, Figure
from server.cli import main
from server.clock import at, start_of
from server.database import reading, writing
from server.desk import steps, watching
from server.desk.models import KeptSignal, KeptStep, SignalMark, SpotCheck, StepMark
from server.people.models import Audit, Device
from server.reports.models import Visited, VisitedCount, VisitedMark, VisitedShared
from server.sync.models import Claim, Commit, Departure, Erasure, Op, Pending, Record, Rollup, RollupLog
from tests.batches import batch, new_id, push, put
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

NUMBER = "+84912345678"
VISITS = (VisitedMark, VisitedShared, VisitedCount, Visited)
GOING = (
    *(Op, Pending, Record, Claim, Departure, KeptSignal, SignalMark, KeptStep, StepMark, SpotCheck, Erasure),
    *VISITS,
)
STAYING = (Rollup, RollupLog, Commit, Figure)


def run(site: Site, *words: str) -> Result:
    return CliRunner().invoke(main, ["purge", *words], obj=lambda: site.app)


def fails(result: Result, told: str) -> None:
    assert result.exit_code != 0
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def counts(models) -> dict[str, int]:
    with reading() as session:
        return {one.__tablename__: session.scalar(select(func.count()).select_from(one)) or 0 for one in models}


def kept_rows() -> list[tuple]:
    with reading() as session:
        return [tuple(row) for one in STAYING for row in session.execute(select(*one.__table__.columns))]


def purges() -> list[Audit]:
    with reading() as session:
        return list(session.scalars(select(Audit).where(Audit.act == "campaign.purge")))


def ends(site: Site, day: date) -> None:
    with writing() as session:
        campaign_store.lock(session, site.campaign_id).ends_on = day


@pytest.fixture
def volunteer(site: Site) -> Caller:
    return site.person("volunteer", COMMUNE, UNION)


@pytest.fixture
def busy(site: Site, volunteer: Caller) -> Site:
    """Something in every table that a purge empties; the campaign ended long ago."""
    moved = new_id()
    push(volunteer, put(caller=volunteer, number=NUMBER), put(moved), put(area="99999-nowhere"))
    push(volunteer, put(moved, 2, area="28135-cho-tram"), queue_len=8)
    district = site.person("district")
    drawn = district.post("/spot-checks", {"draw": new_id(), "count": 1})
    assert drawn.status_code == 200, drawn.json
    asked = district.post("/erasures", {"id": new_id(), "phone": "0987654321", "reason": "thư"})
    assert asked.status_code == 201, asked.json
    watching.refresh(site.campaign_id)
    steps.refresh(site.campaign_id)
    with writing() as session:
        span = {"count": 12, "of": 12, "first_at": 0, "last_at": 1}
        who = {"person_id": volunteer.person_id, "device_id": volunteer.device_id}
        house = {"campaign_id": site.campaign_id, "area_id": 1, "organisation_id": 0}
        home = uuid.uuid4()
        session.add(VisitedMark(campaign_id=site.campaign_id, seq=1, epoch=""))
        session.add(VisitedShared(**house, household=home))
        session.add(VisitedCount(**house, households=1))
        session.add(Visited(**house, household=home, record_id=home, person_id=home))
        session.add(KeptSignal(campaign_id=site.campaign_id, area_id=0, day=18858, kind="burst", **who, **span))
    assert all(counts(GOING).values()), counts(GOING)
    ends(site, date(2021, 9, 17))
    return site


def test_it_works(busy: Site, volunteer: Caller):
    before = kept_rows()
    result = run(busy, "--yes")
    assert result.exit_code == 0, result.output
    assert counts(GOING) == dict.fromkeys(counts(GOING), 0)
    assert kept_rows() == before
    assert "op: 3" in result.stdout.splitlines()
    assert "totals, figures and reports stay" in result.stdout
    with reading() as session:
        device = session.get_one(Device, volunteer.device_id)
        assert (device.queue_len, device.oldest_at, device.next_n, device.app, device.skew_ms) == (None,) * 5
        assert session.get_one(Campaign, busy.campaign_id).purged_at is not None
    (noted,) = purges()
    assert (noted.campaign_id, noted.actor_id, noted.subject) == (busy.campaign_id, None, "can-duoc-bluezone-2021")
    assert (noted.details["rows"]["op"], noted.details["from"]) == (3, "2021-10-17")


def test_phones_are_told_and_totals_are_still_shown(busy: Site, volunteer: Caller):
    district = busy.person("district")
    before = district.get("/totals").json["total"]
    assert run(busy, "--yes").exit_code == 0
    for path, body in (("/sync/push", batch(put())), ("/sync/verify", {"items": [new_id()]})):
        answer = volunteer.post(path, body)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "campaign.purged")
    assert counts(GOING) == dict.fromkeys(counts(GOING), 0)
    assert district.get("/totals").json["total"] == before
    assert before["records"] == 2


def test_without_yes_it_only_tells(busy: Site):
    before = counts((*GOING, *STAYING, Audit))
    result = run(busy)
    assert result.exit_code == 0, result.output
    kept = ("signal_mark", "signal", "step_mark", "step", *(one.__tablename__ for one in VISITS))
    order = ("spot_check", *kept, "erasure", "claim", "departure", "pending")
    assert result.stdout.splitlines() == [
        *(f"{name}: {counts(GOING)[name]}" for name in (*order, "record", "op")),
        "device (queues): 1",
        "can-duoc-bluezone-2021: may be purged from 2021-10-17 on: now",
        "can-duoc-bluezone-2021: phones say that they hold 7 unsent; these would be lost",
        "nothing was deleted; --yes deletes",
    ]
    assert counts((*GOING, *STAYING, Audit)) == before


def test_done_once_it_says_so(busy: Site):
    run(busy, "--yes")
    for words in ((), ("--yes",)):
        again = run(busy, *words)
        assert again.exit_code == 0
        assert "was purged at" in again.stdout
        assert "nothing to do" in again.stdout
    assert len(purges()) == 1


@pytest.fixture
def day_before(busy: Site) -> Iterator[Site]:
    """The last millisecond, in the campaign's zone, before the data may go."""
    with at(start_of(date(2021, 10, 17), "Asia/Ho_Chi_Minh") - 1):
        yield busy


def test_before_its_day_it_is_refused(day_before: Site):
    before = counts((*GOING, *STAYING))
    assert "not yet" in run(day_before).stdout
    fails(run(day_before, "--yes"), "kept until 2021-10-17; earlier with --early REASON")
    assert counts((*GOING, *STAYING)) == before
    assert purges() == []
    with at(start_of(date(2021, 10, 17), "Asia/Ho_Chi_Minh")):
        assert run(day_before, "--yes").exit_code == 0
    assert "early" not in purges()[0].details


def test_a_reason_makes_it_early(day_before: Site):
    fails(run(day_before, "--yes", "--early", " "), "--early takes a reason")
    assert run(day_before, "--yes", "--early", "huyện yêu cầu").exit_code == 0
    assert counts(GOING) == dict.fromkeys(counts(GOING), 0)
    assert purges()[0].details["early"] == "huyện yêu cầu"


def test_another_campaign_is_left_alone(busy: Site):
    with writing() as session:
        first = campaign_store.lock(session, busy.campaign_id)
        kept = {column.key: getattr(first, column.key) for column in Campaign.__table__.columns}
        session.add(Campaign(**{**kept, "id": busy.campaign_id + 1, "code": "dot-hai", "epoch": "b" * 32}))
    before = counts(GOING)
    fails(run(busy, "--yes"), "say which campaign with --campaign")
    fails(run(busy, "--yes", "--campaign", "khong-co"), "campaign.unknown")
    assert run(busy, "--yes", "--campaign", "dot-hai").exit_code == 0
    assert counts(GOING) == before
    assert busy.person().post("/sync/verify", {"items": []}).status_code == 200


def test_nothing_is_left_in_the_file(sqlite_site: Site):
    volunteer = sqlite_site.person()
    push(volunteer, *(put(note=f"nhà có cổng xanh {HAMLET}") for _ in range(20)))
    ends(sqlite_site, date(2021, 9, 17))
    path = sqlite_site.url.removeprefix("sqlite:///")

    def content() -> bytes:
        with writing() as session:
            session.commit()
            session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(path, "rb") as file:
            return file.read()

    assert "nhà có cổng xanh".encode() in content()
    assert run(sqlite_site, "--yes").exit_code == 0
    assert "nhà có cổng xanh".encode() not in content()

"""GET /api/v1/totals: denominators, official figures, targets and freshness beside what was logged."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from server.campaign.models import Area, Campaign, Figure, Target
from server.clock import day_of, instant, now_ms
from server.database import reading, writing
from server.people.models import Device, Membership
from tests.rollups import TZ, Ledger
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Site


def figure(site: Site, area: str, measure: str, value: int, as_of: str, source: str = "Xã báo", estimate=False) -> None:
    area_id = site.area_id(area)
    with writing() as session:
        number = session.scalar(select(func.max(Figure.id)).where(Figure.campaign_id == site.campaign_id)) or 0
        session.add(
            Figure(
                campaign_id=site.campaign_id,
                id=number + 1,
                area_id=area_id,
                measure=measure,
                value=value,
                as_of=date.fromisoformat(as_of),
                source=source,
                estimate=estimate,
                created_at=now_ms(),
            )
        )
        session.get_one(Campaign, site.campaign_id).figures_rev += 1


def target(site: Site, area: str, value: int, starts_on: date, deadline: date, organisation: str | None = None) -> None:
    area_id = site.area_id(area)
    unit = site.organisation_id(organisation) if organisation else None
    with writing() as session:
        number = session.scalar(select(func.max(Target.id))) or 0
        session.add(
            Target(
                campaign_id=site.campaign_id,
                id=number + 1,
                area_id=area_id,
                organisation_id=unit,
                measure="unique",
                value=value,
                starts_on=starts_on,
                deadline=deadline,
                source="UBND huyện",
            )
        )
        session.get_one(Campaign, site.campaign_id).figures_rev += 1


@pytest.fixture
def bare(site: Site) -> Site:
    """The preset without any figure or target of communes: only the district's three real ones."""
    root = site.area_id(ROOT)
    with writing() as session:
        session.execute(delete(Target))
        session.execute(delete(Figure).where(Figure.area_id != root))
        session.get_one(Campaign, site.campaign_id).figures_rev += 1
    return site


def row(answer, code: str) -> dict:
    return next(one for one in answer.json["rows"] if one["code"] == code)


def test_the_district_has_its_own_figures(bare: Site):
    total = bare.person("district").get("/totals").json["total"]
    assert (total["smartphones"]["value"], total["population"]["value"]) == (115_894, 188_092)
    assert (total["official"]["installed"], total["official"]["as_of"]) == (35_921, "2021-08-16")
    assert total["smartphones"]["estimate"] is False
    assert "Sở Thông tin và Truyền thông" in total["smartphones"]["source"]


def test_what_is_not_known_is_null(bare: Site):
    answer = bare.person("district").get("/totals")
    found = row(answer, COMMUNE)
    assert [found[name] for name in ("smartphones", "population", "households", "official")] == [None] * 4
    assert (found["target"], found["expected_by_now"]) == (None, None)


def test_estimates_are_marked(site: Site):
    found = row(site.person("district").get("/totals"), COMMUNE)
    assert found["smartphones"]["estimate"] is True
    assert found["official"]["estimate"] is True


def test_the_latest_figure_not_after_until_stands(bare: Site):
    for value, as_of in ((7000, "2021-08-10"), (7100, "2021-08-20"), (7200, "2021-08-30")):
        figure(bare, COMMUNE, "smartphones", value, as_of)
    district = bare.person("district")

    def value(query: str) -> int | None:
        found = row(district.get(f"/totals{query}"), COMMUNE)["smartphones"]
        return found and found["value"]

    assert value("") == 7200
    assert value("?until=2021-08-29") == 7100
    assert value("?until=2021-08-20") == 7100
    assert value("?until=2021-08-09") is None


def test_of_two_figures_of_one_day_the_real_one_stands(bare: Site):
    figure(bare, COMMUNE, "population", 12_000, "2021-08-16", source="Xã báo")
    figure(bare, COMMUNE, "population", 12_193, "2021-08-16", source="Ước tính", estimate=True)
    found = row(bare.person("district").get("/totals"), COMMUNE)
    assert (found["population"]["value"], found["population"]["estimate"]) == (12_000, False)


def test_a_total_without_own_figure_sums_the_rows_that_have_both(bare: Site):
    figure(bare, HAMLET, "smartphones", 400, "2021-08-16")
    figure(bare, HAMLET, "installed", 100, "2021-08-17")
    figure(bare, "28135-cho-tram", "smartphones", 500, "2021-08-16")
    total = bare.person("district").get(f"/totals?by=hamlet&within={COMMUNE}").json["total"]
    assert total["smartphones"]["value"] == 400
    assert (total["official"]["installed"], total["official"]["as_of"]) == (100, "2021-08-17")


def test_a_sum_without_official_figures_is_of_what_is_known(bare: Site):
    figure(bare, HAMLET, "smartphones", 400, "2021-08-16", source="Ấp Mỹ Tây")
    figure(bare, "28135-cho-tram", "smartphones", 500, "2021-08-12", source="Ấp Chợ Trạm", estimate=True)
    total = bare.person("district").get(f"/totals?by=hamlet&within={COMMUNE}").json["total"]
    assert total["smartphones"] == {
        "value": 900,
        "as_of": "2021-08-12",
        "source": "Cộng từ nhiều nguồn",
        "estimate": True,
    }
    assert total["official"] is None


def test_rows_that_are_no_area_of_their_own_have_no_figures(site: Site):
    district = site.person("district")
    assert row(district.get("/totals?by=hamlet"), COMMUNE)["population"] is None
    assert row(district.get("/totals"), ROOT)["population"] is None
    assert row(district.get("/totals?by=organisation"), "hoi-lhpn")["population"] is None
    assert district.get("/totals?by=organisation").json["total"]["population"]["value"] == 188_092


def test_official_and_logged_figures_are_never_added(site: Site):
    Ledger(site).add(counts=(9, 9, 9, 0, 0))
    total = site.person("district").get("/totals").json["total"]
    assert (total["unique"], total["official"]["installed"]) == (9, 35_921)


def test_a_target_says_what_is_expected_by_now(bare: Site):
    today = day_of(now_ms(), TZ)
    target(bare, COMMUNE, 1000, today - timedelta(days=2), today + timedelta(days=5))
    target(bare, COMMUNE, 9000, today + timedelta(days=5), today + timedelta(days=50))
    target(bare, ROOT, 10_000, today + timedelta(days=1), today + timedelta(days=9))
    target(bare, HAMLET, 77, today - timedelta(days=9), today - timedelta(days=1))
    district = bare.person("district")
    answer = district.get("/totals")
    found = row(answer, COMMUNE)
    assert found["target"] == {"value": 1000, "deadline": (today + timedelta(days=5)).isoformat()}
    assert found["expected_by_now"] == 285  # floor(1000 × 2 / 7)
    assert (answer.json["total"]["target"]["value"], answer.json["total"]["expected_by_now"]) == (10_000, 0)
    over = row(district.get("/totals?by=hamlet"), HAMLET)
    assert (over["target"]["value"], over["expected_by_now"]) == (77, 77)


def test_an_organisation_has_its_own_target(bare: Site):
    today = day_of(now_ms(), TZ)
    target(bare, ROOT, 500, today - timedelta(days=1), today + timedelta(days=1), organisation="hoi-lhpn")
    target(bare, COMMUNE, 60, today - timedelta(days=1), today + timedelta(days=1), organisation=UNION)
    district = bare.person("district")
    assert row(district.get("/totals?by=organisation"), "hoi-lhpn")["expected_by_now"] == 250
    children = district.get("/totals?by=organisation&organisation=hoi-lhpn")
    assert row(children, UNION)["target"]["value"] == 60
    assert children.json["total"]["target"]["value"] == 500
    assert district.get("/totals").json["total"]["target"] is None


# --- freshness ---


def said(device_id: uuid.UUID, **values) -> None:
    with writing() as session:
        session.execute(update(Device).where(Device.id == device_id).values(**values))


def test_freshness_says_what_is_known_to_wait_on_phones(site: Site):
    now = now_ms()
    busy, quiet, lost, far = (
        site.person(),
        site.person(area=COMMUNE),
        site.person(),
        site.person(area="28111-xoai-doi", organisation="doan-tn-xa.28111"),
    )
    said(busy.device_id, queue_len=12, oldest_at=now - 7_200_000, synced_at=now - 3_600_000)
    said(quiet.device_id, queue_len=0, oldest_at=now - 99_000_000, synced_at=now - 90_000_000)
    said(lost.device_id, queue_len=50, oldest_at=now - 99_000_000, synced_at=now, revoked_at=now)
    said(far.device_id, queue_len=3, oldest_at=now - 5_000_000, synced_at=now - 1000)
    district = site.person("district")
    assert district.get("/totals").json["freshness"] == {
        "devices": 3,
        "synced_24h": 2,
        "waiting_on_phones": 15,
        "oldest_unsent_at": instant(now - 7_200_000),
    }
    within = district.get(f"/totals?within={COMMUNE}").json["freshness"]
    assert (within["devices"], within["synced_24h"], within["waiting_on_phones"]) == (2, 1, 12)
    theirs = district.get("/totals?organisation=doan-tn").json["freshness"]
    assert (theirs["devices"], theirs["waiting_on_phones"]) == (1, 3)


def test_a_device_that_claims_nonsense_is_bounded(site: Site):
    for _ in range(3):
        said(site.person().device_id, queue_len=2**53, oldest_at=now_ms())
    assert site.person("district").get("/totals").json["freshness"]["waiting_on_phones"] == 3_000_000


def test_with_no_device_nothing_waits(site: Site):
    assert site.person("district").get("/totals").json["freshness"] == {
        "devices": 0,
        "synced_24h": 0,
        "waiting_on_phones": 0,
        "oldest_unsent_at": None,
    }


def test_a_device_goes_with_its_person(site: Site):
    person, now = site.person(), now_ms()
    said(person.device_id, queue_len=4, oldest_at=now)
    elsewhere, unit = site.area_id("28111"), site.organisation_id("doan-tn-xa.28111")
    with writing() as session:
        session.execute(update(Membership).values(until_at=now))
        session.add(
            Membership(
                campaign_id=site.campaign_id,
                person_id=person.person_id,
                role="volunteer",
                organisation_id=unit,
                area_id=elsewhere,
                from_at=now,
            )
        )
    district = site.person("district")
    assert district.get(f"/totals?within={COMMUNE}").json["freshness"]["waiting_on_phones"] == 0
    assert district.get("/totals?within=28111").json["freshness"]["waiting_on_phones"] == 4


# --- closed areas ---


def test_a_closed_area_is_shown_under_its_successor(site: Site):
    ledger = Ledger(site)
    ledger.add(HAMLET, counts=(5, 5, 5, 0, 0))
    ledger.add("28135-cho-tram", counts=(2, 2, 2, 0, 0))
    close(site, HAMLET, "28135-cho-tram")
    district = site.person("district")
    answer = district.get("/totals?by=hamlet")
    assert row(answer, "28135-cho-tram")["records"] == 7
    assert HAMLET not in {one["code"] for one in answer.json["rows"]}
    assert district.get(f"/totals?within={HAMLET}").json["total"]["records"] == 7
    assert district.get(f"/totals?within={HAMLET}").json["total"]["code"] == "28135-cho-tram"


def test_a_closed_commune_takes_its_hamlets_along(site: Site):
    ledger = Ledger(site)
    ledger.add(HAMLET, counts=(5, 5, 5, 0, 0))
    ledger.add(COMMUNE, counts=(1, 1, 1, 0, 0))
    ledger.add("28132-2", counts=(3, 3, 3, 0, 0))
    close(site, COMMUNE, "28132")
    district = site.person("district")
    answer = district.get("/totals")
    assert row(answer, "28132")["records"] == 9
    assert COMMUNE not in {one["code"] for one in answer.json["rows"]}
    hamlets = district.get("/totals?by=hamlet&within=28132")
    assert {one["code"]: one["records"] for one in hamlets.json["rows"]} == {
        "28132": 1,
        "28132-2": 3,
        HAMLET: 5,
        "28135-cho-tram": 0,
    }


def test_an_area_closed_for_nothing_keeps_its_row_while_it_holds_records(site: Site):
    Ledger(site).add(HAMLET, counts=(5, 5, 5, 0, 0))
    close(site, HAMLET, None)
    close(site, "28135-cho-tram", None)
    answer = site.person("district").get(f"/totals?by=hamlet&within={COMMUNE}")
    assert {one["code"]: one["records"] for one in answer.json["rows"]} == {COMMUNE: 0, HAMLET: 5}


def close(site: Site, code: str, successor: str | None) -> None:
    yesterday = day_of(now_ms(), TZ) - timedelta(days=1)
    with writing() as session:
        session.execute(update(Area).where(Area.code == code).values(valid_to=yesterday, successor=successor))
        session.get_one(Campaign, site.campaign_id).figures_rev += 1
    with reading() as session:
        assert session.scalar(select(Area.valid_to).where(Area.code == code)) == yesterday

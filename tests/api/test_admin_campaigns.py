"""GET /admin/campaigns and /admin/campaigns/<code>: what was loaded, its state, and the day on which it is purged."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, update

from server.campaign.models import Campaign
from server.database import reading, writing
from tests.site import COMMUNE, PRESET, STARTS_ON, Site


def another(site: Site) -> str:
    """A second campaign of the installation, a copy of the first one's row."""
    with writing() as session:
        row = session.execute(select(Campaign.__table__).where(Campaign.id == site.campaign_id)).one()._asdict()
        session.execute(insert(Campaign).values({**row, "id": site.campaign_id + 1, "code": "vneid-2027"}))
    return "vneid-2027"


def test_it_works(site: Site):
    admin = site.person("admin")
    site.person()
    (one,) = admin.get("/admin/campaigns").json["items"]
    with reading() as session:
        kept = session.get_one(Campaign, site.campaign_id)
    assert (one["code"], one["name"], one["tz"]) == (PRESET, kept.name, "Asia/Ho_Chi_Minh")
    assert (one["starts_on"], one["ends_on"]) == (STARTS_ON.isoformat(), "2021-09-30")
    assert (one["weekly_from"], one["weekly_until"], one["shifted_days"]) == ("2021-08-26", "2021-09-30", 0)
    assert (one["purge_from"], one["purged_at"]) == ("2021-10-30", None)
    organisations = one["counts"].pop("organisations")
    assert organisations > 40
    assert one["counts"] == {"communes": 17, "hamlets": 26, "people": 2, "devices": 2}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2021, 8, 16, 16, 59, tzinfo=UTC), "before"),
        (datetime(2021, 8, 16, 17, 0, tzinfo=UTC), "running"),
        (datetime(2021, 9, 30, 16, 59, tzinfo=UTC), "running"),
        (datetime(2021, 9, 30, 17, 0, tzinfo=UTC), "over"),
    ],
)
def test_its_state_follows_the_days_of_its_own_zone(site: Site, now: datetime, state: str):
    with time_machine.travel(now, tick=False):
        admin = site.person("admin")
        assert admin.get("/admin/campaigns").json["items"][0]["state"] == state


def test_a_purged_one_says_since_when(site: Site):
    admin = site.person("admin")
    with writing() as session:
        session.execute(update(Campaign).values(purged_at=1635552000000))
    (one,) = admin.get("/admin/campaigns").json["items"]
    assert (one["state"], one["purged_at"]) == ("purged", "2021-10-30T00:00:00.000Z")


def test_the_purge_day_is_the_one_that_the_campaign_promised(site: Site):
    admin = site.person("admin")
    with writing() as session:
        row = session.get_one(Campaign, site.campaign_id)
        row.settings = {**row.settings, "privacy": {"purge_days_after_last_report": 45}}
        ends_on: date = row.ends_on
    (one,) = admin.get("/admin/campaigns").json["items"]
    assert one["purge_from"] == (ends_on + timedelta(days=45)).isoformat()


def test_the_settings_are_those_that_were_loaded(site: Site):
    one = site.person("district").get(f"/admin/campaigns/{PRESET}").json
    assert one["settings"]["reminders"]["hours_before"] == [24, 3, 1]
    assert one["settings"]["privacy"]["purge_days_after_last_report"] == 30
    assert one["lists"]["map"] == 17
    assert not one["settings"].keys() & one["lists"].keys()


def test_an_admin_sees_every_campaign_and_a_district_its_own(site: Site):
    other = another(site)
    admin, district = site.person("admin"), site.person("district")
    assert {one["code"] for one in admin.get("/admin/campaigns").json["items"]} == {PRESET, other}
    assert [one["code"] for one in district.get("/admin/campaigns").json["items"]] == [PRESET]
    assert admin.get(f"/admin/campaigns/{other}").status_code == 200
    assert district.get(f"/admin/campaigns/{other}").status_code == 404


def test_a_commune_sees_none(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    for path in ("/admin/campaigns", f"/admin/campaigns/{PRESET}"):
        assert staff.get(path).json["error"]["code"] == "role.forbidden"

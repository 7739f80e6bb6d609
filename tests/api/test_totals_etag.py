"""GET /api/v1/totals with If-None-Match: nothing is sent again while nothing has changed."""

import re
from datetime import date

import pytest
from sqlalchemy import event, update

from server.campaign.models import Campaign
from server.clock import now_ms
from server.database import writing
from server.extensions import db
from server.people.models import Device
from server.totals import routes
from tests.rollups import Ledger
from tests.site import COMMUNE, ROOT, UNION, Caller, Site


def again(caller: Caller, query: str, etag: str):
    return caller.get(f"/totals{query}", headers={"If-None-Match": etag})


def test_it_works(site: Site):
    Ledger(site).add()
    district = site.person("district")
    first = district.get("/totals")
    second = again(district, "", first.headers["ETag"])
    assert second.status_code == 304
    assert second.data == b""
    assert second.headers["Gocua"] == "1"
    assert second.headers["ETag"] == first.headers["ETag"]
    assert again(district, "", f'"other", {first.headers["ETag"]}').status_code == 304


def test_a_compressed_answer_has_the_same_tag(sqlite_site: Site):
    district = sqlite_site.person("district")
    plain = district.get("/totals?by=hamlet")
    packed = district.get("/totals?by=hamlet", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] == plain.headers["ETag"]


def _more_ops(site: Site) -> None:
    Ledger(site).add()


def _new_figures(site: Site) -> None:
    with writing() as session:
        session.get_one(Campaign, site.campaign_id).figures_rev += 1


def _new_history(site: Site) -> None:
    with writing() as session:
        session.get_one(Campaign, site.campaign_id).epoch = "f" * 32


@pytest.mark.parametrize("change", [_more_ops, _new_figures, _new_history])
def test_a_change_is_sent(sqlite_site: Site, change):
    sqlite_site.person()
    district = sqlite_site.person("district")
    first = district.get("/totals")
    assert again(district, "", first.headers["ETag"]).status_code == 304
    change(sqlite_site)
    second = again(district, "", first.headers["ETag"])
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]


def test_what_waits_on_phones_is_told_a_minute_later(sqlite_site: Site, monkeypatch):
    sqlite_site.person()
    district = sqlite_site.person("district")
    first = district.get("/totals")
    with writing() as session:
        session.execute(update(Device).values(queue_len=7, oldest_at=1_629_334_800_000))
    monkeypatch.setattr(routes, "now_ms", lambda: now_ms() + 60_000)
    second = again(district, "", first.headers["ETag"])
    assert second.status_code == 200
    assert second.json["freshness"]["waiting_on_phones"] == 7
    assert again(district, "", second.headers["ETag"]).status_code == 304


def test_another_day_is_another_answer(sqlite_site: Site, monkeypatch):
    district = sqlite_site.person("district")
    etag = district.get("/totals").headers["ETag"]
    monkeypatch.setattr(routes, "now_ms", lambda: now_ms() + 86_400_000)
    assert again(district, "", etag).status_code == 200


def test_tags_differ_by_query_language_and_scope(sqlite_site: Site):
    queries = ("", "?by=hamlet", f"?within={COMMUNE}", "?organisation=hoi-lhpn", "?since=2021-08-19", "?as_of=0")
    callers = [
        sqlite_site.person("district"),
        sqlite_site.person("commune", area=COMMUNE),
        sqlite_site.person("commune", area="28111"),
        sqlite_site.person("reporter", area=ROOT, organisation="hoi-lhpn"),
    ]
    answers = [callers[0].get(f"/totals{query}") for query in queries]
    answers += [one.get("/totals") for one in callers[1:]]
    answers.append(callers[0].get("/totals", headers={"Accept-Language": "en"}))
    tags = [answer.headers["ETag"] for answer in answers]
    assert len(set(tags)) == len(tags)


def test_past_states_stay_valid_while_new_ops_come(sqlite_site: Site):
    ledger = Ledger(sqlite_site)
    ledger.add(day=date(2021, 8, 20))
    district = sqlite_site.person("district")
    etag = district.get("/totals?as_of=1").headers["ETag"]
    ledger.add(day=date(2021, 8, 20), organisation=UNION)
    assert again(district, "?as_of=1", etag).status_code == 304


def test_an_unchanged_answer_reads_no_rollup_and_a_changed_one_its_log_alone(sqlite_site: Site):
    ledger = Ledger(sqlite_site)
    ledger.add()
    district = sqlite_site.person("district")
    first = district.get("/totals")
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.extend(re.findall("FROM (rollup[a-z_]*)", statement))

    event.listen(db.engine, "before_cursor_execute", note)
    assert again(district, "", first.headers["ETag"]).status_code == 304
    assert seen == []
    ledger.add()
    second = again(district, "", first.headers["ETag"])
    assert second.json["total"]["records"] == first.json["total"]["records"] + 1
    assert seen == ["rollup_log"]
    assert district.get("/totals?by=hamlet").json["total"] == second.json["total"]
    assert seen == ["rollup_log", "rollup"]

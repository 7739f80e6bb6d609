"""GET /metrics: what Prometheus reads, who may, and that dashboard and alerts ask for nothing that is not there."""

import json
import re
from pathlib import Path

import pytest
import time_machine
from werkzeug.test import TestResponse

from server.clock import now_ms
from server.database import writing
from server.notices import jobs
from server.notices.jobs import Run
from server.people import audit
from tests.api.matrix.tokens import wanted
from tests.batches import push, put, statuses
from tests.site import Site

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "prometheus"
NUMBER = "+84912345678"
AWAY = {"REMOTE_ADDR": "192.0.2.7"}


def scraped(site: Site) -> str:
    answer = site.call("GET", "/metrics")
    assert answer.status_code == 200
    return answer.text


def value(text: str, sample: str) -> float:
    """The value of a sample, as `name{label="value"}`."""
    found = [line.rpartition(" ")[2] for line in text.splitlines() if line.rpartition(" ")[0] == sample]
    assert len(found) == 1, f"{sample} stands {len(found)} times"
    return float(found[0])


def refused(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def test_it_works(site: Site):
    volunteer = site.person()
    good, bad = put(), put(outcome="khong-co")
    assert statuses(push(volunteer, good, bad)) == ["stored", "quarantined outcome.unknown"]
    assert statuses(push(volunteer, good)) == ["duplicate"]
    text = scraped(site)
    assert value(text, "gocua_pushes_total") == 2
    for result, count in (("stored", 1), ("quarantined", 1), ("duplicate", 1)):
        assert value(text, f'gocua_ops_total{{result="{result}"}}') == count
    assert value(text, "gocua_push_seconds_count") == 2
    assert value(text, 'gocua_push_seconds_bucket{le="+Inf"}') == 2
    route = 'method="POST",route="/api/v1/sync/push",status="200"'
    assert value(text, f"gocua_http_requests_total{{{route}}}") == 2
    assert value(text, 'gocua_http_request_seconds_count{route="/api/v1/sync/push"}') == 2
    campaign = 'campaign="can-duoc-bluezone-2021"'
    assert value(text, f"gocua_seq{{{campaign}}}") == 1
    assert value(text, f'gocua_pending_ops{{{campaign},status="quarantined"}}') == 1
    assert value(text, f'gocua_pending_ops{{{campaign},status="held"}}') == 0
    assert value(text, f"gocua_devices{{{campaign}}}") == 1
    assert value(text, f"gocua_devices_synced_24h{{{campaign}}}") == 1
    assert f'database="{"postgresql" if "postgres" in site.url else "sqlite"}"' in text
    assert value(text, "gocua_deliveries_waiting") == 0


def test_what_phones_hold_and_the_worker_and_backups_did_is_told(site: Site):
    with time_machine.travel(now_ms() // 1000, tick=False) as clock:
        volunteer = site.person()
        now = now_ms()
        site_push = {"batch_id": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "ops": [], "queue_len": 7}
        volunteer.post("/sync/push", {**site_push, "oldest_at": "2021-08-18T00:00:00.000Z"})
        jobs.Log().write([Run("reminders", now, 3, "server.busy")])
        with writing() as session:
            audit.record(session, "backup.make", "đêm.backup", campaign_id=None, actor_id=None)
            for ok in (True, False):
                details = {"ok": ok}
                audit.record(session, "backup.test", "đêm.backup", campaign_id=None, actor_id=None, details=details)
                clock.shift(100)
        text = scraped(site)
    assert value(text, 'gocua_unsent_ops{campaign="can-duoc-bluezone-2021"}') == 7
    assert value(text, 'gocua_oldest_unsent_seconds{campaign="can-duoc-bluezone-2021"}') > 86_400
    assert value(text, 'gocua_job_failures{job="reminders"}') == 1
    assert value(text, 'gocua_job_ran_timestamp_seconds{job="reminders"}') == now / 1000
    assert value(text, "gocua_last_backup_timestamp_seconds") == now / 1000
    assert value(text, "gocua_last_backup_test_timestamp_seconds") == now / 1000


def test_nothing_personal_is_in_it(sqlite_site: Site):
    volunteer = sqlite_site.person(name="Nguyễn Thị Bí Mật")
    op = put(caller=volunteer, number=NUMBER, note="nhà cổng xanh")
    push(volunteer, op)
    volunteer.get("/records?person=" + str(volunteer.person_id))
    sqlite_site.call("GET", "/people/Nguyễn-Thị-Bí-Mật")
    sqlite_site.call("BẺ", "/me")
    text = scraped(sqlite_site)
    for secret in (
        "912345678",
        "Bí",
        "cổng",
        "BẺ",
        str(volunteer.person_id),
        str(volunteer.device_id),
        op["record_id"],
    ):
        assert secret not in text
    assert 'method="other"' in text
    assert 'route="none"' in text


def test_from_elsewhere_it_takes_a_token_of_metrics(site: Site):
    admin = site.person("admin")

    def ask(token: str | None) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return site.call("GET", "/metrics", headers=headers, environ_base=AWAY)

    assert refused(ask(None)) == (401, "session.missing")
    assert refused(ask("gocua.khong-co")) == (401, "token.unknown")
    assert refused(ask(admin.token)) == (401, "token.unknown")
    figures = admin.post("/tokens", wanted()).json["token"]
    assert refused(ask(figures)) == (403, "token.forbidden")
    told = admin.post("/tokens", wanted(rights=["metrics"])).json
    answer = ask(told["token"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    admin.post(f"/tokens/{told['id']}/revoke")
    assert refused(ask(told["token"])) == (401, "token.revoked")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 caddy"},
        {"Host": "gocua.example.vn"},
    ],
    ids=["forwarded-for", "forwarded", "via", "host"],
)
def test_what_comes_through_a_proxy_is_not_from_this_machine(sqlite_site: Site, headers: dict[str, str]):
    """The proxy itself speaks from loopback, and so does a browser that was led here by another name."""
    assert refused(sqlite_site.call("GET", "/metrics", headers=headers)) == (401, "session.missing")


def test_it_is_read_and_nothing_else(sqlite_site: Site):
    assert sqlite_site.call("POST", "/metrics").status_code == 405


def test_asked_again_at_once_it_does_not_ask_the_database(sqlite_site: Site):
    volunteer = sqlite_site.person()
    seq = 'gocua_seq{campaign="can-duoc-bluezone-2021"}'
    with time_machine.travel(now_ms() // 1000, tick=False) as clock:
        assert value(scraped(sqlite_site), seq) == 0
        push(volunteer, put())
        assert value(scraped(sqlite_site), seq) == 0
        clock.shift(5)
        assert value(scraped(sqlite_site), seq) == 1


# --- what is deployed ---


def _asked(text: str) -> set[str]:
    return set(re.findall(r"\bgocua_[a-z0-9_]+", text))


def test_dashboard_and_alerts_ask_only_for_what_is_there(sqlite_site: Site):
    push(sqlite_site.person(), put())
    jobs.Log().write([Run("reminders", now_ms(), 3, None)])
    with writing() as session:
        for act in ("backup.make", "backup.test"):
            audit.record(session, act, "x", campaign_id=None, actor_id=None, details={"ok": True})
    there = {re.split(r"[{ ]", line)[0] for line in scraped(sqlite_site).splitlines() if not line.startswith("#")}
    dashboard = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked = {"dashboard": _asked(" ".join(expressions)), "alerts": _asked((DEPLOY / "alerts.yml").read_text("utf-8"))}
    for where, names in asked.items():
        assert len(names) > 5, where
        assert names <= there, where
    families = {re.sub("_(bucket|sum|count)$", "", name) for name in there}
    unseen = families - {re.sub("_(bucket|sum|count)$", "", name) for name in asked["dashboard"]}
    assert unseen == set(), "the dashboard shows everything that is counted"


def test_the_dashboard_names_each_panel_once():
    dashboard = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    assert all(panel["title"] and panel["targets"] for panel in dashboard["panels"])

"""/tokens, and what a program can do with one: read within its scope what its rights open, and nothing else."""

import uuid
from datetime import date

import pytest
import time_machine
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.campaign import store as campaign_store
from server.clock import DAY_MS, now_ms
from server.database import reading, writing
from server.people import paces
from server.people.models import ApiToken, Audit
from tests.batches import push, put
from tests.rollups import Ledger
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

FAR, FAR_UNION = "28111-xoai-doi", "doan-tn-xa.28111"
EVERYTHING = ["totals", "exports", "records"]


def ask(caller: Caller, **wanted: object) -> TestResponse:
    body = {"id": str(uuid.uuid4()), "name": "Bảng của Sở", "rights": EVERYTHING, **wanted}
    return caller.post("/tokens", body)


def made(caller: Caller, **wanted: object) -> str:
    answer = ask(caller, **wanted)
    assert answer.status_code == 201, answer.json
    return answer.json["token"]


def use(site: Site, token: str, path: str, method: str = "GET", **headers: str) -> TestResponse:
    return site.call(method, path, headers={"Authorization": f"Bearer {token}", **headers})


def refused(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def test_it_works(site: Site):
    volunteer = site.person()
    push(volunteer, put(note="cổng xanh"))
    district = site.person("district", name="Chị Hoa")
    answer = ask(district)
    assert answer.status_code == 201
    told = answer.json
    assert told["token"].startswith("gocua.")
    assert (told["state"], told["area"], told["organisation"], told["used_at"]) == ("active", None, None, None)
    assert told["created_by"]["name"] == "Chị Hoa"
    totals = use(site, told["token"], "/totals?by=commune")
    assert totals.status_code == 200
    assert totals.json["total"]["records"] == 1
    assert use(site, told["token"], "/records").json["items"][0]["note"] == "cổng xanh"
    assert use(site, told["token"], "/exports/totals.csv").data.startswith(b"\xef\xbb\xbf")
    item = district.get("/tokens").json["items"][0]
    assert item["used_at"] is not None
    assert item["token"] is None


def test_only_an_hmac_is_kept(site: Site):
    token = made(site.person("district"))
    with reading() as session:
        row = session.scalars(select(ApiToken)).one()
        kept = repr({column.key: getattr(row, column.key) for column in ApiToken.__table__.columns})
        trail = repr([(one.subject, one.details) for one in session.scalars(select(Audit))])
    assert len(row.key_hash) == 32
    for part in (token, token.removeprefix("gocua."), token[-12:]):
        assert part not in kept
        assert part not in trail


def test_a_program_s_answer_has_the_epoch_and_no_anchor(sqlite_site: Site):
    answer = use(sqlite_site, made(sqlite_site.person("district")), "/totals").json
    assert answer["epoch"]
    assert "anchor" not in answer


@pytest.mark.parametrize(
    ("wanted", "person"),
    [
        ({"area": COMMUNE}, ("commune", COMMUNE, "ubnd-xa.28135")),
        ({"organisation": "doan-tn"}, ("reporter", ROOT, "doan-tn")),
        ({}, ("district", ROOT, None)),
    ],
    ids=["area", "organisation", "campaign"],
)
def test_it_sees_what_a_person_of_its_scope_sees(site: Site, wanted: dict, person: tuple):
    push(site.person(), put())
    push(site.person("volunteer", FAR, FAR_UNION), put(area=FAR))
    ledger = Ledger(site)
    ledger.add(HAMLET, UNION, date(2021, 8, 18), "door", "ok_installed_used", (9, 9, 7, 1, 3))
    token = made(site.person("district"), **wanted)
    same = site.person(*person)
    for path in (
        "/totals?by=hamlet", "/totals?by=organisation", "/totals?by=day", "/records?state=all", f"/totals?within={FAR}",
        f"/records?within={COMMUNE}", "/totals?organisation=hoi-lhpn", "/records?organisation=doan-tn",
    ):  # fmt: skip
        theirs, its = same.get(path), use(site, token, path)
        assert its.status_code == theirs.status_code, path
        for part in ("rows", "total", "items", "error", "freshness"):
            assert its.json.get(part) == theirs.json.get(part), path
    for path in ("/exports/totals.csv?by=commune", "/exports/records.csv?state=all"):
        assert use(site, token, path).data == same.get(path).data


@pytest.mark.parametrize(
    ("right", "opens"),
    [
        ("totals", {"/totals"}),
        ("exports", {"/exports/totals.csv", "/exports/totals.xlsx"}),
        ("records", {"/records", "/exports/records.csv"}),
    ],
)
def test_a_right_opens_its_own_and_nothing_else(sqlite_site: Site, right: str, opens: set[str]):
    token = made(sqlite_site.person("district"), rights=[right])
    paths = {"/totals", "/exports/totals.csv", "/exports/totals.xlsx", "/records", "/exports/records.csv", "/tokens"}
    for path in sorted(paths):
        with use(sqlite_site, token, path) as answer:
            if path in opens:
                assert answer.status_code == 200, path
            else:
                assert refused(answer) == (403, "token.forbidden"), path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_ever_written_with_it(sqlite_site: Site, method: str):
    token = made(sqlite_site.person("district"))
    path = {"POST": "/sync/push", "PUT": "/figures", "DELETE": "/session"}[method]
    assert refused(use(sqlite_site, token, path, method)) == (403, "token.forbidden")


def test_it_is_never_taken_from_a_cookie_or_the_address(sqlite_site: Site):
    token = made(sqlite_site.person("district"))
    device = str(uuid.uuid4())
    cookie = f"gocua-{device.replace('-', '')[:12]}={token}"
    answer = sqlite_site.call("GET", "/totals", headers={"Cookie": cookie, "X-Device": device})
    assert refused(answer) == (401, "session.expired")
    assert refused(sqlite_site.call("GET", f"/totals?token={token}")) == (401, "session.missing")
    basic = sqlite_site.call("GET", "/totals", headers={"Authorization": f"Basic {token}"})
    assert refused(basic) == (401, "session.missing")


def test_what_is_not_known_expired_or_revoked_says_so(site: Site):
    district = site.person("district")
    first = ask(district, days=3).json
    assert refused(use(site, first["token"][:-1] + "?", "/totals")) == (401, "token.unknown")
    assert refused(use(site, "gocua.", "/totals")) == (401, "token.unknown")
    with time_machine.travel((now_ms() + 3 * DAY_MS + 1000) / 1000, tick=False):
        assert refused(use(site, first["token"], "/totals")) == (401, "token.expired")
    answer = district.post(f"/tokens/{first['id']}/revoke")
    assert answer.json["state"] == "revoked"
    assert refused(use(site, first["token"], "/totals")) == (401, "token.revoked")
    again = district.post(f"/tokens/{first['id']}/revoke").json
    assert again["revoked_at"] == answer.json["revoked_at"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"rights": []}, "request.invalid"),
        ({"rights": ["write"]}, "request.invalid"),
        ({"days": 0}, "request.invalid"),
        ({"days": 367}, "request.invalid"),
        ({"name": " "}, "request.invalid"),
        ({"area": COMMUNE, "organisation": UNION}, "request.invalid"),
        ({"area": "99999"}, "area.unknown"),
        ({"organisation": "khong-co"}, "organisation.unknown"),
        ({"colour": "red"}, "request.invalid"),
    ],
)
def test_what_is_wanted_must_make_sense(sqlite_site: Site, wanted: dict, code: str):
    assert refused(ask(sqlite_site.person("district"), **wanted)) == (422, code)


def test_asked_for_again_it_is_the_same_one_and_stays_secret(site: Site):
    district = site.person("district")
    token_id = str(uuid.uuid4())
    assert ask(district, id=token_id).json["token"]
    again = ask(district, id=token_id)
    assert (again.status_code, again.json["token"]) == (200, None)
    assert refused(ask(site.person("district"), id=token_id)) == (409, "id.taken")


def test_metrics_are_the_admin_s_and_of_the_whole(sqlite_site: Site):
    district, admin = sqlite_site.person("district"), sqlite_site.person("admin")
    assert refused(ask(district, rights=["metrics"])) == (403, "role.forbidden")
    assert refused(ask(admin, rights=["metrics"], area=COMMUNE)) == (422, "request.invalid")
    own = ask(admin, rights=["metrics"]).json
    assert refused(district.post(f"/tokens/{own['id']}/revoke")) == (403, "role.forbidden")
    assert admin.post(f"/tokens/{own['id']}/revoke").json["state"] == "revoked"


def test_another_campaign_s_is_not_there(site: Site):
    district = site.person("district")
    answer = ask(district).json
    with writing() as session:
        first = campaign_store.lock(session, site.campaign_id)
        kept = {column.key: getattr(first, column.key) for column in type(first).__table__.columns}
        session.add(type(first)(**{**kept, "id": site.campaign_id + 1, "code": "dot-hai", "epoch": "b" * 32}))
        session.flush()
        session.execute(update(ApiToken).values(campaign_id=site.campaign_id + 1))
    assert district.get("/tokens").json["items"] == []
    assert refused(district.post(f"/tokens/{answer['id']}/revoke")) == (404, "not_found")
    assert use(site, answer["token"], "/records").json["items"] == []


def test_one_of_a_purged_campaign_can_still_be_closed(sqlite_site: Site):
    district = sqlite_site.person("district")
    answer = ask(district).json
    with writing() as session:
        campaign_store.lock(session, sqlite_site.campaign_id).purged_at = now_ms()
    assert refused(ask(district)) == (409, "campaign.purged")
    assert district.post(f"/tokens/{answer['id']}/revoke").json["state"] == "revoked"


def test_one_that_asks_too_often_waits(sqlite_site: Site):
    district = sqlite_site.person("district")
    busy, other = made(district), made(district)
    start = now_ms() / 1000
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(paces.AT_ONCE):
            assert use(sqlite_site, busy, "/me").status_code == 403
        answer = use(sqlite_site, busy, "/totals")
        assert refused(answer) == (429, "request.too_many")
        assert answer.headers["Retry-After"] == "1"
        assert use(sqlite_site, other, "/totals").status_code == 200
        clock.shift(1)
        assert use(sqlite_site, busy, "/totals").status_code == 200
        assert use(sqlite_site, busy, "/totals").status_code == 429


def test_the_trail_tells_of_making_first_use_files_and_closing(site: Site):
    district = site.person("district")
    told = ask(district, area=COMMUNE).json
    for _ in range(2):
        with use(site, told["token"], "/exports/records.csv") as answer:
            assert answer.status_code == 200
    district.post(f"/tokens/{told['id']}/revoke")
    lines = district.get("/audit").json["items"]
    acts = [one["act"] for one in lines]
    assert acts == ["token.revoke", "records.export", "records.export", "token.use", "token.make"]
    by_act = {one["act"]: one for one in lines}
    assert by_act["token.make"]["actor"]["id"] == str(district.person_id)
    assert by_act["token.make"]["details"] == {
        "name": "Bảng của Sở", "rights": "totals,exports,records", "days": 90, "area": COMMUNE, "organisation": None,
    }  # fmt: skip
    assert by_act["token.use"]["subject"] == told["id"]
    assert by_act["records.export"]["actor"] is None
    assert by_act["records.export"]["details"]["token"] == told["id"]


def test_the_last_use_is_noted_now_and_then(sqlite_site: Site):
    district = sqlite_site.person("district")
    token = made(district)

    def used() -> str:
        return district.get("/tokens").json["items"][0]["used_at"]

    with time_machine.travel(now_ms() / 1000, tick=False) as clock:
        use(sqlite_site, token, "/totals")
        first = used()
        clock.shift(300)
        use(sqlite_site, token, "/totals")
        assert used() == first
        clock.shift(600)
        use(sqlite_site, token, "/totals")
        assert used() > first


def test_the_document_says_which_right_opens_what(sqlite_site: Site):
    spec = sqlite_site.call("GET", "/openapi.json").json
    assert {"token", "bearer", "cookie"} <= set(spec["components"]["securitySchemes"])
    assert spec["paths"]["/api/v1/totals"]["get"]["x-token-right"] == "totals"
    assert {"token": []} in spec["paths"]["/api/v1/records"]["get"]["security"]
    assert {"token": []} not in spec["paths"]["/api/v1/people"]["get"]["security"]
    assert "security" not in spec["paths"]["/api/v1/ping"]["get"]

"""POST and DELETE /session, and what a session is worth: cookies, bearer tokens, age, revocation."""

import unicodedata
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from server import keys
from server.app import create_app
from server.campaign.models import Area, Campaign
from server.clock import DAY_MS, now_ms
from server.config import from_environment
from server.database import reading, writing
from server.notices.worker import Worker
from server.people.models import Device, LoginAttempt, LoginSession, Membership, Person
from tests.entry import PASSWORD, as_bearer, enrol, invite, shift, sign_in, with_password
from tests.site import COMMUNE, Site

DAYS = DAY_MS / 1000


def test_it_works(site: Site):
    person = with_password(site.person("commune", COMMUNE, "ubnd-xa.28135"), "my-le")
    answer = sign_in(site, "my-le")
    assert answer.status_code == 201
    assert answer.json["person"] == {
        "id": str(person.person_id),
        "name": "Nguyễn Thị Mẫu",
        "role": "commune",
        "username": "my-le",
    }
    assert as_bearer(site, answer).get("/me").status_code == 200


def test_a_user_name_is_read_without_its_case(sqlite_site: Site):
    with_password(sqlite_site.person("district"), "huyen")
    assert sign_in(sqlite_site, " Huyen ").status_code == 201


@pytest.mark.parametrize(("username", "password"), [("huyen", "sai-mat-khau"), ("khong-co", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_the_same(site: Site, username: str, password: str):
    with_password(site.person("district"), "huyen")
    answer = sign_in(site, username, password)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "session.credentials")


def test_a_password_is_the_same_however_its_letters_are_composed(sqlite_site: Site):
    with_password(sqlite_site.person("district"), "huyen", unicodedata.normalize("NFD", "mật khẩu đủ dài"))
    assert sign_in(sqlite_site, "huyen", unicodedata.normalize("NFC", "mật khẩu đủ dài")).status_code == 201


def test_somebody_without_a_password_cannot_sign_in(site: Site):
    person = site.person("district")
    shift(Person, Person.id == person.person_id, username="huyen")
    assert sign_in(site, "huyen", "").status_code == 422
    assert sign_in(site, "huyen", "khong-ai-co-mat-khau-nay").json["error"]["code"] == "session.credentials"


def test_somebody_who_left_cannot_sign_in(site: Site):
    person = with_password(site.person("commune", COMMUNE, "ubnd-xa.28135"), "my-le")
    assert site.person("district").post(f"/people/{person.person_id}/leave").status_code == 204
    assert sign_in(site, "my-le").json["error"]["code"] == "session.credentials"


def test_guessing_is_slowed_down_and_the_right_password_waits_too(site: Site):
    with_password(site.person("district"), "huyen")
    for _ in range(5):
        assert sign_in(site, "huyen", "sai-mat-khau").json["error"]["code"] == "session.credentials"
    answer = sign_in(site, "huyen")
    assert (answer.status_code, answer.json["error"]["code"]) == (429, "session.locked")
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
    shift(LoginAttempt, LoginAttempt.key.startswith("user:"), last_at=now_ms() - 31_000)
    assert sign_in(site, "huyen").status_code == 201, "nobody is locked out for ever"


def test_a_success_forgets_the_wrong_guesses(site: Site):
    with_password(site.person("district"), "huyen")
    for _ in range(3):
        for _ in range(4):
            sign_in(site, "huyen", "sai-mat-khau")
        assert sign_in(site, "huyen").status_code == 201


def test_unknown_names_are_slowed_down_alike(site: Site):
    for _ in range(5):
        sign_in(site, "khong-co", "sai-mat-khau")
    assert sign_in(site, "khong-co", "sai-mat-khau").status_code == 429


def test_an_address_is_slowed_down_over_all_names(sqlite_site: Site):
    sign_in(sqlite_site, "ten-0", "sai-mat-khau")
    shift(LoginAttempt, LoginAttempt.key.startswith("addr:"), failures=100)
    assert sign_in(sqlite_site, "ten-khac", "sai-mat-khau").status_code == 429


def second_campaign(site: Site, person_id: uuid.UUID) -> None:
    with writing() as session:
        first = session.get_one(Campaign, site.campaign_id)
        other = Campaign(
            code="vneid-2026",
            name="VNeID 2026",
            tz=first.tz,
            starts_on=first.starts_on,
            ends_on=first.ends_on,
            settings=first.settings,
            epoch=uuid.uuid4().hex,
            created_at=0,
            root_area=1,
        )
        session.add(other)
        session.flush()
        area = {"code": "806", "name": "Huyện", "type": "huyện", "level": 0, "valid_from": first.starts_on}
        session.add(Area(campaign_id=other.id, id=1, **area))
        session.flush()
        session.add(Membership(campaign_id=other.id, person_id=person_id, role="district", area_id=1, from_at=0))


def test_of_several_campaigns_one_is_chosen(site: Site):
    person = with_password(site.person("district"), "huyen")
    second_campaign(site, person.person_id)
    for _ in range(7):
        asked = sign_in(site, "huyen")
        assert (asked.status_code, asked.json["error"]["code"]) == (409, "campaign.choose")
    codes = [one["code"] for one in asked.json["error"]["details"]["campaigns"]]
    assert codes == ["can-duoc-bluezone-2021", "vneid-2026"]
    assert "token" not in asked.json
    answer = sign_in(site, "huyen", campaign="vneid-2026")
    assert answer.status_code == 201
    assert answer.json["campaign"]["code"] == "vneid-2026"
    assert sign_in(site, "huyen", campaign="khong-co").json["error"]["code"] == "campaign.unknown"


def test_signing_out_kills_the_token_at_once(site: Site):
    with_password(site.person("district"), "huyen")
    caller = as_bearer(site, sign_in(site, "huyen"))
    assert caller.call("DELETE", "/session").status_code == 204
    answer = caller.get("/me")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "session.expired")


def test_signing_in_again_is_the_same_device_with_a_new_token(site: Site):
    with_password(site.person("district"), "huyen")
    install_id = str(uuid.uuid4())
    first = sign_in(site, "huyen", install_id=install_id)
    second = sign_in(site, "huyen", install_id=install_id)
    assert first.json["device_id"] == second.json["device_id"]
    assert as_bearer(site, first).get("/me").status_code == 401
    assert as_bearer(site, second).get("/me").status_code == 200


def test_a_revoked_device_cannot_sign_in(site: Site):
    with_password(site.person("district"), "huyen")
    install_id = str(uuid.uuid4())
    device_id = sign_in(site, "huyen", install_id=install_id).json["device_id"]
    shift(Device, Device.id == uuid.UUID(device_id), revoked_at=now_ms())
    assert sign_in(site, "huyen", install_id=install_id).json["error"]["code"] == "device.revoked"
    assert sign_in(site, "huyen").status_code == 201, "another one can"


# --- what a session is worth ---


def test_without_a_session_it_is_missing(sqlite_site: Site):
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
        answer = sqlite_site.call("GET", "/me", headers=headers)
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "session.missing")


def test_an_unknown_token_is_expired(sqlite_site: Site):
    answer = sqlite_site.call("GET", "/me", headers={"Authorization": "Bearer khong-co"})
    assert answer.json["error"]["code"] == "session.expired"


def test_the_session_is_checked_before_the_body(sqlite_site: Site):
    answer = sqlite_site.call("POST", "/me/password", data=b"\xff", content_type="text/plain")
    assert answer.status_code == 401


def test_a_session_slides_for_ninety_days(site: Site):
    caller = site.person("volunteer")
    with time_machine.travel(0, tick=False) as clock:
        began = now_ms() / 1000
        shift(LoginSession, LoginSession.device_id == caller.device_id, used_at=0, created_at=0)
        clock.move_to(began + 89 * DAYS)
        assert caller.get("/me").status_code == 200
        clock.move_to(began + 178 * DAYS)
        assert caller.get("/me").status_code == 200
        clock.move_to(began + 180 * DAYS)
        assert caller.get("/me").json["error"]["code"] == "session.expired", "180 days are the end of it"


def test_a_session_that_is_not_used_ends_after_ninety_days(site: Site):
    caller = site.person("volunteer")
    shift(LoginSession, LoginSession.device_id == caller.device_id, used_at=now_ms() - 90 * DAY_MS)
    assert caller.get("/me").json["error"]["code"] == "session.expired"


def test_a_revoked_device_is_told_so(site: Site):
    caller = site.person("volunteer")
    shift(Device, Device.id == caller.device_id, revoked_at=now_ms())
    for method, path in (("GET", "/me"), ("GET", "/directory"), ("DELETE", "/session")):
        answer = caller.call(method, path)
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "device.revoked")


# --- cookies ---


def by_cookie(site: Site):
    """A browser with somebody signed in: its client and the device id."""
    client = site.app.test_client()
    code = invite(site.person("district"))["code"]
    body = {"code": code, "device_name": "Chrome", "install_id": str(uuid.uuid4())}
    answer = client.post("/api/v1/enrol", json=body)
    assert answer.status_code == 201
    return client, answer.json["device_id"]


def test_a_cookie_needs_the_name_of_its_device(site: Site):
    client, device_id = by_cookie(site)
    assert client.get("/api/v1/me", headers={"X-Device": device_id}).status_code == 200
    assert client.get("/api/v1/me").json["error"]["code"] == "session.missing"
    for other in (str(uuid.uuid4()), "x"):
        answer = client.get("/api/v1/me", headers={"X-Device": other})
        assert answer.json["error"]["code"] == "session.expired"


def test_two_people_share_a_browser(site: Site):
    client, first = by_cookie(site)
    code = invite(site.person("district"), name="Anh Hai")["code"]
    second = client.post("/api/v1/enrol", json={"code": code, "install_id": str(uuid.uuid4())}).json["device_id"]
    if first[:13] == second[:13]:
        pytest.fail("two devices of one millisecond share a cookie")
    names = [client.get("/api/v1/me", headers={"X-Device": one}).json["person"]["name"] for one in (first, second)]
    assert names == ["Chị Lê Thị Mận", "Anh Hai"]


def test_a_cookie_of_another_device_is_no_session(site: Site):
    client, first = by_cookie(site)
    other = site.person("volunteer")
    token = client.get_cookie(f"gocua-{first.replace('-', '')[:12]}").value
    client.set_cookie(f"gocua-{other.device_id.hex[:12]}", token)
    answer = client.get("/api/v1/me", headers={"X-Device": str(other.device_id)})
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "person.changed")


def test_a_write_with_a_cookie_needs_to_come_from_our_pages(site: Site):
    client, device_id = by_cookie(site)

    def write(**headers: str) -> int:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"X-Device": device_id, **names}
        body = {"new": "x"}  # too short: 422 or 409 when it is let in
        return client.post("/api/v1/me/password", json=body, headers=sent).status_code

    refused = 403
    assert write() == refused
    assert write(Origin="https://xau.example") == refused
    assert write(Origin="null") == refused
    assert write(Sec_Fetch_Site="cross-site") == refused
    assert write(Sec_Fetch_Site="same-site") == refused
    assert write(Origin="http://127.0.0.1:8000", Sec_Fetch_Site="cross-site") == refused
    assert write(Sec_Fetch_Site="same-origin", Origin="https://xau.example") == refused
    assert write(Origin="http://127.0.0.1:8000") != refused
    assert write(Sec_Fetch_Site="same-origin") != refused
    assert write(Sec_Fetch_Site="same-origin", Origin="http://localhost") != refused


def test_signing_out_drops_the_cookie(site: Site):
    client, device_id = by_cookie(site)
    headers = {"X-Device": device_id, "Sec-Fetch-Site": "same-origin"}
    answer = client.delete("/api/v1/session", headers=headers)
    assert answer.status_code == 204
    assert client.get("/api/v1/me", headers=headers).json["error"]["code"] == "session.expired"


def test_over_https_the_cookie_is_host_only_and_secure(tmp_path: Path):
    from server.campaign.preset import load_preset
    from server.extensions import db

    keys.make(tmp_path / "keys")
    environ = {"GOCUA_HOME": str(tmp_path), "GOCUA_PUBLIC_URL": "https://gocua.example", "GOCUA_ENV": "production"}
    app = create_app(from_environment(environ, testing=True))
    with app.app_context():
        db.metadata.create_all(db.engines["writer"])
        with writing() as session:
            load_preset(session, "can-duoc-bluezone-2021")
            campaign_id = session.scalars(select(Campaign.id)).one()
        site = Site(app, "", campaign_id)
        with_password(site.person("district"), "huyen")
        answer = sign_in(site, "huyen", transport="cookie")
        cookie = answer.headers["Set-Cookie"]
        name = answer.json["device_id"].replace("-", "")[:12]
        assert cookie.startswith(f"__Host-gocua-{name}=")
        assert "; Secure" in cookie
        assert "Domain" not in cookie
        for engine in db.engines.values():
            engine.dispose()


def test_tokens_are_stored_hashed(site: Site):
    with_password(site.person("district"), "huyen")
    token = sign_in(site, "huyen").json["token"]
    with reading() as session:
        stored = session.scalars(select(LoginSession.token_hash)).all()
    assert all(len(one) == 32 for one in stored)
    assert token.encode() not in stored


def test_an_enrolled_person_needs_no_password(site: Site):
    assert as_bearer(site, enrol(site, invite(site.person("district"))["code"])).get("/me").status_code == 200


def counted() -> list[str]:
    with reading() as session:
        return sorted(key.split(":")[0] for key in session.scalars(select(LoginAttempt.key)))


def test_counters_are_deleted_when_they_count_nothing_any_more(site: Site):
    with time_machine.travel(datetime(2021, 8, 20, 5, tzinfo=UTC), tick=False) as clock:
        with_password(site.person("district"), "huyen")
        for _ in range(5):
            sign_in(site, "huyen", "sai-mat-khau")
        worker = Worker(site.app)
        clock.shift(timedelta(minutes=59))
        worker.once()
        assert counted() == ["addr", "user"]
        clock.shift(timedelta(minutes=16))
        sign_in(site, "somebody", "sai-mat-khau")
        worker.once()
        assert counted() == ["addr", "user"], "that of the address counts on, that of the name is gone"
        clock.shift(timedelta(hours=2))
        worker.once()
        assert counted() == []
        assert sign_in(site, "huyen").status_code == 201

"""Protocol §1 and §2 from outside: envelope, order of checks, gzip, enrolment, sessions."""

import concurrent.futures
import gzip
import json
import uuid

from tests.contract.conftest import World


def _body(**fields):
    return json.dumps({"batch_id": str(uuid.uuid4()), "ops": [], **fields}).encode()


def test_ping_advertises_the_limits_without_a_session(world: World):
    reply = world.http("GET", "/api/v1/ping")
    assert reply.status == 200
    assert reply.headers["Gocua"] == "1"
    assert reply.headers["Cache-Control"] == "no-store"
    assert (reply.json["p"], reply.json["v"]) == ("gocua", 1)
    assert reply.json["limits"] == {"max_ops": 200, "max_bytes": 262144, "max_op_bytes": 8192}
    assert "anchor" not in reply.json


def test_an_answer_with_a_session_carries_anchor_and_epoch(world: World):
    reply = world.enrol().get("/me")
    assert reply.json["anchor"]
    assert reply.json["epoch"]


def test_the_session_is_checked_before_type_size_and_json(world: World):
    reply = world.http("POST", "/api/v1/sync/push", b"not json", {"Content-Type": "text/plain"})
    assert (reply.status, reply.code) == (401, "session.missing")


def test_type_then_size_then_json_then_envelope(world: World):
    client = world.enrol()

    def push(body: bytes, **headers: str):
        return client.http("POST", "/api/v1/sync/push", body, {k.replace("_", "-"): v for k, v in headers.items()})

    big = _body(pad="x" * 300_000)
    assert push(big, Content_Type="text/plain").status == 415
    assert push(_body(), Content_Encoding="br").status == 415
    reply = push(big)
    assert (reply.status, reply.code) == (413, "batch.too_large")
    for text in (b"{", b'{"batch_id": NaN}', b'{"a": Infinity}', b"\xff\xfe", b"[" * 9 + b"]" * 9, b""):
        assert push(text).status == 400, text
    assert push(b"[]").status == 422
    assert push(b'{"batch_id":"x","ops":[]}').status == 422
    assert push(_body(ops={})).status == 422
    many = [client.op({}) for _ in range(201)]
    assert push(_body(ops=many)).status == 413


def test_a_gzip_body_is_inflated_within_its_limit(world: World):
    client = world.enrol()

    def push(body: bytes):
        return client.http("POST", "/api/v1/sync/push", body, {"Content-Encoding": "gzip"})

    assert push(gzip.compress(_body())).status == 200
    assert push(gzip.compress(_body(pad="0" * 5_000_000))).status == 413
    assert push(gzip.compress(_body()) + b"more").status == 400
    assert push(gzip.compress(_body()) + gzip.compress(b"x")).status == 400
    assert push(gzip.compress(_body())[:-9]).status == 400
    assert push(b"plain").status == 400


def test_nothing_beside_ops_ever_refuses_ops(world: World):
    client = world.enrol()
    reply = client.push(
        client.op({"area": "28135", "mode": "door", "outcome": "already"}),
        app=5, epoch=7, client_now="yesterday", queue_len="many", oldest_at={}, next_n=-1.5, unknown=[1],
    )  # fmt: skip
    assert reply.status == 200
    assert [result["status"] for result in reply.json["results"]] == ["stored"]


def test_unknown_keys_are_an_error_elsewhere(world: World):
    reply = world.http("POST", "/api/v1/enrol", {"code": "X", "nonsense": 1})
    assert reply.status == 422
    assert "nonsense" in reply.json["error"]["details"]


def test_enrolment_says_all_that_a_phone_needs(world: World):
    client = world.enrol(name="Lê Thị Hoa")
    enrolled = client.enrolled
    assert uuid.UUID(enrolled["device_id"])
    assert enrolled["person"]["name"] == "Lê Thị Hoa"
    assert enrolled["person"]["role"] == "volunteer"
    assert set(enrolled["campaign"]) >= {"code", "name", "starts_on", "ends_on", "tz"}
    assert enrolled["campaign"]["tz"] == "Asia/Ho_Chi_Minh"
    assert 1 <= enrolled["seal_key"]["id"] <= 255
    assert enrolled["handover_key"]
    assert enrolled["limits"]["max_ops"] == 200


def test_an_invite_is_redeemed_once_but_again_by_the_same_phone(world: World):
    code = world.invite()["code"]
    assert len(code) == 26
    install = str(uuid.uuid4())
    first = world.redeem(code, install)
    again = world.redeem(code.lower(), install)
    assert again.enrolled["device_id"] == first.enrolled["device_id"]
    assert first.get("/me").status == 401
    assert again.get("/me").status == 200
    body = {"code": code, "device_name": "b", "install_id": str(uuid.uuid4()), "transport": "bearer"}
    reply = world.http("POST", "/api/v1/enrol", body)
    assert (reply.status, reply.code) == (409, "invite.used")
    reply = world.http("POST", "/api/v1/enrol", {**body, "code": "0" * 26})
    assert (reply.status, reply.code) == (404, "invite.unknown")


def test_twenty_phones_with_one_code_make_one_device(world: World):
    code = world.invite()["code"]

    def redeem(_: int) -> int:
        body = {"code": code, "device_name": "x", "install_id": str(uuid.uuid4()), "transport": "bearer"}
        return world.http("POST", "/api/v1/enrol", body).status

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(redeem, range(20)))
    assert sorted(statuses) == [201, *[409] * 19]


def test_a_cookie_session_needs_its_device_and_its_origin(world: World):
    code = world.invite()["code"]
    body = {"code": code, "device_name": "b", "install_id": str(uuid.uuid4()), "transport": "cookie"}
    reply = world.http("POST", "/api/v1/enrol", body)
    assert reply.status == 201
    assert "token" not in reply.json
    device = reply.json["device_id"]
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("gocua-" + device.replace("-", "")[:12] + "=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    pair = cookie.split(";")[0]
    assert world.http("GET", "/api/v1/me", headers={"Cookie": pair, "X-Device": device}).status == 200
    other = world.http("GET", "/api/v1/me", headers={"Cookie": pair, "X-Device": str(uuid.uuid4())})
    assert (other.status, other.code) == (401, "session.expired")
    headers = {"Cookie": pair, "X-Device": device}
    assert world.http("POST", "/api/v1/sync/push", _body(), headers).status == 403
    same = {**headers, "Sec-Fetch-Site": "same-origin"}
    assert world.http("POST", "/api/v1/sync/push", _body(), same).status == 200
    origin = {**headers, "Origin": f"http://127.0.0.1:{world.live.port}"}
    assert world.http("POST", "/api/v1/sync/push", _body(), origin).status == 200
    foreign = {**headers, "Origin": "http://elsewhere.example"}
    assert world.http("POST", "/api/v1/sync/push", _body(), foreign).status == 403


def test_signing_out_ends_the_token_at_once(world: World):
    client = world.enrol()
    reply = client.http("DELETE", "/api/v1/session")
    assert reply.status == 204
    assert reply.raw == b""
    assert client.get("/me").status == 401


def test_staff_sign_in_with_a_password(world: World):
    name = f"vh{uuid.uuid4().hex[:8]}"
    made = json.loads(
        world.live.gocua(
            "person", "add", "--username", name, "--role", "district", "--name", "P", "--json", "--password-stdin",
            stdin="mat khau rat dai 2\n",
        )
    )  # fmt: skip
    assert made["username"] == name
    body = {
        "username": name,
        "password": "mat khau rat dai 2",
        "device_name": "PC",
        "install_id": str(uuid.uuid4()),
        "transport": "bearer",
    }
    reply = world.http("POST", "/api/v1/session", body)
    assert reply.status == 201, reply.raw
    person = reply.json["person"]
    assert (person["id"], person["name"], person["role"]) == (made["id"], "P", "district")
    wrong = world.http("POST", "/api/v1/session", {**body, "password": "sai"})
    assert (wrong.status, wrong.code) == (401, "session.credentials")
    unknown = world.http("POST", "/api/v1/session", {**body, "username": "khong-co"})
    assert (unknown.status, unknown.code) == (401, "session.credentials")


def test_the_directory_is_what_the_form_needs(world: World):
    client = world.enrol()
    reply = client.get("/directory")
    directory = reply.json
    areas = {area["code"]: area for area in directory["areas"]}
    assert areas["28135"]["name"] == "Xã Mỹ Lệ"
    assert areas["28135"]["parent"] == "806"
    assert areas["806"]["parent"] is None
    outcomes = {outcome["code"]: outcome for outcome in directory["outcomes"]}
    assert outcomes["not_accessible"]["no_household"] is True
    assert outcomes["ok_installed_used"]["group"] == "success"
    assert {mode["code"] for mode in directory["modes"]} == {"door", "gate", "phone", "point", "counter"}
    assert directory["consent"]["id"] == "phone-2021-1"
    again = client.get("/directory", If_None_Match=reply.headers["ETag"])
    assert (again.status, again.raw) == (304, b"")

"""Protocol §3 from outside: pull, verify, hand-over, revocation, and what an epoch is for."""

import base64
import hashlib
import hmac
import json
import uuid

import rfc8785

from tests.contract.conftest import World

GOOD = {"area": "28138", "mode": "gate", "outcome": "already"}


def _volunteer(world: World):
    return world.enrol(area="28138", organisation="hoi-lhpn-xa.28138")


def test_a_new_phone_rebuilds_its_list_from_whole_rows(world: World):
    client = _volunteer(world)
    house = str(uuid.uuid4())
    body = {**GOOD, "outcome": "owner_absent", "household": house, "revisit_on": "2021-08-30", "note": "chó  dữ"}
    ops = [client.op(body), *[client.op(GOOD) for _ in range(9)]]
    assert set(client.statuses(*ops)) == {"stored"}
    rows = client.pull_all()
    assert [row["record_id"] for row in rows] == [op["record_id"] for op in ops]
    assert len({row["seq"] for row in rows}) == 10
    row = rows[0]
    expected = {
        "kind": "record",
        "person": client.person,
        "rev": 1,
        "op_id": ops[0]["op_id"],
        "area": "28138",
        "mode": "gate",
        "outcome": "owner_absent",
        "household": house,
        "revisit_on": "2021-08-30",
        "note": "chó  dữ",
        "void": False,
        "has_number": False,
        "review": None,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["organisation"] == "hoi-lhpn-xa.28138"
    assert row["happened_at"] == "2020-01-01T00:00:00.000Z"
    assert len(row["eff"]) == 24


def test_a_full_cursor_sees_only_what_is_new(world: World):
    client = _volunteer(world)
    client.push(client.op(GOOD))
    page = client.get("/sync/pull?limit=500").json
    assert (len(page["rows"]), page["more"]) == (1, False)
    assert client.get("/sync/pull", X_Cursor=page["cursor"]).json["rows"] == []
    second = client.op(GOOD)
    client.push(second)
    rows = client.get("/sync/pull", X_Cursor=page["cursor"]).json["rows"]
    assert [row["op_id"] for row in rows] == [second["op_id"]]


def test_a_forged_cursor_is_refused(world: World):
    client = _volunteer(world)
    cursor = client.get("/sync/pull").json["cursor"]
    changed = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    reply = client.get("/sync/pull", X_Cursor=changed)
    assert (reply.status, reply.code) == (400, "cursor.invalid")


def test_another_persons_cursor_shows_nobody_elses_rows(world: World):
    one, two = _volunteer(world), _volunteer(world)
    one.push(one.op(GOOD))
    cursor = one.get("/sync/pull?limit=1").json["cursor"]
    two.push(two.op(GOOD))
    reply = two.get("/sync/pull", X_Cursor=cursor)
    if reply.status == 200 and "reset" not in reply.json:
        assert all(row["person"] == two.person for row in reply.json["rows"])
    else:
        assert reply.status == 400 or reply.json["reset"] == "scope"


def test_a_record_that_leaves_a_commune_is_gone_there(world: World):
    teller = world.enrol("teller", area="28138")
    officer = world.enrol("commune", area="28138", organisation="ubnd-xa.28138")
    record = str(uuid.uuid4())
    teller.push(teller.op({**GOOD, "mode": "counter"}, record))
    assert record in {row["record_id"] for row in officer.pull_all()}
    teller.push(teller.op({**GOOD, "area": "28141", "mode": "counter"}, record, 2))
    rows = [row for row in officer.pull_all() if row.get("record_id") == record]
    assert [row["kind"] for row in rows] == ["gone"]
    assert [row["kind"] for row in teller.pull_all()] == ["record"]


def test_verify_names_what_the_server_misses(world: World):
    client = _volunteer(world)
    stored, held = client.op(GOOD), client.op({**GOOD, "area": "28111"})
    client.push(stored, held)
    lost = str(uuid.uuid4())
    reply = client.post("/sync/verify", {"items": [stored["op_id"], lost, held["op_id"]]})
    assert reply.json["missing"] == [lost]
    other = _volunteer(world)
    assert other.post("/sync/verify", {"items": [stored["op_id"]]}).json["missing"] == [stored["op_id"]]
    assert client.post("/sync/verify", {"items": [str(uuid.uuid4())] * 501}).status == 422


def test_a_revoked_device_may_push_only_and_is_held(world: World):
    client = _volunteer(world)
    admin = world.enrol("district")
    reply = admin.post(f"/devices/{client.enrolled['device_id']}/revoke", {})
    assert reply.status in (200, 204), reply.raw
    reply = client.get("/me")
    assert (reply.status, reply.code) == (401, "device.revoked")
    assert client.statuses(client.op(GOOD)) == ["held:device.revoked"]


def test_a_hand_over_file_keeps_its_owner(world: World):
    client = _volunteer(world)
    officer = world.enrol("commune", area="28138", organisation="ubnd-xa.28138")
    op = client.op(GOOD)
    line = {
        "kind": "handover",
        "v": 1,
        "device_id": client.enrolled["device_id"],
        "made_at": "2026-01-01T00:00:00.000Z",
        "ops": [op],
    }
    text = client.enrolled["handover_key"]
    key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    mac = hmac.new(key, rfc8785.dumps(line), hashlib.sha256).digest()
    signed = {**line, "mac": base64.urlsafe_b64encode(mac).rstrip(b"=").decode()}
    bad = officer.post("/sync/import", {**signed, "made_at": "2026-01-01T00:00:01.000Z"})
    assert (bad.status, bad.code) == (422, "handover.mac")
    reply = officer.post("/sync/import", signed)
    assert [r["status"] for r in reply.json["results"]] == ["stored"], reply.raw
    assert [r["status"] for r in officer.post("/sync/import", signed).json["results"]] == ["duplicate"]
    assert client.statuses(op) == ["duplicate"]
    assert client.post("/sync/import", signed).status == 403
    assert json.dumps(client.pull_all()).count(op["op_id"]) == 1


def test_seq_has_no_gaps(world: World):
    client = _volunteer(world)
    before = client.push().json["seq"]
    replies = [client.push(*[client.op(GOOD) for _ in range(size)]).json["seq"] for size in (1, 3, 5)]
    assert replies == [before + 1, before + 4, before + 9]

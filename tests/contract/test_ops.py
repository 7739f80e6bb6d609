"""Protocol §3 from outside: what each element of a push is answered, whatever stands beside it."""

import json
import uuid

import pytest

from tests.contract.conftest import Client, World
from tests.contract.sealing import seal

GOOD = {"area": "28135-my-tay", "mode": "door", "outcome": "already"}


def _raw_push(client: Client, *elements: bytes):
    body = b'{"batch_id":"%s","ops":[%s]}' % (str(uuid.uuid4()).encode(), b",".join(elements))
    reply = client.http("POST", "/api/v1/sync/push", body)
    assert reply.status == 200, reply.raw
    return reply.json["results"]


def test_a_put_is_stored_and_the_same_again_is_a_duplicate(world: World):
    client = world.enrol()
    op = client.op(GOOD)
    reply = client.push(op)
    head = reply.json["seq"]
    assert reply.json["results"] == [{"index": 0, "op_id": op["op_id"], "status": "stored"}]
    again = client.push(op)
    assert again.json["results"] == [{"index": 0, "op_id": op["op_id"], "status": "duplicate"}]
    assert again.json["seq"] == head
    assert uuid.UUID(again.json["batch_id"])


def test_the_same_id_twice_in_one_batch_is_stored_once(world: World):
    client = world.enrol()
    op = client.op(GOOD)
    assert client.statuses(op, op) == ["stored", "duplicate"]
    other = {**op, "rev": 2}
    assert client.statuses(other) == ["quarantined:op.conflict"]
    assert client.statuses(op) == ["duplicate"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"area": "99999"}, "area.unknown"),
        ({"outcome": "khong_co"}, "outcome.unknown"),
        ({"mode": "teleport"}, "op.malformed"),
        ({"area": None}, "op.malformed"),
        ({"note": "x" * 281}, "op.malformed"),
        ({"household": "not-a-uuid"}, "op.malformed"),
        ({"void": "yes"}, "op.malformed"),
        ({"outcome": "owner_absent", "revisit_on": "2021-02-30"}, "op.malformed"),
        ({"sealed_phone": "AAAA"}, "phone.no_consent"),
        ({"sealed_phone": "AAAA", "consent": "phone-2021-1"}, "phone"),
    ],
)
def test_what_is_wrong_inside_one_op_concerns_that_op_alone(world: World, change, code):
    client = world.enrol()
    neighbours = client.op(GOOD), client.op(GOOD)
    bad = client.op({**GOOD, **change})
    first, middle, last = client.statuses(neighbours[0], bad, neighbours[1])
    assert (first, last) == ("stored", "stored")
    assert middle.startswith(f"quarantined:{code}")
    assert client.statuses(bad)[0].startswith(f"quarantined:{code}")


@pytest.mark.parametrize(
    "element",
    [
        b"5", b"null", b"[]", b'"text"', b"{}", b'{"op_id":"x"}',
        b'{"op_id":7}', b"[[[[]]]]",
        b"1e400", b"-0.5", b"9" * 5000,
    ],
)  # fmt: skip
def test_an_element_without_a_usable_id_is_kept_once(world: World, element: bytes):
    client = world.enrol()
    good = json.dumps(client.op(GOOD)).encode()
    results = _raw_push(client, element, good, element)
    assert [r["status"] for r in results] == ["quarantined", "stored", "quarantined"]
    assert results[0]["op_id"] is None
    assert results[0]["code"] == "op.malformed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"note": "x"', b'"note": "a\\u0000b"'),
        (b'"note": "x"', b'"note": "\\ud800"'),
        (b'"note": "x"', b'"note": 1e400'),
        (b'"note": "x"', b'"note": ' + b"1" * 5000),
        (b'"rev": 1', b'"rev": 9223372036854775808'),
        (b'"rev": 1', b'"rev": 1, "rev": 2'),
        (b'"rev": 1', b'"rev": true'),
        (b'"rev": 1', b'"rev": 0'),
        (b'"rev": 1', b'"rev": 1001'),
        (b'"rev": 1', b'"rev": 1.0'),
        (b'"schema": 1', b'"schema": 2'),
        (b'"kind": "record.put"', b'"kind": "record.del"'),
        (b'"happened_at": "2020-01-01T00:00:00.000Z"', b'"happened_at": "2020-01-01T00:00:00Z"'),
        (b'"happened_at": "2020-01-01T00:00:00.000Z"', b'"happened_at": "1969-01-01T00:00:00.000Z"'),
    ],
)
def test_poison_inside_an_op_never_harms_its_neighbours(world: World, old: bytes, new: bytes):
    client = world.enrol()
    good = [json.dumps(client.op(GOOD)).encode() for _ in range(2)]
    op = client.op({**GOOD, "note": "x"})
    text = json.dumps(op).encode()
    assert old in text
    poison = text.replace(old, new)
    results = _raw_push(client, good[0], poison, good[1])
    assert [r["status"] for r in results] == ["stored", "quarantined", "stored"]
    assert results[1]["code"] == "op.malformed"
    again = _raw_push(client, poison)
    assert again[0]["status"] == "quarantined"
    assert again[0]["code"] == "op.malformed"


def test_nesting_beyond_eight_fails_the_request(world: World):
    client = world.enrol()
    deep = json.dumps(client.op(GOOD)).encode().replace(b'"schema"', b'"x": [[[[[[[1]]]]]]], "schema"')
    body = b'{"batch_id":"%s","ops":[%s]}' % (str(uuid.uuid4()).encode(), deep)
    assert client.http("POST", "/api/v1/sync/push", body).status == 400
    fine = json.dumps(client.op(GOOD)).encode().replace(b'"schema"', b'"x": [[[[[1]]]]], "schema"')
    assert _raw_push(client, fine)[0]["status"] == "stored"


def test_an_op_over_eight_kib_is_rejected_and_kept_by_the_phone(world: World):
    client = world.enrol()
    big = client.op({**GOOD, "padding": "ệ" * 3000})
    results = client.push(client.op(GOOD), big).json["results"]
    assert [r["status"] for r in results] == ["stored", "rejected"]
    assert results[1]["code"] == "op.too_large"


def test_unknown_keys_inside_an_op_are_ignored(world: World):
    client = world.enrol()
    assert client.statuses(client.op({**GOOD, "later": {"a": 1}}, extra=[1])) == ["stored"]


def test_an_area_of_somebody_else_is_held(world: World):
    client = world.enrol()
    statuses = client.statuses(
        client.op({**GOOD, "area": "28111"}),
        client.op({**GOOD, "area": "28135"}),
        client.op({**GOOD, "area": "806"}),
    )
    assert statuses == ["held:area.out_of_scope", "stored", "stored"]


def test_a_teller_logs_anywhere_and_a_volunteer_reviews_nothing(world: World):
    teller = world.enrol("teller", area="28108")
    assert teller.statuses(teller.op({**GOOD, "area": "28111", "mode": "counter"})) == ["stored"]
    volunteer = world.enrol()
    review = volunteer.op({"person": volunteer.person, "seen_rev": 1, "verdict": "ok"}, kind="review.put")
    assert volunteer.statuses(review) == ["held:role.forbidden"]
    officer = world.enrol("commune", organisation="ubnd-xa.28135")
    assert officer.statuses(officer.op(GOOD)) == ["held:role.forbidden"]
    unknown = officer.op(
        {"person": str(uuid.uuid4()), "seen_rev": 1, "verdict": "void", "reason": "?"}, kind="review.put"
    )
    assert officer.statuses(unknown) == ["quarantined:person.unknown"]


def test_the_same_record_id_of_two_people_is_two_records(world: World):
    one, two = world.enrol(), world.enrol()
    record = str(uuid.uuid4())
    assert one.statuses(one.op(GOOD, record)) == ["stored"]
    assert two.statuses(two.op(GOOD, record)) == ["stored"]
    op = one.op(GOOD)
    assert one.statuses(op) == ["stored"]
    assert two.statuses(op) == ["stored"]


def test_a_number_is_never_answered_nor_its_being_known(world: World):
    client = world.enrol()
    key = client.enrolled["seal_key"]
    bodies = []
    for _ in range(2):
        op = client.op({**GOOD, "outcome": "ok_installed_used", "consent": "phone-2021-1"})
        op["body"]["sealed_phone"] = seal(key, op["record_id"], "+84912345678")
        reply = client.push(op)
        answer = reply.json
        assert answer["results"][0]["status"] == "stored"
        for name in ("batch_id", "seq", "anchor", "server_now"):
            answer.pop(name)
        answer["results"][0].pop("op_id")
        bodies.append(answer)
    assert bodies[0] == bodies[1]
    rows = client.pull_all()
    assert all(row["has_number"] for row in rows)
    assert "912345678" not in json.dumps(rows)


def test_a_seal_for_another_record_or_a_bad_number_is_quarantined(world: World):
    client = world.enrol()
    key = client.enrolled["seal_key"]
    for number, record in (("+84912345678", str(uuid.uuid4())), ("+842723881213", None), ("+1", None)):
        op = client.op({**GOOD, "consent": "phone-2021-1"})
        op["body"]["sealed_phone"] = seal(key, record or op["record_id"], number)
        assert client.statuses(op)[0].startswith("quarantined:phone."), number

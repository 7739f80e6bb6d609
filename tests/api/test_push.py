"""POST /api/v1/sync/push: what becomes of ops, and that nothing refuses them as a whole."""

import gzip
import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from sqlalchemy.exc import OperationalError

from server.clock import DAY_MS, now_ms
from server.database import writing
from server.people.models import Device
from server.sync import service, store
from server.sync.bulk import Bulk, Lines
from tests.batches import ABSENT, HELPED, batch, new_id, push, put, review, rows, sealed, statuses
from tests.carried import carry
from tests.conftest import DATABASES, made_site
from tests.site import COMMUNE, HAMLET, ROOT, Site

NUMBER = "+84912345678"


@pytest.fixture(params=[*DATABASES, "carried"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """On each database, and on SQLite by way of the process beside."""
    carried = request.param == "carried"
    with made_site(request, "sqlite" if carried else request.param, tmp_path) as site:
        if carried:
            carry(site)
        yield site


def test_it_works(site: Site):
    volunteer = site.person()
    answer = push(volunteer, put(anchor=volunteer.anchor()), put(caller=volunteer, number=NUMBER))
    assert statuses(answer) == ["stored", "stored"]
    assert [line["index"] for line in answer["results"]] == [0, 1]
    assert answer["seq"] == 2
    assert answer["p"] == "gocua"
    assert answer["anchor"]
    assert answer["epoch"]


def test_an_op_sent_again_is_a_duplicate_and_takes_no_seq(site: Site):
    volunteer = site.person()
    ops = [put(), put(caller=volunteer, number=NUMBER), put()]
    first = push(volunteer, *ops)
    again = push(volunteer, *reversed(ops))
    assert statuses(again) == ["duplicate"] * 3
    assert again["seq"] == first["seq"] == 3


def test_the_same_op_twice_in_a_batch_is_stored_once(site: Site):
    volunteer = site.person()
    one = put()
    answer = push(volunteer, one, put(), one)
    assert statuses(answer) == ["stored", "stored", "duplicate"]
    assert answer["seq"] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"rev": 2},
        {"record_id": "11111111-1111-4111-8111-111111111111"},
        {"happened_at": "2021-08-19T05:59:59.000Z"},
        {"anchor": "another"},
        {"body": {"area": HAMLET, "mode": "door", "outcome": ABSENT}},
        {"kind": "review.put"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_same_op_id_with_other_content_is_a_conflict(site: Site, change: dict):
    volunteer = site.person()
    one = put()
    push(volunteer, one)
    other = {**one, **change}
    for _ in range(2):
        assert statuses(push(volunteer, other)) == ["quarantined op.conflict"]
    assert statuses(push(volunteer, one)) == ["duplicate"]


def test_what_an_op_need_not_repeat_is_no_conflict(site: Site):
    volunteer = site.person()
    one = put()
    push(volunteer, one)
    assert statuses(push(volunteer, {**one, "n": 77, "extra": [1]})) == ["duplicate"]


def test_the_op_id_of_another_person_is_unknown(site: Site):
    one, other = site.person(), site.person()
    op = put()
    assert statuses(push(one, op)) == ["stored"]
    assert statuses(push(other, op)) == ["stored"]
    assert len(rows(one)) == len(rows(other)) == 1


def test_a_quarantined_op_sent_again_has_its_present_status(site: Site):
    volunteer = site.person()
    unknown = put(area="99999-nowhere")
    assert statuses(push(volunteer, unknown)) == ["quarantined area.unknown"]
    answer = push(volunteer, unknown, put())
    assert statuses(answer) == ["quarantined area.unknown", "stored"]
    assert answer["results"][0]["message"]
    assert answer["seq"] == 1


def test_codes_come_before_the_seal_and_the_seal_before_membership(site: Site):
    volunteer = site.person()
    record = new_id()
    spoilt = sealed(volunteer, NUMBER, record)[:-4] + "AAAA"
    ops = [
        put(record, outcome="nothing_such", sealed_phone=spoilt, consent="c"),
        put(area="28108", sealed_phone=spoilt, consent="c"),
        put(area="28108", sealed_phone=spoilt),
        put(area="28108"),
        put(sealed_phone=sealed(volunteer, "+84123", record), consent="c", record_id=record),
    ]
    assert statuses(push(volunteer, *ops)) == [
        "quarantined outcome.unknown",
        "quarantined phone.invalid",
        "quarantined phone.no_consent",
        "held area.out_of_scope",
        "quarantined phone.invalid",
    ]


def test_a_number_sealed_for_another_record_is_not_opened(site: Site):
    volunteer = site.person()
    op = put(sealed_phone=sealed(volunteer, NUMBER, new_id()), consent="c")
    assert statuses(push(volunteer, op)) == ["quarantined phone.invalid"]


def test_a_volunteer_logs_below_and_above_the_own_area(site: Site):
    volunteer = site.person(area=COMMUNE)
    answer = push(volunteer, put(area=HAMLET), put(area=COMMUNE), put(area=ROOT), put(area="28108"))
    assert statuses(answer) == ["stored", "stored", "stored", "held area.out_of_scope"]


def test_a_teller_logs_in_every_area(site: Site):
    assert statuses(push(site.person("teller"), put(area="28108", mode="counter"))) == ["stored"]


@pytest.mark.parametrize("role", ["commune", "district", "admin", "reporter"])
def test_who_never_may_is_held(site: Site, role: str):
    staff = site.person(role)
    assert statuses(push(staff, put())) == ["held role.forbidden"]


@pytest.mark.parametrize("role", ["volunteer", "teller", "reporter"])
def test_who_never_reviews_is_held(site: Site, role: str):
    owner, other = site.person(), site.person(role)
    assert statuses(push(other, review(owner.person_id, new_id()))) == ["held role.forbidden"]


def test_a_review_of_nobody_is_quarantined(site: Site):
    staff = site.person("commune")
    assert statuses(push(staff, review(uuid.uuid4(), new_id()))) == ["quarantined person.unknown"]


def test_ops_of_a_revoked_device_are_held_and_every_other_call_is_refused(site: Site):
    volunteer = site.person()
    with writing() as session:
        session.get_one(Device, volunteer.device_id).revoked_at = now_ms()
    answer = push(volunteer, put(), put(area="99999-nowhere"))
    assert statuses(answer) == ["held device.revoked", "quarantined area.unknown"]
    reply = volunteer.get("/sync/pull")
    assert (reply.status_code, reply.json["error"]["code"]) == (401, "device.revoked")


def test_an_op_over_8_kib_is_rejected_and_its_neighbours_are_stored(site: Site):
    volunteer = site.person()
    big = {**put(), "extra": "ơ" * 4096}
    answer = push(volunteer, put(), big, put())
    assert statuses(answer) == ["stored", "rejected op.too_large", "stored"]
    assert answer["results"][1]["op_id"] == big["op_id"]
    verified = volunteer.post("/sync/verify", {"items": [big["op_id"]]}).json
    assert verified["missing"] == [big["op_id"]]


def test_an_op_of_exactly_8_kib_is_taken(site: Site):
    volunteer = site.person()
    op = {**put(), "extra": ""}
    op["extra"] = "x" * (8192 - len(orjson.dumps(op)))
    assert statuses(push(volunteer, op)) == ["stored"]
    op = {**put(), "extra": op["extra"]}
    op["extra"] = "x" * (8193 - len(orjson.dumps({**op, "extra": ""})))
    assert statuses(push(volunteer, op)) == ["rejected op.too_large"]


def test_a_note_is_counted_in_code_points_after_cleaning(site: Site):
    volunteer = site.person()
    notes = ["ờ" * 280, "o\u031b\u0300" * 280, "x" * 281, "\u200b" * 50 + "y" * 280]
    answer = push(volunteer, *(put(note=note) for note in notes))
    assert statuses(answer) == ["stored", "stored", "quarantined op.malformed", "stored"]
    kept = {row["note"] for row in rows(volunteer)}
    assert kept == {"ờ" * 280, "y" * 280}


def test_nothing_beside_ops_ever_refuses_ops(site: Site):
    volunteer = site.person()
    odd = {"app": 7, "epoch": [], "client_now": "gestern", "queue_len": -1, "oldest_at": {}, "next_n": "x", "new": 1}
    assert statuses(push(volunteer, put(), **odd)) == ["stored"]
    reply = volunteer.post("/sync/push", {"batch_id": new_id(), "ops": [put()]})
    assert statuses(reply.json) == ["stored"]


def test_a_heartbeat_keeps_what_the_device_says_of_itself(site: Site):
    volunteer = site.person()
    oldest = "2021-08-19T05:59:59.000Z"
    push(volunteer, queue_len=7, oldest_at=oldest, next_n=12, app="9.9")
    with writing() as session:
        device = session.get_one(Device, volunteer.device_id)
        assert (device.queue_len, device.next_n, device.app) == (7, 12, "9.9")
        assert device.oldest_at == 1629352799000
        assert device.synced_at is not None
        assert abs(device.skew_ms or 0) < 60_000


def test_what_a_batch_took_off_the_queue_no_longer_waits(site: Site):
    volunteer = site.person()
    push(volunteer, put(), put(area="99999-nowhere"), {**put(), "x": "x" * 9000}, queue_len=5)
    with writing() as session:
        assert session.get_one(Device, volunteer.device_id).queue_len == 3


def test_a_body_may_be_gzip(site: Site):
    volunteer = site.person()
    body = gzip.compress(json.dumps(batch(put())).encode())
    reply = volunteer.call(
        "POST", "/sync/push", data=body, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    assert statuses(reply.json) == ["stored"]


def test_more_than_200_ops_or_256_kib_are_too_large(sqlite_site: Site):
    volunteer = sqlite_site.person()
    reply = volunteer.post("/sync/push", batch(*(put() for _ in range(201))))
    assert (reply.status_code, reply.json["error"]["code"]) == (413, "batch.too_large")
    assert len(push(volunteer, *(put() for _ in range(200)))["results"]) == 200
    reply = volunteer.post("/sync/push", batch(put(note="x"), extra="x" * 262_144))
    assert (reply.status_code, reply.json["error"]["code"]) == (413, "batch.too_large")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "request.malformed"),
        (b"{", 400, "request.malformed"),
        (b'{"batch_id":"x","ops":[]} x', 400, "request.malformed"),
        (b"\xff\xfe{}", 400, "request.malformed"),
        (b'{"a":NaN}', 400, "request.malformed"),
        (b'{"a":-Infinity}', 400, "request.malformed"),
        (b'{"ops":[{"a":NaN}]}', 400, "request.malformed"),
        (b'{"a":' + b"[" * 8 + b"]" * 8 + b"}", 400, "request.malformed"),
        (b"[" * 100_000, 400, "request.malformed"),
        (b'{"a":"' + b'\\"' * 100_000, 400, "request.malformed"),
        (b"[]", 422, "request.invalid"),
        (b"7", 422, "request.invalid"),
        (b"{}", 422, "request.invalid"),
        (b'{"batch_id":"b7e0","ops":[]}', 422, "request.invalid"),
        (b'{"batch_id":"00000000-0000-4000-8000-000000000000"}', 422, "request.invalid"),
        (b'{"batch_id":"00000000-0000-4000-8000-000000000000","ops":{}}', 422, "request.invalid"),
        (b'{"batch_id":"00000000-0000-4000-8000-000000000000","ops":[],"ops":[1]}', 422, "request.invalid"),
    ],
)
def test_a_body_that_is_no_push_fails_as_a_whole(sqlite_site: Site, body: bytes, status: int, code: str):
    volunteer = sqlite_site.person()
    reply = volunteer.call("POST", "/sync/push", data=body, content_type="application/json")
    assert (reply.status_code, reply.json["error"]["code"]) == (status, code)


def test_elements_without_a_usable_op_id_are_kept_once_and_up_to_a_limit(sqlite_site: Site):
    volunteer = sqlite_site.person()
    for first in range(0, 1000, 200):
        answer = push(volunteer, *range(first, first + 200))
        assert set(statuses(answer)) == {"quarantined op.malformed"}
        assert {line["op_id"] for line in answer["results"]} == {None}
    answer = push(volunteer, 999, 1000, 999, put())
    assert statuses(answer) == [
        "quarantined op.malformed",
        "rejected quarantine.full",
        "quarantined op.malformed",
        "stored",
    ]


def test_sentences_are_in_the_language_asked_for(sqlite_site: Site):
    volunteer = sqlite_site.person()
    unknown = put(area="99999-nowhere")
    vi = push(volunteer, unknown)["results"][0]["message"]
    reply = volunteer.post("/sync/push", batch(unknown), headers={"Accept-Language": "en"})
    assert vi.startswith("Không có")
    assert reply.json["results"][0]["message"].startswith("No such")


def test_answers_for_new_and_known_numbers_are_the_same_bytes(site: Site):
    volunteer, other = site.person(), site.person()
    push(other, put(caller=other, number=NUMBER))
    bodies = []
    for number in (NUMBER, "+84987654321"):
        sent = batch(put(caller=volunteer, number=number), put(caller=volunteer, number=number))
        reply = volunteer.call("POST", "/sync/push", data=orjson.dumps(sent), content_type="application/json")
        told = json.loads(reply.data)
        for name in ("server_now", "anchor", "seq", "batch_id"):
            assert told.pop(name)
        for line in told["results"]:
            assert line.pop("op_id")
        bodies.append((len(reply.data) - len(str(reply.json["seq"])), json.dumps(told)))
    assert bodies[0] == bodies[1]


def test_an_op_far_from_the_campaign_is_stored(site: Site):
    volunteer = site.person(since=now_ms() - 100 * DAY_MS)
    assert statuses(push(volunteer, put(at=0), put(at=now_ms() + 400 * DAY_MS))) == ["stored", "stored"]
    assert HELPED in {row["outcome"] for row in rows(volunteer)}


def test_a_database_that_cannot_be_written_is_503_and_acknowledges_nothing(site: Site, monkeypatch: pytest.MonkeyPatch):
    volunteer = site.person()
    op = put()
    real = Bulk.insert

    def full(self: Bulk, lines: Lines, rows: list) -> None:
        if rows and "record" in lines.sqlite:
            self.run("SELECT * FROM no_such_table" if self.sqlite else "SELECT pg_terminate_backend(pg_backend_pid())")
        real(self, lines, rows)

    monkeypatch.setattr(Bulk, "insert", full)
    reply = volunteer.post("/sync/push", batch(op))
    assert (reply.status_code, reply.json["error"]["code"]) == (503, "server.busy")
    assert int(reply.headers["Retry-After"]) > 0
    monkeypatch.undo()
    assert volunteer.post("/sync/verify", {"items": [op["op_id"]]}).json["missing"] == [op["op_id"]]
    assert statuses(push(volunteer, op)) == ["stored"]
    assert service.compare(site.campaign_id) == []


def test_an_answer_without_a_database_has_no_stamp_and_is_503(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch):
    volunteer = sqlite_site.person()

    def away(*_: object) -> None:
        raise OperationalError("sync", None, RuntimeError("away"))

    monkeypatch.setattr(store, "head", away)
    monkeypatch.setattr(store, "lock", away)
    reply = volunteer.post("/sync/push", batch(put()))
    assert (reply.status_code, reply.json["error"]["code"]) == (503, "server.busy")
    assert "anchor" not in reply.json

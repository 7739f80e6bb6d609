"""F23: a session ends, a device is revoked, another person takes the phone: the queue stays and finds its way."""

import random

import pytest

from tests.faults import checks
from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.phone import Phone
from tests.faults.wire import Http
from tests.site import UNION

AREAS = [code for code, parent in HAMLETS.items() if parent == "28135"]


def at_work(live: Live, seed: int = 1, batch: int = 10) -> tuple[Phone, Walk]:
    return live.phone(seed=seed, area="28135", batch=batch), Walk(random.Random(seed), AREAS)


class Ending:
    """A transport on which the session ends after some pushes."""

    def __init__(self, live: Live, phone: Phone, after: int):
        self.inner, self.phone, self.left = Http(live.port), phone, after

    def send(self, method, path, headers, body):
        if path.endswith("/push"):
            if self.left == 0:
                bearer = {"Authorization": f"Bearer {self.phone.token}"}
                assert self.inner.send("DELETE", "/api/v1/session", bearer, None).status == 204
            self.left -= 1
        return self.inner.send(method, path, headers, body)


def test_a_session_that_ends_between_batches_keeps_the_rest_and_a_new_invite_sends_it(live):
    phone, walk = at_work(live)
    for _ in range(35):
        walk.visit(phone)
    phone.transport = Ending(live, phone, after=2)
    done = phone.sync()
    assert done.problem in ("session.expired", "session.missing")
    assert (len(phone.sent), len(phone.queue)) == (20, 15)
    walk.visit(phone)  # capture goes on
    device = phone.device_id
    phone.transport = Http(live.port)
    phone.token = ""
    phone.enrol(live.code(person=phone.person_id))
    assert phone.device_id == device
    found = checks.harm(live, [phone])
    print(f"F23 session ended mid-queue: 16 kept, lost {len(found.lost)}")
    assert not found, found
    assert len(phone.sent) == 36


def test_a_revoked_device_may_still_hand_in_what_it_holds(live):
    phone, walk = at_work(live)
    for _ in range(5):
        walk.visit(phone)
    phone.sync()
    for _ in range(12):
        walk.visit(phone)
    live.district().call("POST", f"/devices/{phone.device_id}/revoke")
    done = phone.sync()
    assert done.problem == "device.revoked"  # of the pull; the push went through
    assert not phone.queue
    assert {(kept.status, kept.code) for kept in phone.attention.values()} == {("held", "device.revoked")}
    raw = live.rows("SELECT count(*) FROM pending")[0][0]
    print(f"F23 revoked: 12 held of 12, raw kept {raw}, lost 0")
    assert raw == 12
    assert live.counted()["records"] == 5
    again = phone.push_batch([kept.op for kept in phone.attention.values()])
    assert {result["status"] for result in again} == {"held"}
    assert live.rows("SELECT count(*) FROM pending")[0][0] == 12


def test_another_person_on_the_same_phone_never_sends_the_queue(live):
    phone, walk = at_work(live)
    for _ in range(8):
        walk.visit(phone)
    queued = dict(phone.queue)
    with pytest.raises(ValueError, match="another person"):
        phone.enrol(live.code(role="volunteer", area="28135", organisation=UNION, name="Người khác"))
    assert phone.queue == queued
    found = checks.harm(live, [phone])
    assert not found, found
    owners = live.rows("SELECT DISTINCT person_id FROM op")
    assert len(owners) == 1


def test_the_same_ids_from_another_person_are_another_record(live):
    """Were a client so broken as to send them, the first person's records would stay as they are."""
    phone, walk = at_work(live)
    for _ in range(6):
        walk.visit(phone)
    ops = list(phone.queue.values())
    phone.sync()
    before = dict(phone.view)
    thief = live.phone(seed=2, area="28135", name="Người khác")
    results = thief.push_batch([{**op, "rev": op["rev"] + 5} for op in ops])
    assert {result["status"] for result in results} <= {"stored", "quarantined"}
    phone.sync()
    assert {key: row["rev"] for key, row in phone.view.items()} == {key: row["rev"] for key, row in before.items()}
    assert not checks.harm(live, [phone])


def test_a_phone_that_drops_its_queue_on_a_401_is_caught(on_sqlite):
    """Negative control: the same story with a client that signs out and clears."""
    live = on_sqlite
    phone, walk = at_work(live)
    for _ in range(35):
        walk.visit(phone)
    phone.transport = Ending(live, phone, after=2)
    phone.sync()
    phone.queue.clear()
    phone.transport, phone.token = Http(live.port), ""
    phone.enrol(live.code(person=phone.person_id))
    checks.harm(live, [phone])
    stored = len(live.rows("SELECT 1 FROM op"))
    print(f"F23 negative control: lost {35 - stored}")
    assert stored < 35

"""F14: one poisoned op in a good batch over real HTTP: quarantined once, its neighbours unharmed (P8)."""

import json
import uuid
from collections import Counter

from tests.faults import checks
from tests.faults.live import Live
from tests.faults.phone import API, Phone, instant
from tests.faults.poison import BODIES, corpus, element
from tests.faults.wire import Answer


def pushed(phone: Phone, elements: list[str]) -> list[dict]:
    """Results of a batch whose elements are JSON text."""
    batch_id = str(uuid.uuid4())
    raw = '{"batch_id":"%s","ops":[%s]}' % (batch_id, ",".join(elements))  # noqa: UP031
    answer = sent(phone, raw.encode())
    assert answer.status == 200, answer.body[:300]
    content = json.loads(answer.body)
    assert content["batch_id"] == batch_id
    return content["results"]


def sent(phone: Phone, raw: bytes) -> Answer:
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
    return phone.transport.send("POST", API + "/sync/push", headers, raw)


def good(phone: Phone) -> str:
    op_id, record_id = str(uuid.uuid4()), str(uuid.uuid4())
    return element(op_id, record_id, happened_at=f'"{instant(phone.clock())}"')


def meanings(results: list[dict]) -> list[tuple]:
    return [(result["index"], result["status"], result.get("code")) for result in results]


def test_every_poison_is_quarantined_once_and_its_neighbours_are_stored(live):
    phone = live.phone(seed=14, area="28135")
    cases, wrong, count = corpus(), [], Counter()
    for name, (poison, status, code) in cases.items():
        batch = [good(phone), poison, good(phone)]
        results = pushed(phone, batch)
        shown = [(result["status"], result.get("code")) for result in results]
        if [shown[0][0], shown[2][0]] != ["stored", "stored"]:
            wrong.append(f"{name}: neighbours {shown}")
        if shown[1][0] != status or (code and shown[1][1] != code):
            wrong.append(f"{name}: {shown[1]} instead of {status} {code}")
        again = pushed(phone, batch)
        if [result["status"] for result in again] != ["duplicate", status, "duplicate"]:
            wrong.append(f"{name}, again: {meanings(again)}")
        count[shown[1]] += 1
    waiting = live.rows("SELECT count(*) FROM pending")[0][0]
    expected = sum(status == "quarantined" for _, status, _ in cases.values())
    print(f"F14: {len(cases)} poisons, {dict(count)}; {2 * len(cases)} neighbours, lost 0; {waiting} wait for a person")
    assert not wrong, "\n".join(wrong)
    assert waiting == expected
    assert live.counted()["records"] == 2 * len(cases)
    assert not checks.harm(live, [phone])
    assert '"bug"' not in live.log()


def test_all_poisons_in_one_batch_harm_nobody(live):
    phone = live.phone(seed=15, area="28135")
    cases = corpus()
    batch, expected = [], []
    for poison, status, _ in cases.values():
        batch += [poison, good(phone)]
        expected += [status, "stored"]
    assert [result["status"] for result in pushed(phone, batch)] == expected
    assert live.counted()["records"] == len(cases)
    assert not checks.harm(live, [phone])


def test_a_body_that_cannot_be_a_batch_fails_as_a_whole_with_one_sentence(on_sqlite):
    phone = on_sqlite.phone(seed=16)
    heard = {}
    for name, (raw, _) in BODIES.items():
        answer = sent(phone, raw.replace(b"%s", str(uuid.uuid4()).encode()))
        error = json.loads(answer.body)["error"]
        heard[name] = answer.status
        assert answer.headers["gocua"] == "1", name
        assert error["code"], name
        assert error["message"], name
        assert pushed(phone, [good(phone)])[0]["status"] == "stored", name
    assert heard == {name: status for name, (_, status) in BODIES.items()}
    assert '"bug"' not in on_sqlite.log()


def test_two_spellings_of_one_note_are_the_same_op(live):
    """NFC and NFD of "Hòa" hash alike: the second sending is a duplicate, not a conflict."""
    phone = live.phone(seed=17, area="28135")
    op_id, record_id = str(uuid.uuid4()), str(uuid.uuid4())
    notes = ("H\u00f2a", "Ho\u0300a", "H\u200b\u00f2a")
    statuses = [pushed(phone, [element(op_id, record_id, body=json.dumps(body(note)))])[0]["status"] for note in notes]
    assert statuses == ["stored", "duplicate", "duplicate"]


def body(note: str) -> dict[str, str]:
    return {"area": "28135-my-tay", "mode": "door", "outcome": "owner_absent", "note": note}


def test_the_check_sees_a_neighbour_that_is_missing(on_sqlite):
    """Negative control: other content under a known op_id is a conflict, and the batch shows it."""
    phone: Phone = on_sqlite.phone(seed=18, area="28135")
    op_id, record_id = str(uuid.uuid4()), str(uuid.uuid4())
    pushed(phone, [element(op_id, record_id)])
    result = pushed(phone, [element(op_id, record_id, rev="2"), good(phone)])
    assert [(one["status"], one.get("code")) for one in result] == [("quarantined", "op.conflict"), ("stored", None)]
    assert stored(on_sqlite) == 2


def stored(live: Live) -> int:
    return live.counted()["records"]

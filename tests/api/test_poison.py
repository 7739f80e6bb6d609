"""POST /sync/push with every value of the poison table, on both databases: its element alone, kept once."""

import pytest
from sqlalchemy import func, select

from server.database import reading
from server.sync.models import Pending
from tests.batches import new_id
from tests.faults.poison import BODIES, corpus, element
from tests.site import Caller, Site


def send(caller: Caller, *elements: str):
    body = '{"batch_id":"' + new_id() + '","ops":[' + ",".join(elements) + "]}"
    return caller.call("POST", "/sync/push", data=body.encode(), content_type="application/json")


def good() -> str:
    return element(new_id(), new_id())


def test_every_poison_concerns_its_element_alone_and_is_kept_once(site: Site):
    volunteer = site.person(area="28135")
    wrong = []
    cases = corpus()
    for name, (poison, status, code) in cases.items():
        batch = [good(), poison, good()]
        for expected in (["stored", status, "stored"], ["duplicate", status, "duplicate"]):
            reply = send(volunteer, *batch)
            results = reply.json["results"] if reply.status_code == 200 else []
            if [line["status"] for line in results] != expected or code not in (None, results[1].get("code")):
                wrong.append((name, reply.text[:300]))
    assert wrong == []
    with reading() as session:
        kept = session.scalars(select(func.count()).select_from(Pending)).one()
    assert kept == sum(status == "quarantined" for _, status, _ in cases.values())


@pytest.mark.parametrize("name", BODIES)
def test_a_poisoned_body_fails_as_a_whole_and_stores_nothing(sqlite_site: Site, name: str):
    body, status = BODIES[name]
    volunteer = sqlite_site.person(area="28135")
    body = body.replace(b"%s", new_id().encode())
    reply = volunteer.call("POST", "/sync/push", data=body, content_type="application/json")
    assert reply.status_code == status
    assert reply.json["error"]["message"]


def test_all_poison_in_one_batch(site: Site):
    volunteer = site.person(area="28135")
    cases = [(poison, status) for poison, status, _ in corpus().values()]
    elements = [text for poison, _ in cases for text in (good(), poison)]
    results = send(volunteer, *elements[:200]).json["results"]
    assert [line["status"] for line in results[0::2]] == ["stored"] * len(results[0::2])
    assert [line["status"] for line in results[1::2]] == [status for _, status in cases[: len(results[1::2])]]

"""POST /api/v1/sync/verify: which of the own ops the server does not have."""

import pytest

from server.campaign import store as campaign_store
from server.clock import now_ms
from server.database import writing
from tests.batches import batch, new_id, push, put
from tests.site import Site


def test_it_works(site: Site):
    volunteer = site.person()
    stored, quarantined, held = put(), put(area="99999-nowhere"), put(area="28108")
    push(volunteer, stored, quarantined, held)
    unknown = new_id()
    items = [unknown, stored["op_id"], quarantined["op_id"], held["op_id"], unknown]
    assert volunteer.post("/sync/verify", {"items": items}).json["missing"] == [unknown, unknown]


def test_ops_of_others_are_missing(site: Site):
    one, other = site.person(), site.person()
    op = put()
    push(one, op)
    assert other.post("/sync/verify", {"items": [op["op_id"]]}).json["missing"] == [op["op_id"]]


def test_nothing_to_verify_is_an_answer(site: Site):
    assert site.person().post("/sync/verify", {"items": []}).json["missing"] == []


@pytest.mark.parametrize(
    "body",
    [{}, {"items": "x"}, {"items": ["x"]}, {"items": [1]}, {"items": [], "more": 1}, {"items": [new_id()] * 501}],
    ids=["nothing", "a text", "no uuid", "a number", "an unknown key", "over 500"],
)
def test_another_shape_is_422(sqlite_site: Site, body: dict):
    reply = sqlite_site.person().post("/sync/verify", body)
    assert (reply.status_code, reply.json["error"]["code"]) == (422, "request.invalid")
    assert reply.json["error"]["details"]


def test_a_purged_campaign_says_so_to_verify_and_push(site: Site):
    volunteer = site.person()
    with writing() as session:
        campaign_store.lock(session, site.campaign_id).purged_at = now_ms()
    for path, body in (("/sync/verify", {"items": [new_id()]}), ("/sync/push", batch(put()))):
        reply = volunteer.post(path, body)
        assert (reply.status_code, reply.json["error"]["code"]) == (409, "campaign.purged")

"""Hand-over keys: files, receipts and tokens of programs of the key before go on until it is retired."""

from sqlalchemy import select

from server.clock import day_of, now_ms
from server.database import reading
from server.people.models import ApiToken
from tests import rotating
from tests.api.test_api_tokens import made, refused, use
from tests.api.test_import import line
from tests.batches import push, put, statuses
from tests.site import COMMUNE, Site


def test_files_of_both_keys_are_taken_until_the_old_one_is_retired(site: Site):
    volunteer, staff = site.person(), site.person("commune", area=COMMUNE)
    old, late = line(volunteer, put()), line(volunteer, put())
    first = volunteer.get("/me").json["handover_key"]
    rotating.rotate(site, "handover")
    assert volunteer.get("/me").json["handover_key"] != first, "phones are told the new one"
    for one in (old, line(volunteer, put())):
        assert statuses(staff.post("/sync/import", one).json) == ["stored"]
    rotating.retire(site, "handover")
    answer = staff.post("/sync/import", late)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "handover.mac")
    assert statuses(staff.post("/sync/import", line(volunteer, put())).json) == ["stored"]


def test_a_receipt_is_known_until_its_key_is_retired(site: Site):
    volunteer, staff = site.person(), site.person("commune", area=COMMUNE)
    push(volunteer, put())
    day = day_of(now_ms(), "Asia/Ho_Chi_Minh").isoformat()
    code = volunteer.get(f"/receipts?day={day}").json["code"]
    rotating.rotate(site, "handover")
    assert staff.get(f"/receipts/check?code={code}").json["records"] == 1
    rotating.retire(site, "handover")
    answer = staff.get(f"/receipts/check?code={code}")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "receipt.unknown")


def test_a_token_that_is_used_meanwhile_goes_over_to_the_new_key(site: Site):
    district = site.person("district")
    used, idle = made(district), made(district)

    def kept() -> set[bytes]:
        with reading() as session:
            return set(session.scalars(select(ApiToken.key_hash)))

    assert use(site, used, "/totals").status_code == 200
    before = kept()
    rotating.rotate(site, "handover")
    for _ in range(2):
        assert use(site, used, "/totals").status_code == 200
    assert len(kept() & before) == 1, "the idle one alone"
    rotating.retire(site, "handover")
    assert use(site, used, "/totals").status_code == 200
    assert refused(use(site, idle, "/totals")) == (401, "token.unknown")

"""GET /api/v1/reviews: what was said of records in scope, in seq order."""

import pytest

from tests.batches import new_id, push, put, review
from tests.site import COMMUNE, Site


def test_it_works(site: Site):
    volunteer, staff = site.person(), site.person("commune", area=COMMUNE)
    record = new_id()
    push(volunteer, put(record))
    said = review(volunteer.person_id, record)
    push(staff, said)
    answer = staff.get("/reviews").json
    assert answer["next"] is None
    (line,) = answer["items"]
    assert line == {
        "op_id": said["op_id"],
        "seq": 2,
        "person": str(volunteer.person_id),
        "record_id": record,
        "reviewer": str(staff.person_id),
        "seen_rev": 1,
        "verdict": "void",
        "reason": "gọi lại không có",
        "happened_at": said["happened_at"],
    }


def test_pages_follow_each_other(site: Site):
    volunteer, staff = site.person(), site.person("district")
    records = [new_id() for _ in range(3)]
    push(volunteer, *map(put, records))
    push(staff, *(review(volunteer.person_id, record, "ok") for record in records))
    first = staff.get("/reviews?limit=2").json
    second = staff.get(f"/reviews?limit=2&after={first['next']}").json
    assert [line["record_id"] for line in first["items"] + second["items"]] == records
    assert second["next"] is None


def test_reviews_of_records_elsewhere_are_not_seen(site: Site):
    volunteer, staff = site.person(), site.person("district")
    record = new_id()
    push(volunteer, put(record))
    push(staff, review(volunteer.person_id, record))
    assert site.person("commune", area="28108").get("/reviews").json["items"] == []
    assert len(site.person("commune", area=COMMUNE).get("/reviews").json["items"]) == 1


@pytest.mark.parametrize("query", ["after=x", "limit=0", "what=1"])
def test_another_query_is_422(sqlite_site: Site, query: str):
    reply = sqlite_site.person("district").get(f"/reviews?{query}")
    assert (reply.status_code, reply.json["error"]["code"]) == (422, "request.invalid")


@pytest.mark.parametrize("role", ["volunteer", "teller", "reporter"])
def test_only_staff_may(sqlite_site: Site, role: str):
    reply = sqlite_site.person(role).get("/reviews")
    assert (reply.status_code, reply.json["error"]["code"]) == (403, "role.forbidden")

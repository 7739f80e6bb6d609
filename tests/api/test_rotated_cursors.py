"""Cursors: one of the key before is followed until it is retired; then it is 400 and the phone begins anew."""

from tests import rotating
from tests.batches import push, put
from tests.site import Site


def test_it_works(site: Site):
    volunteer = site.person()

    def pull(cursor: str):
        return volunteer.get("/sync/pull", headers={"X-Cursor": cursor} if cursor else {})

    push(volunteer, put())
    old = pull("").json["cursor"]
    rotating.rotate(site, "cursor")
    record = put()
    push(volunteer, record)
    page = pull(old).json
    assert [row["record_id"] for row in page["rows"]] == [record["record_id"]], "only what is new"
    rotating.retire(site, "cursor")
    assert pull(page["cursor"]).json["rows"] == [], "it was made with the new key"
    answer = pull(old)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "cursor.invalid")
    assert len(pull("").json["rows"]) == 2

"""GET, PUT /told-assists: what was told by mouth or paper, a column of its own."""

import uuid

import pytest

from tests.batches import batch, put
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site


def told(**changes) -> dict:
    body = {
        "id": str(uuid.uuid4()),
        "organisation": UNION,
        "area": HAMLET,
        "since": "2021-08-17",
        "until": "2021-08-23",
    }
    return {**body, "number": 25, "said_by": "bác Hai, trưởng ấp", **changes}


def send(caller: Caller, *items: dict):
    return caller.call("PUT", "/told-assists", json={"items": list(items)})


def test_it_works(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    assert send(staff, told(paper_date="2021-08-24")).status_code == 200
    (row,) = staff.get("/told-assists").json["items"]
    assert (row["number"], row["area"], row["since"], row["until"]) == (25, HAMLET, "2021-08-17", "2021-08-23")
    assert (row["said_by"], row["on_behalf"], row["paper_date"]) == ("bác Hai, trưởng ấp", True, "2021-08-24")


def test_what_was_told_never_reaches_what_was_logged(site: Site):
    site.person().post("/sync/push", batch(put()))
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    before = staff.get("/totals").json["total"]
    send(staff, told())
    assert staff.get("/totals").json["total"] == before
    assert before["unique"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until": "2021-08-16"}, "request.invalid"),
        ({"until": "2099-08-16"}, "statement.future"),
        ({"number": -1}, "request.invalid"),
        ({"said_by": None}, "request.invalid"),
        ({"area": "28111"}, "not_found"),
    ],
)
def test_what_cannot_be_is_refused(sqlite_site: Site, change: dict, code: str):
    staff = sqlite_site.person("commune", COMMUNE, "ubnd-xa.28135")
    answer = send(staff, told(**change))
    assert answer.json["error"]["code"] == code


def test_a_mistake_is_withdrawn(site: Site):
    staff = site.person("commune", COMMUNE, "ubnd-xa.28135")
    wrong = send(staff, told()).json["items"][0]["id"]
    assert staff.post(f"/told-assists/{wrong}/withdraw", {"reason": "ấp khác"}).json["withdrawn_at"]
    assert staff.get("/told-assists").json["items"] == []

"""GET /api/v1/sync/pull: whole rows in seq order, in scope; the cursor loses none and gives nobody else's."""

import pytest
from sqlalchemy import select, update

from server.campaign.models import Campaign
from server.database import reading, writing
from server.people.models import Audit, Membership
from server.sync.models import Commit
from tests.batches import ABSENT, CONSENT, PARTLY, new_id, push, put, review, rows
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

NUMBER = "+84912345678"
OTHER_COMMUNE = "28108"


def test_it_works(site: Site):
    volunteer = site.person()
    anchor = volunteer.anchor()
    record, house = new_id(), new_id()
    op = put(
        record, anchor=anchor, caller=volunteer, number=NUMBER, note="nhà có bà cụ", household=house,
        revisit_on="2026-12-01", outcome=PARTLY,
    )  # fmt: skip
    push(volunteer, op)
    page = volunteer.get("/sync/pull?limit=500").json
    (row,) = page["rows"]
    assert page["more"] is False
    assert row == {
        "kind": "record",
        "record_id": record,
        "person": str(volunteer.person_id),
        "rev": 1,
        "op_id": op["op_id"],
        "seq": 1,
        "area": HAMLET,
        "mode": "door",
        "outcome": PARTLY,
        "happened_at": op["happened_at"],
        "eff": op["happened_at"],
        "organisation": UNION,
        "household": house,
        "revisit_on": "2026-12-01",
        "note": "nhà có bà cụ",
        "void": False,
        "has_number": True,
        "review": None,
    }


def pages(caller: Caller, limit: int = 500, cursor: str | None = None) -> tuple[list, str]:
    """Rows from a cursor on, and the cursor after them."""
    found = []
    while True:
        page = caller.get(f"/sync/pull?limit={limit}", headers={"X-Cursor": cursor} if cursor else {}).json
        found += page["rows"]
        cursor = page["cursor"]
        if not page["more"]:
            return found, cursor


def test_fields_out_of_place_are_dropped(site: Site):
    volunteer = site.person()
    push(volunteer, put(outcome="not_accessible", household=new_id(), revisit_on="2026-12-01"))
    push(volunteer, put(household=new_id(), revisit_on="2026-12-01", consent=CONSENT))
    first, second = rows(volunteer)
    assert (first["household"], first["revisit_on"]) == (None, "2026-12-01")
    assert second["household"] is not None
    assert second["revisit_on"] is None


def test_a_correction_is_the_whole_new_row_with_the_old_time(site: Site):
    volunteer = site.person()
    anchor = volunteer.anchor()
    record = new_id()
    one = put(record, anchor=anchor, note="trước")
    push(volunteer, one)
    cursor = pages(volunteer)[1]
    two = put(record, 2, anchor=volunteer.anchor(), outcome=PARTLY)
    push(volunteer, two)
    (row,), _ = pages(volunteer, cursor=cursor)
    assert (row["rev"], row["op_id"], row["seq"], row["note"]) == (2, two["op_id"], 2, None)
    assert (row["eff"], row["happened_at"]) == (one["happened_at"], two["happened_at"])


def test_a_correction_that_arrives_first_stays(site: Site):
    volunteer = site.person()
    record = new_id()
    push(volunteer, put(record, 3, note="sau"))
    push(volunteer, put(record, 1, note="trước"))
    (row,) = rows(volunteer)
    assert (row["rev"], row["note"], row["seq"]) == (3, "sau", 2)


def test_pages_of_one_lose_nothing(site: Site):
    volunteer = site.person()
    push(volunteer, *(put() for _ in range(5)))
    by_one, _ = pages(volunteer, limit=1)
    assert [row["seq"] for row in by_one] == [1, 2, 3, 4, 5]
    assert [row["record_id"] for row in by_one] == [row["record_id"] for row in rows(volunteer)]


def test_a_page_that_is_not_full_moves_the_cursor_to_the_head(site: Site):
    one, other = site.person(), site.person()
    push(other, put(), put())
    _, cursor = pages(one)
    push(one, put())
    (row,), _ = pages(one, cursor=cursor)
    assert row["seq"] == 3


def test_volunteers_see_their_own_communes_theirs_the_district_all(site: Site):
    here, there = site.person(), site.person(area=OTHER_COMMUNE)
    push(here, put())
    push(there, put(area=OTHER_COMMUNE))
    assert [row["area"] for row in rows(here)] == [HAMLET]
    assert [row["area"] for row in rows(site.person("commune", area=COMMUNE))] == [HAMLET]
    assert [row["area"] for row in rows(site.person("commune", area=OTHER_COMMUNE))] == [OTHER_COMMUNE]
    assert [row["area"] for row in rows(site.person("district"))] == [HAMLET, OTHER_COMMUNE]
    assert len(rows(site.person("reporter"))) == 2
    assert rows(site.person("reporter", organisation="vp-hdnd-ubnd")) == []


def test_a_review_comes_to_the_author_and_a_correction_does_not_undo_it(site: Site):
    volunteer, staff = site.person(), site.person("commune", area=COMMUNE)
    record = new_id()
    push(volunteer, put(record))
    push(staff, review(volunteer.person_id, record))
    push(volunteer, put(record, 2))
    (row,) = rows(volunteer)
    assert row["review"] == {"verdict": "void", "reason": "gọi lại không có", "seen_rev": 1}
    assert (row["rev"], row["seq"]) == (2, 3)


def test_a_review_that_came_before_its_record_counts(site: Site):
    volunteer, staff = site.person(), site.person("district")
    record = new_id()
    push(staff, review(volunteer.person_id, record))
    assert rows(volunteer) == []
    push(volunteer, put(record))
    (row,) = rows(volunteer)
    assert row["review"]["verdict"] == "void"


def test_a_review_of_another_commune_does_not_compete(site: Site):
    volunteer, stranger = site.person(), site.person("commune", area=OTHER_COMMUNE)
    record = new_id()
    push(volunteer, put(record))
    push(stranger, review(volunteer.person_id, record))
    assert rows(volunteer)[0]["review"] is None


def test_the_same_record_id_of_two_people_is_two_records(site: Site):
    one, other, staff = site.person(), site.person(), site.person("district")
    record = new_id()
    push(one, put(record, note="một"))
    push(other, put(record, 2, note="hai"))
    push(staff, review(one.person_id, record))
    assert [row["note"] for row in rows(one)] == ["một"]
    assert rows(other)[0]["review"] is None
    assert {row["note"]: row["review"] is None for row in rows(staff)} == {"một": False, "hai": True}


def test_keep_number_keeps_it_and_a_put_without_drops_it(site: Site):
    volunteer = site.person()
    record = new_id()
    push(volunteer, put(record, 3, keep_number=True))
    assert [row["has_number"] for row in rows(volunteer)] == [False]
    push(volunteer, put(record, 1, caller=volunteer, number=NUMBER))
    assert [row["has_number"] for row in rows(volunteer)] == [True]
    push(volunteer, put(record, 2))
    assert [row["has_number"] for row in rows(volunteer)] == [False]


def test_a_record_that_leaves_a_commune_is_gone_there(site: Site):
    volunteer = site.person("teller", area=COMMUNE)
    old, new = site.person("commune", area=COMMUNE), site.person("commune", area=OTHER_COMMUNE)
    record = new_id()
    push(volunteer, put(record))
    _, cursor = pages(old)
    push(volunteer, put(record, 2, area=OTHER_COMMUNE))
    (left,), after = pages(old, cursor=cursor)
    assert left == {"kind": "gone", "person": str(volunteer.person_id), "record_id": record, "seq": 2}
    assert [row["kind"] for row in rows(new)] == ["record"]
    assert [row["kind"] for row in rows(volunteer)] == ["record"]
    push(volunteer, put(record, 3))
    assert [(row["kind"], row["seq"]) for row in pages(old, cursor=after)[0]] == [("record", 3)]
    assert [(row["kind"], row["seq"]) for row in pages(old, cursor=cursor)[0]] == [("record", 3)]


def test_a_record_outside_the_membership_at_its_time_is_shown_as_held(site: Site):
    volunteer = site.person(area=COMMUNE)
    anchor = volunteer.anchor()
    push(volunteer, put(anchor=anchor))
    with writing() as session:
        session.execute(
            update(Membership)
            .where(Membership.person_id == volunteer.person_id)
            .values(from_at=Membership.from_at + 3_600_000)
        )
    record = new_id()
    push(volunteer, put(record, anchor=anchor))
    first, second = rows(volunteer)
    assert "held" not in first
    assert (second["held"], second["organisation"]) == (True, None)


def test_withdrawn_and_absent_records_are_rows_too(site: Site):
    volunteer = site.person()
    push(volunteer, put(void=True), put(outcome=ABSENT))
    assert [row["void"] for row in rows(volunteer)] == [True, False]


@pytest.mark.parametrize("place", ["x", "AAAA", "A" * 55, "\u00e9", "AQ" * 40])
def test_a_forged_cursor_is_400(sqlite_site: Site, place: str):
    reply = sqlite_site.person().get("/sync/pull", headers={"X-Cursor": place})
    assert (reply.status_code, reply.json["error"]["code"]) == (400, "cursor.invalid")


def test_a_cursor_changed_in_any_letter_is_400(sqlite_site: Site):
    volunteer = sqlite_site.person()
    _, cursor = pages(volunteer)
    for place in range(0, len(cursor), 7):
        other = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        reply = volunteer.get("/sync/pull", headers={"X-Cursor": changed})
        assert (reply.status_code, reply.json["error"]["code"]) == (400, "cursor.invalid")


def test_the_cursor_of_somebody_else_resets(site: Site):
    one, other = site.person(), site.person()
    push(one, put())
    _, cursor = pages(one)
    reply = other.get("/sync/pull", headers={"X-Cursor": cursor}).json
    assert reply["reset"] == "scope"
    assert "rows" not in reply


def test_a_cursor_of_another_epoch_resets(site: Site):
    volunteer = site.person()
    push(volunteer, put())
    _, cursor = pages(volunteer)
    with writing() as session:
        session.execute(update(Campaign).values(epoch="another"))
    assert volunteer.get("/sync/pull", headers={"X-Cursor": cursor}).json["reset"] == "epoch"


def epoch_alerts(site: Site) -> int:
    with reading() as session:
        return len(session.scalars(select(Audit).where(Audit.act == "epoch.new")).all())


def test_a_cursor_ahead_of_the_head_begins_a_new_epoch(site: Site):
    volunteer = site.person()
    push(volunteer, put(), put())
    _, cursor = pages(volunteer)
    before = volunteer.get("/me").json["epoch"]
    with writing() as session:
        session.execute(update(Campaign).values(head=1))
    reply = volunteer.get("/sync/pull", headers={"X-Cursor": cursor}).json
    assert reply["reset"] == "epoch"
    assert volunteer.get("/me").json["epoch"] != before
    assert epoch_alerts(site) == 1


def test_a_cursor_of_another_history_with_as_many_seqs_begins_a_new_epoch(site: Site):
    """A folder copied back, in which others have filled the gap: the head tells nothing, the commit's time does."""
    volunteer = site.person()
    push(volunteer, put(), put())
    push(volunteer, put())
    shown, cursor = pages(volunteer)
    assert pages(volunteer, cursor=cursor)[0] == []
    with writing() as session:
        session.execute(update(Commit).where(Commit.seq == 3).values(at=Commit.at + 60_000))
    assert volunteer.get("/sync/pull", headers={"X-Cursor": cursor}).json["reset"] == "epoch"
    assert epoch_alerts(site) == 1
    again, cursor = pages(volunteer)
    assert again == shown
    assert pages(volunteer, cursor=cursor)[0] == []
    assert epoch_alerts(site) == 1


def test_an_anchor_ahead_of_the_head_begins_a_new_epoch_and_the_ops_are_taken(site: Site):
    volunteer = site.person()
    push(volunteer, put(), put())
    anchor = volunteer.anchor()
    before = volunteer.get("/me").json["epoch"]
    with writing() as session:
        session.execute(update(Campaign).values(head=0, epoch=Campaign.epoch))
    (site_mark,) = (
        (site.app.extensions["gocua.settings"].home).glob("high-water-*") if "sqlite" in site.url else (None,)
    )
    if site_mark is not None:
        site_mark.unlink()
    answer = push(volunteer, put(area="99999-nowhere", anchor=anchor))
    assert [line["status"] for line in answer["results"]] == ["quarantined"]
    assert answer["epoch"] != before
    assert epoch_alerts(site) == 1
    assert push(volunteer, put(area="99999-nowhere", anchor=anchor))["epoch"] == answer["epoch"]


def test_a_database_copied_back_is_noticed_by_the_mark_in_the_home(sqlite_site: Site):
    volunteer = sqlite_site.person()
    push(volunteer, put(), put())
    before = volunteer.get("/me").json["epoch"]
    with writing() as session:
        session.execute(update(Campaign).values(head=1))
    assert push(volunteer)["epoch"] != before


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "after=1"])
def test_another_query_is_422(sqlite_site: Site, query: str):
    reply = sqlite_site.person().get(f"/sync/pull?{query}")
    assert (reply.status_code, reply.json["error"]["code"]) == (422, "request.invalid")

"""GET /api/v1/receipts and /receipts/check: a day's receipt, and what a coordinator learns from its code."""

import contextlib
from datetime import date, timedelta

import pytest

from server.campaign import store as campaign_store
from server.clock import day_of, now_ms, start_of
from server.database import writing
from server.desk.receipt_code import Statement, make, read
from server.people import tokens
from tests.batches import ABSENT, HELPED, push, put, review
from tests.site import COMMUNE, HAMLET, Caller, Site

ZONE = "Asia/Ho_Chi_Minh"


def today() -> str:
    return day_of(now_ms(), ZONE).isoformat()


def receipt_of(who: Caller, day: str | None = None) -> dict:
    answer = who.get(f"/receipts?day={day or today()}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_it_works(site: Site):
    volunteer, officer = site.person(), site.person("commune", COMMUNE)
    push(volunteer, put(outcome=HELPED), put(outcome=HELPED), put(outcome=ABSENT))
    shown = receipt_of(volunteer)
    assert (shown["day"], shown["records"], shown["assists"]) == (today(), 3, 2)
    found = officer.get(f"/receipts/check?code={shown['code']}")
    assert found.status_code == 200, found.text
    told = found.json
    assert (told["day"], told["records"], told["assists"]) == (today(), 3, 2)
    assert told["now"] == {"records": 3, "assists": 2}
    assert told["person"] == {"id": str(volunteer.person_id), "name": "Nguyễn Thị Mẫu", "role": "volunteer"}
    assert told["area"]["code"] == HAMLET
    assert told["at"][:16] == shown["at"][:16], "to the minute"


def test_a_code_stays_true_of_its_minute_when_more_comes_in(site: Site):
    volunteer, officer = site.person(), site.person("commune", COMMUNE)
    first = put()
    push(volunteer, first)
    shown = receipt_of(volunteer)
    push(volunteer, put(), put(first["record_id"], 2, void=True), put())
    told = officer.get(f"/receipts/check?code={shown['code']}").json
    assert (told["records"], told["now"]["records"]) == (1, 2)


def test_what_the_commune_voided_is_no_assist(site: Site):
    volunteer, officer = site.person(), site.person("commune", COMMUNE)
    op = put()
    push(volunteer, op, put())
    push(officer, review(volunteer.person_id, op["record_id"], "void"))
    shown = receipt_of(volunteer)
    assert (shown["records"], shown["assists"]) == (2, 1)


def test_a_day_is_that_of_the_campaign_and_of_nobody_else(site: Site):
    yesterday = day_of(now_ms(), ZONE) - timedelta(days=1)
    noon = start_of(yesterday, ZONE) + 12 * 3_600_000
    volunteer, other = site.person(since=noon), site.person()
    # without an anchor an op counts at the enrolment: yesterday noon
    push(volunteer, put(at=noon), put(at=noon))
    push(other, put())
    assert receipt_of(volunteer, yesterday.isoformat())["records"] == 2
    assert receipt_of(volunteer)["records"] == 0
    assert receipt_of(other)["records"] == 1


@pytest.mark.parametrize("day", ["2999-01-01", "1969-12-31", "24/8/2021", "2021-02-30"])
def test_a_day_that_cannot_be_is_422(sqlite_site: Site, day: str):
    answer = sqlite_site.person().get(f"/receipts?day={day}")
    assert (answer.status_code, list(answer.json["error"]["details"])) == (422, ["day"])


def test_every_changed_character_is_noticed(sqlite_site: Site):
    volunteer, officer = sqlite_site.person(), sqlite_site.person("commune", COMMUNE)
    code = receipt_of(volunteer)["code"]
    for place, letter in enumerate(code):
        changed = code[:place] + ("0" if letter != "0" else "1") + code[place + 1 :]
        answer = officer.get(f"/receipts/check?code={changed}")
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "receipt.unknown"), place


def test_a_code_is_read_as_people_type_it(sqlite_site: Site):
    volunteer, officer = sqlite_site.person(), sqlite_site.person("commune", COMMUNE)
    typed = tokens.grouped(receipt_of(volunteer)["code"]).lower().replace("0", "o").replace("-", " - ")
    assert officer.call("GET", "/receipts/check", query_string={"code": typed}).status_code == 200


@pytest.mark.parametrize("code", ["Z" * 26, "x", "U" * 26, "0" * 26])
def test_what_is_no_code_is_404(sqlite_site: Site, code: str):
    answer = sqlite_site.person("commune", COMMUNE).get(f"/receipts/check?code={code}")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "receipt.unknown")


def test_another_commune_learns_nothing_the_district_does(site: Site):
    code = receipt_of(site.person())["code"]
    theirs = site.person("commune", "28111", "hoi-lhpn-xa.28111").get(f"/receipts/check?code={code}")
    assert (theirs.status_code, theirs.json["error"]["code"]) == (404, "not_found")
    assert site.person("district").get(f"/receipts/check?code={code}").status_code == 200


def test_a_purged_campaign_says_so(sqlite_site: Site):
    volunteer = sqlite_site.person()
    with writing() as session:
        campaign_store.lock(session, sqlite_site.campaign_id).purged_at = now_ms()
    answer = volunteer.get(f"/receipts?day={today()}")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "campaign.purged")


def test_a_code_says_what_was_put_in_and_not_more_than_fits():
    key = b"k" * 32
    said = Statement(7, (date(2021, 8, 24) - date(1970, 1, 1)).days, 42, 40, 1122)
    assert read([key], make(key, said)) == said
    assert read([b"l" * 32], make(key, said)) is None
    assert read([key], make(key, said._replace(records=70_000, minute=99_999))) == said._replace(
        records=65_535, minute=65_535
    )
    with contextlib.suppress(OverflowError):
        make(key, said._replace(membership_id=1 << 24))
        pytest.fail("a membership that does not fit must not be told as another")


@pytest.mark.parametrize("day", ["0001-01-01", "1970-12-31", "9999-12-31"])
def test_a_day_without_instants_of_its_own_is_no_day(sqlite_site: Site, day: str):
    answer = sqlite_site.person().get(f"/receipts?day={day}")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request.invalid")

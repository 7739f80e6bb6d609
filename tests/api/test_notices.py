"""GET /notices, POST /notices/read: the inbox of those without push, and of all others."""

import uuid

from server.campaign import store as campaign_store
from server.database import writing
from server.notices.telling import Message, tell
from tests.due import at, officer, submit
from tests.site import Caller, Site


def say(site: Site, *people: Caller, key: str = "k", title: str = "Tin") -> None:
    with writing() as session:
        campaign = campaign_store.lock(session, site.campaign_id)
        tell(session, campaign, [one.person_id for one in people], Message("test", key, title, "Nội dung", "/x"))


def test_it_works(site: Site):
    person, other = site.person(), site.person()
    say(site, person)
    (one,) = person.get("/notices").json["items"]
    assert {name: one[name] for name in ("kind", "title", "body", "link", "read_at")} == {
        "kind": "test",
        "title": "Tin",
        "body": "Nội dung",
        "link": "/x",
        "read_at": None,
    }
    assert other.get("/notices").json["items"] == []
    assert person.post("/notices/read", {"ids": [one["id"]]}).json["unread"] == 0
    assert person.get("/notices").json["items"][0]["read_at"] is not None


def test_nobody_reads_for_another(site: Site):
    person, other = site.person(), site.person()
    say(site, person)
    ids = [one["id"] for one in person.get("/notices").json["items"]]
    assert other.post("/notices/read", {"ids": [*ids, str(uuid.uuid4())]}).json["unread"] == 0
    assert person.get("/notices").json["unread"] == 1


def test_the_same_key_tells_once(site: Site):
    person, other = site.person(), site.person()
    say(site, person)
    say(site, person, other, title="Tin khác")
    assert [one["title"] for one in person.get("/notices").json["items"]] == ["Tin"]
    assert [one["title"] for one in other.get("/notices").json["items"]] == ["Tin khác"]


def test_the_newest_come_first_in_pages(site: Site):
    person, seen, after = site.person(), [], ""
    for number in range(7):
        with at(f"2021-08-26 10:0{number}"):
            say(site, person, key=str(number), title=str(number))
    while True:
        page = person.get(f"/notices?limit=3{after}").json
        seen += [one["title"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == list("6543210")


def test_a_report_reaches_the_districts_inbox_and_its_fate_the_sender(site: Site):
    with at("2021-08-26 09:00"):
        district, staff, mine = site.person("district"), officer(site), str(uuid.uuid4())
        submit(staff, mine)
        (come,) = district.get("/notices").json["items"]
        assert (come["kind"], come["title"]) == ("report.received", "UBND xã Mỹ Lệ đã gửi báo cáo")
        district.post(f"/reports/{mine}/return", {"comment": "Thiếu phụ lục"})
        (back,) = staff.get("/notices").json["items"]
    assert (back["kind"], back["link"]) == ("report.returned", f"/huyen/bao-cao/{mine}")
    assert "Thiếu phụ lục" in back["body"]

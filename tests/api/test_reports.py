"""PUT, GET /reports: what a unit submits, kept as it was."""

import uuid

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from server.database import writing
from server.reports.increment import above, measures_of
from server.reports.models import Report
from tests.batches import ABSENT, HELPED, batch, new_id, put
from tests.due import (
    COMMITTEE,
    NEXT_THURSDAY,
    OFFICE,
    THURSDAY,
    WOMEN,
    at,
    clerk,
    instant,
    later,
    officer,
    square,
    submit,
)
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

OTHER_HAMLET = "28135-cho-tram"


def log(volunteer: Caller, *ops: dict) -> None:
    sent = volunteer.post("/sync/push", batch(*ops))
    assert {one["status"] for one in sent.json["results"]} == {"stored"}, sent.json


def helped(volunteer: Caller, number: str | None = None, **body) -> dict:
    return put(anchor=volunteer.anchor(), caller=volunteer, number=number, **body)


def test_it_works(site: Site):
    with at("2021-08-26 09:00"):
        volunteer, staff = site.person(), officer(site)
        log(volunteer, helped(volunteer, "+84912345678", household=new_id()), helped(volunteer, outcome=ABSENT))
        mine = str(uuid.uuid4())
        answer = submit(staff, mine, finished_at=instant("2021-08-26 08:59"))
        assert answer.status_code == 201, answer.json
        body = staff.get(f"/reports/{mine}").json
    assert {name: body[name] for name in ("obligation", "organisation", "period", "version", "status")} == {
        "obligation": "R08",
        "organisation": COMMITTEE,
        "period": THURSDAY,
        "version": 1,
        "status": "on_time",
    }
    assert body["narrative"]["work_done"] == "Đã họp dân ở 5 ấp."
    assert body["figures"]["total"]["unique"] == 1
    assert body["figures"]["total"]["households_visited"] == 1
    assert {one["code"]: one["records"] for one in body["figures"]["not_installed"] if one["records"]} == {ABSENT: 1}
    assert (body["seq"], body["snapshot_epoch"]) == (body["figures"]["seq"], body["figures"]["epoch"])
    assert (body["submitted_by"], body["said_by"], body["on_behalf"]) == ("Lê Văn Tư", "Lê Văn Tư", False)


def test_the_preview_is_what_would_be_sent_and_keeps_nothing(site: Site):
    with at("2021-08-26 09:00"):
        volunteer, staff = site.person(), officer(site)
        log(volunteer, helped(volunteer))
        seen = staff.get(f"/reports/preview?obligation=R08&organisation={COMMITTEE}&period={THURSDAY}").json
        assert square(staff)["status"] == "open"
        sent = submit(staff).json
    for name in ("figures", "base", "increment"):
        assert sent[name] == seen[name], name
    assert (seen["word"], seen["latest"]) == ("báo cáo", None)


def test_a_put_that_is_repeated_returns_what_is_there(site: Site):
    with at("2021-08-26 09:00") as clock:
        volunteer, staff, mine = site.person(), officer(site), str(uuid.uuid4())
        first = submit(staff, mine)
        log(volunteer, helped(volunteer))
        clock.move_to(later("2021-08-26 14:00"))
        again = submit(staff, mine, zero=True)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["received_at"] == first.json["received_at"] == instant("2021-08-26 09:00")
    assert again.json["figures"] == first.json["figures"]
    assert again.json["zero"] is False


def test_what_was_reported_stays(site: Site):
    with at("2021-08-26 09:00"):
        volunteer, staff, mine = site.person(), officer(site), str(uuid.uuid4())
        log(volunteer, helped(volunteer, "+84912345678"))
        submit(staff, mine)
        log(volunteer, helped(volunteer, "+84912345679"), helped(volunteer, "+84912345680"))
        body = staff.get(f"/reports/{mine}").json
        live = staff.get("/totals").json["total"]
    assert (body["figures"]["total"]["unique"], live["unique"]) == (1, 3)


def test_a_submitted_report_cannot_be_changed_even_in_the_database(site: Site):
    with at("2021-08-26 09:00"):
        submit(officer(site))
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(update(Report).values(zero=True))


def test_the_increment_stands_on_the_last_snapshot_sent(site: Site):
    with at("2021-08-26 09:00") as clock:
        volunteer, staff = site.person("volunteer", COMMUNE), officer(site)
        log(volunteer, helped(volunteer, "+84912345678"), helped(volunteer, "+84912345679", household=new_id()))
        first = submit(staff).json
        assert first["base"]["kind"] == "start"
        assert first["increment"]["total"]["unique"] == 2
        clock.move_to(later("2021-09-01 09:00"))
        log(volunteer, helped(volunteer, "+84912345680", area=OTHER_HAMLET, household=new_id()))
        second = submit(staff, period=NEXT_THURSDAY).json
    assert (second["base"]["kind"], second["base"]["report"]) == ("report", first["id"])
    assert second["base"]["measures"] == measures_of(first["figures"])
    assert (second["figures"]["total"]["unique"], second["increment"]["total"]["unique"]) == (3, 1)
    assert second["increment"]["by_hamlet"][OTHER_HAMLET]["unique"] == 1
    assert second["increment"]["by_hamlet"][HAMLET]["unique"] == 0
    assert second["increment"]["total"]["households_visited"] == 1
    assert second["increment"] == above(measures_of(second["figures"]), second["base"]["measures"])


def test_without_a_snapshot_it_stands_on_the_last_due_instant(site: Site):
    with at("2021-08-26 09:00") as clock:
        volunteer, staff = site.person(), officer(site)
        log(volunteer, helped(volunteer, "+84912345678"))
        clock.move_to(later("2021-08-26 13:00"))
        log(volunteer, helped(volunteer, "+84912345679"), helped(volunteer, "+84912345680"))
        clock.move_to(later("2021-09-01 09:00"))
        body = submit(staff, period=NEXT_THURSDAY).json
    assert (body["base"]["kind"], body["base"]["at"]) == ("due", instant("2021-08-26 13:00"))
    assert (body["figures"]["total"]["unique"], body["increment"]["total"]["unique"]) == (3, 2)
    assert body["increment"]["total"]["households_visited"] is None, "households of then are not known any more"


def test_a_correction_is_the_next_version_and_names_the_one_before(site: Site):
    with at("2021-08-26 09:00"):
        volunteer, staff, first = site.person(), officer(site), str(uuid.uuid4())
        submit(staff, first)
        log(volunteer, helped(volunteer, "+84912345678"))
        answer = submit(staff)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "report.newer")
        assert answer.json["error"]["details"] == {"latest": first, "version": 1}
        second = submit(staff, corrects=first).json
        assert (second["version"], second["figures"]["total"]["unique"]) == (2, 1)
        assert second["base"]["kind"] == "start", "a correction stands on what its first version stood on"
        assert submit(staff, corrects=first).status_code == 409
        seen = staff.get(f"/reports/preview?obligation=R08&organisation={COMMITTEE}&period={THURSDAY}").json
        assert seen["latest"] == second["id"]
        assert staff.get(f"/reports/{first}").json["figures"]["total"]["unique"] == 0, "the first version stays"
        listed = staff.get("/reports").json["items"]
    assert sorted(one["version"] for one in listed) == [1, 2]


def test_a_report_is_returned_with_a_comment_and_corrected(site: Site):
    with at("2021-08-26 09:00"):
        district, staff, first = site.person("district", name="Phạm Văn Ba"), officer(site), str(uuid.uuid4())
        submit(staff, first)
        answer = district.post(f"/reports/{first}/return", {"comment": "Thiếu phần kiến nghị"})
        assert answer.json["status"] == "returned"
        seen = staff.get(f"/reports/{first}").json
        assert [(one["verdict"], one["text"], one["by"]) for one in seen["decisions"]] == [
            ("returned", "Thiếu phần kiến nghị", "Phạm Văn Ba")
        ]
        second = submit(staff, corrects=first).json
        assert second["status"] == "on_time"
        late_answer = district.post(f"/reports/{first}/return", {"comment": "x"})
        assert (late_answer.status_code, late_answer.json["error"]["code"]) == (409, "report.not_latest")
        assert district.post(f"/reports/{second['id']}/accept", {}).json["decisions"][0]["verdict"] == "accepted"


def test_nothing_to_report_is_one_tap(site: Site):
    with at("2021-08-26 09:00"):
        staff = officer(site)
        answer = staff.call(
            "PUT",
            f"/reports/{uuid.uuid4()}",
            json={"obligation": "R08", "organisation": COMMITTEE, "period": THURSDAY, "zero": True},
        )
        found = square(staff)
    assert answer.status_code == 201
    assert (found["zero"], found["status"]) == (True, "on_time")


def test_an_agency_reports_its_staff(site: Site):
    with at("2021-08-24 09:00"):
        own = clerk(site)
        said = {"id": str(uuid.uuid4()), "organisation": OFFICE, "group": "all_staff", "as_of": "2021-08-24"}
        said |= {"total": 12, "with_smartphone": 12, "installed": 12, "in_use": 11}
        own.call("PUT", "/statements", json={"items": [said]})
        body = submit(own, obligation="R03", organisation=OFFICE, period="2021-08-24").json
    assert body["figures"]["form"] == "agency"
    assert [(one["group"], one["total"], one["installed"]) for one in body["figures"]["staff"]] == [
        ("all_staff", 12, 12)
    ]
    assert body["increment"]["staff"]["all_staff"]["installed"] == 12


def test_an_organisation_sends_information_with_what_a_reporter_may_see(site: Site):
    with at("2021-08-22 09:00") as clock:
        volunteer = site.person()
        log(volunteer, *(helped(volunteer, f"+8491234567{n}") for n in range(6)))
        clock.move_to(later("2021-08-23 09:00"))
        log(volunteer, helped(volunteer, "+84912345690"))
        district = site.person("district")
        own = clerk(site, WOMEN)
        body = submit(own, obligation="R13", organisation=WOMEN, period="2021-08-24").json
        told = submit(district, obligation="R13", organisation="doan-tn", period="2021-08-24", said_by="anh Tám").json
    assert (body["word"], body["figures"]["form"]) == ("thông tin kết quả", "organisation")
    assert body["figures"]["total"]["assists"] == 7
    assert body["figures"]["total"]["unique"] == 6, "as of the last midnight, as the clerk may see it"
    assert any(one["code"] == UNION for one in body["figures"]["members"])
    assert (told["on_behalf"], told["said_by"]) == (True, "anh Tám")
    assert told["figures"]["total"]["unique"] is None, "whoever presses the button"


def test_the_district_reports_to_the_department_as_needed(site: Site):
    with at("2021-08-27 09:00"):
        district = site.person("district")
        body = submit(
            district, obligation="R15", organisation="ubnd-huyen", period="2021-08-27", said_by="P. VH&TT"
        ).json
    assert (body["figures"]["form"], body["status"], body["due_at"]) == ("district", "on_time", None)
    assert len([row for row in body["figures"]["by_commune"] if row["code"] != "806"]) == 17
    assert len(body["figures"]["cadres"]) > 43
    assert body["figures"]["total"]["official"]["installed"] == 35921


def test_told_assists_and_enterprises_stand_beside_what_was_logged(site: Site):
    with at("2021-08-26 09:00"):
        volunteer, staff = site.person(), officer(site)
        log(volunteer, helped(volunteer, "+84912345678"))
        body = {"code": "dn-1", "name": "Công ty A", "parent": "doanh-nghiep", "area": COMMUNE}
        staff.post("/organisations", body)
        staff.call("PUT", "/units/dn-1", json={"asked_on": "2021-08-20", "place": "Cụm CN"})
        told = {"id": str(uuid.uuid4()), "organisation": UNION, "area": HAMLET, "since": "2021-08-20"}
        told |= {"until": "2021-08-25", "number": 9, "said_by": "bác Hai"}
        staff.call("PUT", "/told-assists", json={"items": [told]})
        figures = submit(staff).json["figures"]
    assert (figures["total"]["told"], figures["total"]["unique"]) == (9, 1)
    hamlet = next(row for row in figures["by_hamlet"] if row["code"] == HAMLET)
    assert (hamlet["told"], hamlet["unique"]) == (9, 1)
    assert figures["enterprises"] == [
        {
            "code": "dn-1",
            "name": "Công ty A",
            "group": "workers",
            "area": "Xã Mỹ Lệ",
            "place": "Cụm CN",
            "asked_on": "2021-08-20",
            "statement": None,
        }
    ]
    assert [row["code"] for row in figures["by_organisation"]] == ["hoi-lhpn"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"obligation": "R99"}, 422, "obligation.unknown"),
        ({"obligation": "R13", "period": "2021-08-24"}, 422, "obligation.not_owed"),
        ({"period": "2021-08-25"}, 422, "period.unknown"),
        ({"period": NEXT_THURSDAY}, 422, "period.unknown"),
        ({"organisation": "ubnd-xa.28111"}, 404, "not_found"),
        ({"corrects": "00000000-0000-4000-8000-000000000000"}, 409, "report.newer"),
        ({"finished_at": "yesterday"}, 422, "request.invalid"),
        ({"narrative": {"poem": "…"}}, 422, "request.invalid"),
    ],
)
def test_what_cannot_be_is_refused(sqlite_site: Site, changes: dict, status: int, code: str):
    with at("2021-08-26 09:00"):
        answer = submit(officer(sqlite_site), **changes)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_report_of_another_unit_does_not_exist(site: Site):
    with at("2021-08-26 09:00"):
        mine = str(uuid.uuid4())
        submit(officer(site), mine)
        other = officer(site, "28111")
        assert other.get(f"/reports/{mine}").status_code == 404
        assert other.get("/reports").json["items"] == []
        taken = submit(other, mine, organisation="ubnd-xa.28111")
        assert (taken.status_code, taken.json["error"]["code"]) == (409, "id.taken")


def test_lists_come_in_pages_the_last_received_first(site: Site):
    with at("2021-08-26 09:00") as clock:
        district, seen, after = site.person("district"), [], ""
        for commune in ("28108", "28111", "28114", "28117", "28120"):
            clock.shift(60)
            submit(officer(site, commune), organisation=f"ubnd-xa.{commune}")
        while True:
            page = district.get(f"/reports?limit=2{after}").json
            seen += [one["organisation"] for one in page["items"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        only = district.get("/reports?organisation=ubnd-xa.28114&obligation=R08&period=2021-08-26").json["items"]
    assert seen == [f"ubnd-xa.{code}" for code in ("28120", "28117", "28114", "28111", "28108")]
    assert [one["organisation"] for one in only] == ["ubnd-xa.28114"]


def test_a_withdrawn_or_voided_record_is_no_visit(site: Site):
    with at("2021-08-26 09:00"):
        volunteer, staff, house = site.person(), officer(site), new_id()
        first, second = helped(volunteer, household=house), helped(volunteer, household=new_id(), outcome=HELPED)
        log(volunteer, first, second, helped(volunteer, household=house))
        log(volunteer, put(second["record_id"], 2, anchor=volunteer.anchor(), void=True, household=house))
        assert submit(staff).json["figures"]["total"]["households_visited"] == 1


def test_a_clerk_sees_no_live_figures_not_even_of_the_own_committee(site: Site):
    with at("2021-08-26 09:00"):
        mine, theirs = str(uuid.uuid4()), str(uuid.uuid4())
        submit(officer(site), mine)
        duty = {"obligation": "R15", "organisation": "ubnd-huyen", "period": "2021-08-26"}
        submit(site.person("district"), theirs, said_by="P. VH&TT", **duty)
        for organisation, report_id, owed in ((COMMITTEE, mine, {}), ("ubnd-huyen", theirs, duty)):
            own = site.person("reporter", "806", organisation)
            assert own.get(f"/reports/{report_id}").status_code == 404
            assert own.get(f"/reports/{report_id}/document.docx").status_code == 404
            assert own.get("/reports").json["items"] == []
            assert submit(own, report_id, **owed).json["error"]["code"] == "id.taken"
            assert submit(own, **owed).json["error"]["code"] == "role.forbidden"
            assert square(own, COMMITTEE)["status"] == "on_time", "that it was sent is no secret"


def test_a_page_can_draw_the_document_before_and_after_it_is_sent(site: Site):
    with at("2021-08-26 09:00"):
        caller = officer(site)
        preview = caller.get(f"/reports/preview?obligation=R08&organisation={COMMITTEE}&period={THURSDAY}").json
        sent = submit(caller).json
        read = caller.get(f"/reports/{sent['id']}").json
    assert [one["title_en"] for one in (preview, sent, read)] == ["Weekly report"] * 3
    for paper in (preview["paper"], read["paper"]):
        assert paper["issuer"] == ["ỦY BAN NHÂN DÂN", "XÃ MỸ LỆ"]
        assert paper["place_and_date"] == "Mỹ Lệ, ngày 26 tháng 8 năm 2021"
        assert paper["addressee"].startswith("Ủy ban nhân dân huyện Cần Đước")
        assert "lượt hỗ trợ" in paper["results"][0]
        first = paper["tables"][0]
        assert len(first["headings"]) == len(first["rows"][0]) == len(first["total"])
    assert not any("Đã họp dân" in line for line in read["paper"]["results"]), "the unit's own words are apart"
    assert "paper" not in sent, "an answer at the last minute is short"

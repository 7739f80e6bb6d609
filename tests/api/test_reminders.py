"""Reminders before a due instant, once after it, and by hand: each told once, none while people sleep."""

import uuid
from datetime import datetime, timedelta

import pytest

from server.notices.quiet import Quiet
from server.reports.service import remind
from tests.due import COMMITTEE, THURSDAY, WOMEN, at, clerk, instant, later, officer, submit, when
from tests.site import Caller, Site


def inbox(person: Caller, kind: str = "due") -> list[str]:
    """Titles of reminders, the oldest first."""
    items = person.get("/notices?limit=100").json["items"]
    return [one["title"] for one in reversed(items) if one["kind"].startswith(kind)]


def rounds(clock, *moments: str) -> None:
    for moment in moments:
        clock.move_to(when(moment))
        remind()


def test_it_works(site: Site):
    with at("2021-08-25 08:00") as clock:
        staff, district = officer(site), site.person("district")
        submit(staff, obligation="R03", period="2021-08-24")
        rounds(clock, "2021-08-25 12:59")
        assert inbox(staff) == []
        rounds(
            clock, "2021-08-25 13:00", "2021-08-25 13:01", "2021-08-26 10:00", "2021-08-26 12:00", "2021-08-26 12:59"
        )
        assert inbox(staff) == ["Sắp đến hạn: Báo cáo tuần"] * 3
        rounds(clock, "2021-08-26 13:00", "2021-08-26 13:01", "2021-08-27 09:00")
        assert inbox(staff) == [*["Sắp đến hạn: Báo cáo tuần"] * 3, "Đã quá hạn: Báo cáo tuần"]
        assert "43 đơn vị chưa gửi: Báo cáo tuần" in inbox(district)
        body = staff.get("/notices").json["items"][-1]["body"]
    assert body == "Báo cáo tuần, kỳ 26/8/2021: hạn trước 13:00 thứ Năm ngày 26/8/2021."


def test_who_has_sent_is_left_alone(site: Site):
    with at("2021-08-25 12:00") as clock:
        staff, mine = officer(site), str(uuid.uuid4())
        submit(staff, obligation="R03", period="2021-08-24")
        submit(staff, mine)
        rounds(clock, "2021-08-25 13:00", "2021-08-26 12:30", "2021-08-26 13:30")
        assert inbox(staff) == []


def test_who_must_correct_is_reminded(site: Site):
    with at("2021-08-25 12:00") as clock:
        staff, mine = officer(site), str(uuid.uuid4())
        submit(staff, obligation="R03", period="2021-08-24")
        submit(staff, mine)
        site.person("district").post(f"/reports/{mine}/return", {"comment": "thiếu"})
        rounds(clock, "2021-08-26 12:30")
        assert inbox(staff) == ["Sắp đến hạn: Báo cáo tuần"]


def test_a_server_that_was_down_sends_what_fits_now_and_nothing_that_it_missed(site: Site):
    with at("2021-08-26 12:30") as clock:
        staff = officer(site)
        submit(staff, obligation="R03", period="2021-08-24")
        remind()
        assert inbox(staff) == ["Sắp đến hạn: Báo cáo tuần"]
        late = officer(site, "28111")
        submit(late, organisation="ubnd-xa.28111", obligation="R03", period="2021-08-24")
        rounds(clock, "2021-08-29 09:00")
        assert inbox(late) == [], "three days later nobody is reproached any more"


def test_a_moved_due_instant_is_reminded_of_anew(site: Site):
    with at("2021-08-26 12:30") as clock:
        staff, district = officer(site), site.person("district")
        submit(staff, obligation="R03", period="2021-08-24")
        remind()
        clock.shift(timedelta(minutes=1))
        body = {"due_at": instant("2021-08-27 13:00"), "reason": "mất điện"}
        district.call("PUT", f"/obligations/R08/dues/{THURSDAY}", json=body)
        rounds(clock, "2021-08-26 13:30", "2021-08-27 10:30")
        assert inbox(staff) == [
            "Sắp đến hạn: Báo cáo tuần",
            "Đổi hạn: Báo cáo tuần",
            "Sắp đến hạn: Báo cáo tuần",
            "Sắp đến hạn: Báo cáo tuần",
        ]


def test_a_reminder_that_would_fall_into_the_night_comes_before_it(site: Site):
    """R13 is due at midnight: its reminders of three hours and of one would ring at 21:00 and at 23:00."""
    with at("2021-08-23 20:45") as clock:
        women = clerk(site, WOMEN)
        remind()
        before = inbox(women)
        rounds(clock, "2021-08-23 20:51", "2021-08-23 22:00", "2021-08-23 23:30")
        assert inbox(women) == [*before, "Sắp đến hạn: Thông tin kết quả thực hiện"]


def test_one_click_reminds_all_who_have_not_sent(site: Site):
    with at("2021-08-26 13:12"):
        district, staff, sent = site.person("district"), officer(site), officer(site, "28111")
        submit(sent, organisation="ubnd-xa.28111")
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY}
        answer = district.post("/obligations/remind", body).json
        district.post("/obligations/remind", body)
        assert len(answer["items"]) == 42
        mine = next(one for one in answer["items"] if one["organisation"] == COMMITTEE)
        assert mine["people"] == 1
        assert mine["text"] == (
            "Kính gửi UBND xã Mỹ Lệ: Báo cáo tuần kỳ 26/8/2021 có hạn trước 13:00 thứ Năm ngày 26/8/2021,"
            " đến nay chưa nhận được (chậm 12 phút). Đề nghị gửi ngay. Trân trọng."
        )
        assert answer["text"].startswith(
            "Báo cáo tuần kỳ 26/8/2021 (hạn trước 13:00 thứ Năm ngày 26/8/2021): còn 42 đơn vị chưa gửi:"
        )
        assert inbox(staff) == ["Đôn đốc: Báo cáo tuần"], "the same click twice tells once"
        assert inbox(sent) == []


def test_a_few_may_be_reminded_and_a_commune_only_its_own(site: Site):
    with at("2021-08-26 09:00"):
        district, staff = site.person("district"), officer(site)
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY}
        few = district.post("/obligations/remind", {**body, "organisations": [COMMITTEE, "p-noi-vu"]}).json["items"]
        assert sorted(one["organisation"] for one in few) == ["p-noi-vu", COMMITTEE]
        assert "đề nghị gửi Báo cáo tuần kỳ 26/8/2021 trước 13:00" in few[0]["text"]
        own = staff.post("/obligations/remind", {**body, "id": str(uuid.uuid4())}).json["items"]
        assert [one["organisation"] for one in own] == [COMMITTEE]
        assert staff.post("/obligations/remind", {**body, "organisations": ["p-noi-vu"]}).status_code == 404
        assert clerk(site).post("/obligations/remind", body).status_code == 403


def test_who_must_correct_is_asked_to_correct(site: Site):
    with at("2021-08-26 11:00"):
        district, staff, mine = site.person("district"), officer(site), str(uuid.uuid4())
        submit(staff, mine)
        district.post(f"/reports/{mine}/return", {"comment": "thiếu"})
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY}
        answer = district.post("/obligations/remind", {**body, "organisations": [COMMITTEE, "p-noi-vu"]}).json
        back = next(one for one in answer["items"] if one["organisation"] == COMMITTEE)
    assert "đã được trả lại để sửa. Đề nghị sửa và gửi lại" in back["text"]
    assert "chưa nhận được" not in back["text"]
    assert "còn 1 đơn vị chưa gửi: Phòng Nội vụ; 1 đơn vị cần sửa và gửi lại: UBND xã Mỹ Lệ." in answer["text"]


def test_the_texts_alone_tell_nobody(site: Site):
    with at("2021-08-26 13:12"):
        district, staff = site.person("district"), officer(site)
        texts = district.get(f"/obligations/texts?obligation=R08&period={THURSDAY}").json
        assert len(texts["items"]) == 43
        assert inbox(staff, "due.urged") == []
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY}
        told = district.post("/obligations/remind", body).json
        assert [one["text"] for one in texts["items"]] == [one["text"] for one in told["items"]]
        assert texts["text"] == told["text"]
        unknown = district.get(f"/obligations/texts?obligation=R99&period={THURSDAY}")
        assert unknown.json["error"]["code"] == "obligation.unknown"


def test_a_reminder_by_hand_at_night_says_when_it_rings(site: Site):
    with at("2021-08-26 22:30") as clock:
        district = site.person("district")
        body = {"id": str(uuid.uuid4()), "obligation": "R08", "period": THURSDAY}
        assert district.post("/obligations/remind", body).json["later"] == instant("2021-08-27 06:00")
        clock.move_to(when("2021-08-27 07:00"))
        assert district.post("/obligations/remind", {**body, "id": str(uuid.uuid4())}).json["later"] is None


def test_a_reminder_leads_to_what_it_is_about(site: Site):
    with at("2021-08-26 10:00") as clock:
        staff, district = officer(site), site.person("district")
        submit(staff, obligation="R03", period="2021-08-24")
        remind()
        (soon,) = staff.get("/notices").json["items"]
        assert soon["link"] == f"/huyen/nghia-vu/{COMMITTEE}?nghia-vu=R08&ky={THURSDAY}"
        rounds(clock, "2021-08-26 13:00")
        missing = next(one for one in district.get("/notices").json["items"] if "Báo cáo tuần" in one["title"])
        assert missing["link"] == f"/huyen/nghia-vu?nghia-vu=R08&ky={THURSDAY}&xem=thieu"


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "quiet", "after", "before"),
    [
        ("2021-08-26 20:59:59", False, "2021-08-26 20:59:59", "2021-08-26 20:59:59"),
        ("2021-08-26 21:00", True, "2021-08-27 06:00", "2021-08-26 20:50"),
        ("2021-08-26 23:59", True, "2021-08-27 06:00", "2021-08-26 20:50"),
        ("2021-08-27 00:00", True, "2021-08-27 06:00", "2021-08-26 20:50"),
        ("2021-08-27 05:59:59", True, "2021-08-27 06:00", "2021-08-26 20:50"),
        ("2021-08-27 06:00", False, "2021-08-27 06:00", "2021-08-27 06:00"),
    ],
)
def test_quiet_hours_go_over_midnight(moment: str, quiet: bool, after: str, before: str):
    silence = Quiet(later("2021-01-01 21:00").time(), later("2021-01-01 06:00").time(), "Asia/Ho_Chi_Minh")
    at_ms = ms(when(moment))
    assert silence.holds(at_ms) is quiet
    assert silence.after(at_ms) == ms(when(after))
    assert silence.before(at_ms) == ms(when(before))


def test_hours_that_are_equal_are_none():
    silence = Quiet(later("2021-01-01 00:00").time(), later("2021-01-01 00:00").time(), "Asia/Ho_Chi_Minh")
    start = ms(when("2021-08-26 00:00"))
    assert not any(silence.holds(start + hour * 3_600_000) for hour in range(24))

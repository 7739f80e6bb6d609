"""/api/v1/erasures: a number is erased on the word of two; figures stay true, and it does not come back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.clock import DAY_MS, now_ms
from server.database import reading, writing
from server.desk import erasures, erasures_kept
from server.people.models import Audit
from server.sync.models import Erasure, Op, Pending
from server.sync.service import compare, rebuild
from tests.batches import ABSENT, new_id, push, put, rows, statuses
from tests.site import COMMUNE, Caller, Site

NUMBER, TYPED, OTHER = "+84912345678", "0912 345 678", "+84987654321"


def ask(caller: Caller, phone: str = TYPED, **more: Any) -> dict[str, Any]:
    answer = caller.post("/erasures", {"id": new_id(), "phone": phone, "reason": "bà gọi đến xã", **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def decide(caller: Caller, request: dict[str, Any], grant: bool = True) -> dict[str, Any]:
    answer = caller.post(f"/erasures/{request['id']}/decision", {"grant": grant})
    assert answer.status_code == 200, answer.text
    return answer.json


def erase(site: Site, phone: str = TYPED) -> dict[str, Any]:
    return decide(site.person("district"), ask(site.person("district"), phone))


def plain(answer: dict[str, Any]) -> dict[str, Any]:
    """Without ids, times, names."""
    told = {key: answer[key] for key in ("state", "reason")}
    return {**told, "keys": sorted(answer)}


def total(site: Site) -> tuple[int, int, int]:
    """(records, unique, unchecked) of the district."""
    line = site.person("district").get("/totals").json["total"]
    return line["records"], line["unique"], line["unchecked"]


def home(site: Site) -> Path:
    return site.app.extensions["gocua.settings"].home


def sound(site: Site) -> bool:
    """What is kept equals what the ops give, now and made anew."""
    if compare(site.campaign_id):
        return False
    before = total(site)
    rebuild(site.campaign_id)
    return not compare(site.campaign_id) and total(site) == before


@pytest.fixture
def volunteer(site: Site) -> Caller:
    return site.person()


def test_it_works(site: Site, volunteer: Caller):
    """Two helped with one phone; it is erased; both count on, unchecked, and are gone but for the desk's list."""
    other = site.person()
    for who in (volunteer, other):
        push(who, put(caller=who, number=NUMBER, note="nhà cô Mẫn", household=new_id()))
    push(volunteer, put(caller=volunteer, number=OTHER))
    assert total(site) == (3, 2, 0)
    commune = site.person("commune", area=COMMUNE)
    assert len(rows(commune)) == 3

    done = erase(site)
    assert done["state"] == "done"
    assert total(site) == (3, 3, 2)
    assert sound(site)
    for who, own in ((volunteer, 1), (other, 0), (commune, 1)):
        pulled = rows(who)
        assert [row["kind"] for row in pulled if row["kind"] == "record"] == ["record"] * own
        assert sum(row["kind"] == "gone" for row in pulled) >= 1
    listed = commune.get("/records").json["items"]
    assert sorted((one["erased"], one["has_number"], one["note"]) for one in listed) == [
        (False, True, None), (True, False, None), (True, False, None),
    ]  # fmt: skip
    with reading() as session:
        assert sorted(op.raw == "" for op in session.scalars(select(Op))) == [False, True, True]


def test_the_answers_for_known_and_unknown_numbers_are_the_same(site: Site, volunteer: Caller):
    push(volunteer, put(caller=volunteer, number=NUMBER))
    first, second = site.person("district"), site.person("district")
    known, unknown = ask(first, TYPED), ask(first, "0987 000 000")
    assert plain(known) == plain(unknown)
    assert plain(decide(second, known)) == plain(decide(second, unknown))
    with reading() as session:
        trail = session.scalars(select(Audit).where(Audit.act.like("erasure.%")).order_by(Audit.id)).all()
        assert [(row.act, row.details) for row in trail] == [("erasure.ask", {})] * 2 + [("erasure.grant", {})] * 2
        for row in session.scalars(select(Erasure)):
            assert b"912345678" not in row.code


def test_nobody_grants_what_they_asked_for(site: Site):
    district = site.person("district")
    request = ask(district)
    answer = district.post(f"/erasures/{request['id']}/decision", {"grant": True})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "erasure.own")
    assert decide(site.person("admin"), request, grant=False)["state"] == "refused"
    assert decide(site.person("admin"), request, grant=True)["state"] == "refused", "the first decision stands"
    with reading() as session:
        assert session.scalars(select(Erasure.code)).all() == [b""]


def test_the_same_request_again_is_the_one_that_is_there(site: Site):
    district = site.person("district")
    request = ask(district)
    again = ask(district, "0987 000 000", id=request["id"], reason="khác")
    assert (again["reason"], again["asked_at"]) == (request["reason"], request["asked_at"])
    assert [one["id"] for one in district.get("/erasures").json["items"]] == [request["id"]]


@pytest.mark.parametrize("phone", ["02723 888 999", "không nhớ", "123"])
def test_what_is_no_mobile_number_is_refused_with_a_sentence(site: Site, phone: str):
    answer = site.person("district").post("/erasures", {"id": new_id(), "phone": phone, "reason": "thư"})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "phone.invalid")


def test_an_erased_op_that_comes_again_is_known_and_one_that_comes_late_is_erased(site: Site, volunteer: Caller):
    anchor = volunteer.anchor()
    sent = put(caller=volunteer, number=NUMBER, anchor=anchor)
    late = put(caller=volunteer, number=NUMBER, anchor=anchor, note="gửi muộn", at=now_ms() - 1000)
    push(volunteer, sent)
    erase(site)
    assert statuses(push(volunteer, sent, late)) == ["duplicate", "stored"]
    assert volunteer.post("/sync/verify", {"items": [sent["op_id"], late["op_id"]]}).json["missing"] == []
    assert total(site) == (2, 2, 2)
    assert sound(site)
    assert {row["kind"] for row in rows(volunteer)} == {"gone"}
    with reading() as session:
        assert not any(op.raw or op.phone_key for op in session.scalars(select(Op)))


def test_whoever_gives_the_number_again_afterwards_has_agreed_again(site: Site, volunteer: Caller):
    erase(site)
    push(volunteer, put(caller=volunteer, number=NUMBER, anchor=volunteer.anchor(), at=now_ms() + 5000))
    assert total(site) == (1, 1, 0)


def test_a_number_that_a_correction_replaced_goes_and_the_record_stays(site: Site, volunteer: Caller):
    record = new_id()
    push(volunteer, put(record, caller=volunteer, number=NUMBER, note="số sai"))
    push(volunteer, put(record, 2, caller=volunteer, number=OTHER, note="số đúng"))
    erase(site)
    (row,) = rows(volunteer)
    assert (row["note"], row["has_number"]) == ("số đúng", True)
    assert total(site) == (1, 1, 0)
    assert sound(site)


def test_puts_that_keep_or_drop_the_number_go_with_it(site: Site, volunteer: Caller):
    kept, dropped = new_id(), new_id()
    push(volunteer, put(kept, caller=volunteer, number=NUMBER), put(dropped, caller=volunteer, number=NUMBER))
    push(volunteer, put(kept, 2, keep_number=True, note="một"), put(dropped, 2, outcome=ABSENT, note="hai"))
    erase(site)
    assert {row["kind"] for row in rows(volunteer)} == {"gone"}
    assert sound(site)
    push(volunteer, put(kept, 3, note="lần sau"))
    assert [(row["rev"], row["note"]) for row in rows(volunteer) if row["kind"] == "record"] == [(3, "lần sau")]
    assert sound(site)


def test_what_waits_for_a_person_loses_its_content_and_can_only_be_refused(site: Site, volunteer: Caller):
    waiting = put(caller=volunteer, number=NUMBER, note="ngoài ấp", area="28108")
    assert statuses(push(volunteer, waiting)) == ["held area.out_of_scope"]
    erase(site)
    with reading() as session:
        row = session.scalars(select(Pending)).one()
        assert (row.raw, row.accepted) == ("", False)
    assert statuses(push(volunteer, waiting)) == ["held op.refused"]
    assert sound(site)


def test_a_restore_applies_it_again_to_the_database_and_to_what_phones_send(site: Site, volunteer: Caller):
    """As restore does it: the erasure is not in the database any more, the file beside it is."""
    anchor = volunteer.anchor()
    first = put(caller=volunteer, number=NUMBER, anchor=anchor, note="một")
    ahead = put(caller=volunteer, number=NUMBER, anchor=anchor, note="hai", at=now_ms() + 20 * DAY_MS)
    push(volunteer, first, ahead)
    with reading() as session:
        before = [(op.op_id, op.person_id, op.raw, op.phone_key) for op in session.scalars(select(Op))]
    erase(site)
    with writing() as session:
        session.query(Erasure).delete()
        for op_id, person_id, raw, key in before:
            op = session.scalars(select(Op).where(Op.op_id == op_id, Op.person_id == person_id)).one()
            op.raw, op.phone_key = raw, key
    rebuild(site.campaign_id)
    assert total(site) == (2, 1, 0)

    keys = site.app.extensions["gocua.keys"]
    assert erasures.apply_again(keys, home(site)) == 1
    assert erasures.apply_again(keys, home(site)) == 0
    assert total(site) == (2, 2, 2)
    assert sound(site)
    with writing() as session:
        session.query(Op).delete()
    rebuild(site.campaign_id)
    assert statuses(push(volunteer, first, ahead)) == ["stored", "stored"]
    with reading() as session:
        assert not any(op.raw or op.phone_key for op in session.scalars(select(Op)))


def test_a_purge_takes_its_lines_out_of_the_file(site: Site):
    erase(site)
    path = home(site) / erasures_kept.KEPT_IN
    assert path.stat().st_mode & 0o777 == 0o600
    erasures.forget(home(site), "another-campaign")
    assert path.read_bytes().count(b"\n") == 1
    erasures.forget(home(site), "can-duoc-bluezone-2021")
    assert path.read_bytes() == b""


def test_a_line_that_was_cut_off_harms_neither_its_neighbours_nor_the_start(site: Site):
    """A full disk or a crash while it was written: its commit never happened."""
    erase(site)
    path, torn = home(site) / erasures_kept.KEPT_IN, b'{"campaign":"torn-hal'
    with path.open("ab") as handle:
        handle.write(torn)
    assert erasures.apply_again(site.app.extensions["gocua.keys"], home(site)) == 0
    erase(site, "0987 654 321")
    assert torn not in path.read_bytes()
    assert [one["campaign"] for one in erasures_kept.lines(home(site))] == ["can-duoc-bluezone-2021"] * 2


def test_a_last_line_that_lost_its_end_in_a_copy_still_counts(site: Site):
    erase(site)
    path = home(site) / erasures_kept.KEPT_IN
    path.write_bytes(path.read_bytes().rstrip())
    erase(site, "0987 654 321")
    assert len(erasures_kept.lines(home(site))) == 2


def test_what_is_granted_while_a_purge_rewrites_the_file_is_not_lost(tmp_path: Path):
    def grant(number: int):
        erasures_kept.add(tmp_path, {"campaign": "other", "id": number})

    erasures_kept.add(tmp_path, {"campaign": "purged", "id": 0})
    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            pool.submit(grant, number)
            pool.submit(erasures_kept.forget, tmp_path, "purged")
    assert sorted(one["id"] for one in erasures_kept.lines(tmp_path)) == list(range(40))


def test_what_was_refused_after_a_grant_that_failed_stays_refused(site: Site, volunteer: Caller):
    push(volunteer, put(caller=volunteer, number=NUMBER))
    request = decide(site.person("district"), ask(site.person("district")), grant=False)
    line = {"campaign": "can-duoc-bluezone-2021", "id": request["id"], "code": "00" * 16, "at": now_ms(), "ops": []}
    erasures_kept.add(home(site), line)
    assert erasures.apply_again(site.app.extensions["gocua.keys"], home(site)) == 0
    assert site.person("district").get("/erasures").json["items"][0]["state"] == "refused"


def test_the_id_of_somebody_elses_request_tells_nothing_of_it(site: Site):
    theirs = ask(site.person("commune", area=COMMUNE), reason="của xã Mỹ Lệ")
    body = {"id": theirs["id"], "phone": TYPED, "reason": "thử"}
    answer = site.person("commune", area="28108").post("/erasures", body)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "id.taken")
    assert "Mỹ Lệ" not in answer.text


def test_a_commune_asks_and_sees_its_own_requests_alone(site: Site):
    commune, district = site.person("commune", area=COMMUNE), site.person("district")
    own, other = ask(commune), ask(district)
    assert [one["id"] for one in commune.get("/erasures").json["items"]] == [own["id"]]
    assert {one["id"] for one in district.get("/erasures").json["items"]} == {own["id"], other["id"]}
    assert commune.post(f"/erasures/{other['id']}/decision", {"grant": True}).status_code == 403


def test_the_facts_of_a_breach_are_counts(site: Site, volunteer: Caller):
    push(volunteer, put(caller=volunteer, number=NUMBER, note="cổng xanh"), put(caller=volunteer, number=OTHER))
    push(volunteer, put(caller=volunteer, number=OTHER, area="28108"))
    district = site.person("district")
    with district.get("/exports/records.csv") as file:
        assert file.status_code == 200
    facts = district.get("/privacy/facts").json
    told = {name: facts[name] for name in ("records", "numbers", "notes", "sealed", "exports", "erased", "revoked")}
    assert told == {"records": 2, "numbers": 2, "notes": 1, "sealed": 1, "exports": 1, "erased": 0, "revoked": 0}
    assert (facts["people"], facts["devices"]) == (2, 2)
    assert facts["purge_from"] == "2021-10-30"

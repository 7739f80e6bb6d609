"""F13: stale, forged and other people's cursors: a reset or a 400, never other people's rows."""

import base64
import random

from tests.faults.field import HAMLETS, Walk
from tests.faults.live import Live
from tests.faults.phone import Phone, Refused

MINE, THEIRS = "28135", "28138"


def crew(live: Live) -> tuple[Phone, Phone]:
    """Two volunteers of different communes, each with records and a cursor."""
    phones = []
    for index, commune in enumerate((MINE, THEIRS)):
        phone = live.phone(seed=index, area=commune, organisation=f"hoi-lhpn-xa.{commune}", name=f"Người {index}")
        walk = Walk(random.Random(index), [code for code, parent in HAMLETS.items() if parent == commune])
        for _ in range(15):
            walk.visit(phone)
        phone.sync()
        assert len(phone.view) == 15
        phones.append(phone)
    return phones[0], phones[1]


def pulled(phone: Phone, cursor: str) -> dict:
    return phone.call("GET", "/sync/pull?limit=500", headers={"X-Cursor": cursor})


def test_another_persons_cursor_never_shows_their_rows(live):
    mine, theirs = crew(live)
    answer = pulled(mine, theirs.cursor)
    assert answer.get("reset") == "scope"
    mine.view, mine.cursor = {}, theirs.cursor
    mine.sync()
    assert {person for person, _ in mine.view} == {mine.person_id}
    assert len(mine.view) == 15


def test_a_changed_cursor_is_refused_whatever_byte_is_changed(live):
    mine, _ = crew(live)
    raw, rng = mine.cursor, random.Random(13)
    heard = []
    for position in rng.sample(range(len(raw)), min(24, len(raw))):
        other = rng.choice([c for c in "ABCDwxyz0189-_" if c != raw[position]])
        heard.append(outcome_of(mine, raw[:position] + other + raw[position + 1 :]))
    # the unused bits of a last character say nothing: then it is the same cursor, which has nothing new
    assert set(heard) <= {(400, "cursor.invalid"), (200, "nothing")}
    assert heard.count((400, "cursor.invalid")) >= len(heard) - 1


def outcome_of(phone: Phone, cursor: str) -> tuple[int, str]:
    try:
        answer = pulled(phone, cursor)
    except Refused as refused:
        return refused.status, refused.code
    return 200, "nothing" if answer.get("rows") == [] else str(answer)


FORGED = {
    "rubbish": "xin-chao",
    "too long": "A" * 4000,
    "zeroes": base64.urlsafe_b64encode(bytes(64)).decode(),
    "not base64": "!!!!",
    "sql": "1' OR '1'='1",
    "a number": "15",
}


def test_a_forged_cursor_is_a_400_with_a_code(on_sqlite):
    mine, _ = crew(on_sqlite)
    heard = {name: outcome_of(mine, cursor) for name, cursor in FORGED.items()}
    assert heard == dict.fromkeys(FORGED, (400, "cursor.invalid"))


def test_a_cursor_from_before_a_restore_is_reset(live, tmp_path):
    mine, _ = crew(live)
    live.gocua("backup", str(tmp_path / "b"))
    live.stop()
    live.gocua("restore", str(tmp_path / "b"))
    live.start()
    assert pulled(mine, mine.cursor).get("reset") == "epoch"
    mine.sync()
    assert len(mine.view) == 15


def test_a_cursor_from_before_a_move_is_reset_and_the_old_rows_go(live):
    """The volunteer's clerk moves to another commune: the cursor belongs to the old scope."""
    mine, theirs = crew(live)
    clerk = live.phone(seed=9, role="commune", area=MINE, organisation=f"ubnd-xa.{MINE}", name="Xã")
    clerk.sync()
    assert {person for person, _ in clerk.view} == {mine.person_id}
    post = {"role": "commune", "area": THEIRS, "organisation": f"ubnd-xa.{THEIRS}"}
    live.district().call("PUT", f"/people/{clerk.person_id}/membership", post)
    clerk.sync()
    assert clerk.resets >= 1
    assert {person for person, _ in clerk.view} == {theirs.person_id}


def test_an_old_cursor_of_the_same_scope_sees_all_that_came_after(live):
    """Negative control: a genuine cursor is not refused, and what it gives is exactly the rest."""
    mine, _ = crew(live)
    early = mine.cursor
    walk = Walk(random.Random(4), [code for code, parent in HAMLETS.items() if parent == MINE])
    new = {walk.visit(mine) for _ in range(7)}
    mine.sync()
    assert {row["record_id"] for row in pulled(mine, early)["rows"]} == new

"""F28 on a real phone: its person was moved while it was offline. What was logged before counts where it was logged;
what was never hers to log is held, and the phone says so."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser
from tests.browser.people import address, log_absent, log_done, tap
from tests.faults.at_work import NAME, come_in_at, next_house, wait_until_sent
from tests.faults.live import Live
from tests.faults.on_phone import disk, on_disk

pytestmark = pytest.mark.slow

ELSEWHERE, THEIR_UNION = "28111", "hoi-lhpn-xa.28111"

# As if the list that she took along had named a hamlet that never was in her charge.
_OTHER_HAMLET = on_disk("""
  const tx = db.transaction('outbox', 'readwrite');
  const rows = await wait(tx.objectStore('outbox').index('order').getAll());
  const row = rows[rows.length - 1];
  tx.objectStore('outbox').put({ ...row, op: { ...row.op, body: { ...row.op.body, area: given } } });
  await done(tx);
""")


def moved(live: Live) -> None:
    """The district moves her to another commune and its organisation."""
    people = live.district().call("GET", "/people?limit=100")["items"]
    (person,) = [one["id"] for one in people if one["name"] == NAME]
    post = {"role": "volunteer", "organisation": THEIR_UNION, "area": ELSEWHERE}
    live.district().call("PUT", f"/people/{person}/membership", post)


def two_visits_before_the_move(live: Live, phone: Browser) -> Page:
    page = come_in_at(address(live, ""), live, phone)
    page.context.set_offline(True)
    log_done(page)
    next_house(page)
    log_absent(page)
    return page


def test_what_was_logged_before_the_move_counts_where_it_was_logged(on_sqlite: Live, chromium_phone: Browser):
    live = on_sqlite
    page = two_visits_before_the_move(live, chromium_phone)
    moved(live)
    page.context.set_offline(False)
    page.goto(address(live, "/so"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    assert {one["status"] for one in disk(page)["receipts"]} <= {"stored", "duplicate"}
    rows = live.district().call("GET", "/totals?by=commune")["rows"]
    counted = {row["code"]: row["records"] for row in rows if row["records"]}
    assert counted == {"28135": 2}
    # from now on she logs in the new place
    page.goto(address(live))
    page.reload()
    expect(page.get_by_role("button", name="Đã cài xong").or_(page.get_by_text("Sang nhà khác"))).to_be_visible()


def test_what_was_never_hers_is_held_and_the_phone_says_so(on_sqlite: Live, chromium_phone: Browser):
    live = on_sqlite
    page = two_visits_before_the_move(live, chromium_phone)
    page.evaluate(_OTHER_HAMLET, "28108")
    moved(live)
    page.context.set_offline(False)
    page.goto(address(live, "/so"))
    tap(page, "Gửi ngay")
    wait_until_sent(page)
    held, taken = sorted((one["status"] for one in disk(page)["receipts"]), key=lambda status: status != "held")
    assert held == "held"
    assert taken in ("stored", "duplicate")
    page.goto(address(live, "/so/can-xem"))
    expect(page.get_by_text("Ấp này ngoài địa bàn của bạn")).to_be_visible()
    assert live.counted()["records"] == 1
    assert live.rows("SELECT count(*) FROM pending")[0][0] == 1

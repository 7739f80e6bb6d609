"""Every page of the sample campaign, its figures read from what is rendered and recounted from the ops by code that
imports nothing of the server (tests/recount.py, tests/recounts)."""

import ast
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Playwright, expect

from tests.browser.conftest import DESK, Browser
from tests.browser.recounted import assigned, id_of, recount_of, tree_of
from tests.browser.sampled import column, number, sample_campaign, shows, sign_in, some
from tests.browser.walking import FIGURES, Walk, by, card, check_place, instant, monday, noon, table_of
from tests.recount import Counted
from tests.recounts import ledger, official, said, signs
from tests.recounts.duties import Duties
from tests.recounts.phones import Phones

pytestmark = pytest.mark.xdist_group("every-page")
TESTS = Path(__file__).resolve().parents[1]
DAY = 86_400_000


@pytest.fixture(scope="module")
def walk(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("every-page")
    with sample_campaign(tmp_path_factory, folder) as live:
        desk = Browser(playwright, folder / "desk", DESK)
        page = sign_in(live, desk, "huyen")
        yield Walk(live, page, recount_of(live), tree_of(live))
        desk.close()
        assert not desk.problems


def test_the_district(walk: Walk):
    page, records = walk.open("/huyen"), walk.recount.records
    phones = Phones(walk.live, walk.recount.place, time.time_ns() // 1_000_000)
    expect(page.locator("#im-lang tbody tr").first).to_be_visible()
    check_place(walk, page, records, "commune", lambda one: one.commune)
    shows(page, lambda: card(page).get("told"), said.told(walk.live))
    shows(page, lambda: table_of(page, "ban-do"), by(records, lambda one: one.commune))
    shows(page, lambda: table_of(page, "to-chuc"), by(records, lambda one: walk.under(one.organisation, None)))
    # how fresh it is
    heard = page.locator("[data-work] [data-fresh]")
    expect(heard).to_contain_text(f"{phones.synced}/{phones.devices} máy đã liên lạc")
    expect(heard).to_contain_text(f"{phones.waiting} lượt còn trên máy")
    shows(page, lambda: column(page.locator("#im-lang tbody tr[data-code]"), "td"), dict(phones.silent))
    # what needs a person: silent people, overdue and open reports, ops that wait, signals
    expect(page.locator("[data-item=signals]")).to_be_visible()
    duties = Counter(one.sign for one in Duties(walk.live, time.time_ns() // 1_000_000).squares)
    waiting = dict(walk.live.rows("SELECT status, count(*) FROM pending WHERE settled_at IS NULL GROUP BY status"))
    expected = {
        "missing": duties["missing"], "open": duties["open"], "returned": duties["returned"],
        "silent": sum(phones.silent.values()), "quarantined": waiting[1], "held": waiting[2],
        "signals": len(_signals(walk)),
    }  # fmt: skip
    script = "(found) => found.map((one) => [one.dataset.item, one.querySelector('b').textContent])"
    items = page.locator("[data-item]")
    shows(page, lambda: {name: number(text) for name, text in items.evaluate_all(script)}, some(expected))


@pytest.mark.parametrize(
    ("view", "asked", "row"),
    [
        ("hamlet", "ap", lambda walk, one: one.area),
        ("organisation", "to-chuc", lambda walk, one: walk.under(one.organisation, None)),
        ("day", "ngay", lambda walk, one: one.day),
    ],
    ids=["hamlet", "organisation", "day"],
)
def test_the_district_seen_otherwise(walk: Walk, view: str, asked: str, row: Any):
    page = walk.open("/huyen", theo=asked)
    check_place(walk, page, walk.recount.records, view, lambda one: row(walk, one))


@pytest.mark.parametrize("commune", ["28135", "28108"])
def test_a_commune(walk: Walk, commune: str):
    here = [one for one in walk.recount.records if one.commune == commune]
    check_place(walk, walk.open(f"/huyen/xa/{commune}"), here, "hamlet", lambda one: one.area)
    page = walk.open(f"/huyen/xa/{commune}", theo="to-chuc")
    check_place(walk, page, here, "organisation", lambda one: walk.under(one.organisation, None))


@pytest.mark.parametrize("hamlet", ["28135-my-tay", "28111-xoai-doi"])
def test_a_hamlet(walk: Walk, hamlet: str):
    here = [one for one in walk.recount.records if one.area == hamlet]
    page = walk.open(f"/huyen/ap/{hamlet}")
    check_place(walk, page, here, "organisation", lambda one: walk.under(one.organisation, None))
    check_place(walk, walk.open(f"/huyen/ap/{hamlet}", theo="ngay"), here, "day", lambda one: one.day)


@pytest.mark.parametrize("unit", ["hoi-lhpn", "doan-tn"])
def test_an_organisation(walk: Walk, unit: str):
    theirs = [one for one in walk.recount.records if walk.within(one.organisation, unit)]
    assert theirs
    page = walk.open("/huyen", **{"don-vi": unit, "theo": "to-chuc"})
    check_place(walk, page, theirs, "organisation", lambda one: walk.under(one.organisation, unit))
    page = walk.open("/huyen", **{"don-vi": unit})
    check_place(walk, page, theirs, "commune", lambda one: one.commune)


def test_chosen_days_and_weeks(walk: Walk):
    days = sorted({one.day for one in walk.recount.records})
    since, until = days[2], days[4]
    chosen = [one for one in walk.recount.records if since <= one.day <= until]
    page = walk.open("/huyen", tu=since, den=until)
    expect(page.locator("[data-view=commune]")).to_be_visible()
    total, rows = walk.recount.total(chosen), page.locator("[data-view] tbody tr")
    shows(page, lambda: {name: card(page)[name] for name in FIGURES}, {name: total[name] for name in FIGURES})
    shows(page, lambda: some(column(rows, '[data-figure="unique"]')), by(chosen, lambda one: one.commune))
    page = walk.open("/huyen", nhip="tuan")
    shows(page, lambda: table_of(page, "theo-tuan"), by(walk.recount.records, lambda one: monday(one.day)))


def test_the_district_as_of_a_moment(walk: Walk):
    """What was stored by then, whatever came or was corrected afterwards; by an instant and by its seq."""
    moment = noon(walk.live, 6)
    then = recount_of(walk.live, moment)
    assert 0 < len(then.records) < len(walk.recount.records)
    page = walk.open("/huyen")
    choice = page.locator("[data-as-of-choice]")
    choice.locator("summary").click()
    choice.get_by_label("Ngày").fill(walk.recount.place.day(moment))
    choice.get_by_label("Giờ").fill("12:00")
    choice.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url(f"**luc={quote(instant(moment))}")
    expect(page.locator("[data-as-of]")).to_contain_text("Số liệu tính đến 12:00")
    check_place(walk, page, then.records, "commune", lambda one: one.commune)
    ((seq,),) = walk.live.rows(f"SELECT max(seq) FROM op WHERE received_at <= {moment}")
    expect(page.locator(f'[data-as-of="{seq}"]')).to_be_visible()
    page = walk.open("/huyen/xa/28135", luc=str(seq))
    here = [one for one in then.records if one.commune == "28135"]
    check_place(walk, page, here, "hamlet", lambda one: one.area)


def test_lists_of_records(walk: Walk):
    busiest = Counter(one.area for one in walk.recount.records if "-" in one.area).most_common(1)[0][0]
    outcome = Counter(one.outcome for one in walk.recount.records if one.area == busiest).most_common(1)[0][0]
    _check_list(
        walk, {"trong": busiest, "ket-qua": outcome}, lambda one: one.area == busiest and one.outcome == outcome
    )
    _check_list(
        walk, {"trong": "28108", "hinh-thuc": "counter"}, lambda one: one.commune == "28108" and one.mode == "counter"
    )


def _check_list(walk: Walk, query: dict[str, str], chosen: Callable[[Counted], bool]) -> None:
    expected = {one.name[1] for one in walk.recount.records if chosen(one)}
    page = walk.open("/huyen/luot", **query)
    expect(page.locator("[data-records] [data-figure=records]")).to_have_attribute("data-value", str(len(expected)))
    expect(page.locator("[data-record]")).to_have_count(min(100, len(expected)))
    listed = page.locator("[data-record]").evaluate_all("(rows) => rows.map((row) => row.dataset.record)")
    assert set(listed) <= expected


def test_the_ledger(walk: Walk):
    """Then + late + corrected + voided + new = now, each part with as many records, by commune and for all."""
    moment = noon(walk.live, 7)
    then = recount_of(walk.live, moment)
    page = walk.open("/huyen/so-da-chot", tu=instant(moment))
    flow = page.locator("[data-ledger] .flow > li")
    expect(flow).to_have_count(6)
    parts = ledger.between(then, walk.recount, moment, lambda one: one.commune, "assists")
    shown = dict(
        flow.evaluate_all("(found) => found.map((one) => [one.dataset.part, one.querySelector('b').textContent])")
    )
    whole = parts[""]
    assert number(shown["earlier"]) == then.total()["assists"]
    assert number(shown["now"]) == walk.recount.total()["assists"]
    assert {part: number(shown[part]) for part in ledger.PARTS} == {part: whole[part].moved for part in ledger.PARTS}
    assert sum(one.moved for one in whole.values()) == number(shown["now"]) - number(shown["earlier"])
    assert whole["late"].touched > 0 < whole["new"].touched
    for part in ledger.PARTS:
        link = flow.and_(page.locator(f'[data-part="{part}"]')).get_by_role("link")
        touched = number(link.inner_text()) if link.count() else 0
        assert touched == whole[part].touched, part
    cells = page.locator("table.ledger tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [row.dataset.code, [...row.querySelectorAll('td')].map((td) => td.textContent)])"
    )
    before, after = then.by("commune"), walk.recount.by("commune")
    nothing = then.total([])
    for code, texts in cells:
        was, now = before.get(code, nothing), after.get(code, nothing)
        moved = [parts[code][part].moved for part in ledger.PARTS]
        expected = [was["assists"], *moved, now["assists"], was["unique"], now["unique"]]
        assert [number(text) for text in texts] == expected, code
    assert {code for code, _ in cells} >= {code for code in after if code is not None}


def test_the_reconciliation(walk: Walk):
    page = walk.open("/huyen/doi-chieu")
    rows = page.locator("table.reconciliation tbody tr")
    expect(rows).to_have_count(17)
    expected = official.pairs(walk.live, walk.recount)
    assert len(expected) == 17
    for name in ("change", "success", "partial", "gap"):
        shown = {code: n for code, n in column(rows, f'[data-figure="{name}"]').items() if code in expected}
        assert shown == {code: getattr(pair, name) for code, pair in expected.items()}
    expect(rows.first).to_contain_text("(ước tính)")
    # the district has one figure of its own: what its communes have is added up, and says so
    texts = page.locator("[data-total] .stat b").all_inner_texts()
    assert [number(text) for text in texts] == [
        sum(getattr(pair, name) for pair in expected.values()) for name in ("change", "success", "gap")
    ]


def _signals(walk: Walk) -> set[signs.Line]:
    """Of the last seven days, the day of the server's clock included."""
    today = walk.recount.place.day(time.time_ns() // 1_000_000)
    since = walk.recount.place.day(time.time_ns() // 1_000_000 - 6 * DAY)
    return signs.unusual(walk.recount, assigned(walk.live), since, today)


def test_the_signals(walk: Walk):
    page = walk.open("/huyen/kiem-tra/dau-hieu")
    expect(page.locator("[data-signal]").first).to_be_visible()
    script = """(found) => found.map((one) =>
        [one.dataset.signal, one.dataset.person, one.dataset.day, one.querySelector('b + span').textContent])"""
    shown = set()
    for kind, person, day, why in page.locator("[data-signal]").evaluate_all(script):
        counts = [int(text) for text in re.findall(r"\d+", why)]
        shown.add((kind, person, day, counts[0]))
    expected = _signals(walk)
    assert shown == {line[:4] for line in expected}
    assert {line[0] for line in expected} == {"hour", "numbers", "burst", "night", "elsewhere", "duplicates"}


def test_the_post_checks(walk: Walk):
    page = walk.open("/huyen/kiem-tra/mau")
    expect(page.locator("[data-count]")).to_have_count(5)
    found = Counter(dict(walk.live.rows("SELECT coalesce(result, 'open'), count(*) FROM spot_check GROUP BY result")))
    shown = page.locator("[data-count]").evaluate_all(
        "(all) => all.map((one) => [one.dataset.count, one.querySelector('b').textContent])"
    )
    assert {name: number(text) for name, text in shown} == {
        name: found.total() if name == "drawn" else found[name]
        for name in ("drawn", "open", "confirmed", "wrong", "unreachable")
    }


def test_the_obligations(walk: Walk):
    duties = Duties(walk.live, time.time_ns() // 1_000_000)
    columns = {(one.obligation, one.period) for one in duties.squares}
    assert {code for code, _ in columns} == {"R03", "R08", "R13"}
    for code, period in sorted(columns):
        page = walk.open("/huyen/nghia-vu", **{"nghia-vu": code, "ky": period})
        together = ("R03", "R13") if code in ("R03", "R13") else (code,)
        expected = duties.tally(together, period)
        expect(page.get_by_role("heading", name=f"{expected.total()} đơn vị phải gửi")).to_be_visible()
        assert _signs(page.locator("[data-sign]")) == expected


def _signs(found: Locator) -> Counter[str]:
    script = "(all) => all.map((one) => [one.dataset.sign, one.querySelector('b').textContent.replace(/^\\D+/, '')])"
    return Counter(some({sign: number(text) for sign, text in found.evaluate_all(script)}))


def test_the_reports(walk: Walk):
    """Of each duty what came and what did not; and what one report says of its unit."""
    duties = Duties(walk.live, time.time_ns() // 1_000_000)
    for code, period in sorted({(one.obligation, one.period) for one in duties.squares}):
        squares = [one for one in duties.squares if (one.obligation, one.period) == (code, period)]
        page = walk.open("/huyen/bao-cao", viec=code, ky=period)
        expect(page.locator("tr[data-unit]")).to_have_count(len(squares))
        sent = [one for one in squares if one.versions]
        expect(page.get_by_text(f"{len(sent)}/{len(squares)} đơn vị đã gửi")).to_be_visible()
        for name, many in (
            ("Chưa gửi", len(squares) - len(sent)),
            ("Trả lại", sum(one.sign == "returned" for one in squares)),
        ):
            expect(page.get_by_role("button", name=f"{name} ({many})")).to_be_visible()
    ((report, received, unit),) = walk.live.rows(
        "SELECT r.id, r.received_at, o.code FROM report r JOIN organisation o ON o.id = r.organisation_id"
        " WHERE r.obligation = 'R08' AND o.kind = 'commune_authority' AND r.zero = 0 ORDER BY o.code LIMIT 1"
    )
    then = recount_of(walk.live, received)
    total = then.total([one for one in then.records if one.commune == unit.partition(".")[2]])
    page = walk.open(f"/huyen/bao-cao/{id_of(report)}")
    expect(page.get_by_text(f"{total['assists']} lượt hỗ trợ, {total['unique']} máy")).to_be_visible()


@pytest.mark.parametrize(
    ("group", "asked"),
    [
        ("all_staff", "co-quan"),
        ("cadres_civil_servants", "to-chuc"),
        ("workers", "doanh-nghiep"),
        ("members", "hoi-vien"),
    ],
)
def test_the_statements(walk: Walk, group: str, asked: str):
    page = walk.open("/huyen/ke-khai", nhom=asked)
    expected = said.stated(walk.live, group)
    figures = page.locator(".stats .stat b")
    expect(figures.first).to_have_text(f"{expected.stated}/{expected.units}")
    texts = figures.all_inner_texts()
    if expected.total is None:
        assert texts[1:] == ["–"]
        return
    assert [number(text) for text in texts[1:4]] == [expected.total, expected.installed, expected.in_use]
    part = expected.installed if group == "all_staff" else expected.in_use
    assert texts[4] == f"{100 * (part or 0) / expected.total:.2f}%".replace(".", ",")


def test_a_figure_that_is_off_by_one_is_found(walk: Walk):
    """What the walk compares does differ when the server's sums are wrong."""

    def wrong(by_one: int) -> None:
        with closing(sqlite3.connect(walk.live.home / "gocua.db")) as connection, connection:
            area = "SELECT min(area_id) FROM rollup WHERE grain = 5"
            outcome = f"SELECT min(outcome_id) FROM rollup WHERE grain = 5 AND area_id = ({area})"
            row = f"grain = 5 AND area_id = ({area}) AND outcome_id = ({outcome})"
            changed = connection.execute(f"UPDATE rollup SET assists = assists + ? WHERE {row}", (by_one,))
            assert changed.rowcount == 1
            # the server keeps sums of the present: with other figures it adds them up anew
            connection.execute("UPDATE campaign SET figures_rev = figures_rev + 1")

    wrong(1)
    try:
        page = walk.open("/huyen")
        with pytest.raises(AssertionError):
            check_place(walk, page, walk.recount.records, "commune", lambda one: one.commune, seconds=1)
    finally:
        wrong(-1)


def test_the_recount_imports_nothing_of_the_server():
    counted = [TESTS / "recount.py", *sorted((TESTS / "recounts").glob("*.py"))]
    assert len(counted) > 5
    for path in counted:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not any(name.partition(".")[0] == "server" for name in names), path.name

"""Going through the pages of the sample campaign with a recount in hand: what a page shows against what was counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.people import address
from tests.browser.sampled import column, number, shows, some
from tests.faults.live import Live
from tests.recount import Counted, Recount

FIGURES = ("assists", "unique", "unchecked")
FAILED = ("blocked", "other", "revisit", "refused", "not_eligible")


@dataclass
class Walk:
    """The district's user at the desk of the sample campaign, and the recount of what is stored in it."""

    live: Live
    page: Page
    recount: Recount
    parents: dict[str, str | None]  # organisations

    def open(self, path: str, **query: str) -> Page:
        """Goes to a page and waits until it has been drawn."""
        self.page.goto(address(self.live, path) + (f"?{urlencode(query)}" if query else ""))
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self.page

    def under(self, unit: str | None, parent: str | None) -> str:
        """The child of an organisation that a unit is or lies under; the parent for itself; "" for none."""
        while unit is not None and unit != parent and self.parents[unit] != parent:
            unit = self.parents[unit]
        return unit or ""

    def within(self, unit: str | None, top: str) -> bool:
        return unit is not None and self.under(unit, top) != ""


def by(records: list[Counted], key: Callable[[Counted], str], what: str = "unique") -> dict[str, int]:
    """A figure summed over records, by what the key says; rows of nothing are left out."""
    found: Counter[str] = Counter()
    for one in records:
        found[key(one)] += one.values[what]
    return some(found)


def card(page: Page) -> dict[str, int]:
    script = "(found) => found.map((one) => [one.dataset.figure, one.textContent])"
    return {name: number(text) for name, text in page.locator("[data-logged] [data-figure]").evaluate_all(script)}


def table_of(page: Page, picture: str) -> dict[str, int]:
    """What a picture shows, from the table behind it."""
    return some(column(page.locator(f'[data-picture="{picture}"] tbody tr'), "td"))


def check_place(
    walk: Walk, page: Page, records: list[Counted], view: str, row: Callable[[Counted], str], seconds: float = 20.0
) -> None:
    """A page of a place or an organisation against the records that it is about, its rows keyed by `row`.

    Args:
        seconds: how long a figure that differs is waited for.
    """

    def check(read: Callable[[], Any], expected: Any) -> None:
        shows(page, read, expected, seconds)

    expect(page.locator(f"[data-view={view}]")).to_be_visible()
    total = walk.recount.total(records)
    figures = {**{name: total[name] for name in FIGURES}, "in-use": total["unique_in_use"]}
    check(lambda: {name: value for name, value in card(page).items() if name in figures}, figures)
    check(lambda: number(page.locator("[data-logged] .src").inner_text()), total["records"])
    rows, foot = page.locator("[data-view] tbody tr"), page.locator("[data-view] tfoot")
    for name in FIGURES:
        check(lambda name=name: some(column(rows, f'[data-figure="{name}"]')), by(records, row, name))
        check(lambda name=name: number(foot.locator(f'[data-figure="{name}"]').inner_text()), total[name])
    groups = walk.recount.place.groups
    failed = [one for one in records if groups[one.outcome] in FAILED]
    check(lambda: table_of(page, "ly-do"), by(failed, lambda one: one.outcome, "records"))
    check(lambda: table_of(page, "cach-gap"), by(records, lambda one: one.mode, "assists"))
    check(lambda: table_of(page, "theo-ngay"), by(records, lambda one: one.day))


# --- times ---


def monday(day: str) -> str:
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def noon(live: Live, number: int) -> int:
    """Noon in Vietnam of a day of the campaign, ms."""
    ((begins,),) = live.rows("SELECT starts_on FROM campaign")
    day = date.fromisoformat(str(begins)) + timedelta(days=number - 1)
    return round(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp() * 1000)


def instant(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

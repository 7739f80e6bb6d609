"""What the district of the worked example checks: the Department's file of two dates, records drawn for a post-check.

Everything goes through the services of the desk, as the district's user. The figures by commune are made up and are
estimates, which their source says too; the three published figures of the district stay as they are. Promises: a day
lived through again changes nothing.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.service import book_of
from server.campaign.tables import Row
from server.clock import at as at_instant
from server.clock import day_of
from server.database import reading, writing
from server.desk import checks, imports
from server.people.invites import Author
from server.people.posts import Post
from server.people.scope import scope_of
from server.people.service import Caller
from server.totals.figures import INSTALLED
from server.totals.store import read_shelf
from server.upkeep import crowd
from server.upkeep.offices import Event

SOURCE = "số mẫu, vì Sở Thông tin và Truyền thông chưa công bố theo xã"
_FIRST, _SECOND = 1, 8  # days of the campaign on which a file came; its figures are of the evening before
_DRAWN = 8
_HOUR = 3_600_000
_RESULTS = (  # of the records of a draw, in the order of their ids; what comes after is still open
    ("confirmed", "Gọi lại: chủ máy xác nhận (mẫu)"),
    ("confirmed", None),
    ("wrong", "Đến nơi hỏi lại: nhà này chưa có ai đến (mẫu)"),
    ("unreachable", "Gọi hai lần không nghe máy (mẫu)"),
    ("confirmed", None),
)
Void = Callable[[int, dict[str, Any], str], None]


class Checking:
    """The district's checks, day by day.

    Args:
        staff: the district's user.
        drawn: people and days whose records are drawn, on day `_DRAWN`.
        void: declares a record void: instant (ms), the record as lists show it, the reason.
    """

    def __init__(self, book: Book, staff: Caller, drawn: Sequence[tuple[uuid.UUID, date]], void: Void):
        self.book, self.staff, self.drawn, self.void = book, staff, drawn, void
        self.wrong: list[tuple[dict[str, Any], str]] = []

    def day(self, number: int, begins: int) -> list[Event]:
        """What happens on a day of the campaign, whose first instant is `begins`."""
        found: list[Event] = []
        if number in (_FIRST, _SECOND):
            at = begins + round(8.5 * _HOUR)
            found.append((at, lambda: self._import(number, at)))
        if number == _DRAWN:
            for place, (person, day) in enumerate(self.drawn):
                at = begins + (10 + place) * _HOUR
                found.append((at, lambda at=at, person=person, day=day: self._draw(at, person, day)))
            found.append((begins + 14 * _HOUR, lambda: self._void_wrong(begins + 14 * _HOUR)))
        return found

    # --- the Department's file ---

    def _import(self, number: int, at: int) -> None:
        rows = [
            Row(line, {"area": code, "measure": INSTALLED, "value": str(value), "source": SOURCE, "estimate": "có"}
                | {"as_of": (day_of(at, self.book.tz) - timedelta(days=1)).isoformat()})
            for line, (code, value) in enumerate(self._figures(number).items(), 2)
        ]  # fmt: skip
        with at_instant(at), writing() as session:
            book = book_of(session, campaign_store.lock(session, self.book.campaign_id))
            post = Post(self.staff.role, self.staff.organisation_id, self.staff.area_id)
            author, scope = Author(self.staff.person_id, post), scope_of(session, self.staff)
            name = uuid.uuid5(uuid.NAMESPACE_URL, f"gocua:sample:figures:{number}")
            faults: list[imports.Fault] = []
            imports.run(imports.Work(session, book, self.staff, author, scope, name), "figures", rows, faults)
            if faults:
                raise imports.refuse(faults)

    def _figures(self, number: int) -> Mapping[str, int]:
        """Installs by commune: first the preset's estimate, a week later more, in a few less than was logged."""
        before = self.book.starts_on - timedelta(days=2)
        with reading() as session:
            shelf = read_shelf(session, self.book.campaign_id)
        found: dict[str, int] = {}
        for place in crowd.communes(self.book):
            base = shelf.published(place.id, INSTALLED, before)
            if base is not None:
                more = Random(f"installed {place.code}").randint(35, 150)  # noqa: S311  the same each time
                found[place.code] = base.value + (more if number == _SECOND else 0)
        return found

    # --- the post-check ---

    def _draw(self, at: int, person: uuid.UUID, day: date) -> None:
        """All of somebody's records of a day are drawn, so that chance plays no part in the example."""
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"gocua:sample:draw:{person}:{day.isoformat()}")
        body: dict[str, Any] = {"draw": name, "count": checks.MOST, "person": person, "since": day, "until": day}
        with at_instant(at):
            items = checks.draw(self.staff, body, "vi")["items"]
        items.sort(key=lambda one: one["record"]["record_id"])
        for nth, (item, (result, word)) in enumerate(zip(items, _RESULTS, strict=False)):
            with at_instant(at + (nth + 1) * 300_000):
                checks.settle(self.staff, uuid.UUID(item["id"]), result, word, "vi")
            if result == "wrong":
                self.wrong.append((item["record"], str(word)))

    def _void_wrong(self, at: int) -> None:
        """A check says nothing by itself to the figures: the records that were found wrong are reviewed as void."""
        for nth, (record, reason) in enumerate(self.wrong):
            self.void(at + nth * 30_000, record, reason)

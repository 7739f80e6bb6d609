"""What counting and pulling ask of the campaign's dictionary, answered at the speed of a batch.

Rests on one immutable Book and remembers its answers as long as the Book lives; nothing here changes an answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import orjson

from server.campaign.book import Book, Place, Result, Unit
from server.sync.erased import NOTHING_ERASED, Erased
from server.sync.winner import HELPING, REVISITABLE

_EPOCH = date(1970, 1, 1)
_QUARTER_MS = 900_000  # no zone is off by less than a quarter of an hour, so a day begins with one
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Kind:
    """What an outcome means for counting and for the fields beside it."""

    helps: bool
    success: bool
    takes_household: bool
    takes_revisit: bool


def _quoted(rows: Iterable[Place | Unit | Result]) -> dict[int | None, str]:
    return {row.id: orjson.dumps(row.code).decode() for row in rows}


class Words:
    """Codes by id, as JSON writes them."""

    def __init__(self, book: Book):
        self.areas = _quoted(book.areas.values())
        self.organisations = _quoted(book.organisations.values()) | {None: "null"}
        self.outcomes = _quoted(book.outcomes.values())


class Rules:
    def __init__(self, book: Book, erased: Erased = NOTHING_ERASED):
        self.book = book
        self.erased = erased
        self.words = Words(book)
        self.covers = book.covers
        self.kinds = {
            one.id: Kind(one.group in HELPING, one.group == "success", not one.no_household, one.group in REVISITABLE)
            for one in book.outcomes.values()
        }
        self.outcomes = {one.code: one.id for one in book.outcomes.values()}
        self.first_day = (book.starts_on - _EPOCH).days
        self.last_day = (book.ends_on - _EPOCH).days
        self._days: dict[int, int] = {}
        self._areas: dict[tuple[str, int], int | None] = {}

    def day(self, ms: int) -> int:
        """Days since 1970 of an instant in the campaign's zone."""
        quarter = ms // _QUARTER_MS
        found = self._days.get(quarter)
        if found is None:
            if len(self._days) >= _REMEMBERED:
                self._days.clear()
            found = self._days[quarter] = (self.book.day(ms) - _EPOCH).days
        return found

    def area(self, code: str, day: int) -> int | None:
        """The area that a code stands for on a day (days since 1970); None for an unknown code."""
        key = (code, day)
        if key not in self._areas:
            if len(self._areas) >= _REMEMBERED:
                self._areas.clear()
            self._areas[key] = self.book.resolve(code, _EPOCH + timedelta(days=day))
        return self._areas[key]

    def outside(self, day: int) -> bool:
        """Whether a day is before the campaign's first or after its last."""
        return not self.first_day <= day <= self.last_day


_RULES: dict[tuple[int, str, int], Rules] = {}
_KEPT = 16


def remembered(campaign_id: int, mark: str, rev: int) -> Rules | None:
    """The rules of a campaign at a revision of a history, when this process has made them."""
    return _RULES.get((campaign_id, mark, rev))


def remember(mark: str, book: Book, erased: Erased) -> Rules:
    while len(_RULES) >= _KEPT:
        _RULES.pop(next(iter(_RULES)), None)
    made = _RULES[book.campaign_id, mark, book.rev] = Rules(book, erased)
    return made

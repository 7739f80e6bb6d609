"""What each op made of the records that several ops name, kept in step by the worker: a ledger of months is then read
from them and from the log of the rollups instead of from all that was logged meanwhile.

Rests on `sync.changes.steps`. What the worker has not looked at yet is taken from the ops, so the answer is the same
whether and when it runs. Promises: a step that is kept never changes; other rules (another history, other bounds of
areas) void them all.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from server.campaign.book import Book
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.database import reading, writing
from server.desk import step_store as store
from server.desk.models import StepMark
from server.desk.step_store import Row
from server.sync import changes
from server.sync.bulk import Bulk
from server.sync.changes import Side, Span, Step
from server.sync.work import rules_of

_CHUNK = 5_000  # rows of one write, some tenths of a second


@dataclass(frozen=True, slots=True)
class Fate:
    """What a span made of a record: where it counted before and after, with the effective times (ms, 0 for nowhere).

    Attributes:
        seq: of the last op of the span that names it.
    """

    seq: int
    record_id: bytes
    person_id: bytes
    before: Side | None
    began: int
    after: Side | None
    ended: int


def key_of(campaign: Campaign, book: Book) -> str:
    """Changes when steps may be others: another history, other bounds of areas, other meanings of outcomes."""
    areas = [(one.id, one.parent_id, str(one.valid_to), one.successor) for _, one in sorted(book.areas.items())]
    outcomes = [(one.id, one.group) for _, one in sorted(book.outcomes.items())]
    return hashlib.sha256(repr((campaign.epoch, areas, outcomes)).encode()).hexdigest()


# --- keeping ---


def refresh(campaign_id: int) -> int:
    """Brings the kept steps of a campaign up to its head; returns how many were looked at."""
    done = 0
    with reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        key, mark = key_of(campaign, book_of(session, campaign)), store.mark(session, campaign_id)
        if mark is not None and mark.key == key and mark.seq == campaign.head:
            return 0
        after = mark.seq if mark is not None and mark.key == key else 0
        if after == 0:
            with writing() as other:
                store.forget(other, campaign_id)
        rules = rules_of(session, campaign_id, campaign.epoch, campaign.figures_rev)
        found = changes.steps(Bulk(session), campaign_id, rules, after)
        while rows := [_row(step) for step in islice(found, _CHUNK)]:
            done += len(rows)
            with writing() as other:
                store.keep(other, campaign_id, rows)
        head = campaign.head
    with writing() as session:
        session.merge(StepMark(campaign_id=campaign_id, seq=head, key=key))
    return done


def _row(step: Step) -> Row:
    sides = (
        (None, None, None, None) if side is None else (side.area_id, side.organisation_id, side.outcome_id, side.assist)
        for side in (step.before, step.after)
    )
    before, after = ((*where, None if assist is None else int(assist)) for *where, assist in sides)
    return (step.seq, step.came, step.record_id, step.person_id, *before, step.began, *after, step.ended)


# --- telling ---


class Steps:
    """The steps of a campaign as a reader sees them: those that are kept, and what came since.

    Attributes:
        kept: whether the worker keeps any; without them every record of several ops would be looked at.
    """

    def __init__(self, session: Session, campaign: Campaign, book: Book):
        self.session, self.campaign, self.bulk = session, campaign, Bulk(session)
        mark = store.mark(session, campaign.id)
        self.kept = mark is not None and mark.key == key_of(campaign, book)
        self._upto = mark.seq if mark is not None and self.kept else 0
        self._since: list[Row] | None = None

    def of_earlier(self, span: Span) -> list[Fate]:
        """What became of the records that were there before the span and are named in it, in order of their seq."""
        kept = store.of_earlier(self.bulk, self.campaign.id, span.first, span.last)
        since = [row for row in self._later() if span.first < row[0] <= span.last and row[1] <= span.first]
        return self._folded(kept, since)

    def of_arrived(self, span: Span, since: int, until: int) -> list[Fate]:
        """What became of those that came within the span, as far as they have anything to do with a span of effective
        time; where they were before is left open."""
        kept = store.of_arrived(self.bulk, self.campaign.id, span.first, span.last, since, until)
        later = [
            row
            for row in self._later()
            if span.first < row[1] and row[0] <= span.last and (since <= row[13] < until or since <= row[8] < until)
        ]
        return self._folded(kept, later)

    def _later(self) -> list[Row]:
        """All steps of the records that have changed since the worker looked, by their seq."""
        if self._since is None:
            self._since = []
            if self._upto < self.campaign.head:
                rules = rules_of(self.session, self.campaign.id, self.campaign.epoch, self.campaign.figures_rev)
                found = changes.steps(self.bulk, self.campaign.id, rules, self._upto)
                self._since = sorted(map(_row, found))
        return self._since

    def _folded(self, kept: Iterable[Row], since: Iterable[Row]) -> list[Fate]:
        anew = {row[2:4] for row in self._later()}
        firsts: dict[tuple[bytes, bytes], Row] = {}
        lasts: dict[tuple[bytes, bytes], Row] = {}
        for rows in ((row for row in kept if row[2:4] not in anew), since):
            for row in rows:
                name = row[2:4]
                firsts.setdefault(name, row)
                lasts[name] = row
        found = [
            Fate(last[0], *name, _side(first[4:8]), first[8], _side(last[9:13]), last[13])
            for name, first in firsts.items()
            for last in (lasts[name],)
        ]
        return sorted(found, key=lambda fate: fate.seq)


def _side(told: Row) -> Side | None:
    area_id, organisation_id, outcome_id, assist = told
    return None if area_id is None else Side(area_id, organisation_id, outcome_id, bool(assist))

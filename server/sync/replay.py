"""What each commit changed in the figures, found record by record and phone by phone instead of commit by commit.

A history is long and its records are short: read in the order of records, each is looked at once, and what it changed
at which commit waits in a scratch file for the others that changed the same. Rests on `winner`, `credit` and `rollup`
for what things mean. Promises: the log and the claims that pushes would have left, in memory that does not grow with
ops but for the ends of commits (8 bytes each).
"""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from server.sync.counting import Name, cell_of
from server.sync.credit import Claim, credited, tie_break
from server.sync.rollup import Cell
from server.sync.rules import Rules
from server.sync.winner import Put, Review, State, state_of

Row = tuple[Any, ...]

_PIECE = 5000
_CHANGE = f"INSERT INTO change VALUES ({', '.join('?' * 11)})"
_EVENT = f"INSERT INTO event VALUES ({', '.join('?' * 13)})"
_COUNTED = ("records", "assists", "uniques", "unchecked", "in_use")
_SUMS = ", ".join(f"sum({one})" for one in _COUNTED)
_CELL = "day, area, organisation, mode, outcome"
_GONE, _COME = 0, 1


class Replay:
    """The history of one campaign.

    Args:
        scratch: an empty database of its own, on disk as soon as it is large.
        ends: seqs of the commits, in their order.
    """

    def __init__(self, scratch: sqlite3.Connection, ends: Iterable[int], rules: Rules):
        self._scratch, self._ends, self._rules = scratch, array("q", ends), rules
        scratch.execute("PRAGMA cache_size = -32000")
        scratch.execute(f"CREATE TABLE change (seq, {_CELL}, {', '.join(_COUNTED)})")
        scratch.execute(f"CREATE TABLE event (phone_key, seq, come, t, tie, person, record, {_CELL}, success)")
        self._changes: list[Row] = []
        self._events: list[Row] = []

    def commit_of(self, seq: int) -> int:
        """The commit that brought an op; the op's own seq where no commit is known."""
        place = bisect_left(self._ends, seq)
        return self._ends[place] if place < len(self._ends) else seq

    def record(self, name: Name, ops: list[tuple[int, Put | Review]]) -> State | None:
        """Takes all ops of a record, in the order of their seqs; what it is now, None without a put."""
        puts: list[Put] = []
        reviews: list[Review] = []
        state: State | None = None
        counted: Row | None = None
        claim: tuple[bytes, Claim] | None = None
        for commit, together in groupby(ops, key=lambda op: self.commit_of(op[0])):
            for _seq, fact in together:
                puts.append(fact) if isinstance(fact, Put) else reviews.append(fact)
            if not puts:
                continue  # a review that came before its record
            state = state_of(puts, reviews, self._rules.covers)
            before, counted = counted, _counted(state)
            if before != counted:
                self._move(commit, before, -1)
                self._move(commit, counted, +1)
            old, claim = claim, _claim(name, state)
            if old != claim:
                self._tell(commit, old, _GONE)
                self._tell(commit, claim, _COME)
        if len(self._changes) >= _PIECE:
            self._flush()
        return state

    def _move(self, commit: int, counted: Row | None, sign: int) -> None:
        if counted is not None:
            cell, assists, unchecked = counted
            self._changes.append((commit, *cell, sign, sign * assists, sign * unchecked, sign * unchecked, 0))

    def _tell(self, commit: int, claim: tuple[bytes, Claim] | None, come: int) -> None:
        if claim is not None:
            key, told = claim
            self._events.append(
                (key, commit, come, told.t, told.tie, told.person_id, told.record_id, *told.cell, int(told.success))
            )

    def _flush(self) -> None:
        self._scratch.executemany(_CHANGE, self._changes)
        self._scratch.executemany(_EVENT, self._events)
        self._changes.clear()
        self._events.clear()

    def claims(self) -> Iterator[tuple[bytes, Claim]]:
        """After the last record: the claims that stand, by phone; what credits moved goes to the log meanwhile."""
        self._flush()
        events = self._scratch.cursor().execute("SELECT * FROM event ORDER BY phone_key, seq, come")
        for key, of_phone in groupby(events, key=lambda row: row[0]):
            standing: dict[Name, Claim] = {}
            before: tuple[Claim, bool] | None = None
            for commit, together in groupby(of_phone, key=lambda row: row[1]):
                for (
                    _key,
                    _seq,
                    come,
                    t,
                    tie,
                    person,
                    record,
                    day,
                    area,
                    organisation,
                    mode,
                    outcome,
                    success,
                ) in together:
                    if come:
                        cell: Cell = (day, area, organisation, mode, outcome)
                        standing[record, person] = Claim(t, tie, person, record, cell, bool(success))
                    else:
                        del standing[record, person]
                after = credited(standing.values())
                if before != after:
                    self._credit(commit, before, -1)
                    self._credit(commit, after, +1)
                before = after
            for claim in standing.values():
                yield key, claim
            if len(self._changes) >= _PIECE:
                self._flush()

    def _credit(self, commit: int, credit: tuple[Claim, bool] | None, sign: int) -> None:
        if credit is not None:
            claim, in_use = credit
            self._changes.append((commit, *claim.cell, 0, 0, sign, 0, sign if in_use else 0))

    def log(self) -> Iterator[Row]:
        """After the claims: what each commit changed in each cell, by commit."""
        self._flush()
        some = " OR ".join(f"sum({one}) <> 0" for one in _COUNTED)
        yield from self._scratch.execute(
            f"SELECT seq, {_CELL}, {_SUMS} FROM change GROUP BY seq, {_CELL} HAVING {some} ORDER BY seq, {_CELL}"
        )


def _counted(state: State) -> Row | None:
    """Where a record counts, whether as assistance, and whether that has no number."""
    if not state.is_record:
        return None
    eligible = int(state.eligible)
    return cell_of(state), eligible, eligible if state.winner.carried is None else 0


def _claim(name: Name, state: State) -> tuple[bytes, Claim] | None:
    number = state.winner.carried
    if state.claimed_at is None or number is None:
        return None
    tie = tie_break(number, name[1], name[0])
    return number, Claim(state.claimed_at, tie, name[1], name[0], cell_of(state), state.winner.success)

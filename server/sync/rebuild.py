"""Making everything that is derived anew from the ops, and telling whether what is kept equals that.

`rebuild` finds what each commit changed (`replay`), so that the log of the rollups answers "as of" as before; `compare`
counts every record from all of its ops without the history, and changes nothing. Both read the ops once, record by
record, and keep a constant amount in memory, whatever the number of ops.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from server.campaign.store import touch
from server.database import reading, writing
from server.sync import counting, store
from server.sync.bulk import Bulk, Lines
from server.sync.counting import Name
from server.sync.credit import tie_break
from server.sync.grains import GRAIN_FULL
from server.sync.models import RECORD_ERASED
from server.sync.replay import Replay
from server.sync.rollup import Cell, Deltas
from server.sync.rules import Rules
from server.sync.winner import Put, Review, State, state_of
from server.sync.work import Work, rules_of

Progress = Callable[[int], object]  # how many more ops are done

_DERIVED = ("record", "claim", "rollup", "rollup_log")
_CELL, _SUMS = "day, area_id, organisation_id, mode, outcome_id", "records, assists, uniques, unchecked, in_use"
_SEQ, _BITS = store.RECORD_COLUMNS.index("seq"), store.RECORD_COLUMNS.index("bits")
_PIECE = 1000  # rows that are written at once
_CELLS = 20_000  # so many cells of a recount are summed up in memory
_NOTHING = (0, 0, 0, 0, 0)


def _quiet(_done: int) -> None:
    return None


def rebuild(campaign_id: int, progress: Progress = _quiet) -> int:
    """Makes records, claims, rollups and their log anew from the ops, in one transaction; returns how many ops.

    Departures are history, not derived: they stand as they are.

    Raises:
        Problem: `campaign.unknown`, `campaign.purged`, `server.busy`.
    """
    told = _Told(progress)
    with writing() as session:
        work = Work(session, campaign_id)
        bulk = work.bulk
        bulk.take_time()
        for table in _DERIVED:
            store.clear(bulk, table, campaign_id)
        # what changed at which commit waits in a file, not in memory; ops are read on a connection of their own, so
        # that PostgreSQL writes while the next are counted: nobody adds to them while the campaign is locked
        with reading() as past, closing(sqlite3.connect("")) as scratch:
            ops = Bulk(past)
            ends = ops.stream('SELECT seq FROM "commit" WHERE campaign_id = ? ORDER BY seq', campaign_id)
            replay = Replay(scratch, (row[0] for row in ends), work.rules)
            _insert(bulk, store.RECORDS, _records(ops, campaign_id, work.rules, replay, told))
            claims = (
                (campaign_id, key, one.t, one.tie, one.person_id, one.record_id, *one.cell, one.success)
                for key, one in replay.claims()
            )
            _insert(bulk, store.CLAIMS, claims)
            _insert(bulk, store.LOGS, ((campaign_id, *row) for row in replay.log()))
        store.sum_up(bulk, campaign_id)
        told.end()
        touch(session, campaign_id)  # what servers keep of the figures is forgotten
    return told.ops


class _Told:
    """Progress over the ops that are read, of which a fifth is left for what follows when all are."""

    def __init__(self, progress: Progress):
        self.ops, self.shown, self.progress = 0, 0, progress

    def read(self, count: int) -> None:
        self.ops += count
        if self.ops - self.shown >= _PIECE:
            self._show(self.ops * 4 // 5)

    def end(self) -> None:
        self._show(self.ops)

    def _show(self, upto: int) -> None:
        if upto > self.shown:
            self.progress(upto - self.shown)
            self.shown = upto


def _insert(bulk: Bulk, lines: Lines, rows: Iterable[store.Row]) -> None:
    """A piece is written while the next is made; there are never more than these two."""
    rows = iter(rows)
    with bulk.in_one_go() as written:
        while piece := list(islice(rows, _PIECE)):
            written()
            bulk.insert(lines, piece)


def _records(bulk: Bulk, campaign_id: int, rules: Rules, replay: Replay, told: _Told) -> Iterator[store.Row]:
    for name, rows in histories(bulk, campaign_id):
        told.read(len(rows))
        if len(rows) > 1:
            rows.sort(key=lambda row: row[-1])
        state = replay.record(name, [(row[-1], counting.from_history(rules, row[:-1])[1]) for row in rows])
        if state is not None:
            yield counting.record_row(campaign_id, name, rows[-1][-1], state, rules)


def histories(bulk: Bulk, campaign_id: int) -> Iterator[tuple[Name, list[store.Row]]]:
    """The ops (store.HISTORY and seq) of each record, in the order of its name."""
    rows = bulk.stream(
        f"SELECT {store.HISTORY}, seq FROM op WHERE campaign_id = ? ORDER BY record_id, owner_id", campaign_id
    )
    for (record_id, owner), ops in groupby(rows, key=lambda row: (row[3], row[2])):
        yield (record_id, owner), list(ops)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is kept otherwise than the ops give it; None where one side has nothing."""

    table: str
    key: tuple[Any, ...]
    kept: Any
    counted: Any

    def __str__(self) -> str:
        key = ", ".join(part.hex() if isinstance(part, bytes) else str(part) for part in self.key)
        return f"{self.table} ({key}): kept {self.kept}, counted {self.counted}"


def compare(campaign_id: int, progress: Progress = _quiet) -> list[Difference]:
    """Where records, claims, rollups or their log are not what the ops give; empty when all is well.

    Raises:
        KeyError: no such campaign.
    """
    with reading() as session:
        bulk = Bulk(session)
        head = store.head(bulk, campaign_id)
        rules = rules_of(session, campaign_id, head.mark, head.figures_rev)
        # claims are as many as phones, cells as places, days and units: they wait in a file, not in memory
        with closing(sqlite3.connect("")) as scratch:
            check = _Check(bulk, campaign_id, rules, scratch)
            check.records(progress)
            check.claims()
            check.rollups()
    return check.found


class _Check:
    """One comparison, on one snapshot."""

    def __init__(self, bulk: Bulk, campaign_id: int, rules: Rules, scratch: sqlite3.Connection):
        self.bulk, self.campaign_id, self.rules = bulk, campaign_id, rules
        self.found: list[Difference] = []
        self.deltas = Deltas()
        self.scratch = scratch
        scratch.execute("CREATE TABLE claim (phone_key BLOB, t INTEGER, tie BLOB, cell TEXT, success INTEGER)")
        scratch.execute(f"CREATE TABLE rollup (grain, {_CELL}, {_SUMS})")

    def differ(self, table: str, key: tuple[Any, ...], kept: Any, counted: Any) -> None:
        self.found.append(Difference(table, key, kept, counted))

    def records(self, progress: Progress) -> None:
        """Every record from all of its ops, beside the rows that are kept, both in order of their ids."""
        kept = iter(self._kept_records())
        at = next(kept, None)
        for name, counted in self._counted_records(progress):
            while at is not None and at[1:3] < name:
                self.differ("record", name_of(at), "a row", None)
                at = next(kept, None)
            if at is None or at[1:3] != name:
                self.differ("record", name, None, "a row")
                continue
            if at[_BITS] & RECORD_ERASED:
                at = (*at[:_SEQ], counted[_SEQ], *at[_SEQ + 1 :])  # its own is that of the erasure, which is no op
            if at != counted:
                changed = [n for n, a, b in zip(store.RECORD_COLUMNS, at, counted, strict=True) if a != b]
                self.differ("record", name, changed, "otherwise")
            at = next(kept, None)
        while at is not None:
            self.differ("record", name_of(at), "a row", None)
            at = next(kept, None)

    def _kept_records(self) -> Iterator[store.Row]:
        columns = ", ".join(
            f"{{u:{name}}}" if name in ("record_id", "person_id", "op_id", "household") else name
            for name in store.RECORD_COLUMNS
        )
        rows = self.bulk.stream(
            f"SELECT {columns} FROM record WHERE campaign_id = ? ORDER BY record_id, person_id", self.campaign_id
        )
        void = store.RECORD_COLUMNS.index("review_void")
        for row in rows:
            yield (*row[:void], None if row[void] is None else bool(row[void]), *row[void + 1 :])

    def _counted_records(self, progress: Progress) -> Iterator[tuple[Name, store.Row]]:
        for name, rows in histories(self.bulk, self.campaign_id):
            progress(len(rows))
            puts: list[Put] = []
            reviews: list[Review] = []
            for row in rows:
                fact = counting.from_history(self.rules, row[:-1])[1]
                puts.append(fact) if isinstance(fact, Put) else reviews.append(fact)
            if not puts:
                continue
            state = state_of(puts, reviews, self.rules.covers)
            self._contribute(name, state)
            seq = max(row[-1] for row in rows)
            yield name, counting.record_row(self.campaign_id, name, seq, state, self.rules)

    def _contribute(self, name: Name, state: State) -> None:
        cell = counting.cell_of(state)
        number = state.winner.carried
        if state.is_record:
            self.deltas.record(cell, +1, state.eligible, number is None)
            self._spill(_CELLS)
        if state.claimed_at is not None and number is not None:
            tie = tie_break(number, name[1], name[0])
            row = (number, state.claimed_at, tie, ",".join(map(str, cell)), int(state.winner.success))
            self.scratch.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", row)

    def claims(self) -> None:
        """Claims that are kept against those counted, both in order; credits go to the counted rollups."""
        counted = self.scratch.execute("SELECT * FROM claim ORDER BY phone_key, t, tie")
        last: bytes | None = None
        first: Cell | None = None
        in_use = False
        kept = self.bulk.stream(
            "SELECT phone_key, t, tie, day, area_id, organisation_id, mode, outcome_id, success FROM claim"
            " WHERE campaign_id = ? ORDER BY phone_key, t, tie",
            self.campaign_id,
        )
        at = next(kept, None)
        for key, t, tie, spelled, success in counted:
            day, area, organisation, mode, outcome = map(int, spelled.split(","))
            cell: Cell = (day, area, organisation, mode, outcome)
            if key != last:
                self._credit(first, in_use)
                last, first, in_use = key, cell, False
            in_use = in_use or bool(success)
            while at is not None and at[:3] < (key, t, tie):
                self.differ("claim", (at[0][:4], at[1]), "a row", None)
                at = next(kept, None)
            if at is None or at[:3] != (key, t, tie):
                self.differ("claim", (key[:4], t), None, "a row")
                continue
            if (tuple(at[3:8]), bool(at[8])) != (cell, bool(success)):
                self.differ("claim", (key[:4], t), at[3:], (cell, success))
            at = next(kept, None)
        self._credit(first, in_use)
        while at is not None:
            self.differ("claim", (at[0][:4], at[1]), "a row", None)
            at = next(kept, None)

    def _credit(self, cell: Cell | None, in_use: bool) -> None:
        if cell is not None:
            self.deltas.credit(cell, +1, in_use)
            self._spill(_CELLS)

    def _spill(self, most: int) -> None:
        """Puts the counts into the file when they are of so many cells."""
        if len(self.deltas) >= most:
            rows = ((grain, *cell, *counts) for (grain, cell), counts in self.deltas.grains().items())
            self.scratch.executemany(f"INSERT INTO rollup VALUES ({', '.join('?' * 11)})", rows)
            self.deltas = Deltas()

    def rollups(self) -> None:
        """Every grain, and the sum of the log, against what was counted."""
        self._spill(0)
        sums = ", ".join(f"sum({name})" for name in _SUMS.split(", "))
        counted = f"SELECT grain, {_CELL}, {sums} FROM rollup"
        cells = f"GROUP BY grain, {_CELL} ORDER BY grain, {_CELL}"
        kept = self.bulk.stream(f"{counted} WHERE campaign_id = ? {cells}", self.campaign_id)
        self._beside("rollup", kept, self.scratch.execute(f"{counted} {cells}"))
        logged = self.bulk.stream(
            f"SELECT {GRAIN_FULL}, {_CELL}, {sums} FROM rollup_log WHERE campaign_id = ?"
            f" GROUP BY {_CELL} ORDER BY {_CELL}",
            self.campaign_id,
        )
        self._beside("rollup_log", logged, self.scratch.execute(f"{counted} WHERE grain = {GRAIN_FULL} {cells}"))

    def _beside(self, table: str, kept: Iterable[store.Row], counted: Iterable[store.Row]) -> None:
        """Both in the order of their cells."""
        ours, theirs = _sums(kept), _sums(counted)
        at = next(ours, None)
        for key, sums in theirs:
            while at is not None and at[0] < key:
                self.differ(table, at[0], at[1], None)
                at = next(ours, None)
            if at is None or at[0] != key:
                self.differ(table, key, None, sums)
                continue
            if at[1] != sums:
                self.differ(table, key, at[1], sums)
            at = next(ours, None)
        while at is not None:
            self.differ(table, at[0], at[1], None)
            at = next(ours, None)


def _sums(rows: Iterable[store.Row]) -> Iterator[tuple[store.Row, store.Row]]:
    """Grain and cell, and what is counted there; PostgreSQL's sums are no ints. A row of nothing is as good as none."""
    for row in rows:
        sums = tuple(int(value) for value in row[6:])
        if sums != _NOTHING:
            yield tuple(row[:6]), sums


def name_of(row: store.Row) -> Name:
    return row[1], row[2]

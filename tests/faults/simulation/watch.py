"""Looks at the database after each request: what came, in which order, and whether it may be so (P2, P4, P7, P8, P13).

Rests on the tables alone. Whatever it sees goes into the ledger, so that the end of a play knows what is stored.
"""

import json
import uuid
from typing import Any

from tests.faults.simulation.ledger import STORED, Broken, Ledger, Verdict
from tests.faults.simulation.stage import Stage
from tests.faults.wire import Answer

STATUS = {1: "quarantined", 2: "held"}
_SUMS = "sum(records), sum(assists), sum(uniques), sum(unchecked), sum(in_use)"


def _text(value: bytes) -> str:
    return str(uuid.UUID(bytes=value))


class Watch:
    """The eye on one play."""

    def __init__(self, stage: Stage, book: Ledger):
        self.stage, self.book = stage, book
        self.version = self.epoch = None
        self.head = 0
        self.look()

    def begin_anew(self) -> None:
        """After an earlier state was put in place: the ledger has gone back with it."""
        self.version, self.head = None, len(self.book.state.by_seq)
        self.epoch = self.stage.rows.execute("SELECT epoch FROM campaign").fetchone()[0]

    def look(self) -> None:
        """Notes what has been committed since the last look.

        Raises:
            Broken: it may not be so.
        """
        rows = self.stage.rows
        version = rows.execute("PRAGMA data_version").fetchone()[0]
        if version == self.version:
            return
        self.version = version
        head, self.epoch = rows.execute("SELECT head, epoch FROM campaign").fetchone()
        if head < self.head:
            raise Broken("P7", f"the head went from {self.head} to {head}")
        taken: list[tuple[int, tuple[str, str]]] = []
        for seq, person, op_id in rows.execute("SELECT seq, person_id, op_id FROM op WHERE seq > ?", (self.head,)):
            key = _text(person), _text(op_id)
            self.book.came(key, STORED)
            taken.append((seq, key))
        taken += self._pending()
        if sorted(seq for seq, _ in taken) != list(range(self.head + 1, head + 1)):
            raise Broken("P7", f"seq {sorted(seq for seq, _ in taken)} between heads {self.head} and {head}")
        self.book.state.by_seq += [key for _, key in sorted(taken)]
        moved = head != self.head
        self.head = head
        if moved:
            self._sums()

    def _pending(self) -> list[tuple[int, tuple[str, str]]]:
        settled: list[tuple[int, tuple[str, str]]] = []
        query = "SELECT person_id, op_id, status, code, settled_at, accepted, seq FROM pending"
        for person, op_id, status, code, settled_at, accepted, seq in self.stage.rows.execute(query):
            if op_id is None:
                raise Broken("P8", "an op lost its id")
            key = _text(person), _text(op_id)
            if settled_at is None:
                self.book.came(key, Verdict(STATUS[status], code))
            elif not accepted:
                self.book.came(key, Verdict(STATUS[status], "op.refused"))
            if seq is not None and seq > self.head:
                settled.append((seq, key))
        return settled

    def _sums(self) -> None:
        """No cell below nothing, and every grain has the same total, after every commit."""
        sums = self.stage.rows.execute(f"SELECT {_SUMS} FROM rollup GROUP BY grain").fetchall()
        cells = "min(records, assists, uniques, unchecked, in_use)"
        least = self.stage.rows.execute(f"SELECT min({cells}) FROM rollup").fetchone()[0]
        if least is not None and least < 0:
            raise Broken("P2", f"a cell of {least}")
        if len(set(sums)) > 1:
            raise Broken("P2", f"grains with different totals: {sums}")

    def answered(self, person: str, body: bytes | None, answer: Answer) -> None:
        """An answer on its way back: each op that it acknowledges is in the database by now, and nothing broke."""
        if answer.status >= 500 and answer.status != 503:
            raise Broken("P8", f"{answer.status}: {answer.body[:200]!r}")
        if answer.status != 200 or body is None:
            return
        content: dict[str, Any] = json.loads(answer.body)
        for result in content.get("results", ()):
            status = "stored" if result["status"] == "duplicate" else result["status"]
            if status == "rejected":
                continue
            present = self.book.state.present.get((person, result["op_id"]))
            if present is None or present.verdict != Verdict(status, result.get("code")):
                raise Broken("P4", f"answered {result}, in the database {present and present.verdict}")

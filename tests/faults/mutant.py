"""`python -m tests.faults.mutant NAME serve`: a server with one rule taken away, for negative controls.

A fault suite proves something only when the same check fails on a server that lacks the rule which the check guards.
The rule is taken away before the rest of the server is imported, so that every module gets the mutant.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server import clock, database, durability
from server.extensions import db
from server.reports import submitting
from server.sync import store
from server.sync.bulk import Bulk


def without_lock() -> None:
    """Two pushes of one campaign may run at the same time."""
    genuine = store.lock

    def lock(bulk: Bulk, campaign_id: int) -> Any:
        def rows(statement: str, *values: Any, **lists: Any) -> Any:
            assert " FOR UPDATE" in statement
            return bulk.rows(statement.replace(" FOR UPDATE", ""), *values, **lists)

        twin: Any = SimpleNamespace(sqlite=bulk.sqlite, uid=bulk.uid, rows=rows)
        found = genuine(twin, campaign_id)
        time.sleep(0.002)  # a moment in which another one reads the same head
        return found

    store.lock = lock


def late_commit() -> None:
    """A batch is answered before it is on the disk: it is committed when the next one comes (SQLite)."""
    one_at_a_time = threading.Lock()
    open_still: list[Session] = []

    @contextmanager
    def writing() -> Iterator[Session]:
        with one_at_a_time:
            while open_still:
                earlier = open_still.pop()
                earlier.commit()
                earlier.close()
            session = Session(db.engines["writer"])
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield session
                session.flush()
            except BaseException:
                session.rollback()
                session.close()
                raise
            open_still.append(session)

    database.writing = writing


def deaf_commit() -> None:
    """A commit that fails is answered as one that did not."""
    genuine = Session.commit

    def commit(session: Session) -> None:
        try:
            genuine(session)
        except OperationalError:
            session.rollback()

    Session.commit = commit  # pyright: ignore[reportAttributeAccessIssue]


def trusting() -> None:
    """After a sync that failed it goes on as if nothing had been (SQLite)."""
    durability.sync_failed = lambda error: False


def late_receipt() -> None:
    """A report is received when its turn at the writer comes, not when the request does."""
    genuine = submitting.submit

    def submit(desk: Any, report_id: Any, body: Any, duty: Any, made: Any, received_at: int) -> Any:
        return genuine(desk, report_id, body, duty, made, clock.now_ms())

    submitting.submit = submit


def lost_is_stored() -> None:
    """What the process beside did not answer is taken for stored."""

    # here, since it brings in what other mutants have to come before
    from server.sync import apart
    from server.sync.batch import Batch, Outcome
    from server.sync.beside import Lost
    from server.sync.results import STORED

    last: list[Outcome] = []

    def put_in(self: apart.Apart, batch: Batch) -> Outcome | None:
        try:
            answer = apart._answer(self.beside.ask(apart._encode(batch), apart.PATIENCE_S))
        except Lost:
            if not last:
                return None
            return Outcome(last[-1].seq, last[-1].epoch, clock.now_ms(), [STORED for _ in batch.ops])
        last[:] = [answer.outcome] if answer.outcome else last
        return answer.outcome

    apart.Apart.put_in = put_in


MUTANTS = {
    "without-lock": without_lock,
    "lost-is-stored": lost_is_stored,
    "late-commit": late_commit,
    "late-receipt": late_receipt,
    "deaf-commit": deaf_commit,
    "trusting": trusting,
}


def main() -> None:
    MUTANTS[sys.argv.pop(1)]()
    from server import cli

    cli.main()


if __name__ == "__main__":
    main()

"""What must hold after any fault: nothing acknowledged is missing, seq is gapless, every figure equals a recount.

`Harm` collects what does not; a negative control expects it not to be empty.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.live import Live
from tests.faults.phone import Phone
from tests.faults.wire import Http


@dataclass
class Harm:
    """What was found wrong, by kind; empty when all holds."""

    lost: list[str] = field(default_factory=list)
    queued: int = 0
    order: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lost or self.queued or self.order or self.figures)


def lost_ops(phones: Iterable[Phone]) -> list[str]:
    """Op_ids that were acknowledged to a phone and that the server does not know."""
    lost: list[str] = []
    for phone in phones:
        ids = list(phone.acked)
        for start in range(0, len(ids), 500):
            lost += phone.call("POST", "/sync/verify", {"items": ids[start : start + 500]})["missing"]
    return lost


def order_of(live: Live) -> list[str]:
    """What is wrong with seq: every stored op and settlement has its own, none is missing up to the head."""
    taken = [row[0] for row in live.rows("SELECT seq FROM op WHERE seq IS NOT NULL ORDER BY seq")]
    head = live.rows("SELECT head FROM campaign")[0][0]
    wrong = []
    if len(set(taken)) != len(taken):
        wrong.append(f"{len(taken) - len(set(taken))} seq taken twice")
    if sorted(set(taken)) != list(range(1, head + 1)):
        wrong.append(f"{len(set(taken))} seq up to a head of {head}")
    return wrong


def figures_of(live: Live) -> list[str]:
    """What `gocua totals check` finds: rollups, credits and records against a recount from the ops."""
    try:
        live.gocua("totals", "check")
    except AssertionError as difference:
        return [str(difference)]
    return []


def sound(live: Live) -> list[str]:
    """What SQLite's own check finds in the file; nothing on PostgreSQL."""
    if live.url:
        return []
    connection = sqlite3.connect(live.home / "gocua.db")
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
    return [] if found == ["ok"] else found


def drained(phones: Iterable[Phone], live: Live, passes: int = 5) -> int:
    """Gives every phone a good network until its queue is empty; returns how many ops stay behind."""
    left = 0
    for phone in phones:
        phone.transport = Http(live.port)
        for _ in range(passes):
            phone.sync()
            if not phone.queue:
                break
        left += len(phone.queue)
    return left


def harm(live: Live, phones: list[Phone], *, staff_acts: bool = False) -> Harm:
    """Heals the network, lets all phones finish and looks at everything."""
    queued = drained(phones, live)
    return Harm(
        lost=lost_ops(phones),
        queued=queued,
        order=[] if staff_acts else order_of(live),
        figures=figures_of(live) + sound(live),
    )


def view_differs(phone: Phone, others: Iterable[Phone]) -> list[str]:
    """Records of these phones whose pulled row is not the newest put that the phones made (P10)."""
    newest: dict[tuple[str, str], int] = {}
    for other in others:
        for record, op in other.mine.items():
            key = (other.person_id, record)
            newest[key] = max(newest.get(key, 0), op["rev"])
    seen = {key: row["rev"] for key, row in phone.view.items()}
    return [f"{key}: made {rev}, seen {seen.get(key)}" for key, rev in newest.items() if seen.get(key) != rev]

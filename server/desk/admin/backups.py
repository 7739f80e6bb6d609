"""The last backup, the last test of one, the last restore, the last export of the trail, as the trail tells them.

Rests on the lines that `gocua` writes (`backup.make`, `backup.test`, `backup.restore`, `audit.export`): they stand in
the database, so every server sees them, and they go on over a restore. Promises: what never happened is null.
"""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.clock import DAY_MS, instant
from server.people.models import Audit
from server.people.service import Caller

ACTS = {"backup": "backup.make", "test": "backup.test", "restore": "backup.restore", "trail": "audit.export"}
# after so many days it is time again: nightly backups, a test each month, the trail each week
DUE_DAYS = {"backup": 2, "test": 35, "trail": 8}
RECENT = 20


def shown(session: Session, caller: Caller) -> dict[str, Any]:
    last = {name: _last(session, caller, act) for name, act in ACTS.items()}
    due = {name: _due(last[name], days) for name, days in DUE_DAYS.items()}
    rows = session.scalars(_lines(caller, *ACTS.values()).limit(RECENT)).all()
    return {
        **{name: row and _line(row) for name, row in last.items()},
        "due": due,
        "recent": [_line(row) for row in rows],
    }


def _lines(caller: Caller, *acts: str) -> Any:
    # a restore is written down for each campaign
    seen = or_(Audit.campaign_id.is_(None), Audit.campaign_id == caller.campaign_id)
    return select(Audit).where(Audit.act.in_(acts), seen).order_by(Audit.id.desc())


def _last(session: Session, caller: Caller, act: str) -> Audit | None:
    return session.scalars(_lines(caller, act).limit(1)).one_or_none()


def _due(last: Audit | None, days: int) -> str | None:
    """When it is time again; None when it never happened, which is at once."""
    return None if last is None else instant(last.at + days * DAY_MS)


def _line(row: Audit) -> dict[str, Any]:
    return {"at": instant(row.at), "act": row.act, "subject": row.subject, "details": row.details}

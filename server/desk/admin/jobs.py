"""What the worker does by the clock: when each job last ran, what it last failed of, how much waits to be sent.

Promises: a job that has never run is shown as that; a worker that is silent is told from one that has nothing to do.
"""

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server.clock import instant
from server.notices import jobs
from server.notices.models import Job
from server.notices.worker import names_of


def shown(session: Session, app: Flask, now: int) -> dict[str, Any]:
    done = {one.name: one for one in jobs.runs(session)}
    names = [*names_of(app), *sorted(done.keys() - set(names_of(app)))]
    seen = max((one.ran_at for one in done.values()), default=None)
    queue = jobs.queue(session, now)
    return {
        "seen_at": None if seen is None else instant(seen),
        "silent": seen is None or now - seen > jobs.SILENT_MS,
        "in_server": app.extensions["gocua.settings"].sqlite,
        "items": [_job(name, done.get(name)) for name in names],
        "queue": {
            "waiting": queue.waiting,
            "due": queue.due,
            "retried": queue.retried,
            "oldest_due_at": None if queue.oldest_due_at is None else instant(queue.oldest_due_at),
            "sent": queue.sent,
            "dropped": queue.dropped,
        },
    }


def _job(name: str, row: Job | None) -> dict[str, Any]:
    if row is None:
        return {"name": name, "ran_at": None, "took_ms": None, "failures": 0, "failed_at": None, "error": None}
    return {
        "name": name,
        "ran_at": instant(row.ran_at),
        "took_ms": row.took_ms,
        "failures": row.failures,
        "failed_at": None if row.failed_at is None else instant(row.failed_at),
        "error": row.error,
    }

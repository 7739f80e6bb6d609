"""What the database says of the installation, as gauges: heads, what waits for people, phones, the worker, backups.

Rests on the totals' freshness, the worker's own notes and the trail. Promises: counts and instants only, by campaign;
a few statements that do not grow with what was logged, asked at most once in some seconds however often one scrapes.
"""

import platform
from collections.abc import Iterator
from importlib.metadata import version
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.models import Campaign
from server.clock import DAY_MS, now_ms
from server.database import reading
from server.metrics import Gauge
from server.notices import jobs
from server.people.models import Audit, Device
from server.sync.models import HELD, QUARANTINED, Pending
from server.totals import store as totals_store

KEPT_MS = 5_000
_STATUS = {QUARANTINED: "quarantined", HELD: "held"}
_SEEN = {"24h": DAY_MS, "7d": 7 * DAY_MS}
_BACKUP, _BACKUP_TEST = "backup.make", "backup.test"  # as upkeep notes them in the trail


class Gauges:
    """The gauges of an installation, kept for some seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at = 0
        self._read: list[Gauge] = []

    def now(self) -> list[Gauge]:
        with self._lock:
            now = now_ms()
            if not self._read or not 0 <= now - self._at < KEPT_MS:
                with reading() as session:
                    self._read = list(_all(session, now))
                self._at = now
            return self._read


def _all(session: Session, now: int) -> Iterator[Gauge]:
    made = {
        "version": version("gocua"),
        "python": platform.python_version(),
        "database": session.get_bind().dialect.name,
    }
    yield Gauge("gocua_build_info", "What serves: always 1.", 1, made)
    campaigns = [one for one in campaign_store.campaigns(session) if one.purged_at is None]
    for one in campaigns:
        yield Gauge("gocua_seq", "Head of the campaign.", one.head, {"campaign": one.code})
    yield from _pending(session, campaigns)
    yield from _phones(session, campaigns, now)
    yield from _worker(session, now)
    yield from _backups(session)


def _pending(session: Session, campaigns: list[Campaign]) -> Iterator[Gauge]:
    query = (
        select(Pending.campaign_id, Pending.status, func.count().label("many"))
        .where(Pending.settled_at.is_(None))
        .group_by(Pending.campaign_id, Pending.status)
    )
    counted = {(row.campaign_id, row.status): row.many for row in session.execute(query)}
    for one in campaigns:
        for status, name in _STATUS.items():
            labels = {"campaign": one.code, "status": name}
            yield Gauge("gocua_pending_ops", "Ops that wait for a person.", counted.get((one.id, status), 0), labels)


def _phones(session: Session, campaigns: list[Campaign], now: int) -> Iterator[Gauge]:
    for one in campaigns:
        campaign = {"campaign": one.code}
        devices, synced, waiting, oldest = totals_store.freshness(session, one.id, now - DAY_MS, None, None)
        age = 0 if oldest is None else max(0, now - oldest) / 1000
        yield Gauge("gocua_devices", "Devices in use: of people who log, or that have sent.", devices, campaign)
        yield Gauge("gocua_devices_synced_24h", "Of these, those that sent within a day.", synced, campaign)
        yield Gauge("gocua_unsent_ops", "Ops that phones say they still hold.", waiting, campaign)
        yield Gauge("gocua_oldest_unsent_seconds", "Age of the oldest of them.", age, campaign)
        for within, span in _SEEN.items():
            query = select(func.count()).where(Device.campaign_id == one.id, Device.last_seen_at >= now - span)
            seen = session.scalar(query) or 0
            yield Gauge("gocua_devices_seen", "Devices that were heard of.", seen, {**campaign, "within": within})


def _worker(session: Session, now: int) -> Iterator[Gauge]:
    queue = jobs.queue(session, now)
    overdue = 0 if queue.oldest_due_at is None else max(0, now - queue.oldest_due_at) / 1000
    yield Gauge("gocua_deliveries_waiting", "Notices that wait to be sent to browsers.", queue.waiting)
    yield Gauge("gocua_deliveries_overdue_seconds", "How long the oldest that could go out has waited.", overdue)
    for run in jobs.runs(session):
        job = {"job": run.name}
        yield Gauge("gocua_job_ran_timestamp_seconds", "When a job of the worker last ran.", run.ran_at / 1000, job)
        yield Gauge("gocua_job_failures", "Failures of a job in a row.", run.failures, job)


def _backups(session: Session) -> Iterator[Gauge]:
    made = session.scalar(select(Audit.at).where(Audit.act == _BACKUP).order_by(Audit.id.desc()).limit(1))
    if made is not None:
        yield Gauge("gocua_last_backup_timestamp_seconds", "When the last backup was made.", made / 1000)
    tests = session.execute(
        select(Audit.at, Audit.details).where(Audit.act == _BACKUP_TEST).order_by(Audit.id.desc()).limit(50)
    )
    whole = next((row.at for row in tests if row.details.get("ok")), None)
    if whole is not None:
        told = "When a backup was last put back, as a test, and all figures agreed."
        yield Gauge("gocua_last_backup_test_timestamp_seconds", told, whole / 1000)
